//! The design of a study, where its title states it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::words::folded;

/// The design of a study, from the title of its publication alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// A guideline.
    Guideline,
    /// A meta-analysis.
    MetaAnalysis,
    /// A systematic review.
    SystematicReview,
    /// The protocol of a study that is still to be made.
    Protocol,
    /// A study in animals, cells or cadavers.
    NotInPatients,
    /// A randomized trial.
    RandomizedTrial,
    /// A cohort.
    Cohort,
    /// A comparison of cases with controls.
    CaseControl,
    /// A series of cases.
    CaseSeries,
    /// The report of one case.
    CaseReport,
    /// A survey.
    Survey,
    /// Another review.
    NarrativeReview,
}

impl Design {
    /// How it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Guideline => "guideline",
            Self::MetaAnalysis => "meta-analysis",
            Self::SystematicReview => "systematic review",
            Self::Protocol => "protocol",
            Self::NotInPatients => "animal, cell or cadaver study",
            Self::RandomizedTrial => "randomized trial",
            Self::Cohort => "cohort",
            Self::CaseControl => "case-control study",
            Self::CaseSeries => "case series",
            Self::CaseReport => "case report",
            Self::Survey => "survey",
            Self::NarrativeReview => "narrative review",
        }
    }
}

/// The design that a title states: of several, the one that speaks of the publication as a whole, so that a review of
/// randomized trials is a review.
#[must_use]
pub fn design(title: &str) -> Option<Design> {
    let text = format!(" {} ", folded(title));
    let has = |words: &str| text.contains(&format!(" {words} "));
    let any = |list: &[&str]| list.iter().any(|words| has(words));
    let found = if any(&[
        "meta analysis",
        "metaanalysis",
        "meta analyses",
        "network meta analysis",
    ]) {
        Design::MetaAnalysis
    } else if any(&[
        "systematic review",
        "systematic literature review",
        "systematic reviews",
        "umbrella review",
    ]) {
        Design::SystematicReview
    } else if any(&[
        "guideline",
        "guidelines",
        "practice parameter",
        "consensus statement",
    ]) {
        Design::Guideline
    } else if any(&["protocol", "study protocol"]) {
        Design::Protocol
    } else if any(&[
        "in vitro",
        "animal model",
        "in rats",
        "in mice",
        "in rabbits",
        "rat model",
        "mouse model",
        "rabbit model",
        "cadaver",
        "cadaveric",
    ]) {
        Design::NotInPatients
    } else if randomized(&text) {
        Design::RandomizedTrial
    } else if any(&["cohort", "cohort study", "cohorts"]) {
        Design::Cohort
    } else if any(&["case control"]) {
        Design::CaseControl
    } else if any(&["case series", "cases series"]) || several_cases(&text) {
        Design::CaseSeries
    } else if any(&[
        "case report",
        "a case of",
        "report of a case",
        "report of one case",
    ]) {
        Design::CaseReport
    } else if any(&["survey"]) {
        Design::Survey
    } else if any(&["review", "overview", "narrative review", "critical review"]) {
        Design::NarrativeReview
    } else {
        return None;
    };
    Some(found)
}

/// `randomized` or `randomised`, with a trial or a study, and not `non-randomized`.
fn randomized(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let by_chance = words.iter().enumerate().any(|(at, word)| {
        let negated = at
            .checked_sub(1)
            .and_then(|at| words.get(at))
            .is_some_and(|before| matches!(*before, "non" | "not"));
        matches!(*word, "randomized" | "randomised") && !negated
    });
    by_chance
        && words.iter().any(|word| {
            matches!(
                *word,
                "trial" | "trials" | "study" | "comparison" | "controlled"
            )
        })
}

/// `a report of 3 cases`, `report of three cases`.
fn several_cases(text: &str) -> bool {
    text.split_once(" report of ").is_some_and(|(_, rest)| {
        let mut words = rest.split(' ');
        words.next().is_some_and(|number| number != "a") && words.next() == Some("cases")
    })
}

#[cfg(test)]
mod tests {
    use super::{Design, design};

    #[test]
    fn a_design_is_told_where_the_title_states_it() {
        let stated = [
            ("Straw needles: a randomised trial", Design::RandomizedTrial),
            (
                "Randomized prospective double-blind placebo-controlled study of straw",
                Design::RandomizedTrial,
            ),
            (
                "A systematic review of randomized trials of straw",
                Design::SystematicReview,
            ),
            (
                "Systematic review and meta-analysis of straw",
                Design::MetaAnalysis,
            ),
            (
                "Straw: protocol for a randomised controlled trial",
                Design::Protocol,
            ),
            ("Straw in tendons: a report of 3 cases", Design::CaseSeries),
            ("Retrospective case series on straw", Design::CaseSeries),
            ("A case report of straw", Design::CaseReport),
            ("A prospective cohort study of straw", Design::Cohort),
            ("Straw in practice: a guideline", Design::Guideline),
            (
                "Straw: a critical review of the literature",
                Design::NarrativeReview,
            ),
            (
                "Straw in a rat model of pain: a randomized study",
                Design::NotInPatients,
            ),
            ("A survey of practitioners of straw", Design::Survey),
        ];
        for (title, wanted) in stated {
            assert_eq!(design(title), Some(wanted), "{title}");
        }
    }

    #[test]
    fn a_design_is_not_guessed() {
        for title in [
            "Biologic poisons",
            "A non-randomized trial of straw",
            "Randomization in thought",
            "Preview of straw",
            "Straw pilot",
        ] {
            assert_eq!(design(title), None, "{title}");
        }
    }
}
