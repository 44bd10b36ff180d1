//! Lines by columns.
//!
//! A line goes down one of three lanes. Where all that the walk reaches is known, plain two-valued
//! logic decides. Where facts of the line are open, the walk is taken over all their completions at
//! once, as bits of a word. All else, such as a source that is not on file, an imprecise date or a
//! value in error, is answered by the engine itself, once for all lines that it cannot tell apart.

mod aside;
mod conditions;
mod entries;
mod evaluate;
mod index;
mod place;
mod scope;
mod space;
mod verdicts;
mod walk;
mod words;

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use coverdict_engine::Assessor;
use coverdict_logic::VarId;
use coverdict_model::{case::Case, date::Date, finding::Finding};
use coverdict_program::Program;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::{
    binding::Binding,
    encode::{Column, Encoder, Lines, UNLISTED, UNSAID},
    row,
    verdict::{Outcome, Verdict},
};
use conditions::{Compiled, FALSE, Place, TRUE};
use entries::{Maker, Ranks};
use evaluate::Line;
use index::Index;
use scope::{Scopes, support};
use verdicts::{Aside, Making, Verdicts};
use walk::{Placed, Stop, Walk, walk};

/// Answers lines by a program, batch by batch.
#[derive(Debug)]
pub struct Screener<'p> {
    program: &'p Program,
    binding: Binding,
    known_as_of: Date,
    encoder: Encoder<'p>,
    compiled: Compiled,
    index: Index<'p>,
    ranks: Ranks,
    scopes: Scopes,
    verdicts: Verdicts,
    assessor: Assessor<'p>,
    /// The constraints of which lines say something.
    constraints: Vec<Place>,
    /// The variables of all constraints.
    constrained: BTreeSet<VarId>,
    /// The slots of facts that a mapping derives where a line does not say them.
    mapped: Vec<usize>,
    lines: Lines,
    /// The walk of the line at hand.
    walk: Walk,
    /// What the engine answered, by what it can tell apart.
    answered: FxHashMap<Vec<u32>, u32>,
    /// What tells lines with a code apart.
    apart: FxHashMap<u32, Option<Apart>>,
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

/// What tells lines with one code apart for the engine.
#[derive(Debug)]
struct Apart {
    slots: Vec<usize>,
    /// The days between which the day of service does not matter.
    days: Vec<i32>,
}

