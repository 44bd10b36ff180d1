//! The outline of an edition.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::digest::digest;
use coverdict_model::{
    corpus::Corpus,
    date::PartialDate,
    id::Id,
    position::Holding,
    source::{Cite, Edition, Facet, Open, Otherwise, Provenance, Rule, Service},
};

use super::{asked, criteria, editions, reference};
use crate::{
    outline::{Block, Item, Outline, Part},
    render,
};

/// The outline of an edition.
pub(super) fn outline(corpus: &Corpus, edition: &Edition) -> Outline {
    let looked_at = asked::looked_at(corpus, edition);
    let items = |title, items: Vec<Item>| {
        (!items.is_empty()).then(|| Part::new(title, vec![Block::Items(items)]))
    };
    let parts = [
        Some(Part::new(
            "Source",
            vec![Block::Entries(head(corpus, edition))],
        )),
        Some(applies(edition)),
        items("Services", services(edition)),
        Some(Part {
            parts: edition.rules.iter().map(rule).collect(),
            ..Part::new("Rules", rules_note(edition))
        }),
        items("Phrases with several readings", readings(edition)),
        items(
            "Facts that its criteria compare",
            asked::facts(corpus, &looked_at),
        ),
        items("Value sets and mappings", asked::sets(corpus, &looked_at)),
        Some(Part::new(
            "Beside coverage",
            vec![Block::Entries(beside(edition))],
        )),
        items(
            "What must accompany a request",
            told(edition.documentation.as_ref()),
        ),
        items(
            "What a reviewer is bidden to consider",
            told(Some(&edition.considerations)),
        ),
        items("Notes on the text", notes(edition)),
        items("References", reference::list(corpus, edition)),
        items("Limits", limits(corpus, edition, &looked_at)),
    ];
    Outline {
        title: format!("{} {}", edition.id.source, edition.title),
        parts: parts.into_iter().flatten().collect(),
    }
}

fn head(corpus: &Corpus, edition: &Edition) -> Vec<(&'static str, String)> {
    let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
    let document = edition
        .document
        .as_ref()
        .map(|document| format!("{}, SHA-256 {}", document.name, document.sha256));
    let others: Vec<String> = editions(corpus, edition.id.source.as_str())
        .into_iter()
        .filter(|other| other.id != edition.id)
        .map(|other| other.id.to_string())
        .collect();
    let others = (!others.is_empty()).then(|| others.join(", "));
    let entries = [
        ("kind", Some(render::kind(edition.kind).to_owned())),
        ("number", Some(edition.id.source.to_string())),
        ("edition", Some(edition.id.edition.to_string())),
        ("publisher", Some(edition.publisher.to_string())),
        ("author", edition.author.as_ref().map(Id::to_string)),
        ("in effect from", date(Some(edition.effective))),
        ("no longer from", date(edition.ended)),
        (
            "chosen by",
            Some(edition.governing_date.name().replace('-', " ")),
        ),
        (
            "published",
            date(edition.published).or(Some("not stated".to_owned())),
        ),
        ("recorded", Some(edition.recorded.to_string())),
        ("status", Some(edition.status.name().to_owned())),
        ("corrects", edition.supersedes.as_ref().map(Id::to_string)),
        ("document", document.or(Some("none on record".to_owned()))),
        ("other editions", others),
        ("corpus", Some(digest(corpus))),
    ];
    let stated = entries.into_iter();
    stated
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
}

fn applies(edition: &Edition) -> Part {
    let applies = &edition.applies;
    let facets = [
        ("payers", &applies.payers),
        ("plans", &applies.plans),
        ("lines of business", &applies.lines_of_business),
        ("funding", &applies.funding),
        ("states", &applies.states),
    ];
    let stated: Vec<_> = facets
        .into_iter()
        .filter_map(|(name, of)| Some((name, facet(of.as_ref()?))))
        .collect();
    let block = match stated.is_empty() {
        true => Block::Items(vec![Item::plain("Every member: nothing limits it.")]),
        false => Block::Entries(stated),
    };
    Part::new("Whom it applies to", vec![block])
}

fn facet(facet: &Facet) -> String {
    let surely = match facet.within.is_empty() {
        true => "none for certain".to_owned(),
        false => names(&facet.within),
    };
    let open = match &facet.open {
        Open::Rest => "; open for all others".to_owned(),
        Open::Values(values) if values.is_empty() => String::new(),
        Open::Values(values) => format!("; open for {}", names(values)),
    };
    let known = match facet.provenance {
        Provenance::Stated => "as the source states",
        Provenance::Mapping => "by our mapping",
        Provenance::Recorded => "as recorded",
    };
    format!("{surely}{open} ({known})")
}

fn services(edition: &Edition) -> Vec<Item> {
    let services = edition.services.iter();
    services.map(|(name, one)| service(name, one)).collect()
}

fn service(name: &Id, service: &Service) -> Item {
    let mut says = match service.codes.is_empty() {
        true => "without a code, known by what the requester states".to_owned(),
        false => {
            let codes = service.codes.iter().map(ToString::to_string);
            format!("codes {}", codes.collect::<Vec<_>>().join(", "))
        }
    };
    if !service.agents.is_empty() {
        says.push_str(&format!("; hinted at by {}", names(&service.agents)));
    }
    let otherwise = match &service.otherwise {
        Otherwise::Silent => Item::named("otherwise", "silent"),
        Otherwise::Holds {
            holding,
            label,
            cite,
        } => {
            let label = label.as_ref().map_or(String::new(), |label| quoted(label));
            Item::named("otherwise", format!("{}{label}", held(holding))).aside(cited(cite))
        }
    };
    Item::named(name.as_str(), says).of(vec![otherwise])
}

