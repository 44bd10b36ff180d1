//! Criteria that never matter to their rule.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::CondId;
use coverdict_model::{
    criterion::{Criterion, Test},
    source::Edition as Written,
};
use coverdict_program::{Criterion as Compiled, Rule};

use super::tree::Tree;
use crate::{
    Problem,
    codes::CRITERION_NEVER_MATTERS,
    examine::{Answer, Examiner},
    questions::{Asking, stretch::AtWork},
};

/// Asks of each criterion of a rule whether it matters to it.
pub(super) fn ask(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    written: &Written,
    at: u32,
    rule: &Rule,
) {
    let Some(when) = written.rules.get(&rule.id).map(|rule| &rule.when) else {
        return;
    };
    let has_phases = written
        .rules
        .get(&rule.id)
        .is_some_and(|rule| !rule.phases.is_empty());
    let services = at_work.edition.services.iter();
    let compiled: Vec<&Compiled> = services
        .flat_map(|service| &service.rules)
        .filter(|compiled| compiled.rule == at)
        .filter_map(|compiled| match has_phases {
            // A rule for some phases of care has its criteria beside that.
            true => compiled.criteria.of.last(),
            false => Some(&compiled.criteria),
        })
        .collect();
    // Where the rule can never be met, that is told, and no criterion is to blame.
    let mut met = Vec::with_capacity(compiled.len());
    for one in compiled {
        let condition = asking.examiner.unslotted(one.condition);
        match asking.examiner.possible(condition) {
            Answer::Yes(()) => met.push(one),
            Answer::No => {}
            Answer::TooComplex => return,
        }
    }
    let is_met = !met.is_empty();
    let tree = Tree::new(when, met, Vec::new());
    let whole = tree.whole(&mut asking.examiner, &BTreeMap::new());
    let mut fixed: BTreeMap<&[String], CondId> = BTreeMap::new();
    for one in tree.below() {
        let within_known = fixed.keys().any(|path| one.path.starts_with(path));
        if within_known || is_for_services(one.written) {
            continue;
        }
        asking.answers.asked += 1;
        for constant in [CondId::TRUE, CondId::FALSE] {
            let mut tried = fixed.clone();
            tried.insert(&one.path, constant);
            let without = tree.whole(&mut asking.examiner, &tried);
            match differ(&mut asking.examiner, &whole, &without) {
                Answer::Yes(()) => {}
                Answer::No if is_met => {
                    fixed.insert(&one.path, constant);
                    tell(asking, at_work, rule, one, constant);
                    break;
                }
                Answer::No => {}
                // Which of the others matter hangs on whether this one does.
                Answer::TooComplex => return,
            }
        }
    }
}

/// Whether the conditions of some service differ.
fn differ(examiner: &mut Examiner<'_>, whole: &[CondId], without: &[CondId]) -> Answer<()> {
    let mut answer = Answer::No;
    for (whole, without) in whole.iter().zip(without) {
        match examiner.differ(*whole, *without) {
            Answer::Yes(()) => return Answer::Yes(()),
            Answer::TooComplex => answer = Answer::TooComplex,
            Answer::No => {}
        }
    }
    answer
}

/// Whether a criterion looks at nothing but the service: that is how a rule says what it is for.
fn is_for_services(criterion: &Criterion) -> bool {
    match &criterion.test {
        Test::Service(_) => true,
        Test::Fact { .. } | Test::PositionOf { .. } => false,
        _ => criterion.children().all(is_for_services),
    }
}

fn tell(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    rule: &Rule,
    criterion: &Tree<'_>,
    constant: CondId,
) {
    let mut path = vec!["rules", rule.id.as_str(), "when"];
    path.extend(criterion.path.iter().map(String::as_str));
    let (file, span) = asking.subject.atlas.edition(at_work.id(), &path);
    let name = match &criterion.written.id {
        Some(id) => format!("criterion `{id}`"),
        None => "a criterion without a name".to_owned(),
    };
    let taken = match constant == CondId::TRUE {
        true => "where it would decide, it is met anyway",
        false => "it can be met only where the rule applies anyway, or where it does not help",
    };
    let message = format!(
        "{name} of rule `{}` of {} never matters: {taken}",
        rule.id,
        at_work.id()
    );
    let problem = Problem::new(Diagnostic::new(
        CRITERION_NEVER_MATTERS,
        file,
        span,
        message,
    ));
    asking
        .answers
        .problems
        .push(problem.of(at_work.id()).about(&rule.id));
}
