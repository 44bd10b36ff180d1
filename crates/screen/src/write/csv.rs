//! CSV: text with a comma between its fields, the first line naming the columns (RFC 4180).

use std::{fmt::Write as _, io::Write as _, path::Path, sync::Arc};

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray as _};
use arrow_schema::{DataType, Field, SchemaRef};

use super::{Beside, WriteError};
use crate::{row, texts};

#[derive(Debug)]
pub(super) struct Csv {
    file: Beside,
    encoder: Encoder,
}

#[derive(Debug, Clone)]
pub(super) struct Encoder {
    path: Arc<Path>,
}

impl Csv {
    pub(super) fn create(path: &Path, schema: &SchemaRef) -> Result<Self, WriteError> {
        if let Some(field) = schema.fields().iter().find(|field| !has_form(field)) {
            let problem = format!(
                "its column `{}` is of type {}, which has no form in CSV: leave it out by --keep",
                field.name(),
                field.data_type()
            );
            return Err(WriteError::new(path, problem));
        }
        let mut file = Self {
            file: Beside::create(path)?,
            encoder: Encoder { path: path.into() },
        };
        let names: Vec<String> = schema
            .fields()
            .iter()
            .map(|one| quoted(one.name()))
            .collect();
        file.append(format!("{}\n", names.join(",")))?;
        Ok(file)
    }

    pub(super) fn encoder(&self) -> Encoder {
        self.encoder.clone()
    }

    pub(super) fn append(&mut self, text: String) -> Result<(), WriteError> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| WriteError::new(&self.encoder.path, error))
    }

    pub(super) fn finish(self) -> Result<(), WriteError> {
        self.file.finish()
    }
}

impl Encoder {
    pub(super) fn encode(&self, part: &RecordBatch) -> Result<String, WriteError> {
        let columns: Vec<Column<'_>> = part.columns().iter().map(Column::new).collect();
        let mut text = String::new();
        for row in 0..part.num_rows() {
            for (place, column) in columns.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                column
                    .write(row, &mut text)
                    .map_err(|_| WriteError::new(&self.path, "a value has no form in CSV"))?;
            }
            text.push('\n');
        }
        Ok(text)
    }
}

/// A column to be written.
enum Column<'a> {
    /// Keys, none for null, and the fields that they stand for.
    Dictionary(Vec<Option<usize>>, Vec<String>),
    Other(&'a ArrayRef),
}

impl<'a> Column<'a> {
    fn new(array: &'a ArrayRef) -> Self {
        let DataType::Dictionary(..) = array.data_type() else {
            return Self::Other(array);
        };
        let values = array.as_any_dictionary().values();
        let field = |at| texts::text(values, at).map_or_else(String::new, quoted);
        Self::Dictionary(texts::keys(array), (0..values.len()).map(field).collect())
    }

    fn write(&self, row: usize, text: &mut String) -> std::fmt::Result {
        match self {
            Self::Dictionary(keys, fields) => {
                let key = keys.get(row).copied().flatten();
                text.push_str(
                    key.and_then(|key| fields.get(key))
                        .map_or("", String::as_str),
                );
                Ok(())
            }
            Self::Other(array) => other(array, row, text),
        }
    }
}

/// Whether values of a type are written.
fn has_form(field: &Field) -> bool {
    match field.data_type() {
        DataType::Boolean | DataType::Date32 | DataType::Decimal128(..) | DataType::Null => true,
        DataType::Float32 | DataType::Float64 => true,
        kind => kind.is_integer() || texts::is_text(kind),
    }
}

fn other(array: &ArrayRef, row: usize, out: &mut String) -> std::fmt::Result {
    use arrow_array::types::{Float32Type, Float64Type};
    if array.is_null(row) {
        return Ok(());
    }
    match array.data_type() {
        DataType::Float32 => write!(out, "{}", array.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => write!(out, "{}", array.as_primitive::<Float64Type>().value(row)),
        _ => match row::value(array, row) {
            None => Ok(()),
            Some(row::Cell::Boolean(value)) => write!(out, "{value}"),
            Some(row::Cell::Number(value)) => write!(out, "{value}"),
            Some(row::Cell::Day(value)) => write!(out, "{value}"),
            Some(row::Cell::Text(value)) => {
                out.push_str(&quoted(&value));
                Ok(())
            }
        },
    }
}

/// A field, in quotation marks where it needs them.
pub(super) fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_field_is_quoted_where_it_needs_it() {
        let fields = ["a;b", "a,b", "a\"b", "a\nb"].map(quoted);
        assert_eq!(fields, ["a;b", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\""]);
    }
}