impl<'p> Screener<'p> {
    /// A screener of lines whose columns are bound so, by what was known of the corpus on a day.
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
            verdicts: Verdicts::default(),
            assessor: Assessor::new(program),
            lines: Lines::default(),
            walk: Walk::default(),
            answered: FxHashMap::default(),
            apart: FxHashMap::default(),
            lanes: Lanes::default(),
            encoder,
            compiled,
            ranks,
        }
    }

    /// The verdict on every line of a batch, by number; [`Self::verdict`] tells what is meant until the
    /// next batch.
    pub fn screen(&mut self, batch: &RecordBatch) -> Vec<u32> {
        if self.verdicts.are_many() {
            self.verdicts = Verdicts::default();
            self.answered.clear();
            self.scopes.forget();
        }
        let mut lines = std::mem::take(&mut self.lines);
        self.encoder.encode(batch, &mut lines);
        self.scopes.begin();
        let numbers = (0..lines.rows).map(|row| self.line(batch, &lines, row));
        let numbers = numbers.collect();
        self.lines = lines;
        numbers
    }

    /// A verdict of the last batch.
    #[must_use]
    pub fn verdict(&self, number: u32) -> Option<&Verdict> {
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
        row::case(self.program, &self.binding, batch, row, self.known_as_of)
    }

    /// The engine's finding on a line, with its trace.
    ///
    /// # Errors
    /// What is wrong with its dates of service.
    pub fn explain(&mut self, batch: &RecordBatch, row: usize) -> Result<Finding, String> {
        let case = self.case(batch, row)?;
        Ok(self.assessor.assess(case))
    }

    fn line(&mut self, batch: &RecordBatch, lines: &Lines, row: usize) -> u32 {
        let odd = lines.odd.get(row).copied().unwrap_or(true);
        if !odd && let Ok(number) = self.by_columns(lines, row) {
            return number;
        }
        self.by_engine(batch, lines, row, odd)
    }

    /// Follows a line through its columns.
    fn by_columns(&mut self, lines: &Lines, row: usize) -> Result<u32, Stop> {
        let code = lines.codes.get(row).copied().ok_or(Stop::Beyond)?;
        let day = lines.days.get(row).copied().ok_or(Stop::Beyond)?;
        let request = lines.requests.get(row).copied().ok_or(Stop::Beyond)?;
        let line = Line {
            compiled: &self.compiled,
            encoder: &self.encoder,
            lines,
            row,
        };
        let scopes = &mut self.scopes;
        let number = scopes.of(self.program, self.known_as_of, line);
        let number = number.ok_or(Stop::Beyond)?;
        let scope = scopes.scopes.get(number as usize).ok_or(Stop::Beyond)?;
        if !scope.is_plain || self.mapped.iter().any(|slot| line.says(*slot)) {
            return Err(Stop::Beyond);
        }
        for constraint in &self.constraints {
            if line.truth(*constraint) != TRUE {
                return Err(Stop::Beyond);
            }
        }
        let mut placed: SmallVec<[Placed; 8]> = SmallVec::new();
        if code == UNLISTED {
            if self.index.attests_unlisted {
                return Err(Stop::Beyond);
            }
        } else {
            let before = request.min(day);
            place::place(&self.index, scope, code, (day, before), line, &mut placed)?;
        }
        if placed.is_empty()
            && let Some(known) = scope.silent
        {
            self.lanes.plain += 1;
            return Ok(known);
        }
        let entries = &self.index.entries;
        let mut known = |condition| match line.truth(condition) {
            TRUE => Ok(1),
            FALSE => Ok(0),
            _ => Err(Stop::Unknown),
        };
        let mut missing: SmallVec<[u32; 4]> = SmallVec::new();
        let walked = &mut self.walk;
        let lane = match walk(scope, entries, &placed, day, 1, &mut known, walked) {
            Err(Stop::Unknown) => {
                let completions = words::completions(line, entries, &placed, &self.constrained)?;
                let all = completions.all;
                let mut word = |condition| Ok(line.word(condition, &completions));
                walk(scope, entries, &placed, day, all, &mut word, walked)?;
                words::missing(walked, entries, &completions, &mut missing)?;
                &mut self.lanes.words
            }
            known => {
                known?;
                &mut self.lanes.plain
            }
        };
        let aside = Aside::of(scope, entries, &placed, walked);
        let simple = verdicts::simple(number, &aside, walked, &missing);
        if let Some(known) = simple.and_then(|simple| self.verdicts.simple.get(&simple)) {
            *lane += 1;
            return Ok(*known);
        }
        let key = verdicts::key(number, &aside, walked, &missing);
        let made = self.verdicts.by_key(&key, || {
            let making = Making {
                program: self.program,
                ranks: &self.ranks,
                scope,
                entries,
                placed: &placed,
                walk: walked,
                missing: &missing,
            };
            making.verdict()
        })?;
        *lane += 1;
        if let Some(simple) = simple {
            self.verdicts.simple.insert(simple, made);
        }
        if placed.is_empty()
            && let Some(scope) = scopes.scopes.get_mut(number as usize)
        {
            scope.silent = Some(made);
        }
        Ok(made)
    }

    /// Asks the engine, or remembers what it said of a line that it cannot tell from this one.
    fn by_engine(&mut self, batch: &RecordBatch, lines: &Lines, row: usize, odd: bool) -> u32 {
        let key = match odd {
            true => None,
            false => self.apart(lines, row),
        };
        if let Some(known) = key.as_ref().and_then(|key| self.answered.get(key)) {
            self.lanes.remembered += 1;
            return *known;
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
            if self.answered.len() > 1 << 17 {
                self.answered.clear();
            }
            self.answered.insert(key, number);
        }
        number
    }

    /// What the engine can tell a line by; none when that is not known.
    fn apart(&mut self, lines: &Lines, row: usize) -> Option<Vec<u32>> {
        let code = lines.codes.get(row).copied()?;
        if !self.apart.contains_key(&code) {
            let apart = self.tell_apart(code);
            self.apart.insert(code, apart);
        }
        let apart = self.apart.get(&code)?.as_ref()?;
        let day = lines.days.get(row).copied()?;
        let request = lines.requests.get(row).copied()?;
        let epoch = |day: i32| apart.days.partition_point(|first| *first <= day);
        let mut key = vec![
            code,
            u32::try_from(epoch(day)).ok()?,
            u32::try_from(epoch(request.min(day))).ok()?,
        ];
        for slot in &apart.slots {
            said(lines.columns.get(*slot)?, row, &mut key);
        }
        Some(key)
    }

    /// What tells lines with a code apart; none when more than days and facts in cells do.
    fn tell_apart(&self, code: u32) -> Option<Apart> {
        use coverdict_model::source::GoverningDate;
        if code == UNLISTED && self.index.attests_unlisted {
            return None;
        }
        let program = self.program;
        let pool = &program.conditions;
        let (mut seen, mut variables) = (BTreeSet::new(), BTreeSet::new());
        let mut add = |condition| support(pool, condition, &mut seen, &mut variables);
        for profile in &program.profiles {
            add(profile.serves);
            profile.steps.iter().for_each(|step| add(step.when));
        }
        program.attestations.iter().for_each(|one| add(one.members));
        program
            .constraints
            .iter()
            .for_each(|one| add(one.condition));
        let mut days = Vec::new();
        let listing = match code {
            UNLISTED => &[][..],
            code => program.listing(coverdict_program::CodeId(code)),
        };
        for source in listing.iter().filter_map(|id| program.source(*id)) {
            if source.governing_date != GoverningDate::DateOfService {
                return None;
            }
            for edition in &source.editions {
                add(edition.applies);
                add(edition.applies_stated);
                let dates = [Some(edition.effective), edition.ended, edition.published];
                let mut dates: Vec<_> = dates.into_iter().flatten().collect();
                for rule in &edition.rules {
                    add(rule.statement.within_quantity);
                    dates.extend(
                        [rule.from, rule.until]
                            .iter()
                            .flatten()
                            .map(|(date, _)| *date),
                    );
                }
                for service in &edition.services {
                    service
                        .rules
                        .iter()
                        .for_each(|rule| add(rule.criteria.condition));
                    if let Some(otherwise) = &service.otherwise {
                        add(otherwise.within_quantity);
                    }
                }
                for date in dates {
                    let (first, last) =
                        (entries::day(date.earliest()), entries::day(date.latest()));
                    days.extend([first, first.saturating_add(1), last, last.saturating_add(1)]);
                }
            }
        }
        days.sort_unstable();
        days.dedup();
        let slots = variables
            .iter()
            .filter_map(|var| self.encoder.by_variable.get(var).copied());
        let mut slots: Vec<usize> = slots.collect();
        // Whether a fact is stated that a mapping derives otherwise is a question of its own.
        slots.extend(&self.mapped);
        slots.sort_unstable();
        slots.dedup();
        Some(Apart { slots, days })
    }
}

