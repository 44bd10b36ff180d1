//! How much of what is hard occurs among generated cases.

use std::{collections::BTreeMap, fmt};

use coverdict_model::{
    corpus::Corpus,
    finding::{Answer, Coverage, Decided},
    trace::Truth,
};

use crate::naive::{Assessment, OpenQuestion};

/// Shares of cases, with the least that each must have.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    cases: u32,
    counts: BTreeMap<&'static str, u32>,
}

/// The least percentage of cases of each sort.
const FLOORS: [(&str, u32); 6] = [
    ("undecided", 20),
    ("decided despite unknowns", 10),
    ("conflict", 2),
    ("open date", 2),
    ("incomplete step", 2),
    ("constraints", 2),
];

impl Statistics {
    /// Counts a case; `None` for one that was refused for having too many completions.
    pub fn add(&mut self, corpus: &Corpus, assessment: Option<&Assessment>) {
        self.cases += 1;
        match assessment {
            Some(assessment) => {
                for sort in sorts(corpus, assessment) {
                    *self.counts.entry(sort).or_default() += 1;
                }
            }
            None => *self.counts.entry("refused").or_default() += 1,
        }
    }

    /// The sorts of case that are rarer than they must be.
    #[must_use]
    pub fn too_rare(&self) -> Vec<&'static str> {
        let floors = FLOORS.iter();
        let rare = floors.filter(|(sort, least)| self.count(sort) * 100 < self.cases * least);
        rare.map(|(sort, _)| *sort).collect()
    }

    /// How many cases were of a sort.
    #[must_use]
    pub fn count(&self, sort: &str) -> u32 {
        self.counts.get(sort).copied().unwrap_or(0)
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} cases", self.cases)?;
        for (sort, count) in &self.counts {
            let share = f64::from(*count) * 100.0 / f64::from(self.cases.max(1));
            writeln!(f, "{share:5.1} % {sort}")?;
        }
        Ok(())
    }
}

fn sorts(corpus: &Corpus, assessment: &Assessment) -> Vec<&'static str> {
    let mut sorts = vec![assessment.coverage.name()];
    let met = |question| assessment.open.contains(&question);
    let sometimes = [
        ("open date", met(OpenQuestion::Date)),
        ("open applicability", met(OpenQuestion::Applicability)),
        ("open succession", met(OpenQuestion::Succession)),
        ("open reading", met(OpenQuestion::Reading)),
        ("incomplete step", met(OpenQuestion::SourceNotOnFile)),
        ("constraints", !corpus.catalogue.constraints.is_empty()),
        ("undecided", is_undecided(&assessment.coverage)),
        (
            "decided despite unknowns",
            matches!(assessment.coverage, Coverage::Decided(_)) && has_unknowns(assessment),
        ),
        ("published late", is_published_late(&assessment.coverage)),
        ("over 5000 completions", assessment.completions > 5000),
    ];
    let present = sometimes.into_iter().filter(|(_, present)| *present);
    sorts.extend(present.map(|(sort, _)| sort));
    sorts
}

fn is_undecided(coverage: &Coverage) -> bool {
    matches!(
        coverage,
        Coverage::NeedsInformation(_) | Coverage::NeedsSource { .. }
    )
}

fn is_published_late(coverage: &Coverage) -> bool {
    matches!(
        coverage,
        Coverage::Decided(Decided {
            answer: Answer::Conflict,
            published_late: true,
            ..
        })
    )
}

/// Whether some step, edition or rule of the walk has no known truth.
fn has_unknowns(assessment: &Assessment) -> bool {
    let mut walks = assessment.trace.walks.values();
    walks.any(|walk| {
        let truths = walk.reached.values().chain(walk.speaks.values()).copied();
        let rules = walk.rules.values();
        let mut all = truths.chain(rules.map(|rule| rule.applies));
        all.any(|truth| truth == Truth::Unknown)
    })
}
