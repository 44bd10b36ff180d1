//! The workload made to hang on what is missing.
//!
//! Few lines of the workload need all completions of what they leave open to be weighed. Here every
//! source asks, in one of three ways, for the two facts that lines leave out most: one way gives an
//! answer whichever value one of them has, one is a negation of another, so that sources of one step or
//! of two rest on the same missing fact and settle each other.

use std::iter;

use anyhow::{Context as _, Result};
use coverdict_model::{
    corpus::Corpus,
    criterion::{Comparison, Criterion, Test},
    value::Value,
};

use super::{
    catalogue::{IMAGING_DONE, PRIOR_THERAPY_WEEKS},
    convert::id,
};

/// The same corpus with a further criterion in the rule `met` of every edition.
///
/// # Errors
/// When an edition has no such rule.
pub fn entangle(mut corpus: Corpus) -> Result<Corpus> {
    let met = id("met")?;
    for (number, edition) in corpus.editions.values_mut().enumerate() {
        let rule = edition.rules.get_mut(&met).context("no rule `met`")?;
        let known = std::mem::replace(&mut rule.when.test, Test::All(Vec::new()));
        let further = further(number)?;
        rule.when.test = Test::All(match known {
            Test::All(known) => known.into_iter().chain(iter::once(further)).collect(),
            known => vec![Criterion::new(known), further],
        });
    }
    Ok(corpus)
}

fn further(number: usize) -> Result<Criterion> {
    Ok(match number % 3 {
        // Six weeks with imaging, twelve without: fewer than six fail, and twelve pass, in any case.
        0 => any(vec![
            all(vec![imaging()?, therapy(6)?]),
            all(vec![none(vec![imaging()?]), therapy(12)?]),
        ]),
        // Imaging, or long therapy.
        1 => any(vec![imaging()?, therapy(12)?]),
        // The opposite of both.
        _ => none(vec![imaging()?, therapy(12)?]),
    })
}

fn all(of: Vec<Criterion>) -> Criterion {
    Criterion::new(Test::All(of))
}

fn any(of: Vec<Criterion>) -> Criterion {
    Criterion::new(Test::Any(of))
}

fn none(of: Vec<Criterion>) -> Criterion {
    Criterion::new(Test::None(of))
}

fn imaging() -> Result<Criterion> {
    compared(IMAGING_DONE, Comparison::IsTrue(true))
}

fn therapy(weeks: i64) -> Result<Criterion> {
    compared(
        PRIOR_THERAPY_WEEKS,
        Comparison::AtLeast(Value::Integer(weeks)),
    )
}

fn compared(fact: &str, comparison: Comparison) -> Result<Criterion> {
    let fact = id(fact)?;
    Ok(Criterion::new(Test::Fact { fact, comparison }))
}
