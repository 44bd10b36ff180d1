//! The positions of a document as rules.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::{Criterion, Test},
    fact::Catalogue,
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind, Position},
    source::{Otherwise, Rule},
};

use super::{
    Making, Open, Provenance, excluded,
    leaves::{Leaves, List, Path},
    names,
    places::cite,
    subject,
};
use crate::{
    Field,
    criteria::{Criterion as Listed, Outline},
    document::Place,
    recognise::{Meaning, Value},
};

/// The rules of a draft, with what they need.
pub(super) struct Made {
    pub(super) rules: BTreeMap<Id, Rule>,
    /// What is held of any other indication, where the document says that.
    pub(super) otherwise: Option<Otherwise>,
    pub(super) facts: Catalogue,
    pub(super) readings: BTreeMap<Id, BTreeSet<Id>>,
}

/// The rules of a draft: one for each position that the document surely takes.
pub(super) fn rules(making: &mut Making<'_>, name: &str, service: &Id, known: &Catalogue) -> Made {
    let mut leaves = Leaves {
        making,
        name,
        service: service.as_str(),
        known,
        facts: Catalogue::default(),
        readings: BTreeMap::new(),
    };
    let mut rules = BTreeMap::new();
    let mut otherwise = None;
    let mut perhaps = 0;
    for field in leaves.making.fields(Meaning::Position) {
        let Some(Value::Position { position, basis }) = &field.value else {
            perhaps += 1;
            continue;
        };
        let id = names::id(&format!("{position}-{}", rules.len() + 1));
        let holding = holding(leaves.making, &id, *position, *basis);
        let rule = rule(&mut leaves, service, &id, field, holding);
        match is_for_others(leaves.making, field) && otherwise.is_none() {
            true => {
                otherwise = Some(Otherwise::Holds {
                    holding: rule.holding,
                    label: rule.label,
                    cite: rule.cite,
                });
            }
            false => _ = rules.insert(id, rule),
        }
    }
    excluded::rules(&mut leaves, service, &mut rules);
    let why = match (rules.is_empty() && otherwise.is_none(), perhaps) {
        (true, _) => Some("no position was recognised: the draft holds nothing".to_owned()),
        (false, 0) => None,
        (false, count) => Some(format!(
            "{count} further sentences perhaps take a position, and are left out"
        )),
    };
    if let Some(why) = why {
        leaves.making.open.push(Open::new(&["rules"], why));
    }
    Made {
        rules,
        otherwise,
        facts: leaves.facts,
        readings: leaves.readings,
    }
}

/// What a rule asks: the service, and a condition besides where there is one.
pub(super) fn of_service(rule: &Id, service: &Id, test: Option<Test>) -> Criterion {
    let of_service = Criterion {
        id: Some(names::id(&format!("{rule}-service"))),
        cite: None,
        test: Test::Service(service.clone()),
    };
    match test {
        None => of_service,
        Some(test) => {
            let conditions = Criterion {
                id: Some(names::id(&format!("{rule}-conditions"))),
                cite: None,
                test,
            };
            Criterion::new(Test::All(vec![of_service, conditions]))
        }
    }
}

/// Whether a position is for whatever indication the others are not for: `any other indication`.
fn is_for_others(making: &Making<'_>, field: &Field) -> bool {
    let scope = beside(making, Meaning::Scope, field).and_then(|scope| scope.value.as_ref());
    let others = ["any other", "all other", "other"];
    match scope {
        Some(Value::AnyIndication(words)) => {
            let words = words.to_lowercase();
            let starts = others.iter().any(|other| words.starts_with(other));
            starts
                && !making
                    .ingested
                    .outlines
                    .iter()
                    .any(|outline| below(outline, field.block).is_some())
        }
        _ => false,
    }
}

