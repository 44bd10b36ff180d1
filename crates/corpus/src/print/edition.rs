//! Editions of sources.

use coverdict_model::{
    grant::{Grant, Period},
    id::Id,
    position::Holding,
    source::{Document, Edition, GoverningDate, Note, Otherwise, Rule, Service, Status},
};

use super::common::{Entries, applies, cite, named, raw, text, texts};
use super::criterion::criterion;
use crate::yaml::Doc;

/// The file of an edition.
#[must_use]
pub fn edition(edition: &Edition) -> String {
    let by_default = edition.id.edition.as_str() == edition.effective.to_string();
    let status = (edition.status != Status::Active).then(|| text(edition.status));
    let governing = edition.governing_date;
    let governing = (governing != GoverningDate::DateOfService).then(|| text(governing));
    let of_texts = |texts| named(texts, |one: &String| text(one));
    let considerations = &edition.considerations;
    Entries::new()
        .with("source", text(edition.kind))
        .with("id", text(&edition.id.source))
        .maybe("edition", (!by_default).then(|| text(&edition.id.edition)))
        .with("title", text(&edition.title))
        .with("publisher", text(&edition.publisher))
        .maybe("author", edition.author.as_ref().map(text))
        .with("effective", raw(edition.effective))
        .maybe("ended", edition.ended.map(raw))
        .maybe("published", edition.published.map(raw))
        .with("recorded", raw(edition.recorded))
        .maybe("status", status)
        .maybe("supersedes", edition.supersedes.as_ref().map(text))
        .maybe("governing-date", governing)
        .maybe("document", edition.document.as_ref().map(document))
        .maybe("excerpt", edition.excerpt.then(|| raw(true)))
        .maybe("applies", applies(&edition.applies))
        .with("services", named(&edition.services, service))
        .maybe(
            "readings",
            (!edition.readings.is_empty()).then(|| named(&edition.readings, |names| texts(names))),
        )
        .with("rules", named(&edition.rules, rule))
        .with("prior-authorization", text(edition.prior_authorization))
        .maybe(
            "documentation",
            edition.documentation.as_ref().map(of_texts),
        )
        .maybe(
            "considerations",
            (!considerations.is_empty()).then(|| of_texts(considerations)),
        )
        .maybe("notes", (!edition.notes.is_empty()).then(|| notes(edition)))
        .maybe(
            "references",
            (!edition.references.is_empty()).then(|| texts(&edition.references)),
        )
        .doc()
        .to_string()
}

fn notes(edition: &Edition) -> Doc {
    let note = |(name, note): (&Id, &Note)| {
        Entries::new()
            .with("id", text(name))
            .with("kind", text(note.kind))
            .with("says", text(&note.says))
            .maybe("choice", note.choice.as_ref().map(text))
            .with("cite", cite(&note.cite))
            .doc()
    };
    Doc::List(edition.notes.iter().map(note).collect())
}

fn document(document: &Document) -> Doc {
    Entries::new()
        .with("name", text(&document.name))
        .with("sha256", text(&document.sha256))
        .doc()
}

fn service(service: &Service) -> Doc {
    let listed = (!service.codes.is_empty()).then(|| texts(&service.codes));
    let provenance = (!service.provenance.is_stated()).then(|| text(service.provenance));
    let agents = (!service.agents.is_empty()).then(|| texts(&service.agents));
    Entries::new()
        .maybe("codes", listed)
        .maybe("provenance", provenance)
        .maybe("agents", agents)
        .with("otherwise", otherwise(&service.otherwise))
        .doc()
}

fn otherwise(otherwise: &Otherwise) -> Doc {
    match otherwise {
        Otherwise::Silent => text("silent"),
        Otherwise::Holds {
            holding: held,
            label,
            cite: at,
        } => holding(held)
            .maybe("label", label.as_ref().map(text))
            .with("cite", cite(at))
            .doc(),
    }
}

fn rule(rule: &Rule) -> Doc {
    let phases = (!rule.phases.is_empty()).then(|| texts(&rule.phases));
    let overrides = (!rule.overrides.is_empty()).then(|| texts(&rule.overrides));
    Entries::new()
        .with("when", criterion(&rule.when))
        .extended(holding(&rule.holding))
        .maybe("label", rule.label.as_ref().map(text))
        .with("cite", cite(&rule.cite))
        .maybe("from", rule.from.map(raw))
        .maybe("until", rule.until.map(raw))
        .maybe("phases", phases)
        .maybe("overrides", overrides)
        .doc()
}

fn holding(holding: &Holding) -> Entries {
    let entries = Entries::new().with("position", text(holding.position()));
    match holding {
        Holding::Supported { grant: granted } if !granted.is_unlimited() => {
            entries.with("grant", grant(granted))
        }
        Holding::NotSupported { kind, basis } => {
            entries.with("basis", text(basis)).with("kind", text(kind))
        }
        Holding::Supported { .. } | Holding::BenefitConfirmed | Holding::LeftToDiscretion => {
            entries
        }
    }
}

fn grant(grant: &Grant) -> Doc {
    let quantity = grant.quantity.as_ref().map(|limit| {
        Entries::new()
            .with("count", text(&limit.count))
            .with("at-most", raw(limit.at_most))
            .doc()
    });
    let period = grant.period.map(|period| match period {
        Period::Days(days) => Entries::new().with("days", raw(days)).doc(),
        Period::Months(months) => Entries::new().with("months", raw(months)).doc(),
    });
    Entries::new()
        .maybe("items", grant.items.as_ref().map(texts))
        .maybe("scopes", grant.scopes.as_ref().map(texts))
        .maybe("quantity", quantity)
        .maybe("period", period)
        .doc()
}
