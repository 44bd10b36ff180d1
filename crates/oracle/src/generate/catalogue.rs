//! The catalogue of generated corpora: the well-known facts, and some of every type and derivation.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    code::CodeSystem,
    corpus::{CodeMapping, Corpus, Patterns, ValueSet},
    fact::{Closure, Derivation, Fact, FactType, FoundIn, Section, Selection, Window},
    id::Id,
    quantity::Decimal,
    source::Provenance,
    value::SpecialState,
    well_known,
};

use super::{
    draw::Draw,
    words::{
        CHOICES, CODES, FUNDING, INDICATIONS, ITEMS, LINES, PHASES, SCOPES, SERVICES, day, id, ids,
        march, unit,
    },
};

/// The facts that rules may compare.
pub(crate) const COMPARED: [&str; 14] = [
    "flag",
    "other-flag",
    "level",
    "score",
    "ratio",
    "side",
    "onset",
    "diagnoses",
    "indication",
    "visit-count",
    "ratio-drop",
    "days-since-onset",
    "age",
    "standing",
];

/// Adds the catalogue with its value set and mapping to a corpus.
pub(crate) fn declare(corpus: &mut Corpus, draw: &Draw<'_>) {
    corpus.catalogue.facts = member().chain(line()).chain(compared(draw)).collect();
    for (name, _) in well_known::ALL {
        let closed = well_known::CLOSED.contains(&name);
        if let Some(fact) = corpus.catalogue.facts.get_mut(name).filter(|_| closed) {
            fact.closure = Closure::Closed;
        }
    }
    corpus.value_sets.insert(id("listed"), value_set(draw));
    corpus.mappings.insert(id("meanings"), mapping(draw));
}

type Declared = (Id, Fact);

fn member() -> impl Iterator<Item = Declared> {
    let declare = |(name, kind): (&str, FactType)| declared(name, Section::Member, kind);
    [
        (well_known::PAYER, FactType::Name),
        (well_known::PLAN, FactType::Name),
        (well_known::LINE_OF_BUSINESS, choice(&LINES)),
        (well_known::FUNDING, choice(&FUNDING)),
        (well_known::STATE, FactType::Name),
    ]
    .into_iter()
    .map(declare)
}

fn line() -> impl Iterator<Item = Declared> {
    let declare = |(name, kind): (&str, FactType)| declared(name, Section::Line, kind);
    let codes = |systems: &[CodeSystem]| FactType::Codes {
        systems: systems.to_vec(),
    };
    let date_of_service = FactType::Date {
        min: None,
        max: None,
    };
    [
        (well_known::DATE_OF_SERVICE, date_of_service),
        (well_known::DATE_OF_REQUEST, ten_days()),
        (well_known::START_OF_CARE, ten_days()),
        (well_known::CODE, codes(&CodeSystem::PROCEDURE)),
        (well_known::SERVICE, names(&SERVICES)),
        (well_known::ITEMS, names(&ITEMS)),
        (well_known::SCOPES, names(&SCOPES)),
        (well_known::AGENTS, names(&["dextrose"])),
        (well_known::NOTE_MENTIONS, names(&SERVICES)),
        (well_known::PHASE, choice(&PHASES)),
        ("diagnoses", codes(&[CodeSystem::Icd10Cm])),
    ]
    .into_iter()
    .map(declare)
}

