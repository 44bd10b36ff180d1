//! Pairs of verdicts on one line, each looked at once.

use std::{
    collections::{BTreeSet, hash_map::Entry},
    sync::Arc,
};

use coverdict_model::{id::Id, source::EditionId};
use coverdict_program::Program;
use coverdict_screen::{Outcome, Screener, Verdict};
use rustc_hash::FxHashMap;

use super::{
    group::{Dimension, Group, Groups},
    way::Way,
};

/// Pairs of verdicts seen so far, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    known: FxHashMap<(u32, u32), Pair>,
    /// The batch at hand, and the part: numbers mean the same in one batch, and groups in one part.
    batch: u64,
    part: u64,
}

/// A pair of verdicts.
#[derive(Debug)]
pub(super) struct Pair {
    before: Arc<Verdict>,
    after: Arc<Verdict>,
    batch: u64,
    part: u64,
    /// The ways in which they differ.
    pub(super) ways: Vec<Way>,
    /// The groups of every line that has it.
    pub(super) groups: Vec<u32>,
}

/// The most pairs that are remembered.
const MOST: usize = 1 << 17;

impl Pairs {
    pub(super) fn begin_part(&mut self) {
        self.part += 1;
    }

    pub(super) fn begin_batch(&mut self) {
        self.batch += 1;
        if self.known.len() > MOST {
            self.known.clear();
        }
    }

    /// The pair that these numbers mean in the batch at hand.
    pub(super) fn get(
        &mut self,
        numbers: (u32, u32),
        screeners: [&Screener<'_>; 2],
        publishers: [&Publishers; 2],
        groups: &mut Groups,
    ) -> Option<&Pair> {
        let (batch, part) = (self.batch, self.part);
        let [first, second] = screeners;
        let pair = match self.known.entry(numbers) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let pair = Pair::new(first.verdict(numbers.0)?, second.verdict(numbers.1)?);
                new.insert(pair)
            }
        };
        if pair.batch == batch && pair.part == part {
            return Some(pair);
        }
        let (before, after) = (first.verdict(numbers.0)?, second.verdict(numbers.1)?);
        if !Arc::ptr_eq(&pair.before, before) || !Arc::ptr_eq(&pair.after, after) {
            *pair = Pair::new(before, after);
        }
        pair.batch = batch;
        if pair.part != part {
            pair.part = part;
            let all = pair.all_groups(publishers);
            pair.groups = all.into_iter().map(|one| groups.number(one)).collect();
        }
        Some(pair)
    }
}

impl Pair {
    fn new(before: &Arc<Verdict>, after: &Arc<Verdict>) -> Self {
        Self {
            before: before.clone(),
            after: after.clone(),
            batch: 0,
            part: 0,
            ways: Way::between(before, after),
            groups: Vec::new(),
        }
    }

    /// The outcomes, before and after.
    pub(super) fn outcomes(&self) -> (Outcome, Outcome) {
        (self.before.outcome, self.after.outcome)
    }

    fn all_groups(&self, publishers: [&Publishers; 2]) -> Vec<Group> {
        let (before, after) = (&self.before, &self.after);
        let mut groups = vec![Group::Transition(before.outcome, after.outcome)];
        if self.ways.is_empty() {
            return groups;
        }
        groups.push(Group::Changed);
        if before.outcome != after.outcome {
            groups.push(Group::Flipped);
        }
        groups.extend(self.ways.iter().map(|way| Group::Way(*way)));
        let asked = after.missing.difference(&before.missing);
        groups.extend(asked.map(|fact| Group::Asked(fact.clone())));
        let no_longer = before.missing.difference(&after.missing);
        groups.extend(no_longer.map(|fact| Group::NoLongerAsked(fact.clone())));
        let mut governing = BTreeSet::new();
        for (verdict, publishers) in [before, after].into_iter().zip(publishers) {
            let editions = verdict.governing.iter().map(|one| &one.edition);
            governing.extend(editions.filter_map(|edition| publishers.0.get(edition)));
        }
        let mut names: Vec<&str> = governing.into_iter().map(Id::as_str).collect();
        if names.is_empty() {
            names.push("");
        }
        for name in names {
            let by = |way: &Way| Group::By(Dimension::Publisher, name.into(), *way);
            groups.extend(self.ways.iter().map(by));
        }
        groups
    }
}

/// Who publishes each edition of a corpus.
#[derive(Debug)]
pub(super) struct Publishers(FxHashMap<EditionId, Id>);

impl Publishers {
    pub(super) fn of(program: &Program) -> Self {
        let editions = program.sources.iter().flat_map(|source| &source.editions);
        let pair =
            |edition: &coverdict_program::Edition| (edition.id.clone(), edition.publisher.clone());
        Self(editions.map(pair).collect())
    }
}
