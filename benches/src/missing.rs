//! How many facts a case leaves open.

use std::collections::BTreeSet;

use coverdict_model::{
    finding::Finding,
    id::Id,
    trace::{CriterionTrace, DayTrace, RuleTrace},
    value::Reading,
};

/// The facts that the rules tried for a case ask for and the case does not tell: those that decide a
/// criterion not yet settled.
#[must_use]
pub fn missing(finding: &Finding) -> usize {
    let mut facts = BTreeSet::new();
    for rule in finding.trace.iter().flat_map(rules) {
        if let Some(criterion) = &rule.criteria {
            gather(criterion, &mut facts);
        }
    }
    facts.len()
}

fn rules(day: &DayTrace) -> impl Iterator<Item = &RuleTrace> {
    let steps = day.walks.iter().flat_map(|walk| &walk.steps);
    let sources = steps.flat_map(|step| &step.sources);
    let editions = sources.flat_map(|source| &source.editions);
    editions.flat_map(|edition| &edition.rules)
}

fn gather<'t>(criterion: &'t CriterionTrace, facts: &mut BTreeSet<&'t Id>) {
    let missing = criterion
        .facts
        .iter()
        .filter(|met| is_open(&met.statement.reading));
    facts.extend(missing.map(|met| &met.fact));
    criterion.of.iter().for_each(|below| gather(below, facts));
}

/// Whether a reading leaves more than one value possible.
fn is_open(reading: &Reading) -> bool {
    match reading {
        Reading::Missing(_) | Reading::OneOf(_) => true,
        Reading::Members { complete, .. } | Reading::Events { complete, .. } => !complete,
        _ => false,
    }
}
