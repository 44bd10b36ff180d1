//! What came of all parts.

use std::collections::BTreeMap;

use coverdict_screen::{
    ScreenError, Screener,
    read::ReadError,
    write::{Output, WriteError},
};
use rustc_hash::FxHashSet;

use super::{
    amount::Amount,
    group::{Dimension, Group, Groups, Tally},
    members::{Members, Membership},
    outcome::{ByFact, ByKey, ByTransition, ByWay, Count, Explained, Impact},
    worker::{Compared, Sample, Samples},
};

/// Collects what came of parts, in their order.
pub(super) struct Collector {
    groups: Groups,
    members: Members,
    samples: Samples,
    most_samples: usize,
    /// What stood in columns so far.
    keys: BTreeMap<Dimension, FxHashSet<Box<str>>>,
    pub(super) lines: u64,
    pub(super) amount: Amount,
    pub(super) without_amount: u64,
    pub(super) without_member: u64,
    pub(super) authorized: u64,
}

/// The most that is told apart of what stands in a column; a table that has more has something else there.
pub(super) const MOST_KEYS: usize = 1 << 17;

/// What is beyond that.
pub(super) const OTHERS: &str = "(others)";

impl Collector {
    pub(super) fn new(members: Members, most_samples: usize) -> Self {
        Self {
            groups: Groups::default(),
            members,
            samples: Samples::default(),
            most_samples,
            keys: BTreeMap::new(),
            lines: 0,
            amount: Amount::default(),
            without_amount: 0,
            without_member: 0,
            authorized: 0,
        }
    }

    pub(super) fn add(&mut self, part: Compared, output: &mut Output) -> Result<(), ScreenError> {
        if let Some(flips) = part.flips {
            output.append(flips)?;
        }
        self.lines += part.lines;
        self.amount.add_sum(part.amount);
        self.without_amount += part.without_amount;
        self.without_member += part.without_member;
        self.authorized += part.authorized;
        let mut numbers = Vec::with_capacity(part.groups.len());
        for (group, tally) in part.groups.into_all() {
            let group = self.known(group);
            numbers.push(self.groups.add(group, tally));
        }
        let mut members = part.members;
        for one in &mut members {
            let number = numbers.get(one.group as usize);
            one.group = number.copied().unwrap_or(u32::MAX);
        }
        sort_groups(&mut members);
        self.members
            .add(members.into_iter())
            .map_err(|error| spilled(&error))?;
        for (key, samples) in part.samples {
            let all = self.samples.entry(key).or_default();
            all.extend(samples);
            all.truncate(self.most_samples);
        }
        Ok(())
    }

    /// Puts everything into the answer.
    pub(super) fn finish(
        self,
        impact: &mut Impact,
        screeners: &mut [Screener<'_>; 2],
    ) -> Result<(), ScreenError> {
        let has_members = impact.columns.member.is_some();
        let has_amounts = impact.columns.amount.is_some();
        let members = self.members.finish(self.groups.len());
        let members = members.map_err(|error| spilled(&error))?;
        let count = |tally: Tally, members: u64| Count {
            lines: tally.lines,
            members: has_members.then_some(members),
            amount: has_amounts.then_some(tally.amount),
        };
        let nothing = count(Tally::default(), 0);
        (impact.changed, impact.flipped) = (nothing, nothing);
        let mut groups: Vec<(Group, Count)> = self
            .groups
            .into_all()
            .zip(members)
            .map(|((group, tally), members)| (group, count(tally, members)))
            .collect();
        groups.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (group, count) in groups {
            place(group, count, impact);
        }
        for ((way, ..), samples) in self.samples {
            for sample in samples {
                let explained = explain(sample, way, screeners)?;
                impact.samples.push(explained);
            }
        }
        impact
            .samples
            .sort_by_key(|sample| (sample.change, sample.line));
        Ok(())
    }

    /// The group as it is counted: what stands in a column is told apart up to a limit.
    fn known(&mut self, group: Group) -> Group {
        let Group::By(dimension, key, way) = group else {
            return group;
        };
        let keys = self.keys.entry(dimension).or_default();
        if keys.contains(&key) {
            return Group::By(dimension, key, way);
        }
        match keys.len() < MOST_KEYS {
            true => {
                keys.insert(key.clone());
                Group::By(dimension, key, way)
            }
            false => Group::By(dimension, OTHERS.into(), way),
        }
    }
}

/// Brings the groups of each member into order, where their numbers have become others.
fn sort_groups(members: &mut [Membership]) {
    for of_one in members.chunk_by_mut(|one, other| one.mark == other.mark) {
        of_one.sort_unstable();
    }
}

fn place(group: Group, count: Count, impact: &mut Impact) {
    let by = |change, key: Box<str>| ByKey {
        key: key.into(),
        change,
        count,
    };
    match group {
        Group::Changed => impact.changed = count,
        Group::Flipped => impact.flipped = count,
        Group::Transition(before, after) => impact.transitions.push(ByTransition {
            before,
            after,
            count,
        }),
        Group::Way(change) => impact.changes.push(ByWay { change, count }),
        Group::Asked(fact) => impact.asked.push(ByFact { fact, count }),
        Group::NoLongerAsked(fact) => impact.no_longer_asked.push(ByFact { fact, count }),
        Group::By(Dimension::Publisher, key, way) => impact.by_publisher.push(by(way, key)),
        Group::By(Dimension::Code, key, way) => impact.by_code.push(by(way, key)),
        Group::By(Dimension::LineOfBusiness, key, way) => {
            impact.by_line_of_business.push(by(way, key));
        }
        Group::By(Dimension::State, key, way) => impact.by_state.push(by(way, key)),
    }
}

fn explain(
    sample: Sample,
    change: super::Way,
    screeners: &mut [Screener<'_>; 2],
) -> Result<Explained, ScreenError> {
    let line = sample.line;
    let mut findings = Vec::new();
    for (screener, batch) in screeners.iter_mut().zip(&sample.seen) {
        let finding = screener.explain(batch, 0);
        findings.push(finding.map_err(|problem| ReadError {
            table: format!("line {line}"),
            problem,
        })?);
    }
    let mut findings = findings.into_iter();
    match (findings.next(), findings.next()) {
        (Some(before), Some(after)) => Ok(Explained {
            line,
            change,
            before,
            after,
        }),
        _ => Err(ScreenError::Broken),
    }
}

fn spilled(error: &std::io::Error) -> ScreenError {
    WriteError {
        file: "a file of members beside the answer".to_owned(),
        problem: error.to_string(),
    }
    .into()
}
