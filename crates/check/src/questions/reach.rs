//! Editions that no walk ever hears, and cases on which no source on file has an answer.
//!
//! Both are asked of one payer's members at a time: policies of other payers then drop out.

use std::collections::BTreeSet;

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::{Cells, CondId, VarId};
use coverdict_model::{
    date::Date,
    finding::Finding,
    id::Id,
    position::{Holding, Position},
    source::EditionId,
    trace::{RuleTrace, Truth},
    value::Value,
    well_known,
};
use coverdict_program::{
    Edition, Profile, Program, Source, SourceId, Statement, Step, cells::Shape,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Asking, paired,
    stretch::{AtWork, frame},
};
use crate::{
    Problem, Witness,
    codes::{NEVER_REACHED, NO_ANSWER},
    examine::{Answer, Chosen, EditionDays, Line, Place, edition_days},
    witness::{Frame, Requested},
};

/// Sources that share a line, the payer whose members are looked at, and what each edition says to end the walk.
type Group = (Vec<SourceId>, Option<Id>, Vec<(EditionId, CondId)>);

/// What is remembered between editions.
#[derive(Debug, Default)]
pub(super) struct Reach {
    days: FxHashMap<SourceId, Vec<EditionDays>>,
    /// The groups of sources of which it was told that they leave a case without answer, or that it is not known.
    told: BTreeSet<Vec<SourceId>>,
    /// What sources say to the members of a payer, where it was asked whether a case is without answer.
    asked: FxHashSet<Group>,
}

/// Asks of an edition whether it is ever heard, and whether its lines always have an answer.
pub(super) fn ask<'p>(asking: &mut Asking<'_, 'p>, reach: &mut Reach, at_work: &AtWork<'p>) {
    asking.answers.asked += 2;
    let mut heard = false;
    for (line, requested) in &lines(at_work) {
        let sources = sources(asking, requested);
        for day in days(asking, reach, &sources, at_work) {
            let frame =
                frame(at_work.source, requested.clone(), day).for_no_other(at_work.edition, line);
            for payer in payers(asking, at_work.source, &sources) {
                if heard && reach.told.contains(&sources) {
                    break;
                }
                let others = on_line(asking, reach, &sources, &frame, &payer);
                heard = heard || is_heard(asking, at_work, &frame, &others, &payer);
                let says = others.iter().map(|one| (one.edition.id.clone(), one.ends));
                let says = (sources.clone(), payer.name.clone(), says.collect());
                if !reach.told.contains(&sources)
                    && reach.asked.insert(says)
                    && no_answer(asking, at_work, &frame, &others, &payer)
                {
                    reach.told.insert(sources.clone());
                }
            }
        }
    }
    if !heard && !at_work.stretches.is_empty() {
        let (file, span) = asking.subject.atlas.edition(at_work.id(), &["id"]);
        let message = format!(
            "{} is never heard: it applies to nobody whom a profile with its kind serves, or steps above decide first",
            at_work.id()
        );
        let problem = Problem::new(Diagnostic::new(NEVER_REACHED, file, span, message));
        asking.answers.problems.push(problem.of(at_work.id()));
    }
}

