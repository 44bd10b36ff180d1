//! Age and sex: a criterion that turns on them says why (45 CFR 92.210).

use std::collections::BTreeSet;

use coverdict_model::{
    criterion::{Criterion, Test},
    fact::{Catalogue, Derivation},
    id::Id,
    source::SourceKind,
};

use super::{
    place::at,
    walk::{Step, walk},
};
use crate::{Problem, Spans, Subject, codes};

const HELP: &str =
    "add `cite: {note: …}` with the ground to the criterion, or to a group that it stands in";

/// Criteria of rules and of profiles that compare age or sex and carry no ground, the first of a rule for each fact.
pub(super) fn unjustified(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let facts = age_or_sex(&subject.corpus.catalogue);
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        if names_its_own_ground(edition.kind) {
            continue;
        }
        for (name, rule) in &edition.rules {
            for (fact, way) in bare(&rule.when, &facts) {
                let message = format!("the rule `{name}` turns on `{fact}`, and nothing says why");
                let code = codes::AGE_OR_SEX_UNJUSTIFIED;
                let problem = subject.in_rule(code, (&edition.id, name), &way, message);
                problems.push(problem.helped(HELP));
            }
        }
    }
    for profile in subject.corpus.profiles.values() {
        for step in &profile.steps {
            let Some(when) = &step.when else { continue };
            for (fact, way) in bare(when, &facts) {
                let message = format!(
                    "the step `{}` turns on `{fact}`, and nothing says why",
                    step.id
                );
                let mut path = vec!["steps".to_owned(), step.id.to_string(), "when".to_owned()];
                path.extend(way.iter().map(Step::key));
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let place = subject.atlas.named("profile", &profile.id, &path);
                let problem = at(place, codes::AGE_OR_SEX_UNJUSTIFIED, message).about(&step.id);
                problems.push(problem.helped(HELP));
            }
        }
    }
    problems
}

/// A statute that names an age or a sex is the ground itself.
fn names_its_own_ground(kind: SourceKind) -> bool {
    matches!(
        kind,
        SourceKind::FederalMandate | SourceKind::StateMandate | SourceKind::LegalExclusion
    )
}

/// Each fact of these that a criterion compares without a ground, with the way to the first place.
fn bare<'c>(when: &'c Criterion, facts: &BTreeSet<&Id>) -> Vec<(&'c Id, Vec<Step<'c>>)> {
    let mut found: Vec<(&Id, Vec<Step<'_>>)> = Vec::new();
    walk(when, &mut |above, criterion, way| {
        let Test::Fact { fact, .. } = &criterion.test else {
            return;
        };
        let grounded = above.iter().any(|group| has_ground(group)) || has_ground(criterion);
        let known = found.iter().any(|(known, _)| *known == fact);
        if facts.contains(fact) && !grounded && !known {
            found.push((fact, way.to_vec()));
        }
    });
    found
}

fn has_ground(criterion: &Criterion) -> bool {
    let note = criterion.cite.as_ref().and_then(|cite| cite.note.as_ref());
    note.is_some_and(|note| !note.trim().is_empty())
}

/// The facts that tell age or sex: dates of birth from which an age is derived, what is derived from them, and facts
/// that are named for nothing else.
fn age_or_sex(catalogue: &Catalogue) -> BTreeSet<&Id> {
    let mut facts: BTreeSet<&Id> = catalogue
        .facts
        .keys()
        .filter(|id| is_named_so(id))
        .collect();
    for (name, fact) in &catalogue.facts {
        if let Some(Derivation::Age { birth, .. }) = &fact.derived {
            facts.extend([name, birth]);
        }
    }
    // Derivations have no circles: each round reaches one further.
    loop {
        let derived = catalogue.facts.iter().filter(|(name, fact)| {
            let mut inputs = fact.derived.iter().flat_map(Derivation::inputs);
            !facts.contains(name) && inputs.any(|input| facts.contains(input))
        });
        let derived: Vec<&Id> = derived.map(|(name, _)| name).collect();
        if derived.is_empty() {
            return facts;
        }
        facts.extend(derived);
    }
}

/// Whether every word of a name is about age or sex and one says so: `sex-assigned-at-birth`, and not `age-of-onset`.
fn is_named_so(fact: &Id) -> bool {
    const SAYS_SO: [&str; 3] = ["age", "sex", "gender"];
    const BESIDE: [&str; 14] = [
        "member",
        "patient",
        "person",
        "assigned",
        "at",
        "birth",
        "administrative",
        "legal",
        "recorded",
        "identity",
        "in",
        "years",
        "months",
        "days",
    ];
    let words: Vec<&str> = fact.as_str().split(['-', '_']).collect();
    words.iter().any(|word| SAYS_SO.contains(word))
        && words
            .iter()
            .all(|word| SAYS_SO.contains(word) || BESIDE.contains(word))
}
