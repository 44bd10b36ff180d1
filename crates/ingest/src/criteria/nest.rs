//! Items of lists, nested by their markers and by how far they are indented.

use std::cmp::Reverse;

use super::lines::Line;
use crate::marker::{Kind, Marker, marker};

/// An item with the items below it, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nested {
    /// Its number among the items.
    pub(super) item: usize,
    /// The items below it.
    pub(super) below: Vec<Nested>,
}

/// A list that is open: the kind of its markers, how deep it stands, and the number of its last item.
#[derive(Debug, Clone, Copy)]
struct Open {
    kind: Kind,
    depth: u8,
    number: u32,
}

/// The deepest that items are nested: no document goes as deep.
const DEEPEST: usize = 24;

/// Nests items that follow each other.
///
/// An item goes on with the open list whose kind and number it continues, the nearest in depth and the innermost of
/// these; otherwise it starts a list below the item before it.
pub(super) fn nest(lines: &[Line<'_>]) -> Vec<Nested> {
    let mut open: Vec<Open> = Vec::new();
    let mut levels: Vec<(usize, usize)> = Vec::with_capacity(lines.len());
    for (at, Line { item, .. }) in lines.iter().enumerate() {
        let found = marker(&format!("{} x", item.marker));
        let Some(found) = found else { continue };
        let lists = open.iter().enumerate();
        let continued = lists
            .filter(|(_, list)| continues(list, &found, item.depth))
            // Where several could go on, the one that stands as deep; of several such, the innermost.
            .min_by_key(|(level, list)| (list.depth.abs_diff(item.depth), Reverse(*level)))
            .map(|(level, _)| level)
            // A list whose numbers have a gap is one list.
            .or_else(|| {
                open.iter().rposition(|list| {
                    list.depth == item.depth && found.kinds.contains(&Some(list.kind))
                })
            })
            .or_else(|| (open.len() >= DEEPEST).then(|| open.len() - 1));
        match continued {
            Some(level) => {
                open.truncate(level + 1);
                if let Some(list) = open.last_mut() {
                    list.number = number(&found, list.kind);
                    list.depth = list.depth.min(item.depth);
                }
            }
            None => {
                // What is indented less than a list cannot stand below it.
                while open.last().is_some_and(|list| list.depth > item.depth) {
                    open.pop();
                }
                let kind = first_kind(&found);
                open.push(Open {
                    kind,
                    depth: item.depth,
                    number: number(&found, kind),
                });
            }
        }
        levels.push((at, open.len()));
    }
    tree(&levels)
}

fn continues(list: &Open, found: &Marker, depth: u8) -> bool {
    let kinds = found.kinds.iter().flatten();
    let mut kinds = kinds.zip(found.numbers);
    kinds.any(|(kind, number)| {
        let follows = match kind {
            Kind::Bullet(_) => list.depth == depth,
            _ => number == list.number + 1,
        };
        *kind == list.kind && follows
    })
}

fn number(found: &Marker, kind: Kind) -> u32 {
    let known = found.kinds.iter().zip(found.numbers);
    known
        .filter(|(own, _)| **own == Some(kind))
        .map(|(_, number)| number)
        .next()
        .unwrap_or(0)
}

/// The kind that a marker has at the start of a list: that by which it is the first, if there is one.
fn first_kind(found: &Marker) -> Kind {
    let known = found.kinds.iter().zip(found.numbers);
    let first = known
        .filter(|(_, number)| *number == 1)
        .find_map(|(kind, _)| *kind);
    let any = found.kinds.iter().flatten().copied().next();
    first.or(any).unwrap_or(Kind::Bullet('-'))
}

/// Items by their levels as a tree.
fn tree(levels: &[(usize, usize)]) -> Vec<Nested> {
    let mut nested = Vec::new();
    let mut rest = levels;
    while let Some(((item, level), further)) = rest.split_first() {
        let below = further
            .iter()
            .take_while(|(_, other)| other > level)
            .count();
        let (children, next) = further.split_at(below);
        nested.push(Nested {
            item: *item,
            below: tree(children),
        });
        rest = next;
    }
    nested
}