/// The lines of an edition, each service by its name too: sources that list no code for it may meet on that.
fn lines(at_work: &AtWork<'_>) -> Vec<(Line, Requested)> {
    let by_name = at_work.edition.services.iter().map(|service| {
        let line = paired::by_name(at_work.edition, &service.id);
        (line, Requested::Service(service.id.clone()))
    });
    let mut lines: Vec<(Line, Requested)> = Vec::new();
    let stretches = at_work.stretches.iter();
    let asked = stretches.map(|stretch| (stretch.line.clone(), stretch.frame.requested.clone()));
    for line in asked.chain(by_name) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The days of an edition on which what it or another source of its line says may change, the last first.
fn days(
    asking: &Asking<'_, '_>,
    reach: &mut Reach,
    sources: &[SourceId],
    at_work: &AtWork<'_>,
) -> Vec<Date> {
    let program = asking.examiner.program;
    let mut days: BTreeSet<Date> = at_work.days.changes.iter().copied().collect();
    for id in sources {
        let Some(source) = program.source(*id) else {
            continue;
        };
        for other in reach.days(program, *id, source) {
            days.extend(&other.changes);
            days.extend(other.until);
        }
    }
    days.retain(|day| at_work.days.contains(*day));
    days.into_iter().rev().collect()
}

impl Reach {
    fn days(&mut self, program: &Program, id: SourceId, source: &Source) -> &[EditionDays] {
        let days = self.days.entry(id);
        days.or_insert_with(|| edition_days(program, source))
    }
}

/// A payer whose members are looked at, as the cell of that fact.
#[derive(Debug, Clone)]
struct Payer {
    /// Its name; none: one that no source names.
    name: Option<Id>,
    chosen: Option<Chosen>,
}

/// The payers whose members an edition's line may be for: its own, or any that a source names and one that none does.
fn payers(asking: &Asking<'_, '_>, source: &Source, sources: &[SourceId]) -> Vec<Payer> {
    let program = asking.examiner.program;
    let named: BTreeSet<Id> = match &source.payers {
        Some(payers) => payers.iter().cloned().collect(),
        None => sources
            .iter()
            .filter_map(|id| program.source(*id)?.payers.as_ref())
            .flatten()
            .cloned()
            .collect(),
    };
    let number = program.fact(well_known::PAYER);
    let fact = number.and_then(|at| program.facts.get(at as usize));
    let chosen = |cell: Option<u32>| {
        Some(Chosen {
            var: VarId(number?),
            cells: vec![Cells::single(cell?)],
        })
    };
    let mut payers = Vec::new();
    if named.is_empty() {
        // Whose member it is makes no difference.
        return vec![Payer {
            name: None,
            chosen: None,
        }];
    }
    if source.payers.is_none() {
        let other = fact.and_then(|fact| match &fact.cells.shape {
            Shape::Words { others: true, .. } => fact.cells.values.checked_sub(1),
            _ => None,
        });
        payers.push(Payer {
            name: None,
            chosen: chosen(other),
        });
    }
    payers.extend(named.into_iter().map(|name| {
        let cell = fact.and_then(|fact| fact.cells.cell(&Value::Name(name.clone())));
        Payer {
            chosen: chosen(cell),
            name: Some(name),
        }
    }));
    payers
}

/// The sources that a line is for, in some edition.
fn sources(asking: &Asking<'_, '_>, requested: &Requested) -> Vec<SourceId> {
    let program = asking.examiner.program;
    match requested {
        Requested::Code(code) => program
            .code(code)
            .map_or_else(Vec::new, |code| program.listing(code).to_vec()),
        Requested::Service(service) => program.by_service.get(service).cloned().unwrap_or_default(),
    }
}

/// A source that speaks to a line, where it applies.
struct Speaker<'p> {
    source: &'p Source,
    edition: &'p Edition,
    /// When it would end the walk, on a floor and on any other step.
    ends: CondId,
    grants_all: CondId,
}

/// The sources that concern a line and a payer on the days of a stretch, with when each decides.
fn on_line<'p>(
    asking: &mut Asking<'_, 'p>,
    reach: &mut Reach,
    sources: &[SourceId],
    frame: &Frame,
    payer: &Payer,
) -> Vec<Speaker<'p>> {
    fix(asking, frame, payer);
    let program = asking.examiner.program;
    let mut speakers = Vec::new();
    for id in sources {
        let Some(source) = program.source(*id) else {
            continue;
        };
        let concerns = match (&source.payers, &payer.name) {
            (Some(payers), Some(payer)) => payers.contains(payer),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let Some(day) = frame.days.get(&source.governing_date).filter(|_| concerns) else {
            continue;
        };
        let in_force = reach
            .days(program, *id, source)
            .iter()
            .find(|days| days.contains(*day));
        let edition = in_force.and_then(|days| source.editions.get(days.edition as usize));
        let Some(edition) = edition else { continue };
        let line = line(asking, edition, &frame.requested);
        if line.services.is_empty() {
            continue;
        }
        let says = asking.examiner.says(edition, &line, *day);
        let ends = says.decides(&mut asking.examiner);
        let all = says
            .voices
            .iter()
            .filter(|voice| grants_all(voice.statement));
        let all: Vec<CondId> = all.map(|voice| voice.stands).collect();
        let grants_all = asking.examiner.any(all);
        speakers.push(Speaker {
            source,
            edition,
            ends,
            grants_all,
        });
    }
    speakers
}

fn line(asking: &Asking<'_, '_>, edition: &Edition, requested: &Requested) -> Line {
    match requested {
        Requested::Code(code) => match asking.examiner.program.code(code) {
            Some(code) => paired::by_code(edition, code),
            None => Line {
                services: Vec::new(),
            },
        },
        Requested::Service(service) => paired::by_name(edition, service),
    }
}

/// Whether it supports without limit.
fn grants_all(statement: &Statement) -> bool {
    matches!(&statement.holding, Holding::Supported { grant } if grant.is_unlimited())
}

/// Fixes a line for members of a payer. No service is stated beside it: sources that are not looked at could claim
/// that one.
fn fix(asking: &mut Asking<'_, '_>, frame: &Frame, payer: &Payer) {
    asking.examiner.fix_line(frame);
    asking.examiner.anything.close_members(well_known::SERVICE);
    if let Some(cells) = payer
        .chosen
        .as_ref()
        .and_then(|chosen| chosen.cells.first())
    {
        asking.examiner.anything.fix(well_known::PAYER, cells);
    }
}

