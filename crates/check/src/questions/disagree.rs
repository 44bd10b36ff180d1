//! Two sources of one step that disagree.

use std::sync::Arc;

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::CondId;
use coverdict_model::{
    date::Date,
    finding::Finding,
    position::Position,
    source::{GoverningDate, SourceKind},
};
use coverdict_program::{Edition, Source, SourceId};
use rustc_hash::FxHashMap;

use super::{
    Answers, Asking,
    paired::{self, Shared},
};
use crate::{
    Problem, Subject, Witness,
    codes::SOURCES_DISAGREE,
    examine::{Answer, EditionDays, Examiner, Line, Place, Says},
    witness::{Frame, Requested, positions},
};

/// The positions that can disagree.
const POSITIONS: [Position; 3] = [
    Position::Supported,
    Position::NotSupported,
    Position::LeftToDiscretion,
];

/// The pairs of sources that may disagree; where they are too many, that is told.
pub(super) fn pairs<'p>(
    subject: &Subject<'p>,
    examiner: &mut Examiner<'p>,
    answers: &mut Answers,
) -> Vec<Pair<'p>> {
    let program = subject.program;
    let mut steps: FxHashMap<_, Arc<[Place]>> = FxHashMap::default();
    for one in SourceKind::ALL.iter().copied() {
        for other in SourceKind::ALL.iter().copied() {
            steps.insert((one, other), examiner.shared_steps(one, other).into());
        }
    }
    let may_meet = |one, other| {
        let places = steps.get(&(one, other));
        places.is_some_and(|places| !places.is_empty())
    };
    let limit = subject.effort.shared;
    let Some(pairs) = paired::pairs(program, &may_meet, limit) else {
        answers.undecided.push(format!(
            "whether sources of one step disagree was not asked: pairs of them share more than {limit} codes and \
             services; divide the corpus"
        ));
        return Vec::new();
    };
    let pairs = pairs.into_iter().filter_map(|(ids, shared)| {
        let sources = [program.source(ids.0)?, program.source(ids.1)?];
        let places = steps.get(&(sources[0].kind, sources[1].kind))?.clone();
        Some(Pair {
            ids: [ids.0, ids.1],
            sources,
            shared,
            places,
        })
    });
    pairs.collect()
}

/// Two sources that may meet on a step.
#[derive(Debug)]
pub(super) struct Pair<'p> {
    ids: [SourceId; 2],
    sources: [&'p Source; 2],
    shared: Shared,
    places: Arc<[Place]>,
}

