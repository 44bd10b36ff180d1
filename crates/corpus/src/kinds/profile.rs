//! Precedence profiles.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    id::Id,
    position::Position,
    profile::{Binding, Profile, Step},
    source::SourceKind,
    well_known,
};

use super::Context;
use super::applies::facet_values;
use super::common::{cite, empty_list, id, list, optional, text, word, words};
use super::criterion::over_facts;
use crate::diagnostic::{Code, Problems, Span};
use crate::read::Item;

/// Reads a profile.
pub(crate) fn profile(
    root: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Profile> {
    let mut mapping = root.mapping("a profile", problems)?;
    let name = mapping
        .required("profile", problems)
        .and_then(|item| id(item, problems));
    let title = mapping
        .required("title", problems)
        .and_then(|item| text(item, problems));
    let payer = optional(mapping.optional("payer"), |item| id(item, problems));
    let lines = mapping
        .required("lines-of-business", problems)
        .and_then(|item| some_values(item, well_known::LINE_OF_BUSINESS, context, problems));
    let funding = optional(mapping.optional("funding"), |item| {
        some_values(item, well_known::FUNDING, context, problems)
    });
    let cite = mapping
        .required("cite", problems)
        .and_then(|item| cite(item, problems));
    let steps = mapping
        .required("steps", problems)
        .and_then(|item| steps(item, context, problems));
    mapping.finish(problems);
    Some(Profile {
        id: name?,
        title: title?,
        payer: payer?,
        lines_of_business: lines?,
        funding: funding?,
        steps: steps?,
        cite: cite?,
    })
}

fn some_values(
    item: Item<'_>,
    fact: &str,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<Id>> {
    let values = facet_values(item, fact, context, problems)?;
    if values.is_empty() {
        problems.push(empty_list(item));
        return None;
    }
    Some(values)
}

fn steps(item: Item<'_>, context: Context<'_>, problems: &mut Problems) -> Option<Vec<Step>> {
    let mut seen = Seen::default();
    let steps = list(item, "a list of steps", problems, |item, problems| {
        step(item, context, &mut seen, problems)
    })?;
    if steps.is_empty() {
        problems.push(empty_list(item));
        return None;
    }
    Some(steps)
}

/// The names and kinds of the steps so far, each with its place.
#[derive(Default)]
struct Seen {
    names: BTreeMap<Id, Span>,
    kinds: BTreeMap<SourceKind, Span>,
}

fn step(
    item: Item<'_>,
    context: Context<'_>,
    seen: &mut Seen,
    problems: &mut Problems,
) -> Option<Step> {
    let mut mapping = item.mapping("a step", problems)?;
    let name_item = mapping.required("id", problems);
    let name = name_item.and_then(|item| id(item, problems));
    let kinds_item = mapping.required("kinds", problems);
    let kinds =
        kinds_item.and_then(|item| words(item, SourceKind::ALL, SourceKind::name, problems));
    let positions_item = mapping.optional("positions");
    let positions = optional(positions_item, |item| {
        words(item, Position::ALL, Position::name, problems)
    });
    let binding = optional(mapping.optional("binding"), |item| {
        word(item, Binding::ALL, Binding::name, problems)
    });
    let when = optional(mapping.optional("when"), |item| {
        over_facts(item, context, problems)
    });
    let cite = mapping
        .required("cite", problems)
        .and_then(|item| cite(item, problems));
    mapping.finish(problems);
    if let (Some(name), Some(item)) = (&name, name_item)
        && let Some(first) = seen.names.insert(name.clone(), item.span())
    {
        problems.push(
            item.problem(
                Code::DUPLICATE_ID,
                format!("two steps of the profile are named `{name}`"),
            )
            .with_context(item.file(), first, "first here")
            .with_help("give each its own name"),
        );
    }
    let kinds = kinds?;
    if let Some(item) = kinds_item {
        check_kinds(item, &kinds, seen, problems);
    }
    let floor = kinds.iter().any(|kind| kind.is_floor());
    let positions = positions?.unwrap_or_else(|| {
        if floor {
            BTreeSet::from([Position::Supported])
        } else {
            Position::ALL.iter().copied().collect()
        }
    });
    if let (true, Some(item)) = (floor && positions.len() > 1, positions_item) {
        problems.push(
            item.problem(
                Code::MANDATE_NOT_SUPPORTING,
                "a step of mandates allows more than `supported`",
            )
            .with_help("a mandate can only require coverage: write [supported]"),
        );
    }
    Some(Step {
        id: name?,
        kinds,
        positions,
        when: when?,
        binding: binding?.unwrap_or(Binding::AsApplied),
        cite: cite?,
    })
}

fn check_kinds(
    item: Item<'_>,
    kinds: &BTreeSet<SourceKind>,
    seen: &mut Seen,
    problems: &mut Problems,
) {
    for &kind in kinds {
        if let Some(first) = seen.kinds.insert(kind, item.span()) {
            problems.push(
                item.problem(
                    Code::KIND_ON_TWO_STEPS,
                    format!("`{kind}` stands on two steps"),
                )
                .with_context(item.file(), first, "first here")
                .with_help("keep it on one of them"),
            );
        }
    }
    if let (Some(floor), true) = (kinds.iter().find(|kind| kind.is_floor()), kinds.len() > 1) {
        problems.push(
            item.problem(
                Code::FLOOR_SHARES_STEP,
                format!("`{floor}` shares its step with another kind"),
            )
            .with_help("give it a step of its own"),
        );
    }
}