fn compared(draw: &Draw<'_>) -> impl Iterator<Item = Declared> {
    let window = match draw.below(5) {
        0 => Window::DaysUpTo(5),
        1 => Window::DaysFrom(3),
        2 => Window::CalendarYear,
        3 => Window::RollingYear,
        _ => Window::Ever,
    };
    let birth = FactType::Date {
        min: Some(day("2020-03-01")),
        max: Some(day("2020-03-10")),
    };
    let plain = [
        ("flag", FactType::Boolean),
        ("other-flag", FactType::Boolean),
        ("standing", FactType::Boolean),
        ("level", integer(Some((0, 5)))),
        ("score", integer(Some((0, 5)))),
        ("ratio", decimal(Some(5))),
        ("second-ratio", decimal(Some(5))),
        ("side", choice(&CHOICES)),
        ("onset", ten_days()),
        ("birth-date", birth),
        ("visits", FactType::Events),
    ];
    let derived = [
        (
            "indication",
            names(&INDICATIONS),
            Derivation::Mapping {
                mapping: id("meanings"),
                from: id("diagnoses"),
            },
        ),
        (
            "visit-count",
            integer(Some((0, 5))),
            Derivation::Count {
                events: id("visits"),
                window,
                anchor: id(well_known::DATE_OF_SERVICE),
                includes_request: draw.percent(50),
            },
        ),
        (
            "ratio-drop",
            decimal(None),
            Derivation::Difference {
                minuend: id("ratio"),
                subtrahend: id("second-ratio"),
            },
        ),
        (
            "days-since-onset",
            integer(None),
            Derivation::DaysBetween {
                from: id("onset"),
                to: id(well_known::DATE_OF_SERVICE),
            },
        ),
        (
            "age",
            integer(Some((0, 9))),
            Derivation::Age {
                birth: id("birth-date"),
                on: id(well_known::DATE_OF_SERVICE),
            },
        ),
    ];
    let derived = derived.into_iter().map(|(name, kind, derivation)| {
        let (name, mut fact) = declared(name, Section::Facts, kind);
        fact.derived = Some(derivation);
        (name, fact)
    });
    plain
        .into_iter()
        .map(|(name, kind)| {
            let (name, mut fact) = declared(name, Section::Facts, kind);
            match name.as_str() {
                "score" => {
                    fact.may_be = BTreeSet::from([SpecialState::Absent]);
                    fact.select = Some(Selection::Highest);
                }
                "standing" => fact.may_be = BTreeSet::from([SpecialState::NotPerformed]),
                "level" => {
                    fact.look_back = Some(30);
                    fact.select = Some(Selection::Latest);
                }
                _ => {}
            }
            (name, fact)
        })
        .chain(derived)
}

fn declared(name: &str, section: Section, kind: FactType) -> Declared {
    let fact = Fact {
        kind,
        question: format!("What is the {name}?"),
        closure: Closure::Open,
        section,
        may_be: BTreeSet::new(),
        derived: None,
        look_back: None,
        select: None,
        attest: None,
        found_in: FoundIn::default(),
    };
    (id(name), fact)
}

fn integer(bounds: Option<(i64, i64)>) -> FactType {
    FactType::Integer {
        min: bounds.map(|(min, _)| min),
        max: bounds.map(|(_, max)| max),
    }
}

fn decimal(max: Option<i64>) -> FactType {
    FactType::Decimal {
        unit: unit(),
        min: max.map(|_| Decimal::ZERO),
        max: max.map(Decimal::from),
    }
}

fn ten_days() -> FactType {
    FactType::Date {
        min: Some(march(0)),
        max: Some(march(9)),
    }
}

fn choice(values: &[&str]) -> FactType {
    FactType::Choice {
        values: ids(values),
    }
}

fn names(values: &[&str]) -> FactType {
    FactType::Names {
        values: Some(ids(values)),
    }
}

fn value_set(draw: &Draw<'_>) -> ValueSet {
    let prefixes = match draw.percent(40) {
        true => ids(&["A01"]),
        false => BTreeSet::new(),
    };
    ValueSet {
        title: "Codes listed".to_owned(),
        provenance: Provenance::Mapping,
        reviewed: day("2024-01-01"),
        members: Patterns {
            members: draw.words(&CODES),
            prefixes,
        },
    }
}

/// Each code means one of the indications, both, none of them, or is not mapped.
fn mapping(draw: &Draw<'_>) -> CodeMapping {
    let mut to: BTreeMap<Id, Patterns> = INDICATIONS
        .iter()
        .map(|name| (id(name), Patterns::default()))
        .collect();
    let mut to_none = Patterns::default();
    for code in CODES {
        let meaning = draw.below(6);
        for (index, patterns) in to.values_mut().enumerate() {
            if meaning == index || meaning == 2 {
                patterns.members.insert(id(code));
            }
        }
        if meaning == 3 {
            to_none.members.insert(id(code));
        }
    }
    // A name that no code means would never be implied, and a loader may refuse it.
    for (patterns, code) in to.values_mut().zip(CODES) {
        if patterns.members.is_empty() {
            to_none.members.remove(code);
            patterns.members.insert(id(code));
        }
    }
    CodeMapping {
        title: "What diagnoses mean".to_owned(),
        provenance: Provenance::Mapping,
        reviewed: day("2024-01-01"),
        to,
        to_none,
    }
}
