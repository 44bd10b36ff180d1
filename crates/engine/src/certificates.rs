//! What is missing, and what each answer would settle.

use coverdict_logic::{Exact, QuestionId, Settlement, Undecided, Value, VarId};
use coverdict_model::{
    finding::{Certificate, Lead, Missing, Outcome, Possible},
    id::Id,
};
use coverdict_program::cells::Shape;

use crate::{facts::Facts, setting::Setting, walk::Class};

/// The most answers to the first question that are followed.
const MAX_LEADS: u32 = 16;

/// The certificates of an undecided case, and what each answer to the first question leads to.
pub(crate) fn missing<E: Exact>(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    algebra: &mut E,
    permitted: &E::Set,
    classes: &[E::Set],
    answers: &[Class],
    undecided: &Undecided,
) -> Option<Missing> {
    let first = undecided.first?;
    let certificates = undecided.shown.iter().map(|shown| Certificate {
        facts: shown
            .questions
            .iter()
            .filter_map(|question| name(facts, *question))
            .collect(),
        values: shown
            .assignments()
            .map(|assignment| {
                assignment
                    .filter_map(|value| describe(facts, algebra, value))
                    .collect()
            })
            .collect(),
        answer: answers
            .get(shown.class)
            .map_or(coverdict_model::finding::Answer::NotAddressed, |class| {
                class.answer(&setting.parts)
            }),
    });
    let certificates: Vec<Certificate> = certificates.collect();
    Some(Missing {
        certificates,
        total: undecided.total,
        relevant: undecided
            .relevant
            .iter()
            .filter_map(|question| name(facts, *question))
            .collect(),
        first: name(facts, first)?,
        leads: leads(
            setting,
            facts,
            algebra,
            permitted,
            classes,
            answers,
            VarId(first.0),
        ),
    })
}

fn name(facts: &Facts<'_>, question: QuestionId) -> Option<Id> {
    facts
        .program
        .facts
        .get(question.0 as usize)
        .map(|fact| fact.id.clone())
}

/// What each answer to a question leads to; values with the same outcome stand together.
fn leads<E: Exact>(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    algebra: &mut E,
    permitted: &E::Set,
    classes: &[E::Set],
    answers: &[Class],
    var: VarId,
) -> Vec<Lead> {
    let Some(variable) = algebra.space().variable(var).cloned() else {
        return Vec::new();
    };
    let codes = match variable.kind {
        coverdict_logic::Kind::Scalar => u32::try_from(variable.cells.len()).unwrap_or(u32::MAX),
        coverdict_logic::Kind::Set { .. } => 1_u32.checked_shl(variable.bits).unwrap_or(u32::MAX),
    };
    let mut leads: Vec<Lead> = Vec::new();
    for code in 0..codes.min(MAX_LEADS) {
        let value = Value { var, code };
        let here = algebra.assuming(permitted, value);
        if algebra.is_never(&here) {
            continue;
        }
        let classes: Vec<E::Set> = classes
            .iter()
            .map(|class| algebra.assuming(class, value))
            .collect();
        let outcome = outcome(setting, facts, algebra, &here, &classes, answers);
        let Some(value) = describe(facts, algebra, value) else {
            continue;
        };
        match leads.iter_mut().find(|lead| lead.outcome == outcome) {
            Some(lead) => {
                lead.value = either(
                    std::mem::replace(&mut lead.value, Possible::AnyOf(Vec::new())),
                    value,
                )
            }
            None => leads.push(Lead { value, outcome }),
        }
    }
    leads
}

/// Two descriptions as alternatives.
fn either(a: Possible, b: Possible) -> Possible {
    let mut all = match a {
        Possible::AnyOf(all) => all,
        one => vec![one],
    };
    all.push(b);
    Possible::AnyOf(all)
}

/// The completions in which a variable has a value.
pub(crate) fn holds<E: Exact>(algebra: &mut E, value: Value) -> E::Set {
    let Some(variable) = algebra.space().variable(value.var).cloned() else {
        return algebra.always();
    };
    match variable.kind {
        coverdict_logic::Kind::Scalar => algebra.assigned(value.var, value.code as usize),
        coverdict_logic::Kind::Set { .. } => {
            let mut all = algebra.always();
            for place in 0..variable.bits {
                let mut bit = algebra.bit(variable.first_bit + place);
                if value.code >> place & 1 == 0 {
                    bit = algebra.not(&bit);
                }
                all = algebra.and(&all, &bit);
            }
            all
        }
    }
}

/// The outcome over some of the permitted completions.
pub(crate) fn outcome<E: Exact>(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    algebra: &mut E,
    permitted: &E::Set,
    classes: &[E::Set],
    answers: &[Class],
) -> Outcome {
    match algebra.settle(permitted, classes) {
        Settlement::Decided(class) => match answers.get(class) {
            Some(class) => Outcome::Decided(class.answer(&setting.parts)),
            None => Outcome::TooComplex,
        },
        Settlement::Undecided(undecided) if undecided.answerable() => Outcome::NeedsInformation(
            undecided
                .relevant
                .iter()
                .filter_map(|question| name(facts, *question))
                .collect(),
        ),
        Settlement::Undecided(_) => Outcome::NeedsSource,
        Settlement::TooComplex | Settlement::Impossible => Outcome::TooComplex,
    }
}

/// A description of a fact's value.
pub(crate) fn describe<E: Exact>(facts: &Facts<'_>, algebra: &E, value: Value) -> Option<Possible> {
    let fact = facts.program.facts.get(value.var.0 as usize)?;
    let declared = facts.program.catalogue.facts.get(&fact.id)?;
    let variable = algebra.space().variable(value.var)?;
    match (&variable.kind, &fact.cells.shape) {
        (coverdict_logic::Kind::Set { .. }, Shape::Members(members)) => {
            let (mut has, mut lacks) = (Vec::new(), Vec::new());
            for (place, cells) in variable.cells.iter().enumerate() {
                let group = match value.code >> place & 1 {
                    1 => &mut has,
                    _ => &mut lacks,
                };
                group.push(members.label(cells));
            }
            Some(Possible::Set { has, lacks })
        }
        _ => variable
            .cells
            .get(value.code as usize)
            .map(|cells| fact.cells.describe(cells, &declared.kind)),
    }
}
