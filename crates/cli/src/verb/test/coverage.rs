//! Which rules and criteria are decisive in some case.
//!
//! Whether a criterion is decisive is found by asking: the corpus is compiled once more with the criterion turned into its
//! opposite, and the cases are answered again.

use std::mem;

use anyhow::Result;
use coverdict_corpus::digest::digest;
use coverdict_engine::Assessor;
use coverdict_model::{
    corpus::Corpus,
    criterion::{Criterion, Test},
    finding::{Coverage as Answered, Finding, Governing},
    id::Id,
    position::Holding,
    source::{Edition, EditionId, Otherwise, Status},
    trace::{EditionTrace, RuleTrace, Truth},
};
use coverdict_program::compile;
use serde::Serialize;

use crate::{
    render::{Page, Style},
    verb::show::criterion_text,
};

/// A case that was run.
pub(super) struct Run {
    /// Its file.
    pub(super) file: String,
    /// What was found.
    pub(super) finding: Finding,
}

/// What is decisive in the cases of one corpus.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Coverage {
    /// The corpus: its folder.
    corpus: String,
    /// The editions in use, by name.
    editions: Vec<CoveredEdition>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct CoveredEdition {
    edition: EditionId,
    rules: Vec<Covered>,
}

/// A rule, what a service holds otherwise, or a criterion.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Covered {
    /// Its name, or what the criterion asks.
    name: String,
    /// The first case in which it is decisive; none: it is in no case.
    decisive_in: Option<String>,
    /// The criteria of a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    criteria: Vec<Covered>,
}

/// Finds what is decisive in cases that were run by this corpus.
pub(super) fn coverage(name: String, mut corpus: Corpus, runs: &[Run]) -> Result<Coverage> {
    let in_use = corpus.editions.values();
    let in_use = in_use.filter(|edition| edition.status == Status::Active);
    let in_use: Vec<EditionId> = in_use.map(|edition| edition.id.clone()).collect();
    let mut editions = Vec::new();
    for id in in_use {
        editions.push(covered(&mut corpus, id, runs)?);
    }
    Ok(Coverage {
        corpus: name,
        editions,
    })
}

fn covered(corpus: &mut Corpus, id: EditionId, runs: &[Run]) -> Result<CoveredEdition> {
    // The cases that consult the edition come first: most often one of them tells.
    let (near, far): (Vec<&Run>, Vec<&Run>) = runs
        .iter()
        .partition(|run| traces(&run.finding, &id).next().is_some());
    let cases: Vec<&Run> = near.into_iter().chain(far).collect();
    let Some(edition) = corpus.editions.get(&id).cloned() else {
        return Ok(CoveredEdition {
            edition: id,
            rules: Vec::new(),
        });
    };
    let mut rules = Vec::new();
    for (name, rule) in &edition.rules {
        let seen = Seen::of(&id, name, &rule.holding);
        let mut criteria = Vec::new();
        for place in places(&rule.when) {
            let flipped = turned(corpus, &id, name, &place.path);
            criteria.push(Covered {
                name: place.name,
                decisive_in: differs_in(&flipped, &cases, seen)?,
                criteria: Vec::new(),
            });
        }
        rules.push(Covered {
            name: name.to_string(),
            decisive_in: first(&cases, |finding| seen.decides(finding)),
            criteria,
        });
    }
    rules.extend(otherwise(&edition, &cases));
    Ok(CoveredEdition { edition: id, rules })
}

/// What the services hold otherwise, where they hold something.
fn otherwise(edition: &Edition, cases: &[&Run]) -> Vec<Covered> {
    let services = edition.services.iter();
    let holding = services.filter(|(_, service)| service.otherwise != Otherwise::Silent);
    holding
        .map(|(service, _)| Covered {
            name: format!("otherwise, for {service}"),
            decisive_in: first(cases, |finding| {
                otherwise_governs(finding, &edition.id, service)
            }),
            criteria: Vec::new(),
        })
        .collect()
}

