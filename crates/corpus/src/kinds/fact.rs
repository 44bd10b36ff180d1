//! One fact of the catalogue.

use std::collections::BTreeSet;

use coverdict_model::{
    code::CodeSystem,
    date::Date,
    fact::{Closure, Fact, FactType, FoundIn, Section, Selection},
    id::Id,
    quantity::{Decimal, Unit, parse_decimal},
    value::SpecialState,
};

use super::common::{count, day, list, optional, some_ids, text, word, words};
use super::derivation::derivation;
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, Mapping};

/// Reads the declaration of a fact.
pub(super) fn fact(item: Item<'_>, problems: &mut Problems) -> Option<Fact> {
    let mut mapping = item.mapping("a fact", problems)?;
    let kind = kind(&mut mapping, problems);
    let question = mapping
        .required("question", problems)
        .and_then(|item| text(item, problems));
    let closure = optional(mapping.optional("closure"), |item| {
        word(item, Closure::ALL, Closure::name, problems)
    });
    let section = optional(mapping.optional("section"), |item| {
        word(item, Section::ALL, Section::name, problems)
    });
    let may_be = optional(mapping.optional("may-be"), |item| {
        words(item, SpecialState::ALL, SpecialState::name, problems)
    });
    let derived = optional(mapping.optional("derived"), |item| {
        derivation(item, problems)
    });
    let look_back = optional(mapping.optional("look-back"), |item| count(item, problems));
    let select = optional(mapping.optional("select"), |item| {
        word(item, Selection::ALL, Selection::name, problems)
    });
    let attest = match mapping.optional("attest") {
        Some(item) => attest(item, kind.as_ref(), problems).map(Some),
        None => Some(None),
    };
    let found_in = optional(mapping.optional("found-in"), |item| {
        found_in(item, problems)
    });
    mapping.finish(problems);
    Some(Fact {
        kind: kind?,
        question: question?,
        closure: closure?.unwrap_or(Closure::Open),
        section: section?.unwrap_or(Section::Facts),
        may_be: may_be?.unwrap_or_default(),
        derived: derived?,
        look_back: look_back?,
        select: select?,
        attest: attest?,
        found_in: found_in?.unwrap_or_default(),
    })
}

/// The name of a type, before the keys that belong to it are read.
#[derive(Clone, Copy)]
enum TypeName {
    Boolean,
    Integer,
    Decimal,
    Date,
    Choice,
    Name,
    Codes,
    Names,
    Events,
}

const TYPES: [(&str, TypeName); 9] = [
    ("boolean", TypeName::Boolean),
    ("integer", TypeName::Integer),
    ("decimal", TypeName::Decimal),
    ("date", TypeName::Date),
    ("choice", TypeName::Choice),
    ("name", TypeName::Name),
    ("codes", TypeName::Codes),
    ("names", TypeName::Names),
    ("events", TypeName::Events),
];

fn kind(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<FactType> {
    let name = mapping
        .required("type", problems)
        .and_then(|item| item.choice(&TYPES, problems));
    let Some(name) = name else {
        // Whatever belongs to the type that was meant is no further problem.
        for key in ["unit", "min", "max", "values", "systems"] {
            mapping.optional(key);
        }
        return None;
    };
    match name {
        TypeName::Boolean => Some(FactType::Boolean),
        TypeName::Name => Some(FactType::Name),
        TypeName::Events => Some(FactType::Events),
        TypeName::Integer => {
            let (min, max) = bounds(mapping, problems, Item::integer)?;
            Some(FactType::Integer { min, max })
        }
        TypeName::Date => {
            let (min, max) = bounds(mapping, problems, |item, problems| -> Option<Date> {
                day(item, problems)
            })?;
            Some(FactType::Date { min, max })
        }
        TypeName::Decimal => decimal(mapping, problems),
        TypeName::Choice => {
            let values = mapping.required("values", problems)?;
            let values = some_ids(values, problems)?;
            Some(FactType::Choice { values })
        }
        TypeName::Names => {
            let values: Option<BTreeSet<Id>> =
                optional(mapping.optional("values"), |item| some_ids(item, problems))?;
            Some(FactType::Names { values })
        }
        TypeName::Codes => {
            let item = mapping.required("systems", problems)?;
            let systems = list(
                item,
                "a list of code systems",
                problems,
                |item, problems| word(item, &CodeSystem::ALL, CodeSystem::name, problems),
            )?;
            if systems.is_empty() {
                problems.push(super::common::empty_list(item));
                return None;
            }
            Some(FactType::Codes { systems })
        }
    }
}

fn decimal(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<FactType> {
    let unit = mapping
        .required("unit", problems)
        .and_then(|item| item.parse_with("a unit in UCUM notation", Unit::new, problems));
    let (min, max) = bounds(mapping, problems, |item, problems| -> Option<Decimal> {
        let bound = item.parse_with("a plain decimal number", parse_decimal, problems)?;
        Some(bound.normalize())
    })?;
    Some(FactType::Decimal {
        unit: unit?,
        min,
        max,
    })
}

fn bounds<'a, T: PartialOrd>(
    mapping: &mut Mapping<'a>,
    problems: &mut Problems,
    mut read: impl FnMut(Item<'a>, &mut Problems) -> Option<T>,
) -> Option<(Option<T>, Option<T>)> {
    let min = optional(mapping.optional("min"), |item| read(item, problems));
    let item = mapping.optional("max");
    let max = optional(item, |item| read(item, problems));
    let (min, max) = (min?, max?);
    let reversed = min.as_ref().zip(max.as_ref()).is_some_and(|(a, b)| a > b);
    if let (true, Some(item)) = (reversed, item) {
        problems.push(
            item.problem(Code::BOUNDS_REVERSED, "`max` is below `min`")
                .with_help("exchange the two, or correct them"),
        );
        return None;
    }
    Some((min, max))
}

/// Why a person is asked, which only a question of yes or no can need.
fn attest(item: Item<'_>, kind: Option<&FactType>, problems: &mut Problems) -> Option<String> {
    if let Some(kind) = kind.filter(|kind| **kind != FactType::Boolean) {
        let message = format!("a fact of type {} is not attested", kind.name());
        problems.push(
            item.problem(Code::ATTEST_NOT_BOOLEAN, message)
                .with_help("remove `attest`, or ask for the fact as `type: boolean`"),
        );
    }
    text(item, problems)
}

fn found_in(item: Item<'_>, problems: &mut Problems) -> Option<FoundIn> {
    let mut mapping = item.mapping("the places of a fact", problems)?;
    let fhir = optional(mapping.optional("fhir"), |item| text(item, problems));
    let x12 = optional(mapping.optional("x12"), |item| text(item, problems));
    let column = optional(mapping.optional("column"), |item| text(item, problems));
    mapping.finish(problems);
    Some(FoundIn {
        fhir: fhir?,
        x12: x12?,
        column: column?,
    })
}
