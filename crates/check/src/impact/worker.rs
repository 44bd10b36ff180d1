//! One thread's share of a comparison.

use std::collections::BTreeMap;

use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::take::take_record_batch;
use coverdict_screen::{
    Kernel, Outcome, ScreenError, Screener,
    read::ReadError,
    run::{Lines, Prepared},
    word,
    write::{Encoded, Encoder},
};
use rustc_hash::FxHashMap;

use super::{
    Comparison,
    amount::{self, Amount},
    columns::{Columns, Place},
    flips::{Carried, Flip, Flips},
    group::{Dimension, Group, Groups},
    members::{Mark, Membership},
    pairs::{Pairs, Publishers},
    way::Way,
};

/// Compares the findings on the lines of parts.
pub(super) struct Worker<'c> {
    comparison: &'c Comparison<'c>,
    shared: &'c Shared<'c>,
    screeners: [Screener<'c>; 2],
    pairs: Pairs,
    /// Where the columns stand that are read beside what is screened.
    amount: Option<usize>,
    member: Option<usize>,
}

/// What all threads share.
pub(super) struct Shared<'c> {
    pub(super) kernels: &'c [Kernel<'c>; 2],
    pub(super) publishers: [Publishers; 2],
    pub(super) carried: Vec<Carried>,
    pub(super) schema: SchemaRef,
    pub(super) encoder: Encoder,
}

/// What is told of a part.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) groups: Groups,
    /// The members of groups, by the part's own numbers of these, sorted.
    pub(super) members: Vec<Membership>,
    pub(super) samples: Samples,
    pub(super) flips: Option<Encoded>,
    /// All lines compared.
    pub(super) lines: u64,
    pub(super) amount: Amount,
    pub(super) without_amount: u64,
    pub(super) without_member: u64,
    /// Lines whose finding differs and that lie within an approved prior authorization.
    pub(super) authorized: u64,
}

/// Sample lines by how their finding differs.
pub(super) type Samples = BTreeMap<(Way, Outcome, Outcome), Vec<Sample>>;

/// A line that stands for those whose finding differs as its own does.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) line: u64,
    /// The line alone, as each screening sees it.
    pub(super) seen: Vec<RecordBatch>,
}

/// Lines of one part by what stands in a column.
#[derive(Default)]
struct Keys(FxHashMap<Box<str>, [Option<u32>; Way::ALL.len()]>);

impl<'c> Worker<'c> {
    pub(super) fn new(comparison: &'c Comparison<'c>, shared: &'c Shared<'c>) -> Self {
        let [first, second] = shared.kernels;
        let read = comparison.abreast.columns();
        let place = |name: &Option<String>| read.index_of(name.as_deref()?).ok();
        Self {
            comparison,
            shared,
            screeners: [first.screener(), second.screener()],
            pairs: Pairs::default(),
            amount: place(&comparison.columns.amount),
            member: place(&comparison.columns.member),
        }
    }

    pub(super) fn part(
        &mut self,
        prepared: &mut Prepared<'_, '_>,
    ) -> Result<Compared, ScreenError> {
        let mut compared = Compared::default();
        let mut flips = Flips::new(self.shared.carried.len());
        let mut keys = [(); 3].map(|()| Keys::default());
        self.pairs.begin_part();
        while let Some(lines) = prepared.next_lines()? {
            self.batch(&lines, &mut compared, &mut flips, &mut keys)
                .map_err(broken)?;
        }
        if let Some(flips) = flips.finish(&self.shared.schema).map_err(broken)? {
            compared.flips = Some(self.shared.encoder.encode(&flips)?);
        }
        compared.members.sort_unstable();
        compared.members.dedup();
        Ok(compared)
    }

