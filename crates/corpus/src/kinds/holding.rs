//! What a rule or an `otherwise` holds: position, kind, basis and grant.

use std::collections::BTreeSet;

use coverdict_model::{
    fact::FactType,
    grant::{Grant, Period, QuantityLimit},
    id::Id,
    position::{Basis, Holding, Kind, Position},
    source::SourceKind,
};

use super::Context;
use super::common::{count, id, optional, some_ids, word};
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, Mapping};

/// Reads the keys of a holding among those of a rule or an `otherwise`.
pub(super) fn holding(
    mapping: &mut Mapping<'_>,
    source: Option<SourceKind>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Holding> {
    let place = mapping.required("position", problems);
    let position = place.and_then(|item| word(item, Position::ALL, Position::name, problems));
    let kind_item = mapping.optional("kind");
    let kind = optional(kind_item, |item| {
        word(item, Kind::ALL, Kind::name, problems)
    });
    let basis_item = mapping.optional("basis");
    let basis = optional(basis_item, |item| {
        word(item, Basis::ALL, Basis::name, problems)
    });
    let grant_item = mapping.optional("grant");
    let grant = optional(grant_item, |item| grant(item, context, problems));
    let (place, position) = (place?, position?);

    if source.is_some_and(SourceKind::is_floor) && position != Position::Supported {
        problems.push(
            place
                .problem(
                    Code::MANDATE_NOT_SUPPORTING,
                    format!("a mandate cannot hold `{position}`"),
                )
                .with_help("a mandate can only require coverage: write `supported`"),
        );
    }
    if let (Some(item), true) = (grant_item, position != Position::Supported) {
        let message = format!("a grant cannot stand beside `{position}`");
        let problem = item.problem(Code::GRANT_WITHOUT_SUPPORT, message);
        problems.push(problem.with_help("remove the grant, or correct the position"));
    }
    if position != Position::NotSupported {
        for item in [kind_item, basis_item].into_iter().flatten() {
            let message = format!("a kind or basis cannot stand beside `{position}`");
            let problem = item.problem(Code::KIND_WITHOUT_NOT_SUPPORTED, message);
            problems.push(problem.with_help("remove it, or correct the position"));
        }
    }
    match position {
        Position::Supported => Some(Holding::Supported {
            grant: grant?.unwrap_or_default(),
        }),
        Position::BenefitConfirmed => Some(Holding::BenefitConfirmed),
        Position::LeftToDiscretion => Some(Holding::LeftToDiscretion),
        Position::NotSupported => {
            let (kind, basis) = (kind?, basis?);
            let missing = match (kind, basis) {
                (Some(kind), Some(basis)) => return Some(Holding::NotSupported { kind, basis }),
                (None, None) => "`kind` and `basis`",
                (None, Some(_)) => "`kind`",
                (Some(_), None) => "`basis`",
            };
            let message = format!("`not-supported` needs {missing}");
            let problem = place.problem(Code::BASIS_MISSING, message);
            problems.push(problem.with_help(format!("add {missing}")));
            None
        }
    }
}

fn grant(item: Item<'_>, context: Context<'_>, problems: &mut Problems) -> Option<Grant> {
    let mut mapping = item.mapping("a grant", problems)?;
    let mut names = |item: Option<Item<'_>>| -> Option<Option<BTreeSet<Id>>> {
        optional(item, |item| some_ids(item, problems))
    };
    let items = names(mapping.optional("items"));
    let scopes = names(mapping.optional("scopes"));
    let quantity = optional(mapping.optional("quantity"), |item| {
        quantity(item, context, problems)
    });
    let period = optional(mapping.optional("period"), |item| period(item, problems));
    mapping.finish(problems);
    Some(Grant {
        items: items?,
        scopes: scopes?,
        quantity: quantity?,
        period: period?,
    })
}

fn quantity(
    item: Item<'_>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<QuantityLimit> {
    let mut mapping = item.mapping("a limit of quantity", problems)?;
    let place = mapping.required("count", problems);
    let at_most = mapping
        .required("at-most", problems)
        .and_then(|item| item.integer(problems));
    mapping.finish(problems);
    let place = place?;
    let count = id(place, problems)?;
    let fact = context.fact(&count, place, problems)?;
    if !matches!(fact.kind, FactType::Integer { .. }) {
        let message = format!(
            "`{count}` is of type {}, and no whole number",
            fact.kind.name()
        );
        problems.push(
            place
                .problem(Code::COUNT_NOT_INTEGER, message)
                .with_help("name an integer fact, such as a count of events"),
        );
        return None;
    }
    Some(QuantityLimit {
        count,
        at_most: at_most?,
    })
}

fn period(item: Item<'_>, problems: &mut Problems) -> Option<Period> {
    let mut mapping = item.mapping("a period", problems)?;
    let days = mapping.optional("days");
    let months = mapping.optional("months");
    mapping.finish(problems);
    match (days, months) {
        (Some(days), None) => count(days, problems).map(Period::Days),
        (None, Some(months)) => count(months, problems).map(Period::Months),
        _ => {
            problems.push(
                item.problem(Code::MISSING_KEY, "a period has days or months")
                    .with_help("write {days: 90} or {months: 3}"),
            );
            None
        }
    }
}
