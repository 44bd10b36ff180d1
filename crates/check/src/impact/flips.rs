//! The lines whose findings differ, as a table.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray, UInt32Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::{concat::concat, take::take};
use coverdict_screen::{
    Screener,
    findings::{Findings, Told},
    join::AUTHORIZATION,
    layout::LINE,
};

use super::{Comparison, amount, way::Way};

/// What is told of both findings.
const TOLD: [&str; 6] = [
    "outcome",
    "governing",
    "sources",
    "grants",
    "prior_authorization",
    "missing",
];

/// The lines of a part whose findings differ.
#[derive(Debug, Default)]
pub(super) struct Flips {
    lines: Vec<i64>,
    ways: Vec<String>,
    amounts: Vec<Option<i128>>,
    authorizations: Vec<Option<String>>,
    /// The columns carried over, batch by batch.
    carried: Vec<Vec<ArrayRef>>,
    findings: [Findings; 2],
}

/// A line whose finding differs.
pub(super) struct Flip {
    pub(super) row: u32,
    pub(super) line: u64,
    pub(super) ways: Vec<Way>,
    pub(super) amount: Option<i64>,
    pub(super) numbers: (u32, u32),
}

/// The columns told of both findings.
fn told() -> Told {
    Told::only(&TOLD.map(str::to_owned)).unwrap_or_default()
}

/// The columns of the table.
pub(super) fn schema(comparison: &Comparison<'_>, carried: &[Carried]) -> SchemaRef {
    let mut fields = vec![Arc::new(Field::new(LINE, DataType::Int64, false))];
    fields.extend(carried.iter().map(|one| one.field.clone()));
    let mut own = Vec::new();
    if comparison.columns.amount.is_some() {
        own.push(Field::new("amount", amount::KIND, true));
    }
    if comparison.has_authorizations() {
        own.push(Field::new(AUTHORIZATION, DataType::Utf8, true));
    }
    own.push(Field::new("change", DataType::Utf8, false));
    for when in ["before", "after"] {
        let fields = told().fields().into_iter();
        own.extend(fields.map(|field| {
            let name = format!("{}_{when}", field.name());
            field.with_name(name)
        }));
    }
    fields.extend(own.into_iter().map(Arc::new));
    Arc::new(Schema::new(fields))
}

/// A column carried over.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    /// Which of the tables at hand has it: those that screenings see, then that which was read.
    pub(super) table: usize,
    pub(super) column: usize,
    pub(super) field: Arc<Field>,
}

impl Flips {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            carried: vec![Vec::new(); columns],
            findings: [Findings::new(told()), Findings::new(told())],
            ..Self::default()
        }
    }

    /// Takes up lines of a batch.
    pub(super) fn append(
        &mut self,
        flips: &[Flip],
        tables: &[&RecordBatch],
        carried: &[Carried],
        authorizations: &[Option<String>],
        screeners: [&Screener<'_>; 2],
    ) -> Result<(), ArrowError> {
        let rows: UInt32Array = flips.iter().map(|flip| flip.row).collect();
        for (arrays, one) in self.carried.iter_mut().zip(carried) {
            if let Some(table) = tables.get(one.table) {
                arrays.push(take(table.column(one.column), &rows, None)?);
            }
        }
        let befores: Vec<u32> = flips.iter().map(|flip| flip.numbers.0).collect();
        let afters: Vec<u32> = flips.iter().map(|flip| flip.numbers.1).collect();
        for ((findings, screener), numbers) in self
            .findings
            .iter_mut()
            .zip(screeners)
            .zip([befores, afters])
        {
            findings.append(&numbers, |number| screener.verdict(number));
        }
        for flip in flips {
            self.lines.push(flip.line.cast_signed());
            let ways: Vec<&str> = flip.ways.iter().map(|way| way.name()).collect();
            self.ways.push(ways.join(";"));
            self.amounts.push(flip.amount.map(i128::from));
            let authorization = authorizations.get(flip.row as usize);
            self.authorizations.push(authorization.cloned().flatten());
        }
        Ok(())
    }

    /// The table of the lines taken up; none if there are none.
    pub(super) fn finish(mut self, schema: &SchemaRef) -> Result<Option<RecordBatch>, ArrowError> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let mut columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(self.lines))];
        for arrays in &self.carried {
            let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
            columns.push(concat(&arrays)?);
        }
        if schema.index_of("amount").is_ok() {
            let amounts = Decimal128Array::from(self.amounts).with_data_type(amount::KIND);
            columns.push(Arc::new(amounts));
        }
        if schema.index_of(AUTHORIZATION).is_ok() {
            columns.push(Arc::new(StringArray::from(self.authorizations)));
        }
        columns.push(Arc::new(StringArray::from(self.ways)));
        for findings in &mut self.findings {
            columns.extend(findings.finish().0);
        }
        RecordBatch::try_new(schema.clone(), columns).map(Some)
    }
}
