//! How often a service was given in a period: `no more than 12 visits in any 12-month period`.

use std::sync::LazyLock;

use coverdict_model::{criterion::Test, fact::FactType, value::Value};
use regex::Regex;

use super::{
    Said, Typed,
    bound::{Bound, NUMBER, bounds, digits, pattern},
    declare,
};
use crate::slug::slug;

/// What is counted.
const COUNTED: &str = "visits?|sessions?|treatments?|injections?|tests?|screenings?|procedures?|units?|courses?|doses?|infusions?|applications?";

/// Words before what is counted that belong to its name.
const KIND: &str = r"(?:[a-z][a-z-]+ ){0,2}?";

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let bound = pattern("");
    Regex::new(&format!(
        r"^(?:an? |the )?(?:total of )?{bound} (?P<what>{KIND}(?:{COUNTED}))(?: (?:are|is|may be|will be) (?:covered|allowed|administered|given|provided))?,? (?P<period>(?:in|within|during|over|per|every|each|a|annually|yearly)\b.*)$"
    ))
    .ok()
});

static PERIODS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    let number = format!(r"(?:(?P<n>{NUMBER})[ -])?");
    let unit = r"(?P<unit>day|week|month|year)s?";
    [
        (Kind::Lifetime, "^(?:per|in a|in the|during a) lifetime$".to_owned()),
        (
            Kind::CalendarYear,
            "^(?:per|in a|in any|in each|each|every|during a) calendar year$".to_owned(),
        ),
        (
            Kind::Before,
            format!("^(?:in|within|during|over) (?:any|the (?:past|last|previous|preceding|prior)) (?:consecutive )?{number}{unit}(?: periods?)?$"),
        ),
        (
            Kind::Before,
            format!("^(?:per|in a|in any) rolling {number}{unit}(?: periods?)?$"),
        ),
        (
            Kind::Unclear,
            format!("^(?:in|within|per|during|over|every|each|in a|per a|within a|over a|a) {number}{unit}(?: periods?)?$"),
        ),
        (Kind::Annually, "^(?:annually|yearly)$".to_owned()),
    ]
    .into_iter()
    .filter_map(|(kind, pattern)| Some((kind, Regex::new(&pattern).ok()?)))
    .collect()
});

/// A period as it is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lifetime,
    CalendarYear,
    /// So long up to the service, whatever day that is.
    Before,
    /// So long: up to the service, or from the first.
    Unclear,
    /// A year: any, or that of the calendar.
    Annually,
}

/// A period over which services are counted.
struct Period {
    /// How it is called in the name of a fact.
    name: String,
    /// How it is called in a question.
    words: String,
}

/// The comparison that words are, of a count of the service at hand.
pub(super) fn typed(words: &str, service: &str) -> Option<Typed> {
    let found = PATTERN.as_ref()?.captures(words)?;
    let bounds = bounds(found.name("bound")?.as_str(), None)?;
    let what = found.name("what")?.as_str();
    let period = found.name("period")?.as_str();
    let (kind, period) = PERIODS
        .iter()
        .find_map(|(kind, pattern)| Some((*kind, pattern.captures(period)?)))?;
    let number = period.name("n").map_or("1", |number| number.as_str());
    let number = digits(number);
    let unit = period.name("unit").map_or("year", |unit| unit.as_str());
    let so_long = match number.as_str() {
        "1" => format!("1 {unit}"),
        many => format!("{many} {unit}s"),
    };
    let before = Period {
        name: format!("in-{}-up-to-the-service", slug(&so_long)),
        words: format!("in the {so_long} up to the service, which counts"),
    };
    let from_first = Period {
        name: format!("in-{}-from-the-first", slug(&so_long)),
        words: format!("in the {so_long} from the first of them, with this one"),
    };
    let calendar = Period {
        name: "in-the-calendar-year".to_owned(),
        words: "in the calendar year of the service, which counts".to_owned(),
    };
    let lifetime = Period {
        name: "ever".to_owned(),
        words: "ever, with this one".to_owned(),
    };
    let is_year = unit == "year" && number == "1" || (unit == "month" && number == "12");
    let periods: Vec<(&str, Period)> = match kind {
        Kind::Lifetime => vec![("once", lifetime)],
        Kind::CalendarYear => vec![("once", calendar)],
        Kind::Before => vec![("once", before)],
        Kind::Unclear | Kind::Annually if is_year => {
            vec![("any-such-period", before), ("calendar-year", calendar)]
        }
        Kind::Unclear | Kind::Annually => {
            vec![
                ("up-to-the-service", before),
                ("from-the-first", from_first),
            ]
        }
    };
    let mut facts = Vec::new();
    let mut tests = Vec::new();
    for (reading, period) in &periods {
        let fact = declare(
            &format!("{service}-{}-{}", slug(&plural(what)), period.name),
            FactType::Integer {
                min: Some(0),
                max: None,
            },
            &format!("How many {} were there {}?", plural(what), period.words),
        )?;
        tests.push((*reading, of(&bounds, &fact.0)?));
        facts.push(fact);
    }
    let said = match tests.len() {
        1 => Said::Once(tests.pop()?.1),
        _ => Said::Either(tests),
    };
    Some(Typed { said, facts })
}

fn of(bounds: &[Bound], fact: &coverdict_model::id::Id) -> Option<Test> {
    let tests = bounds.iter().map(|bound| {
        let value = Value::Integer(bound.number.parse().ok()?);
        Some(Test::Fact {
            fact: fact.clone(),
            comparison: bound.compares.with(value),
        })
    });
    super::both(tests.collect::<Option<_>>()?)
}

/// What is counted, as several of it.
fn plural(what: &str) -> String {
    match what.ends_with('s') {
        true => what.to_owned(),
        false => format!("{what}s"),
    }
}
