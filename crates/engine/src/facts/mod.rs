//! What a case says of each fact, as cells still possible.

mod derive;
mod read;

pub(crate) use derive::inputs;

use std::collections::BTreeMap;

use coverdict_logic::{Cells, Knowledge, Known, Truth, VarId};
use coverdict_model::{
    date::Date,
    fact::{Closure, Derivation, Fact as Declared},
    id::Id,
    value::{Cause, Reading, Statement, Value},
    well_known,
};
use coverdict_program::{OpenQuestion, Program, cells::Shape};
use rustc_hash::FxHashMap;

/// What is known of a variable.
#[derive(Debug, Clone)]
pub(crate) enum State {
    /// One of these cells.
    Scalar(Cells),
    /// A set with these cells occupied, and none outside the possible ones.
    Set { occupied: Cells, possible: Cells },
}

impl State {
    fn known(&self) -> Known<'_> {
        match self {
            Self::Scalar(possible) => Known::Scalar(possible),
            Self::Set { occupied, possible } => Known::Set { occupied, possible },
        }
    }
}

/// What holds of every variable of a program when a case says nothing, made once a program.
#[derive(Debug)]
pub(crate) struct Defaults {
    states: Vec<State>,
}

impl Defaults {
    pub(crate) fn new(program: &Program) -> Self {
        let facts = program.facts.iter().map(|fact| {
            let closed = program
                .catalogue
                .facts
                .get(&fact.id)
                .is_some_and(|fact| fact.closure == Closure::Closed);
            match (&fact.cells.shape, closed) {
                (Shape::Members(_), true) => State::Set {
                    occupied: Cells::empty(),
                    possible: Cells::empty(),
                },
                (Shape::Members(_), false) => State::Set {
                    occupied: Cells::empty(),
                    possible: fact.cells.all(),
                },
                (_, true) => State::Scalar(fact.cells.absent.map_or(Cells::empty(), Cells::single)),
                (_, false) => State::Scalar(fact.cells.all()),
            }
        });
        let open = program.open.iter().map(|question| {
            State::Scalar(match question {
                OpenQuestion::Stated { .. } => Cells::single(0),
                OpenQuestion::Reading { readings, .. } => {
                    Cells::range(0, u32::try_from(readings.len()).unwrap_or(u32::MAX))
                }
                _ => Cells::range(0, 2),
            })
        });
        Self {
            states: facts.chain(open).collect(),
        }
    }
}

/// What is known of every variable in one case.
#[derive(Debug)]
pub(crate) struct Facts<'p> {
    pub(crate) program: &'p Program,
    defaults: &'p Defaults,
    /// What differs from the defaults.
    states: FxHashMap<VarId, State>,
    /// The effective statement on each fact that was supplied or derived.
    statements: BTreeMap<Id, Statement>,
    /// The facts that the case itself states.
    supplied: Vec<VarId>,
    /// What makes the case impossible, each with what to do.
    pub(crate) problems: Vec<String>,
}

impl Knowledge for Facts<'_> {
    fn known(&self, var: VarId) -> Known<'_> {
        static NOTHING: State = State::Scalar(Cells::empty());
        let state = self
            .states
            .get(&var)
            .or_else(|| self.defaults.states.get(var.0 as usize));
        state.unwrap_or(&NOTHING).known()
    }
}

impl<'p> Facts<'p> {
    /// Reads what a case says, on one day of service.
    pub(crate) fn read(
        program: &'p Program,
        defaults: &'p Defaults,
        said: &BTreeMap<Id, Vec<Statement>>,
        day: Date,
    ) -> Self {
        let mut facts = Self {
            program,
            defaults,
            states: FxHashMap::default(),
            statements: BTreeMap::new(),
            supplied: Vec::new(),
            problems: Vec::new(),
        };
        if let Some((id, _)) = program
            .catalogue
            .facts
            .get_key_value(well_known::DATE_OF_SERVICE)
        {
            facts.state(id, Statement::from(Reading::Known(Value::Date(day))), true);
        }
        for (id, statements) in said {
            let Some(declared) = program.catalogue.facts.get(id) else {
                facts.problems.push(format!(
                    "`{id}` is not in the fact catalogue: leave it out, or correct its name"
                ));
                continue;
            };
            if id.as_str() == well_known::DATE_OF_SERVICE {
                continue;
            }
            if let Some(statement) = read::effective(declared, statements, day) {
                facts.state(id, statement, true);
            }
        }
        for (id, declared) in &program.catalogue.facts {
            if declared.derived.is_some() {
                facts.derive(id, 0);
            }
        }
        facts
    }

