//! Prior authorization and documentation of a line: the first step where a speaking edition states
//! something answers.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{finding::Settled, id::Id, source::PriorAuthorization};

use super::{
    entries::{Details, Entries},
    scope::Scope,
    walk::{Placed, Stop},
};

/// What is found on prior authorization, and on documentation.
type Aside = (Settled<PriorAuthorization>, Settled<BTreeMap<Id, String>>);

/// Both answers; that it stops where a step that is asked may have sources not on file.
pub(super) fn settle(
    scope: &Scope,
    entries: &Entries<'_>,
    placed: &[Placed],
) -> Result<Aside, Stop> {
    let (mut authorization, mut documentation) = (None, None);
    for (place, step) in scope.steps.iter().enumerate() {
        if authorization.is_some() && documentation.is_some() {
            break;
        }
        if step.hidden {
            return Err(Stop::Beyond);
        }
        let here = || {
            let on_step = placed.iter().filter(move |(at, _)| *at == place);
            on_step.filter_map(|(_, entry)| entries.details.get(*entry as usize))
        };
        if authorization.is_none() {
            authorization = authorize(here());
        }
        if documentation.is_none() {
            documentation = document(here());
        }
    }
    Ok((
        authorization.unwrap_or(Settled::Decided {
            answer: PriorAuthorization::NotStated,
            by: BTreeSet::new(),
        }),
        documentation.unwrap_or(Settled::Decided {
            answer: BTreeMap::new(),
            by: BTreeSet::new(),
        }),
    ))
}

fn authorize<'e>(
    entries: impl Iterator<Item = &'e Details<'e>>,
) -> Option<Settled<PriorAuthorization>> {
    let (mut stated, mut by) = (BTreeSet::new(), BTreeSet::new());
    for entry in entries {
        if entry.edition.prior_authorization != PriorAuthorization::NotStated {
            stated.insert(entry.edition.prior_authorization.name());
            by.insert((entry.edition.prior_authorization, entry.edition.id.clone()));
        }
    }
    let answer = by.iter().next().map(|(answer, _)| *answer)?;
    let by = by.into_iter().map(|(_, edition)| edition).collect();
    Some(match stated.len() {
        1 => Settled::Decided { answer, by },
        _ => Settled::Conflict { by },
    })
}

fn document<'e>(
    entries: impl Iterator<Item = &'e Details<'e>>,
) -> Option<Settled<BTreeMap<Id, String>>> {
    let mut answer: BTreeMap<Id, String> = BTreeMap::new();
    let mut by = BTreeSet::new();
    for entry in entries {
        let Some(documents) = &entry.edition.documentation else {
            continue;
        };
        by.insert(entry.edition.id.clone());
        for (id, text) in documents {
            match answer.get_mut(id) {
                // Two editions may ask for something by the same name: both are asked for.
                Some(known) if known != text => known.push_str(&format!("; {text}")),
                Some(_) => {}
                None => {
                    answer.insert(id.clone(), text.clone());
                }
            }
        }
    }
    (!by.is_empty()).then_some(Settled::Decided { answer, by })
}
