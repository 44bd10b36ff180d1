//! What a test case expects of the finding.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    finding::{Governing, Part},
    id::Id,
    position::{Basis, Kind},
    source::EditionId,
    trace::Truth,
};

use super::common::{id, ids, list, optional, word};
use crate::diagnostic::Problems;
use crate::read::{Item, Mapping};

/// What a test case expects; what is not stated is not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The word for the outcome, one of [`OUTCOMES`].
    pub outcome: &'static str,
    /// The kinds of the unfavourable position, all of them.
    pub kinds: Option<BTreeSet<Kind>>,
    /// The bases of the governing rules, all of them.
    pub bases: Option<BTreeSet<Basis>>,
    /// The parts of the request that are granted, all of them.
    pub granted: Option<BTreeSet<Part>>,
    /// The rules that govern, all of them.
    pub governing: Option<BTreeSet<Governing>>,
    /// The relevant facts, all of them.
    pub relevant: Option<BTreeSet<Id>>,
    /// The fact to ask for first.
    pub first: Option<Id>,
    /// How many certificates there are.
    pub certificates: Option<u64>,
    /// What answers to the first question lead to: the value as rendered, and one of [`OUTCOMES`].
    pub leads: BTreeMap<String, &'static str>,
    /// The answers under assumptions about sources: the assumptions as rendered, and what holds then.
    pub conditional: BTreeMap<String, ExpectedConditional>,
    /// Kinds of limit that must be there, of [`LIMITS`].
    pub limits: BTreeSet<&'static str>,
    /// Kinds of limit that must not be there, of [`LIMITS`].
    pub no_limits: BTreeSet<&'static str>,
    /// The word for the answer on prior authorization, one of [`PRIOR_AUTHORIZATION`].
    pub prior_authorization: Option<&'static str>,
    /// The answer on documentation.
    pub documentation: Option<ExpectedDocumentation>,
    /// The truth of criteria, by rule and criterion.
    pub criteria: BTreeMap<(Id, Id), Truth>,
}

/// What is expected of an answer under assumptions about sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedConditional {
    /// The word for the outcome, one of [`OUTCOMES`].
    pub outcome: &'static str,
    /// The rules that govern then, all of them.
    pub governing: Option<BTreeSet<Governing>>,
}

/// What is expected of the answer on documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedDocumentation {
    /// Nothing is stated.
    NotStated,
    /// Sources of one step disagree.
    Conflict,
    /// It depends on what is not known.
    Undecided,
    /// These must accompany the request, and no others.
    Required(BTreeSet<Id>),
}

/// The words for outcomes.
pub const OUTCOMES: [&str; 11] = [
    "supported",
    "supported-in-part",
    "not-supported",
    "left-to-discretion",
    "conflict",
    "not-addressed",
    "needs-information",
    "needs-source",
    "too-complex",
    "invalid-input",
    "differs-by-day",
];

/// The words for kinds of limit, as in a finding's JSON.
pub const LIMITS: [&str; 18] = [
    "source-not-on-file",
    "assumed-silent",
    "open-succession",
    "open-applicability",
    "mapping-used",
    "imprecise-date",
    "open-reading",
    "publication-not-stated",
    "known-from-excerpt",
    "to-consider",
    "fact-in-error",
    "attested-fact",
    "no-profile",
    "possible-service",
    "code-not-valid",
    "code-not-checked",
    "days-differ",
    "budget",
];

/// The words for answers on prior authorization.
pub const PRIOR_AUTHORIZATION: [&str; 5] = [
    "required",
    "not-required",
    "not-stated",
    "conflict",
    "undecided",
];

/// Reads what is expected.
pub(super) fn expectation(item: Item<'_>, problems: &mut Problems) -> Option<Expectation> {
    let mut mapping = item.mapping("what is expected", problems)?;
    let outcome = mapping
        .required("outcome", problems)
        .and_then(|item| one_word(item, &OUTCOMES, problems));
    let kinds = read(&mut mapping, "kinds", |item| {
        set(item, problems, |item, problems| {
            word(item, Kind::ALL, Kind::name, problems)
        })
    });
    let bases = read(&mut mapping, "bases", |item| {
        set(item, problems, |item, problems| {
            word(item, Basis::ALL, Basis::name, problems)
        })
    });
    let granted = read(&mut mapping, "granted", |item| set(item, problems, part));
    let governing = read(&mut mapping, "governing", |item| rules(item, problems));
    let relevant = read(&mut mapping, "relevant", |item| ids(item, problems));
    let first = read(&mut mapping, "first", |item| id(item, problems));
    let certificates = read(&mut mapping, "certificates", |item| {
        item.parse_with("a whole number", str::parse, problems)
    });
    let leads = read(&mut mapping, "leads", |item| leads(item, problems));
    let conditional = read(&mut mapping, "conditional", |item| {
        conditional(item, problems)
    });
    let limits = read(&mut mapping, "limits", |item| {
        words(item, &LIMITS, problems)
    });
    let no_limits = read(&mut mapping, "no-limits", |item| {
        words(item, &LIMITS, problems)
    });
    let prior_authorization = read(&mut mapping, "prior-authorization", |item| {
        one_word(item, &PRIOR_AUTHORIZATION, problems)
    });
    let documentation = read(&mut mapping, "documentation", |item| {
        documentation(item, problems)
    });
    let criteria = read(&mut mapping, "criteria", |item| criteria(item, problems));
    mapping.finish(problems);
    Some(Expectation {
        outcome: outcome?,
        kinds: kinds?,
        bases: bases?,
        granted: granted?,
        governing: governing?,
        relevant: relevant?,
        first: first?,
        certificates: certificates?,
        leads: leads?.unwrap_or_default(),
        conditional: conditional?.unwrap_or_default(),
        limits: limits?.unwrap_or_default(),
        no_limits: no_limits?.unwrap_or_default(),
        prior_authorization: prior_authorization?,
        documentation: documentation?,
        criteria: criteria?.unwrap_or_default(),
    })
}

