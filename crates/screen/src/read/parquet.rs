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

use super::{Batches, Content, PART, Part, Parts, ReadError, standing, typed_places};

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
        // Columns are read in the order in which they stand.
        let (standing, order) = standing(&places);
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
            columns: ProjectionMask::roots(metadata.parquet_schema(), standing),
            metadata,
            order: Arc::new(order),
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
                text_lines: None,
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
    use super::row_groups_of;

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
