//! Cases on which one edition contradicts itself, or says nothing of a service that it claims.

use coverdict_corpus::diagnostic::{Code, Diagnostic};
use coverdict_logic::CondId;
use coverdict_model::{
    finding::Finding,
    position::Position,
    trace::{RuleTrace, Truth},
};

use super::{
    Asking,
    stretch::{AtWork, Stretch},
};
use crate::{
    Problem, Witness,
    codes::{CLAIMED_AND_SILENT, RULES_DISAGREE},
    examine::Answer,
    witness::{positions, standing},
};

/// Asks of each edition whether it contradicts itself, and whether it is silent on a service that it claims.
pub(super) fn ask(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>) {
    asking.answers.asked += 2;
    let mut silent = std::collections::BTreeSet::new();
    let mut disagrees = false;
    for stretch in &at_work.stretches {
        asking.examiner.fix_line(&stretch.frame);
        if !disagrees {
            let goal = disagreement(asking, stretch);
            disagrees = look(asking, at_work, stretch, goal, RULES_DISAGREE, &|finding| {
                positions(finding, at_work.id()).len() > 1
            });
        }
        if silent.insert(stretch.line.clone()) {
            let goal = stretch.says.silent;
            let found = look(
                asking,
                at_work,
                stretch,
                goal,
                CLAIMED_AND_SILENT,
                &|finding| is_silent(finding, at_work),
            );
            if !found {
                silent.remove(&stretch.line);
            }
        }
    }
}

/// When two voices of a line hold positions that differ.
fn disagreement(asking: &mut Asking<'_, '_>, stretch: &Stretch<'_>) -> CondId {
    let positions = [
        Position::Supported,
        Position::NotSupported,
        Position::LeftToDiscretion,
    ];
    let held = positions.map(|position| stretch.says.holds(position, &mut asking.examiner));
    let [supports, against, discretion] = held;
    let pairs = [
        (supports, against),
        (supports, discretion),
        (against, discretion),
    ];
    let pairs = pairs.map(|(one, other)| asking.examiner.all([one, other]));
    asking.examiner.any(pairs)
}

/// Looks for a case of this kind; whether one was found, or it is not known.
fn look(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    stretch: &Stretch<'_>,
    goal: CondId,
    code: Code,
    shows: &dyn Fn(&Finding) -> bool,
) -> bool {
    let goal = asking.examiner.all([goal, at_work.heard]);
    let example = match asking.examiner.example(goal) {
        Answer::No => return false,
        Answer::TooComplex => {
            let what = code.name();
            asking.answers.undecided.push(format!(
                "{what} of {} is too complex to settle",
                at_work.id()
            ));
            return true;
        }
        Answer::Yes(example) => example,
    };
    let name = format!("{}-{}", code.name(), at_work.source.id);
    let finding = asking.replayer.assess(&name, &stretch.frame, &example);
    let Some(finding) = finding.filter(|finding| shows(finding)) else {
        asking.answers.undecided.push(format!(
            "{} of {}: no case could be written down that shows it",
            code.name(),
            at_work.id()
        ));
        return true;
    };
    let message = match code == RULES_DISAGREE {
        true => {
            let rules = standing(&finding, at_work.id()).filter_map(|rule| rule.rule.as_ref());
            let rules: std::collections::BTreeSet<&str> = rules.map(|rule| rule.as_str()).collect();
            let rules: Vec<&str> = rules.into_iter().collect();
            format!(
                "rules {} of {} disagree on one case",
                rules.join(" and "),
                at_work.id()
            )
        }
        false => {
            let services = stretch.line.services.iter();
            let services = services.filter_map(|at| at_work.edition.services.get(*at as usize));
            let services: Vec<&str> = services.map(|service| service.id.as_str()).collect();
            format!(
                "{} says nothing of some case of {}",
                at_work.id(),
                services.join(" and ")
            )
        }
    };
    let (file, span) = asking.subject.atlas.edition(at_work.id(), &["id"]);
    let witness = Witness {
        case: finding.case.clone(),
        answer: finding.coverage.clone(),
        assuming: asking.examiner.told(&example.assuming),
    };
    let problem = Problem::new(Diagnostic::new(code, file, span, message));
    asking
        .answers
        .problems
        .push(problem.of(at_work.id()).shown_by(witness));
    true
}

/// Whether the trace has the edition heard and no rule of it that stands in every completion.
fn is_silent(finding: &Finding, at_work: &AtWork<'_>) -> bool {
    let surely = |rule: &RuleTrace| rule.stands == Truth::Met;
    !standing(finding, at_work.id()).any(surely)
}
