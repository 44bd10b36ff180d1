//! What the corpus leaves open, chosen one way after the other.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use coverdict_model::{date::PartialDate, id::Id, source::EditionId};

/// Something that the corpus leaves open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unknown {
    /// The first day of an edition.
    Start(EditionId),
    /// The first day on which an edition has ended.
    End(EditionId),
    /// The day on which an edition was published.
    Published(EditionId),
    /// The day on which dated clauses of an edition begin or end, of those that a date allows.
    Clause(EditionId, PartialDate),
    /// Whether an edition applies in a facet.
    Applies(EditionId, &'static str),
    /// How a phrase is read.
    Reading(EditionId, Id),
    /// Whether an edition of a source that is not on file stands at this time.
    Another(Id),
    /// What that edition says.
    AnotherSays(Id),
    /// What sources that are not on file say on a step.
    Hidden(usize),
}

/// A sort of thing that the corpus leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpenQuestion {
    /// A date known to the month or year only.
    Date,
    /// Whether an edition applies to the member.
    Applicability,
    /// Whether another edition of a source stands at this time.
    Succession,
    /// How a phrase is read.
    Reading,
    /// What sources of a step say that are not on file.
    SourceNotOnFile,
}

impl Unknown {
    fn sort(&self) -> OpenQuestion {
        match self {
            Self::Start(_) | Self::End(_) | Self::Published(_) | Self::Clause(..) => {
                OpenQuestion::Date
            }
            Self::Applies(..) => OpenQuestion::Applicability,
            Self::Another(_) | Self::AnotherSays(_) => OpenQuestion::Succession,
            Self::Reading(..) => OpenQuestion::Reading,
            Self::Hidden(_) => OpenQuestion::SourceNotOnFile,
        }
    }
}

/// The choices of one completion. An unknown is chosen when it is first looked at, and stays.
///
/// After each completion, [`Choices::advance`] goes on to the next, until every way has been gone.
#[derive(Default)]
pub(crate) struct Choices {
    path: RefCell<Vec<Choice>>,
    made: RefCell<BTreeMap<Unknown, usize>>,
    /// What was looked at and is not laid down, each with the number of its options; none: nothing is laid down.
    beyond: Option<RefCell<BTreeMap<Unknown, usize>>>,
}

struct Choice {
    taken: usize,
    of: usize,
}

impl Choices {
    /// The choices of one completion, laid down beforehand by the number of the option; where nothing is laid down,
    /// the first option stands, and it is noted.
    pub(crate) fn laid_down(made: BTreeMap<Unknown, usize>) -> Self {
        Self {
            made: RefCell::new(made),
            beyond: Some(RefCell::default()),
            ..Self::default()
        }
    }

    /// What was looked at and is not laid down, each with the number of its options.
    pub(crate) fn not_laid_down(self) -> impl Iterator<Item = (Unknown, usize)> {
        let beyond = self.beyond.map(RefCell::into_inner);
        beyond.unwrap_or_default().into_iter()
    }

    /// What is chosen for an unknown among its options; the first time, the next way that has not
    /// been gone. `None` only when there are no options.
    pub(crate) fn choose<'o, T>(&self, unknown: Unknown, options: &'o [T]) -> Option<&'o T> {
        if let [] | [_] = options {
            return options.first();
        }
        let mut made = self.made.borrow_mut();
        if let Some(beyond) = &self.beyond {
            let taken = made.get(&unknown).copied();
            if taken.is_none() {
                beyond.borrow_mut().insert(unknown, options.len());
            }
            return options.get(taken.unwrap_or(0));
        }
        let mut path = self.path.borrow_mut();
        let position = made.len();
        let taken = *made.entry(unknown).or_insert_with(|| {
            if path.len() == position {
                path.push(Choice {
                    taken: 0,
                    of: options.len(),
                });
            }
            path.get(position).map_or(0, |choice| choice.taken)
        });
        options.get(taken)
    }

    /// The sorts of what was chosen in this completion.
    pub(crate) fn sorts(&self) -> BTreeSet<OpenQuestion> {
        self.made.borrow().keys().map(Unknown::sort).collect()
    }

    /// Goes on to the next completion; `false` when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.made.get_mut().clear();
        let path = self.path.get_mut();
        while let Some(last) = path.last_mut() {
            last.taken += 1;
            if last.taken < last.of {
                return true;
            }
            path.pop();
        }
        false
    }
}
