//! Every complete case: what is chosen, and statements asked of every choice.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use coverdict_model::{
    case::Case,
    corpus::Corpus,
    date::PartialDate,
    id::Id,
    position::Basis,
    source::{EditionId, SourceKind},
    value::{Cause, Reading, Statement},
    well_known,
};

use super::table::Table;
use crate::naive::{
    choices::{Choices, Unknown},
    datum::Datum,
    facts::Facts,
    knowledge::{Knowledge, State, knowledge},
    on_file::OnFile,
    world::World,
};

/// Something that differs between complete cases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Variable {
    /// The value of a fact.
    Fact(Id),
    /// What the corpus leaves open.
    Open(Unknown),
    /// Whether an imprecise date of a clause has come on the day that is looked at.
    HasCome(EditionId, PartialDate),
    /// Whether a step holds a position against the service, taken as a question of its own.
    Held(SourceKind, Option<Basis>),
}

/// The complete cases of a corpus that agree with what is stated.
pub(super) struct Cases<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) on_file: OnFile<'a>,
    pub(super) stated: Case,
    /// Of no fact anything is known: for what does not depend on facts.
    pub(super) nothing: Knowledge<'a>,
    knowledge: Knowledge<'a>,
    variables: RefCell<BTreeMap<Variable, (u32, usize)>>,
}

/// One choice, as far as a statement looks at it.
pub(super) struct Chosen<'c> {
    pub(super) world: World<'c>,
    held: &'c BTreeMap<(SourceKind, Option<Basis>), bool>,
    has_come: &'c BTreeMap<(EditionId, PartialDate), bool>,
    missing: &'c RefCell<Vec<(Variable, usize)>>,
}

impl Chosen<'_> {
    /// Whether a step below holds a position against the service.
    pub(super) fn held(&self, kind: SourceKind, basis: Option<Basis>) -> bool {
        let known = self.held.get(&(kind, basis));
        if known.is_none() {
            let missing = (Variable::Held(kind, basis), 2);
            self.missing.borrow_mut().push(missing);
        }
        known.copied().unwrap_or(false)
    }

    /// Whether an imprecise date has come.
    pub(super) fn has_come(&self, edition: &EditionId, date: PartialDate) -> bool {
        let known = self.has_come.get(&(edition.clone(), date));
        if known.is_none() {
            let missing = (Variable::HasCome(edition.clone(), date), 2);
            self.missing.borrow_mut().push(missing);
        }
        known.copied().unwrap_or(false)
    }
}

impl<'a> Cases<'a> {
    /// The complete cases in which what a case states holds; `None` when none is possible.
    ///
    /// What it does not state can be anything: closed facts too, and facts that others would be derived to, which are
    /// taken as stated by themselves.
    pub(super) fn new(corpus: &'a Corpus, case: &Case) -> Option<Self> {
        let mut stated = case.clone();
        for (id, fact) in &corpus.catalogue.facts {
            if stated.facts.contains_key(id) || id.as_str() == well_known::DATE_OF_REQUEST {
                continue;
            }
            let is_line = [well_known::CODE, well_known::SERVICE].contains(&id.as_str());
            let reading = match fact.kind.is_set() {
                true => Reading::Members {
                    members: [].into(),
                    complete: is_line,
                },
                false => Reading::Missing(Cause::NotSupplied),
            };
            if fact.derived.is_some() || fact.kind.is_set() {
                stated
                    .facts
                    .insert(id.clone(), vec![Statement::from(reading)]);
            }
        }
        Some(Self {
            corpus,
            on_file: OnFile::new(corpus, &stated),
            knowledge: knowledge(corpus, &stated).ok()?,
            nothing: Knowledge::new(),
            stated,
            variables: RefCell::default(),
        })
    }

    /// The number of a fact's variable, and its values; none when its value is known.
    pub(super) fn fact(&self, id: &Id) -> Option<(u32, &[Datum])> {
        match self.knowledge.get(id)? {
            State::Open(values) => {
                let variable = Variable::Fact(id.clone());
                Some((self.variable(&variable, values.len()).0, values))
            }
            _ => None,
        }
    }

    /// A statement asked of every choice; `None` when there are too many.
    pub(super) fn ask(&self, statement: impl Fn(&Chosen<'_>) -> bool) -> Option<Table> {
        let mut known: Vec<(Variable, usize)> = Vec::new();
        loop {
            let missing = RefCell::new(Vec::new());
            let too_many = Cell::new(false);
            let mut numbered: Vec<(u32, usize)> = Vec::new();
            for (variable, size) in &known {
                numbered.push(self.variable(variable, *size));
            }
            let mut order: Vec<usize> = (0..known.len()).collect();
            order.sort_by_key(|at| numbered[*at]);
            let ascending = order.iter().map(|at| numbered[*at]).collect();
            let names: Vec<&Variable> = order.iter().map(|at| &known[*at].0).collect();
            let table = Table::of(ascending, |values| {
                if !missing.borrow().is_empty() {
                    return false;
                }
                self.try_one(&names, values, &missing, &too_many, &statement)
            })?;
            if too_many.get() {
                return None;
            }
            let missing = missing.into_inner();
            if missing.is_empty() {
                return Some(table);
            }
            for one in missing {
                if !known.contains(&one) {
                    known.push(one);
                }
            }
        }
    }

    fn try_one(
        &self,
        names: &[&Variable],
        values: &[usize],
        missing: &RefCell<Vec<(Variable, usize)>>,
        too_many: &Cell<bool>,
        statement: &impl Fn(&Chosen<'_>) -> bool,
    ) -> bool {
        let (mut chosen, mut open) = (BTreeMap::new(), BTreeMap::new());
        let (mut held, mut has_come) = (BTreeMap::new(), BTreeMap::new());
        for (variable, value) in names.iter().zip(values) {
            match variable {
                Variable::Fact(id) => {
                    if let Some((_, all)) = self.fact(id) {
                        chosen.insert(id.as_str(), &all[*value]);
                    }
                }
                Variable::Open(unknown) => _ = open.insert(unknown.clone(), *value),
                Variable::Held(kind, basis) => _ = held.insert((*kind, *basis), *value == 1),
                Variable::HasCome(edition, date) => {
                    has_come.insert((edition.clone(), *date), *value == 1);
                }
            }
        }
        let facts = Facts {
            knowledge: &self.knowledge,
            chosen,
            asked: RefCell::default(),
        };
        let choices = Choices::laid_down(open);
        let world = World {
            on_file: &self.on_file,
            case: &self.stated,
            facts: &facts,
            choices: &choices,
        };
        let truth = statement(&Chosen {
            world,
            held: &held,
            has_come: &has_come,
            missing,
        });
        for id in facts.asked.borrow().iter() {
            match self.fact(id) {
                Some((_, all)) => {
                    let variable = Variable::Fact(id.clone());
                    missing.borrow_mut().push((variable, all.len()));
                }
                None => too_many.set(true),
            }
        }
        let asked = choices.not_laid_down();
        let asked = asked.map(|(unknown, size)| (Variable::Open(unknown), size));
        missing.borrow_mut().extend(asked);
        truth
    }

    fn variable(&self, variable: &Variable, size: usize) -> (u32, usize) {
        let mut variables = self.variables.borrow_mut();
        let next = u32::try_from(variables.len()).unwrap_or(u32::MAX);
        *variables.entry(variable.clone()).or_insert((next, size))
    }
}