/// Appends what a row says of a slot.
fn said(column: &Column, row: usize, key: &mut Vec<u32>) {
    match column {
        Column::Scalar(values) => key.push(values.get(row).copied().unwrap_or(UNSAID)),
        Column::Set { ends, cells } => {
            let mut members = conditions::members(ends, cells, row).to_vec();
            members.sort_unstable();
            members.dedup();
            key.extend(members);
            key.push(u32::MAX);
        }
    }
}

impl Line<'_, '_> {
    /// Appends what the line says of a slot.
    fn key(&self, slot: usize, key: &mut Vec<u32>) {
        if let Some(column) = self.lines.columns.get(slot) {
            said(column, self.row, key);
        }
    }

    /// Whether the line says of a slot what another row says.
    #[inline]
    fn says_as(&self, slot: usize, row: usize) -> bool {
        match self.lines.columns.get(slot) {
            Some(Column::Scalar(values)) => values.get(self.row) == values.get(row),
            Some(Column::Set { ends, cells }) => {
                conditions::members(ends, cells, self.row) == conditions::members(ends, cells, row)
            }
            None => true,
        }
    }

    /// Whether the line says anything of a slot.
    fn says(&self, slot: usize) -> bool {
        match self.lines.columns.get(slot) {
            Some(Column::Scalar(values)) => values.get(self.row).is_none_or(|cell| *cell != UNSAID),
            Some(Column::Set { ends, cells }) => {
                conditions::members(ends, cells, self.row).first() != Some(&UNSAID)
            }
            None => false,
        }
    }
}
