//! What statements make known of single facts, for engines that read facts column by column.

use std::collections::BTreeMap;

use coverdict_logic::VarId;
use coverdict_model::{
    date::Date,
    id::Id,
    value::{Reading, Statement},
};
use coverdict_program::Program;

use crate::facts::{Defaults, Facts, State};

/// Reads facts as [`Assessor`](crate::Assessor) does.
#[derive(Debug)]
pub struct FactReader<'p> {
    program: &'p Program,
    defaults: Defaults<'p>,
}

impl<'p> FactReader<'p> {
    /// A reader of the facts of this program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            defaults: Defaults::new(program),
        }
    }

    /// What is known of a variable when a case says nothing at all, not even when the service was.
    #[must_use]
    pub fn unsaid(&self, var: VarId) -> Option<&State> {
        self.defaults.state(var)
    }

    /// What a reading by itself makes known of a fact; `None` when it is in error or impossible.
    #[must_use]
    pub fn read(&self, var: VarId, reading: &Reading) -> Option<State> {
        self.defaults.read(self.program, var, reading)
    }

    /// What these statements make known of a fact on a day of service, be it stated or derived; `None`
    /// when that is impossible or in error. What is wrong with other facts does not matter.
    #[must_use]
    pub fn state(
        &self,
        said: &BTreeMap<Id, Vec<Statement>>,
        day: Date,
        var: VarId,
    ) -> Option<State> {
        let facts = Facts::read(self.program, &self.defaults, said, day);
        facts.is_sound(var).then(|| facts.state_of(var).cloned())?
    }
}
