//! Medicare's determinations: they bind its members, and stand before a plan's own policy.

use std::collections::BTreeSet;

use coverdict_model::{
    code::Code,
    criterion::{Comparison, Criterion, Test},
    fact::FactType,
    id::Id,
    source::{Applies, Edition, Facet, Open, Otherwise, SourceKind},
    value::Value,
    well_known,
};
use rustc_hash::FxHashMap;

use super::{successions::present, walk::all};
use crate::{Problem, Spans, Subject, codes};

/// No more determinations than this are told of one policy.
const MAX_TOLD: usize = 3;

/// Determinations that apply to other than Medicare's members, and sources of other members that rest on one.
pub(super) fn in_commercial(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let medicare = lines(subject, "medicare");
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        let Some(facet) = &edition.applies.lines_of_business else {
            continue;
        };
        match edition.kind {
            SourceKind::Ncd
            | SourceKind::Lcd
            | SourceKind::Article
            | SourceKind::MedicareManual => {
                problems.extend(beyond(subject, edition, facet));
            }
            SourceKind::CoveragePolicy | SourceKind::PlanDocument => {
                let can = |line: &&Id| !surely_not(facet, line);
                if !medicare.iter().any(can) {
                    problems.extend(rests(subject, edition, &medicare));
                }
            }
            _ => {}
        }
    }
    problems
}

/// Policies that surely apply to Medicare Advantage, where a determination on file decides one of their codes.
pub(super) fn beside(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let lines = lines(subject, "medicare-advantage");
    let present = present(subject.corpus, subject.today);
    let mut deciding: FxHashMap<&Code, Vec<&Edition>> = FxHashMap::default();
    for edition in &present {
        if matches!(edition.kind, SourceKind::Ncd | SourceKind::Lcd) {
            for code in decided(edition) {
                deciding.entry(code).or_default().push(edition);
            }
        }
    }
    let mut problems = Vec::new();
    for policy in present {
        let applies = |line: &&Id| surely(&policy.applies, line);
        if policy.kind != SourceKind::CoveragePolicy || !lines.iter().any(applies) {
            continue;
        }
        let lines: Vec<&Id> = lines.iter().copied().filter(applies).collect();
        let mut told: BTreeSet<&Id> = BTreeSet::new();
        for (name, service) in &policy.services {
            for code in &service.codes {
                for other in deciding.get(code).into_iter().flatten() {
                    let source = &other.id.source;
                    let same = lines.iter().any(|line| surely(&other.applies, line));
                    if told.len() == MAX_TOLD {
                        break;
                    }
                    if same && same_states(&policy.applies, &other.applies) && told.insert(source) {
                        problems.push(told_of(subject, policy, name, (code, other)));
                    }
                }
            }
        }
    }
    problems
}

fn told_of(
    subject: &Subject<'_>,
    policy: &Edition,
    service: &Id,
    (code, other): (&Code, &Edition),
) -> Problem {
    let message = format!(
        "{} applies to Medicare Advantage, and {} decides {}",
        policy.id,
        other.id,
        code.as_str()
    );
    let path = ["services", service.as_str(), "codes"];
    let place = subject.atlas.edition(&other.id, &["services"]);
    subject
        .in_edition(codes::POLICY_BESIDE_DETERMINATION, &policy.id, &path, message)
        .of(&other.id)
        .about(service)
        .beside(place, "the determination")
        .helped("leave Medicare Advantage out of `applies`, or let the profile ask for the ground of 42 CFR 422.101(b)(6)")
}

/// A determination whose stated lines of business go beyond Medicare.
fn beyond(subject: &Subject<'_>, edition: &Edition, facet: &Facet) -> Option<Problem> {
    let other = facet
        .within
        .iter()
        .find(|line| !line.as_str().contains("medicare"))?;
    let message = format!(
        "{} binds Medicare's members, and applies to `{other}`",
        edition.id
    );
    let path = ["applies", "lines-of-business"];
    let problem = subject.in_edition(codes::MEDICARE_IN_COMMERCIAL, &edition.id, &path, message);
    Some(problem.helped(format!("remove `{other}`")))
}

