//! A line that spans days is answered for each of them.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    case::Case,
    date::{Date, day_number, from_day_number},
    finding::{Coverage, DayAnswer, Limit, Outcome, Settled},
    grant,
    id::Id,
    source::PriorAuthorization,
    trace::DayTrace,
};

/// The most days that a line may span.
const MAX_DAYS: i64 = 366;

/// The finding on one day, or on all days together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DayFinding {
    pub(crate) coverage: Coverage,
    pub(crate) prior_authorization: Settled<PriorAuthorization>,
    pub(crate) documentation: Settled<BTreeMap<Id, String>>,
    pub(crate) limits: BTreeSet<Limit>,
    pub(crate) trace: Vec<DayTrace>,
}

/// The days of a line.
pub(crate) fn days(case: &Case) -> Result<Vec<Date>, String> {
    let first = day_number(case.date_of_service);
    let last = day_number(case.through.unwrap_or(case.date_of_service));
    if last < first {
        return Err("the line ends before it begins: correct its dates of service".to_owned());
    }
    if last - first >= MAX_DAYS {
        return Err(format!(
            "the line spans more than {MAX_DAYS} days: split it"
        ));
    }
    Ok((first..=last).filter_map(from_day_number).collect())
}

/// The finding on all days, from that on each. Days of the same finding in a row become one run.
pub(crate) fn together(days: Vec<(Date, DayFinding)>) -> DayFinding {
    let mut runs: Vec<(Date, Date, DayFinding)> = Vec::new();
    for (day, finding) in days {
        match runs.last_mut() {
            Some((_, through, last)) if is_same(last, &finding) => *through = day,
            _ => runs.push((day, day, finding)),
        }
    }
    if runs.len() == 1
        && let Some((from, through, mut only)) = runs.pop()
    {
        date_traces(&mut only.trace, from, through);
        return only;
    }
    let mut limits = BTreeSet::new();
    let mut trace = Vec::new();
    for (from, through, finding) in &mut runs {
        limits.extend(finding.limits.iter().cloned());
        date_traces(&mut finding.trace, *from, *through);
        trace.append(&mut finding.trace);
    }
    let coverage = coverage(&runs);
    if let Coverage::DiffersByDay { .. } = coverage {
        limits.insert(Limit::DaysDiffer);
    }
    let findings = || runs.iter().map(|(_, _, finding)| finding);
    DayFinding {
        coverage,
        prior_authorization: settled(findings().map(|finding| &finding.prior_authorization)),
        documentation: settled(findings().map(|finding| &finding.documentation)),
        limits,
        trace,
    }
}

/// Whether two days have the same finding; the dates of their traces do not count.
fn is_same(a: &DayFinding, b: &DayFinding) -> bool {
    let walks = |finding: &DayFinding| {
        finding
            .trace
            .iter()
            .map(|day| (day.walks.clone(), day.without_late.clone()))
            .collect::<Vec<_>>()
    };
    a.coverage == b.coverage
        && a.prior_authorization == b.prior_authorization
        && a.documentation == b.documentation
        && a.limits == b.limits
        && walks(a) == walks(b)
}

fn date_traces(trace: &mut [DayTrace], from: Date, through: Date) {
    for day in trace {
        (day.from, day.through) = (from, through);
    }
}

/// The same answer every day is the answer, by the union of what governs; anything else is left to a
/// person.
fn coverage(runs: &[(Date, Date, DayFinding)]) -> Coverage {
    let mut decided: Option<coverdict_model::finding::Decided> = None;
    for (_, _, finding) in runs {
        match (&finding.coverage, &mut decided) {
            (Coverage::Decided(day), None) => decided = Some(day.clone()),
            (Coverage::Decided(day), Some(all)) if day.answer == all.answer => {
                all.governing.extend(day.governing.iter().cloned());
                all.bases.extend(day.bases.iter().copied());
                all.grants = grant::in_common(&all.grants, &day.grants);
                all.published_late |= day.published_late;
            }
            _ => return same_or_differing(runs),
        }
    }
    match decided {
        Some(decided) => Coverage::Decided(decided),
        None => same_or_differing(runs),
    }
}

fn same_or_differing(runs: &[(Date, Date, DayFinding)]) -> Coverage {
    let mut each = runs.iter().map(|(_, _, finding)| &finding.coverage);
    if let Some(first) = each.next()
        && each.all(|other| other == first)
    {
        return first.clone();
    }
    if let Some(undecided) = undecided(runs) {
        return undecided;
    }
    let days = runs.iter().map(|(from, through, finding)| DayAnswer {
        from: *from,
        through: *through,
        outcome: brief(&finding.coverage),
    });
    Coverage::DiffersByDay {
        days: days.collect(),
    }
}

/// Where days that are decided agree and others are not decided: what would decide the first of these.
fn undecided(runs: &[(Date, Date, DayFinding)]) -> Option<Coverage> {
    let mut answers = runs
        .iter()
        .filter_map(|(_, _, finding)| match &finding.coverage {
            Coverage::Decided(decided) => Some(&decided.answer),
            _ => None,
        });
    let first = answers.next();
    if answers.any(|other| Some(other) != first) {
        return None;
    }
    let open = |coverage: &&Coverage| {
        matches!(
            coverage,
            Coverage::NeedsInformation(_) | Coverage::NeedsSource { .. }
        )
    };
    runs.iter()
        .map(|(_, _, finding)| &finding.coverage)
        .find(open)
        .cloned()
}

/// An outcome in brief.
pub(crate) fn brief(coverage: &Coverage) -> Outcome {
    match coverage {
        Coverage::Decided(decided) => Outcome::Decided(decided.answer.clone()),
        Coverage::NeedsInformation(missing) => Outcome::NeedsInformation(missing.relevant.clone()),
        Coverage::NeedsSource { .. } => Outcome::NeedsSource,
        Coverage::TooComplex { .. }
        | Coverage::InvalidInput { .. }
        | Coverage::DiffersByDay { .. } => Outcome::TooComplex,
    }
}

fn settled<'f, T: Clone + PartialEq + 'f>(
    mut each: impl Iterator<Item = &'f Settled<T>>,
) -> Settled<T> {
    let Some(first) = each.next() else {
        return Settled::Undecided {
            possible: BTreeSet::new(),
        };
    };
    let mut together = first.clone();
    for other in each {
        together = match (together, other) {
            (
                Settled::Decided { answer, mut by },
                Settled::Decided {
                    answer: other,
                    by: others,
                },
            ) if answer == *other => {
                by.extend(others.iter().cloned());
                Settled::Decided { answer, by }
            }
            (Settled::Conflict { mut by }, Settled::Conflict { by: others }) => {
                by.extend(others.iter().cloned());
                Settled::Conflict { by }
            }
            (together, other) => {
                let mut possible = editions(&together).clone();
                possible.extend(editions(other).iter().cloned());
                Settled::Undecided { possible }
            }
        };
    }
    together
}

fn editions<T>(settled: &Settled<T>) -> &BTreeSet<coverdict_model::source::EditionId> {
    match settled {
        Settled::Decided { by, .. } | Settled::Conflict { by } => by,
        Settled::Undecided { possible } => possible,
    }
}
