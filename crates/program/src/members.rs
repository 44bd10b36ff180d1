//! Cells of codes or names: the sets that criteria mention partition them.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::Cells;
use coverdict_model::{corpus::Patterns, id::Id};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A partition of codes or names, such that each mentioned set is a union of cells.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MemberCells {
    /// Codes and names that are mentioned as they are, ascending, with their cells.
    exact: Vec<(Id, u32)>,
    /// Beginnings, ascending, with the cells of codes that begin so and are in no longer one.
    prefixes: Vec<(Id, u32)>,
    /// The cell of everything else; none where every name possible is listed.
    others: Option<u32>,
    /// How many cells there are.
    len: u32,
    /// The mentioned sets, each with a label for people and its cells.
    sets: Vec<(String, Cells)>,
}

/// Collects the sets mentioned of one fact, and makes the partition.
#[derive(Debug, Default)]
pub(crate) struct MemberSets {
    /// The sets by what they hold, with a label each.
    sets: BTreeMap<(BTreeSet<Id>, BTreeSet<Id>), String>,
}

impl MemberSets {
    /// Mentions a set under a label.
    pub(crate) fn mention(&mut self, patterns: &Patterns, label: &str) {
        let mentioned = self
            .sets
            .entry((patterns.members.clone(), patterns.prefixes.clone()))
            .or_insert_with(|| label.to_owned());
        // One label however the corpus is ordered.
        if label < mentioned.as_str() {
            label.clone_into(mentioned);
        }
    }

    /// The partition; `listed` are the names possible where others are not.
    pub(crate) fn partition(self, listed: Option<&BTreeSet<Id>>) -> (MemberCells, MemberIndex) {
        let mut exact: BTreeSet<Id> = listed.cloned().unwrap_or_default();
        let mut prefixes: BTreeSet<Id> = BTreeSet::new();
        for (members, beginnings) in self.sets.keys() {
            exact.extend(members.iter().cloned());
            prefixes.extend(beginnings.iter().cloned());
        }
        let mut groups = Groups::default();
        let mut exact: Vec<(Id, Vec<u32>)> = exact.into_iter().map(|id| (id, Vec::new())).collect();
        let mut prefixes: Vec<(Id, Vec<u32>)> =
            prefixes.into_iter().map(|id| (id, Vec::new())).collect();
        for (number, (members, beginnings)) in (0_u32..).zip(self.sets.keys()) {
            for member in members {
                sign(&mut exact, member.as_str(), number, |id, text| id == text);
            }
            for beginning in beginnings {
                sign(&mut exact, beginning.as_str(), number, |id, text| {
                    id.starts_with(text)
                });
                sign(&mut prefixes, beginning.as_str(), number, |id, text| {
                    id.starts_with(text)
                });
            }
        }
        let exact: Vec<(Id, u32)> = exact
            .into_iter()
            .map(|(id, signature)| (id, groups.cell(signature)))
            .collect();
        let prefixes: Vec<(Id, u32)> = prefixes
            .into_iter()
            .map(|(id, signature)| (id, groups.cell(signature)))
            .collect();
        let others = listed.is_none().then(|| groups.cell(Vec::new()));
        let count = self.sets.len();
        let mut sets = vec![Vec::new(); count];
        for (signature, cell) in &groups.cells {
            for number in signature {
                if let Some(set) = sets.get_mut(*number as usize) {
                    set.push(*cell);
                }
            }
        }
        let sets: Vec<Cells> = sets
            .into_iter()
            .map(|cells| Cells::from_ranges(cells.into_iter().map(|cell| (cell, cell + 1))))
            .collect();
        let index = MemberIndex {
            by_patterns: self
                .sets
                .keys()
                .cloned()
                .zip(sets.iter().cloned())
                .collect(),
        };
        let sets = self.sets.into_values().zip(sets).collect();
        (
            MemberCells {
                exact,
                prefixes,
                others,
                len: groups.next,
                sets,
            },
            index,
        )
    }
}

/// Marks the points whose text stands in this relation to a set's.
fn sign(points: &mut [(Id, Vec<u32>)], text: &str, number: u32, fits: impl Fn(&str, &str) -> bool) {
    let start = points.partition_point(|(id, _)| id.as_str() < text);
    for (id, signature) in points.iter_mut().skip(start) {
        if !fits(id.as_str(), text) {
            break;
        }
        if signature.last() != Some(&number) {
            signature.push(number);
        }
    }
}

/// The cells by the sets that they lie in.
#[derive(Default)]
struct Groups {
    cells: FxHashMap<Vec<u32>, u32>,
    next: u32,
}

