//! Rules that never stand, and services of which only `otherwise` speaks.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::Diagnostic;

use super::{Asking, stretch::AtWork};
use crate::{
    Problem,
    codes::{ONLY_OTHERWISE, RULE_NEVER_APPLIES},
    examine::Answer,
};

/// How far a rule gets at its best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// Its criteria can never be met.
    Never,
    /// They can, but it is overridden wherever they are.
    Overridden,
    /// It stands in some case, or it was too complex to tell.
    Stands,
}

/// Asks of each rule whether it ever stands.
pub(super) fn ask(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>) {
    let mut best: BTreeMap<u32, Reached> = BTreeMap::new();
    let mut spoken: BTreeSet<u32> = BTreeSet::new();
    for stretch in &at_work.stretches {
        asking.examiner.fix_line(&stretch.frame);
        for voice in &stretch.says.voices {
            let Some(rule) = voice.rule else { continue };
            let reached = best.entry(rule).or_insert(Reached::Never);
            let known = *reached == Reached::Stands;
            if known && spoken.contains(&voice.service) {
                continue;
            }
            let stands = asking.examiner.all([voice.stands, at_work.heard]);
            let now = match asking.examiner.possible(stands) {
                Answer::Yes(()) | Answer::TooComplex => Reached::Stands,
                Answer::No => {
                    let applies = asking.examiner.all([voice.applies, at_work.heard]);
                    match asking.examiner.possible(applies) {
                        Answer::No => Reached::Never,
                        Answer::Yes(()) | Answer::TooComplex => Reached::Overridden,
                    }
                }
            };
            *reached = now.max(*reached);
            if now == Reached::Stands {
                spoken.insert(voice.service);
            }
        }
    }
    asking.answers.asked += at_work.edition.rules.len() + at_work.edition.services.len();
    for (at, rule) in (0_u32..).zip(&at_work.edition.rules) {
        let why = match best.get(&at) {
            Some(Reached::Stands) => continue,
            Some(Reached::Overridden) => "wherever it applies, another rule overrides it",
            Some(Reached::Never) => "its criteria can never be met together",
            None => "it is for no service that the edition claims",
        };
        let path = ["rules", rule.id.as_str()];
        let (file, span) = asking.subject.atlas.edition(at_work.id(), &path);
        let message = format!(
            "rule `{}` of {} stands in no case: {why}",
            rule.id,
            at_work.id()
        );
        let problem = Problem::new(Diagnostic::new(RULE_NEVER_APPLIES, file, span, message));
        asking
            .answers
            .problems
            .push(problem.of(at_work.id()).about(&rule.id));
    }
    for (at, service) in (0_u32..).zip(&at_work.edition.services) {
        if service.otherwise.is_none() || spoken.contains(&at) {
            continue;
        }
        let path = ["services", service.id.as_str()];
        let (file, span) = asking.subject.atlas.edition(at_work.id(), &path);
        let message = format!(
            "of service `{}` only `otherwise` of {} ever speaks",
            service.id,
            at_work.id()
        );
        let problem = Problem::new(Diagnostic::new(ONLY_OTHERWISE, file, span, message));
        asking
            .answers
            .problems
            .push(problem.of(at_work.id()).about(&service.id));
    }
}
