//! Phrases by which documents take a position, and the basis that we map them to.

use std::sync::LazyLock;

use coverdict_model::position::{Basis, Position};
use regex::{Regex, RegexSet};

/// A phrase that takes a position.
pub(super) struct Phrase {
    pub(super) position: Position,
    pub(super) basis: Option<Basis>,
    pub(super) rule: &'static str,
    /// What it is recognised by; the group `label` is what the publisher calls it.
    pub(super) pattern: Option<Regex>,
}

pub(super) static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    use Position::{LeftToDiscretion, NotSupported, Supported};
    let table: [(Position, Option<Basis>, &str, &str); 18] = [
        (
            NotSupported,
            Some(Basis::Unproven),
            "considered-unproven",
            r"\b(?:is|are|as|be|remains?)\s+(?:considered\s+|deemed\s+|classified\s+as\s+)?(?P<label>(?:experimental|investigational|unproven|investigative)(?:\s*,?\s*(?:/|and/or|and|or)?\s*(?:experimental|investigational|unproven|investigative))*(?:\s*\([A-Z/&]+\))?(?:,?\s*and\s+not\s+medically\s+necessary)?)",
        ),
        (
            NotSupported,
            Some(Basis::Unproven),
            "insufficient-evidence",
            r"\b(?:there\s+is\s+)?(?P<label>insufficient\s+(?:clinical\s+|scientific\s+|published\s+)?evidence\s+to\s+(?:support|establish|determine)\s+(?:the\s+)?\w+)",
        ),
        (
            NotSupported,
            Some(Basis::NotReasonableAndNecessary),
            "not-reasonable-and-necessary",
            r"\b(?P<label>not\s+(?:considered\s+)?reasonable\s+and\s+necessary)",
        ),
        (
            NotSupported,
            Some(Basis::CriteriaNotMet),
            "not-medically-necessary",
            r"\b(?P<label>not\s+(?:considered\s+)?medically\s+necessary)",
        ),
        (
            NotSupported,
            Some(Basis::CriteriaNotMet),
            "no-medical-necessity",
            r"\b(?P<label>(?:does|do)\s+not\s+meet\s+the\s+definition\s+of\s+medical\s+necessity)\b",
        ),
        (
            NotSupported,
            Some(Basis::Unproven),
            "considers-unproven",
            r"\bconsiders?\s+[^.;]+?\s(?P<label>(?:experimental|investigational|unproven|investigative)(?:\s*,?\s*(?:/|and/or|and|or)?\s*(?:experimental|investigational|unproven|investigative))*(?:\s*\([A-Z/&]+\))?(?:,?\s*and\s+not\s+medically\s+necessary)?\b)",
        ),
        (
            NotSupported,
            Some(Basis::NotABenefit),
            "not-a-benefit",
            r"\b(?P<label>not\s+(?:an?\s+)?(?:covered\s+)?(?:health\s+)?benefits?)\b",
        ),
        (
            NotSupported,
            None,
            "not-covered",
            r"\b(?P<label>non-?covered|not\s+(?:be\s+)?(?:nationally\s+)?covered|will\s+not\s+cover|(?:is|are)\s+excluded\s+from\s+coverage)\b",
        ),
        (
            NotSupported,
            None,
            "considered-cosmetic",
            r"\b(?:is|are|be)\s+(?:considered\s+|deemed\s+)(?P<label>cosmetic)\b",
        ),
        (
            LeftToDiscretion,
            None,
            "left-to-contractor",
            r"\b(?P<label>(?:MACs?|contractors?|Medicare\s+Administrative\s+Contractors?(?:\s*\(MACs?\))?)(?:\s+acting\s+within\s+their\s+respective\s+jurisdictions)?\s+may\s+(?:also\s+)?(?:determine|allow|make)|at\s+(?:the\s+)?(?:MAC|contractor)(?:'s|’s)?\s+discretion|left\s+to\s+the\s+discretion)",
        ),
        (
            Supported,
            None,
            "will-cover",
            r"\b(?P<label>(?:will\s+cover|covers)\b)",
        ),
        (
            Supported,
            None,
            "covered",
            r"\b(?:is|are)\s+(?:nationally\s+|generally\s+|only\s+)?(?P<label>covered)\b",
        ),
        (
            Supported,
            None,
            "medically-necessary",
            r"\b(?:is|are|be)\s+(?:considered\s+|deemed\s+)?(?P<label>medically\s+(?:necessary|appropriate))\b",
        ),
        (
            Supported,
            None,
            "considers-necessary",
            r"\bconsiders?\s+[^.;]+?\s(?P<label>medically\s+(?:necessary|appropriate))\b",
        ),
        (
            Supported,
            None,
            "meets-medical-necessity",
            r"\b(?P<label>meets?\s+the\s+definition\s+of\s+medical\s+necessity)\b",
        ),
        (
            Supported,
            None,
            "safe-and-effective",
            r"\b(?:is|are)\s+considered\s+(?:a\s+)?(?P<label>(?:safe\s+and\s+effective|reasonable\s+and\s+necessary))",
        ),
        (
            NotSupported,
            Some(Basis::Unproven),
            "not-verified",
            r"\beffectiveness\b[^.]{0,80}\b(?P<label>has\s+not\s+been\s+(?:verified|established|proven|demonstrated))",
        ),
        (
            NotSupported,
            Some(Basis::Unproven),
            "considered-experimental",
            r"\bconsidered\s+(?P<label>experimental)\b",
        ),
    ];
    let compiled = table
        .into_iter()
        .map(|(position, basis, rule, pattern)| Phrase {
            position,
            basis,
            rule,
            pattern: Regex::new(&format!("(?i){pattern}")).ok(),
        });
    compiled.collect()
});

/// All phrases at once: most sentences have none.
static ALL: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let patterns = PHRASES.iter().map(|phrase| phrase.pattern.as_ref());
    let patterns: Option<Vec<&str>> = patterns.map(|one| one.map(Regex::as_str)).collect();
    RegexSet::new(patterns?).ok()
});

/// The phrase by which a sentence takes a position: of several the first of the list, as the more particular come first.
pub(super) fn phrase_of(sentence: &str) -> Option<&'static Phrase> {
    let first = ALL.as_ref()?.matches(sentence).iter().next()?;
    PHRASES.get(first)
}

#[cfg(test)]
mod tests {
    use super::{ALL, PHRASES};

    #[test]
    fn every_phrase_is_a_pattern_with_a_label() {
        let names = |phrase: &super::Phrase| {
            let pattern = phrase.pattern.as_ref().unwrap();
            pattern
                .capture_names()
                .flatten()
                .any(|name| name == "label")
        };
        assert!(PHRASES.iter().all(names));
        assert_eq!(ALL.as_ref().unwrap().len(), PHRASES.len());
    }
}
