//! What holds in every case of a program that does not say otherwise.

use std::sync::Arc;

use coverdict_logic::{Cells, VarId};
use coverdict_model::{
    fact::{Closure, Derivation, Fact as Declared},
    value::{Cause, Reading, Statement},
};
use coverdict_program::{OpenQuestion, Program, Unknown, cells::Shape};
use rustc_hash::FxHashMap;

use super::{Facts, State, derive, read};

/// What holds of every variable of a program when a case says nothing, made once a program.
#[derive(Debug)]
pub(crate) struct Defaults<'p> {
    states: Vec<State>,
    /// The numbers of the facts by name.
    numbers: FxHashMap<&'p str, u32>,
    /// The declarations of the facts by number.
    declared: Vec<&'p Declared>,
    /// What follows of derived facts when nothing is said, by number.
    statements: FxHashMap<u32, Statement>,
    /// How facts are derived, in words, by number.
    derived_by: FxHashMap<u32, Arc<str>>,
    /// The facts that others determine, each after those that it rests on, but for those that a mapping
    /// derives: there the conditions themselves look at the codes.
    pub(super) derived: Vec<Derived<'p>>,
}

/// A fact that others determine.
#[derive(Debug)]
pub(super) struct Derived<'p> {
    pub(super) number: u32,
    pub(super) declared: &'p Declared,
    pub(super) derivation: &'p Derivation,
    /// What it rests on, by number, in the order of the derivation.
    pub(super) inputs: Vec<Option<u32>>,
    /// Whether it is known what follows when nothing is said.
    pub(super) has_default: bool,
}

impl Derived<'_> {
    /// An input by its place in the derivation.
    pub(super) fn input(&self, place: usize) -> Option<u32> {
        self.inputs.get(place).copied().flatten()
    }

    /// The inputs of which one has to be said for anything to follow that does not follow anyway: of a count
    /// the events, since none that is told lies in no window, whatever its anchor.
    pub(super) fn decisive(&self) -> impl Iterator<Item = u32> {
        let most = match self.derivation {
            Derivation::Count { .. } => 1,
            _ => usize::MAX,
        };
        self.inputs.iter().take(most).filter_map(|input| *input)
    }
}

impl<'p> Defaults<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        let declared: Vec<&Declared> = program
            .facts
            .iter()
            .filter_map(|fact| program.catalogue.facts.get(&fact.id))
            .collect();
        let facts = program
            .facts
            .iter()
            .zip(&declared)
            .map(|(fact, declared)| unsaid(fact, declared));
        let open = program
            .open
            .iter()
            .map(|question| State::Scalar(possible(program, question)));
        let mut defaults = Self {
            states: facts.chain(open).collect(),
            numbers: (0_u32..)
                .zip(&program.facts)
                .map(|(number, fact)| (fact.id.as_str(), number))
                .collect(),
            statements: FxHashMap::default(),
            derived_by: (0_u32..)
                .zip(&declared)
                .filter_map(|(number, declared)| {
                    Some((number, in_words(program, number, declared)?))
                })
                .collect(),
            derived: Vec::new(),
            declared,
        };
        let mut derived = Vec::new();
        for number in (0_u32..).take(defaults.declared.len()) {
            defaults.rank(number, 0, &mut derived);
        }
        for derived in &mut derived {
            derived.has_default = defaults.derive(program, derived).is_some();
        }
        defaults.derived = derived;
        defaults
    }

    /// What a reading by itself makes known of a fact; `None` when it is in error or impossible.
    pub(crate) fn read(&self, program: &Program, var: VarId, reading: &Reading) -> Option<State> {
        if let Reading::Missing(Cause::InError(_)) = reading {
            return None;
        }
        let fact = program.facts.get(var.0 as usize)?;
        let declared = self.declared(var.0)?;
        read::state(declared, &fact.cells, reading).ok().flatten()
    }

    /// Adds a derived fact after those that it rests on.
    fn rank(&self, number: u32, depth: u32, ranked: &mut Vec<Derived<'p>>) {
        let Some(declared) = self.declared(number) else {
            return;
        };
        let derivation = match &declared.derived {
            None | Some(Derivation::Mapping { .. }) => return,
            Some(derivation) => derivation,
        };
        // INVARIANT: a checked catalogue has no circle of derivations; the depth bounds an unchecked one.
        if depth > 32 || ranked.iter().any(|known| known.number == number) {
            return;
        }
        let inputs = derivation.inputs().into_iter();
        let inputs: Vec<Option<u32>> = inputs.map(|id| self.number(id.as_str())).collect();
        for input in inputs.iter().flatten() {
            self.rank(*input, depth + 1, ranked);
        }
        ranked.push(Derived {
            number,
            declared,
            derivation,
            inputs,
            has_default: false,
        });
    }

    /// Derives a fact when nothing is said; `None` where that is not possible.
    fn derive(&mut self, program: &Program, derived: &Derived<'p>) -> Option<()> {
        let fact = program.facts.get(derived.number as usize)?;
        let reading = derive::derive(&Facts::nothing(program, self), derived)?;
        let state = read::state(derived.declared, &fact.cells, &reading).ok()?;
        if let (Some(state), Some(default)) = (state, self.states.get_mut(derived.number as usize))
        {
            *default = state;
        }
        self.statements
            .insert(derived.number, Statement::from(reading));
        Some(())
    }

    /// A fact's number.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    /// A fact's declaration.
    pub(crate) fn declared(&self, number: u32) -> Option<&'p Declared> {
        self.declared.get(number as usize).copied()
    }

    pub(crate) fn state(&self, var: VarId) -> Option<&State> {
        self.states.get(var.0 as usize)
    }

    pub(crate) fn statement(&self, number: u32) -> Option<&Statement> {
        self.statements.get(&number)
    }

    pub(super) fn derived_by(&self, number: u32) -> Option<&Arc<str>> {
        self.derived_by.get(&number)
    }
}

/// What is known of a fact of which nothing is said.
fn unsaid(fact: &coverdict_program::Fact, declared: &Declared) -> State {
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
}

/// How a fact is derived, in words.
fn in_words(program: &Program, number: u32, declared: &Declared) -> Option<Arc<str>> {
    let fact = program.facts.get(number as usize)?;
    let words = match declared.derived.as_ref()? {
        Derivation::Mapping { mapping, .. } => format!("{} by mapping {mapping}", fact.id),
        derivation => {
            let inputs: Vec<&str> = derivation
                .inputs()
                .into_iter()
                .map(|id| id.as_str())
                .collect();
            format!("derived from {}", inputs.join(" and "))
        }
    };
    Some(words.into())
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