fn read<'a, T>(
    mapping: &mut Mapping<'a>,
    key: &'static str,
    read: impl FnOnce(Item<'a>) -> Option<T>,
) -> Option<Option<T>> {
    optional(mapping.optional(key), read)
}

fn set<'a, T: Ord>(
    item: Item<'a>,
    problems: &mut Problems,
    read: impl FnMut(Item<'a>, &mut Problems) -> Option<T>,
) -> Option<BTreeSet<T>> {
    let values = list(item, "a list", problems, read)?;
    Some(values.into_iter().collect())
}

fn one_word(
    item: Item<'_>,
    words: &[&'static str],
    problems: &mut Problems,
) -> Option<&'static str> {
    let choices: Vec<_> = words.iter().map(|&word| (word, word)).collect();
    item.choice(&choices, problems)
}

fn words(
    item: Item<'_>,
    words: &[&'static str],
    problems: &mut Problems,
) -> Option<BTreeSet<&'static str>> {
    set(item, problems, |item, problems| {
        one_word(item, words, problems)
    })
}

fn part(item: Item<'_>, problems: &mut Problems) -> Option<Part> {
    let mut mapping = item.mapping("a part of the request", problems)?;
    let name = read(&mut mapping, "item", |item| id(item, problems));
    let scope = read(&mut mapping, "scope", |item| id(item, problems));
    mapping.finish(problems);
    Some(Part {
        item: name?,
        scope: scope?,
    })
}

fn governing(text: &str) -> Result<Governing, String> {
    let wrong = || format!("`{text}` names no rule: write EDITION/RULE, or EDITION/otherwise");
    let (edition, rule) = text.split_once('/').ok_or_else(wrong)?;
    let edition = EditionId::try_from(edition.to_owned()).map_err(|error| error.to_string())?;
    let rule = match rule {
        "otherwise" => None,
        _ => Some(Id::new(rule).map_err(|error| error.to_string())?),
    };
    Ok(Governing { edition, rule })
}

fn leads(item: Item<'_>, problems: &mut Problems) -> Option<BTreeMap<String, &'static str>> {
    let mut mapping = item.mapping("outcomes by value", problems)?;
    let entries = mapping.rest().map(|(key, value)| {
        let outcome = one_word(value, &OUTCOMES, problems)?;
        Some((key.node().as_text()?.to_owned(), outcome))
    });
    entries.collect::<Vec<_>>().into_iter().collect()
}

fn rules(item: Item<'_>, problems: &mut Problems) -> Option<BTreeSet<Governing>> {
    set(item, problems, |item, problems| {
        item.parse_with("EDITION/RULE", governing, problems)
    })
}

fn conditional(
    item: Item<'_>,
    problems: &mut Problems,
) -> Option<BTreeMap<String, ExpectedConditional>> {
    let mut mapping = item.mapping("answers by assumption", problems)?;
    let entries = mapping.rest().map(|(key, value)| {
        let answer = under_assumption(value, problems)?;
        Some((key.node().as_text()?.to_owned(), answer))
    });
    entries.collect::<Vec<_>>().into_iter().collect()
}

fn under_assumption(item: Item<'_>, problems: &mut Problems) -> Option<ExpectedConditional> {
    if item.node().as_text().is_some() {
        return one_word(item, &OUTCOMES, problems).map(|outcome| ExpectedConditional {
            outcome,
            governing: None,
        });
    }
    let mut mapping = item.mapping("an outcome, or {outcome: …, governing: […]}", problems)?;
    let outcome = mapping
        .required("outcome", problems)
        .and_then(|item| one_word(item, &OUTCOMES, problems));
    let governing = read(&mut mapping, "governing", |item| rules(item, problems));
    mapping.finish(problems);
    Some(ExpectedConditional {
        outcome: outcome?,
        governing: governing?,
    })
}

fn documentation(item: Item<'_>, problems: &mut Problems) -> Option<ExpectedDocumentation> {
    if item.node().as_text().is_none() {
        return ids(item, problems).map(ExpectedDocumentation::Required);
    }
    let words = ["not-stated", "conflict", "undecided"];
    one_word(item, &words, problems).map(|word| match word {
        "not-stated" => ExpectedDocumentation::NotStated,
        "conflict" => ExpectedDocumentation::Conflict,
        _ => ExpectedDocumentation::Undecided,
    })
}

fn criteria(item: Item<'_>, problems: &mut Problems) -> Option<BTreeMap<(Id, Id), Truth>> {
    let mut mapping = item.mapping("truths by rule/criterion", problems)?;
    let entries = mapping.rest().map(|(key, value)| {
        let name = key.parse_with("RULE/CRITERION", criterion_name, problems);
        let truth = word(value, Truth::ALL, Truth::name, problems);
        name.zip(truth)
    });
    entries.collect::<Vec<_>>().into_iter().collect()
}

fn criterion_name(text: &str) -> Result<(Id, Id), String> {
    let wrong = || format!("`{text}` names no criterion: write RULE/CRITERION");
    let (rule, criterion) = text.split_once('/').ok_or_else(wrong)?;
    let id = |text: &str| Id::new(text).map_err(|error| error.to_string());
    Ok((id(rule)?, id(criterion)?))
}
