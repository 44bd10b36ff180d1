//! The outlines of criteria that are read of a document, held against the criteria that people typed from it.
//!
//! Both cite bytes of the same document. To a list belongs the typed group whose members rest on most of its items.

use std::collections::BTreeSet;

use coverdict_ingest::{
    Ingested,
    criteria::{Criterion as Listed, Joined},
    document::Place,
};
use coverdict_model::{
    criterion::{Criterion, Test},
    source::Edition,
};

/// Bytes of a document.
type Bytes = (u64, u64);

/// A list of criteria that was read of a document, with the typed group that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Where its first item starts, in bytes.
    pub at: u64,
    /// How its items are joined, and how many there are.
    pub read: (String, usize),
    /// How the typed group joins its members, and how many there are; none where no group rests on two of its items.
    pub typed: Option<(String, usize)>,
}

impl Compared {
    /// Whether both are joined in the same way, of as many.
    #[must_use]
    pub fn is_alike(&self) -> bool {
        self.typed.as_ref() == Some(&self.read)
    }
}

/// A list as it was read: how its items are joined, and where each stands.
struct List {
    joined: String,
    items: Vec<Bytes>,
}

/// A group as it was typed: how its members are joined, and which bytes each of them cites, itself or below.
struct Group {
    joined: &'static str,
    members: Vec<Vec<Bytes>>,
}

/// Every list of a document against the typed criteria of its edition, and how many typed groups rest on no list.
#[must_use]
pub fn compare(read: &Ingested, edition: &Edition) -> (Vec<Compared>, usize) {
    let mut lists = Vec::new();
    for outline in &read.outlines {
        gather(outline.joined, &outline.criteria, &mut lists);
    }
    let mut groups = Vec::new();
    for rule in edition.rules.values() {
        group(&rule.when, &mut groups);
    }
    let compared = lists.iter().filter_map(|list| {
        let (at, _) = *list.items.first()?;
        let best = groups
            .iter()
            .map(|group| (group.answers_to(&list.items), group))
            .filter(|(items, _)| *items > 1)
            // Of those that rest on as many items, one that joins them so, and has the fewest members besides.
            .max_by_key(|(items, group)| {
                let is_joined_so = group.joined == list.joined;
                (*items, is_joined_so, std::cmp::Reverse(group.members.len()))
            });
        Some(Compared {
            at,
            read: (list.joined.clone(), list.items.len()),
            typed: best.map(|(_, group)| (group.joined.to_owned(), group.members.len())),
        })
    });
    let items: Vec<Bytes> = lists.iter().flat_map(|list| &list.items).copied().collect();
    let elsewhere = groups.iter().filter(|group| group.rests_on(&items) == 0);
    (compared.collect(), elsewhere.count())
}

fn gather(joined: Joined, criteria: &[Listed], lists: &mut Vec<List>) {
    let place = |one: &Listed| match one.place {
        Some(Place::Bytes { from, to }) => Some((from, to)),
        _ => None,
    };
    lists.push(List {
        joined: match joined {
            Joined::All => "all".to_owned(),
            Joined::Any => "any".to_owned(),
            Joined::None => "none".to_owned(),
            Joined::AtLeast(count) => format!("at-least {count}"),
            Joined::Open => "open".to_owned(),
        },
        items: criteria.iter().filter_map(place).collect(),
    });
    for one in criteria {
        if let Some(joined) = one.joined {
            gather(joined, &one.below, lists);
        }
    }
}

fn group(criterion: &Criterion, groups: &mut Vec<Group>) {
    let joined = match &criterion.test {
        Test::All(_) => "all",
        Test::Any(_) => "any",
        Test::None(_) => "none",
        Test::AtLeast { .. } => "at-least",
        Test::ByReading { .. } => "by-reading",
        _ => return,
    };
    groups.push(Group {
        joined,
        members: criterion.children().map(cited).collect(),
    });
    for below in criterion.children() {
        group(below, groups);
    }
}

/// The bytes that a criterion cites: its own, or those of the criteria below it.
fn cited(criterion: &Criterion) -> Vec<Bytes> {
    let own = criterion.cite.as_ref().and_then(|cite| cite.bytes);
    match own {
        Some((from, to)) => vec![(u64::from(from), u64::from(to))],
        None => criterion.children().flat_map(cited).collect(),
    }
}

impl Group {
    /// To how many of some items it has a member of their own.
    fn answers_to(&self, items: &[Bytes]) -> usize {
        let of = |member: &Vec<Bytes>| {
            let rests = member
                .iter()
                .filter_map(|bytes| items.iter().position(|item| is_within(*bytes, *item)));
            let rests: BTreeSet<usize> = rests.collect();
            (rests.len() == 1)
                .then(|| rests.into_iter().next())
                .flatten()
        };
        let own: BTreeSet<usize> = self.members.iter().filter_map(of).collect();
        own.len()
    }

    /// On how many of some items its members rest.
    fn rests_on(&self, items: &[Bytes]) -> usize {
        let of = |bytes: &Bytes| items.iter().position(|item| is_within(*bytes, *item));
        let own = self.members.iter().flatten().filter_map(of);
        own.collect::<BTreeSet<usize>>().len()
    }
}

/// Whether most of some bytes lie within others: a citation may take in a marker or a full stop.
fn is_within(bytes: Bytes, item: Bytes) -> bool {
    let shared = bytes.1.min(item.1).saturating_sub(bytes.0.max(item.0));
    let length = bytes.1.saturating_sub(bytes.0);
    length > 0 && shared * 10 >= length * 8
}
