//! A verdict in words, column by column.

use std::collections::BTreeSet;

use coverdict_model::{
    finding::{Governing, Limit, Part, Settled},
    grant::{Grant, Period},
};

use crate::verdict::Verdict;

/// A column that tells of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Outcome,
    Reason,
    Governing,
    Sources,
    Kinds,
    Bases,
    Grants,
    Granted,
    PriorAuthorization,
    Documentation,
    Missing,
    Limits,
}

impl Column {
    /// Every column, in the order in which they stand.
    pub(crate) const ALL: [Self; 12] = [
        Self::Outcome,
        Self::Reason,
        Self::Governing,
        Self::Sources,
        Self::Kinds,
        Self::Bases,
        Self::Grants,
        Self::Granted,
        Self::PriorAuthorization,
        Self::Documentation,
        Self::Missing,
        Self::Limits,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Reason => "reason",
            Self::Governing => "governing",
            Self::Sources => "sources",
            Self::Kinds => "kinds",
            Self::Bases => "bases",
            Self::Grants => "grants",
            Self::Granted => "granted",
            Self::PriorAuthorization => "prior_authorization",
            Self::Documentation => "documentation",
            Self::Missing => "missing",
            Self::Limits => "limits",
        }
    }
}

/// What a column tells of a verdict.
pub(crate) fn text(verdict: &Verdict, column: Column) -> Option<Box<str>> {
    let text = match column {
        Column::Outcome => verdict.outcome.name().to_owned(),
        Column::Reason => match verdict.published_late {
            true => "published-late".to_owned(),
            false => String::new(),
        },
        Column::Governing => joined(verdict.governing.iter().map(governing)),
        Column::Sources => {
            let sources: BTreeSet<_> = verdict.governing.iter().map(|one| &one.edition).collect();
            joined(sources)
        }
        Column::Kinds => joined(&verdict.kinds),
        Column::Bases => joined(&verdict.bases),
        Column::Grants => joined(verdict.grants.iter().map(grant)),
        Column::Granted => joined(verdict.granted.iter().map(part)),
        Column::PriorAuthorization => settled(&verdict.prior_authorization, ToString::to_string),
        Column::Documentation => settled(&verdict.documentation, |documents| {
            match documents.is_empty() {
                true => "not-stated".to_owned(),
                false => joined(documents.keys()),
            }
        }),
        Column::Missing => joined(&verdict.missing),
        Column::Limits => joined(verdict.limits.iter().map(limit)),
    };
    (!text.is_empty()).then(|| text.into_boxed_str())
}

/// Items with a semicolon between them.
fn joined(items: impl IntoIterator<Item: ToString>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.join(";")
}

fn governing(governing: &Governing) -> String {
    match &governing.rule {
        Some(rule) => format!("{}#{rule}", governing.edition),
        None => format!("{}#otherwise", governing.edition),
    }
}

/// A grant by its limits, as in `items=gauze+tape visits<=12 months<=3`; `all` without any.
fn grant(grant: &Grant) -> String {
    let list = |ids: &BTreeSet<coverdict_model::id::Id>| {
        let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        ids.join("+")
    };
    let mut limits = Vec::new();
    if let Some(items) = &grant.items {
        limits.push(format!("items={}", list(items)));
    }
    if let Some(scopes) = &grant.scopes {
        limits.push(format!("scopes={}", list(scopes)));
    }
    if let Some(quantity) = &grant.quantity {
        limits.push(format!("{}<={}", quantity.count, quantity.at_most));
    }
    match grant.period {
        Some(Period::Days(days)) => limits.push(format!("days<={days}")),
        Some(Period::Months(months)) => limits.push(format!("months<={months}")),
        None => {}
    }
    match limits.is_empty() {
        true => "all".to_owned(),
        false => limits.join(" "),
    }
}

/// A part as `item`, `item/scope` or `/scope`; `service` for the service as such.
fn part(part: &Part) -> String {
    match (&part.item, &part.scope) {
        (None, None) => "service".to_owned(),
        (Some(item), None) => item.to_string(),
        (None, Some(scope)) => format!("/{scope}"),
        (Some(item), Some(scope)) => format!("{item}/{scope}"),
    }
}

