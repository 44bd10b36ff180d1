//! Editions of sources: one file each.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    date::PartialDate,
    id::Id,
    source::{
        Applies, Document, Edition, EditionId, Facet, GoverningDate, Open, PriorAuthorization,
        Provenance, SourceKind, Status,
    },
};

use super::Context;
use super::applies::applies;
use super::common::{
    day, id, is_sha256, list, named, optional, partial_date, some_ids, text, texts, word,
};
use super::criterion::EditionScope;
use super::note::notes;
use super::rule::{RuleScope, rule};
use super::service::service;
use crate::diagnostic::{Code, Problems, shown};
use crate::read::{Item, Mapping};

/// Reads an edition.
pub(crate) fn edition(
    root: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Edition> {
    let mut mapping = root.mapping("an edition", problems)?;
    let source_item = mapping.required("source", problems);
    let kind = source_item.and_then(|item| word(item, SourceKind::ALL, SourceKind::name, problems));
    let source = required(&mut mapping, "id", problems, id);
    let name = optional(mapping.optional("edition"), |item| id(item, problems));
    let title = required(&mut mapping, "title", problems, text);
    let publisher = required(&mut mapping, "publisher", problems, id);
    let author = optional(mapping.optional("author"), |item| id(item, problems));
    let effective = required(&mut mapping, "effective", problems, partial_date);
    let ended_item = mapping.optional("ended");
    let ended = optional(ended_item, |item| partial_date(item, problems));
    let published = optional(mapping.optional("published"), |item| {
        partial_date(item, problems)
    });
    let recorded = required(&mut mapping, "recorded", problems, day);
    let status = optional(mapping.optional("status"), |item| {
        word(item, Status::ALL, Status::name, problems)
    });
    let supersedes = optional(mapping.optional("supersedes"), |item| id(item, problems));
    let governing_date = optional(mapping.optional("governing-date"), |item| {
        word(item, GoverningDate::ALL, GoverningDate::name, problems)
    });
    let document = optional(mapping.optional("document"), |item| {
        document(item, problems)
    });
    let excerpt = optional(mapping.optional("excerpt"), |item| item.boolean(problems));
    let applies = optional(mapping.optional("applies"), |item| {
        applies(item, context, problems)
    });
    let services_item = mapping.required("services", problems);
    let services = services_item.and_then(|item| {
        named(item, "services by name", problems, |item, problems| {
            service(item, kind, context, problems)
        })
    });
    let readings = optional(mapping.optional("readings"), |item| {
        named(item, "phrases with their readings", problems, some_ids)
    });
    let rules_item = mapping.optional("rules");
    let scope = Names::new(services_item, rules_item, readings.clone().flatten());
    let rules = optional(rules_item, |item| {
        let scope = scope.of_rules(kind, context);
        named(item, "rules by name", problems, |item, problems| {
            rule(item, scope, problems)
        })
    });
    let prior_authorization = required(
        &mut mapping,
        "prior-authorization",
        problems,
        |item, problems| {
            word(
                item,
                PriorAuthorization::ALL,
                PriorAuthorization::name,
                problems,
            )
        },
    );
    let documentation = optional(mapping.optional("documentation"), |item| {
        documentation(item, problems)
    });
    let considerations = optional(mapping.optional("considerations"), |item| {
        texts(item, problems)
    });
    let notes = optional(mapping.optional("notes"), |item| notes(item, problems));
    let references = optional(mapping.optional("references"), |item| {
        references(item, context, problems)
    });
    mapping.finish(problems);

    let ended = ended?;
    if let (Some(effective), Some(ended), Some(item)) = (effective, ended, ended_item) {
        ends_before_it_starts(item, effective, ended, problems);
    }
    let applies = applies?.unwrap_or_default();
    if let (Some(kind), Some(item)) = (kind, source_item) {
        must_state(item, kind, &applies, problems);
    }
    let (kind, publisher, effective) = (kind?, publisher?, effective?);
    let applies = with_publisher(applies, kind, &publisher);
    let name = match name? {
        Some(name) => name,
        None => Id::new(&effective.to_string()).ok()?,
    };
    Some(Edition {
        id: EditionId {
            source: source?,
            edition: name,
        },
        kind,
        title: title?,
        publisher,
        author: author?,
        effective,
        ended,
        published: published?,
        recorded: recorded?,
        status: status?.unwrap_or(Status::Active),
        supersedes: supersedes?,
        governing_date: governing_date?.unwrap_or(GoverningDate::DateOfService),
        document: document?,
        excerpt: excerpt?.unwrap_or(false),
        applies,
        services: services?,
        rules: rules?.unwrap_or_default(),
        readings: readings?.unwrap_or_default(),
        prior_authorization: prior_authorization?,
        documentation: documentation?.flatten(),
        considerations: considerations?.unwrap_or_default(),
        notes: notes?.unwrap_or_default(),
        references: references?.unwrap_or_default(),
    })
}

/// Takes up an end that surely does not come after its beginning.
pub(super) fn ends_before_it_starts(
    item: Item<'_>,
    from: PartialDate,
    until: PartialDate,
    problems: &mut Problems,
) {
    if until.latest() <= from.earliest() {
        let message = format!("it ends on {until} and begins on {from}");
        problems.push(
            item.problem(Code::ENDS_BEFORE_IT_STARTS, message)
                .with_help("the end is the first day on which it no longer holds"),
        );
    }
}

/// The names that criteria and overrides refer to, known before the things themselves are read.
struct Names<'a> {
    services: BTreeSet<Id>,
    readings: BTreeMap<Id, BTreeSet<Id>>,
    rules: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn new(
        services: Option<Item<'a>>,
        rules: Option<Item<'a>>,
        readings: Option<BTreeMap<Id, BTreeSet<Id>>>,
    ) -> Self {
        let keys = |item: Option<Item<'a>>| item.into_iter().flat_map(Item::keys);
        let texts = |item| keys(item).filter_map(|key| key.node().as_text());
        Self {
            services: texts(services)
                .filter_map(|name| Id::new(name).ok())
                .collect(),
            readings: readings.unwrap_or_default(),
            rules: texts(rules).collect(),
        }
    }

    fn of_rules<'s>(&'s self, source: Option<SourceKind>, context: Context<'s>) -> RuleScope<'s> {
        RuleScope {
            source,
            edition: EditionScope {
                services: &self.services,
                readings: &self.readings,
            },
            rules: &self.rules,
            context,
        }
    }
}

