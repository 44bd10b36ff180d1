//! The facts of one completion.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use coverdict_model::{date::Date, id::Id, value::Value};

use super::{
    datum::Datum,
    knowledge::{Knowledge, State, implies, is_mapped},
};

/// A value for every fact: what is known, and what a completion has chosen for the rest.
///
/// A fact that is open and has no choice yet is noted when it is looked at, so that it can be
/// enumerated too.
pub(crate) struct Facts<'a> {
    pub(crate) knowledge: &'a Knowledge<'a>,
    pub(crate) chosen: BTreeMap<&'a str, &'a Datum>,
    pub(crate) asked: RefCell<BTreeSet<Id>>,
}

impl<'a> Facts<'a> {
    /// No facts beside those of which something is known.
    pub(crate) fn none(knowledge: &'a Knowledge<'a>) -> Self {
        Self {
            knowledge,
            chosen: BTreeMap::new(),
            asked: RefCell::default(),
        }
    }

    /// What a fact is in this completion.
    pub(crate) fn get(&self, id: &str) -> Cow<'_, Datum> {
        match self.knowledge.get(id) {
            Some(State::Known(datum)) => Cow::Borrowed(datum),
            Some(State::Open(_)) => self.chosen(id),
            Some(State::Mapped { mapping, from, .. }) => {
                let codes = self.get(from.as_str()).members();
                let means = |name: &&Id| codes.iter().any(|code| implies(mapping, code, name));
                let mut names: BTreeSet<Id> = mapping.to.keys().filter(means).cloned().collect();
                if codes.iter().any(|code| !is_mapped(mapping, code)) {
                    names.extend(self.chosen(id).members());
                }
                Cow::Owned(Datum::Set(names))
            }
            Some(State::TooMany) => {
                self.asked.borrow_mut().extend(Id::new(id));
                Cow::Owned(Datum::Absent)
            }
            None => Cow::Owned(Datum::Absent),
        }
    }

    /// The word that a fact is, if it is one.
    pub(crate) fn name(&self, id: &str) -> Option<Id> {
        match self.get(id).as_ref() {
            Datum::Value(Value::Name(name)) => Some(name.clone()),
            _ => None,
        }
    }

    /// The day that a fact is, if it is one.
    pub(crate) fn day(&self, id: &str) -> Option<Date> {
        match self.get(id).as_ref() {
            Datum::Value(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    fn chosen(&self, id: &str) -> Cow<'_, Datum> {
        match self.chosen.get(id) {
            Some(datum) => Cow::Borrowed(*datum),
            None => {
                self.asked.borrow_mut().extend(Id::new(id));
                Cow::Owned(Datum::Absent)
            }
        }
    }
}
