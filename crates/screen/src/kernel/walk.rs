//! The walk down a profile for one line, over its completions as bits of a word.
//!
//! It says what the engine's walk says where everything but facts is known, and the request has one
//! part.

use coverdict_model::position::Kind;
use smallvec::SmallVec;

use super::{
    conditions::Place,
    entries::{Entries, EntryId, Holds, Rule},
    scope::Scope,
};

/// An answer as the walk tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// Supported; whether the one part requested is granted.
    Supported(bool),
    /// Not supported, of the kinds with a bit.
    NotSupported(u8),
    LeftToDiscretion,
    Conflict,
    NotAddressed,
}

impl Class {
    /// A number of its own.
    pub(super) fn number(self) -> u32 {
        match self {
            Self::Supported(granted) => u32::from(granted),
            Self::LeftToDiscretion => 2,
            Self::Conflict => 3,
            Self::NotAddressed => 4,
            Self::NotSupported(kinds) => 16 + u32::from(kinds),
        }
    }
}

/// A rule that governs, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    /// The rule's place among all rules.
    pub(super) rule: u32,
    pub(super) rank: u32,
    pub(super) governs: u64,
}

/// What a walk comes to.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Where each answer is given; together everywhere.
    pub(super) classes: SmallVec<[(Class, u64); 4]>,
    pub(super) voices: SmallVec<[Voice; 4]>,
    /// The steps reached in some completion, a bit each.
    pub(super) reached: u64,
}

/// Why a walk broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A condition is unknown.
    Unknown,
    /// Something is open that no fact of the line settles.
    Beyond,
}

/// An entry on a step of the scope.
pub(super) type Placed = (usize, EntryId);

/// What the sources of a step hold.
#[derive(Default)]
struct Held {
    supports: u64,
    grants: u64,
    against: u64,
    kinds: [u64; 3],
    discretion: u64,
}

/// Walks down the steps, of which entries stand on some, in the order of the steps. `word` gives the
/// completions in which a condition holds.
pub(super) fn walk(
    scope: &Scope,
    entries: &Entries<'_>,
    placed: &[Placed],
    day: i32,
    all: u64,
    word: &mut impl FnMut(Place) -> Result<u64, Stop>,
    walk: &mut Walk,
) -> Result<(), Stop> {
    walk.begin();
    let mut reached = all;
    let mut floor = Held::default();
    let mut standing: SmallVec<[u64; 16]> = SmallVec::new();
    for on_step in placed.chunk_by(|one, next| one.0 == next.0) {
        let Some((place, _)) = on_step.first() else {
            continue;
        };
        let step = scope.steps.get(*place).ok_or(Stop::Beyond)?;
        scope.pass(*place)?;
        walk.reached |= u64::MAX >> (u64::BITS as usize - 1 - place);
        let mut held = Held::default();
        for (_, entry) in on_step {
            let of = Rules::of(entries, *entry).ok_or(Stop::Beyond)?;
            of.hold((day, all, reached), word, &mut standing, &mut held, walk)?;
        }
        reached = match step.floor {
            true => walk.floor(&held, reached, &mut floor),
            false => walk.decide(&held, reached, &floor),
        };
        if reached == 0 {
            return Ok(());
        }
    }
    // Nothing more is said, and the walk goes on to the end.
    if let Some(last) = scope.steps.len().checked_sub(1) {
        scope.pass(last)?;
        walk.reached |= u64::MAX >> (u64::BITS as usize - 1).saturating_sub(last);
    }
    walk.conclude(Class::NotAddressed, reached, &floor);
    Ok(())
}

/// The rules of an entry.
struct Rules<'e> {
    rules: &'e [Rule],
    first: u32,
    defeats: &'e [u32],
}

impl<'e> Rules<'e> {
    /// None when columns do not follow all of them.
    fn of(entries: &'e Entries<'_>, entry: EntryId) -> Option<Self> {
        let plain = entries
            .all
            .get(entry as usize)
            .filter(|entry| entry.is_plain)?;
        Some(Self {
            rules: entries.rules(entry),
            first: plain.rules.0,
            defeats: &entries.defeats,
        })
    }

