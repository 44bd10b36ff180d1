//! CSV: text with a comma between its fields, the first line naming the columns.

mod records;

use std::{io::Read, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch, builder::StringBuilder};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::{At, Content, Fault, HELD_PART, Part, Parts, ReadError, Why, typed_places};
use records::{MOST_BYTES, MOST_FIELDS, Record, Records};

/// How many bytes of text a part has at most, or one line more.
const PART_BYTES: usize = 16 << 20;

/// A CSV table whose first line is read.
#[derive(Debug)]
pub(super) struct Csv {
    schema: SchemaRef,
    records: Records,
}

impl Csv {
    pub(super) fn open(input: Box<dyn Read + Send>, name: &str) -> Result<Self, ReadError> {
        let mut records = Records::new(input);
        let first = records
            .next()
            .map_err(|error| ReadError::io(name, &error))?;
        let columns = match first {
            Some(Record::Fields(fields)) => fields
                .iter()
                .map(|column| std::str::from_utf8(column).map(|column| column.trim().to_owned()))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| ReadError::new(name, "its first line is no text in UTF-8"))?,
            Some(Record::TooLarge) => {
                let problem =
                    "its first line, which names the columns, is too large: it may be no CSV";
                return Err(ReadError::new(name, problem));
            }
            None => {
                let problem = "it is empty: its first line names the columns";
                return Err(ReadError::new(name, problem));
            }
        };
        let text = |column| Field::new(column, DataType::Utf8, true);
        let fields: Vec<Field> = columns.into_iter().map(text).collect();
        Ok(Self {
            schema: Arc::new(Schema::new(fields)),
            records,
        })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    pub(super) fn parts(self, name: Arc<str>, wanted: &SchemaRef) -> Result<Parts, ReadError> {
        let places = typed_places(&name, &self.schema, wanted)?;
        let mut reader = Reader {
            columns: self.schema.fields().len(),
            records: self.records,
            builders: places.iter().map(|_| StringBuilder::new()).collect(),
            places,
            schema: wanted.clone(),
            name,
        };
        Ok(Box::new(std::iter::from_fn(move || {
            reader.part().transpose()
        })))
    }
}

/// Reads lines into columns.
struct Reader {
    name: Arc<str>,
    records: Records,
    /// How many fields a line has.
    columns: usize,
    /// Which of them are read.
    places: Vec<usize>,
    builders: Vec<StringBuilder>,
    schema: SchemaRef,
}

impl Reader {
    fn part(&mut self) -> Result<Option<Part>, ReadError> {
        let begin = self.records.bytes();
        let (mut faults, mut at) = (Vec::new(), Vec::new());
        let (mut lines, mut bytes) = (0, 0);
        while lines < HELD_PART && bytes < PART_BYTES {
            let record = self.records.next();
            let Some(record) = record.map_err(|error| ReadError::io(&self.name, &error))? else {
                break;
            };
            let read = match record {
                Record::TooLarge => Err(Fault::new(
                    Why::TooLarge,
                    format!(
                        "the line has more than {} MiB or {MOST_FIELDS} fields: perhaps a quotation mark is not closed",
                        MOST_BYTES >> 20
                    ),
                )),
                Record::Fields(fields) if fields.len() != self.columns => Err(Fault::new(
                    Why::WrongNumberOfFields,
                    format!(
                        "it has {} fields, and the table has {} columns",
                        fields.len(),
                        self.columns
                    ),
                )),
                Record::Fields(fields) => {
                    append(&fields, &self.places, &self.schema, &mut self.builders)
                }
            };
            let line = At::Line(self.records.line());
            match read {
                Ok(size) => {
                    bytes += size;
                    at.push(line);
                }
                Err(fault) => faults.push((
                    lines as u64,
                    Fault {
                        at: Some(line),
                        ..fault
                    },
                )),
            }
            lines += 1;
        }
        let batch = self.batch(at.len())?;
        Ok((lines > 0).then(|| Part {
            table: self.name.clone(),
            lines: lines as u64,
            bytes: self.records.bytes() - begin,
            faults,
            at: Some(at),
            claims: None,
            content: Content::Batches(vec![batch]),
        }))
    }

    fn batch(&mut self, rows: usize) -> Result<RecordBatch, ReadError> {
        let columns = self.builders.iter_mut();
        let columns = columns.map(|builder| Arc::new(builder.finish()) as ArrayRef);
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(self.schema.clone(), columns.collect(), &options)
            .map_err(|error| ReadError::new(&self.name, error))
    }
}

/// Appends the fields that are read, an empty one as null; the number of bytes.
fn append(
    fields: &records::Fields<'_>,
    places: &[usize],
    schema: &Schema,
    builders: &mut [StringBuilder],
) -> Result<usize, Fault> {
    let mut bytes = 0;
    // All are looked at before any is appended: a line is taken whole or not at all.
    for (place, column) in places.iter().zip(schema.fields()) {
        let field = fields.get(*place);
        if std::str::from_utf8(field).is_err() {
            return Err(Fault::of(
                column.name(),
                &String::from_utf8_lossy(field),
                Why::NotUtf8,
                "it is no text in UTF-8",
            ));
        }
        bytes += field.len();
    }
    for (place, builder) in places.iter().zip(builders) {
        let text = std::str::from_utf8(fields.get(*place)).unwrap_or_default();
        match text.trim_ascii().is_empty() {
            true => builder.append_null(),
            false => builder.append_value(text),
        }
    }
    Ok(bytes)
}
