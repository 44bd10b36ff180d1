//! Answers that are conditional on sources.

use std::collections::BTreeSet;

use coverdict_logic::{Exact, Kind, Variable};
use coverdict_model::finding::{Assumption, Conditional, Coverage, Governing, Outcome};
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

/// The most combinations of assumptions that are looked through for those that make no difference.
const MAX_REDUCED: usize = 64;

/// The answer under each assumption about the sources: those not on file say nothing, and each
/// possibility of every other open question of the corpus. An assumption without which the answer and
/// what governs it stay the same is left out.
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
    let mut cases = Cases {
        setting,
        facts,
        algebra,
        permitted,
        classes,
        answers,
        voices,
    };
    let mut total: u64 = 0;
    let mut combinations = Vec::new();
    let mut at = vec![0_usize; choices.len()];
    loop {
        let assumed: Vec<&(Assumption, E::Set)> = choices
            .iter()
            .zip(&at)
            .filter_map(|(choice, place)| choice.get(*place))
            .collect();
        if cases.are_possible(&assumed) {
            total += 1;
            if combinations.len() <= MAX_REDUCED {
                combinations.push(assumed);
            }
        }
        if !advance(&mut at, &choices) || total > 4096 {
            break;
        }
    }
    let mut conditional: Vec<Conditional> = Vec::new();
    let few = combinations.len() <= MAX_REDUCED;
    for assumed in combinations
        .into_iter()
        .take(if few { MAX_REDUCED } else { MAX_SHOWN })
    {
        let answer = cases.answer(assumed);
        if !conditional.contains(&answer) {
            conditional.push(answer);
        }
    }
    if few {
        total = conditional.len() as u64;
        conditional.sort_by(|a, b| a.assuming.cmp(&b.assuming));
    }
    conditional.truncate(MAX_SHOWN);
    Coverage::NeedsSource { conditional, total }
}

/// A case whose answer hangs on sources.
struct Cases<'c, 'p, E: Exact> {
    setting: &'c Setting<'p>,
    facts: &'c Facts<'p>,
    algebra: &'c mut E,
    permitted: &'c E::Set,
    classes: &'c [E::Set],
    answers: &'c [Class],
    voices: &'c [(Voice, E::Set)],
}

impl<E: Exact> Cases<'_, '_, E> {
    fn here(&mut self, assumed: &[&(Assumption, E::Set)]) -> E::Set {
        let mut here = self.permitted.clone();
        for (_, set) in assumed {
            here = self.algebra.and(&here, set);
        }
        here
    }

    fn are_possible(&mut self, assumed: &[&(Assumption, E::Set)]) -> bool {
        let here = self.here(assumed);
        !self.algebra.is_never(&here)
    }

    /// The answer under assumptions, without those that make no difference to it: each by itself, and
    /// all together. Where only one of two can be spared, both stay, since neither comes first.
    fn answer(&mut self, mut assumed: Vec<&(Assumption, E::Set)>) -> Conditional {
        let found = self.found(&assumed);
        let mut needed = Vec::with_capacity(assumed.len());
        for place in 0..assumed.len() {
            let mut others = assumed.clone();
            let one = others.remove(place);
            if self.found(&others) != found {
                needed.push(one);
            }
        }
        if needed.len() < assumed.len() && !needed.is_empty() && self.found(&needed) == found {
            assumed = needed;
        }
        let mut assuming: Vec<Assumption> = assumed
            .into_iter()
            .map(|(assumption, _)| assumption.clone())
            .collect();
        assuming.sort();
        assuming.dedup();
        let (outcome, governing) = found;
        Conditional {
            assuming,
            outcome,
            governing,
        }
    }

    fn found(&mut self, assumed: &[&(Assumption, E::Set)]) -> (Outcome, BTreeSet<Governing>) {
        let here = self.here(assumed);
        let outcome = outcome(
            self.setting,
            self.facts,
            self.algebra,
            &here,
            self.classes,
            self.answers,
        );
        (
            outcome,
            governed(self.setting, self.algebra, &here, self.voices),
        )
    }
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
) -> BTreeSet<Governing> {
    let mut governed = BTreeSet::new();
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