/// The rules of a source for other members that cite a determination, or ask whether the member has Medicare.
fn rests(subject: &Subject<'_>, edition: &Edition, medicare: &[&Id]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, rule) in &edition.rules {
        let cites = all(&rule.when)
            .into_iter()
            .filter_map(|one| one.cite.as_ref());
        let sections = cites
            .chain([&rule.cite])
            .filter_map(|cite| cite.section.as_deref());
        let told = match sections.filter_map(determination).next() {
            Some(number) => Some(format!("the rule `{name}` cites {number}")),
            None => asks_for_medicare(&rule.when, medicare)
                .map(|line| format!("the rule `{name}` asks whether the member has `{line}`")),
        };
        if let Some(told) = told {
            let message = format!(
                "{told}, and {} applies to no member of Medicare",
                edition.id
            );
            let code = codes::MEDICARE_IN_COMMERCIAL;
            let path = ["rules", name.as_str()];
            let problem = subject
                .in_edition(code, &edition.id, &path, message)
                .about(name);
            problems.push(
                problem.helped("cite the source's own ground, or correct whom it applies to"),
            );
        }
    }
    problems
}

/// The line of Medicare that a criterion asks for, where it asks for no other.
fn asks_for_medicare<'m>(when: &Criterion, medicare: &[&'m Id]) -> Option<&'m Id> {
    let asked = all(when).into_iter().find_map(|one| match &one.test {
        Test::Fact {
            fact,
            comparison: Comparison::In(values),
        } if fact.as_str() == well_known::LINE_OF_BUSINESS => Some(values),
        _ => None,
    })?;
    let line = |value: &Value| match value {
        Value::Name(name) => medicare.iter().copied().find(|line| *line == name),
        _ => None,
    };
    let lines: Option<Vec<&Id>> = asked.iter().map(line).collect();
    lines?.first().copied()
}

/// The number of a determination that a section names, as `NCD 150.7` or `LCD L33797`.
fn determination(section: &str) -> Option<String> {
    let separators = |c: char| c.is_whitespace() || ",;:()[]".contains(c);
    let words: Vec<&str> = section
        .split(separators)
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).find_map(|pair| {
        let &[kind, number] = pair else { return None };
        let digits = number.strip_prefix('L').unwrap_or(number);
        let numbered = digits.starts_with(|c: char| c.is_ascii_digit());
        (matches!(kind, "NCD" | "LCD") && numbered).then(|| format!("{kind} {number}"))
    })
}

/// The codes on which an edition holds a position that decides.
fn decided(edition: &Edition) -> BTreeSet<&Code> {
    let services = edition.services.iter().filter(|(name, service)| {
        let otherwise = matches!(service.otherwise, Otherwise::Holds { .. });
        otherwise
            || edition
                .rules
                .values()
                .any(|rule| concerns(&rule.when, name))
    });
    services.flat_map(|(_, service)| &service.codes).collect()
}

/// Whether a rule is about a service: it names it, or names none.
fn concerns(when: &Criterion, service: &Id) -> bool {
    let mut none = true;
    for one in all(when) {
        if let Test::Service(named) = &one.test {
            none = false;
            if named == service {
                return true;
            }
        }
    }
    none
}

/// The lines of business that the catalogue names so.
fn lines<'c>(subject: &Subject<'c>, named: &str) -> Vec<&'c Id> {
    let fact = subject
        .corpus
        .catalogue
        .facts
        .get(well_known::LINE_OF_BUSINESS);
    match fact.map(|fact| &fact.kind) {
        Some(FactType::Choice { values }) => {
            let lines = values.iter();
            lines.filter(|line| line.as_str().contains(named)).collect()
        }
        _ => Vec::new(),
    }
}

fn surely(applies: &Applies, line: &Id) -> bool {
    let facet = applies.lines_of_business.as_ref();
    facet.is_none_or(|facet| facet.within.contains(line))
}

fn surely_not(facet: &Facet, line: &Id) -> bool {
    let open = match &facet.open {
        Open::Rest => true,
        Open::Values(values) => values.contains(line),
    };
    !open && !facet.within.contains(line)
}

/// Whether there surely is a state in which both apply.
fn same_states(one: &Applies, other: &Applies) -> bool {
    match (&one.states, &other.states) {
        (Some(one), Some(other)) => !one.within.is_disjoint(&other.within),
        (Some(only), None) | (None, Some(only)) => !only.within.is_empty(),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::determination;

    #[test]
    fn a_number_of_a_determination_is_found() {
        assert_eq!(
            determination("see NCD 150.7."),
            Some("NCD 150.7.".to_owned())
        );
        assert_eq!(determination("LCD: L33797"), Some("LCD L33797".to_owned()));
        for other in ["the NCD process", "150.7 NCD", "Coverage", ""] {
            assert_eq!(determination(other), None, "{other}");
        }
    }
}
