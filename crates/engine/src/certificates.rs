//! What is missing, and what each answer would settle.

use coverdict_logic::{Exact, QuestionId, Settlement, Undecided, Value, VarId};
use coverdict_model::{
    finding::{Certificate, Lead, Missing, Outcome},
    id::Id,
};

use crate::{
    describe::{describe, describe_any},
    facts::Facts,
    setting::Setting,
    walk::Class,
};

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
    let var = VarId(first.0);
    Some(Missing {
        certificates,
        total: undecided.total,
        relevant: undecided
            .relevant
            .iter()
            .filter_map(|question| name(facts, *question))
            .collect(),
        first: name(facts, first)?,
        leads: leads(setting, facts, algebra, permitted, classes, answers, var),
        unfollowed: values(algebra, var).saturating_sub(MAX_LEADS),
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
    let mut leads: Vec<(Outcome, Vec<u32>)> = Vec::new();
    for code in 0..values(algebra, var).min(MAX_LEADS) {
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
        match leads.iter_mut().find(|(other, _)| *other == outcome) {
            Some((_, codes)) => codes.push(code),
            None => leads.push((outcome, vec![code])),
        }
    }
    let leads = leads.into_iter().filter_map(|(outcome, codes)| {
        let value = describe_any(facts, algebra, var, &codes)?;
        Some(Lead { value, outcome })
    });
    leads.collect()
}

/// How many values a variable has.
fn values<E: Exact>(algebra: &E, var: VarId) -> u32 {
    match algebra.space().variable(var) {
        None => 0,
        Some(variable) => match variable.kind {
            coverdict_logic::Kind::Scalar => {
                u32::try_from(variable.cells.len()).unwrap_or(u32::MAX)
            }
            coverdict_logic::Kind::Set { .. } => {
                1_u32.checked_shl(variable.bits).unwrap_or(u32::MAX)
            }
        },
    }
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
