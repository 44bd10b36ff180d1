//! Text columns of every kind that Arrow has.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, cast::AsArray as _, downcast_dictionary_array};
use arrow_buffer::{ArrowNativeType as _, NullBuffer};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

/// The text of a row; none when the column is not text, or the row null.
pub(crate) fn text(array: &ArrayRef, row: usize) -> Option<&str> {
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(array.as_string_view().value(row)),
        DataType::Dictionary(..) => {
            let values = array.as_any_dictionary().values();
            let key = downcast_dictionary_array!(array => array.key(row), _ => None);
            text(values, key?)
        }
        _ => None,
    }
}

/// The key of every row of a dictionary column; none for null.
pub(crate) fn keys(array: &ArrayRef) -> Vec<Option<usize>> {
    downcast_dictionary_array!(
        array => array.keys_iter().collect(),
        _ => vec![None; array.len()],
    )
}

/// Tells the key of every row of a dictionary column that is not null.
pub(crate) fn each_key(array: &ArrayRef, mut tell: impl FnMut(usize, usize)) {
    downcast_dictionary_array!(
        array => {
            for (row, key) in array.keys().iter().enumerate() {
                if let Some(key) = key {
                    tell(row, key.as_usize());
                }
            }
        }
        _ => {}
    );
}

/// Whether a column is text.
pub(crate) fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// Whether two arrays are views of the same memory, as the dictionaries of neighbouring batches are.
pub(crate) fn are_same(one: &ArrayRef, other: &ArrayRef) -> bool {
    Arc::ptr_eq(one, other) || one.to_data().ptr_eq(&other.to_data())
}

/// Puts a number in the place of every null, in what was appended from a place on.
pub(crate) fn unsay(out: &mut [u32], start: usize, nulls: Option<&NullBuffer>, null: u32) {
    let Some(nulls) = nulls.filter(|nulls| nulls.null_count() > 0) else {
        return;
    };
    for (number, is_told) in out.iter_mut().skip(start).zip(nulls) {
        *number = if is_told { *number } else { null };
    }
}

/// The numbers of texts seen so far, in one column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    seen: FxHashMap<Box<str>, u32>,
    /// The dictionary seen last, and the numbers of its texts that some row had.
    dictionary: Option<ArrayRef>,
    by_key: Vec<u32>,
}

/// A text of a dictionary that is not looked at yet; one that has this very number is looked at again.
const NEW: u32 = u32::MAX - 2;

/// The most texts that are remembered of a column from batch to batch.
const MOST: usize = 1 << 16;

impl Numbers {
    /// Appends the number of every row's text, or that of null.
    ///
    /// A text of a dictionary is looked at once, however many rows and batches have it, and of a
    /// dictionary with more texts than rows only those that some row has.
    pub(crate) fn append(
        &mut self,
        array: &ArrayRef,
        null: u32,
        number: &mut dyn FnMut(&str) -> u32,
        out: &mut Vec<u32>,
    ) {
        if self.seen.len() > MOST {
            self.seen.clear();
        }
        match array.data_type() {
            DataType::Dictionary(..) => self.dictionary(array, null, number, out),
            DataType::Utf8 => {
                let texts = array.as_string::<i32>().iter();
                out.extend(texts.map(|text| text.map_or(null, |text| self.number(text, number))));
            }
            DataType::LargeUtf8 => {
                let texts = array.as_string::<i64>().iter();
                out.extend(texts.map(|text| text.map_or(null, |text| self.number(text, number))));
            }
            DataType::Utf8View => {
                let texts = array.as_string_view().iter();
                out.extend(texts.map(|text| text.map_or(null, |text| self.number(text, number))));
            }
            _ => out.extend(std::iter::repeat_n(null, array.len())),
        }
    }

    fn dictionary(
        &mut self,
        array: &ArrayRef,
        null: u32,
        number: &mut dyn FnMut(&str) -> u32,
        out: &mut Vec<u32>,
    ) {
        let values = array.as_any_dictionary().values();
        let mut by_key = std::mem::take(&mut self.by_key);
        let known = self.dictionary.as_ref();
        if !known.is_some_and(|known| are_same(known, values)) {
            self.dictionary = Some(values.clone());
            by_key.clear();
            by_key.resize(values.len(), NEW);
            // Most texts of a small dictionary are wanted, of a large one perhaps few.
            if values.len() <= array.len() {
                for key in 0..values.len() {
                    self.at(values, key, &mut by_key, null, number);
                }
            }
        }
        downcast_dictionary_array!(
            array => {
                let keys = array.keys();
                let start = out.len();
                let table = by_key.as_slice();
                let known = |key: usize| table.get(key).copied().unwrap_or(null);
                out.extend(keys.values().iter().map(|key| known(key.as_usize())));
                let found = out.get_mut(start..).unwrap_or_default();
                if found.contains(&NEW) {
                    for (row, found) in found.iter_mut().enumerate() {
                        // What stands at the key of a null is any number.
                        if let Some(key) = array.key(row).filter(|_| *found == NEW) {
                            *found = self.at(values, key, &mut by_key, null, number);
                        }
                    }
                }
                unsay(out, start, keys.nulls(), null);
            }
            _ => out.extend(std::iter::repeat_n(null, array.len())),
        );
        self.by_key = by_key;
    }

    /// The number of a text of a dictionary.
    fn at(
        &mut self,
        values: &ArrayRef,
        key: usize,
        by_key: &mut [u32],
        null: u32,
        number: &mut dyn FnMut(&str) -> u32,
    ) -> u32 {
        let Some(known) = by_key.get_mut(key) else {
            return null;
        };
        if *known == NEW {
            *known = text(values, key).map_or(null, |text| self.number(text, number));
        }
        *known
    }

    fn number(&mut self, text: &str, number: &mut dyn FnMut(&str) -> u32) -> u32 {
        match self.seen.get(text) {
            Some(known) => *known,
            None => {
                let found = number(text);
                self.seen.insert(text.into(), found);
                found
            }
        }
    }
}
