//! The catalogue.

use coverdict_model::fact::{
    Catalogue, Closure, Derivation, Fact, FactType, FoundIn, Section, Window,
};

use super::common::{Entries, named, raw, text, texts};
use super::criterion::criterion;
use crate::yaml::Doc;

/// The catalogue as one file.
#[must_use]
pub fn catalogue(catalogue: &Catalogue) -> String {
    let constraints = &catalogue.constraints;
    Entries::new()
        .with("facts", named(&catalogue.facts, fact))
        .maybe(
            "constraints",
            (!constraints.is_empty()).then(|| named(constraints, criterion)),
        )
        .doc()
        .to_string()
}

fn fact(fact: &Fact) -> Doc {
    let may_be = (!fact.may_be.is_empty()).then(|| texts(&fact.may_be));
    let found_in = (!fact.found_in.is_empty()).then(|| found_in(&fact.found_in));
    kind(&fact.kind)
        .maybe(
            "closure",
            (fact.closure != Closure::Open).then(|| text(fact.closure)),
        )
        .maybe(
            "section",
            (fact.section != Section::Facts).then(|| text(fact.section)),
        )
        .maybe("may-be", may_be)
        .maybe("look-back", fact.look_back.map(raw))
        .maybe("select", fact.select.map(text))
        .with("question", text(&fact.question))
        .maybe("attest", fact.attest.as_ref().map(text))
        .maybe("derived", fact.derived.as_ref().map(derivation))
        .maybe("found-in", found_in)
        .doc()
}

fn kind(kind: &FactType) -> Entries {
    let entries = Entries::new().with("type", text(kind.name()));
    match kind {
        FactType::Boolean | FactType::Name | FactType::Events => entries,
        FactType::Integer { min, max } => entries
            .maybe("min", min.map(raw))
            .maybe("max", max.map(raw)),
        FactType::Date { min, max } => entries
            .maybe("min", min.map(raw))
            .maybe("max", max.map(raw)),
        FactType::Decimal { unit, min, max } => entries
            .with("unit", text(unit))
            .maybe("min", min.map(|min| raw(min.normalize())))
            .maybe("max", max.map(|max| raw(max.normalize()))),
        FactType::Choice { values } => entries.with("values", texts(values)),
        FactType::Names { values } => entries.maybe("values", values.as_ref().map(texts)),
        FactType::Codes { systems } => entries.with("systems", texts(systems)),
    }
}

fn derivation(derivation: &Derivation) -> Doc {
    let entries = Entries::new();
    match derivation {
        Derivation::Mapping { mapping, from } => entries
            .with("mapping", text(mapping))
            .with("from", text(from)),
        Derivation::Difference {
            minuend,
            subtrahend,
        } => entries.with("difference", texts([minuend, subtrahend])),
        Derivation::DaysBetween { from, to } => entries.with("days-between", texts([from, to])),
        Derivation::Count {
            events,
            window: span,
            anchor,
            includes_request,
        } => entries
            .with("count", text(events))
            .with("window", window(*span))
            .with("anchor", text(anchor))
            .with("includes-request", raw(includes_request)),
        Derivation::Age { birth, on } => entries.with("age-from", text(birth)).with("on", text(on)),
    }
    .doc()
}

fn window(window: Window) -> Doc {
    match window {
        Window::DaysUpTo(days) => Entries::new().with("days-up-to", raw(days)).doc(),
        Window::DaysFrom(days) => Entries::new().with("days-from", raw(days)).doc(),
        Window::CalendarYear => text("calendar-year"),
        Window::RollingYear => text("rolling-year"),
        Window::Ever => text("ever"),
    }
}

fn found_in(found: &FoundIn) -> Doc {
    Entries::new()
        .maybe("fhir", found.fhir.as_ref().map(text))
        .maybe("x12", found.x12.as_ref().map(text))
        .maybe("column", found.column.as_ref().map(text))
        .doc()
}
