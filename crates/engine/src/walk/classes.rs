//! The classes of answers that a walk tells apart, and what floors add to them.

use coverdict_logic::Algebra;
use coverdict_model::{
    finding::{Answer, Part},
    position::Kind,
};

/// An answer as the walk tells it apart: the parts granted as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Supported, for the parts with a bit.
    Supported(u64),
    /// Not supported, of the kinds with a bit.
    NotSupported(u8),
    /// Left to discretion.
    LeftToDiscretion,
    /// Conflict.
    Conflict,
    /// Not addressed.
    NotAddressed,
}

impl Class {
    /// The answer, given the parts requested.
    pub(crate) fn answer(self, parts: &[Part]) -> Answer {
        match self {
            Self::Supported(granted) if granted == all_parts(parts.len()) => Answer::Supported,
            Self::Supported(granted) => Answer::SupportedInPart {
                granted: (0_u32..)
                    .zip(parts)
                    .filter(|(place, _)| granted >> place & 1 == 1)
                    .map(|(_, part)| part.clone())
                    .collect(),
            },
            Self::NotSupported(kinds) => Answer::NotSupported {
                kinds: Kind::ALL
                    .iter()
                    .copied()
                    .filter(|kind| kinds >> (*kind as u8) & 1 == 1)
                    .collect(),
            },
            Self::LeftToDiscretion => Answer::LeftToDiscretion,
            Self::Conflict => Answer::Conflict,
            Self::NotAddressed => Answer::NotAddressed,
        }
    }

    /// Whether something is supported, or a source supports the service at least.
    pub(crate) fn supports(self) -> bool {
        matches!(self, Self::Supported(_))
    }

    /// Whether its answer is less favourable than another's.
    pub(crate) fn is_worse_than(self, other: Self, parts: &[Part]) -> bool {
        self.answer(parts).is_worse_than(&other.answer(parts))
    }
}

/// What the floors above have granted.
pub(super) struct Floor<S> {
    pub(super) supports: S,
    pub(super) parts: Vec<S>,
}

impl<S: Clone> Floor<S> {
    pub(super) fn new<A: Algebra<Set = S>>(algebra: &mut A, parts: usize) -> Self {
        let never = algebra.never();
        Self {
            supports: never.clone(),
            parts: vec![never; parts],
        }
    }
}

pub(super) struct Classes<S> {
    pub(super) classes: Vec<(Class, S)>,
}

impl<S: Clone> Classes<S> {
    pub(super) fn add<A: Algebra<Set = S>>(&mut self, algebra: &mut A, class: Class, set: &S) {
        if algebra.is_never(set) {
            return;
        }
        match self.classes.iter_mut().find(|(other, _)| *other == class) {
            Some((_, known)) => *known = algebra.or(known, set),
            None => self.classes.push((class, set.clone())),
        }
    }

    /// Adds where the walk ends in an answer. Support adds to the floor's grant; where anything else
    /// meets a floor, the floor's grant is the answer.
    pub(super) fn conclude<A: Algebra<Set = S>>(
        &mut self,
        algebra: &mut A,
        class: Class,
        set: &S,
        floor: &Floor<S>,
        granted: Option<&[S]>,
    ) {
        if algebra.is_never(set) {
            return;
        }
        match granted {
            Some(granted) => {
                let parts: Vec<S> = granted
                    .iter()
                    .zip(&floor.parts)
                    .map(|(here, above)| algebra.or(here, above))
                    .collect();
                self.split(algebra, set, &parts, 0, 0);
            }
            None => {
                let alone = algebra.and_not(set, &floor.supports);
                self.add(algebra, class, &alone);
                let above = algebra.and(set, &floor.supports);
                self.split(algebra, &above, &floor.parts, 0, 0);
            }
        }
    }

    /// Adds support, told apart by the parts granted.
    fn split<A: Algebra<Set = S>>(
        &mut self,
        algebra: &mut A,
        set: &S,
        parts: &[S],
        place: usize,
        granted: u64,
    ) {
        if algebra.is_never(set) {
            return;
        }
        let Some(part) = parts.get(place) else {
            self.add(algebra, Class::Supported(granted), set);
            return;
        };
        let with = algebra.and(set, part);
        let without = algebra.and_not(set, part);
        if algebra.is_open(part) {
            // Three-valued: both are possible, and telling every further part apart would double them
            // each time. The most and the least that may be granted leave it undecided, and whatever
            // is between is no better than the one and no worse than the other.
            let rest = all_parts(parts.len()) & u64::MAX.checked_shl(place as u32).unwrap_or(0);
            self.add(algebra, Class::Supported(granted | rest), &with);
            self.add(algebra, Class::Supported(granted), &without);
            return;
        }
        self.split(algebra, &with, parts, place + 1, granted | 1 << place);
        self.split(algebra, &without, parts, place + 1, granted);
    }
}

pub(super) fn all_parts(parts: usize) -> u64 {
    u64::MAX
        .checked_shr(64_u32.saturating_sub(u32::try_from(parts).unwrap_or(64)))
        .unwrap_or(0)
}
