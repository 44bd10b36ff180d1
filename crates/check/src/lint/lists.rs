//! Lists: each member once, and none that another covers.

use std::collections::BTreeSet;

use coverdict_corpus::{
    diagnostic::{Code, FileId, Span},
    yaml::{Node, Value},
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::place::at;
use crate::{Fix, Problem, Spans, Subject, atlas::edition, codes};

/// The keys of lists in which order and number mean nothing.
const SETS: [&str; 23] = [
    "agents",
    "all-in",
    "any-in",
    "codes",
    "funding",
    "in",
    "items",
    "kinds",
    "lines-of-business",
    "members",
    "none-in",
    "overrides",
    "payers",
    "phases",
    "plans",
    "positions",
    "prefixes",
    "references",
    "scopes",
    "services",
    "sources",
    "states",
    "succession",
];

/// Members that stand twice in one list.
pub(super) fn twice(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, tree) in subject.atlas.trees() {
        let mut found = Vec::new();
        lists(tree, &mut |items| {
            let mut first: FxHashMap<&str, &Node> = FxHashMap::default();
            for (place, item) in items.iter().enumerate() {
                let Some(text) = item.as_text() else { continue };
                match first.get(text) {
                    Some(other) => {
                        let message = format!("`{text}` stands twice in the list");
                        let problem = at((file, item.span), codes::LISTED_TWICE, message)
                            .beside((file, other.span), "first here")
                            .helped("remove one of the two");
                        let does = format!("removes the second `{text}` of a list");
                        found.push(mended(subject, problem, file, items, place, does));
                    }
                    None => _ = first.insert(text, item),
                }
            }
        });
        let edition = edition(tree);
        problems.extend(found.into_iter().map(|problem| match &edition {
            Some(edition) => problem.of(edition),
            None => problem,
        }));
    }
    problems
}

/// Members and prefixes of value sets and mappings that a prefix beside them covers.
pub(super) fn covered(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (file, tree) in subject.atlas.trees() {
        let patterns: Vec<&Node> = if tree.get("value-set").is_some() {
            vec![tree]
        } else if tree.get("mapping").is_some() {
            let to = tree.get("to").map(|to| &to.value);
            let to = match to {
                Some(Value::Mapping(entries)) => entries.as_slice(),
                _ => &[],
            };
            to.iter()
                .map(|(_, of)| of)
                .chain(tree.get("none"))
                .collect()
        } else {
            continue;
        };
        for patterns in patterns {
            problems.extend(covered_in(subject, file, patterns));
        }
    }
    problems
}

fn covered_in(subject: &Subject<'_>, file: FileId, patterns: &Node) -> Vec<Problem> {
    let prefixes = items(patterns.get("prefixes"));
    let known: FxHashSet<&str> = prefixes.iter().filter_map(Node::as_text).collect();
    let covers = |text: &str, itself: bool| -> Option<String> {
        let ends = text.char_indices().map(|(end, _)| end).skip(1);
        let ends = ends.chain(itself.then_some(text.len()));
        let mut starts = ends.filter_map(|end| text.get(..end));
        starts
            .find(|start| known.contains(start))
            .map(str::to_owned)
    };
    let mut problems = Vec::new();
    for (list, itself) in [(items(patterns.get("members")), true), (prefixes, false)] {
        let covering: Vec<Option<String>> = list
            .iter()
            .map(|item| covers(item.as_text()?, itself))
            .collect();
        // A list that would be left empty is better rewritten by a person.
        let stays = covering.iter().any(Option::is_none);
        for (place, (item, prefix)) in list.iter().zip(&covering).enumerate() {
            let (Some(text), Some(prefix)) = (item.as_text(), prefix) else {
                continue;
            };
            let code: Code = codes::MEMBER_UNDER_PREFIX;
            let message = format!("`{text}` is covered by the prefix `{prefix}`");
            let problem = at((file, item.span), code, message);
            let problem = problem.helped("remove it, or narrow the prefix");
            let does = format!("removes `{text}`, which the prefix `{prefix}` covers");
            problems.push(match stays {
                true => mended(subject, problem, file, list, place, does),
                false => problem,
            });
        }
    }
    problems
}

fn items(list: Option<&Node>) -> &[Node] {
    match list.map(|list| &list.value) {
        Some(Value::Sequence(items)) => items,
        _ => &[],
    }
}

/// Visits every list of a tree that is a set.
fn lists<'n>(tree: &'n Node, visit: &mut impl FnMut(&'n [Node])) {
    let sets: BTreeSet<&str> = SETS.into();
    // Trees are at most as deep as reading allows.
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    let is_set = key.as_text().is_some_and(|key| sets.contains(key));
                    if let (true, Value::Sequence(items)) = (is_set, &value.value) {
                        visit(items);
                    }
                    open.push(value);
                }
            }
            Value::Sequence(items) => open.extend(items),
            Value::Scalar { .. } | Value::Null => {}
        }
    }
}

/// The problem with a change that takes an item out of its list, where that takes nothing else with it.
fn mended(
    subject: &Subject<'_>,
    problem: Problem,
    file: FileId,
    items: &[Node],
    place: usize,
    does: String,
) -> Problem {
    let text = subject.sources.file(file).text();
    match taken_out(text, items, place) {
        Some(span) => problem.mended_by(Fix {
            file,
            span,
            text: String::new(),
            does,
        }),
        None => problem,
    }
}

/// The bytes of an item with what parts it from its neighbour; none where a comment stands there.
fn taken_out(text: &str, items: &[Node], place: usize) -> Option<Span> {
    let span = items.get(place)?.span;
    let before = place.checked_sub(1).and_then(|before| items.get(before));
    let out = match before {
        Some(before) => Span::new(before.span.end, span.end),
        None => Span::new(span.start, items.get(1)?.span.start),
    };
    let taken = text.get(out.range())?;
    let around = text.get(span.end as usize..)?.lines().next()?;
    let is_block = taken.contains('\n');
    let has_comment = taken.contains('#') || (is_block && around.contains('#'));
    (!has_comment).then_some(out)
}
