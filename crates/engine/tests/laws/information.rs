//! More information never turns a decided finding around, and never makes more of the sources on
//! file govern. Setting a fact never makes another one worth asking for.

use std::collections::BTreeSet;

use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    case::Case,
    corpus::Corpus,
    date::{Date, PartialDate, parse_day},
    finding::{Coverage, Decided},
    grant::Grant,
    id::Id,
    profile::Step,
    source::{EditionId, SourceKind},
    value::Reading,
};
use coverdict_oracle::generate::corpus_and_case;
use proptest::{prelude::*, sample::Index};

use crate::open::{assess, has_unmapped, inputs, mapped, readings, stating, told};

proptest! {
    #[test]
    fn law_setting_a_fact_keeps_what_is_decided(
        (corpus, case) in corpus_and_case(),
        fact: Index,
        value: Index,
    ) {
        if let Some((fact, reading)) = narrowing(&corpus, &case, fact, value) {
            keeps(&corpus, &case, &corpus, &stating(&corpus, &case, &[(&fact, &reading)]));
        }
    }

    #[test]
    fn law_completing_events_keeps_what_is_decided(
        (corpus, case) in corpus_and_case(),
        more in proptest::collection::vec(0_usize..4, 0..3),
        day: Index,
    ) {
        if let Some(reading) = completed_events(&case, &more, day) {
            keeps(&corpus, &case, &corpus, &stating(&corpus, &case, &[(&id("visits"), &reading)]));
        }
    }

    #[test]
    fn law_setting_a_fact_leaves_fewer_relevant(
        (corpus, case) in corpus_and_case(),
        fact: Index,
        value: Index,
    ) {
        if let Some((fact, reading)) = narrowing(&corpus, &case, fact, value) {
            leaves_fewer_relevant(&corpus, &case, &fact, &reading);
        }
    }

    #[test]
    fn law_an_exact_date_keeps_what_is_decided(
        (corpus, case) in corpus_and_case(),
        date: Index,
        day: Index,
    ) {
        if let Some(narrowed) = with_an_exact_date(&corpus, date, day) {
            keeps(&corpus, &case, &narrowed, &case);
        }
    }

    #[test]
    fn law_completing_what_is_on_file_keeps_what_is_decided(
        (corpus, case) in corpus_and_case(),
        step: Index,
    ) {
        keeps(&corpus, &case, &completed(&corpus, step), &case);
    }
}

/// What is decided stays so with more information; what governs is among what governed.
fn keeps(corpus: &Corpus, case: &Case, more: &Corpus, informed: &Case) {
    let before = assess(corpus, case);
    let Coverage::Decided(decided) = &before.coverage else {
        return;
    };
    let after = assess(more, informed);
    match &after.coverage {
        Coverage::Decided(Decided {
            answer,
            governing,
            grants,
            ..
        }) if *answer == decided.answer
            && governing.is_subset(&decided.governing)
            && is_kept(&decided.grants, grants) => {}
        Coverage::InvalidInput { .. } if may_be_impossible(corpus, case) => {}
        _ => panic!(
            "before {}\nafter {}",
            told(case, &before.coverage),
            told(informed, &after.coverage)
        ),
    }
}

/// Whether every grant lies within one of others.
fn is_kept(grants: &BTreeSet<Grant>, others: &BTreeSet<Grant>) -> bool {
    let is_within = |grant: &Grant| others.iter().any(|other| grant.lies_within(other));
    grants.iter().all(is_within)
}

/// Whether values that are possible each may not be together: by a constraint, or where a derived fact
/// is stated beside its inputs.
fn may_be_impossible(corpus: &Corpus, case: &Case) -> bool {
    let is_derived = |id: &Id| {
        let fact = corpus.catalogue.facts.get(id);
        fact.is_some_and(|fact| fact.derived.is_some())
    };
    !corpus.catalogue.constraints.is_empty() || case.facts.keys().any(is_derived)
}