/// The first case whose finding is so.
fn first(cases: &[&Run], holds: impl Fn(&Finding) -> bool) -> Option<String> {
    let case = cases.iter().find(|run| holds(&run.finding))?;
    Some(case.file.clone())
}

/// What the trace of a finding tells of an edition.
fn traces<'f>(
    finding: &'f Finding,
    id: &'f EditionId,
) -> impl Iterator<Item = &'f EditionTrace> + 'f {
    let walks = finding.trace.iter().flat_map(|day| &day.walks);
    let sources = walks
        .flat_map(|walk| &walk.steps)
        .flat_map(|step| &step.sources);
    sources
        .flat_map(|source| &source.editions)
        .filter(move |edition| edition.edition == *id)
}

fn named_as_governing(finding: &Finding, id: &EditionId, rule: Option<&Id>) -> bool {
    let governing = Governing {
        edition: id.clone(),
        rule: rule.cloned(),
    };
    match &finding.coverage {
        Answered::Decided(decided) => decided.governing.contains(&governing),
        _ => false,
    }
}

/// What of a finding a rule can make another.
#[derive(Clone, Copy)]
struct Seen<'r> {
    edition: &'r EditionId,
    rule: &'r Id,
    /// Whether the rule confirms a benefit: it never governs, and shows in the trace alone.
    confirms: bool,
}

impl<'r> Seen<'r> {
    fn of(edition: &'r EditionId, rule: &'r Id, holding: &Holding) -> Self {
        Self {
            edition,
            rule,
            confirms: *holding == Holding::BenefitConfirmed,
        }
    }

    /// Whether the rule is decisive in the finding.
    fn decides(self, finding: &Finding) -> bool {
        let governs = |traced: &RuleTrace| traced.governs == Truth::Met;
        match self.confirms {
            true => self
                .traced(finding)
                .any(|traced| traced.stands == Truth::Met),
            false => {
                named_as_governing(finding, self.edition, Some(self.rule))
                    || self.traced(finding).any(governs)
            }
        }
    }

    /// Whether two findings answer differently, as far as the rule can be the reason.
    fn differ(self, one: &Finding, other: &Finding) -> bool {
        let stands = |finding| -> Vec<Truth> {
            let traced = self.traced(finding);
            traced.map(|traced| traced.stands).collect()
        };
        one.coverage != other.coverage || (self.confirms && stands(one) != stands(other))
    }

    fn traced<'f>(self, finding: &'f Finding) -> impl Iterator<Item = &'f RuleTrace>
    where
        'r: 'f,
    {
        let rules = traces(finding, self.edition).flat_map(|edition| &edition.rules);
        rules.filter(move |traced| traced.rule.as_ref() == Some(self.rule))
    }
}

/// Whether what a service holds otherwise governs; the finding does not name the service, the trace does.
fn otherwise_governs(finding: &Finding, id: &EditionId, service: &Id) -> bool {
    let named = named_as_governing(finding, id, None);
    let mut traced = traces(finding, id).flat_map(|edition| &edition.rules);
    traced.any(|traced| {
        let governs = traced.governs == Truth::Met || (named && traced.governs == Truth::Unknown);
        traced.rule.is_none() && traced.service == *service && governs
    })
}

/// Where a criterion stands in a rule's condition.
struct Place {
    name: String,
    path: Vec<usize>,
}

/// The leaves of a condition, and its groups that have a name.
fn places(root: &Criterion) -> Vec<Place> {
    let mut found = Vec::new();
    let mut pending = vec![(root, Vec::new())];
    while let Some((criterion, path)) = pending.pop() {
        let children: Vec<&Criterion> = criterion.children().collect();
        let name = match &criterion.id {
            Some(id) => Some(id.to_string()),
            None => children.is_empty().then(|| criterion_text(&criterion.test)),
        };
        // The last one pushed is looked at first.
        for (at, child) in children.into_iter().enumerate().rev() {
            let mut path = path.clone();
            path.push(at);
            pending.push((child, path));
        }
        found.extend(name.map(|name| Place { name, path }));
    }
    found
}

