//! Whom an edition applies to, and the services that it claims.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::source::{Applies, Edition, Facet, Open, Otherwise, Service};

use super::{
    change::{Changes, Field},
    texts::{cited, held, list},
};

pub(super) fn applies(changes: &mut Changes, old: &Applies, new: &Applies) {
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

pub(super) fn services(changes: &mut Changes, old: &Edition, new: &Edition) {
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
            let provenance = |service: &Service| Some(service.provenance);
            changes.value(Field::Codes, &place, provenance(before), provenance(after));
            let agents = format!("{place}, agents");
            changes.value(
                Field::Service,
                &agents,
                Some(list(&before.agents)),
                Some(list(&after.agents)),
            );
            otherwise(changes, &place, &before.otherwise, &after.otherwise);
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