/// Setting a fact to one value leaves no fact relevant that was not; one that was not relevant
/// itself does not decide.
fn leaves_fewer_relevant(corpus: &Corpus, case: &Case, fact: &Id, reading: &Reading) {
    let before = assess(corpus, case).coverage;
    let relevant = match &before {
        Coverage::NeedsInformation(missing) => missing.relevant.clone(),
        Coverage::NeedsSource { .. } => BTreeSet::new(),
        _ => return,
    };
    let informed = stating(corpus, case, &[(fact, reading)]);
    let after = assess(corpus, &informed).coverage;
    let told = || {
        format!(
            "{fact}: before {}\nafter {}",
            told(case, &before),
            told(&informed, &after)
        )
    };
    // To set an input is to narrow what is derived from it, too.
    let derived = |other: &&Id| inputs(corpus, other).contains(&fact);
    let derived: BTreeSet<&Id> = corpus.catalogue.facts.keys().filter(derived).collect();
    match &after {
        // A derived fact that is narrowed to a range may make others relevant under a constraint.
        Coverage::NeedsInformation(missing)
            if derived.is_empty() || corpus.catalogue.constraints.is_empty() =>
        {
            assert!(missing.relevant.is_subset(&relevant), "{}", told());
        }
        Coverage::NeedsInformation(_) | Coverage::NeedsSource { .. } => {}
        Coverage::Decided(_) => {
            let asked =
                relevant.contains(fact) || derived.iter().any(|one| relevant.contains(*one));
            assert!(asked, "{}", told());
        }
        Coverage::InvalidInput { .. } => assert!(may_be_impossible(corpus, case), "{}", told()),
        _ => panic!("{}", told()),
    }
}

/// An open fact with a value that it may have; `None` where the case leaves none open.
fn narrowing(corpus: &Corpus, case: &Case, fact: Index, value: Index) -> Option<(Id, Reading)> {
    let mut open = readings(corpus, case);
    // To state what a mapping derives is more information only beside a code without mapping.
    open.retain(|fact, _| match mapped(corpus, fact) {
        Some((mapping, from)) => has_unmapped(case, mapping, from),
        None => true,
    });
    let open: Vec<(Id, Vec<Reading>)> = open.into_iter().collect();
    if open.is_empty() {
        return None;
    }
    let (fact, values) = fact.get(&open);
    Some((fact.clone(), value.get(values).clone()))
}

/// The events of a case with further ones, the only ones that there were; `None` where they are all
/// known already.
fn completed_events(case: &Case, more: &[usize], day: Index) -> Option<Reading> {
    let further = ["2025-03-02", "2025-02-27", "2025-01-10", "2024-02-20"];
    let further = more.iter().map(|place| further[*place].parse().unwrap());
    let mut dates: Vec<PartialDate> = match case.facts.get("visits").map(Vec::as_slice) {
        Some([one]) => match &one.reading {
            Reading::Events {
                dates,
                complete: true,
            } => dates.clone(),
            Reading::Events { dates, .. } => dates.iter().copied().chain(further).collect(),
            Reading::Missing(_) => further.collect(),
            _ => return None,
        },
        Some([]) | None => further.collect(),
        Some(_) => return None,
    };
    for date in &mut dates {
        *date = PartialDate::Day(a_day_of(*date, day));
    }
    // More events than the count can be are no permitted completion.
    (dates.len() < 5).then_some(Reading::Events {
        dates,
        complete: true,
    })
}

/// The days that a date can mean, one of them.
fn a_day_of(date: PartialDate, day: Index) -> Date {
    let days: Vec<Date> = days(date).collect();
    *day.get(&days)
}

fn days(date: PartialDate) -> impl Iterator<Item = Date> {
    let last = date.latest();
    let from = std::iter::successors(Some(date.earliest()), |day| day.tomorrow().ok());
    from.take_while(move |day| *day <= last)
}

/// A place in a corpus where a date is known to the month or year.
enum Imprecise {
    /// Where the editions of a source begin and end: one boundary is one unknown.
    Boundary { source: Id, date: PartialDate },
    /// When an edition was published.
    Published(EditionId),
    /// Where dated clauses of an edition begin and end: one date is one unknown.
    Clauses {
        edition: EditionId,
        date: PartialDate,
    },
}

