//! The cases on file, to be put with one thing said otherwise, or two.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_engine::Assessor;
use coverdict_model::{case::Case, finding::Coverage, id::Id, value::Statement, well_known};
use coverdict_program::Program;

use super::{
    Mutant, Original,
    neighbours::{self, Change, Neighbours},
    parts::Part,
};

/// A case on file, and what bears on it.
pub(super) struct Host<'o> {
    /// The case.
    pub(super) case: &'o Case,
    member: BTreeMap<Id, Vec<Statement>>,
    sources: BTreeSet<Id>,
    profiles: BTreeSet<Id>,
    changes: Vec<Change>,
}

impl Host<'_> {
    /// Whether what a file holds bears on the case.
    fn bears_on(&self, part: Option<&Part>) -> bool {
        match part {
            Some(Part::Edition(id)) => self.sources.contains(&id.source),
            Some(Part::Profile(id)) => self.profiles.contains(id),
            _ => true,
        }
    }

    /// A case of this member, on this day.
    pub(super) fn with(&self, case: &Case) -> Case {
        let mut hosted = self.case.clone();
        hosted.through = None;
        hosted.facts = case.facts.clone();
        let own = |fact: &Id| fact.as_str() != well_known::DATE_OF_SERVICE;
        hosted.facts.retain(|fact, _| own(fact));
        hosted.facts.extend(self.member.clone());
        hosted
    }
}

/// The cases on file.
pub(super) fn hosts<'o>(original: &'o Original, program: &Program) -> Vec<Host<'o>> {
    let neighbours = Neighbours::new(original);
    let mut assessor = Assessor::new(program);
    let cases = original.cases.iter().map(|case| {
        let finding = assessor.assess(case.case.clone());
        let asked = match &finding.coverage {
            Coverage::NeedsInformation(missing) => missing.relevant.clone(),
            _ => BTreeSet::new(),
        };
        let walks = || finding.trace.iter().flat_map(|day| &day.walks);
        let sources = walks()
            .flat_map(|walk| &walk.steps)
            .flat_map(|step| &step.sources);
        Host {
            case: &case.case,
            member: neighbours::member(original, &case.case),
            sources: sources.map(|source| source.source.clone()).collect(),
            profiles: walks().map(|walk| walk.profile.clone()).collect(),
            changes: neighbours.changes(&case.case, &asked),
        }
    });
    cases.collect()
}

/// Those on which the file of a mutant bears.
pub(super) fn near<'h, 'o>(
    hosts: &'h [Host<'o>],
    original: &Original,
    mutant: &Mutant,
) -> Vec<&'h Host<'o>> {
    let part = original.parts.get(mutant.file).and_then(Option::as_ref);
    hosts.iter().filter(|host| host.bears_on(part)).collect()
}

/// A fixed walk over cases with something said otherwise: the same are met each time.
pub(super) struct Walk<'h, 'o> {
    near: &'h [&'h Host<'o>],
    at: usize,
}

impl<'h, 'o> Walk<'h, 'o> {
    /// A walk that begins somewhere of its own.
    pub(super) fn new(near: &'h [&'h Host<'o>], at: usize) -> Self {
        Self { near, at }
    }

    /// The next case, with so many things said otherwise; none: there are no cases.
    pub(super) fn case(&mut self, changes: usize) -> Option<Case> {
        let host = *self.near.get(self.below(self.near.len()))?;
        let mut case = host.case.clone();
        for _ in 0..changes {
            if let Some(change) = host.changes.get(self.below(host.changes.len())) {
                case = change.of(&case);
            }
        }
        Some(case)
    }

    fn below(&mut self, count: usize) -> usize {
        self.at = self
            .at
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.at >> 33).checked_rem(count).unwrap_or_default()
    }
}