    /// Takes up what they hold, on a day, over all completions, where the walk is here.
    fn hold(
        &self,
        (day, all, here): (i32, u64, u64),
        word: &mut impl FnMut(Place) -> Result<u64, Stop>,
        standing: &mut SmallVec<[u64; 16]>,
        held: &mut Held,
        walk: &mut Walk,
    ) -> Result<(), Stop> {
        let mut none = all;
        for (number, rule) in (self.first..).zip(self.rules) {
            if rule.is_first {
                standing.clear();
                none = all;
            }
            let stands = match rule.condition {
                None => none,
                Some(_) if day < rule.from || day >= rule.until => 0,
                Some(condition) => {
                    let applies = word(condition)?;
                    none &= !applies;
                    self.undefeated(rule, applies, standing)
                }
            };
            standing.push(stands);
            if stands == 0 {
                continue;
            }
            match rule.holds {
                Holds::BenefitConfirmed => continue,
                Holds::Discretion => held.discretion |= stands,
                Holds::Against(kind) => {
                    held.against |= stands;
                    if let Some(of_kind) = held.kinds.get_mut(usize::from(kind)) {
                        *of_kind |= stands;
                    }
                }
                Holds::Supports { covers, within } => {
                    held.supports |= stands;
                    if covers {
                        held.grants |= stands & word(within)?;
                    }
                }
            }
            let governs = stands & here;
            if governs != 0 {
                walk.voices.push(Voice {
                    rule: number,
                    rank: rule.rank,
                    governs,
                });
            }
        }
        Ok(())
    }

    fn undefeated(&self, rule: &Rule, applies: u64, standing: &[u64]) -> u64 {
        let (start, end) = rule.defeated_by;
        let defeaters = self.defeats.get(start as usize..end as usize);
        let defeaters = defeaters.into_iter().flatten();
        let defeaters = defeaters.filter_map(|at| standing.get(*at as usize));
        defeaters.fold(applies, |stands, defeater| stands & !defeater)
    }
}

impl Walk {
    fn begin(&mut self) {
        self.classes.clear();
        self.voices.clear();
        self.reached = 0;
    }

    #[inline]
    fn add(&mut self, class: Class, set: u64) {
        if set == 0 {
            return;
        }
        match self.classes.iter_mut().find(|(other, _)| *other == class) {
            Some((_, known)) => *known |= set,
            None => self.classes.push((class, set)),
        }
    }

    /// A floor: what it grants unites with the floors above, and the walk goes on for the rest.
    fn floor(&mut self, held: &Held, here: u64, floor: &mut Held) -> u64 {
        let supports = here & held.supports;
        floor.supports |= supports;
        floor.grants |= supports & held.grants;
        let full = here & floor.supports & floor.grants;
        self.add(Class::Supported(true), full);
        here & !full
    }

    /// Any other step: its sources decide, disagree, or leave it to the next.
    fn decide(&mut self, held: &Held, here: u64, floor: &Held) -> u64 {
        if here & (held.supports | held.against | held.discretion) == 0 {
            return here;
        }
        let disagree = held.supports & held.against
            | held.supports & held.discretion
            | held.against & held.discretion;
        self.conclude(Class::Conflict, here & disagree, floor);
        let agreed = here & !disagree;

        let supports = agreed & held.supports;
        let granted = held.grants | floor.grants;
        self.add(Class::Supported(true), supports & granted);
        self.add(Class::Supported(false), supports & !granted);
        self.conclude(Class::LeftToDiscretion, agreed & held.discretion, floor);
        self.against(held, agreed & held.against, floor);
        here & !(held.supports | held.against | held.discretion)
    }

    /// Not supported: clinical if any of the kinds is, otherwise by the set of kinds.
    fn against(&mut self, held: &Held, against: u64, floor: &Held) {
        if against == 0 {
            return;
        }
        let [clinical, contractual, legal] = held.kinds;
        let bit = |kind: Kind| 1_u8 << kind as u8;
        let other = against & !clinical;
        for (kinds, set) in [
            (bit(Kind::Clinical), against & clinical),
            (bit(Kind::Contractual), other & contractual & !legal),
            (bit(Kind::Legal), other & legal & !contractual),
            (
                bit(Kind::Contractual) | bit(Kind::Legal),
                other & contractual & legal,
            ),
        ] {
            self.conclude(Class::NotSupported(kinds), set, floor);
        }
    }

    /// Adds where the walk ends in anything but support. Where that meets a floor, the floor's grant
    /// is the answer.
    #[inline]
    fn conclude(&mut self, class: Class, set: u64, floor: &Held) {
        if set == 0 {
            return;
        }
        self.add(class, set & !floor.supports);
        let above = set & floor.supports;
        self.add(Class::Supported(true), above & floor.grants);
        self.add(Class::Supported(false), above & !floor.grants);
    }
}
