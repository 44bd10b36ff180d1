//! Editions that no walk ever hears.

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_model::{date::Date, source::GoverningDate, value::Value};
use coverdict_program::Program;

use super::{
    Asking,
    speakers::{self, Speaker, comes_by, ends, moments, payers, speakers},
    stretch::{AtWork, frame},
};
use crate::{Problem, codes::NEVER_REACHED, examine::Answer};

/// After how many times that are too complex no other is looked at.
const PATIENCE: usize = 3;

/// Asks of an edition whether it is ever heard.
pub(super) fn ask<'p>(asking: &mut Asking<'_, 'p>, at_work: &AtWork<'p>) {
    let id = at_work.id();
    match is_heard(asking, at_work) {
        Answer::Yes(()) => return,
        Answer::TooComplex => {
            let undecided = format!("whether {id} is ever heard is too complex to settle");
            return asking.answers.undecided.push(undecided);
        }
        Answer::No => {}
    }
    let (file, span) = asking.subject.atlas.edition(id, &["id"]);
    let message = format!(
        "{id} is never heard: it applies to nobody whom a profile with its kind serves, or steps above decide first"
    );
    let problem = Problem::new(Diagnostic::new(NEVER_REACHED, file, span, message));
    asking.answers.problems.push(problem.of(id));
}

/// Whether a walk hears an edition on one of its lines.
fn is_heard<'p>(asking: &mut Asking<'_, 'p>, at_work: &AtWork<'p>) -> Answer<()> {
    let program = asking.examiner.program;
    let mut complex = 0;
    let lines = speakers::lines(program, at_work.edition);
    if at_work.stretches.is_empty() {
        return Answer::Yes(());
    }
    for (line, requested) in &lines {
        let sources = speakers::sources(program, requested);
        let payers = payers(program, at_work.source, sources);
        let of_first = payers.get(..1).unwrap_or_default();
        // Nearly all are heard at once.
        for payers in [of_first, &payers] {
            let governing = at_work.source.governing_date;
            let apart = |day| cells(program, governing, day);
            for moment in moments(asking.plan, &at_work.days, sources, payers, apart) {
                let Some(payer) = payers.get(moment.payer) else {
                    continue;
                };
                let frame = frame(at_work.source, requested.clone(), moment.day)
                    .for_no_other(at_work.edition, line);
                let speakers = speakers(asking, &frame, payer);
                match on_line(asking, at_work, &speakers) {
                    Answer::Yes(()) => return Answer::Yes(()),
                    Answer::TooComplex => complex += 1,
                    Answer::No => {}
                }
                if complex == PATIENCE || asking.examiner.is_exhausted() {
                    return Answer::TooComplex;
                }
            }
        }
    }
    match complex {
        0 => Answer::No,
        _ => Answer::TooComplex,
    }
}

/// What tells the days of a line apart beside what sources say on them.
fn cells(program: &Program, governing: GoverningDate, day: Date) -> [Option<u32>; 2] {
    [governing, GoverningDate::DateOfService].map(|date| {
        let fact = program.facts.get(program.fact(date.name())? as usize)?;
        fact.cells.cell(&Value::Date(day))
    })
}

/// Whether a walk hears an edition on the line at hand: it gets to its step, and the edition applies there.
fn on_line(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    speakers: &[Speaker<'_>],
) -> Answer<()> {
    let program = asking.examiner.program;
    let mut answer = Answer::No;
    for profile in &program.profiles {
        let mut above = Vec::new();
        for step in &profile.steps {
            let here = comes_by(asking, profile, step, at_work.source, at_work.edition);
            if let Some(here) = here {
                match asking.examiner.remains(here, &above) {
                    Answer::Yes(()) => return Answer::Yes(()),
                    Answer::TooComplex => answer = Answer::TooComplex,
                    Answer::No => {}
                }
            }
            above.extend(ends(asking, profile, step, speakers));
        }
    }
    answer
}
