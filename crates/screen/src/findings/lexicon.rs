//! The words of one column.

use std::sync::Arc;

use arrow_array::{
    Array as _, ArrayRef, DictionaryArray, Int32Array, StringArray, types::Int32Type,
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

/// What stands in a column where there is nothing to tell.
pub(super) const NOTHING: i32 = -1;

/// The number of a word that a column has once told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word(u32);

/// The words that a column has told so far, and their keys among those that the lines at hand have.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    numbers: FxHashMap<Arc<str>, u32>,
    words: Vec<Told>,
    /// The words that the lines at hand have, in order of first appearance.
    present: Vec<u32>,
}

#[derive(Debug)]
struct Told {
    text: Arc<str>,
    /// Its place among the words that the lines at hand have.
    key: i32,
}

impl Lexicon {
    /// The number of a word.
    pub(super) fn word(&mut self, text: &str) -> Word {
        if let Some(known) = self.numbers.get(text) {
            return Word(*known);
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.numbers.insert(text.clone(), number);
        self.words.push(Told { text, key: NOTHING });
        Word(number)
    }

    /// How many words were told so far.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The key of a word for the lines at hand.
    pub(super) fn key(&mut self, word: Word) -> i32 {
        let Some(told) = self.words.get_mut(word.0 as usize) else {
            return NOTHING;
        };
        if told.key == NOTHING {
            told.key = i32::try_from(self.present.len()).unwrap_or(NOTHING);
            self.present.push(word.0);
        }
        told.key
    }

    /// The words that the lines at hand have, in the order of their keys; the next lines begin anew.
    fn finish(&mut self) -> StringArray {
        let texts = self.present.drain(..).filter_map(|word| {
            let told = self.words.get_mut(word as usize)?;
            told.key = NOTHING;
            Some(Some(told.text.clone()))
        });
        let texts: Vec<Option<Arc<str>>> = texts.collect();
        texts.iter().map(Option::as_deref).collect()
    }

    /// The column of lines, by place and by the key of each place.
    pub(super) fn column(&mut self, lines: &[u32], keys: &[i32]) -> ArrayRef {
        let words = self.finish();
        if words.is_empty() {
            return nothing(lines.len());
        }
        let key = |place: &u32| keys.get(*place as usize).copied().unwrap_or(NOTHING);
        let mut keys_of_lines: Vec<i32> = lines.iter().map(key).collect();
        let nulls = keys.contains(&NOTHING).then(|| {
            let is_told = |line: usize| keys_of_lines.get(line).is_some_and(|key| *key >= 0);
            NullBuffer::new(BooleanBuffer::collect_bool(lines.len(), is_told))
        });
        for key in &mut keys_of_lines {
            *key = (*key).max(0);
        }
        let keys = Int32Array::new(keys_of_lines.into(), nulls);
        // INVARIANT: every key that is not null is the place of a word.
        match DictionaryArray::<Int32Type>::try_new(keys, Arc::new(words)) {
            Ok(array) => Arc::new(array),
            Err(_) => nothing(lines.len()),
        }
    }
}

/// The type of a column of words.
pub(super) fn kind() -> DataType {
    DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into())
}

fn nothing(lines: usize) -> ArrayRef {
    arrow_array::new_null_array(&kind(), lines)
}
