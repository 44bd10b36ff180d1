//! Criteria that never matter to their rule, and facts on which nothing depends that an edition holds.

mod criteria;
mod facts;
mod tree;

use std::collections::BTreeSet;

use coverdict_model::source::GoverningDate;

use super::{Asking, stretch::AtWork};

/// Asks of each criterion of an edition whether it matters to its rule, and of each fact whether it matters at all.
pub(super) fn ask(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>) {
    let Some(written) = asking.subject.corpus.editions.get(at_work.id()) else {
        return;
    };
    asking.examiner.anything.release();
    for (at, rule) in (0_u32..).zip(&at_work.edition.rules) {
        criteria::ask(asking, at_work, written, at, rule);
    }
    facts::ask(asking, at_work, written);
}

/// A date that an edition's rules compare, which every line fixes though another date governs the edition: only some of
/// the days that it can be are looked at.
pub(super) fn date_beside(asking: &Asking<'_, '_>, at_work: &AtWork<'_>) -> Option<&'static str> {
    let written = asking.subject.corpus.editions.get(at_work.id())?;
    let mut compared = BTreeSet::new();
    for rule in written.rules.values() {
        facts::compared(&rule.when, &mut |fact| _ = compared.insert(fact.to_owned()));
    }
    let fixed = [GoverningDate::DateOfService, GoverningDate::DateOfRequest];
    let mut beside = fixed
        .into_iter()
        .filter(|date| *date != at_work.source.governing_date)
        .map(GoverningDate::name);
    beside.find(|date| compared.contains(*date))
}
