//! From a code and whose line it is to the sources that concern it: looked up, not searched through.

use std::collections::BTreeMap;

use coverdict_engine::{Standing, timeline};
use coverdict_logic::{CondId, Conditions, Node, VarId};
use coverdict_model::{date::Date, source::GoverningDate};
use coverdict_program::{Program, Source};
use rustc_hash::FxHashMap;

use super::entries::{Entry, EntryId, Ranks, day};
use crate::encode::{Encoder, STATES};

/// A source that lists a code.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    /// The source's place in the index.
    pub(super) source: u32,
    /// The entry of each edition that lists the code, by place.
    pub(super) entries: Box<[(u32, EntryId)]>,
}

/// What stands of a source from day to day.
#[derive(Debug)]
pub(super) struct Timeline {
    first_days: Box<[i32]>,
    standing: Box<[Standing]>,
    /// The last day on which each edition may have been published, by place.
    pub(super) published: Box<[Option<i32>]>,
}

impl Timeline {
    pub(super) fn on(&self, day: i32) -> Standing {
        let after = self.first_days.partition_point(|first| *first <= day);
        let at = after.checked_sub(1).and_then(|at| self.standing.get(at));
        at.copied().unwrap_or(Standing::Open)
    }
}

/// All entries, and how a line finds those that concern it.
#[derive(Debug)]
pub(super) struct Index<'p> {
    pub(super) entries: Vec<Entry<'p>>,
    pub(super) timelines: Vec<Timeline>,
    codes: Vec<OfCode>,
    /// The listings of a code that are limited to a cell of a slot.
    limited: FxHashMap<(u32, u32, u32), Vec<Listing>>,
    /// For each code that an attestation names: its lines are answered by the engine.
    attested: Vec<bool>,
    /// Whether an attestation names a code that no edition lists.
    pub(super) attests_unlisted: bool,
}

#[derive(Debug, Default, Clone)]
struct OfCode {
    /// Listings that may concern any line.
    any: Vec<Listing>,
    /// The slots by which other listings are limited.
    slots: Vec<u32>,
}

/// The most cells that a listing is filed under.
const MOST_CELLS: u64 = 8;

impl<'p> Index<'p> {
    pub(super) fn new(
        program: &'p Program,
        ranks: &Ranks,
        encoder: &Encoder<'_>,
        known_as_of: Date,
    ) -> Self {
        let mut index = Self {
            entries: Vec::new(),
            timelines: Vec::new(),
            codes: vec![OfCode::default(); program.codes.len()],
            limited: FxHashMap::default(),
            attested: vec![false; program.codes.len()],
            attests_unlisted: false,
        };
        for source in &program.sources {
            if let Some(mut runs) = timeline(source, known_as_of) {
                if source.governing_date != GoverningDate::DateOfService {
                    // What stands hangs on another date, which columns do not follow.
                    runs = vec![(Date::MIN, Standing::Open)];
                }
                index.add(program, ranks, encoder, source, &runs);
            }
        }
        for attestation in &program.attestations {
            for code in attestation.codes.iter().flatten() {
                let listed = program.code(code);
                match listed.and_then(|at| index.attested.get_mut(at.0 as usize)) {
                    Some(attested) => *attested = true,
                    None => index.attests_unlisted = true,
                }
            }
        }
        index
    }

