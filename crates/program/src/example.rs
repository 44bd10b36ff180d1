//! Values that stand for the cells that they lie in, so that a case can be written down.

use coverdict_logic::Cells;
use coverdict_model::{
    code::Code,
    fact::FactType,
    id::Id,
    quantity::Decimal,
    value::{Reading, SpecialState, Value},
};

use crate::{
    cells::{Axis, Cut, FactCells, Shape, written},
    members::MemberCells,
};

/// The most decimal places of a value between two thresholds.
const MAX_PLACES: u32 = 20;

impl FactCells {
    /// A reading that lies in one of these cells, the plainest; `None` where none is known, as of a set.
    #[must_use]
    pub fn example(&self, cells: &Cells, kind: &FactType) -> Option<Reading> {
        let value = match &self.shape {
            Shape::Boolean => {
                let cell = cells.iter().find(|cell| *cell < self.values);
                cell.map(|cell| Value::Boolean(cell == 1))
            }
            Shape::Ordered(axis) => {
                let mut cells = cells.iter().filter(|cell| *cell < self.values);
                cells.find_map(|cell| axis.example(cell).map(|number| written(number, kind)))
            }
            Shape::Words { words, .. } => {
                let mut cells = cells.iter().filter(|cell| *cell < self.values);
                let word = cells.find_map(|cell| match words.get(cell as usize) {
                    Some(word) => Some(word.clone()),
                    None => other_word(words, kind),
                });
                word.map(Value::Name)
            }
            Shape::Members(_) | Shape::Events => None,
        };
        let special = |state| self.special(state).is_some_and(|cell| cells.contains(cell));
        match value {
            Some(value) => Some(Reading::Known(value)),
            None if special(SpecialState::Absent) => Some(Reading::Absent),
            None if special(SpecialState::NotPerformed) => Some(Reading::NotPerformed),
            None => None,
        }
    }
}

/// A word that is none of these.
fn other_word(words: &[Id], kind: &FactType) -> Option<Id> {
    let is_other = |word: &Id| words.binary_search(word).is_err();
    match kind {
        FactType::Choice { values } => values.iter().find(|word| is_other(word)).cloned(),
        _ => others().find(is_other),
    }
}

/// Names that nothing is called by.
fn others() -> impl Iterator<Item = Id> {
    let numbered = (2..1_000).map(|number| format!("another-{number}"));
    std::iter::once("another".to_owned())
        .chain(numbered)
        .filter_map(|name| Id::new(&name).ok())
}

impl Axis {
    /// A value of a cell: its least where it has one, and one with as few decimal places as there is otherwise.
    #[must_use]
    pub fn example(&self, cell: u32) -> Option<Decimal> {
        let cut = |at: Option<u32>| at.and_then(|at| self.cuts.get(at as usize).copied());
        let (low, high) = (cut(cell.checked_sub(1)), cut(Some(cell)));
        let lies_here = |value: &Decimal| self.holds(*value) && self.cell(*value) == cell;
        let least = match low {
            Some(Cut { value, .. }) => Some(value),
            None => self.min,
        };
        if let Some(least) = least.filter(lies_here) {
            return Some(least);
        }
        let greatest = high.map(|cut| match self.whole {
            true => cut.value - Decimal::ONE,
            false => cut.value,
        });
        let zero = || Some(Decimal::ZERO).filter(lies_here);
        let between = || {
            let low = low?.value;
            (0..MAX_PLACES).find_map(|places| {
                let step = Decimal::new(1, places);
                Some(low.trunc_with_scale(places) + step).filter(lies_here)
            })
        };
        let below = || greatest.map(|value| value - Decimal::ONE).filter(lies_here);
        let greatest = greatest.filter(lies_here);
        greatest.or_else(zero).or_else(between).or_else(below)
    }
}

impl MemberCells {
    /// A code or name that lies in one of these cells; `None` where none was found.
    #[must_use]
    pub fn example(&self, cells: &Cells, kind: &FactType) -> Option<Id> {
        let is_one = |text: &str| match kind {
            FactType::Codes { systems } => Code::parse_any(systems, text).is_ok(),
            _ => true,
        };
        let lies_here = |text: &Id| {
            is_one(text.as_str())
                && self
                    .cell(text.as_str())
                    .is_some_and(|at| cells.contains(at))
        };
        if let Some(id) = self.exact_in(cells).find(|id| lies_here(id)) {
            return Some(id.clone());
        }
        let continued = self
            .prefixes_in(cells)
            .find_map(|prefix| continued(prefix).find(lies_here));
        continued.or_else(|| match kind {
            FactType::Codes { .. } => unlisted().find(lies_here),
            _ => others().find(lies_here),
        })
    }
}

/// Codes that begin so.
fn continued(prefix: &Id) -> impl Iterator<Item = Id> {
    let endings = [
        "", "0", "9", ".0", ".9", "00", "09", "90", "99", ".00", ".99", "000", "0000",
    ];
    let letters = ('0'..='9').chain('A'..='Z').map(String::from);
    let endings = endings.map(str::to_owned).into_iter().chain(letters);
    endings.filter_map(move |ending| Id::new(&format!("{prefix}{ending}")).ok())
}

/// Codes of every system, few of which any list has.
fn unlisted() -> impl Iterator<Item = Id> {
    let diagnoses = ('A'..='Z').rev().flat_map(|letter| {
        (0..100)
            .rev()
            .map(move |number| format!("{letter}{number:02}.9"))
    });
    let items = ('A'..='V').rev().map(|letter| format!("{letter}9999"));
    let procedures = (0..1_000).rev().map(|number| format!("99{number:03}"));
    let short = (0..100).rev().map(|number| format!("{number:02}"));
    let revenue = (0..1_000).rev().map(|number| format!("0{number:03}"));
    let all = diagnoses
        .chain(items)
        .chain(procedures)
        .chain(short)
        .chain(revenue);
    all.filter_map(|code| Id::new(&code).ok())
}

#[cfg(test)]
mod tests {
    use coverdict_model::quantity::parse_decimal;

    use super::*;

    #[test]
    fn every_cell_of_an_axis_has_a_value_that_lies_in_it() {
        let cut = |text: &str, after| Cut {
            value: parse_decimal(text).unwrap(),
            after,
        };
        let decimals = Axis {
            cuts: vec![
                cut("88", false),
                cut("88", true),
                cut("88.5", false),
                cut("89", true),
            ],
            whole: false,
            min: Some(Decimal::ZERO),
            max: Some(parse_decimal("100").unwrap()),
        };
        let whole = Axis {
            cuts: vec![cut("-3", false), cut("0", false), cut("65", false)],
            whole: true,
            min: None,
            max: None,
        };
        for (axis, expected) in [
            (decimals, ["0", "88", "88.1", "88.5", "90"].as_slice()),
            (whole, ["-4", "-3", "0", "65"].as_slice()),
        ] {
            let found: Vec<String> = (0..axis.len())
                .map(|cell| axis.example(cell).unwrap().to_string())
                .collect();
            assert_eq!(found, expected);
        }
    }
}
