//! What a case file would expect of a finding.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_check::expected::{assuming, word};
use coverdict_model::finding::{Answer, Conditional, Coverage, Finding, Outcome, Part, Settled};

/// The lines of what a case file expects, and what can be expected beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expects {
    lines: Vec<String>,
    /// The kinds of limit.
    limits: BTreeSet<String>,
    /// What is told beside the coverage.
    beside: BTreeMap<&'static str, &'static str>,
}

impl Expects {
    /// What a case file would expect of a finding.
    pub(super) fn of(finding: &Finding) -> Self {
        let authorization = match &finding.prior_authorization {
            Settled::Decided { answer, .. } => answer.name(),
            Settled::Conflict { .. } => "conflict",
            Settled::Undecided { .. } => "undecided",
        };
        Self {
            lines: lines(&finding.coverage),
            limits: finding.limits.iter().filter_map(word).collect(),
            beside: [("prior-authorization", authorization)].into(),
        }
    }

    /// The text of it; beside the coverage only what tells it from another.
    pub(super) fn text(&self, other: &Self) -> String {
        let mut lines = self.lines.clone();
        if self.lines == other.lines {
            let listed = |key: &str, these: &BTreeSet<String>, those: &BTreeSet<String>| {
                let only: Vec<&str> = these.difference(those).map(String::as_str).collect();
                (!only.is_empty()).then(|| format!("{key}: [{}]", only.join(", ")))
            };
            lines.extend(listed("limits", &self.limits, &other.limits));
            lines.extend(listed("no-limits", &other.limits, &self.limits));
            let told = self.beside.iter();
            let told = told.filter(|(key, word)| other.beside.get(*key) != Some(word));
            lines.extend(told.map(|(key, word)| format!("{key}: {word}")));
        }
        let lines = lines.iter().map(|line| format!("  {line}\n"));
        format!("expect:\n{}", lines.collect::<String>())
    }
}

fn lines(coverage: &Coverage) -> Vec<String> {
    let mut lines = vec![format!("outcome: {}", coverage.name())];
    match coverage {
        Coverage::Decided(decided) => {
            match &decided.answer {
                Answer::NotSupported { kinds } => {
                    lines.push(list("kinds", kinds));
                    lines.push(list("bases", &decided.bases));
                }
                Answer::SupportedInPart { granted } => {
                    let granted: Vec<String> = granted.iter().map(part).collect();
                    lines.push(list("granted", &granted));
                }
                _ => {}
            }
            lines.push(list("governing", &decided.governing));
        }
        Coverage::NeedsInformation(missing) => {
            lines.push(list("relevant", &missing.relevant));
            lines.push(format!("first: {}", missing.first));
            lines.push(format!("certificates: {}", missing.total));
        }
        Coverage::NeedsSource { conditional, .. } => {
            lines.push("conditional:".to_owned());
            lines.extend(conditional.iter().flat_map(under_assumption));
        }
        _ => {}
    }
    lines
}

fn list<T: ToString>(key: &str, of: impl IntoIterator<Item = T>) -> String {
    let of: Vec<String> = of.into_iter().map(|it| it.to_string()).collect();
    format!("{key}: [{}]", of.join(", "))
}

fn part(part: &Part) -> String {
    let named = [("item", &part.item), ("scope", &part.scope)];
    let named = named.iter().filter_map(|(key, name)| {
        let name = name.as_ref()?;
        Some(format!("{key}: {name}"))
    });
    format!("{{{}}}", named.collect::<Vec<_>>().join(", "))
}

fn under_assumption(conditional: &Conditional) -> Vec<String> {
    let outcome = match &conditional.outcome {
        Outcome::Decided(answer) => answer.name(),
        Outcome::NeedsInformation(_) => "needs-information",
        Outcome::NeedsSource => "needs-source",
        Outcome::TooComplex => "too-complex",
    };
    let assumed = assuming(conditional);
    if conditional.governing.is_empty() {
        return vec![format!("  \"{assumed}\": {outcome}")];
    }
    vec![
        format!("  \"{assumed}\":"),
        format!("    outcome: {outcome}"),
        format!("    {}", list("governing", &conditional.governing)),
    ]
}
