//! Lines by columns.
//!
//! A line goes down one of three lanes. Where all that the walk reaches is known, plain two-valued
//! logic decides. Where facts of the line are open, the walk is taken over all their completions at
//! once, as bits of a word. All else, such as a source that is not on file, an imprecise date or a
//! value in error, is answered by the engine itself, once for all lines that it cannot tell apart.

mod alone;
mod aside;
mod conditions;
mod entries;
mod evaluate;
mod index;
mod jumps;
mod lookup;
mod nearby;
mod place;
mod remembered;
mod scope;
mod space;
mod standing;
mod verdicts;
mod walk;
mod words;

use std::{collections::BTreeSet, sync::Arc};

use arrow_array::RecordBatch;
use coverdict_engine::Assessor;
use coverdict_logic::VarId;
use coverdict_model::{case::Case, date::Date, finding::Finding};
use coverdict_program::Program;
use smallvec::SmallVec;

use crate::{
    binding::Binding,
    encode::{Column, Encoder, Lines, UNSAID},
    row,
    verdict::{Outcome, Verdict},
};
use conditions::{Compiled, FALSE, Place, TRUE};
use entries::{Maker, Ranks};
use evaluate::Line;
use index::Index;
use nearby::{Nearby, TOGETHER};
use remembered::{Remembered, Telling, said};
use scope::Scopes;
use standing::Standing;
use verdicts::{Additions, Making, Verdicts};
use walk::{Placed, Stop, Walk, walk};

/// A program laid out for lines whose columns are bound to its facts. It is made once, and any number of
/// [`Screener`]s work by it.
#[derive(Debug)]
pub struct Kernel<'p> {
    program: &'p Program,
    binding: Binding,
    known_as_of: Date,
    encoder: Encoder<'p>,
    compiled: Compiled,
    index: Index<'p>,
    ranks: Ranks,
    scopes: Scopes,
    /// The constraints of which lines say something.
    constraints: Vec<Place>,
    /// The variables of all constraints.
    constrained: BTreeSet<VarId>,
    /// The slots of facts that a mapping derives where a line does not say them.
    mapped: Vec<usize>,
}

/// Answers lines, batch by batch.
#[derive(Debug)]
pub struct Screener<'k> {
    kernel: &'k Kernel<'k>,
    encoder: Encoder<'k>,
    scopes: Scopes,
    verdicts: Verdicts,
    assessor: Assessor<'k>,
    lines: Lines,
    nearby: Nearby,
    standing: Standing,
    /// The walk of the line at hand.
    walk: Walk,
    remembered: Remembered,
    lanes: Lanes,
}

/// How many lines went down each lane.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Lanes {
    /// Decided by what is known alone.
    pub plain: u64,
    /// Settled over all completions as bits of a word.
    pub words: u64,
    /// As the engine had answered a line that it cannot tell from this one.
    pub remembered: u64,
    /// Answered by the engine.
    pub engine: u64,
}

impl<'p> Kernel<'p> {
    /// Lays a program out for columns that are bound so, by what was known of the corpus on a day.
    #[must_use]
    pub fn new(program: &'p Program, binding: &Binding, known_as_of: Option<Date>) -> Self {
        let known_as_of = known_as_of.unwrap_or(program.recorded);
        let encoder = Encoder::new(program, binding);
        let mut compiled = Compiled::new(program.facts.len());
        let ranks = Ranks::new(program);
        let mut maker = Maker {
            program,
            ranks: &ranks,
            encoder: &encoder,
            compiled: &mut compiled,
        };
        let said = |constraint: &&coverdict_program::Constraint| {
            let mut variables = constraint.variables.iter();
            variables.any(|var| encoder.by_variable.contains_key(var))
        };
        let constraints = program.constraints.iter().filter(said);
        let constraints = constraints.map(|constraint| maker.condition(constraint.condition));
        let constraints = constraints.collect();
        let scopes = Scopes::new(&mut maker);
        let index = Index::new(&mut maker, known_as_of);
        let mapped = encoder.slots.iter().enumerate();
        let mapped = mapped.filter(|(_, slot)| slot.is_mapped).map(|(at, _)| at);
        let constrained = program.constraints.iter();
        let constrained = constrained.flat_map(|constraint| constraint.variables.iter().copied());
        Self {
            program,
            binding: binding.clone(),
            known_as_of,
            constraints,
            constrained: constrained.collect(),
            mapped: mapped.collect(),
            index,
            scopes,
            encoder,
            compiled,
            ranks,
        }
    }

