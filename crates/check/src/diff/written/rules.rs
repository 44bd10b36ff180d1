//! The rules of an edition with their criteria.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::Criterion,
    source::{Edition, Rule},
};
use coverdict_program::criterion_text;

use super::{
    change::{Changes, Field},
    texts::{cited, granted, held, list},
};

pub(super) fn rules(changes: &mut Changes, old: &Edition, new: &Edition) {
    let names: BTreeSet<_> = old.rules.keys().chain(new.rules.keys()).collect();
    for name in names {
        let place = format!("rule {name}");
        let (before, after) = (old.rules.get(name), new.rules.get(name));
        let (Some(before), Some(after)) = (before, after) else {
            let text = |rule: &Rule| held(&rule.holding);
            changes.value(Field::Rule, &place, before.map(text), after.map(text));
            continue;
        };
        changes.value(
            Field::Holding,
            &place,
            Some(held(&before.holding)),
            Some(held(&after.holding)),
        );
        changes.value(
            Field::Grant,
            &place,
            granted(&before.holding),
            granted(&after.holding),
        );
        changes.value(
            Field::Label,
            &place,
            before.label.as_ref(),
            after.label.as_ref(),
        );
        changes.value(
            Field::Citation,
            &place,
            Some(cited(&before.cite)),
            Some(cited(&after.cite)),
        );
        changes.value(
            Field::Clause,
            &format!("{place}, from"),
            before.from,
            after.from,
        );
        changes.value(
            Field::Clause,
            &format!("{place}, until"),
            before.until,
            after.until,
        );
        let phases = format!("{place}, phases");
        changes.value(
            Field::Clause,
            &phases,
            Some(list(&before.phases)),
            Some(list(&after.phases)),
        );
        let overrides = |rule: &Rule| Some(list(&rule.overrides));
        changes.value(
            Field::Overrides,
            &place,
            overrides(before),
            overrides(after),
        );
        let (mut was, mut is) = (BTreeMap::new(), BTreeMap::new());
        criteria(&before.when, &place, "", &mut was);
        criteria(&after.when, &place, "", &mut is);
        let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for key in keys {
            let text = |of: &BTreeMap<String, (String, String)>, cite: bool| {
                let (text, cited) = of.get(key)?;
                Some(if cite { cited.clone() } else { text.clone() })
            };
            changes.value(Field::Criterion, key, text(&was, false), text(&is, false));
            if was.contains_key(key) && is.contains_key(key) {
                changes.value(Field::Citation, key, text(&was, true), text(&is, true));
            }
        }
    }
}

/// The criteria of a rule by their names, and those without one by their places; each with what it asks and where
/// the source says so.
fn criteria(
    criterion: &Criterion,
    rule: &str,
    path: &str,
    all: &mut BTreeMap<String, (String, String)>,
) {
    let own = match &criterion.id {
        Some(id) => format!("{rule}, criterion {id}"),
        None if path.is_empty() => format!("{rule}, criteria"),
        None => format!("{rule}, criterion {path}"),
    };
    let cite = criterion.cite.as_ref().map_or_else(String::new, cited);
    let below: Vec<String> = criterion
        .children()
        .map(|child| {
            child
                .id
                .as_ref()
                .map_or_else(|| "…".to_owned(), ToString::to_string)
        })
        .collect();
    let text = match below.is_empty() {
        true => criterion_text(&criterion.test),
        false => format!("{} {}", criterion_text(&criterion.test), below.join(", ")),
    };
    all.insert(own, (text, cite));
    for (at, child) in (1..).zip(criterion.children()) {
        let path = match path {
            "" => at.to_string(),
            path => format!("{path}.{at}"),
        };
        criteria(child, rule, &path, all);
    }
}
