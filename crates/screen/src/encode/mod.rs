//! A batch as lines: every value as the cell that it falls into.

mod small;
mod values;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use arrow_array::{Array, RecordBatch};
use coverdict_engine::{FactReader, State};
use coverdict_logic::{Node, VarId};
use coverdict_model::{
    code::{Code, CodeSystem},
    date::Date,
    fact::{Derivation, Fact},
    id::Id,
    value::Statement,
    well_known,
};
use coverdict_program::Program;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    binding::Binding,
    row::{self, Cell, reading},
    texts::Numbers,
};

use small::Small;
use values::{Reader, days, together};

/// What a line says of a fact: a cell, or from here on the number of a state that is no single cell.
pub(crate) const STATES: u32 = 1 << 31;
/// The line says nothing of the fact: the state with number 0.
pub(crate) const UNSAID: u32 = STATES;
/// The line says something of the fact that the engine has to look at.
pub(crate) const ODD: u32 = u32::MAX;

/// The code of the line is one that no edition lists.
pub(crate) const UNLISTED: u32 = u32::MAX - 1;
/// The line was not requested beforehand.
pub(crate) const NEVER: i32 = i32::MAX;

/// A fact that lines say something of.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) var: VarId,
    /// What is known of it, by number less [`STATES`]; the first when a line says nothing.
    pub(crate) states: Vec<State>,
    /// Whether a mapping derives it from others where a line does not say it.
    pub(crate) is_mapped: bool,
    source: Source,
}

impl Slot {
    /// How many cells its fact is known to fall into.
    pub(crate) fn count(&self) -> u64 {
        match self.states.first() {
            Some(
                State::Scalar(cells)
                | State::Set {
                    possible: cells, ..
                },
            ) => cells.count(),
            None => 0,
        }
    }
}

/// Where a slot's values come from.
#[derive(Debug, Clone)]
enum Source {
    Columns(Vec<(usize, Reader)>),
    /// The day of service.
    Day(Small),
    /// What follows from other facts, by their columns.
    Derived(Derived),
}

/// A fact that others determine.
#[derive(Debug, Clone)]
struct Derived {
    own: Vec<usize>,
    inputs: Vec<(u32, Vec<usize>)>,
    known: FxHashMap<Inputs, u32>,
}

/// What a line says of what a derived fact rests on: the day, and the value of each column.
type Inputs = (i32, Vec<Option<Cell>>);

/// The values of a slot, row by row.
#[derive(Debug)]
pub(crate) enum Column {
    /// One value each.
    Scalar(Vec<u32>),
    /// So many cells of a set for each row: those that it says, and behind them [`UNSAID`].
    Set { width: usize, cells: Vec<u32> },
}

/// The lines of a batch.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub(crate) rows: usize,
    /// The procedure code by its number in the program, or [`UNLISTED`].
    pub(crate) codes: Vec<u32>,
    /// The day of service, in days from 1970.
    pub(crate) days: Vec<i32>,
    /// The day of the request, or [`NEVER`].
    pub(crate) requests: Vec<i32>,
    /// Lines that only the engine can answer.
    pub(crate) odd: Vec<bool>,
    /// By slot.
    pub(crate) columns: Vec<Column>,
}

/// Turns batches into lines.
#[derive(Debug, Clone)]
pub(crate) struct Encoder<'p> {
    program: &'p Program,
    reader: Arc<FactReader<'p>>,
    binding: Binding,
    pub(crate) slots: Vec<Slot>,
    /// The slot of each variable that has one.
    pub(crate) by_variable: FxHashMap<VarId, usize>,
    code: Option<(usize, Numbers)>,
    request: Option<usize>,
    /// Columns that say more than the columnar engine follows, where they are not null.
    beyond: Vec<usize>,
}

impl<'p> Encoder<'p> {
    pub(crate) fn new(program: &'p Program, binding: &Binding) -> Self {
        let column = |fact: &str| {
            let number = program.fact(fact)?;
            binding.columns(number).first().copied()
        };
        let beyond = [
            well_known::SERVICE,
            well_known::ITEMS,
            well_known::SCOPES,
            well_known::AGENTS,
            well_known::NOTE_MENTIONS,
        ];
        let beyond = beyond.iter().filter_map(|fact| program.fact(fact));
        let mut encoder = Self {
            program,
            reader: Arc::new(FactReader::new(program)),
            binding: binding.clone(),
            slots: Vec::new(),
            by_variable: FxHashMap::default(),
            code: column(well_known::CODE).map(|at| (at, Numbers::default())),
            request: column(well_known::DATE_OF_REQUEST),
            beyond: beyond
                .flat_map(|number| binding.columns(number).to_vec())
                .collect(),
        };
        encoder.lay_out();
        encoder
    }

