//! Lines of tables as one screening sees them.

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::{Screening, fit::Fits};
use crate::read::{Fault, ReadError};

/// How a screening sees lines: of the columns read those that it asks for, with what is joined to them.
#[derive(Debug)]
pub(super) struct View<'s> {
    screening: &'s Screening<'s>,
    fits: Fits,
    /// Where its columns stand among those read.
    places: Vec<usize>,
}

impl<'s> View<'s> {
    /// A view of these columns, which have all that the screening asks for.
    pub(super) fn new(screening: &'s Screening<'s>, read: &Schema) -> Self {
        let layout = &screening.layout;
        let wanted = layout.read.fields().iter();
        Self {
            screening,
            fits: Fits::new(screening.program, &layout.binding, &layout.columns),
            places: wanted
                .filter_map(|field| read.index_of(field.name()).ok())
                .collect(),
        }
    }

    /// Looks at the lines of a batch, and tells of those that cannot be screened, by row.
    pub(super) fn look(
        &mut self,
        table: &str,
        read: &RecordBatch,
        faults: &mut Vec<(usize, Fault)>,
    ) -> Result<RecordBatch, ReadError> {
        let mut batch = read
            .project(&self.places)
            .map_err(|error| ReadError::new(table, error))?;
        let mut unknown = Vec::new();
        for step in &self.screening.layout.steps {
            batch = self.screening.join(&batch, *step, &mut unknown)?;
        }
        faults.extend(self.fits.faults(&batch));
        // A value that does not fit is told rather than what follows from it.
        faults.extend(unknown);
        Ok(batch)
    }
}
