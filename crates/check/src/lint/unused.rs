//! What nothing uses, and what nobody could be asked for.

use std::collections::BTreeSet;

use coverdict_model::{
    criterion::{Comparison, Criterion, Members, Test},
    fact::Derivation,
    id::Id,
    position::Holding,
    profile::Profile,
    source::{Edition, Facet, Open, Otherwise},
    well_known,
};

use super::{place::at, walk::all};
use crate::{Problem, Spans, Subject, codes};

/// Value sets that no criterion names.
pub(super) fn value_sets(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let criteria = criteria(subject);
    let constraints = subject.corpus.catalogue.constraints.values();
    let criteria = criteria.into_iter().chain(constraints.flat_map(all));
    let used: BTreeSet<&Id> = criteria.filter_map(value_set).collect();
    let sets = subject.corpus.value_sets.keys();
    let unused = sets.filter(|name| !used.contains(name));
    let problems = unused.map(|name| {
        let message = format!("no criterion uses the value set `{name}`");
        let place = subject.atlas.named("value-set", name, &[]);
        let problem = at(place, codes::VALUE_SET_UNUSED, message).about(name);
        problem.helped("remove it, or name it in the criterion that it was made for")
    });
    problems.collect()
}

/// Mappings by which no fact is derived.
pub(super) fn mappings(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let facts = subject.corpus.catalogue.facts.values();
    let used = facts.filter_map(|fact| match &fact.derived {
        Some(Derivation::Mapping { mapping, .. }) => Some(mapping),
        _ => None,
    });
    let used: BTreeSet<&Id> = used.collect();
    let mappings = subject.corpus.mappings.keys();
    let unused = mappings.filter(|name| !used.contains(name));
    let problems = unused.map(|name| {
        let message = format!("no fact is derived by the mapping `{name}`");
        let place = subject.atlas.named("mapping", name, &[]);
        let problem = at(place, codes::MAPPING_UNUSED, message).about(name);
        problem.helped("remove it, or derive a fact by it")
    });
    problems.collect()
}

/// Facts at which nothing looks. Those that the engine itself looks at are used.
pub(super) fn facts(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let used = used_facts(subject);
    let facts = subject.corpus.catalogue.facts.keys();
    let unused = facts.filter(|name| !used.contains(name));
    let problems = unused.map(|name| {
        let message = format!("nothing looks at the fact `{name}`");
        let place = subject.atlas.declared(&["facts", name.as_str()]);
        let problem = at(place, codes::FACT_UNUSED, message).about(name);
        problem.helped("remove it, or write the criterion that was to compare it")
    });
    problems.collect()
}

/// Facts without a question.
pub(super) fn questions(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let facts = subject.corpus.catalogue.facts.iter();
    let blank = facts.filter(|(_, fact)| fact.question.trim().is_empty());
    let problems = blank.map(|(name, _)| {
        let message = format!("the fact `{name}` has no question");
        let place = subject
            .atlas
            .declared(&["facts", name.as_str(), "question"]);
        let problem = at(place, codes::QUESTION_BLANK, message).about(name);
        problem.helped("write how a person is asked for it")
    });
    problems.collect()
}

/// Publications that no edition cites.
pub(super) fn references(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let editions = subject.corpus.editions.values();
    let cited: BTreeSet<&Id> = editions.flat_map(|edition| &edition.references).collect();
    let references = subject.corpus.references.keys();
    let unused = references.filter(|name| !cited.contains(name));
    let problems = unused.map(|name| {
        let message = format!("no edition cites `{name}`");
        let place = subject.atlas.declared(&["references", name.as_str()]);
        let problem = at(place, codes::REFERENCE_UNUSED, message).about(name);
        problem.helped("name it under `references` of the edition that cites it, or remove it")
    });
    problems.collect()
}

/// Profiles for whose members nothing on file can stand on any step.
pub(super) fn profiles(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let serves = |profile: &Profile| {
        let mut editions = subject.corpus.editions.values();
        editions.any(|edition| may_stand(profile, edition))
    };
    let profiles = subject.corpus.profiles.values();
    let unused = profiles.filter(|profile| !serves(profile));
    let problems = unused.map(|profile| {
        let name = &profile.id;
        let message = format!("no source on file stands on a step of the profile `{name}`");
        let place = subject.atlas.named("profile", name, &[]);
        let problem = at(place, codes::PROFILE_UNUSED, message).about(name);
        problem.helped("put a source for its members on file, or remove it")
    });
    problems.collect()
}

