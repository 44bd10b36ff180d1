//! What a case says of each fact, as cells still possible.

mod defaults;
mod derive;
mod read;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use coverdict_logic::{Cells, Knowledge, Known, Truth, VarId};
use coverdict_model::{
    date::Date,
    fact::{Closure, Fact as Declared},
    id::Id,
    value::{Cause, Reading, Statement, Value},
    well_known,
};
use coverdict_program::{Program, cells::Shape};
use rustc_hash::{FxBuildHasher, FxHashMap};

pub(crate) use defaults::Defaults;
use defaults::Derived;

/// What is known of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// One of these cells.
    Scalar(Cells),
    /// A set with these cells occupied, and none outside the possible ones.
    Set {
        /// Cells known to be occupied.
        occupied: Cells,
        /// Cells that may be occupied, those known to be included.
        possible: Cells,
    },
}

impl State {
    /// As the logic takes it.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        match self {
            Self::Scalar(possible) => Known::Scalar(possible),
            Self::Set { occupied, possible } => Known::Set { occupied, possible },
        }
    }
}

/// What is known of every variable in one case.
#[derive(Debug)]
pub(crate) struct Facts<'p> {
    pub(crate) program: &'p Program,
    defaults: &'p Defaults<'p>,
    /// What differs from the defaults.
    states: FxHashMap<VarId, State>,
    /// The effective statement on each fact that was supplied, or derived from one that was.
    statements: FxHashMap<u32, Cow<'p, Statement>>,
    /// The facts that the case itself states.
    supplied: Vec<VarId>,
    /// What makes the case impossible, each with what to do.
    pub(crate) problems: Vec<String>,
}

impl Knowledge for Facts<'_> {
    fn known(&self, var: VarId) -> Known<'_> {
        static NOTHING: State = State::Scalar(Cells::empty());
        self.state_of(var).unwrap_or(&NOTHING).known()
    }
}

impl<'p> Facts<'p> {
    /// Whether nothing is wrong with what is said or derived of a fact.
    pub(crate) fn is_sound(&self, var: VarId) -> bool {
        let statement = self.statements.get(&var.0);
        match statement.map(|statement| &statement.reading) {
            Some(Reading::Missing(Cause::InError(_))) => false,
            // What is impossible leaves no state behind.
            Some(_) => self.states.contains_key(&var),
            None => true,
        }
    }

    /// What is known of a variable.
    pub(crate) fn state_of(&self, var: VarId) -> Option<&State> {
        let said = self.states.get(&var);
        said.or_else(|| self.defaults.state(var))
    }

    /// Reads what a case says, on one day of service.
    pub(crate) fn read(
        program: &'p Program,
        defaults: &'p Defaults<'p>,
        said: &'p BTreeMap<Id, Vec<Statement>>,
        day: Date,
    ) -> Self {
        let mut facts = Self {
            program,
            defaults,
            states: FxHashMap::with_capacity_and_hasher(said.len() + 8, FxBuildHasher),
            statements: FxHashMap::with_capacity_and_hasher(said.len() + 8, FxBuildHasher),
            supplied: Vec::with_capacity(said.len() + 1),
            problems: Vec::new(),
        };
        let date_of_service = defaults.number(well_known::DATE_OF_SERVICE);
        if let Some(number) = date_of_service {
            facts.state(
                number,
                Cow::Owned(Statement::from(Reading::Known(Value::Date(day)))),
                true,
            );
        }
        for (id, statements) in said {
            let Some(number) = defaults.number(id.as_str()) else {
                facts.problems.push(format!(
                    "`{id}` is not in the fact catalogue: leave it out, or correct its name"
                ));
                continue;
            };
            if Some(number) == date_of_service {
                continue;
            }
            let declared = defaults.declared(number);
            if let Some(statement) =
                declared.and_then(|declared| read::effective(declared, statements, day))
            {
                facts.state(number, statement, true);
            }
        }
        for derived in &defaults.derived {
            if facts.is_touched(derived) {
                facts.derive(derived);
            }
        }
        facts
    }