    /// Takes a statement as what is known of a fact.
    fn state(&mut self, id: &Id, mut statement: Statement, supplied: bool) {
        let (Some(number), Some(declared)) = (
            self.program.fact(id.as_str()),
            self.program.catalogue.facts.get(id),
        ) else {
            return;
        };
        let Some(fact) = self.program.facts.get(number as usize) else {
            return;
        };
        let var = VarId(number);
        match read::state(declared, &fact.cells, &statement.reading) {
            Ok(Some(state)) => {
                self.states.insert(var, state);
            }
            Ok(None) => {}
            Err(read::Misfit::InError(problem)) => {
                statement.reading = Reading::Missing(Cause::InError(problem));
                self.states.insert(var, everything(fact));
            }
            Err(read::Misfit::Invalid(problem)) => self.problems.push(format!("`{id}` {problem}")),
        }
        if supplied {
            self.supplied.push(var);
            if let Some(stated) = fact.stated
                && !matches!(statement.reading, Reading::Missing(_))
            {
                self.states.insert(stated, State::Scalar(Cells::single(1)));
            }
        }
        self.statements.insert(id.clone(), statement);
    }

    /// Derives a fact from others, unless the case states it.
    fn derive(&mut self, id: &Id, depth: u32) {
        // INVARIANT: a checked catalogue has no circle of derivations; the depth bounds an unchecked one.
        if self.statements.contains_key(id) || depth > 32 {
            return;
        }
        let Some(derivation) = self
            .program
            .catalogue
            .facts
            .get(id)
            .and_then(|fact| fact.derived.clone())
        else {
            return;
        };
        for input in derive::inputs(&derivation) {
            self.derive(input, depth + 1);
        }
        if let Derivation::Mapping { .. } = derivation {
            // The conditions themselves look at the codes.
            return;
        }
        let declared = self.program.catalogue.facts.get(id);
        if let Some(reading) =
            declared.and_then(|declared| derive::derive(self, declared, &derivation))
        {
            self.state(id, Statement::from(reading), false);
        }
    }

    /// The effective statement on a fact: as supplied, as derived, or what its absence means.
    pub(crate) fn statement(&self, id: &str) -> Statement {
        match self.statements.get(id) {
            Some(statement) => statement.clone(),
            None => Statement::from(self.unsaid(id)),
        }
    }

    /// The reading of a fact.
    pub(crate) fn reading(&self, id: &str) -> Reading {
        self.statements
            .get(id)
            .map_or_else(|| self.unsaid(id), |statement| statement.reading.clone())
    }

    fn unsaid(&self, id: &str) -> Reading {
        match self.program.catalogue.facts.get(id) {
            Some(Declared {
                closure: Closure::Closed,
                ..
            }) => Reading::Absent,
            _ => Reading::Missing(Cause::NotSupplied),
        }
    }

    /// All statements, by fact.
    pub(crate) fn statements(&self) -> &BTreeMap<Id, Statement> {
        &self.statements
    }

    /// The variables of facts that the case itself states.
    pub(crate) fn supplied(&self) -> &[VarId] {
        &self.supplied
    }

    /// The members known of a set fact.
    pub(crate) fn members(&self, id: &str) -> Vec<Id> {
        match self.statements.get(id).map(|statement| &statement.reading) {
            Some(Reading::Members { members, .. }) => members.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The one word known of a fact.
    pub(crate) fn word(&self, id: &str) -> Option<&Id> {
        match self.statements.get(id).map(|statement| &statement.reading) {
            Some(Reading::Known(Value::Name(name))) => Some(name),
            _ => None,
        }
    }

    /// Says which cells of an open question of the corpus are possible in this case.
    pub(crate) fn open(&mut self, var: VarId, cells: Cells) {
        self.states.insert(var, State::Scalar(cells));
    }

    /// Whether the variable is a fact that the case leaves with more than one value.
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