/// Phrases whose readings no rule asks for.
pub(super) fn readings(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        if edition.readings.is_empty() {
            continue;
        }
        let criteria = edition.rules.values().flat_map(|rule| all(&rule.when));
        let used = criteria.filter_map(|criterion| match &criterion.test {
            Test::ByReading { reading, .. } => Some(reading),
            _ => None,
        });
        let used: BTreeSet<&Id> = used.collect();
        for phrase in edition
            .readings
            .keys()
            .filter(|phrase| !used.contains(phrase))
        {
            let message = format!("no rule asks how `{phrase}` is read");
            let path = ["readings", phrase.as_str()];
            let problem = subject.in_edition(codes::READING_UNUSED, &edition.id, &path, message);
            let help = "ask for it by `by-reading` in the rule that hangs on it, or remove it";
            problems.push(problem.about(phrase).helped(help));
        }
    }
    problems
}

/// The criteria of all rules and steps.
fn criteria<'c>(subject: &Subject<'c>) -> Vec<&'c Criterion> {
    let editions = subject.corpus.editions.values();
    let rules = editions.flat_map(|edition| edition.rules.values());
    let profiles = subject.corpus.profiles.values();
    let steps = profiles.flat_map(|profile| &profile.steps);
    let whens = steps.filter_map(|step| step.when.as_ref());
    whens
        .chain(rules.map(|rule| &rule.when))
        .flat_map(all)
        .collect()
}

fn value_set(criterion: &Criterion) -> Option<&Id> {
    let Test::Fact { comparison, .. } = &criterion.test else {
        return None;
    };
    match comparison {
        Comparison::AnyIn(members) | Comparison::NoneIn(members) | Comparison::AllIn(members) => {
            match members {
                Members::ValueSet(name) => Some(name),
                Members::Listed(_) => None,
            }
        }
        _ => None,
    }
}

fn fact(criterion: &Criterion) -> Option<&Id> {
    match &criterion.test {
        Test::Fact { fact, .. } => Some(fact),
        _ => None,
    }
}

/// The facts that are compared, counted by a grant, or looked at by the engine, and those that these follow from or
/// are tied to by a constraint.
fn used_facts<'c>(subject: &Subject<'c>) -> BTreeSet<&'c Id> {
    let catalogue = &subject.corpus.catalogue;
    let well_known = |name: &&Id| {
        well_known::ALL
            .iter()
            .any(|(known, _)| *known == name.as_str())
    };
    let mut used: BTreeSet<&Id> = catalogue.facts.keys().filter(well_known).collect();
    let mut reached: Vec<&Id> = used.iter().copied().collect();
    reached.extend(criteria(subject).into_iter().filter_map(fact));
    for edition in subject.corpus.editions.values() {
        reached.extend(counted(edition));
    }
    let constraints = catalogue.constraints.values();
    let mut tied: Vec<BTreeSet<&Id>> = constraints
        .map(|constraint| all(constraint).into_iter().filter_map(fact).collect())
        .collect();
    while !reached.is_empty() {
        while let Some(name) = reached.pop() {
            used.insert(name);
            let derived = catalogue
                .facts
                .get(name)
                .and_then(|fact| fact.derived.as_ref());
            let inputs = derived.into_iter().flat_map(Derivation::inputs);
            reached.extend(inputs.filter(|input| !used.contains(input)));
        }
        // A fact that a constraint ties to a used one tells something of it.
        tied.retain(|facts| {
            let told = facts.iter().any(|fact| used.contains(fact));
            if told {
                reached.extend(facts.iter().filter(|fact| !used.contains(*fact)));
            }
            !told
        });
    }
    used
}

/// The facts that the grants of an edition count.
fn counted(edition: &Edition) -> impl Iterator<Item = &Id> {
    let rules = edition.rules.values().map(|rule| &rule.holding);
    let services = edition.services.values();
    let otherwise = services.filter_map(|service| match &service.otherwise {
        Otherwise::Holds { holding, .. } => Some(holding),
        Otherwise::Silent => None,
    });
    rules.chain(otherwise).filter_map(|holding| match holding {
        Holding::Supported { grant } => grant.quantity.as_ref().map(|quantity| &quantity.count),
        _ => None,
    })
}

/// Whether an edition can stand on a step of a profile for some member whom it serves.
fn may_stand(profile: &Profile, edition: &Edition) -> bool {
    let mut steps = profile.steps.iter();
    let applies = &edition.applies;
    steps.any(|step| step.kinds.contains(&edition.kind))
        && may_be(
            applies.lines_of_business.as_ref(),
            Some(&profile.lines_of_business),
        )
        && may_be(applies.funding.as_ref(), profile.funding.as_ref())
        && may_be(
            applies.payers.as_ref(),
            profile.payer.clone().map(|payer| [payer].into()).as_ref(),
        )
}

fn may_be(facet: Option<&Facet>, values: Option<&BTreeSet<Id>>) -> bool {
    let (Some(facet), Some(values)) = (facet, values) else {
        return true;
    };
    match &facet.open {
        Open::Rest => true,
        Open::Values(open) => !open.is_disjoint(values) || !facet.within.is_disjoint(values),
    }
}
