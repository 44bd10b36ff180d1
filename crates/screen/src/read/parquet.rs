//! Parquet: only the columns asked for, and each part by whoever screens it.

use std::{fs::File, ops::Range as Span, path::PathBuf, sync::Arc};

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
    },
    basic::{Encoding, EncodingMask},
    file::metadata::{ColumnChunkMetaData, ParquetMetaData},
};

use super::{Batches, Content, PART, Part, Parts, ReadError, typed_places};

/// How many bytes a column has at most in one row group: so much of it may have to be held at once.
const MOST_BYTES: u64 = 1 << 30;

/// A Parquet file whose footer is read.
#[derive(Debug)]
pub(super) struct Parquet {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
}

/// Lines of a Parquet file.
#[derive(Debug)]
pub(super) struct Range {
    name: Arc<str>,
    path: Arc<PathBuf>,
    metadata: ArrowReaderMetadata,
    columns: ProjectionMask,
    /// Where each column asked for stands among those read.
    order: Arc<Vec<usize>>,
    row_groups: Span<usize>,
    /// How many lines of the row groups come before.
    offset: usize,
    lines: usize,
}

impl Parquet {
    pub(super) fn open(path: PathBuf, name: &str) -> Result<Self, ReadError> {
        let file = File::open(&path).map_err(|error| ReadError::io(name, &error))?;
        let broken = |error| ReadError::new(name, format!("it is no whole Parquet file: {error}"));
        let metadata =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(broken)?;
        let schema = by_dictionary(metadata.schema(), metadata.metadata());
        let metadata = with_schema(&metadata, schema).map_err(broken)?;
        Ok(Self { path, metadata })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.metadata.schema().clone()
    }

    pub(super) fn parts(self, name: Arc<str>, wanted: &SchemaRef) -> Result<Parts, ReadError> {
        let metadata =
            as_wanted(&self.metadata, wanted).map_err(|error| ReadError::new(&name, error))?;
        let places = typed_places(&name, metadata.schema(), wanted)?;
        let columns = ProjectionMask::roots(metadata.parquet_schema(), places.iter().copied());
        bounded(metadata.metadata(), &columns, MOST_BYTES)
            .map_err(|problem| ReadError::new(&name, problem))?;
        // Columns are read in the order in which they stand.
        let mut standing = places.clone();
        standing.sort_unstable();
        let order = places.iter();
        let order = order.filter_map(|place| standing.binary_search(place).ok());
        let order = Arc::new(order.collect());
        let row_groups = metadata.metadata().row_groups();
        let lines: Vec<u64> = row_groups
            .iter()
            .map(|group| u64::try_from(group.num_rows()).unwrap_or(0))
            .collect();
        let total: u64 = lines.iter().sum();
        let length = std::fs::metadata(&self.path).map_or(0, |file| file.len());
        let range = Range {
            name,
            path: Arc::new(self.path),
            columns,
            metadata,
            order,
            row_groups: 0..0,
            offset: 0,
            lines: 0,
        };
        let parts = (0..total).step_by(PART).map(move |first| {
            let end = total.min(first + PART as u64);
            let (row_groups, offset) = row_groups_of(&lines, first, end);
            let lines = end - first;
            Ok(Part {
                table: range.name.clone(),
                lines,
                bytes: u64::try_from(
                    u128::from(length) * u128::from(lines) / u128::from(total.max(1)),
                )
                .unwrap_or(0),
                faults: Vec::new(),
                at: None,
                claims: None,
                content: Content::Parquet(Range {
                    name: range.name.clone(),
                    path: range.path.clone(),
                    metadata: range.metadata.clone(),
                    columns: range.columns.clone(),
                    order: range.order.clone(),
                    row_groups,
                    offset,
                    lines: usize::try_from(lines).unwrap_or(usize::MAX),
                }),
            })
        });
        Ok(Box::new(parts))
    }
}

impl Range {
    pub(super) fn batches(self, size: usize) -> Result<Batches, ReadError> {
        // Every reader has a file of its own: copies of an open file share their place in it.
        let name = self.name;
        let file = File::open(self.path.as_ref()).map_err(|error| ReadError::io(&name, &error))?;
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata)
            .with_projection(self.columns)
            .with_row_groups(self.row_groups.collect())
            .with_offset(self.offset)
            .with_limit(self.lines)
            .with_batch_size(size)
            .build()
            .map_err(|error| ReadError::new(&name, error))?;
        let order = self.order;
        Ok(Box::new(reader.map(move |batch| {
            batch
                .and_then(|batch| batch.project(&order))
                .map_err(|error| ReadError::new(&name, format!("it is damaged: {error}")))
        })))
    }
}

/// That no column read is larger in a row group than any may be.
fn bounded(metadata: &ParquetMetaData, columns: &ProjectionMask, most: u64) -> Result<(), String> {
    for group in metadata.row_groups() {
        for (leaf, column) in group.columns().iter().enumerate() {
            let bytes = u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX);
            if columns.leaf_included(leaf) && bytes > most {
                return Err(format!(
                    "column `{}` has {} MiB in one row group, and may have {}: write smaller row groups, or leave the column out by --keep",
                    column.column_path().string(),
                    bytes >> 20,
                    most >> 20
                ));
            }
        }
    }
    Ok(())
}

