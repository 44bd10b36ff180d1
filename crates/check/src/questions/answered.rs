//! Cases on which no source on file has an answer.

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::CondId;
use coverdict_model::{
    finding::Finding,
    id::Id,
    position::Position,
    source::EditionId,
    trace::{RuleTrace, Truth},
};
use rustc_hash::FxHashSet;

use super::{
    Answers, Asking,
    plan::{Claim, Rank, Sharing},
    speakers::{Payer, Speaker, comes_by, moments, payers, speakers},
    stretch::frame,
};
use crate::{
    Problem, Witness,
    codes::NO_ANSWER,
    examine::Answer,
    witness::{Frame, Requested, rules},
};

/// A payer, and what each edition says to its members to end the walk.
type Said<'p> = (Option<Id>, Vec<(&'p EditionId, CondId)>);

/// Asks of the sources of a line whether they leave a case of it without answer; of each group of sources one such case
/// is told, as the first edition that claims the line sees it.
pub(super) fn ask<'p>(
    asking: &mut Asking<'_, 'p>,
    sharing: &Sharing<'p>,
    made: &mut Vec<(Rank, Answers)>,
) {
    let mut asked = FxHashSet::default();
    let mut told = false;
    for claim in &sharing.claims {
        told = told || claimed(asking, sharing, claim, &mut asked);
        made.push((claim.rank, asking.answered()));
    }
}

/// Whether a case of a claimed line without answer was found, and told, or is not known.
fn claimed<'p>(
    asking: &mut Asking<'_, 'p>,
    sharing: &Sharing<'p>,
    claim: &Claim<'p>,
    asked: &mut FxHashSet<Said<'p>>,
) -> bool {
    let payers = payers(asking.examiner.program, claim.source, sharing.sources);
    for moment in moments(asking.plan, &claim.days, sharing.sources, &payers, |_| ()) {
        let Some(payer) = payers.get(moment.payer) else {
            continue;
        };
        let frame = frame(claim.source, claim.requested.clone(), moment.day)
            .for_no_other(claim.edition, &claim.line);
        let speakers = speakers(asking, &frame, payer);
        let said = speakers.iter().map(|one| (&one.edition.id, one.ends));
        asking.examiner.hold(1 + speakers.len());
        if asked.insert((payer.name.clone(), said.collect()))
            && no_answer(asking, claim, &frame, &speakers, payer)
        {
            return true;
        }
    }
    false
}

/// Whether a case of the line at hand without an answer was found, and told, or is not known.
fn no_answer(
    asking: &mut Asking<'_, '_>,
    claim: &Claim<'_>,
    frame: &Frame,
    speakers: &[Speaker<'_>],
    payer: &Payer,
) -> bool {
    if asking.examiner.is_exhausted() {
        let conditions = asking.subject.effort.conditions;
        asking.answers.undecided.push(format!(
            "whether every case of a line that {} claims has an answer is too large to ask: what its sources say comes \
             to more than {conditions} conditions; divide the corpus by payer",
            claim.edition.id
        ));
        return true;
    }
    let goal = unanswered(asking, speakers);
    let mut example = match asking.examiner.example(goal) {
        Answer::No => return false,
        Answer::TooComplex => {
            asking.answers.undecided.push(format!(
                "whether every case of a line that {} claims has an answer is too complex to settle",
                claim.edition.id
            ));
            return true;
        }
        Answer::Yes(example) => example,
    };
    example.facts.extend(payer.chosen.clone());
    let name = format!("no-answer-{}", claim.source.id);
    let finding = asking.replayer.assess(&name, frame, &example);
    let Some(finding) = finding.filter(nobody_decides) else {
        asking.answers.undecided.push(format!(
            "no-answer of {}: no case could be written down that shows it",
            claim.edition.id
        ));
        return true;
    };
    let (file, span) = asking.subject.atlas.edition(&claim.edition.id, &["id"]);
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

/// When a walk down some profile hears a source and ends on no step. Where support of a part counts too, a floor is as
/// any other step.
fn unanswered(asking: &mut Asking<'_, '_>, speakers: &[Speaker<'_>]) -> CondId {
    let program = asking.examiner.program;
    let mut open = Vec::new();
    for profile in &program.profiles {
        let (mut heard, mut ended) = (Vec::new(), Vec::new());
        for step in &profile.steps {
            for speaker in speakers {
                let by = comes_by(asking, profile, step, speaker.source, speaker.edition);
                if let Some(by) = by {
                    heard.push(by);
                    ended.push(asking.examiner.all([by, speaker.ends]));
                }
            }
        }
        let heard = asking.examiner.any(heard);
        let ended = asking.examiner.any(ended);
        open.push(asking.examiner.and_not(heard, ended));
    }
    asking.examiner.any(open)
}

/// Whether no rule that the trace has standing takes a position that decides.
fn nobody_decides(finding: &Finding) -> bool {
    let mut rules = rules(finding);
    let decides = |rule: &RuleTrace| {
        rule.stands == Truth::Met && rule.holding.position() != Position::BenefitConfirmed
    };
    !rules.any(decides)
}
