//! A finding held against what a case expects of it.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use coverdict_corpus::{Expectation, ExpectedDocumentation};
use coverdict_model::{
    finding::{Answer, Conditional, Coverage, Decided, Finding, Limit, Missing, Outcome, Settled},
    id::Id,
    trace::{CriterionTrace, Truth},
};

pub use words::{assuming, possible};

/// Every way in which a finding is not as expected, each in a line; none: it is as expected.
#[must_use]
pub fn differences(expected: &Expectation, finding: &Finding) -> Vec<String> {
    let mut differences = Differences(Vec::new());
    differences.word("outcome", expected.outcome, finding.coverage.name());
    if let Coverage::InvalidInput { problems } = &finding.coverage
        && expected.outcome != "invalid-input"
    {
        differences
            .0
            .push(format!("problems: {}", problems.join("; ")));
    }
    let decided = match &finding.coverage {
        Coverage::Decided(decided) => Some(decided),
        _ => None,
    };
    self::decided(expected, decided, &mut differences);
    let missing = match &finding.coverage {
        Coverage::NeedsInformation(missing) => Some(missing),
        _ => None,
    };
    self::missing(expected, missing, &mut differences);
    conditional(expected, &finding.coverage, &mut differences);
    limits(expected, &finding.limits, &mut differences);
    beside(expected, finding, &mut differences);
    criteria(expected, finding, &mut differences);
    differences.0
}

struct Differences(Vec<String>);

impl Differences {
    fn word(&mut self, what: &str, expected: &str, found: &str) {
        if expected != found {
            self.0
                .push(format!("{what}: expected {expected}, found {found}"));
        }
    }

    fn set<T: Ord + Display>(
        &mut self,
        what: &str,
        expected: Option<&BTreeSet<T>>,
        found: Option<&BTreeSet<T>>,
    ) {
        let Some(expected) = expected else { return };
        let list = |set: Option<&BTreeSet<T>>| match set {
            Some(set) => format!(
                "[{}]",
                set.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
            ),
            None => "nothing of the kind".to_owned(),
        };
        if Some(expected) != found {
            self.0.push(format!(
                "{what}: expected {}, found {}",
                list(Some(expected)),
                list(found)
            ));
        }
    }
}

fn decided(expected: &Expectation, found: Option<&Decided>, differences: &mut Differences) {
    let kinds = found.and_then(|decided| match &decided.answer {
        Answer::NotSupported { kinds } => Some(kinds),
        _ => None,
    });
    differences.set("kinds", expected.kinds.as_ref(), kinds);
    differences.set(
        "bases",
        expected.bases.as_ref(),
        found.map(|decided| &decided.bases),
    );
    differences.set(
        "governing",
        expected.governing.as_ref(),
        found.map(|decided| &decided.governing),
    );
    let granted = found.and_then(|decided| match &decided.answer {
        Answer::SupportedInPart { granted } => Some(granted),
        _ => None,
    });
    if let Some(expected) = &expected.granted
        && Some(expected) != granted
    {
        differences
            .0
            .push(format!("granted: expected {expected:?}, found {granted:?}"));
    }
}

fn missing(expected: &Expectation, found: Option<&Missing>, differences: &mut Differences) {
    differences.set(
        "relevant",
        expected.relevant.as_ref(),
        found.map(|missing| &missing.relevant),
    );
    if let Some(first) = &expected.first {
        differences.word(
            "first",
            first.as_str(),
            found.map_or("nothing", |missing| missing.first.as_str()),
        );
    }
    if let Some(total) = expected.certificates {
        let found = found.map_or(0, |missing| missing.total);
        differences.word("certificates", &total.to_string(), &found.to_string());
    }
    let leads: BTreeMap<String, &'static str> = found
        .iter()
        .flat_map(|missing| &missing.leads)
        .map(|lead| (possible(&lead.value), outcome(&lead.outcome)))
        .collect();
    for (value, expected) in &expected.leads {
        match leads.get(value) {
            Some(found) => differences.word(&format!("lead `{value}`"), expected, found),
            None => {
                let values: Vec<&str> = leads.keys().map(String::as_str).collect();
                differences
                    .0
                    .push(format!("lead `{value}`: not among {}", values.join(" | ")));
            }
        }
    }
}