/// Two editions in force together, and a line that both are for.
struct Meeting<'d, 'p> {
    editions: [&'p Edition; 2],
    lines: [&'d Line; 2],
    requested: &'d Requested,
    names: &'d [String],
    days: [Date; 2],
}

impl<'p> Pair<'p> {
    /// Looks for a case on which they disagree, the latest editions first, and tells of the first.
    pub(super) fn ask(&self, asking: &mut Asking<'_, 'p>) {
        asking.answers.asked += 1;
        let [first, second] = self.sources;
        let plan = asking.plan;
        let [of_first, of_second] = self.ids.map(|id| plan.days(id));
        for one in of_first.iter().rev() {
            for other in of_second.iter().rev() {
                let days = self.common_days(one, other);
                let editions = [
                    first.editions.get(one.edition as usize),
                    second.editions.get(other.edition as usize),
                ];
                let (Some(mine), Some(theirs)) = (editions[0], editions[1]) else {
                    continue;
                };
                if days.is_empty() || !self.may_both_apply(asking, mine, theirs) {
                    continue;
                }
                let lines = paired::lines(asking.examiner.program, &self.shared, mine, theirs);
                for (line, with, requested, names) in &lines {
                    for days in &days {
                        let meeting = Meeting {
                            editions: [mine, theirs],
                            lines: [line, with],
                            requested,
                            names,
                            days: *days,
                        };
                        if self.meet(asking, &meeting) {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Days on which both are in force: one for each stretch in which nothing changes.
    fn common_days(&self, one: &EditionDays, other: &EditionDays) -> Vec<[Date; 2]> {
        let [first, second] = self.sources;
        match first.governing_date == second.governing_date {
            true => one
                .shared(other)
                .into_iter()
                .map(|day| [day, day])
                .collect(),
            // Dates of their own can fall together in any way.
            false => one
                .changes
                .iter()
                .rev()
                .flat_map(|day| other.changes.iter().rev().map(|with| [*day, *with]))
                .collect(),
        }
    }

    fn may_both_apply(&self, asking: &mut Asking<'_, 'p>, one: &Edition, other: &Edition) -> bool {
        asking.examiner.anything.release();
        self.places.iter().any(|place| {
            let both =
                asking
                    .examiner
                    .all([place.serves, place.applies(one), place.applies(other)]);
            !asking.examiner.possible(both).is_no()
        })
    }

    /// Whether a disagreement was found here, and told.
    fn meet(&self, asking: &mut Asking<'_, 'p>, meeting: &Meeting<'_, 'p>) -> bool {
        let [first, second] = self.sources;
        let mut frame = Frame::on(
            meeting.requested.clone(),
            first.governing_date,
            meeting.days[0],
        )
        .for_no_other(meeting.editions[0], meeting.lines[0])
        .for_no_other(meeting.editions[1], meeting.lines[1]);
        frame.days.insert(second.governing_date, meeting.days[1]);
        frame
            .days
            .entry(GoverningDate::DateOfService)
            .or_insert(meeting.days[0].max(meeting.days[1]));
        asking.examiner.fix_line(&frame);
        let sides = [
            (meeting.editions[0], meeting.lines[0], meeting.days[0]),
            (meeting.editions[1], meeting.lines[1], meeting.days[1]),
        ];
        let [mine, theirs] = sides.map(|(edition, line, day)| {
            let says: Says<'p> = asking.examiner.says(edition, line, day);
            POSITIONS.map(|position| says.holds(position, &mut asking.examiner))
        });
        let mut against = Vec::new();
        for (at, one) in mine.iter().enumerate() {
            for (with, other) in theirs.iter().enumerate() {
                if at != with {
                    against.push(asking.examiner.all([*one, *other]));
                }
            }
        }
        let disagree = asking.examiner.any(against);
        if disagree == CondId::FALSE {
            return false;
        }
        let reached: Vec<CondId> = self
            .places
            .iter()
            .map(|place| {
                asking.examiner.all([
                    place.serves,
                    place.applies(meeting.editions[0]),
                    place.applies(meeting.editions[1]),
                ])
            })
            .collect();
        let reached = asking.examiner.any(reached);
        let goal = asking.examiner.all([reached, disagree]);
        match asking.examiner.example(goal) {
            Answer::No => false,
            Answer::TooComplex => {
                asking.answers.undecided.push(format!(
                    "whether {} and {} disagree is too complex to settle",
                    meeting.editions[0].id, meeting.editions[1].id
                ));
                true
            }
            Answer::Yes(example) => {
                let name = format!("{}-and-{}", first.id, second.id);
                let finding = asking.replayer.assess(&name, &frame, &example);
                match finding.filter(|finding| shows(finding, meeting)) {
                    Some(finding) => {
                        let assuming = asking.examiner.told(&example.assuming);
                        let witness = Witness {
                            case: finding.case.clone(),
                            answer: finding.coverage.clone(),
                            assuming,
                        };
                        tell(asking, meeting, &finding, witness);
                    }
                    None => asking.answers.undecided.push(format!(
                        "{} and {} disagree, but no case could be written down that shows it",
                        meeting.editions[0].id, meeting.editions[1].id
                    )),
                }
                true
            }
        }
    }
}

/// Whether the engine's trace has both editions take positions that differ.
fn shows(finding: &Finding, meeting: &Meeting<'_, '_>) -> bool {
    let [mine, theirs] = meeting
        .editions
        .map(|edition| positions(finding, &edition.id));
    mine.iter()
        .any(|position| theirs.iter().any(|other| other != position))
}

fn tell(
    asking: &mut Asking<'_, '_>,
    meeting: &Meeting<'_, '_>,
    finding: &Finding,
    witness: Witness,
) {
    let [mine, theirs] = meeting.editions;
    let held = |edition: &Edition| {
        let positions = positions(finding, &edition.id);
        let names: Vec<&str> = positions.iter().map(|position| position.name()).collect();
        names.join(" or ")
    };
    let about = match meeting.names {
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} and {} other codes or services", rest.len()),
        [] => String::new(),
    };
    let atlas = &asking.subject.atlas;
    let (file, span) = atlas.edition(&mine.id, &["id"]);
    let (other_file, other_span) = atlas.edition(&theirs.id, &["id"]);
    let diagnostic = Diagnostic::new(
        SOURCES_DISAGREE,
        file,
        span,
        format!(
            "{} holds {} and {} holds {} on one case, for {about}",
            mine.id,
            held(mine),
            theirs.id,
            held(theirs)
        ),
    )
    .with_context(other_file, other_span, "the other source");
    let problem = Problem::new(diagnostic)
        .of(&mine.id)
        .of(&theirs.id)
        .shown_by(witness);
    asking.answers.problems.push(problem);
}
