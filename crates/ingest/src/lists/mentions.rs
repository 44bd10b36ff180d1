//! Other policies and determinations that a document points to.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::{Document, Place},
    recognise::{Hint, Meaning, Proposal, Role, Survey, Value},
};

/// Another policy or determination that a document names.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Mention {
    /// The block that names it first, by number.
    pub block: usize,
    /// What it is.
    pub is: Mentioned,
    /// Its number or its title, as written.
    pub name: String,
    /// The words by which it was recognised.
    pub words: String,
    /// Where they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What a document names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mentioned {
    /// A national coverage determination.
    NationalDetermination,
    /// A local coverage determination.
    LocalDetermination,
    /// An article of a contractor.
    Article,
    /// A policy, guideline or bulletin, of the same publisher or another.
    Policy,
}

/// How another document is pointed to.
struct Pattern {
    is: Mentioned,
    /// A text without any of these points to none; empty: any text may.
    needs: &'static [&'static str],
    /// The group `name` is what the other document is called.
    pattern: Option<Regex>,
}

const PATTERNS: &[(Mentioned, &[&str], &str)] = &[
    (
        Mentioned::NationalDetermination,
        &[
            "NCD",
            "ational coverage",
            "ational Coverage",
            "ATIONAL COVERAGE",
        ],
        r"\b(?:NCDs?|(?i:national coverage determinations?)(?:\s*\(NCDs?\))?)(?:\s+(?:(?i:number|no\.?|for)|#|§|[A-Z][\w/-]*|of|and|the)){0,12}?\s*[(:#§]*\s*(?P<name>\d{1,3}(?:\.\d{1,3}){1,3})\b",
    ),
    (
        Mentioned::LocalDetermination,
        &["LCD", "ocal coverage", "ocal Coverage", "OCAL COVERAGE"],
        r"\b(?:LCDs?|(?i:local coverage determinations?)(?:\s*\(LCDs?\))?)[^.;]{0,60}?\b(?P<name>L\d{5})\b",
    ),
    (
        Mentioned::Article,
        &["rticle", "RTICLE"],
        r"\b(?i:articles?)\b[^.;]{0,60}?\b(?P<name>A\d{5})\b",
    ),
    (
        Mentioned::Policy,
        &[],
        r"(?-u:\b(?P<name>[A-Z]{2,5}\.[A-Z]{2,4}\.\d{1,4})\b)",
    ),
    (
        Mentioned::Policy,
        &[],
        r"\b(?P<name>(?:CMM|CPB|MED|SURG|DRUG|RAD|LAB|THER-RAD|CG-[A-Z]+)[ .-]#?\d{2,5}(?:\.\d+)?)\b",
    ),
    (
        Mentioned::Policy,
        &["“", "\""],
        r"(?i:\b(?:see|refer to|according to|criteria in|defer to)\b(?:\s+(?:also|the|our))*(?:\s+\w+){0,2}?\s+(?:polic(?:y|ies)|guidelines?|bulletins?)(?:\s+(?:titled|entitled|number|no\.?|on|for|#))*[\s:]+)[“\x22](?P<name>[^”\x22]{3,120})[”\x22]",
    ),
];

static COMPILED: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let compiled = PATTERNS.iter().map(|(is, needs, pattern)| Pattern {
        is: *is,
        needs,
        pattern: Regex::new(pattern).ok(),
    });
    compiled.collect()
});

impl Pattern {
    /// Where a text points to another document in this way.
    fn find<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let may = self.needs.is_empty() || self.needs.iter().any(|one| text.contains(one));
        let pattern = self.pattern.as_ref().filter(|_| may);
        pattern
            .into_iter()
            .flat_map(move |one| one.captures_iter(text))
    }
}

/// The other documents that one names in its text, each once, in the order of their first mention. Its own number is
/// none of them, and neither is what stands in its list of references.
pub(crate) fn mentions(
    document: &Document,
    survey: &Survey,
    proposals: &[Proposal],
) -> Vec<Mention> {
    let own: Vec<&str> = proposals
        .iter()
        .filter(|proposal| proposal.meaning == Meaning::Number)
        .filter_map(|proposal| match &proposal.value {
            Value::Words(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    let mut mentions: Vec<Mention> = Vec::new();
    for (at, text) in document.texts() {
        if matches!(survey.role(at), Role::References | Role::Revisions) {
            continue;
        }
        let may_name = survey.may_say(at, Hint::Mention);
        for pattern in COMPILED
            .iter()
            .filter(|one| may_name || one.needs.is_empty())
        {
            for found in pattern.find(text.as_str()) {
                let (Some(whole), Some(name)) = (found.get(0), found.name("name")) else {
                    continue;
                };
                let name = name.as_str();
                let is_own = own.iter().any(|own| own.contains(name));
                let is_known = mentions.iter().any(|known| known.name == name);
                if !is_own && !is_known {
                    mentions.push(Mention {
                        block: at,
                        is: pattern.is,
                        name: name.to_owned(),
                        words: whole.as_str().to_owned(),
                        place: text.place_of(whole.range()),
                    });
                }
            }
        }
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(COMPILED.iter().all(|one| one.pattern.is_some()));
    }
}
