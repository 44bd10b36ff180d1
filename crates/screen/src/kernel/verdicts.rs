//! The verdicts met so far, each once.

use coverdict_model::{
    finding::Limit,
    grant,
    id::Id,
    position::{Holding, Kind},
};
use coverdict_program::Program;
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;
use std::{collections::BTreeSet, sync::Arc};

use super::{
    alone::Alone,
    aside,
    entries::{Entries, EntryId, Ranks},
    scope::Scope,
    walk::{Class, Placed, Stop, Walk},
};
use crate::verdict::{Outcome, Verdict};

/// What a verdict hangs on, for lines that columns follow.
pub(super) type Key = SmallVec<[u32; 16]>;

/// Every verdict by number.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    all: IndexSet<Arc<Verdict>, FxBuildHasher>,
    by_key: FxHashMap<Key, u32>,
    /// Those of lines on which one entry stands.
    pub(super) alone: FxHashMap<Alone, u32>,
}

/// The most verdicts kept from batch to batch.
const MOST: usize = 1 << 16;

impl Verdicts {
    /// The verdict with a number.
    pub(super) fn get(&self, number: u32) -> Option<&Arc<Verdict>> {
        self.all.get_index(number as usize)
    }

    /// Whether there are so many that they are to be forgotten before the next batch.
    pub(super) fn are_many(&self) -> bool {
        self.all.len() > MOST || self.by_key.len() > 4 * MOST || self.alone.len() > 4 * MOST
    }

    /// The number of the verdict with a key, made when it is new.
    pub(super) fn by_key(
        &mut self,
        key: &Key,
        make: impl FnOnce() -> Result<Verdict, Stop>,
    ) -> Result<u32, Stop> {
        if let Some(known) = self.by_key.get(key) {
            return Ok(*known);
        }
        let number = self.by_meaning(make()?);
        self.by_key.insert(key.clone(), number);
        Ok(number)
    }

    /// The number of a verdict.
    pub(super) fn by_meaning(&mut self, verdict: Verdict) -> u32 {
        u32::try_from(self.all.insert_full(Arc::new(verdict)).0).unwrap_or(u32::MAX)
    }
}

/// What adds to a verdict beside the rules that govern: the entries with limits or with something to
/// say on prior authorization or documentation, and which of the steps reached make a difference.
pub(super) struct Additions {
    entries: SmallVec<[EntryId; 4]>,
    reached: u64,
}

impl Additions {
    #[inline]
    pub(super) fn of(scope: &Scope, entries: &Entries<'_>, placed: &[Placed], walk: &Walk) -> Self {
        let mut additions = Self {
            entries: SmallVec::new(),
            reached: walk.reached & scope.limited,
        };
        for (place, entry) in placed {
            let of = entries.all.get(*entry as usize);
            if of.is_none_or(|entry| entry.has_asides) {
                additions.entries.push(*entry);
                additions.reached |= walk.reached & 1 << place;
            }
        }
        additions
    }
}

/// What a walk's verdict hangs on.
pub(super) fn key(scope: u32, additions: &Additions, walk: &Walk, missing: &[u32]) -> Key {
    let mut key = Key::new();
    key.push(scope);
    key.push((additions.reached & u64::from(u32::MAX)) as u32);
    key.push((additions.reached >> u32::BITS) as u32);
    key.extend_from_slice(&additions.entries);
    key.push(u32::MAX);
    if !missing.is_empty() {
        key.extend_from_slice(missing);
        return key;
    }
    key.push(u32::MAX);
    key.extend(walk.classes.first().map(|(class, _)| class.number()));
    let start = key.len();
    key.extend(walk.voices.iter().map(|voice| voice.rank));
    if let Some(voices) = key.get_mut(start..) {
        voices.sort_unstable();
    }
    key
}

/// What makes the verdict of a walk.
pub(super) struct Making<'m> {
    pub(super) program: &'m Program,
    pub(super) ranks: &'m Ranks,
    pub(super) scope: &'m Scope,
    pub(super) entries: &'m Entries<'m>,
    pub(super) placed: &'m [Placed],
    pub(super) walk: &'m Walk,
    /// The facts on which the answer hangs, by number; none when it is decided.
    pub(super) missing: &'m [u32],
}

impl Making<'_> {
    pub(super) fn verdict(&self) -> Result<Verdict, Stop> {
        let (prior_authorization, documentation) =
            aside::settle(self.scope, self.entries, self.placed)?;
        let mut verdict = Verdict {
            outcome: Outcome::NeedsInformation,
            granted: BTreeSet::new(),
            kinds: BTreeSet::new(),
            bases: BTreeSet::new(),
            governing: BTreeSet::new(),
            grants: BTreeSet::new(),
            published_late: false,
            missing: self.missing().collect(),
            prior_authorization,
            documentation,
            limits: self.limits(),
        };
        let (Some((class, _)), []) = (self.walk.classes.first(), self.missing) else {
            return Ok(verdict);
        };
        verdict.outcome = match class {
            Class::Supported(true) => Outcome::Supported,
            Class::Supported(false) => Outcome::SupportedInPart,
            Class::NotSupported(_) => Outcome::NotSupported,
            Class::LeftToDiscretion => Outcome::LeftToDiscretion,
            Class::Conflict => Outcome::Conflict,
            Class::NotAddressed => Outcome::NotAddressed,
        };
        let mut grants = BTreeSet::new();
        for voice in &self.walk.voices {
            verdict
                .governing
                .extend(self.ranks.name(voice.rank).cloned());
            let Some(statement) = self.entries.statements.get(voice.rule as usize) else {
                continue;
            };
            match (&statement.holding, class) {
                (Holding::NotSupported { basis, .. }, Class::NotSupported(_)) => {
                    verdict.bases.insert(*basis);
                }
                (Holding::Supported { grant }, Class::Supported(_)) => {
                    grants.insert(grant.clone());
                }
                _ => {}
            }
        }
        verdict.grants = grant::widest(&grants);
        if let Class::NotSupported(kinds) = class {
            let kinds = Kind::ALL
                .iter()
                .filter(|kind| kinds >> (**kind as u8) & 1 == 1);
            verdict.kinds = kinds.copied().collect();
        }
        Ok(verdict)
    }

    fn missing(&self) -> impl Iterator<Item = Id> {
        let facts = self.missing.iter();
        let facts = facts.filter_map(|number| self.program.facts.get(*number as usize));
        facts.map(|fact| fact.id.clone())
    }

    fn limits(&self) -> BTreeSet<Limit> {
        let mut limits = BTreeSet::new();
        if !self.scope.is_served {
            limits.insert(Limit::NoProfile);
        }
        let is_reached = |place: usize| self.walk.reached >> place & 1 == 1;
        for (place, step) in self.scope.steps.iter().enumerate() {
            if is_reached(place) {
                limits.extend(step.limits.iter().cloned());
            }
        }
        for (place, entry) in self.placed {
            if let Some(entry) = self
                .entries
                .details
                .get(*entry as usize)
                .filter(|_| is_reached(*place))
            {
                limits.extend(entry.limits.iter().cloned());
            }
        }
        limits
    }
}