fn settled<T>(settled: &Settled<T>, text: impl Fn(&T) -> String) -> String {
    match settled {
        Settled::Decided { answer, .. } => text(answer),
        Settled::Conflict { .. } => "conflict".to_owned(),
        Settled::Undecided { .. } => "undecided".to_owned(),
    }
}

/// A limit as its kind, and behind a colon what it is about.
fn limit(limit: &Limit) -> String {
    let about = match limit {
        Limit::SourceNotOnFile { kind } => kind.to_string(),
        Limit::AssumedSilent { kind, attestation } => format!("{kind}/{attestation}"),
        Limit::OpenSuccession { source } => source.to_string(),
        Limit::OpenApplicability { edition, facet } => format!("{edition}/{facet}"),
        Limit::MappingUsed { mapping } => mapping.clone(),
        Limit::ImpreciseDate { edition, date } => format!("{edition}/{date}"),
        Limit::OpenReading { edition, phrase } => format!("{edition}/{phrase}"),
        Limit::PublicationNotStated { edition } | Limit::KnownFromExcerpt { edition } => {
            edition.to_string()
        }
        Limit::ToConsider {
            edition,
            consideration,
        } => format!("{edition}/{consideration}"),
        Limit::FactInError { fact, .. } | Limit::AttestedFact { fact } => fact.to_string(),
        Limit::PossibleService { service, edition } => format!("{service}/{edition}"),
        Limit::CodeNotValid { code, .. } => code.to_string(),
        Limit::CodeNotChecked { system, year } => format!("{system}/{year}"),
        Limit::NoProfile | Limit::DaysDiffer | Limit::Budget => String::new(),
    };
    match about.is_empty() {
        true => limit_kind(limit).to_owned(),
        false => format!("{}:{about}", limit_kind(limit)),
    }
}

/// The word for the kind of a limit.
pub(crate) fn limit_kind(limit: &Limit) -> &'static str {
    match limit {
        Limit::SourceNotOnFile { .. } => "source-not-on-file",
        Limit::AssumedSilent { .. } => "assumed-silent",
        Limit::OpenSuccession { .. } => "open-succession",
        Limit::OpenApplicability { .. } => "open-applicability",
        Limit::MappingUsed { .. } => "mapping-used",
        Limit::ImpreciseDate { .. } => "imprecise-date",
        Limit::OpenReading { .. } => "open-reading",
        Limit::PublicationNotStated { .. } => "publication-not-stated",
        Limit::KnownFromExcerpt { .. } => "known-from-excerpt",
        Limit::ToConsider { .. } => "to-consider",
        Limit::FactInError { .. } => "fact-in-error",
        Limit::AttestedFact { .. } => "attested-fact",
        Limit::NoProfile => "no-profile",
        Limit::PossibleService { .. } => "possible-service",
        Limit::CodeNotValid { .. } => "code-not-valid",
        Limit::CodeNotChecked { .. } => "code-not-checked",
        Limit::DaysDiffer => "days-differ",
        Limit::Budget => "budget",
    }
}

#[cfg(test)]
mod tests {
    use coverdict_model::{grant::QuantityLimit, id::Id};

    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    #[test]
    fn a_grant_names_each_of_its_limits() {
        assert_eq!(grant(&Grant::default()), "all");
        let limited = Grant {
            items: Some(BTreeSet::from([id("tape"), id("gauze")])),
            scopes: Some(BTreeSet::from([id("sleep")])),
            quantity: Some(QuantityLimit {
                count: id("visits"),
                at_most: 12,
            }),
            period: Some(Period::Months(3)),
        };
        assert_eq!(
            grant(&limited),
            "items=gauze+tape scopes=sleep visits<=12 months<=3"
        );
    }

    #[test]
    fn parts_that_differ_have_different_words() {
        let of = |item: Option<&str>, scope: Option<&str>| {
            part(&Part {
                item: item.map(id),
                scope: scope.map(id),
            })
        };
        let words = [
            of(None, None),
            of(Some("a"), None),
            of(None, Some("a")),
            of(Some("a"), Some("b")),
        ];
        assert_eq!(words, ["service", "a", "/a", "a/b"]);
    }
}
