//! Parquet: a row group a part, made ready by whoever screened it.

use std::{path::Path, sync::Arc};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves},
    },
    basic::{Compression, Encoding},
    errors::ParquetError,
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::types::ColumnPath,
};

use super::{Beside, WriteError};
use crate::layout::LINE;

pub(super) struct Parquet {
    file: SerializedFileWriter<Beside>,
    encoder: Encoder,
}

#[derive(Debug, Clone)]
pub(super) struct Encoder {
    schema: SchemaRef,
    row_groups: Arc<ArrowRowGroupWriterFactory>,
    path: Arc<Path>,
}

#[derive(Debug)]
pub(super) struct Encoded(Vec<ArrowColumnChunk>);

impl std::fmt::Debug for Parquet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet")
            .field("encoder", &self.encoder)
            .finish_non_exhaustive()
    }
}

impl Parquet {
    pub(super) fn create(path: &Path, schema: &SchemaRef) -> Result<Self, WriteError> {
        let failed = |error: ParquetError| WriteError::new(path, error);
        let file = Beside::create(path)?;
        let writer =
            ArrowWriter::try_new(file, schema.clone(), Some(properties())).map_err(failed)?;
        let (file, row_groups) = writer.into_serialized_writer().map_err(failed)?;
        Ok(Self {
            file,
            encoder: Encoder {
                schema: schema.clone(),
                row_groups: Arc::new(row_groups),
                path: path.into(),
            },
        })
    }

    pub(super) fn encoder(&self) -> Encoder {
        self.encoder.clone()
    }

    pub(super) fn append(&mut self, part: Encoded) -> Result<(), WriteError> {
        let failed = |error: ParquetError| WriteError::new(&self.encoder.path, error);
        let mut row_group = self.file.next_row_group().map_err(failed)?;
        for column in part.0 {
            column.append_to_row_group(&mut row_group).map_err(failed)?;
        }
        row_group.close().map(|_| ()).map_err(failed)
    }

    pub(super) fn finish(self) -> Result<(), WriteError> {
        let file = self.file.into_inner();
        file.map_err(|error| WriteError::new(&self.encoder.path, error))?
            .finish()
    }
}

impl Encoder {
    pub(super) fn encode(&self, part: &RecordBatch) -> Result<Encoded, WriteError> {
        self.columns(part)
            .map(Encoded)
            .map_err(|error| WriteError::new(&self.path, error))
    }

    fn columns(&self, part: &RecordBatch) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
        // Nothing that is written hangs on the number of the row group.
        let mut writers = self.row_groups.create_column_writers(0)?.into_iter();
        let mut chunks = Vec::new();
        for (field, column) in self.schema.fields().iter().zip(part.columns()) {
            for leaf in compute_leaves(field, column)? {
                if let Some(mut writer) = writers.next() {
                    writer.write(&leaf)?;
                    chunks.push(writer.close()?);
                }
            }
        }
        Ok(chunks)
    }
}

fn properties() -> WriterProperties {
    let line = || ColumnPath::from(LINE);
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by(concat!("coverdict ", env!("CARGO_PKG_VERSION")).to_owned())
        // The numbers of lines follow each other: their differences take next to nothing.
        .set_column_dictionary_enabled(line(), false)
        .set_column_encoding(line(), Encoding::DELTA_BINARY_PACKED)
        .build()
}