/// The row groups that have the lines of a span, and how many lines of the first come before.
fn row_groups_of(lines: &[u64], first: u64, end: u64) -> (Span<usize>, usize) {
    let (mut groups, mut offset, mut begin) = (0..0, 0, 0_u64);
    for (number, lines) in lines.iter().enumerate() {
        let after = begin.saturating_add(*lines);
        if after > first && begin < end {
            if groups.is_empty() {
                groups.start = number;
                offset = usize::try_from(first - begin).unwrap_or(usize::MAX);
            }
            groups.end = number + 1;
        }
        begin = after;
    }
    (groups, offset)
}

/// The metadata of a file, read with other types.
fn with_schema(
    metadata: &ArrowReaderMetadata,
    schema: SchemaRef,
) -> parquet::errors::Result<ArrowReaderMetadata> {
    let options = ArrowReaderOptions::new().with_schema(schema);
    ArrowReaderMetadata::try_new(metadata.metadata().clone(), options)
}

/// The types under which text is taken from the file as it stands there: by dictionary where the file
/// has one, else as plain text.
fn by_dictionary(schema: &SchemaRef, metadata: &ParquetMetaData) -> SchemaRef {
    let fields =
        schema
            .fields()
            .iter()
            .enumerate()
            .map(|(place, field)| match is_text(field.data_type()) {
                true => retyped(field, text_type(has_dictionary(metadata, place))),
                false => field.clone(),
            });
    Arc::new(Schema::new_with_metadata(
        fields.collect::<Vec<_>>(),
        schema.metadata().clone(),
    ))
}

/// The metadata of a file, with text as it is wanted.
fn as_wanted(
    metadata: &ArrowReaderMetadata,
    wanted: &SchemaRef,
) -> parquet::errors::Result<ArrowReaderMetadata> {
    let schema = metadata.schema();
    let fields = schema.fields().iter().map(|field| {
        let wanted = wanted.field_with_name(field.name()).ok();
        match wanted.map(Field::data_type) {
            Some(wanted) if is_text(field.data_type()) && is_text(wanted) => {
                retyped(field, wanted.clone())
            }
            _ => field.clone(),
        }
    });
    let fields: Vec<_> = fields.collect();
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    with_schema(metadata, Arc::new(schema))
}

fn retyped(field: &Arc<Field>, kind: DataType) -> Arc<Field> {
    Arc::new(field.as_ref().clone().with_data_type(kind))
}

fn text_type(dictionary: bool) -> DataType {
    match dictionary {
        true => DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into()),
        false => DataType::Utf8,
    }
}

fn is_text(kind: &DataType) -> bool {
    crate::texts::is_text(kind)
}

/// Whether every row group has a column by dictionary alone.
fn has_dictionary(metadata: &ParquetMetaData, root: usize) -> bool {
    let leaves = metadata.file_metadata().schema_descr();
    let mut of_root =
        (0..leaves.num_columns()).filter(|at| leaves.get_column_root_idx(*at) == root);
    let Some(leaf) = of_root.next() else {
        return false;
    };
    let mut groups = metadata.row_groups().iter();
    groups.all(|group| group.columns().get(leaf).is_some_and(is_by_dictionary))
}

fn is_by_dictionary(column: &ColumnChunkMetaData) -> bool {
    let only = |pages: &EncodingMask| {
        pages.is_only(Encoding::RLE_DICTIONARY) || pages.is_only(Encoding::PLAIN_DICTIONARY)
    };
    // Without a word on its pages, a column with a dictionary is taken to be by dictionary alone.
    column.dictionary_page_offset().is_some() && column.page_encoding_stats_mask().is_none_or(only)
}

#[cfg(test)]
mod tests {
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;

    use super::*;

    #[test]
    fn a_column_that_is_too_large_is_told_where_it_is_read() {
        let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
        let columns = [("small", text("x")), ("large", text(&"x".repeat(1000)))];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        let metadata = writer.close().unwrap();
        let schema = metadata.file_metadata().schema_descr();
        let read = |root| ProjectionMask::roots(schema, [root]);
        assert_eq!(bounded(&metadata, &read(0), 500), Ok(()));
        assert_eq!(bounded(&metadata, &read(1), 5000), Ok(()));
        let told = bounded(&metadata, &read(1), 500).unwrap_err();
        assert!(told.contains("large"), "{told}");
    }

    #[test]
    fn lines_are_found_in_the_row_groups_that_have_them() {
        let lines = [10, 0, 5, 20];
        assert_eq!(row_groups_of(&lines, 0, 10), (0..1, 0));
        assert_eq!(row_groups_of(&lines, 3, 12), (0..3, 3));
        assert_eq!(row_groups_of(&lines, 10, 15), (2..3, 0));
        assert_eq!(row_groups_of(&lines, 12, 35), (2..4, 2));
        assert_eq!(row_groups_of(&lines, 34, 35), (3..4, 19));
    }
}
