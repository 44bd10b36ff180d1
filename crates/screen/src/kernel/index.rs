//! From a code and whose line it is to the sources that concern it: looked up, not searched through.

use std::collections::BTreeMap;

use coverdict_engine::{Standing, timeline};
use coverdict_logic::{Cells, CondId, Conditions, Node, VarId};
use coverdict_model::{
    date::Date,
    source::{GoverningDate, SourceKind},
};
use coverdict_program::Source;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{
    entries::{Entries, EntryId, Maker, day},
    lookup::{ANY, Filed, Lookup, Run, Under},
};
use crate::encode::Encoder;

/// What stands of a source that lists a code, over some days. A line looks through several, so that it
/// is kept small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// The last day on which the edition in force, or the last ended, may have been published.
    pub(super) published: i32,
    /// The edition in force, with its services that list the code, or [`NO_ENTRY`] where it has none, or
    /// where that is open.
    pub(super) entry: EntryId,
    /// The listing that it is of.
    pub(super) listing: u32,
    pub(super) kind: SourceKind,
    pub(super) standing: Certainty,
    /// Where the edition does not apply: outside of some of the first 64 cells of a slot.
    pub(super) test: Test,
}

/// How far a span tells what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It is open.
    Open,
    /// Whether the edition applies hangs on more than the test.
    InPart,
    /// The edition applies where the test is passed.
    Whole,
}

/// No edition in force lists the code.
pub(super) const NO_ENTRY: EntryId = EntryId::MAX;

impl Span {
    /// Whether a line can be concerned: by the edition in force, by what is open, or because an edition
    /// may count as published late, and another stand in its place. It begins on the first day.
    fn matters(&self, first: i32, may_be_requested: bool) -> bool {
        let may_be_late = self.published > first || may_be_requested;
        let is_open = self.standing == Certainty::Open;
        self.entry != NO_ENTRY || is_open || self.published > i32::MIN && may_be_late
    }
}

/// That a slot's value lies in some of the first 64 cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test {
    pub(super) slot: u16,
    pub(super) cells: u64,
}

impl Test {
    /// A test that every line passes.
    pub(super) const NONE: Self = Self {
        slot: u16::MAX,
        cells: u64::MAX,
    };

    /// Whether there is nothing to test.
    #[inline]
    pub(super) fn is_none(&self) -> bool {
        self.slot == u16::MAX
    }
}

/// All entries, and how a line finds those that concern it.
#[derive(Debug, Default)]
pub(super) struct Index<'p> {
    pub(super) entries: Entries<'p>,
    /// The entries of each listing of a code by a source.
    pub(super) listings: Vec<Box<[EntryId]>>,
    pub(super) lookup: Lookup,
    /// Whether an attestation names a code that no edition lists.
    pub(super) attests_unlisted: bool,
}

/// The most cells that a listing is filed under.
const MOST_CELLS: u64 = 8;

impl<'p> Index<'p> {
    pub(super) fn new(maker: &mut Maker<'_, 'p>, known_as_of: Date) -> Self {
        let program = maker.program;
        let mut index = Self::default();
        let mut filed = Filed::default();
        for source in &program.sources {
            if let Some(mut runs) = timeline(source, known_as_of) {
                if source.governing_date != GoverningDate::DateOfService {
                    // What stands hangs on another date, which columns do not follow.
                    runs = vec![(Date::MIN, Standing::Open)];
                }
                index.add(maker, source, &runs, &mut filed);
            }
        }
        index.lookup = Lookup::new(filed, program.codes.len());
        for attestation in &program.attestations {
            for code in attestation.codes.iter().flatten() {
                let listed = program.code(code);
                match listed {
                    Some(code) => index.lookup.leave(code.0),
                    None => index.attests_unlisted = true,
                }
            }
        }
        index
    }

    fn add(
        &mut self,
        maker: &mut Maker<'_, 'p>,
        source: &'p Source,
        runs: &[(Date, Standing)],
        filed: &mut Filed,
    ) {
        let mut limits: FxHashMap<CondId, Limits> = FxHashMap::default();
        for (entries, codes) in self.listed(maker, source) {
            for (_, entry) in &entries {
                let applies = self.applies(*entry);
                let pool = &maker.program.conditions;
                limits
                    .entry(applies)
                    .or_insert_with(|| Limits::of(pool, applies));
            }
            let of = |entry: EntryId| limits.get(&self.applies(entry));
            let limit = limit(
                maker.encoder,
                entries.iter().filter_map(|(_, entry)| of(*entry)),
            );
            let listing = u32::try_from(self.listings.len()).unwrap_or(u32::MAX);
            let mut spans: Run = Vec::new();
            for (place, (first, standing)) in runs.iter().enumerate() {
                let end = runs.get(place + 1).map_or(i32::MAX, |(next, _)| day(*next));
                let span = span(source, &entries, *standing, listing);
                spans.extend(span.map(|span| ((day(*first), end), span)));
            }
            let (slot, cells) = limit.unwrap_or((ANY, vec![0]));
            for cell in cells {
                let here = (slot != ANY).then_some((slot, cell));
                let spans = spans.iter().filter_map(|(days, span)| {
                    let mut span = *span;
                    let limits = of(span.entry);
                    if limits
                        .is_some_and(|limits| limits.test(maker.encoder, here, &mut span).is_none())
                    {
                        span.entry = NO_ENTRY;
                    }
                    let matters = span.matters(days.0, maker.encoder.has_requests());
                    matters.then_some((*days, span))
                });
                let run: Run = spans.collect();
                if run.is_empty() {
                    continue;
                }
                let run = filed.take(run);
                for code in &codes {
                    let code = *code;
                    filed.file(Under { code, slot, cell }, run);
                }
            }
            let entries = entries.iter().map(|(_, entry)| *entry);
            self.listings.push(entries.collect());
        }
    }

