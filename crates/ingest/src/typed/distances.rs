//! How long one thing lies from another: `within 30 days of discharge`, `at least 3 months since the last injection`.

use std::sync::LazyLock;

use coverdict_model::{criterion::Test, fact::FactType, value::Value};
use regex::Regex;

use super::{
    Said, Typed,
    bound::{BEFORE, Compares, NUMBER, digits},
    declare,
};
use crate::slug::slug;

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let compares: Vec<String> = BEFORE
        .iter()
        .map(|(words, _)| regex::escape(words))
        .collect();
    let compares = compares.join("|");
    Regex::new(&format!(
        r"^(?:(?P<what>[a-z][a-z -]*?) )??(?:(?:is|was|were|are|has been|have been|must be) )?(?:(?:performed|done|completed|obtained|dated|given|initiated|started|requested|provided) )?(?P<compares>within|{compares}) (?P<n>{NUMBER}) (?P<unit>hour|day|week|month|year)s? (?P<side>of|before|prior to|preceding|after|following|from|since) (?:an? |the )?(?P<from>[a-z][a-z -]*)$"
    ))
    .ok()
});

/// Words that make more of a phrase than the name of something that happened.
const MORE: [&str; 18] = [
    "and", "or", "unless", "with", "without", "if", "when", "who", "not", "no", "that", "which",
    "either", "both", "any", "all", "except", "none",
];

/// The most words that name something.
const LONGEST: usize = 6;

/// What lies between is the service where nothing else is named.
const SERVICE: &str = "the service";

/// The comparison that words are, of how long one thing lies from another.
pub(super) fn typed(words: &str, service: &str) -> Option<Typed> {
    let found = PATTERN.as_ref()?.captures(words)?;
    let said = |name: &str| found.name(name).map(|part| part.as_str().trim());
    let what = said("what").filter(|what| !what.is_empty());
    let what = match what {
        Some(what) => name(what)?,
        None => SERVICE.to_owned(),
    };
    let from = name(said("from")?)?;
    let unit = said("unit")?;
    let compares = match said("compares")? {
        "within" => Compares::AtMost,
        words => BEFORE.iter().find(|(known, _)| *known == words)?.1,
    };
    let (slug_of, words) = match said("side")? {
        "of" => (
            format!("{unit}s-between-{}-and-{}", bare(&what), bare(&from)),
            format!("How many {unit}s lie between {what} and {from}?"),
        ),
        "before" | "prior to" | "preceding" => (
            format!("{unit}s-from-{}-to-{}", bare(&what), bare(&from)),
            format!("How many {unit}s before {from} was {what}?"),
        ),
        _ => (
            format!("{unit}s-from-{}-to-{}", bare(&from), bare(&what)),
            format!("How many {unit}s after {from} was {what}?"),
        ),
    };
    let fact = declare(
        &format!("{service}-{slug_of}"),
        FactType::Integer {
            min: Some(0),
            max: None,
        },
        &words,
    )?;
    let value = Value::Integer(digits(said("n")?).parse().ok()?);
    let test = Test::Fact {
        fact: fact.0.clone(),
        comparison: compares.with(value),
    };
    Some(Typed {
        said: Said::Once(test),
        facts: vec![fact],
    })
}

/// A name as a part of a fact's.
fn bare(name: &str) -> String {
    slug(name.trim_start_matches("the "))
}

/// The name of something that happened; none where the words say more than that.
fn name(words: &str) -> Option<String> {
    let words = words.trim_start_matches("the ").trim_start_matches("a ");
    let all: Vec<&str> = words.split([' ', '-']).collect();
    let is_name =
        !all.is_empty() && all.len() <= LONGEST && !all.iter().any(|word| MORE.contains(word));
    is_name.then(|| format!("the {words}"))
}