fn required<'a, T>(
    mapping: &mut Mapping<'a>,
    key: &'static str,
    problems: &mut Problems,
    read: impl FnOnce(Item<'a>, &mut Problems) -> Option<T>,
) -> Option<T> {
    mapping
        .required(key, problems)
        .and_then(|item| read(item, problems))
}

fn document(item: Item<'_>, problems: &mut Problems) -> Option<Document> {
    let mut mapping = item.mapping("a document", problems)?;
    let name = required(&mut mapping, "name", problems, text);
    let digest = mapping.required("sha256", problems);
    mapping.finish(problems);
    let digest = digest?;
    let sha256 = text(digest, problems)?;
    if !is_sha256(&sha256) {
        let message = format!("`{}` is no SHA-256", shown(&sha256));
        problems.push(
            digest
                .problem(Code::MALFORMED_DIGEST, message)
                .with_help("write its 64 lower-case hexadecimal digits"),
        );
        return None;
    }
    Some(Document {
        name: name?,
        sha256,
    })
}

fn documentation(item: Item<'_>, problems: &mut Problems) -> Option<Option<BTreeMap<Id, String>>> {
    if item.node().as_text().is_some() {
        return item.choice(&[("not-stated", ())], problems).map(|()| None);
    }
    texts(item, problems).map(Some)
}

fn references(
    item: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<BTreeSet<Id>> {
    let names = list(item, "a list of references", problems, |item, problems| {
        let name = id(item, problems)?;
        context.reference(&name, item, problems);
        Some(name)
    })?;
    Some(names.into_iter().collect())
}

fn must_state(item: Item<'_>, kind: SourceKind, applies: &Applies, problems: &mut Problems) {
    let (code, what, stated) = match kind {
        SourceKind::PlanDocument => (Code::PLANS_NOT_STATED, "plans", applies.plans.is_some()),
        SourceKind::StateMandate
        | SourceKind::Lcd
        | SourceKind::Article
        | SourceKind::MedicaidManual => {
            (Code::STATES_NOT_STATED, "states", applies.states.is_some())
        }
        _ => return,
    };
    if !stated {
        let message = format!("a source of kind `{kind}` has to say which {what} it is for");
        let help = format!("add `applies: {{{what}: {{in: […], provenance: stated}}}}`");
        problems.push(item.problem(code, message).with_help(help));
    }
}

/// A coverage policy that names no payers is that of its publisher.
fn with_publisher(applies: Applies, kind: SourceKind, publisher: &Id) -> Applies {
    if kind != SourceKind::CoveragePolicy || applies.payers.is_some() {
        return applies;
    }
    Applies {
        payers: Some(Facet {
            within: BTreeSet::from([publisher.clone()]),
            open: Open::default(),
            provenance: Provenance::Stated,
        }),
        ..applies
    }
}