    /// Whether lines may say that they were requested beforehand.
    pub(crate) fn has_requests(&self) -> bool {
        self.request.is_some()
    }

    /// What is known of a variable of which no line says anything.
    pub(crate) fn unsaid(&self, var: VarId) -> State {
        let empty = BTreeMap::new();
        let derived = self
            .declared(var.0)
            .is_some_and(|(_, fact)| is_derived(fact));
        let state = match derived {
            // INVARIANT: a derived fact that hangs on the day has a slot; of any other the day says nothing.
            true => self.reader.state(&empty, Date::constant(2000, 1, 1), var),
            false => None,
        };
        let state = state.or_else(|| self.reader.unsaid(var).cloned());
        state.unwrap_or(State::Scalar(coverdict_logic::Cells::empty()))
    }

    fn declared(&self, number: u32) -> Option<(&'p Id, &'p Fact)> {
        let id = &self.program.facts.get(number as usize)?.id;
        Some((id, self.program.catalogue.facts.get(id)?))
    }

    /// A slot for every variable of a condition that a line may say something of.
    fn lay_out(&mut self) {
        let mut variables: FxHashSet<VarId> = FxHashSet::default();
        let pool = &self.program.conditions;
        for condition in (0..pool.len()).filter_map(|at| pool.at(at)) {
            if let Node::Within(var, _) | Node::Some(var, _) = pool.node(condition) {
                variables.insert(*var);
            }
        }
        // A stated or derived fact counts though no condition looks at it: it may be impossible.
        variables.extend(self.binding.facts.iter().map(|bound| VarId(bound.fact)));
        let derived = (0_u32..).zip(&self.program.facts).filter(|(_, fact)| {
            let declared = self.program.catalogue.facts.get(&fact.id);
            declared.is_some_and(is_derived)
        });
        variables.extend(derived.map(|(number, _)| VarId(number)));
        let mut variables: Vec<VarId> = variables.into_iter().collect();
        variables.sort_unstable();
        for var in variables {
            let Some((id, fact)) = self.declared(var.0) else {
                continue;
            };
            let Some(source) = self.source(var, id, fact) else {
                continue;
            };
            let unsaid = match source {
                Source::Derived(_) => self.reader.unsaid(var).cloned(),
                _ => None,
            };
            self.by_variable.insert(var, self.slots.len());
            self.slots.push(Slot {
                var,
                states: vec![unsaid.unwrap_or_else(|| self.unsaid(var))],
                is_mapped: matches!(fact.derived, Some(Derivation::Mapping { .. })),
                source,
            });
        }
    }

    fn source(&self, var: VarId, id: &Id, fact: &Fact) -> Option<Source> {
        let own = self.binding.columns(var.0).to_vec();
        if id.as_str() == well_known::DATE_OF_SERVICE {
            return Some(Source::Day(Small::default()));
        }
        if is_derived(fact) {
            let mut inputs = BTreeSet::new();
            self.inputs(fact, &mut inputs);
            let day = self.program.fact(well_known::DATE_OF_SERVICE);
            let hangs_on_line = inputs
                .iter()
                .any(|input| Some(*input) == day || !self.binding.columns(*input).is_empty());
            if hangs_on_line {
                let inputs = inputs
                    .into_iter()
                    .map(|input| (input, self.binding.columns(input).to_vec()))
                    .filter(|(_, columns)| !columns.is_empty());
                return Some(Source::Derived(Derived {
                    own,
                    inputs: inputs.collect(),
                    known: FxHashMap::default(),
                }));
            }
        }
        (!own.is_empty()).then(|| {
            let columns = own.into_iter().map(|at| (at, Reader::default()));
            Source::Columns(columns.collect())
        })
    }