    fn add(
        &mut self,
        program: &'p Program,
        ranks: &Ranks,
        encoder: &Encoder<'_>,
        source: &'p Source,
        runs: &[(Date, Standing)],
    ) {
        let number = u32::try_from(self.timelines.len()).unwrap_or(u32::MAX);
        self.timelines.push(Timeline {
            first_days: runs.iter().map(|(first, _)| day(*first)).collect(),
            standing: runs.iter().map(|(_, standing)| *standing).collect(),
            published: source
                .editions
                .iter()
                .map(|edition| edition.published.map(|date| day(date.latest())))
                .collect(),
        });
        // The entries of each code: the services that list it, edition by edition.
        let mut by_code: BTreeMap<u32, Vec<(u32, EntryId)>> = BTreeMap::new();
        for (at, edition) in (0_u32..).zip(&source.editions) {
            let mut listed: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for (place, service) in (0_u32..).zip(&edition.services) {
                for code in &service.codes {
                    listed.entry(code.0).or_default().push(place);
                }
            }
            let mut made: FxHashMap<Vec<u32>, EntryId> = FxHashMap::default();
            for (code, services) in listed {
                let entries = &mut self.entries;
                let entry = *made.entry(services).or_insert_with_key(|services| {
                    entries.push(Entry::new(program, ranks, source, edition, services));
                    u32::try_from(entries.len() - 1).unwrap_or(u32::MAX)
                });
                by_code.entry(code).or_default().push((at, entry));
            }
        }
        for (code, entries) in by_code {
            let limit = self.limit(&program.conditions, encoder, &entries);
            let listing = Listing {
                source: number,
                entries: entries.into(),
            };
            let Some(of_code) = self.codes.get_mut(code as usize) else {
                continue;
            };
            match limit {
                None => of_code.any.push(listing),
                Some((slot, cells)) => {
                    if !of_code.slots.contains(&slot) {
                        of_code.slots.push(slot);
                    }
                    for cell in cells {
                        let key = (code, slot, cell);
                        self.limited.entry(key).or_default().push(listing.clone());
                    }
                }
            }
        }
    }

    /// The slot, and its cells, outside of which no edition of a listing applies.
    fn limit(
        &self,
        pool: &Conditions,
        encoder: &Encoder<'_>,
        entries: &[(u32, EntryId)],
    ) -> Option<(u32, Vec<u32>)> {
        let mut common: Option<BTreeMap<VarId, coverdict_logic::Cells>> = None;
        for (_, entry) in entries {
            let entry = self.entries.get(*entry as usize)?;
            let own = limits(pool, entry.edition.applies);
            common = Some(match common {
                None => own,
                Some(common) => common
                    .into_iter()
                    .filter_map(|(var, cells)| Some((var, cells.union(own.get(&var)?))))
                    .collect(),
            });
        }
        let few = common?
            .into_iter()
            .filter(|(_, cells)| cells.count() <= MOST_CELLS)
            .filter_map(|(var, cells)| Some((*encoder.by_variable.get(&var)?, var, cells)));
        // The variable of most cells tells lines apart best.
        let best = few.max_by_key(|(_, var, _)| {
            encoder
                .by_variable
                .get(var)
                .and_then(|slot| encoder.slots.get(*slot))
                .map_or(0, |slot| slot.count())
        });
        let (slot, _, cells) = best?;
        Some((u32::try_from(slot).ok()?, cells.iter().collect()))
    }

    /// The listings that may concern a line; none when that hangs on what the line does not say.
    pub(super) fn listings(
        &self,
        code: u32,
        cell: &dyn Fn(u32) -> u32,
        found: &mut dyn FnMut(&Listing),
    ) -> Option<()> {
        let Some(of_code) = self.codes.get(code as usize) else {
            return Some(());
        };
        if self.attested.get(code as usize).copied().unwrap_or(false) {
            return None;
        }
        for listing in &of_code.any {
            found(listing);
        }
        for slot in &of_code.slots {
            let cell = cell(*slot);
            if cell >= STATES {
                return None;
            }
            for listing in self.limited.get(&(code, *slot, cell)).into_iter().flatten() {
                found(listing);
            }
        }
        Some(())
    }
}

/// The scalar variables that a condition limits to cells, whatever else it asks.
fn limits(pool: &Conditions, condition: CondId) -> BTreeMap<VarId, coverdict_logic::Cells> {
    let mut limits: BTreeMap<VarId, coverdict_logic::Cells> = BTreeMap::new();
    let parts = match pool.node(condition) {
        Node::All(children) => children,
        _ => std::slice::from_ref(&condition),
    };
    for part in parts {
        if let Node::Within(var, cells) = pool.node(*part) {
            limits
                .entry(*var)
                .and_modify(|known| *known = known.intersection(cells))
                .or_insert_with(|| cells.clone());
        }
    }
    limits
}
