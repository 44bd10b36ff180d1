//! Rules of an edition.

use std::collections::BTreeSet;

use coverdict_model::{
    id::Id,
    source::{Rule, SourceKind},
    well_known,
};

use super::Context;
use super::applies::facet_values;
use super::common::{cite, id, list, optional, partial_date, text};
use super::criterion::{EditionScope, of_rule};
use super::edition::ends_before_it_starts;
use super::holding::holding;
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, nearest};

/// What a rule can refer to.
#[derive(Clone, Copy)]
pub(super) struct RuleScope<'s> {
    /// The kind of source, where it could be read.
    pub(super) source: Option<SourceKind>,
    /// The services and readings of the edition.
    pub(super) edition: EditionScope<'s>,
    /// The names of the edition's rules.
    pub(super) rules: &'s BTreeSet<&'s str>,
    /// The catalogue and the value sets.
    pub(super) context: Context<'s>,
}

/// Reads a rule.
pub(super) fn rule(item: Item<'_>, scope: RuleScope<'_>, problems: &mut Problems) -> Option<Rule> {
    let mut mapping = item.mapping("a rule", problems)?;
    let when = mapping
        .required("when", problems)
        .and_then(|item| of_rule(item, scope.context, scope.edition, problems));
    let holding = holding(&mut mapping, scope.source, scope.context, problems);
    let label = optional(mapping.optional("label"), |item| text(item, problems));
    let cite = mapping
        .required("cite", problems)
        .and_then(|item| cite(item, problems));
    let from = optional(mapping.optional("from"), |item| {
        partial_date(item, problems)
    });
    let until_item = mapping.optional("until");
    let until = optional(until_item, |item| partial_date(item, problems));
    let phases = optional(mapping.optional("phases"), |item| {
        facet_values(item, well_known::PHASE, scope.context, problems)
    });
    let overrides = optional(mapping.optional("overrides"), |item| {
        overrides(item, scope.rules, problems)
    });
    mapping.finish(problems);
    let (from, until) = (from?, until?);
    if let (Some(from), Some(until), Some(item)) = (from, until, until_item) {
        ends_before_it_starts(item, from, until, problems);
    }
    Some(Rule {
        when: when?,
        holding: holding?,
        label: label?.map(Into::into),
        cite: cite?,
        from,
        until,
        phases: phases?.unwrap_or_default(),
        overrides: overrides?.unwrap_or_default(),
    })
}

fn overrides(
    item: Item<'_>,
    rules: &BTreeSet<&str>,
    problems: &mut Problems,
) -> Option<BTreeSet<Id>> {
    let names = list(item, "a list of rules", problems, |item, problems| {
        let name = id(item, problems)?;
        if !rules.contains(name.as_str()) {
            let help = nearest(
                name.as_str(),
                rules.iter().copied(),
                "name a rule of this edition",
            );
            problems.push(
                item.problem(
                    Code::UNKNOWN_RULE,
                    format!("the edition has no rule `{name}`"),
                )
                .with_help(help),
            );
        }
        Some(name)
    })?;
    Some(names.into_iter().collect())
}
