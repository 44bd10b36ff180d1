//! What a case says of each fact, as cells still possible.

mod derive;
mod read;

use std::{borrow::Cow, collections::BTreeMap};

use coverdict_logic::{Cells, Knowledge, Known, Truth, VarId};
use coverdict_model::{
    date::Date,
    fact::{Closure, Derivation, Fact as Declared},
    id::Id,
    value::{Cause, Reading, Statement, Value},
    well_known,
};
use coverdict_program::{OpenQuestion, Program, Unknown, cells::Shape};
use rustc_hash::FxHashMap;

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

/// What holds of every variable of a program when a case says nothing, made once a program.
#[derive(Debug)]
pub(crate) struct Defaults<'p> {
    states: Vec<State>,
    /// The numbers of the facts by name.
    numbers: FxHashMap<&'p str, u32>,
    /// The declarations of the facts by number.
    declared: Vec<&'p Declared>,
    /// The facts that others determine, by number, but for those that a mapping derives: there the
    /// conditions themselves look at the codes.
    derived: Vec<u32>,
}

impl<'p> Defaults<'p> {
    /// What a reading by itself makes known of a fact; `None` when it is in error or impossible.
    pub(crate) fn read(&self, program: &Program, var: VarId, reading: &Reading) -> Option<State> {
        if let Reading::Missing(Cause::InError(_)) = reading {
            return None;
        }
        let fact = program.facts.get(var.0 as usize)?;
        let declared = self.declared.get(var.0 as usize)?;
        read::state(declared, &fact.cells, reading).ok().flatten()
    }

    /// What is known of a variable when a case says nothing.
    pub(crate) fn state(&self, var: VarId) -> Option<&State> {
        self.states.get(var.0 as usize)
    }

    pub(crate) fn new(program: &'p Program) -> Self {
        let declared: Vec<&Declared> = program
            .facts
            .iter()
            .filter_map(|fact| program.catalogue.facts.get(&fact.id))
            .collect();
        let facts = program.facts.iter().zip(&declared).map(|(fact, declared)| {
            let closed = declared.closure == Closure::Closed;
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
        let open = program
            .open
            .iter()
            .map(|question| State::Scalar(possible(program, question)));
        let derived = (0_u32..)
            .zip(&declared)
            .filter(|(_, declared)| match &declared.derived {
                None | Some(Derivation::Mapping { .. }) => false,
                Some(_) => true,
            });
        Self {
            states: facts.chain(open).collect(),
            numbers: (0_u32..)
                .zip(&program.facts)
                .map(|(number, fact)| (fact.id.as_str(), number))
                .collect(),
            derived: derived.map(|(number, _)| number).collect(),
            declared,
        }
    }
}

/// The cells of an open question of the corpus, as far as no case narrows them.
fn possible(program: &Program, question: &OpenQuestion) -> Cells {
    match question {
        OpenQuestion::Stated { .. } => Cells::single(0),
        OpenQuestion::Reading { readings, .. } => {
            Cells::range(0, u32::try_from(readings.len()).unwrap_or(u32::MAX))
        }
        OpenQuestion::Hidden { profile, step, .. } => {
            let step = program
                .profiles
                .get(*profile as usize)
                .and_then(|profile| profile.steps.get(*step as usize));
            step.map_or(Cells::single(0), |step| {
                Unknown::cells(0, |unknown| unknown.allowed(&step.positions))
            })
        }
        OpenQuestion::Applies { .. }
        | OpenQuestion::Clause { .. }
        | OpenQuestion::Late { .. }
        | OpenQuestion::InForce { .. } => Cells::range(0, 2),
    }
}

/// What is known of every variable in one case.
#[derive(Debug)]
pub(crate) struct Facts<'p> {
    pub(crate) program: &'p Program,
    defaults: &'p Defaults<'p>,
    /// What differs from the defaults.
    states: FxHashMap<VarId, State>,
    /// The effective statement on each fact that was supplied or derived.
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
        match self.said_of(var.0).map(|statement| &statement.reading) {
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
            states: FxHashMap::with_capacity_and_hasher(said.len() + 8, rustc_hash::FxBuildHasher),
            statements: FxHashMap::with_capacity_and_hasher(
                said.len() + 8,
                rustc_hash::FxBuildHasher,
            ),
            supplied: Vec::with_capacity(said.len() + 1),
            problems: Vec::new(),
        };
        let date_of_service = defaults.numbers.get(well_known::DATE_OF_SERVICE).copied();
        if let Some(number) = date_of_service {
            facts.state(
                number,
                Cow::Owned(Statement::from(Reading::Known(Value::Date(day)))),
                true,
            );
        }
        for (id, statements) in said {
            let Some(&number) = defaults.numbers.get(id.as_str()) else {
                facts.problems.push(format!(
                    "`{id}` is not in the fact catalogue: leave it out, or correct its name"
                ));
                continue;
            };
            if Some(number) == date_of_service {
                continue;
            }
            let declared = defaults.declared.get(number as usize);
            if let Some(statement) =
                declared.and_then(|declared| read::effective(declared, statements, day))
            {
                facts.state(number, statement, true);
            }
        }
        for number in &defaults.derived {
            facts.derive(*number, 0);
        }
        facts
    }