    /// The facts that a derived one rests on in the end.
    fn inputs(&self, fact: &Fact, into: &mut BTreeSet<u32>) {
        for input in fact.derived.iter().flat_map(Derivation::inputs) {
            let Some(number) = self.program.fact(input.as_str()) else {
                continue;
            };
            if into.insert(number)
                && let Some((_, fact)) = self.declared(number)
            {
                self.inputs(fact, into);
            }
        }
    }

    /// Takes up a batch. The lines before are forgotten.
    pub(crate) fn encode(&mut self, batch: &RecordBatch, lines: &mut Lines) {
        let rows = batch.num_rows();
        lines.rows = rows;
        lines.odd.clear();
        lines.odd.resize(rows, false);
        days(batch.column(self.binding.day), &mut lines.days, i32::MIN);
        mark(
            &mut lines.odd,
            lines.days.iter().map(|day| *day == i32::MIN),
        );
        lines.requests.clear();
        match self.request {
            Some(column) => days(batch.column(column), &mut lines.requests, NEVER),
            None => lines.requests.resize(rows, NEVER),
        }
        if let Some(column) = self.binding.through {
            let mut last = Vec::with_capacity(rows);
            days(batch.column(column), &mut last, i32::MIN);
            let array = batch.column(column);
            let spans = (0..rows)
                .zip(last.iter().zip(&lines.days))
                .map(|(row, (last, first))| !array.is_null(row) && last != first);
            mark(&mut lines.odd, spans);
        }
        for column in &self.beyond {
            let array = batch.column(*column);
            mark(&mut lines.odd, (0..rows).map(|row| !array.is_null(row)));
        }
        self.codes(batch, lines);
        let mut slots = std::mem::take(&mut self.slots);
        lines
            .columns
            .resize_with(slots.len(), || Column::Scalar(Vec::new()));
        for (slot, column) in slots.iter_mut().zip(&mut lines.columns) {
            self.slot(slot, batch, &lines.days, column);
            let (values, width) = match column {
                Column::Scalar(values) => (values, 1),
                Column::Set { width, cells } => (cells, (*width).max(1)),
            };
            if has_odd(values) {
                let rows = values.chunks_exact(width);
                mark(&mut lines.odd, rows.map(|cells| cells.contains(&ODD)));
            }
        }
        self.slots = slots;
    }

    fn codes(&mut self, batch: &RecordBatch, lines: &mut Lines) {
        lines.codes.clear();
        let program = self.program;
        match &mut self.code {
            None => {
                lines.codes.resize(lines.rows, ODD);
            }
            Some((column, numbers)) => {
                let mut number =
                    |text: &str| match Code::parse_any(&CodeSystem::PROCEDURE, text.trim()) {
                        Err(_) => ODD,
                        Ok(code) => program.code(&code).map_or(UNLISTED, |code| code.0),
                    };
                numbers.append(batch.column(*column), ODD, &mut number, &mut lines.codes);
            }
        }
        if has_odd(&lines.codes) {
            mark(&mut lines.odd, lines.codes.iter().map(|code| *code == ODD));
        }
    }

    fn slot(&self, slot: &mut Slot, batch: &RecordBatch, days: &[i32], column: &mut Column) {
        let var = slot.var;
        let Some((_, fact)) = self.declared(var.0) else {
            return;
        };
        match &mut slot.source {
            Source::Day(known) => {
                let mut cell = |day: i64| {
                    let day = i32::try_from(day).ok().and_then(row::day);
                    self.cell(var, fact, day.map(Cell::Day).into_iter().collect())
                };
                known.append(days, None, UNSAID, &mut cell, scalar(column));
            }
            Source::Columns(columns) => match columns.as_mut_slice() {
                [(place, reader)] if !is_set(fact) => {
                    let out = scalar(column);
                    let array = batch.column(*place);
                    let mut cell = |cell: Cell| self.cell(var, fact, vec![cell]);
                    reader.append(array, &mut cell, out);
                }
                columns => {
                    let mut read = Vec::with_capacity(columns.len());
                    for (place, reader) in columns {
                        let mut out = Vec::with_capacity(batch.num_rows());
                        let mut cell = |cell: Cell| self.member(var, fact, cell);
                        reader.append(batch.column(*place), &mut cell, &mut out);
                        read.push(out);
                    }
                    together(&read, batch.num_rows(), column);
                }
            },
            Source::Derived(derived) => {
                let out = scalar(column);
                for (row, day) in days.iter().enumerate() {
                    let found = self.derive(var, derived, &mut slot.states, batch, row, *day);
                    out.push(found);
                }
            }
        }
    }

