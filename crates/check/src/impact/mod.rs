//! What a change of the corpus changes on claims.
//!
//! The claims are read once, and each batch is screened under the corpus before and after the change. Every line that
//! both can screen is compared; a line that one of them cannot is set aside for both. The verdicts of a batch are
//! numbers, so that a pair of them is compared once however many lines have it.

mod amount;
mod collect;
mod columns;
mod csv;
mod flips;
mod group;
mod members;
mod outcome;
mod pairs;
mod way;
mod worker;

use std::path::PathBuf;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use coverdict_model::well_known;
use coverdict_screen::{
    ScreenError, Screening,
    join::MEMBER,
    read::Table,
    run::{Abreast, Listener},
    write::Output,
};

pub use amount::Amount;
pub use columns::{AMOUNTS, Chosen, ColumnError, MEMBERS};
pub use csv::tables;
pub use outcome::{
    ByFact, ByKey, ByTransition, ByWay, Consulted, Count, CountedBy, Explained, Impact,
};
pub use way::Way;

use collect::Collector;
use columns::Columns;
use flips::Carried;
use members::Members;
use pairs::Publishers;
use worker::{Shared, Worker};

/// A comparison of two corpora on claims.
#[derive(Debug)]
pub struct Comparison<'s> {
    screenings: &'s [Screening<'s>; 2],
    abreast: Abreast<'s>,
    columns: Columns,
    samples: usize,
}

impl<'s> Comparison<'s> {
    /// A comparison of two screenings, before and after, laid out for tables of these columns. So many lines of each
    /// change are explained. Where the tables' columns are mapped, that of the member is told.
    ///
    /// # Errors
    /// When a column that is named cannot be counted by.
    pub fn new(
        screenings: &'s [Screening<'s>; 2],
        table: &Schema,
        mapped_member: Option<&str>,
        chosen: &Chosen,
        samples: usize,
    ) -> Result<Self, ColumnError> {
        let columns = Columns::new(screenings, table, mapped_member, chosen)?;
        Ok(Self {
            abreast: Abreast::new(screenings, table, &columns.further()),
            screenings,
            columns,
            samples,
        })
    }

    /// The columns of the table of lines whose findings differ.
    #[must_use]
    pub fn flips(&self) -> SchemaRef {
        flips::schema(self, &self.carried())
    }

    /// Compares the findings on all lines of tables, and writes those that differ to a table of the columns that
    /// [`Self::flips`] tells. What does not fit in memory waits in a folder, as files without a name.
    ///
    /// # Errors
    /// When a table cannot be read, a line not be screened, or a file not be written. The file then does not come to
    /// be.
    pub fn run(
        &self,
        tables: Vec<Table>,
        mut output: Output,
        waiting: PathBuf,
        listener: &mut dyn Listener,
    ) -> Result<Impact, ScreenError> {
        let [before, after] = self.screenings;
        let kernels = &[before.kernel(), after.kernel()];
        let carried = self.carried();
        let shared = &Shared {
            kernels,
            publishers: [before, after].map(|one| Publishers::of(one.program)),
            schema: flips::schema(self, &carried),
            carried,
            encoder: output.encoder(),
        };
        let mut collector = Collector::new(Members::new(waiting), self.samples);
        let worker = || {
            let mut worker = Worker::new(self, shared);
            move |prepared: &mut coverdict_screen::run::Prepared<'_, 's>| worker.part(prepared)
        };
        let read = self.abreast.run(tables, worker, listener, |part| {
            collector.add(part, &mut output)
        })?;
        let set_aside = read.set_aside.iter();
        let mut impact = self.empty();
        impact.lines = read.lines;
        impact.set_aside = set_aside
            .map(|(why, lines)| (why.name().to_owned(), *lines))
            .collect();
        impact.compared.lines = collector.lines;
        impact.compared.amount = self.columns.amount.as_ref().map(|_| collector.amount);
        impact.without_amount = collector.without_amount;
        impact.without_member = collector.without_member;
        impact.authorized = self.has_authorizations().then_some(collector.authorized);
        let [first, second] = kernels;
        collector.finish(&mut impact, &mut [first.screener(), second.screener()])?;
        output.finish()?;
        Ok(impact)
    }

    /// Whether lines are held against approved prior authorizations.
    fn has_authorizations(&self) -> bool {
        let [before, _] = self.screenings;
        before.joins.authorizations.is_some()
    }

    /// Appends the authorizations of lines as the first screening sees them.
    fn authorize(&self, batch: &RecordBatch, numbers: &mut Vec<Option<String>>) {
        let [before, _] = self.screenings;
        before.authorize(batch, numbers);
    }

    /// The columns carried over to the table of lines whose findings differ.
    fn carried(&self) -> Vec<Carried> {
        let [before, _] = self.screenings;
        let read = self.abreast.columns();
        let member = self.columns.member.as_ref().and_then(|name| {
            let (column, field) = read.column_with_name(name)?;
            let field = field.clone().with_name(MEMBER).into();
            Some(Carried {
                table: self.screenings.len(),
                column,
                field,
            })
        });
        let code = self.columns.code.as_ref().map(|place| Carried {
            table: place.screening,
            column: place.column,
            field: place
                .field
                .as_ref()
                .clone()
                .with_name(well_known::CODE)
                .into(),
        });
        let day = before.layout.columns.fields().get(self.columns.day);
        let day = day.map(|field| Carried {
            table: 0,
            column: self.columns.day,
            field: field.as_ref().clone().with_name("date_of_service").into(),
        });
        [member, code, day].into_iter().flatten().collect()
    }

    fn empty(&self) -> Impact {
        let nothing = Count {
            lines: 0,
            members: None,
            amount: None,
        };
        let [before, after] = self.screenings.each_ref().map(|one| Consulted {
            corpus: one.program.corpus.to_string(),
            known_as_of: one.known_as_of.unwrap_or(one.program.recorded),
        });
        let columns = &self.columns;
        let name = |place: &Option<columns::Place>| Some(place.as_ref()?.field.name().clone());
        Impact {
            before,
            after,
            columns: CountedBy {
                amount: columns.amount.clone(),
                member: columns.member.clone(),
                code: name(&columns.code),
                line_of_business: name(&columns.line_of_business),
                state: name(&columns.state),
            },
            lines: 0,
            set_aside: Default::default(),
            compared: nothing,
            without_amount: 0,
            without_member: 0,
            changed: nothing,
            flipped: nothing,
            authorized: None,
            transitions: Vec::new(),
            changes: Vec::new(),
            asked: Vec::new(),
            no_longer_asked: Vec::new(),
            by_publisher: Vec::new(),
            by_code: Vec::new(),
            by_line_of_business: Vec::new(),
            by_state: Vec::new(),
            samples: Vec::new(),
        }
    }
}