    /// Takes a statement as what is known of a fact.
    fn state(&mut self, number: u32, mut statement: Cow<'p, Statement>, supplied: bool) {
        let (Some(fact), Some(declared)) = (
            self.program.facts.get(number as usize),
            self.defaults.declared.get(number as usize),
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

    /// Derives a fact from others. One that the case states is what its inputs leave of that.
    fn derive(&mut self, number: u32, depth: u32) {
        // INVARIANT: a checked catalogue has no circle of derivations; the depth bounds an unchecked one.
        if depth > 32 {
            return;
        }
        let Some(&declared) = self.defaults.declared.get(number as usize) else {
            return;
        };
        let Some(derivation) = &declared.derived else {
            return;
        };
        for input in derivation.inputs() {
            if let Some(&input) = self.defaults.numbers.get(input.as_str()) {
                self.derive(input, depth + 1);
            }
        }
        let Some(derived) = derive::derive(self, declared, derivation) else {
            return;
        };
        match self.statements.get(&number) {
            None => self.state(number, Cow::Owned(Statement::from(derived)), false),
            Some(stated) if derive::has_inputs(self, derivation) => {
                let mut stated = stated.clone();
                match derive::narrowed(&stated.reading, &derived) {
                    Some(reading) if reading == stated.reading => {}
                    Some(reading) => {
                        stated.to_mut().reading = reading;
                        self.state(number, stated, false);
                    }
                    None => self.contradicts(number, derivation),
                }
            }
            Some(_) => {}
        }
    }

    /// Takes up that a derived fact is stated as what its inputs do not give.
    fn contradicts(&mut self, number: u32, derivation: &Derivation) {
        let Some(fact) = self.program.facts.get(number as usize) else {
            return;
        };
        let inputs: Vec<String> = derivation
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
        self.said_of(*self.defaults.numbers.get(id)?)
    }

    /// The same by the fact's number.
    pub(crate) fn said_of(&self, number: u32) -> Option<&Statement> {
        self.statements.get(&number).map(Cow::as_ref)
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

    /// The effective statement on a fact: as supplied, as derived, or what its absence means.
    pub(crate) fn statement(&self, id: &str) -> Statement {
        self.said(id)
            .cloned()
            .unwrap_or_else(|| Statement::from(Self::unsaid(self.declared_as(id))))
    }

    /// The reading of a fact.
    pub(crate) fn reading(&self, id: &str) -> Reading {
        self.said(id).map_or_else(
            || Self::unsaid(self.declared_as(id)),
            |statement| statement.reading.clone(),
        )
    }

    /// What is known of a fact of which nothing is said.
    pub(crate) fn unsaid(declared: Option<&Declared>) -> Reading {
        match declared {
            Some(Declared {
                closure: Closure::Closed,
                ..
            }) => Reading::Absent,
            _ => Reading::Missing(Cause::NotSupplied),
        }
    }

    /// A fact's declaration, by number.
    pub(crate) fn declared(&self, number: u32) -> Option<&'p Declared> {
        self.defaults.declared.get(number as usize).copied()
    }

    /// A fact's declaration, by name.
    pub(super) fn declared_as(&self, id: &str) -> Option<&'p Declared> {
        self.declared(*self.defaults.numbers.get(id)?)
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