    /// The codes that a source lists, with their entries edition by edition: those of which each edition
    /// says the same stand together.
    fn listed(&mut self, maker: &mut Maker<'_, 'p>, source: &'p Source) -> Listed {
        let mut by_code: FxHashMap<u32, Vec<(u32, EntryId)>> = FxHashMap::default();
        for (at, edition) in (0_u32..).zip(&source.editions) {
            let mut services: FxHashMap<u32, SmallVec<[u32; 2]>> = FxHashMap::default();
            for (place, service) in (0_u32..).zip(&edition.services) {
                for code in &service.codes {
                    services.entry(code.0).or_default().push(place);
                }
            }
            let mut made: FxHashMap<SmallVec<[u32; 2]>, EntryId> = FxHashMap::default();
            for (code, services) in services {
                let entries = &mut self.entries;
                let entry = *made
                    .entry(services)
                    .or_insert_with_key(|services| entries.add(maker, edition, services));
                by_code.entry(code).or_default().push((at, entry));
            }
        }
        let mut listed = Listed::new();
        for (code, entries) in by_code {
            listed.entry(entries).or_default().push(code);
        }
        listed
    }

    /// Where the edition of an entry applies.
    fn applies(&self, entry: EntryId) -> CondId {
        let details = self.entries.details.get(entry as usize);
        details.map_or(CondId::FALSE, |details| details.edition.applies)
    }
}

/// Codes by their entries: edition and entry.
type Listed = BTreeMap<Vec<(u32, EntryId)>, Vec<u32>>;

/// What a line has to know of a run of days; none when nothing can be said in it.
fn span(
    source: &Source,
    entries: &[(u32, EntryId)],
    standing: Standing,
    listing: u32,
) -> Option<Span> {
    let published = |edition: u32| {
        let edition = source.editions.get(edition as usize);
        let published = edition.and_then(|edition| edition.published);
        published.map_or(i32::MIN, |date| day(date.latest()))
    };
    let span = |entry, published, standing| Span {
        published,
        entry,
        listing,
        kind: source.kind,
        standing,
        test: Test::NONE,
    };
    let certain = Certainty::InPart;
    match standing {
        Standing::NotBegun => None,
        Standing::Open => Some(span(NO_ENTRY, i32::MIN, Certainty::Open)),
        Standing::Ended(edition) => Some(span(NO_ENTRY, published(edition), certain)),
        Standing::InForce(edition) => {
            let entry = entries.iter().find(|(at, _)| *at == edition);
            let entry = entry.map_or(NO_ENTRY, |(_, entry)| *entry);
            Some(span(entry, published(edition), certain))
        }
    }
}

/// The scalar variables that a condition limits to cells.
struct Limits {
    cells: BTreeMap<VarId, Cells>,
    /// Whether it asks nothing else.
    are_all: bool,
}

impl Limits {
    fn of(pool: &Conditions, condition: CondId) -> Self {
        let mut cells: BTreeMap<VarId, Cells> = BTreeMap::new();
        let mut are_all = true;
        let parts = match pool.node(condition) {
            Node::All(children) => children,
            _ => std::slice::from_ref(&condition),
        };
        for part in parts {
            match pool.node(*part) {
                Node::True => {}
                Node::Within(var, here) => {
                    cells
                        .entry(*var)
                        .and_modify(|known| *known = known.intersection(here))
                        .or_insert_with(|| here.clone());
                }
                _ => are_all = false,
            }
        }
        Self { cells, are_all }
    }

    /// Notes on a span how to test them, where the line has a cell of a slot; none when that cell is
    /// not among them.
    fn test(&self, encoder: &Encoder<'_>, here: Option<(u16, u32)>, span: &mut Span) -> Option<()> {
        let mut is_whole = self.are_all;
        for (var, cells) in &self.cells {
            let slot = encoder.by_variable.get(var).copied();
            let is_here = here.filter(|(of, _)| slot == Some(usize::from(*of)));
            if let Some((_, cell)) = is_here {
                if !cells.contains(cell) {
                    return None;
                }
                continue;
            }
            let few = cells
                .ranges()
                .last()
                .is_none_or(|(_, end)| *end <= u64::BITS);
            match slot.and_then(|slot| u16::try_from(slot).ok()) {
                Some(slot) if few && span.test.is_none() => {
                    let cells = cells.iter().fold(0, |bits, cell| bits | 1 << cell);
                    span.test = Test { slot, cells };
                }
                _ => is_whole = false,
            }
        }
        if is_whole {
            span.standing = Certainty::Whole;
        }
        Some(())
    }
}

/// The slot, and its cells, outside of which no edition of a listing applies.
fn limit<'l>(
    encoder: &Encoder<'_>,
    entries: impl Iterator<Item = &'l Limits>,
) -> Option<(u16, Vec<u32>)> {
    let mut common: Option<BTreeMap<VarId, Cells>> = None;
    for limits in entries {
        common = Some(match common {
            None => limits.cells.clone(),
            Some(common) => common
                .into_iter()
                .filter_map(|(var, cells)| Some((var, cells.union(limits.cells.get(&var)?))))
                .collect(),
        });
    }
    let few = common?
        .into_iter()
        .filter(|(_, cells)| cells.count() <= MOST_CELLS)
        .filter_map(|(var, cells)| Some((*encoder.by_variable.get(&var)?, cells)));
    // The variable of most cells tells lines apart best.
    let best = few.max_by_key(|(slot, _)| encoder.slots.get(*slot).map_or(0, |slot| slot.count()));
    let (slot, cells) = best?;
    let slot = u16::try_from(slot).ok().filter(|slot| *slot != ANY)?;
    Some((slot, cells.iter().collect()))
}
