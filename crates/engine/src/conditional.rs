//! Answers that are conditional on sources.

use coverdict_logic::{Exact, Kind, Variable};
use coverdict_model::finding::{Assumption, Conditional, Coverage};
use coverdict_program::{OpenQuestion, Program, Source, SourceId};

use crate::{
    certificates::{holds, outcome},
    facts::Facts,
    outcome::Voice,
    setting::Setting,
    settle::governing,
    walk::Class,
};

/// The most conditional answers that are shown.
const MAX_SHOWN: usize = 16;

/// The answer under each assumption about the sources: those not on file say nothing, and each
/// possibility of every other open question of the corpus.
pub(crate) fn needs_source<E: Exact>(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    algebra: &mut E,
    permitted: &E::Set,
    classes: &[E::Set],
    answers: &[Class],
    voices: &[(Voice, E::Set)],
) -> Coverage {
    let background: Vec<Variable> = algebra.space().background().cloned().collect();
    let choices: Vec<Vec<(Assumption, E::Set)>> = background
        .iter()
        .map(|variable| choices(setting, algebra, variable))
        .filter(|choices| !choices.is_empty())
        .collect();
    let mut total: u64 = 0;
    let mut conditional = Vec::new();
    let mut at = vec![0_usize; choices.len()];
    loop {
        let mut here = permitted.clone();
        let mut assuming = Vec::with_capacity(choices.len());
        for (choice, place) in choices.iter().zip(&at) {
            if let Some((assumption, set)) = choice.get(*place) {
                here = algebra.and(&here, set);
                assuming.push(assumption.clone());
            }
        }
        if !algebra.is_never(&here) {
            total += 1;
            if conditional.len() < MAX_SHOWN {
                assuming.sort();
                assuming.dedup();
                let outcome = outcome(setting, facts, algebra, &here, classes, answers);
                let governing = governed(setting, algebra, &here, voices);
                conditional.push(Conditional {
                    assuming,
                    outcome,
                    governing,
                });
            }
        }
        if !advance(&mut at, &choices) || total > 4096 {
            break;
        }
    }
    Coverage::NeedsSource { conditional, total }
}

/// The next combination; whether there is one.
fn advance<T>(at: &mut [usize], choices: &[Vec<T>]) -> bool {
    for (place, choice) in at.iter_mut().zip(choices) {
        *place += 1;
        if *place < choice.len() {
            return true;
        }
        *place = 0;
    }
    false
}

fn governed<E: Exact>(
    setting: &Setting<'_>,
    algebra: &mut E,
    here: &E::Set,
    voices: &[(Voice, E::Set)],
) -> std::collections::BTreeSet<coverdict_model::finding::Governing> {
    let mut governed = std::collections::BTreeSet::new();
    for (voice, governs) in voices {
        let both = algebra.and(here, governs);
        if !algebra.is_never(&both) {
            governed.extend(governing(setting, *voice).map(|(rule, _)| rule));
        }
    }
    governed
}

/// The assumptions about one open question of the corpus.
fn choices<E: Exact>(
    setting: &Setting<'_>,
    algebra: &mut E,
    variable: &Variable,
) -> Vec<(Assumption, E::Set)> {
    let program = setting.program;
    let Some(question) = program.open_question(variable.id) else {
        return Vec::new();
    };
    if variable.kind != Kind::Scalar {
        return Vec::new();
    }
    let mut choices = Vec::new();
    for (place, cells) in (0_u32..).zip(variable.cells.iter()) {
        let first = cells.first().unwrap_or_default();
        let holds = holds(
            algebra,
            coverdict_logic::Value {
                var: variable.id,
                code: place,
            },
        );
        if let Some(assumption) = assumption(setting, program, question, first, cells.contains(0)) {
            choices.push((assumption, holds));
        }
    }
    choices
}

/// The assumption that a cell of an open question stands for; none for what a source that is not on
/// file may say, but nothing.
fn assumption(
    setting: &Setting<'_>,
    program: &Program,
    question: &OpenQuestion,
    cell: u32,
    has_first: bool,
) -> Option<Assumption> {
    let source = |id: &SourceId| program.source(*id);
    let edition = |id: &SourceId, at: u32| {
        source(id)
            .and_then(|source: &Source| source.editions.get(at as usize))
            .map(|edition| edition.id.clone())
    };
    match question {
        OpenQuestion::Stated { .. } => None,
        OpenQuestion::Hidden { kind, .. } => {
            has_first.then_some(Assumption::NothingElseOnFile { kind: *kind })
        }
        OpenQuestion::InForce { source: id } => {
            let candidate = setting.candidates.iter().find(|candidate| {
                source(id).is_some_and(|source| std::ptr::eq(candidate.source, source))
            })?;
            let source = candidate.source;
            let in_force = match candidate.succession.chains.get(cell as usize) {
                Some(chain) => chain.in_force(&|_| false),
                None if cell == candidate.succession.first_unknown() => {
                    return Some(Assumption::NotOnFile {
                        source: source.id.clone(),
                    });
                }
                None => return None,
            };
            let edition = in_force.and_then(|at| source.editions.get(at as usize));
            Some(Assumption::InForce {
                source: source.id.clone(),
                edition: edition.map(|edition| edition.id.edition.clone()),
            })
        }
        OpenQuestion::Applies {
            source,
            edition: at,
            facet,
        } => Some(Assumption::Applies {
            edition: edition(source, *at)?,
            facet: facet.clone(),
            applies: cell == 1,
        }),
        OpenQuestion::Reading {
            source,
            edition: at,
            phrase,
            readings,
        } => Some(Assumption::Reading {
            edition: edition(source, *at)?,
            phrase: phrase.clone(),
            reading: readings.get(cell as usize)?.clone(),
        }),
        OpenQuestion::Clause {
            source,
            edition: at,
            date,
        } => Some(Assumption::Clause {
            edition: edition(source, *at)?,
            date: *date,
            begun: cell == 1,
        }),
        OpenQuestion::Late {
            source,
            edition: at,
        } => Some(Assumption::PublishedLate {
            edition: edition(source, *at)?,
            late: cell == 1,
        }),
    }
}
