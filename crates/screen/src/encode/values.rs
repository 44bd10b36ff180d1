//! The values of columns as cells.

use arrow_array::{
    Array as _, ArrayRef, BooleanArray, Date32Array, PrimitiveArray,
    cast::AsArray as _,
    types::{Int32Type, Int64Type},
};
use arrow_schema::DataType;
use coverdict_model::date::{day_number, parse_day};

use super::{Column, ODD, UNSAID, small::Small};
use crate::{
    row::{self, Cell},
    texts::{self, Numbers},
};

/// Remembers the cells of values of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Reader {
    texts: Numbers,
    numbers: Small,
}

impl Reader {
    /// Appends the cells of a column's values.
    pub(super) fn append(
        &mut self,
        array: &ArrayRef,
        cell: &mut dyn FnMut(Cell) -> u32,
        out: &mut Vec<u32>,
    ) {
        if texts::is_text(array.data_type()) {
            let mut number = |text: &str| cell(Cell::Text(text.to_owned()));
            self.texts.append(array, UNSAID, &mut number, out);
            return;
        }
        let mut number = |number: i64| cell(Cell::Number(number.into()));
        let (numbers, nulls) = (&mut self.numbers, array.nulls());
        match array.data_type() {
            DataType::Boolean => {
                let array: &BooleanArray = array.as_boolean();
                let values: Vec<i32> = array.values().iter().map(i32::from).collect();
                let mut number = |number| cell(Cell::Boolean(number == 1));
                numbers.append(&values, nulls, UNSAID, &mut number, out);
            }
            DataType::Int32 => {
                let array: &PrimitiveArray<Int32Type> = array.as_primitive();
                numbers.append(array.values(), nulls, UNSAID, &mut number, out);
            }
            DataType::Int64 => {
                let array: &PrimitiveArray<Int64Type> = array.as_primitive();
                numbers.append(array.values(), nulls, UNSAID, &mut number, out);
            }
            DataType::Date32 => {
                let array: &Date32Array = array.as_primitive();
                let mut day = |number: i64| {
                    let day = i32::try_from(number).ok().and_then(row::day);
                    day.map_or(ODD, |day| cell(Cell::Day(day)))
                };
                numbers.append(array.values(), nulls, UNSAID, &mut day, out);
            }
            _ => out.extend((0..array.len()).map(|row| match row::value(array, row) {
                Some(value) => cell(value),
                None if array.is_null(row) => UNSAID,
                None => ODD,
            })),
        }
    }
}

/// The columns of a set, row by row.
pub(super) fn together(read: &[Vec<u32>], rows: usize, column: &mut Column) {
    if !matches!(column, Column::Set { .. }) {
        *column = Column::Set {
            width: 0,
            cells: Vec::new(),
        };
    }
    let Column::Set { width, cells } = column else {
        return;
    };
    *width = read.len();
    cells.clear();
    cells.resize(rows * *width, UNSAID);
    // How many cells each row has so far.
    let mut counts = vec![0_usize; rows];
    for values in read {
        let members = cells.chunks_exact_mut((*width).max(1));
        for ((members, count), cell) in members.zip(&mut counts).zip(values) {
            // Which columns say something is hard to foretell, and so it is no branch.
            if let Some(place) = members.get_mut(*count) {
                *place = *cell;
            }
            *count += usize::from(*cell != UNSAID);
        }
    }
}

/// The days of a column; what is no day, or null, as that number.
pub(super) fn days(array: &ArrayRef, out: &mut Vec<i32>, null: i32) {
    out.clear();
    if let DataType::Date32 = array.data_type() {
        let array: &Date32Array = array.as_primitive();
        out.extend(array.iter().map(|day| day.unwrap_or(null)));
        return;
    }
    let mut numbers = Numbers::default();
    let mut read = Vec::with_capacity(array.len());
    let mut number = |text: &str| {
        let day = parse_day(text.trim()).ok().map(day_number);
        let day = day.and_then(|day| i32::try_from(day).ok());
        day.unwrap_or(i32::MIN).cast_unsigned()
    };
    numbers.append(array, null.cast_unsigned(), &mut number, &mut read);
    out.extend(read.into_iter().map(u32::cast_signed));
}