/// The corpus with one imprecise date made exact; `None` where there is none.
fn with_an_exact_date(corpus: &Corpus, date: Index, day: Index) -> Option<Corpus> {
    let places = imprecise(corpus);
    if places.is_empty() {
        return None;
    }
    let mut corpus = corpus.clone();
    match date.get(&places) {
        Imprecise::Boundary { source, date } => {
            let of_source = |id: &EditionId| id.source == *source;
            let editions = corpus.editions.values().filter(|one| of_source(&one.id));
            // Two editions may not start on the same day.
            let taken: BTreeSet<Date> = editions.filter_map(|one| one.effective.exact()).collect();
            let free: Vec<Date> = days(*date).filter(|day| !taken.contains(day)).collect();
            let exact = PartialDate::Day(*day.get(&free));
            for edition in corpus.editions.values_mut() {
                if !of_source(&edition.id) {
                    continue;
                }
                for place in [Some(&mut edition.effective), edition.ended.as_mut()] {
                    match place {
                        Some(place) if place == date => *place = exact,
                        _ => {}
                    }
                }
            }
        }
        Imprecise::Published(edition) => {
            make_exact(&mut edition_of(&mut corpus, edition).published, day)
        }
        Imprecise::Clauses { edition, date } => {
            for rule in edition_of(&mut corpus, edition).rules.values_mut() {
                for place in [&mut rule.from, &mut rule.until] {
                    if place.as_ref() == Some(date) {
                        make_exact(place, day);
                    }
                }
            }
        }
    }
    Some(corpus)
}

fn edition_of<'c>(
    corpus: &'c mut Corpus,
    edition: &EditionId,
) -> &'c mut coverdict_model::source::Edition {
    corpus.editions.get_mut(edition).unwrap()
}

fn make_exact(date: &mut Option<PartialDate>, day: Index) {
    *date = date.map(|date| PartialDate::Day(a_day_of(date, day)));
}

fn imprecise(corpus: &Corpus) -> Vec<Imprecise> {
    let is_imprecise = |date: &PartialDate| date.exact().is_none();
    let mut places = Vec::new();
    for edition in corpus.editions.values() {
        let boundaries = [Some(edition.effective), edition.ended];
        for date in boundaries.into_iter().flatten().filter(is_imprecise) {
            let source = edition.id.source.clone();
            places.push(Imprecise::Boundary { source, date });
        }
        if edition.published.as_ref().is_some_and(is_imprecise) {
            places.push(Imprecise::Published(edition.id.clone()));
        }
        let clauses = edition
            .rules
            .values()
            .flat_map(|rule| [rule.from, rule.until]);
        for date in clauses.flatten().filter(is_imprecise) {
            let edition = edition.id.clone();
            places.push(Imprecise::Clauses { edition, date });
        }
    }
    places
}

/// The corpus with the sources of a step, or the successions of all its sources, attested complete.
fn completed(corpus: &Corpus, step: Index) -> Corpus {
    let steps: Vec<&Step> = corpus
        .profiles
        .values()
        .flat_map(|profile| &profile.steps)
        .collect();
    let mut subjects: Vec<Subject> = steps
        .iter()
        .map(|step| complete(step.kinds.clone()))
        .collect();
    subjects.push(Subject::Succession {
        sources: corpus.editions.keys().map(|id| id.source.clone()).collect(),
    });
    let attestation = Attestation {
        id: id("further"),
        recorded: parse_day("2025-01-01").unwrap(),
        by: "the tenant".to_owned(),
        subject: step.get(&subjects).clone(),
    };
    let mut corpus = corpus.clone();
    corpus.attestations.insert(id("further"), attestation);
    corpus
}

fn complete(kinds: BTreeSet<SourceKind>) -> Subject {
    Subject::Sources {
        kinds,
        status: OnFile::Complete,
        applies: Box::default(),
        codes: None,
        services: None,
    }
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}
