//! Places by what lies within them, however many there are.

use std::collections::BTreeMap;

use crate::document::Place;

/// Places of a document.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By their first bytes: how far those up to here reach at most.
    bytes: Vec<(u64, u64)>,
    /// By page.
    pages: BTreeMap<u32, Vec<Place>>,
}

impl FromIterator<Place> for Places {
    fn from_iter<I: IntoIterator<Item = Place>>(all: I) -> Self {
        let mut places = Self::default();
        for place in all {
            match place {
                Place::Bytes { from, to } => places.bytes.push((from, to)),
                Place::Page { page, .. } => places.pages.entry(page).or_default().push(place),
            }
        }
        places.bytes.sort_unstable();
        let mut furthest = 0;
        for (_, to) in &mut places.bytes {
            furthest = furthest.max(*to);
            *to = furthest;
        }
        places
    }
}

impl Places {
    /// Whether a place lies within one of these.
    pub(super) fn hold(&self, inner: Place) -> bool {
        match inner {
            Place::Bytes { from, to } => {
                let before = self.bytes.partition_point(|(first, _)| *first <= from);
                let last = before.checked_sub(1).and_then(|at| self.bytes.get(at));
                last.is_some_and(|(_, furthest)| to <= *furthest)
            }
            Place::Page { page, .. } => {
                let own = self.pages.get(&page).into_iter().flatten();
                own.into_iter().any(|outer| holds(*outer, inner))
            }
        }
    }

    /// Whether one of these starts within a place.
    pub(super) fn start_in(&self, outer: Place) -> bool {
        match outer {
            Place::Bytes { from, to } => {
                let first = self.bytes.partition_point(|(first, _)| *first < from);
                self.bytes.get(first).is_some_and(|(first, _)| *first < to)
            }
            Place::Page { page, .. } => {
                let own = self.pages.get(&page).into_iter().flatten();
                own.into_iter().any(|inner| holds(outer, *inner))
            }
        }
    }
}

/// Whether a box on a page is within another: a sentence has the box around all of its words.
fn holds(outer: Place, inner: Place) -> bool {
    match (outer, inner) {
        (
            Place::Page {
                left,
                top,
                right,
                bottom,
                ..
            },
            Place::Page {
                left: l,
                top: t,
                right: r,
                bottom: b,
                ..
            },
        ) => left <= l + 1.0 && top <= t + 1.0 && r <= right + 1.0 && b <= bottom + 1.0,
        _ => false,
    }
}