    fn batch(
        &mut self,
        lines: &Lines,
        compared: &mut Compared,
        flips: &mut Flips,
        keys: &mut [Keys; 3],
    ) -> Result<(), ArrowError> {
        let [before, after] = lines.seen.as_slice() else {
            return Ok(());
        };
        let [first, second] = &mut self.screeners;
        let (befores, afters) = (first.screen(before), second.screen(after));
        let screeners: [&Screener<'_>; 2] = [first, second];
        let [publishers, others] = &self.shared.publishers;
        self.pairs.begin_batch();
        let mut authorizations = Vec::new();
        self.comparison.authorize(before, &mut authorizations);
        let amounts = self.amount.map(|at| amount::amounts(lines.read.column(at)));
        let member = self.member.map(|at| lines.read.column(at));
        let counted = counted(&self.comparison.columns, lines);
        let mut flipped = Vec::new();
        let numbers = befores.into_iter().zip(afters);
        for (row, (numbers, line)) in numbers.zip(&lines.numbers).enumerate() {
            let groups = &mut compared.groups;
            let both = [publishers, others];
            let Some(pair) = self.pairs.get(numbers, screeners, both, groups) else {
                continue;
            };
            let amount = amounts.as_ref().and_then(|all| all.get(row).copied()?);
            let mark = member.and_then(|member| Some(Mark::of(&word(member, row)?)));
            compared.lines += 1;
            compared.amount.add(amount.unwrap_or_default());
            compared.without_amount += u64::from(amount.is_none());
            compared.without_member += u64::from(mark.is_none());
            let members = &mut compared.members;
            let mut count = |groups: &mut Groups, group: u32| {
                groups.count(group, amount);
                members.extend(mark.map(|mark| Membership { mark, group }));
            };
            for group in &pair.groups {
                count(groups, *group);
            }
            let Some(way) = pair.ways.first() else {
                continue;
            };
            for ((dimension, column), keys) in counted.iter().zip(keys.iter_mut()) {
                let key = column.and_then(|column| word(column, row));
                for way in &pair.ways {
                    let group = keys.group(*dimension, key.as_deref().unwrap_or(""), *way, groups);
                    count(groups, group);
                }
            }
            let authorized = authorizations.get(row).is_some_and(Option::is_some);
            compared.authorized += u64::from(authorized);
            let (was, is) = pair.outcomes();
            let samples = compared.samples.entry((*way, was, is)).or_default();
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            if samples.len() < self.comparison.samples {
                let alone = UInt32Array::from(vec![row]);
                let seen = lines.seen.iter();
                let seen = seen.map(|batch| take_record_batch(batch, &alone));
                samples.push(Sample {
                    line: *line,
                    seen: seen.collect::<Result<_, _>>()?,
                });
            }
            flipped.push(Flip {
                row,
                line: *line,
                ways: pair.ways.clone(),
                amount,
                numbers,
            });
        }
        if flipped.is_empty() {
            return Ok(());
        }
        let tables = [before, after, &lines.read];
        let carried = &self.shared.carried;
        flips.append(&flipped, &tables, carried, &authorizations, screeners)
    }
}

impl Keys {
    /// The number of a group by what stands in a column; nothing for what is not stated.
    fn group(&mut self, dimension: Dimension, key: &str, way: Way, groups: &mut Groups) -> u32 {
        if !self.0.contains_key(key) {
            self.0.insert(key.into(), [None; Way::ALL.len()]);
        }
        let mut new = || groups.number(Group::By(dimension, key.into(), way));
        let known = self.0.get_mut(key);
        match known.and_then(|ways| ways.get_mut(way as usize)) {
            Some(number) => *number.get_or_insert_with(new),
            None => new(),
        }
    }
}

/// The columns by which lines are counted.
fn counted<'l>(columns: &Columns, lines: &'l Lines) -> [(Dimension, Option<&'l ArrayRef>); 3] {
    let column = |place: &Option<Place>| {
        let place = place.as_ref()?;
        Some(lines.seen.get(place.screening)?.column(place.column))
    };
    [
        (Dimension::Code, column(&columns.code)),
        (Dimension::LineOfBusiness, column(&columns.line_of_business)),
        (Dimension::State, column(&columns.state)),
    ]
}

fn broken(error: ArrowError) -> ScreenError {
    ReadError {
        table: "the lines whose findings differ".to_owned(),
        problem: error.to_string(),
    }
    .into()
}
