//! Cases.

use coverdict_model::{
    case::Case,
    fact::{Catalogue, Section},
    value::{Cause, Reading, SpecialState, Statement, Value},
};

use super::common::{Entries, raw, text, texts, value};
use crate::yaml::Doc;

/// The file of a case; the catalogue tells in which part of it a fact stands.
#[must_use]
pub fn case(case: &Case, catalogue: &Catalogue) -> String {
    let days = match case.through {
        None => raw(case.date_of_service),
        Some(through) => Entries::new()
            .with("from", raw(case.date_of_service))
            .with("through", raw(through))
            .doc(),
    };
    let entries = Entries::new()
        .with("case", text(&case.id))
        .with("date-of-service", days)
        .maybe("known-as-of", case.known_as_of.map(raw));
    let sections = Section::ALL.iter().fold(entries, |entries, &section| {
        entries.maybe(section.name(), facts(case, catalogue, section))
    });
    sections.doc().to_string()
}

fn facts(case: &Case, catalogue: &Catalogue, section: Section) -> Option<Doc> {
    let stands_here = |name: &str| {
        let declared = catalogue.facts.get(name);
        declared.map_or(Section::Facts, |fact| fact.section) == section
    };
    let stated = case.facts.iter();
    let mut stated = stated
        .filter(|(name, _)| stands_here(name.as_str()))
        .peekable();
    stated.peek()?;
    let entries = stated.fold(Entries::new(), |entries, (name, statements)| {
        entries.with(name, said(statements))
    });
    Some(entries.doc())
}

fn said(statements: &[Statement]) -> Doc {
    match statements {
        [one] => statement(one),
        several => {
            let readings = several.iter().map(statement).collect();
            Entries::new().with("readings", Doc::List(readings)).doc()
        }
    }
}

fn statement(statement: &Statement) -> Doc {
    let bare = Statement::from(statement.reading.clone()) == *statement;
    match &statement.reading {
        Reading::Known(known) if bare => value(known),
        reading => stated(reading)
            .maybe("origin", statement.origin.as_ref().map(text))
            .maybe("attested", statement.attested.then(|| raw(true)))
            .maybe("measured", statement.measured.map(raw))
            .doc(),
    }
}

fn stated(reading: &Reading) -> Entries {
    let entries = Entries::new();
    let end = |end: &Option<Value>| end.as_ref().map_or_else(|| raw("~"), value);
    let incomplete = |complete: bool| (!complete).then(|| raw(false));
    match reading {
        Reading::Known(known) => entries.with("value", value(known)),
        Reading::Within { low, high } => {
            entries.with("within", Doc::List(vec![end(low), end(high)]))
        }
        Reading::OneOf(values) => {
            entries.with("one-of", Doc::List(values.iter().map(value).collect()))
        }
        Reading::Members { members, complete } => entries
            .with("members", texts(members))
            .maybe("complete", incomplete(*complete)),
        Reading::Events { dates, complete } => entries
            .with("events", Doc::List(dates.iter().map(raw).collect()))
            .maybe("complete", incomplete(*complete)),
        Reading::Absent => entries.with("state", text(SpecialState::Absent)),
        Reading::NotPerformed => entries.with("state", text(SpecialState::NotPerformed)),
        Reading::Missing(Cause::InError(problem)) => entries.with("in-error", text(problem)),
        Reading::Missing(cause) => entries.with("missing", text(cause.name())),
    }
}