    /// The cell of a value, as the engine reads it.
    fn cell(&self, var: VarId, fact: &Fact, values: Vec<Cell>) -> u32 {
        match self.known(var, fact, values) {
            Some(State::Scalar(cells)) => only(&cells),
            _ => ODD,
        }
    }

    /// The cell of a member of a set.
    fn member(&self, var: VarId, fact: &Fact, value: Cell) -> u32 {
        match self.known(var, fact, vec![value]) {
            Some(State::Set { occupied, possible }) if occupied == possible => only(&occupied),
            _ => ODD,
        }
    }

    fn known(&self, var: VarId, fact: &Fact, values: Vec<Cell>) -> Option<State> {
        self.reader.read(var, &reading(fact, values)?)
    }

    /// What follows for a derived fact from a row.
    fn derive(
        &self,
        var: VarId,
        derived: &mut Derived,
        states: &mut Vec<State>,
        batch: &RecordBatch,
        row: usize,
        day: i32,
    ) -> u32 {
        if derived.own.iter().any(|at| !batch.column(*at).is_null(row)) {
            return ODD;
        }
        let Some(date) = row::day(day) else {
            return ODD;
        };
        let columns = derived.inputs.iter().flat_map(|(_, columns)| columns);
        let values = columns.map(|at| row::value(batch.column(*at), row));
        let key = (day, values.collect());
        if let Some(known) = derived.known.get(&key) {
            return *known;
        }
        let mut said = BTreeMap::new();
        for (input, columns) in &derived.inputs {
            let Some((id, fact)) = self.declared(*input) else {
                continue;
            };
            let values = columns
                .iter()
                .filter_map(|at| row::value(batch.column(*at), row))
                .collect();
            if let Some(reading) = reading(fact, values) {
                said.insert(id.clone(), vec![Statement::from(reading)]);
            }
        }
        let found = match self.reader.state(&said, date, var) {
            Some(State::Scalar(cells)) if only(&cells) != ODD => only(&cells),
            Some(state) => numbered(state, states),
            None => ODD,
        };
        if derived.known.len() > 1 << 16 {
            derived.known.clear();
        }
        derived.known.insert(key, found);
        found
    }
}

/// The number of a state that is no single cell.
fn numbered(state: State, states: &mut Vec<State>) -> u32 {
    let at = states.iter().position(|known| *known == state);
    let at = at.unwrap_or_else(|| {
        states.push(state);
        states.len() - 1
    });
    // Many different ranges are left to the engine, so that they take no memory.
    match u32::try_from(at) {
        Ok(at) if at < 1 << 12 => STATES + at,
        _ => {
            states.truncate(1 << 12);
            ODD
        }
    }
}

fn only(cells: &coverdict_logic::Cells) -> u32 {
    match cells.ranges() {
        [(first, end)] if end - first == 1 => *first,
        _ => ODD,
    }
}

fn is_set(fact: &Fact) -> bool {
    use coverdict_model::fact::FactType;
    matches!(fact.kind, FactType::Codes { .. } | FactType::Names { .. })
}

fn is_derived(fact: &Fact) -> bool {
    !matches!(fact.derived, None | Some(Derivation::Mapping { .. }))
}

/// Whether any value is odd. Few are, and all are looked at together sooner than each is marked.
fn has_odd(values: &[u32]) -> bool {
    values
        .iter()
        .fold(false, |any, value| any | (*value == ODD))
}

fn mark(odd: &mut [bool], more: impl Iterator<Item = bool>) {
    for (odd, more) in odd.iter_mut().zip(more) {
        *odd |= more;
    }
}

fn scalar(column: &mut Column) -> &mut Vec<u32> {
    if !matches!(column, Column::Scalar(_)) {
        *column = Column::Scalar(Vec::new());
    }
    match column {
        Column::Scalar(values) => {
            values.clear();
            values
        }
        // INVARIANT: it was made a scalar just above.
        Column::Set { cells, .. } => cells,
    }
}