fn conditional(expected: &Expectation, found: &Coverage, differences: &mut Differences) {
    let found: BTreeMap<String, &Conditional> = match found {
        Coverage::NeedsSource { conditional, .. } => {
            conditional.iter().map(|one| (assuming(one), one)).collect()
        }
        _ => BTreeMap::new(),
    };
    for (assumed, expected) in &expected.conditional {
        let what = format!("conditional `{assumed}`");
        match found.get(assumed) {
            Some(found) => {
                differences.word(&what, expected.outcome, outcome(&found.outcome));
                let what = format!("{what} governing");
                differences.set(&what, expected.governing.as_ref(), Some(&found.governing));
            }
            None => {
                let assumed: Vec<&str> = found.keys().map(String::as_str).collect();
                differences
                    .0
                    .push(format!("{what}: not among {}", assumed.join(" | ")));
            }
        }
    }
}

fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Decided(answer) => answer.name(),
        Outcome::NeedsInformation(_) => "needs-information",
        Outcome::NeedsSource => "needs-source",
        Outcome::TooComplex => "too-complex",
    }
}

fn limits(expected: &Expectation, found: &BTreeSet<Limit>, differences: &mut Differences) {
    let found: BTreeSet<String> = found.iter().filter_map(word).collect();
    for limit in expected
        .limits
        .iter()
        .filter(|limit| !found.contains(**limit))
    {
        let there: Vec<&str> = found.iter().map(String::as_str).collect();
        differences.0.push(format!(
            "limit {limit}: expected, and not among [{}]",
            there.join(", ")
        ));
    }
    for limit in expected
        .no_limits
        .iter()
        .filter(|limit| found.contains(**limit))
    {
        differences
            .0
            .push(format!("limit {limit}: not expected, and there"));
    }
}

/// The word for a limit's kind, as it stands in JSON.
#[must_use]
pub fn word(limit: &Limit) -> Option<String> {
    match serde_json::to_value(limit).ok()? {
        serde_json::Value::String(word) => Some(word),
        serde_json::Value::Object(fields) => fields.keys().next().cloned(),
        _ => None,
    }
}

fn beside(expected: &Expectation, finding: &Finding, differences: &mut Differences) {
    if let Some(expected) = expected.prior_authorization {
        let found = match &finding.prior_authorization {
            Settled::Decided { answer, .. } => answer.name(),
            Settled::Conflict { .. } => "conflict",
            Settled::Undecided { .. } => "undecided",
        };
        differences.word("prior-authorization", expected, found);
    }
    if let Some(expected) = &expected.documentation {
        let found = match &finding.documentation {
            Settled::Decided { answer, .. } if answer.is_empty() => {
                ExpectedDocumentation::NotStated
            }
            Settled::Decided { answer, .. } => {
                ExpectedDocumentation::Required(answer.keys().cloned().collect())
            }
            Settled::Conflict { .. } => ExpectedDocumentation::Conflict,
            Settled::Undecided { .. } => ExpectedDocumentation::Undecided,
        };
        if *expected != found {
            differences.0.push(format!(
                "documentation: expected {expected:?}, found {found:?}"
            ));
        }
    }
}

fn criteria(expected: &Expectation, finding: &Finding, differences: &mut Differences) {
    let found = told(finding);
    for ((rule, criterion), truth) in &expected.criteria {
        let what = format!("criterion {rule}/{criterion}");
        match found.get(&(rule.clone(), criterion.clone())) {
            Some(found) => differences.word(&what, truth.name(), found.name()),
            None => differences.0.push(format!("{what}: not in the trace")),
        }
    }
}

/// The truth of each named criterion of each rule in the trace.
fn told(finding: &Finding) -> BTreeMap<(Id, Id), Truth> {
    let mut told = BTreeMap::new();
    let steps = finding
        .trace
        .iter()
        .flat_map(|day| &day.walks)
        .flat_map(|walk| &walk.steps);
    let editions = steps
        .flat_map(|step| &step.sources)
        .flat_map(|source| &source.editions);
    for rule in editions.flat_map(|edition| &edition.rules) {
        if let (Some(name), Some(criteria)) = (&rule.rule, &rule.criteria) {
            descend(name, criteria, &mut told);
        }
    }
    told
}

fn descend(rule: &Id, criterion: &CriterionTrace, told: &mut BTreeMap<(Id, Id), Truth>) {
    if let Some(id) = &criterion.id {
        told.insert((rule.clone(), id.clone()), criterion.truth);
    }
    criterion
        .of
        .iter()
        .for_each(|child| descend(rule, child, told));
}
