//! Lists of diagnoses by their codes: `diagnosis of E66.01, E66.2 or Z68.41`.

use std::{collections::BTreeSet, sync::LazyLock};

use coverdict_model::{
    code::CodeSystem,
    criterion::{Comparison, Members, Test},
    fact::FactType,
    id::Id,
};
use regex::Regex;

use super::{Said, Typed, declare, measures::WHOM};

/// A code below its category: a category alone may stand for all that begin with it, and is not taken for one code.
const CODE: &str = r"[a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4}";

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^{WHOM}(?:(?:primary|principal|confirmed|documented|one of the following|any of the following) )*(?:icd-10(?:-cm)? )?(?:diagnos[ie]s|icd-10(?:-cm)?(?: diagnos[ie]s)?)(?: codes?)?(?: of| is| one of| any of)*:? ?(?P<codes>{CODE}(?:(?:, or |,? or |, |; ){CODE})*)$"
    ))
    .ok()
});

/// The comparison that words are, of the diagnoses of the line.
pub(super) fn typed(words: &str) -> Option<Typed> {
    let found = PATTERN.as_ref()?.captures(words)?;
    let codes = found.name("codes")?.as_str();
    let codes = codes
        .split([',', ';', ' '])
        .filter(|word| !word.is_empty() && *word != "or");
    let codes: BTreeSet<Id> = codes
        .map(|code| Id::new(&code.to_uppercase()).ok())
        .collect::<Option<_>>()?;
    let fact = fact()?;
    let test = Test::Fact {
        fact: fact.0.clone(),
        comparison: Comparison::AnyIn(Members::Listed(codes)),
    };
    Some(Typed {
        said: Said::Once(test),
        facts: vec![fact],
    })
}

/// The diagnoses of the line, as a catalogue declares them.
pub(super) fn fact() -> Option<(Id, coverdict_model::fact::Fact)> {
    let mut fact = declare(
        "diagnoses",
        FactType::Codes {
            systems: vec![CodeSystem::Icd10Cm],
        },
        "Which diagnoses does the line point to (ICD-10-CM)?",
    )?;
    fact.1.section = coverdict_model::fact::Section::Line;
    Some(fact)
}