/// When the walk down a profile ends on one of its first steps, or, where support of a part counts too, is not without
/// an answer there.
fn ended(
    asking: &mut Asking<'_, '_>,
    profile: &Profile,
    before: usize,
    speakers: &[Speaker<'_>],
    counts_parts: bool,
) -> CondId {
    let mut ended = Vec::new();
    for step in profile.steps.iter().take(before) {
        for speaker in speakers {
            let place = place(profile, step, speaker.source);
            let ends = match step.floor && !counts_parts {
                true => speaker.grants_all,
                false => speaker.ends,
            };
            if let Some(place) = place {
                let reached = reached(asking, place, step, speaker.edition);
                ended.push(asking.examiner.all([reached, ends]));
            }
        }
    }
    asking.examiner.any(ended)
}

/// The place of a source on a step, if its kind stands there.
fn place(profile: &Profile, step: &Step, source: &Source) -> Option<Place> {
    let mut kinds = step.kinds.iter();
    kinds
        .any(|(kind, _)| *kind == source.kind)
        .then_some(Place {
            serves: profile.serves,
            binding_stated: step.binding_stated,
        })
}

/// When a step is reached, if the walk comes so far, by a member to whom an edition applies.
fn reached(asking: &mut Asking<'_, '_>, place: Place, step: &Step, edition: &Edition) -> CondId {
    let when = asking.examiner.unslotted(step.when);
    let applies = place.applies(edition);
    asking.examiner.all([place.serves, when, applies])
}

/// Whether a walk hears an edition on a line: it reaches its step, and the edition applies there.
fn is_heard(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    frame: &Frame,
    speakers: &[Speaker<'_>],
    payer: &Payer,
) -> bool {
    fix(asking, frame, payer);
    let program = asking.examiner.program;
    for profile in &program.profiles {
        for (at, step) in profile.steps.iter().enumerate() {
            let Some(place) = place(profile, step, at_work.source) else {
                continue;
            };
            let here = reached(asking, place, step, at_work.edition);
            let above = ended(asking, profile, at, speakers, false);
            let goal = asking.examiner.and_not(here, above);
            // What is too complex to settle is not said to be unheard.
            if !asking.examiner.possible(goal).is_no() {
                return true;
            }
        }
    }
    false
}

/// Whether a case of the line without an answer was found, and told.
fn no_answer(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    frame: &Frame,
    speakers: &[Speaker<'_>],
    payer: &Payer,
) -> bool {
    fix(asking, frame, payer);
    let program = asking.examiner.program;
    let mut open = Vec::new();
    for profile in &program.profiles {
        let mut heard = Vec::new();
        for step in &profile.steps {
            for speaker in speakers {
                if let Some(place) = place(profile, step, speaker.source) {
                    heard.push(reached(asking, place, step, speaker.edition));
                }
            }
        }
        let heard = asking.examiner.any(heard);
        let ended = ended(asking, profile, profile.steps.len(), speakers, true);
        open.push(asking.examiner.and_not(heard, ended));
    }
    let goal = asking.examiner.any(open);
    let mut example = match asking.examiner.example(goal) {
        Answer::No => return false,
        Answer::TooComplex => {
            asking.answers.undecided.push(format!(
                "whether every case of a line that {} claims has an answer is too complex to settle",
                at_work.id()
            ));
            return true;
        }
        Answer::Yes(example) => example,
    };
    example.facts.extend(payer.chosen.clone());
    let name = format!("no-answer-{}", at_work.source.id);
    let finding = asking.replayer.assess(&name, frame, &example);
    let Some(finding) = finding.filter(nobody_decides) else {
        asking.answers.undecided.push(format!(
            "no-answer of {}: no case could be written down that shows it",
            at_work.id()
        ));
        return true;
    };
    let (file, span) = asking.subject.atlas.edition(at_work.id(), &["id"]);
    let about = match &frame.requested {
        Requested::Code(code) => code.as_str().to_owned(),
        Requested::Service(service) => service.to_string(),
    };
    let message = format!("no source on file has an answer for some case of {about}");
    let witness = Witness {
        case: finding.case.clone(),
        answer: finding.coverage.clone(),
        assuming: asking.examiner.told(&example.assuming),
    };
    let mut problem = Problem::new(Diagnostic::new(NO_ANSWER, file, span, message));
    for speaker in speakers {
        problem = problem.of(&speaker.edition.id);
    }
    asking.answers.problems.push(problem.shown_by(witness));
    true
}

/// Whether no rule that the trace has standing takes a position that decides.
fn nobody_decides(finding: &Finding) -> bool {
    let walks = finding.trace.iter().flat_map(|day| &day.walks);
    let sources = walks
        .flat_map(|walk| &walk.steps)
        .flat_map(|step| &step.sources);
    let editions = sources.flat_map(|source| &source.editions);
    let mut rules = editions.flat_map(|edition| &edition.rules);
    let decides = |rule: &RuleTrace| {
        rule.stands == Truth::Met && rule.holding.position() != Position::BenefitConfirmed
    };
    !rules.any(decides)
}
