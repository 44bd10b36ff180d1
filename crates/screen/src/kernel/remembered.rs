//! What the engine answered, for lines that it cannot tell apart.

use std::collections::BTreeSet;

use coverdict_model::source::GoverningDate;
use coverdict_program::Program;
use rustc_hash::FxHashMap;

use super::{conditions, entries, scope::support};
use crate::encode::{Column, Encoder, Lines, UNLISTED, UNSAID};

/// Answers by what the engine can tell lines apart by.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    answered: FxHashMap<Vec<u32>, u32>,
    /// What tells lines with a code apart; none where more than days and facts in cells do.
    apart: FxHashMap<u32, Option<Apart>>,
}

/// The most answers that are remembered.
const MOST: usize = 1 << 17;

/// What tells lines with one code apart for the engine.
#[derive(Debug)]
struct Apart {
    slots: Vec<usize>,
    /// The days between which the day of service does not matter.
    days: Vec<i32>,
}

/// From what it follows what tells lines apart.
pub(super) struct Telling<'t, 'p> {
    pub(super) program: &'p Program,
    pub(super) encoder: &'t Encoder<'p>,
    pub(super) attests_unlisted: bool,
    /// The slots of facts that a mapping derives where a line does not say them.
    pub(super) mapped: &'t [usize],
}

impl Remembered {
    /// Forgets all answers.
    pub(super) fn forget(&mut self) {
        self.answered.clear();
    }

    /// What the engine can tell a line by; none when that is not known.
    pub(super) fn key(
        &mut self,
        telling: &Telling<'_, '_>,
        lines: &Lines,
        row: usize,
    ) -> Option<Vec<u32>> {
        let code = lines.codes.get(row).copied()?;
        let apart = self.apart.entry(code);
        let apart = apart.or_insert_with(|| telling.tell_apart(code)).as_ref()?;
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

    /// What was answered of lines with a key.
    pub(super) fn answer(&self, key: &[u32]) -> Option<u32> {
        self.answered.get(key).copied()
    }

    /// Remembers an answer.
    pub(super) fn remember(&mut self, key: Vec<u32>, answer: u32) {
        if self.answered.len() > MOST {
            self.answered.clear();
        }
        self.answered.insert(key, answer);
    }
}

impl Telling<'_, '_> {
    /// What tells lines with a code apart; none when more than days and facts in cells do.
    fn tell_apart(&self, code: u32) -> Option<Apart> {
        if code == UNLISTED && self.attests_unlisted {
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
        slots.extend(self.mapped);
        slots.sort_unstable();
        slots.dedup();
        Some(Apart { slots, days })
    }
}

/// Appends what a row says of a slot.
pub(super) fn said(column: &Column, row: usize, key: &mut impl Extend<u32>) {
    match column {
        Column::Scalar(values) => key.extend([values.get(row).copied().unwrap_or(UNSAID)]),
        Column::Set { width, cells } => {
            let mut members = conditions::members(*width, cells, row).to_vec();
            members.sort_unstable();
            members.dedup();
            key.extend(members);
            key.extend([u32::MAX]);
        }
    }
}