impl Groups {
    fn cell(&mut self, signature: Vec<u32>) -> u32 {
        *self.cells.entry(signature).or_insert_with(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

/// The cells of each mentioned set, for the compiler.
#[derive(Debug, Default)]
pub(crate) struct MemberIndex {
    by_patterns: FxHashMap<(BTreeSet<Id>, BTreeSet<Id>), Cells>,
}

impl MemberIndex {
    /// The cells of a mentioned set.
    pub(crate) fn cells(&self, patterns: &Patterns) -> Cells {
        self.by_patterns
            .get(&(patterns.members.clone(), patterns.prefixes.clone()))
            .cloned()
            .unwrap_or(Cells::empty())
    }
}

impl MemberCells {
    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The cell of a code or name; none when it is not among the names possible.
    #[must_use]
    pub fn cell(&self, text: &str) -> Option<u32> {
        if let Ok(at) = self.exact.binary_search_by(|(id, _)| id.as_str().cmp(text)) {
            return self.exact.get(at).map(|(_, cell)| *cell);
        }
        self.longest_prefix(text).or(self.others)
    }

    /// The cell of the longest beginning of a text that is mentioned.
    fn longest_prefix(&self, text: &str) -> Option<u32> {
        let mut text = text;
        loop {
            // Every beginning of the text comes before it, and the longest of them last. Where another one
            // comes between, no beginning is longer than what that has in common with the text.
            let after = self.prefixes.partition_point(|(id, _)| id.as_str() <= text);
            let (before, cell) = self.prefixes.get(after.checked_sub(1)?)?;
            let common = in_common(before.as_str(), text);
            if common.len() == before.as_str().len() {
                return Some(*cell);
            }
            text = common;
        }
    }

    /// The codes and names that are mentioned as they are and lie in these cells, ascending.
    pub(crate) fn exact_in<'m>(&'m self, cells: &'m Cells) -> impl Iterator<Item = &'m Id> {
        among(&self.exact, cells)
    }

    /// The beginnings that are mentioned and whose own codes lie in these cells, ascending.
    pub(crate) fn prefixes_in<'m>(&'m self, cells: &'m Cells) -> impl Iterator<Item = &'m Id> {
        among(&self.prefixes, cells)
    }

    /// A label for a group of cells: of which mentioned sets it is made, or what it is without.
    #[must_use]
    pub fn label(&self, cells: &Cells) -> String {
        if let Some(label) = self.made_of(cells) {
            return label;
        }
        if self.others.is_some_and(|others| cells.contains(others)) {
            let rest = cells.complement(self.len);
            return match self.made_of(&rest) {
                Some(rest) => format!("others than {rest}"),
                None if rest.is_empty() => "anything".to_owned(),
                None => "others".to_owned(),
            };
        }
        if let Some(names) = self.names(cells) {
            return names;
        }
        let supersets = self.sets.iter().filter(|(_, set)| cells.is_subset(set));
        let smallest = supersets.min_by_key(|(label, set)| (set.count(), label));
        match smallest {
            Some((label, set)) => match self.made_of(&set.difference(cells)) {
                Some(rest) => format!("{label} but for {rest}"),
                None => format!("some of {label}"),
            },
            None => "some".to_owned(),
        }
    }

    /// The mentioned sets that hold these cells together and nothing else, the largest first taken.
    fn made_of(&self, cells: &Cells) -> Option<String> {
        let parts = self.sets.iter();
        let mut parts: Vec<&(String, Cells)> = parts
            .filter(|(_, set)| !set.is_empty() && set.is_subset(cells))
            .collect();
        parts.sort_by_key(|(label, set)| (std::cmp::Reverse(set.count()), label));
        let mut covered = Cells::empty();
        let mut labels = Vec::new();
        for (label, set) in parts {
            if !set.is_subset(&covered) {
                covered = covered.union(set);
                labels.push(label.as_str());
            }
        }
        labels.sort_unstable();
        (!labels.is_empty() && covered == *cells).then(|| either(&labels))
    }

    /// The names in these cells, where they are few and nothing else is in them.
    fn names(&self, cells: &Cells) -> Option<String> {
        const FEW: usize = 4;
        let within = |points: &[(Id, u32)]| {
            let points = points.iter().filter(|(_, cell)| cells.contains(*cell));
            points.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
        };
        let names = within(&self.exact);
        let few = (1..=FEW).contains(&names.len()) && within(&self.prefixes).is_empty();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        few.then(|| either(&names))
    }
}

/// The points that lie in some cells.
fn among<'m>(points: &'m [(Id, u32)], cells: &'m Cells) -> impl Iterator<Item = &'m Id> {
    let points = points.iter().filter(|(_, cell)| cells.contains(*cell));
    points.map(|(id, _)| id)
}

/// With what both texts begin.
fn in_common<'t>(other: &str, text: &'t str) -> &'t str {
    let mut pairs = text.char_indices().zip(other.chars());
    let end = pairs.find(|((_, one), other)| one != other);
    let shorter = text.len().min(other.len());
    text.get(..end.map_or(shorter, |((at, _), _)| at))
        .unwrap_or_default()
}

/// Labels as alternatives; words with which all of them begin or end are written once.
fn either(labels: &[&str]) -> String {
    let words: Vec<Vec<&str>> = labels
        .iter()
        .map(|label| label.split(' ').collect())
        .collect();
    let backwards: Vec<Vec<&str>> = words
        .iter()
        .map(|words| words.iter().rev().copied().collect())
        .collect();
    // At least one word of each is its own.
    let shortest = words.iter().map(Vec::len).min().unwrap_or_default();
    let begin = alike(&words).min(shortest.saturating_sub(1));
    let end = alike(&backwards).min(shortest.saturating_sub(1 + begin));
    let own = words.iter().map(|words| {
        let own = words.get(begin..words.len() - end);
        own.unwrap_or_default().join(" ")
    });
    let own = own.collect::<Vec<_>>().join(" or ");
    let first = words.first().map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<&str> = first.iter().take(begin).copied().collect();
    all.push(&own);
    all.extend(first.iter().skip(first.len() - end));
    all.join(" ")
}

/// With how many words all texts begin.
fn alike(texts: &[Vec<&str>]) -> usize {
    let first = texts.first().map(Vec::as_slice).unwrap_or_default();
    let alike = first
        .iter()
        .enumerate()
        .take_while(|(at, word)| texts.iter().all(|other| other.get(*at) == Some(*word)));
    alike.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(members: &[&str], prefixes: &[&str]) -> Patterns {
        let ids = |texts: &[&str]| texts.iter().map(|text| Id::new(text).unwrap()).collect();
        Patterns {
            members: ids(members),
            prefixes: ids(prefixes),
        }
    }

    #[test]
    fn mentioned_sets_are_unions_of_cells() {
        let sets = [
            patterns(&["M54.50", "M25.511"], &[]),
            patterns(&[], &["M54"]),
            patterns(&[], &["M54.5", "M2"]),
        ];
        let mut mentioned = MemberSets::default();
        for set in &sets {
            mentioned.mention(set, "set");
        }
        let (cells, index) = mentioned.partition(None);
        for text in [
            "M54.50", "M54.51", "M54.6", "M54.2", "M54", "M25.511", "M25.512", "M99", "G43.909",
            "M5",
        ] {
            let cell = cells.cell(text).unwrap();
            for set in &sets {
                assert_eq!(
                    index.cells(set).contains(cell),
                    set.contains(text),
                    "{text} in {set:?}"
                );
            }
        }
    }

    #[test]
    fn listed_names_leave_no_others() {
        let mut mentioned = MemberSets::default();
        mentioned.mention(&patterns(&["pain"], &[]), "pain");
        let listed: BTreeSet<Id> = ["pain", "laxity", "other"]
            .map(|text| Id::new(text).unwrap())
            .into();
        let (cells, _) = mentioned.partition(Some(&listed));
        assert_eq!(cells.len(), 2);
        assert_eq!(cells.cell("laxity"), cells.cell("other"));
        assert_eq!(cells.cell("unheard-of"), None);
    }

    #[test]
    fn a_label_tells_what_is_in_a_group_and_nothing_else() {
        let mut mentioned = MemberSets::default();
        mentioned.mention(&patterns(&[], &["M25", "M54"]), "codes known to a mapping");
        mentioned.mention(
            &patterns(&[], &["M25.3"]),
            "codes that mean laxity by a mapping",
        );
        mentioned.mention(
            &patterns(&[], &["M25.5", "M54"]),
            "codes that mean pain by a mapping",
        );
        let (cells, _) = mentioned.partition(None);
        let group = |codes: &[&str]| {
            let cells = codes.iter().map(|code| cells.cell(code).unwrap());
            Cells::from_ranges(cells.map(|cell| (cell, cell + 1)))
        };
        for (codes, label) in [
            (&["M25.3"][..], "codes that mean laxity by a mapping"),
            (
                &["M25.3", "M25.5"],
                "codes that mean laxity or pain by a mapping",
            ),
            (&["M25.3", "M25.5", "M25.1"], "codes known to a mapping"),
            (
                &["M25.1"],
                "codes known to a mapping but for codes that mean laxity or pain by a mapping",
            ),
            (&["G43"], "others than codes known to a mapping"),
            (&["G43", "M25.3", "M25.5", "M25.1"], "anything"),
            (
                &["G43", "M25.1"],
                "others than codes that mean laxity or pain by a mapping",
            ),
            (
                &["G43", "M25.1", "M25.5"],
                "others than codes that mean laxity by a mapping",
            ),
        ] {
            assert_eq!(cells.label(&group(codes)), label, "{codes:?}");
        }
    }

    #[test]
    fn names_that_no_set_mentions_are_listed_when_they_are_few() {
        let mut mentioned = MemberSets::default();
        mentioned.mention(&patterns(&["pain"], &[]), "pain");
        let listed: BTreeSet<Id> = ["pain", "laxity", "other"]
            .map(|text| Id::new(text).unwrap())
            .into();
        let (cells, _) = mentioned.partition(Some(&listed));
        let label = |name: &str| cells.label(&Cells::single(cells.cell(name).unwrap()));
        assert_eq!([label("pain"), label("other")], ["pain", "laxity or other"]);
    }
}
