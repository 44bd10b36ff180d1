//! What is written differently in two editions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use coverdict_model::{
    criterion::Criterion,
    grant::Grant,
    position::Holding,
    source::{Applies, Edition, Facet, Open, Otherwise},
};
use coverdict_program::criterion_text;
use serde::Serialize;

/// What of an edition is written differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The kind of source.
    Kind,
    /// The title.
    Title,
    /// The publisher.
    Publisher,
    /// The author.
    Author,
    /// The first day in effect.
    Effective,
    /// The first day no longer in effect.
    Ended,
    /// When it was published.
    Published,
    /// Whether it is in use.
    Status,
    /// The edition that it corrects.
    Supersedes,
    /// The date that decides whether it is in force.
    GoverningDate,
    /// The document that it was taken from, or that it is known from an excerpt.
    Document,
    /// Whom it applies to.
    Applies,
    /// A service that it claims.
    Service,
    /// The codes of a service.
    Codes,
    /// What holds of a service when no rule applies.
    Otherwise,
    /// A rule.
    Rule,
    /// What a rule holds.
    Holding,
    /// What a rule grants.
    Grant,
    /// The publisher's own words for a position.
    Label,
    /// The days or the phases of care that a rule is for.
    Clause,
    /// The rules that a rule defeats: what comes first within the edition.
    Overrides,
    /// A criterion.
    Criterion,
    /// Where the source says so.
    Citation,
    /// A phrase that can be read in several ways.
    Readings,
    /// What it says of prior authorization.
    PriorAuthorization,
    /// What must accompany a request.
    Documentation,
    /// What it bids a reviewer to consider.
    Considerations,
    /// Notes of ours on its text.
    Notes,
    /// The publications that it cites.
    References,
}

impl Field {
    /// Whether it says which cases the edition concerns, and not what it holds of them.
    #[must_use]
    pub fn is_scope(self) -> bool {
        matches!(
            self,
            Self::Kind
                | Self::Effective
                | Self::Ended
                | Self::Status
                | Self::GoverningDate
                | Self::Applies
                | Self::Service
                | Self::Codes
        )
    }
}

/// Something that is written differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// What it is.
    pub field: Field,
    /// Where it stands within the edition: a service, a rule, a criterion of a rule; empty: the edition itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What stands in the old edition; none: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What stands in the new edition; none: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// What is written differently in two editions, in the order of the fields of an edition.
pub(super) fn changes(old: &Edition, new: &Edition) -> Vec<Change> {
    let mut changes = Changes::default();
    let edition = "";
    changes.value(Field::Kind, edition, Some(old.kind), Some(new.kind));
    changes.value(Field::Title, edition, Some(&old.title), Some(&new.title));
    changes.value(
        Field::Publisher,
        edition,
        Some(&old.publisher),
        Some(&new.publisher),
    );
    changes.value(
        Field::Author,
        edition,
        old.author.as_ref(),
        new.author.as_ref(),
    );
    changes.value(
        Field::Effective,
        edition,
        Some(old.effective),
        Some(new.effective),
    );
    changes.value(Field::Ended, edition, old.ended, new.ended);
    changes.value(Field::Published, edition, old.published, new.published);
    changes.value(Field::Status, edition, Some(old.status), Some(new.status));
    changes.value(
        Field::Supersedes,
        edition,
        old.supersedes.as_ref(),
        new.supersedes.as_ref(),
    );
    changes.value(
        Field::GoverningDate,
        edition,
        Some(old.governing_date),
        Some(new.governing_date),
    );
    changes.value(Field::Document, edition, document(old), document(new));
    applies(&mut changes, &old.applies, &new.applies);
    services(&mut changes, old, new);
    rules(&mut changes, old, new);
    let readings = |edition: &Edition| {
        let readings = edition.readings.iter();
        readings
            .map(|(phrase, of)| (phrase.to_string(), list(of)))
            .collect()
    };
    changes.named(Field::Readings, &readings(old), &readings(new));
    let authorization = |edition: &Edition| Some(edition.prior_authorization);
    changes.value(
        Field::PriorAuthorization,
        edition,
        authorization(old),
        authorization(new),
    );
    let documentation = |edition: &Edition| {
        let texts = edition.documentation.iter().flatten();
        let stated = edition
            .documentation
            .as_ref()
            .map(|of| match of.is_empty() {
                true => ("stated".to_owned(), "nothing".to_owned()),
                false => ("stated".to_owned(), "what follows".to_owned()),
            });
        let texts = texts.map(|(name, text)| (name.to_string(), text.clone()));
        texts.chain(stated).collect()
    };
    changes.named(
        Field::Documentation,
        &documentation(old),
        &documentation(new),
    );
    let considerations = |edition: &Edition| {
        let texts = edition.considerations.iter();
        texts
            .map(|(name, text)| (name.to_string(), text.clone()))
            .collect()
    };
    changes.named(
        Field::Considerations,
        &considerations(old),
        &considerations(new),
    );
    let notes = |edition: &Edition| {
        let notes = edition.notes.iter();
        notes
            .map(|(name, note)| {
                let choice = note.choice.as_deref().unwrap_or_default();
                (
                    name.to_string(),
                    format!("{}: {} {choice}", note.kind, note.says),
                )
            })
            .collect()
    };
    changes.named(Field::Notes, &notes(old), &notes(new));
    let references = |edition: &Edition| {
        let references = edition.references.iter();
        references
            .map(|id| (id.to_string(), id.to_string()))
            .collect()
    };
    changes.named(Field::References, &references(old), &references(new));
    changes.all
}

