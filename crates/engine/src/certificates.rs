//! What is missing, and what each answer would settle.

use coverdict_logic::{Exact, QuestionId, Settlement, Undecided, Value, VarId};
use coverdict_model::{
    finding::{Certificate, Lead, Missing, Outcome},
    id::Id,
};

use crate::{describe::Describer, facts::Facts, setting::Setting, walk::Class};

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
    let mut describer = Describer::new(facts);
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
                    .filter_map(|value| describer.describe(algebra, value))
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
    let leads = leads(setting, facts, algebra, permitted, classes, answers, var);
    let leads = leads.into_iter().filter_map(|(outcome, codes)| {
        let value = describer.describe_any(algebra, var, &codes)?;
        Some(Lead { value, outcome })
    });
    Some(Missing {
        certificates,
        total: undecided.total,
        relevant: undecided
            .relevant
            .iter()
            .filter_map(|question| name(facts, *question))
            .collect(),
        first: name(facts, first)?,
        leads: leads.collect(),
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

/// What each answer to a question leads to: the outcomes, each with the codes of its answers.
fn leads<E: Exact>(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    algebra: &mut E,
    permitted: &E::Set,
    classes: &[E::Set],
    answers: &[Class],
    var: VarId,
) -> Vec<(Outcome, Vec<u32>)> {
    let mut leads: Vec<(Outcome, Vec<u32>)> = Vec::new();
    // What was settled, with the place of its lead: several values often leave the same.
    let mut settled: Vec<(Vec<E::Set>, usize)> = Vec::new();
    for code in 0..values(algebra, var).min(MAX_LEADS) {
        let value = Value { var, code };
        let here = algebra.assuming(permitted, value);
        if algebra.is_never(&here) {
            continue;
        }
        let mut sets: Vec<E::Set> = classes
            .iter()
            .map(|class| algebra.assuming(class, value))
            .collect();
        sets.push(here);
        let known = settled.iter().find(|(other, _)| *other == sets);
        let place = match (known, sets.as_slice()) {
            (Some((_, place)), _) => *place,
            (None, [classes @ .., here]) => {
                let outcome = outcome(setting, facts, algebra, here, classes, answers);
                let known = leads.iter().position(|(other, _)| *other == outcome);
                let place = known.unwrap_or(leads.len());
                if known.is_none() {
                    leads.push((outcome, Vec::new()));
                }
                settled.push((sets, place));
                place
            }
            (None, []) => continue,
        };
        if let Some((_, codes)) = leads.get_mut(place) {
            codes.push(code);
        }
    }
    leads
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
    match algebra.outline(permitted, classes) {
        Settlement::Decided(class) => match answers.get(class) {
            Some(class) => Outcome::Decided(class.answer(&setting.parts)),
            None => Outcome::TooComplex,
        },
        Settlement::Undecided(relevant) if relevant.is_empty() => Outcome::NeedsSource,
        Settlement::Undecided(relevant) => Outcome::NeedsInformation(
            relevant
                .iter()
                .filter_map(|question| name(facts, *question))
                .collect(),
        ),
        Settlement::TooComplex | Settlement::Impossible => Outcome::TooComplex,
    }
}
