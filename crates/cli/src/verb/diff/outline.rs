//! A difference as an outline.

use std::collections::BTreeMap;

use coverdict_check::diff::{Change, Class, Contrast, CorpusDiff, EditionDiff, LineDiff, Relation};
use coverdict_model::finding::Coverage;

use crate::{
    outline::{Block, Item, Outline, Part},
    render::contrast,
};

/// The difference between two editions.
pub(in crate::verb) fn editions(diff: &EditionDiff) -> Outline {
    Outline {
        title: format!("{} against {}", diff.new, diff.old),
        parts: parts(diff),
    }
}

fn parts(diff: &EditionDiff) -> Vec<Part> {
    let mut entries = vec![
        ("change", class(diff.class).to_owned()),
        ("coverage", relation(diff.relation).to_owned()),
    ];
    if diff.lines.is_empty() && !diff.changes.is_empty() {
        entries.push((
            "lines",
            "no code and no service that both are for".to_owned(),
        ));
    }
    let mut all = vec![Part::new("In short", vec![Block::Entries(entries)])];
    let lines: Vec<Item> = diff.lines.iter().map(line).collect();
    if !lines.is_empty() {
        all.push(Part::new("What it means", vec![Block::Items(lines)]));
    }
    let changes: Vec<Item> = diff.changes.iter().map(change).collect();
    if !changes.is_empty() {
        all.push(Part::new("What is written", vec![Block::Items(changes)]));
    }
    let undecided: Vec<Item> = diff.undecided.iter().map(Item::plain).collect();
    if !undecided.is_empty() {
        all.push(Part::new("Not settled", vec![Block::Items(undecided)]));
    }
    all
}

fn line(line: &LineDiff) -> Item {
    let names: Vec<&str> = line.lines.iter().map(String::as_str).collect();
    let shown = [
        ("more favourable", &line.wider),
        ("less favourable", &line.narrower),
        ("as favourable, and another answer", &line.otherwise),
    ];
    let cases = shown
        .into_iter()
        .filter_map(|(how, found)| Some((how, found.as_ref()?)));
    let cases = cases.map(|(how, found)| case(how, found)).collect();
    Item::named(names.join(", "), relation(line.relation)).of(cases)
}

fn case(how: &str, contrast: &Contrast) -> Item {
    let held = |coverage: &Coverage, confirms: bool| match confirms {
        true => format!(
            "{}, and the benefit is confirmed",
            contrast::coverage(coverage)
        ),
        false => contrast::coverage(coverage),
    };
    let mut of = vec![
        Item::named("old", held(&contrast.old, contrast.old_confirms_benefit)),
        Item::named("new", held(&contrast.new, contrast.new_confirms_benefit)),
    ];
    of.extend(contrast.assuming.iter().map(|one| Item::named("if", one)));
    Item::named(how, contrast::case(&contrast.case)).of(of)
}

fn change(change: &Change) -> Item {
    let field = format!("{:?}", change.field);
    let words = field
        .chars()
        .flat_map(|letter| match letter.is_uppercase() {
            true => vec![' ', letter.to_ascii_lowercase()],
            false => vec![letter],
        });
    let field: String = words.collect::<String>().trim().to_owned();
    let name = match change.place.as_str() {
        "" => field,
        // A service or a rule that is added or left out is named once.
        place if place.starts_with(&field) => place.to_owned(),
        place => format!("{field}, {place}"),
    };
    let text = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) => format!("left out: {old}"),
        (None, Some(new)) => format!("added: {new}"),
        (None, None) => String::new(),
    };
    Item::named(name, text)
}

/// The difference between two corpora.
pub(super) fn corpora(old: &str, new: &str, diff: &CorpusDiff) -> Outline {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for edition in diff.edited.iter().chain(&diff.succeeded) {
        *counts.entry(class(edition.class)).or_default() += 1;
    }
    let entries = vec![
        (
            "sources",
            format!("{} added, {} removed", diff.added.len(), diff.removed.len()),
        ),
        (
            "editions",
            format!(
                "{} new, {} edited in place, {} no longer there",
                diff.succeeded.len(),
                diff.edited.len(),
                diff.withdrawn.len()
            ),
        ),
        (
            "changes",
            match counts.is_empty() {
                true => "none of editions".to_owned(),
                false => {
                    let told = counts
                        .into_iter()
                        .map(|(class, count)| format!("{count} {class}"));
                    told.collect::<Vec<_>>().join(", ")
                }
            },
        ),
    ];
    let mut all = vec![Part::new("In short", vec![Block::Entries(entries)])];
    for (title, sources) in [
        ("Sources added", &diff.added),
        ("Sources removed", &diff.removed),
    ] {
        let items = sources.iter().map(|(source, editions)| {
            let editions: Vec<String> = editions.iter().map(|id| id.edition.to_string()).collect();
            Item::named(source.as_str(), editions.join(", "))
        });
        push(&mut all, title, items.collect());
    }
    let withdrawn = diff.withdrawn.iter().map(|id| Item::plain(id.to_string()));
    push(&mut all, "Editions no longer there", withdrawn.collect());
    let changes = diff.changes.iter().map(|change| {
        let details = change.details.iter().map(Item::plain).collect();
        Item::named(
            format!("{} {}", change.part, change.id),
            change.change.clone(),
        )
        .of(details)
    });
    push(&mut all, "Beside the editions", changes.collect());
    for (title, editions) in [
        ("Editions edited in place", &diff.edited),
        ("New editions", &diff.succeeded),
    ] {
        let of = editions.iter().map(|edition| Part {
            title: format!("{} against {}", edition.new, edition.old),
            blocks: Vec::new(),
            parts: parts(edition),
        });
        let of: Vec<Part> = of.collect();
        if !of.is_empty() {
            all.push(Part {
                title: title.to_owned(),
                blocks: Vec::new(),
                parts: of,
            });
        }
    }
    let not = diff.not_compared.iter();
    let not = not.map(|(edition, why)| Item::named(edition.to_string(), why.clone()));
    push(&mut all, "Not compared", not.collect());
    Outline {
        title: format!("{new} against {old}"),
        parts: all,
    }
}

fn push(parts: &mut Vec<Part>, title: &str, items: Vec<Item>) {
    if !items.is_empty() {
        parts.push(Part::new(title, vec![Block::Items(items)]));
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::None => "nothing is changed",
        Class::WordingOnly => "wording only",
        Class::Scope => "scope",
        Class::Otherwise => "another answer, as favourable",
        Class::Loosening => "loosening",
        Class::Tightening => "tightening",
        Class::Mixed => "loosening and tightening",
        Class::Undecided => "not settled",
    }
}

/// A relation in words.
pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "equal on every case",
        Relation::Otherwise => "as favourable on every case, and another answer on some",
        Relation::Wider => "wider",
        Relation::Narrower => "narrower",
        Relation::Incomparable => "incomparable: wider in some cases, narrower in others",
        Relation::Undecided => "not settled",
    }
}