#[derive(Default)]
struct Changes {
    all: Vec<Change>,
}

impl Changes {
    fn value<T: Display>(&mut self, field: Field, place: &str, old: Option<T>, new: Option<T>) {
        let (old, new) = (
            old.map(|old| old.to_string()),
            new.map(|new| new.to_string()),
        );
        if old != new {
            self.all.push(Change {
                field,
                place: place.to_owned(),
                old,
                new,
            });
        }
    }

    fn named(
        &mut self,
        field: Field,
        old: &BTreeMap<String, String>,
        new: &BTreeMap<String, String>,
    ) {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            self.value(field, name, old.get(name), new.get(name));
        }
    }
}

fn document(edition: &Edition) -> Option<String> {
    let excerpt = if edition.excerpt { ", an excerpt" } else { "" };
    let document = edition.document.as_ref();
    document.map(|document| format!("{} {}{excerpt}", document.name, document.sha256))
}

fn applies(changes: &mut Changes, old: &Applies, new: &Applies) {
    let facets = |applies: &Applies| {
        let facets = applies.facets();
        let texts: BTreeMap<String, String> = facets
            .map(|(fact, of)| (fact.to_owned(), facet(of)))
            .collect();
        texts
    };
    changes.named(Field::Applies, &facets(old), &facets(new));
}

fn facet(facet: &Facet) -> String {
    let open = match &facet.open {
        Open::Rest => "; open for all others".to_owned(),
        Open::Values(values) if values.is_empty() => String::new(),
        Open::Values(values) => format!("; open for {}", list(values)),
    };
    format!("{}{open} ({})", list(&facet.within), facet.provenance)
}

fn services(changes: &mut Changes, old: &Edition, new: &Edition) {
    let names: BTreeSet<_> = old.services.keys().chain(new.services.keys()).collect();
    for name in names {
        let (before, after) = (old.services.get(name), new.services.get(name));
        let place = format!("service {name}");
        let claimed = |claimed: bool| claimed.then_some("claimed");
        changes.value(
            Field::Service,
            &place,
            claimed(before.is_some()),
            claimed(after.is_some()),
        );
        let codes = |edition: &Edition| {
            let codes = edition.services.get(name).into_iter();
            let codes = codes.flat_map(|service| &service.codes);
            codes
                .map(|code| (format!("{place}, {code}"), "listed".to_owned()))
                .collect()
        };
        changes.named(Field::Codes, &codes(old), &codes(new));
        if let (Some(before), Some(after)) = (before, after) {
            let provenance = |service: &coverdict_model::source::Service| Some(service.provenance);
            changes.value(Field::Codes, &place, provenance(before), provenance(after));
            let agents = format!("{place}, agents");
            changes.value(
                Field::Service,
                &agents,
                Some(list(&before.agents)),
                Some(list(&after.agents)),
            );
            self::otherwise(changes, &place, &before.otherwise, &after.otherwise);
        }
    }
}

fn otherwise(changes: &mut Changes, place: &str, old: &Otherwise, new: &Otherwise) {
    let text = |otherwise: &Otherwise| match otherwise {
        Otherwise::Silent => ("silent".to_owned(), None, None),
        Otherwise::Holds {
            holding,
            label,
            cite,
        } => (held(holding), label.clone(), Some(format!("{cite:?}"))),
    };
    let ((before, label, cite), (after, new_label, new_cite)) = (text(old), text(new));
    changes.value(Field::Otherwise, place, Some(before), Some(after));
    changes.value(Field::Label, place, label, new_label);
    if cite != new_cite {
        changes.value(Field::Citation, place, section(old), section(new));
    }
}

fn section(otherwise: &Otherwise) -> Option<String> {
    match otherwise {
        Otherwise::Silent => None,
        Otherwise::Holds { cite, .. } => Some(cited(cite)),
    }
}