    /// What answers lines by it.
    #[must_use]
    pub fn screener(&self) -> Screener<'_> {
        Screener {
            kernel: self,
            encoder: self.encoder.clone(),
            scopes: self.scopes.clone(),
            verdicts: Verdicts::default(),
            assessor: Assessor::new(self.program),
            lines: Lines::default(),
            nearby: Nearby::default(),
            standing: Standing::default(),
            walk: Walk::default(),
            remembered: Remembered::default(),
            lanes: Lanes::default(),
        }
    }
}

impl Screener<'_> {
    /// The verdict on every line of a batch, by number; [`Self::verdict`] tells what is meant until the
    /// next batch.
    pub fn screen(&mut self, batch: &RecordBatch) -> Vec<u32> {
        if self.verdicts.are_many() {
            self.forget();
        }
        let mut lines = std::mem::take(&mut self.lines);
        self.encoder.encode(batch, &mut lines);
        self.scopes.begin();
        let mut nearby = std::mem::take(&mut self.nearby);
        let mut standing = std::mem::take(&mut self.standing);
        let mut numbers = Vec::with_capacity(lines.rows);
        for first in (0..lines.rows).step_by(TOGETHER) {
            let rows = first..lines.rows.min(first + TOGETHER);
            nearby.look(&self.kernel.index, &lines, rows.clone());
            self.stand(&lines, &nearby, rows.clone(), &mut standing);
            numbers.extend(rows.map(|row| self.line(batch, &lines, &standing, row)));
        }
        self.standing = standing;
        self.nearby = nearby;
        self.lines = lines;
        numbers
    }

    /// Forgets what was found on lines before, which changes nothing but the time that the next ones take.
    /// It happens by itself when that has become much.
    pub fn forget(&mut self) {
        self.verdicts = Verdicts::default();
        self.remembered.forget();
        self.scopes.forget();
    }

    /// A verdict of the last batch.
    #[must_use]
    pub fn verdict(&self, number: u32) -> Option<&Arc<Verdict>> {
        self.verdicts.get(number)
    }

    /// How many lines went down each lane so far.
    #[must_use]
    pub fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// A line as a case.
    ///
    /// # Errors
    /// What is wrong with its dates of service.
    pub fn case(&self, batch: &RecordBatch, row: usize) -> Result<Case, String> {
        row::case(
            self.kernel.program,
            &self.kernel.binding,
            batch,
            row,
            self.kernel.known_as_of,
        )
    }

    /// The engine's finding on a line, with its trace.
    ///
    /// # Errors
    /// What is wrong with its dates of service.
    pub fn explain(&mut self, batch: &RecordBatch, row: usize) -> Result<Finding, String> {
        let case = self.case(batch, row)?;
        Ok(self.assessor.assess(case))
    }

    fn line(&mut self, batch: &RecordBatch, lines: &Lines, standing: &Standing, row: usize) -> u32 {
        if let Some((scope, placed)) = standing.on(row)
            && let Ok(number) = self.by_columns(lines, scope, placed, row)
        {
            return number;
        }
        let odd = lines.odd.get(row).copied().unwrap_or(true);
        self.by_engine(batch, lines, row, odd)
    }

    /// Follows a line through its columns, of which its scope is known and which entries speak on it.
    fn by_columns(
        &mut self,
        lines: &Lines,
        number: u32,
        placed: &[Placed],
        row: usize,
    ) -> Result<u32, Stop> {
        if placed.is_empty()
            && let Some(known) = self.scopes.silent(number)
        {
            self.lanes.plain += 1;
            return Ok(known);
        }
        let day = lines.days.get(row).copied().ok_or(Stop::Beyond)?;
        let line = Line {
            compiled: &self.kernel.compiled,
            encoder: &self.encoder,
            lines,
            row,
        };
        let entries = &self.kernel.index.entries;
        let alone = match placed {
            [(_, entry)] => alone::alone(number, *entry, entries, day, line),
            _ => Err(Stop::Beyond),
        };
        if let Some(known) = (alone.ok()).and_then(|alone| self.verdicts.alone.get(&alone)) {
            self.lanes.plain += 1;
            return Ok(*known);
        }
        let scope = self.scopes.get(number).ok_or(Stop::Beyond)?;
        let mut known = |condition| match line.truth(condition) {
            TRUE => Ok(1),
            FALSE => Ok(0),
            _ => Err(Stop::Unknown),
        };
        let mut missing: SmallVec<[u32; 4]> = SmallVec::new();
        let walked = &mut self.walk;
        let plain = match alone {
            Err(Stop::Unknown) => Err(Stop::Unknown),
            _ => walk(scope, entries, placed, day, 1, &mut known, walked),
        };
        let lane = match plain {
            Err(Stop::Unknown) => {
                let completions =
                    words::completions(line, entries, placed, &self.kernel.constrained)?;
                let all = completions.all;
                let mut word = |condition| Ok(line.word(condition, &completions));
                walk(scope, entries, placed, day, all, &mut word, walked)?;
                words::missing(walked, entries, &completions, &mut missing)?;
                &mut self.lanes.words
            }
            known => {
                known?;
                &mut self.lanes.plain
            }
        };
        let additions = Additions::of(scope, entries, placed, walked);
        let key = verdicts::key(number, &additions, walked, &missing);
        let made = self.verdicts.by_key(&key, || {
            let making = Making {
                program: self.kernel.program,
                ranks: &self.kernel.ranks,
                scope,
                entries,
                placed,
                walk: walked,
                missing: &missing,
            };
            making.verdict()
        })?;
        *lane += 1;
        if let Ok(alone) = alone {
            self.verdicts.alone.insert(alone, made);
        }
        if placed.is_empty() {
            self.scopes.note_silent(number, made);
        }
        Ok(made)
    }

    /// Asks the engine, or remembers what it said of a line that it cannot tell from this one.
    fn by_engine(&mut self, batch: &RecordBatch, lines: &Lines, row: usize, odd: bool) -> u32 {
        let telling = Telling {
            program: self.kernel.program,
            encoder: &self.encoder,
            attests_unlisted: self.kernel.index.attests_unlisted,
            mapped: &self.kernel.mapped,
        };
        let key = match odd {
            true => None,
            false => self.remembered.key(&telling, lines, row),
        };
        if let Some(known) = key.as_ref().and_then(|key| self.remembered.answer(key)) {
            self.lanes.remembered += 1;
            return known;
        }
        self.lanes.engine += 1;
        let verdict = match self.explain(batch, row) {
            Ok(finding) => Verdict::of(&finding),
            Err(_) => Verdict::undated(),
        };
        // What is impossible is told value by value.
        let key = key.filter(|_| verdict.outcome != Outcome::InvalidInput);
        let number = self.verdicts.by_meaning(verdict);
        if let Some(key) = key {
            self.remembered.remember(key, number);
        }
        number
    }
}

impl Line<'_, '_> {
    /// Appends what the line says of a slot.
    fn key(&self, slot: usize, key: &mut impl Extend<u32>) {
        if let Some(column) = self.lines.columns.get(slot) {
            said(column, self.row, key);
        }
    }

    /// Whether the line says of a slot what another row says.
    #[inline]
    fn says_as(&self, slot: usize, row: usize) -> bool {
        match self.lines.columns.get(slot) {
            Some(Column::Scalar(values)) => values.get(self.row) == values.get(row),
            Some(Column::Set { width, cells }) => {
                conditions::members(*width, cells, self.row)
                    == conditions::members(*width, cells, row)
            }
            None => true,
        }
    }

    /// Whether the line says anything of a slot.
    fn says(&self, slot: usize) -> bool {
        match self.lines.columns.get(slot) {
            Some(Column::Scalar(values)) => values.get(self.row).is_none_or(|cell| *cell != UNSAID),
            Some(Column::Set { width, cells }) => {
                conditions::members(*width, cells, self.row).first() != Some(&UNSAID)
            }
            None => false,
        }
    }
}
