//! The checker's questions, answered by listing every complete case.
//!
//! Where the questions are narrower than they could be, so are these answers:
//! - a line is one code, or one service that the requester states;
//! - an edition is looked at on the days on which it surely stands, as far as that is on file: no other edition that is
//!   not on file is thought of;
//! - facts that others would be derived to are stated by themselves;
//! - what a step below holds is a question of its own, with any answer;
//! - dates by which other sources are governed are not looked at when an edition is, except the date of service.
#![expect(
    clippy::indexing_slicing,
    reason = "the places in a table are computed from its variables"
)]

mod between;
mod cases;
mod change;
mod criteria;
mod says;
mod shown;
mod table;
mod within;

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{case::Case, corpus::Corpus, date::parse_day, id::Id, source::EditionId};

use self::{cases::Cases, says::Line};

pub use change::{Compared, compared};
pub use shown::{Shown, Sight, group, services, shown};

/// A rule of an edition.
pub type RuleId = (EditionId, Id);

/// What there is to be found in a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The pairs of sources of one step that disagree on some case.
    pub sources_disagree: BTreeSet<(Id, Id)>,
    /// The editions of which two rules disagree.
    pub rules_disagree: BTreeSet<EditionId>,
    /// The rules that stand in no case.
    pub rule_never_applies: BTreeSet<RuleId>,
    /// The criteria, as paths of places among children, that can be taken as met or missed: later ones first, each on
    /// top of those before.
    pub criterion_never_matters: BTreeMap<RuleId, BTreeSet<Vec<usize>>>,
    /// The facts that an edition compares, and on which nothing depends that it holds.
    pub asked_for_nothing: BTreeSet<(EditionId, Id)>,
    /// The services of which only `otherwise` speaks.
    pub only_otherwise: BTreeSet<(EditionId, Id)>,
    /// How many holes there are between the values of a fact for which an edition answers.
    pub hole_between_values: BTreeMap<(EditionId, Id), usize>,
    /// The services, together those of one line, of some case of which an edition says nothing.
    pub claimed_and_silent: BTreeSet<(EditionId, BTreeSet<Id>)>,
    /// The editions that no walk hears.
    pub never_reached: BTreeSet<EditionId>,
    /// The groups of sources of one line that all say nothing on some case.
    pub no_answer: BTreeSet<BTreeSet<Id>>,
}

/// What there is to be found in a corpus; `None` when its cases are too many to list.
#[must_use]
pub fn found(corpus: &Corpus) -> Option<Found> {
    context(corpus, |context| {
        let mut found = Found::default();
        context.sources(&mut found)?;
        for (edition, days) in context.at_work() {
            context.within(edition, &days, &mut found)?;
            context.criteria(edition, &mut found)?;
            context.reach(edition, &days, &mut found)?;
        }
        Some(found)
    })
}

/// Asks something of every complete case of a corpus.
fn context<T>(
    corpus: &Corpus,
    ask: impl for<'a> FnOnce(&between::Context<'a>) -> Option<T>,
) -> Option<T> {
    let case = Case {
        id: Id::new("any").ok()?,
        date_of_service: parse_day("2025-03-01").ok()?,
        through: None,
        known_as_of: None,
        facts: BTreeMap::new(),
    };
    let cases = Cases::new(corpus, &case)?;
    ask(&between::Context {
        permitted: cases.permitted()?,
        lines: Line::all(corpus),
        days: cases.days(),
        cases: &cases,
    })
}