fn cited(cite: &coverdict_model::source::Cite) -> String {
    let section = cite.section.as_deref().unwrap_or("no section");
    let bytes = cite
        .bytes
        .map(|(first, end)| format!(", bytes {first} to {end}"));
    let note = cite.note.as_ref().map(|note| format!(", {note}"));
    format!(
        "{section}{}{}",
        bytes.unwrap_or_default(),
        note.unwrap_or_default()
    )
}

/// A position with what belongs to it, its grant aside.
fn held(holding: &Holding) -> String {
    match holding {
        Holding::NotSupported { kind, basis } => format!("not-supported, {kind}, {basis}"),
        other => other.position().to_string(),
    }
}

fn granted(holding: &Holding) -> Option<String> {
    match holding {
        Holding::Supported { grant } if !grant.is_unlimited() => Some(grant_text(grant)),
        _ => None,
    }
}

fn grant_text(grant: &Grant) -> String {
    let mut parts = Vec::new();
    parts.extend(
        grant
            .items
            .as_ref()
            .map(|items| format!("items {}", list(items))),
    );
    parts.extend(
        grant
            .scopes
            .as_ref()
            .map(|scopes| format!("scope {}", list(scopes))),
    );
    let quantity = grant.quantity.as_ref();
    parts.extend(quantity.map(|limit| format!("{} at most {}", limit.count, limit.at_most)));
    parts.extend(grant.period.map(|period| format!("for {period}")));
    parts.join("; ")
}

fn rules(changes: &mut Changes, old: &Edition, new: &Edition) {
    let names: BTreeSet<_> = old.rules.keys().chain(new.rules.keys()).collect();
    for name in names {
        let place = format!("rule {name}");
        let (before, after) = (old.rules.get(name), new.rules.get(name));
        let (Some(before), Some(after)) = (before, after) else {
            let text = |rule: &coverdict_model::source::Rule| held(&rule.holding);
            changes.value(Field::Rule, &place, before.map(text), after.map(text));
            continue;
        };
        changes.value(
            Field::Holding,
            &place,
            Some(held(&before.holding)),
            Some(held(&after.holding)),
        );
        changes.value(
            Field::Grant,
            &place,
            granted(&before.holding),
            granted(&after.holding),
        );
        changes.value(
            Field::Label,
            &place,
            before.label.as_ref(),
            after.label.as_ref(),
        );
        changes.value(
            Field::Citation,
            &place,
            Some(cited(&before.cite)),
            Some(cited(&after.cite)),
        );
        changes.value(
            Field::Clause,
            &format!("{place}, from"),
            before.from,
            after.from,
        );
        changes.value(
            Field::Clause,
            &format!("{place}, until"),
            before.until,
            after.until,
        );
        let phases = format!("{place}, phases");
        changes.value(
            Field::Clause,
            &phases,
            Some(list(&before.phases)),
            Some(list(&after.phases)),
        );
        let overrides = |rule: &coverdict_model::source::Rule| Some(list(&rule.overrides));
        changes.value(
            Field::Overrides,
            &place,
            overrides(before),
            overrides(after),
        );
        let (mut was, mut is) = (BTreeMap::new(), BTreeMap::new());
        criteria(&before.when, &place, "", &mut was);
        criteria(&after.when, &place, "", &mut is);
        let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for key in keys {
            let text = |of: &BTreeMap<String, (String, String)>, cite: bool| {
                let (text, cited) = of.get(key)?;
                Some(if cite { cited.clone() } else { text.clone() })
            };
            changes.value(Field::Criterion, key, text(&was, false), text(&is, false));
            if was.contains_key(key) && is.contains_key(key) {
                changes.value(Field::Citation, key, text(&was, true), text(&is, true));
            }
        }
    }
}

/// The criteria of a rule by their names, and those without one by their places; each with what it asks and where
/// the source says so.
fn criteria(
    criterion: &Criterion,
    rule: &str,
    path: &str,
    all: &mut BTreeMap<String, (String, String)>,
) {
    let own = match &criterion.id {
        Some(id) => format!("{rule}, criterion {id}"),
        None if path.is_empty() => format!("{rule}, criteria"),
        None => format!("{rule}, criterion {path}"),
    };
    let cite = criterion.cite.as_ref().map_or_else(String::new, cited);
    let below: Vec<String> = criterion
        .children()
        .map(|child| {
            child
                .id
                .as_ref()
                .map_or_else(|| "…".to_owned(), ToString::to_string)
        })
        .collect();
    let text = match below.is_empty() {
        true => criterion_text(&criterion.test),
        false => format!("{} {}", criterion_text(&criterion.test), below.join(", ")),
    };
    all.insert(own, (text, cite));
    for (at, child) in (1..).zip(criterion.children()) {
        let path = match path {
            "" => at.to_string(),
            path => format!("{path}.{at}"),
        };
        criteria(child, rule, &path, all);
    }
}

fn list<T: Display>(items: &BTreeSet<T>) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}