fn rule(
    leaves: &mut Leaves<'_, '_>,
    service: &Id,
    id: &Id,
    field: &Field,
    holding: Holding,
) -> Rule {
    let ingested = leaves.making.ingested;
    let reading = field.readings.first();
    let place = reading.and_then(|reading| reading.place);
    let section = section(leaves.making, field);
    let path = Path {
        rule: id.clone(),
        name: id.to_string(),
        section: section.clone(),
    };
    let key = ["rules", id.as_str(), "position"];
    leaves.making.provenance.push(Provenance::of(&key, field));
    let scope = beside(leaves.making, Meaning::Scope, field);
    let listed = ingested
        .outlines
        .iter()
        .find_map(|outline| below(outline, field.block));
    // Where a list should tell what is held of, and none was read, the whole sentence is asked about.
    let scope = scope.filter(|_| listed.is_some() || !subject::is_listed(field));
    let scoped = scope.and_then(|scope| scope.value.as_ref());
    let about = scope.unwrap_or(field).readings.first();
    let words = about.map_or("", |reading| reading.words.as_str());
    let of_words = about.and_then(|reading| reading.place);
    let test = match (&listed, scoped) {
        (Some(listed), Some(Value::Words(_))) => {
            let asked = Criterion {
                id: Some(names::id(&format!("{id}-scope"))),
                cite: Some(cite(&section, of_words)),
                test: leaves.attest(&path, words, of_words, ""),
            };
            let listed = Criterion::new(leaves.listed(listed, &path));
            Some(Test::All(vec![asked, listed]))
        }
        (Some(listed), _) => Some(leaves.listed(listed, &path)),
        (None, Some(Value::AnyIndication(_))) => None,
        // What the sentence is about, and under which conditions, is for a person to say.
        (None, _) => Some(leaves.attest(&path, words, of_words, "")),
    };
    // A question about the whole sentence asks for what it is about as well.
    let is_whole = listed.is_none() && scope.is_none();
    let about = match is_whole {
        true => None,
        false => subject::subject(leaves.making, field),
    };
    let test = match (about, test) {
        (None, test) => test,
        (Some((words, place)), test) => {
            let asked = Criterion {
                id: Some(names::id(&format!("{id}-subject"))),
                cite: Some(cite(&section, place)),
                test: leaves.attest(&path, &words, place, ""),
            };
            let test = test.map(Criterion::new);
            Some(Test::All(
                [Some(asked), test].into_iter().flatten().collect(),
            ))
        }
    };
    let when = of_service(id, service, test);
    let label = beside(leaves.making, Meaning::Label, field);
    if let Some(label) = label {
        let key = ["rules", id.as_str(), "label"];
        leaves.making.provenance.push(Provenance::of(&key, label));
    }
    let label = label.and_then(|label| match label.value.as_ref()? {
        Value::Words(words) => Some(names::line(words).into()),
        _ => None,
    });
    Rule {
        when,
        holding,
        label,
        cite: cite(&section, place),
        from: None,
        until: None,
        phases: BTreeSet::new(),
        overrides: BTreeSet::new(),
    }
}

/// What a position holds. Where the document does not say why, what stands there is named as open.
pub(super) fn holding(
    making: &mut Making<'_>,
    rule: &Id,
    position: Position,
    basis: Option<Basis>,
) -> Holding {
    match position {
        Position::Supported => Holding::Supported {
            grant: Grant::default(),
        },
        Position::BenefitConfirmed => Holding::BenefitConfirmed,
        Position::LeftToDiscretion => Holding::LeftToDiscretion,
        Position::NotSupported => {
            if basis.is_none() {
                making.open.push(Open::new(
                    &["rules", rule.as_str(), "basis"],
                    "the document does not say why: `not-reasonable-and-necessary` stands here so that the draft runs",
                ));
            }
            let basis = basis.unwrap_or(Basis::NotReasonableAndNecessary);
            let kind = match basis {
                Basis::NotABenefit | Basis::LimitExceeded => Kind::Contractual,
                Basis::StatutoryExclusion => Kind::Legal,
                _ => Kind::Clinical,
            };
            Holding::NotSupported { kind, basis }
        }
    }
}

/// The criteria below a block.
fn below(outline: &Outline, block: usize) -> Option<List<'_>> {
    if outline.lead == Some(block) {
        return Some(List {
            joined: outline.joined,
            excepted: outline.excepted,
            of: &outline.criteria,
        });
    }
    fn within(of: &[Listed], block: usize) -> Option<List<'_>> {
        of.iter().find_map(|one| match one.joined {
            Some(joined) if one.block == block => Some(List {
                joined,
                excepted: one.own.as_ref().is_some_and(|own| own.unless),
                of: &one.below,
            }),
            _ => within(&one.below, block),
        })
    }
    within(&outline.criteria, block)
}

/// What else is said in the block of a position, within its words where several positions stand there.
pub(super) fn beside<'i>(
    making: &Making<'i>,
    meaning: Meaning,
    position: &Field,
) -> Option<&'i Field> {
    let place = position.readings.first().and_then(|reading| reading.place);
    let mut fields = making.fields(meaning).filter(|field| {
        let own = field.readings.first().and_then(|reading| reading.place);
        field.block == position.block && field.value.is_some() && is_within(own, place)
    });
    fields.next()
}

fn is_within(inner: Option<Place>, outer: Option<Place>) -> bool {
    match (inner, outer) {
        (
            Some(Place::Bytes { from, to }),
            Some(Place::Bytes {
                from: first,
                to: last,
            }),
        ) => first <= from && to <= last,
        _ => true,
    }
}

/// The heading of the section in which a field stands.
fn section(making: &Making<'_>, field: &Field) -> String {
    let section = crate::recognise::section_of(&making.sections, field.block);
    section.map_or(String::new(), |section| names::line(&section.heading))
}