/// The corpus with a criterion of a rule turned into its opposite.
fn turned(corpus: &Corpus, id: &EditionId, rule: &Id, path: &[usize]) -> Corpus {
    let mut corpus = corpus.clone();
    let edition = corpus.editions.get_mut(id);
    let rule = edition.and_then(|edition| edition.rules.get_mut(rule));
    if let Some(criterion) = rule.and_then(|rule| at(&mut rule.when, path)) {
        let was = mem::replace(criterion, Criterion::new(Test::All(Vec::new())));
        criterion.test = Test::None(vec![was]);
    }
    corpus
}

fn at<'c>(root: &'c mut Criterion, path: &[usize]) -> Option<&'c mut Criterion> {
    let Some((first, rest)) = path.split_first() else {
        return Some(root);
    };
    let child = match &mut root.test {
        Test::All(of) | Test::Any(of) | Test::None(of) | Test::AtLeast { of, .. } => {
            of.get_mut(*first)
        }
        Test::ByReading { of, .. } => of.values_mut().nth(*first),
        Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => None,
    };
    at(child?, rest)
}

/// The first case that another corpus answers otherwise.
fn differs_in(corpus: &Corpus, cases: &[&Run], seen: Seen<'_>) -> Result<Option<String>> {
    let program = compile(corpus, &digest(corpus))?;
    let mut assessor = Assessor::new(&program);
    let differing = cases.iter().find(|run| {
        let again = assessor.assess(run.finding.case.clone());
        is_answer(&again) && is_answer(&run.finding) && seen.differ(&again, &run.finding)
    });
    Ok(differing.map(|run| run.file.clone()))
}

/// Whether something was found: a case that exceeds the budget tells nothing of a criterion.
fn is_answer(finding: &Finding) -> bool {
    !matches!(finding.coverage, Answered::TooComplex { .. })
}

impl Coverage {
    /// Whether every rule and criterion is decisive in some case.
    pub(super) fn is_complete(&self) -> bool {
        self.all().all(|covered| covered.decisive_in.is_some())
    }

    fn all(&self) -> impl Iterator<Item = &Covered> {
        self.rules().chain(self.criteria())
    }

    fn rules(&self) -> impl Iterator<Item = &Covered> {
        self.editions.iter().flat_map(|edition| &edition.rules)
    }

    fn criteria(&self) -> impl Iterator<Item = &Covered> {
        self.rules().flat_map(|rule| &rule.criteria)
    }

    /// Writes for each rule and criterion the case in which it is decisive.
    pub(super) fn write(&self, page: &mut Page) {
        let decisive = |covered: &&Covered| covered.decisive_in.is_some();
        page.title(&format!(
            "Coverage of {}: {} of {} rules and {} of {} criteria are decisive in some case",
            self.corpus,
            self.rules().filter(decisive).count(),
            self.rules().count(),
            self.criteria().filter(decisive).count(),
            self.criteria().count(),
        ));
        for edition in &self.editions {
            if edition.rules.is_empty() {
                continue;
            }
            page.paragraph(2, &edition.edition.to_string());
            for rule in &edition.rules {
                rule.write(page, 4);
            }
        }
        page.blank();
    }
}

impl Covered {
    fn write(&self, page: &mut Page, indent: usize) {
        match &self.decisive_in {
            Some(case) => page.marked(indent, Style::Good, '✓', &format!("{}: {case}", self.name)),
            None => page.marked(indent, Style::Bad, '✗', &format!("{}: no case", self.name)),
        }
        for criterion in &self.criteria {
            criterion.write(page, indent + 2);
        }
    }
}
