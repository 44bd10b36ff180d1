//! Slips that cannot matter: whatever the case, the corpus with the slip finds the same as without it.
//!
//! `diff` settles it for one edition by itself. What hangs on the corpus around it is settled here, by bringing both
//! corpora into a form in which what cannot matter is written in one way. Two corpora of the same form find the same.

use std::collections::BTreeSet;

use coverdict_model::{
    corpus::Corpus,
    criterion::{Comparison, Criterion, Test},
    date::Date,
    id::Id,
    profile::{Binding, Profile, Step},
    source::{Edition, Facet, GoverningDate, Open, SourceKind},
    value::Value,
    well_known,
};

use super::overrides;

/// Whether two corpora find the same on every case, because they are the same but for what cannot matter:
///
/// - a day before the first one of the edition or clause, from which on a criterion is met on the day of service;
/// - which of two rules sets the other aside, where they cannot apply together, or where whenever the one applies, a
///   third one does that always sets the other aside;
/// - what it takes to be bound on a step, where every source on file that can be for a member of the profile states its
///   funding;
/// - the order of two neighbouring steps that may take the same positions and on which no source on file can be for a
///   member of the profile. What is not on file may say the same on both.
pub(super) fn alike(one: &Corpus, other: &Corpus) -> bool {
    one != other && form(one) == form(other)
}

/// A corpus with what cannot matter written in one way.
fn form(corpus: &Corpus) -> Corpus {
    let mut form = corpus.clone();
    for edition in form.editions.values_mut() {
        if edition.governing_date == GoverningDate::DateOfService {
            let first = edition.effective.earliest();
            for rule in edition.rules.values_mut() {
                let clause = rule.from.map_or(first, |from| from.earliest());
                not_before(&mut rule.when, first.max(clause));
            }
        }
        overrides::without_needless(&mut edition.rules);
    }
    let asked = steps_asked(corpus);
    for profile in form.profiles.values_mut() {
        let lines = profile.lines_of_business.clone();
        for step in &mut profile.steps {
            let stated =
                sources(corpus, step, &lines).all(|edition| edition.applies.funding.is_some());
            if stated {
                step.binding = Binding::AsApplied;
            }
        }
        in_one_order(profile, |step| {
            let asked = step.kinds.iter().any(|kind| asked.contains(kind));
            !asked && step.when.is_none() && sources(corpus, step, &lines).next().is_none()
        });
    }
    form
}

/// The criterion with no day of service before the first one.
fn not_before(criterion: &mut Criterion, first: Date) {
    match &mut criterion.test {
        Test::All(of) | Test::Any(of) | Test::None(of) | Test::AtLeast { of, .. } => {
            of.iter_mut().for_each(|child| not_before(child, first));
        }
        Test::ByReading { of, .. } => {
            of.values_mut().for_each(|child| not_before(child, first));
        }
        Test::Fact { fact, comparison } if fact.as_str() == well_known::DATE_OF_SERVICE => {
            let from = match comparison {
                Comparison::AtLeast(Value::Date(day)) => Some(*day),
                Comparison::Above(Value::Date(day)) => day.tomorrow().ok(),
                _ => None,
            };
            if let Some(day) = from {
                *comparison = Comparison::AtLeast(Value::Date(day.max(first)));
            }
        }
        Test::Fact { .. } | Test::Service(_) | Test::PositionOf { .. } => {}
    }
}

/// The editions that can stand on a step for a member of one of these lines of business.
fn sources<'c>(
    corpus: &'c Corpus,
    step: &Step,
    lines: &BTreeSet<Id>,
) -> impl Iterator<Item = &'c Edition> {
    let can_be = move |facet: &Facet| match &facet.open {
        Open::Rest => true,
        Open::Values(open) => lines
            .iter()
            .any(|line| facet.within.contains(line) || open.contains(line)),
    };
    corpus.editions.values().filter(move |edition| {
        let stated = edition.applies.lines_of_business.as_ref();
        step.kinds.contains(&edition.kind) && stated.is_none_or(can_be)
    })
}

/// The kinds of source on whose position a rule rests.
fn steps_asked(corpus: &Corpus) -> BTreeSet<SourceKind> {
    fn collect(criterion: &Criterion, into: &mut BTreeSet<SourceKind>) {
        if let Test::PositionOf { source, .. } = &criterion.test {
            into.insert(*source);
        }
        criterion.children().for_each(|child| collect(child, into));
    }
    let mut asked = BTreeSet::new();
    let editions = corpus.editions.values();
    let rules = editions.flat_map(|edition| edition.rules.values());
    rules.for_each(|rule| collect(&rule.when, &mut asked));
    asked
}

/// Brings neighbouring steps that are bare, and may take the same positions, into the order of their names.
fn in_one_order(profile: &mut Profile, is_bare: impl Fn(&Step) -> bool) {
    let same = |one: &Step, other: &Step| {
        is_bare(one)
            && is_bare(other)
            && one.is_floor() == other.is_floor()
            && one.positions == other.positions
    };
    profile
        .steps
        .chunk_by_mut(same)
        .for_each(|run| run.sort_by(|one, other| one.id.cmp(&other.id)));
}
