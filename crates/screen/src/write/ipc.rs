//! Arrow IPC: a file, a batch a part.

use std::{path::Path, sync::Arc};

use arrow_array::{Array as _, ArrayRef, RecordBatch, cast::AsArray as _};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::take::take;

use super::{Beside, WriteError};

pub(super) struct Ipc {
    file: FileWriter<Beside>,
    encoder: Encoder,
}

#[derive(Debug, Clone)]
pub(super) struct Encoder {
    schema: SchemaRef,
    path: Arc<Path>,
}

impl std::fmt::Debug for Ipc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ipc")
            .field("encoder", &self.encoder)
            .finish_non_exhaustive()
    }
}

impl Ipc {
    pub(super) fn create(path: &Path, schema: &SchemaRef) -> Result<Self, WriteError> {
        let file = Beside::create(path)?;
        // A file has one dictionary a column for all its batches, and parts have their own.
        let fields: Vec<Field> = schema.fields().iter().map(|field| plain(field)).collect();
        let schema = Arc::new(Schema::new(fields));
        let file = FileWriter::try_new(file, &schema);
        Ok(Self {
            file: file.map_err(|error| WriteError::new(path, error))?,
            encoder: Encoder {
                schema,
                path: path.into(),
            },
        })
    }

    pub(super) fn encoder(&self) -> Encoder {
        self.encoder.clone()
    }

    pub(super) fn append(&mut self, part: &RecordBatch) -> Result<(), WriteError> {
        let written = self.file.write(part);
        written.map_err(|error| WriteError::new(&self.encoder.path, error))
    }

    pub(super) fn finish(self) -> Result<(), WriteError> {
        // The writer ends the file before it gives it back.
        let file = self.file.into_inner();
        file.map_err(|error| WriteError::new(&self.encoder.path, error))?
            .finish()
    }
}

impl Encoder {
    pub(super) fn encode(&self, part: &RecordBatch) -> Result<RecordBatch, WriteError> {
        let columns: Result<Vec<ArrayRef>, ArrowError> =
            part.columns().iter().map(unpacked).collect();
        columns
            .and_then(|columns| RecordBatch::try_new(self.schema.clone(), columns))
            .map_err(|error| WriteError::new(&self.path, error))
    }
}

fn plain(field: &Field) -> Field {
    match field.data_type() {
        DataType::Dictionary(_, values) => field.clone().with_data_type(values.as_ref().clone()),
        _ => field.clone(),
    }
}

/// The values of a column, a dictionary's one by one.
fn unpacked(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            take(dictionary.values(), dictionary.keys(), None)
        }
        _ => Ok(array.clone()),
    }
}