    /// What is known when nothing is said, not even the day of service.
    fn nothing(program: &'p Program, defaults: &'p Defaults<'p>) -> Self {
        Self {
            program,
            defaults,
            states: FxHashMap::default(),
            statements: FxHashMap::default(),
            supplied: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Takes a statement as what is known of a fact.
    fn state(&mut self, number: u32, mut statement: Cow<'p, Statement>, supplied: bool) {
        let (Some(fact), Some(declared)) = (
            self.program.facts.get(number as usize),
            self.defaults.declared(number),
        ) else {
            return;
        };
        let var = VarId(number);
        match read::state(declared, &fact.cells, &statement.reading) {
            Ok(Some(state)) => {
                self.states.insert(var, state);
            }
            Ok(None) => {}
            Err(read::Misfit::InError(problem)) => {
                statement.to_mut().reading = Reading::Missing(Cause::InError(problem));
                self.states.insert(var, everything(fact));
            }
            Err(read::Misfit::Invalid(problem)) => {
                self.problems.push(format!("`{}` {problem}", fact.id))
            }
        }
        if supplied {
            self.supplied.push(var);
            if let Some(stated) = fact.stated
                && !matches!(statement.reading, Reading::Missing(_))
            {
                self.states.insert(stated, State::Scalar(Cells::single(1)));
            }
        }
        self.statements.insert(number, statement);
    }

    /// Whether the case says something of a derived fact or of what it rests on.
    fn is_touched(&self, derived: &Derived<'_>) -> bool {
        !derived.has_default
            || self.statements.contains_key(&derived.number)
            || derived
                .decisive()
                .any(|input| self.statements.contains_key(&input))
    }

    /// Derives a fact from others. One that the case states is what its inputs leave of that.
    fn derive(&mut self, derived: &Derived<'_>) {
        let Some(reading) = derive::derive(self, derived) else {
            return;
        };
        let number = derived.number;
        match self.statements.get(&number) {
            None => self.state(number, Cow::Owned(Statement::from(reading)), false),
            Some(stated) if derive::has_inputs(self, derived) => {
                match derive::narrowed(&stated.reading, &reading) {
                    Some(reading) if reading == stated.reading => {}
                    Some(reading) => {
                        let mut stated = stated.clone();
                        stated.to_mut().reading = reading;
                        self.state(number, stated, false);
                    }
                    None => self.contradicts(derived),
                }
            }
            Some(_) => {}
        }
    }

    /// Takes up that a derived fact is stated as what its inputs do not give.
    fn contradicts(&mut self, derived: &Derived<'_>) {
        let Some(fact) = self.program.facts.get(derived.number as usize) else {
            return;
        };
        let inputs: Vec<String> = derived
            .derivation
            .inputs()
            .into_iter()
            .map(|input| format!("`{input}`"))
            .collect();
        self.problems.push(format!(
            "`{}` is stated as what does not follow from {}: correct one of them, or leave it out",
            fact.id,
            inputs.join(" and ")
        ));
    }

    /// What was supplied or derived of a fact, if anything was.
    pub(crate) fn said(&self, id: &str) -> Option<&Statement> {
        self.said_of(self.number(id)?)
    }

    /// The same by the fact's number.
    pub(crate) fn said_of(&self, number: u32) -> Option<&Statement> {
        let statement = self.statements.get(&number).map(Cow::as_ref);
        statement.or_else(|| self.defaults.statement(number))
    }

    /// The facts that were supplied in error, each with what is wrong with it.
    pub(crate) fn in_error(&self) -> impl Iterator<Item = (&Id, &String)> {
        self.statements
            .iter()
            .filter_map(|(number, statement)| match &statement.reading {
                Reading::Missing(Cause::InError(problem)) => {
                    Some((&self.program.facts.get(*number as usize)?.id, problem))
                }
                _ => None,
            })
    }

    /// The reading of a fact: as supplied, as derived, or what its absence means.
    pub(crate) fn reading(&self, id: &str) -> &Reading {
        self.reading_of(self.number(id))
    }

    /// The same by the fact's number; of none nothing is said.
    pub(crate) fn reading_of(&self, number: Option<u32>) -> &Reading {
        static ABSENT: Reading = Reading::Absent;
        static NOT_SUPPLIED: Reading = Reading::Missing(Cause::NotSupplied);
        if let Some(said) = number.and_then(|number| self.said_of(number)) {
            return &said.reading;
        }
        match number.and_then(|number| self.declared(number)) {
            Some(Declared {
                closure: Closure::Closed,
                ..
            }) => &ABSENT,
            _ => &NOT_SUPPLIED,
        }
    }

    /// A fact's number.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        self.defaults.number(id)
    }

    /// A fact's declaration, by number.
    pub(crate) fn declared(&self, number: u32) -> Option<&'p Declared> {
        self.defaults.declared(number)
    }

    /// The derivation by which a fact came about, in words.
    pub(crate) fn derived_by(&self, number: u32) -> Option<&Arc<str>> {
        self.defaults.derived_by(number)
    }

    /// The variables of facts that the case itself states.
    pub(crate) fn supplied(&self) -> &[VarId] {
        &self.supplied
    }

    /// The members known of a set fact.
    pub(crate) fn members(&self, id: &str) -> Vec<Id> {
        match self.said(id).map(|statement| &statement.reading) {
            Some(Reading::Members { members, .. }) => members.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The one word known of a fact.
    pub(crate) fn word(&self, id: &str) -> Option<&Id> {
        match self.said(id).map(|statement| &statement.reading) {
            Some(Reading::Known(Value::Name(name))) => Some(name),
            _ => None,
        }
    }

    /// Says which cells of an open question of the corpus are possible in this case.
    pub(crate) fn open(&mut self, var: VarId, cells: Cells) {
        self.states.insert(var, State::Scalar(cells));
    }

    /// Whether the variable is a fact, and not an open question of the corpus.
    pub(crate) fn is_question(&self, var: VarId) -> bool {
        (var.0 as usize) < self.program.facts.len()
    }

    /// The truth of a fact's lying in cells.
    pub(crate) fn within(&self, var: VarId, cells: &Cells) -> Truth {
        self.truth(var, cells)
    }
}

fn everything(fact: &coverdict_program::Fact) -> State {
    match fact.cells.shape {
        Shape::Members(_) => State::Set {
            occupied: Cells::empty(),
            possible: fact.cells.all(),
        },
        _ => State::Scalar(fact.cells.all()),
    }
}