fn rules_note(edition: &Edition) -> Vec<Block> {
    match edition.rules.is_empty() {
        true => vec![Block::Items(vec![Item::plain(
            "It has none: what its services hold otherwise always holds.",
        )])],
        false => Vec::new(),
    }
}

fn rule((name, rule): (&Id, &Rule)) -> Part {
    let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
    let some = |of: &BTreeSet<Id>| (!of.is_empty()).then(|| names(of));
    let grant = match &rule.holding {
        Holding::Supported { grant } if grant.is_unlimited() => Some("without limit".to_owned()),
        Holding::Supported { grant } => Some(render::grant(grant)),
        _ => None,
    };
    let entries = [
        ("position", Some(held(&rule.holding))),
        (
            "in its own words",
            rule.label.as_ref().map(|label| label.to_string()),
        ),
        ("grants", grant),
        ("overrides", some(&rule.overrides)),
        ("phases of care", some(&rule.phases)),
        ("from", date(rule.from)),
        ("until, exclusive", date(rule.until)),
        ("stated in", cited(&rule.cite)),
    ];
    let entries = entries
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)));
    let blocks = vec![
        Block::Entries(entries.collect()),
        Block::Items(vec![criteria::item(&rule.when)]),
    ];
    Part::new(format!("Rule {name}"), blocks)
}

/// A position with its kind and basis.
fn held(holding: &Holding) -> String {
    match holding {
        Holding::NotSupported { kind, basis } => format!("not supported: {kind}, {basis}"),
        Holding::BenefitConfirmed => "benefit confirmed, subject to necessity".to_owned(),
        Holding::Supported { .. } | Holding::LeftToDiscretion => {
            holding.position().name().replace('-', " ")
        }
    }
}

fn quoted(label: &str) -> String {
    format!(" (\"{label}\" in the publisher's words)")
}

fn readings(edition: &Edition) -> Vec<Item> {
    let phrases = edition.readings.iter();
    phrases
        .map(|(phrase, readings)| Item::named(phrase.as_str(), names(readings)))
        .collect()
}

fn beside(edition: &Edition) -> Vec<(&'static str, String)> {
    let documentation = match &edition.documentation {
        Some(_) => "stated below",
        None => "not stated",
    };
    vec![
        (
            "prior authorization",
            edition.prior_authorization.name().replace('-', " "),
        ),
        ("documentation", documentation.to_owned()),
    ]
}

fn told(texts: Option<&BTreeMap<Id, String>>) -> Vec<Item> {
    let texts = texts.into_iter().flatten();
    texts
        .map(|(name, text)| Item::named(name.as_str(), text))
        .collect()
}

fn notes(edition: &Edition) -> Vec<Item> {
    let notes = edition.notes.iter();
    notes
        .map(|(name, note)| {
            let choice = note.choice.as_ref();
            let choice = choice.map(|choice| Item::named("choice", choice));
            Item::named(name.as_str(), format!("{}: {}", note.kind, note.says))
                .aside(cited(&note.cite))
                .of(choice.into_iter().collect())
        })
        .collect()
}

fn limits(corpus: &Corpus, edition: &Edition, looked_at: &asked::LookedAt) -> Vec<Item> {
    let mut limits = Vec::new();
    if edition.excerpt {
        limits.push("It is known from an excerpt of its document only.".to_owned());
    }
    if edition.document.is_none() {
        limits.push("The document that it was taken from is not on record.".to_owned());
    }
    if edition.published.is_none() {
        limits.push("Its date of publication is not stated.".to_owned());
    }
    let dates = [Some(edition.effective), edition.ended, edition.published];
    for date in dates.into_iter().flatten() {
        if date.exact().is_none() {
            limits.push(format!("The date {date} is known no closer."));
        }
    }
    for (facet, of) in edition.applies.facets() {
        if of.open != Open::default() {
            limits.push(format!("It is open whom it applies to, by {facet}."));
        }
        if of.provenance == Provenance::Mapping {
            limits.push(format!("Whom it applies to, by {facet}, is our mapping."));
        }
    }
    limits.extend(asked::mapped(corpus, looked_at));
    for phrase in edition.readings.keys() {
        limits.push(format!("`{phrase}` can be read in several ways."));
    }
    if limits.is_empty() {
        limits.push("None is known.".to_owned());
    }
    limits.into_iter().map(Item::plain).collect()
}

/// Where a source says so; nothing where no place is stated.
pub(super) fn cited(cite: &Cite) -> Option<String> {
    let section = cite
        .section
        .as_ref()
        .map(|section| format!("section {section}"));
    let bytes = cite.bytes.map(|(from, to)| format!("bytes {from} to {to}"));
    let place: Vec<String> = [section, bytes].into_iter().flatten().collect();
    let place = (!place.is_empty()).then(|| place.join(", "));
    let note = cite.note.as_ref().map(|note| note.to_string());
    let parts: Vec<String> = [place, note].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}

/// Names in a line.
pub(super) fn names<'i>(names: impl IntoIterator<Item = &'i Id>) -> String {
    let names: Vec<&str> = names.into_iter().map(Id::as_str).collect();
    names.join(", ")
}
