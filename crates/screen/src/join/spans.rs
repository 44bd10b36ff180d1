//! What holds of members or plans, each on some days.

use std::{ops::Range, path::Path, sync::Arc};

use arrow_array::{ArrayRef, DictionaryArray, Int32Array, StringArray, types::Int32Type};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field};
use rustc_hash::FxHashMap;

use super::{Of, table};
use crate::read::{ReadError, Why};

/// What holds of members or plans, each on some days. It is held in memory.
#[derive(Debug)]
pub struct Spans {
    table: String,
    fields: Vec<Arc<Field>>,
    /// The words of each column.
    words: Vec<ArrayRef>,
    /// What holds together: a word a column, none where it is not known.
    tuples: Vec<Box<[Option<i32>]>>,
    /// By key, those of one key together.
    spans: Vec<Span>,
    by_key: FxHashMap<Box<str>, Range<u32>>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    from: i32,
    /// The last day.
    through: i32,
    tuple: u32,
}

/// What holds of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held(u32);

impl Spans {
    /// Reads a table of members (`member_id`, `from`, `through`) or plans (`plan`, `from`, `through`);
    /// its other columns are called as the facts that they say.
    ///
    /// # Errors
    /// When it cannot be read, or a row has no days on which it holds.
    pub fn load(path: &Path, of: Of) -> Result<Self, ReadError> {
        let key = of.key();
        let mut loading = Loading::default();
        let columns = |schema: &arrow_schema::Schema| {
            let mut columns = vec![key.to_owned()];
            columns.extend(table::others(schema, &[key]));
            columns
        };
        let (table, columns) = table::read(path, columns, |entry| {
            let mut words = entry.words.into_iter();
            let own = words.next().flatten();
            let own = own.ok_or_else(|| format!("column `{key}`: it is empty"))?;
            loading.add(&own, entry.from, entry.through, words.collect());
            Ok(())
        })?;
        Ok(loading.finish(table, columns.get(1..).unwrap_or_default()))
    }

    /// The name of the table.
    pub(crate) fn table(&self) -> &str {
        &self.table
    }

    /// The columns that it appends.
    pub(crate) fn fields(&self) -> &[Arc<Field>] {
        &self.fields
    }

    /// What holds from one day through another: one thing on all of them.
    pub(crate) fn find(&self, key: &str, from: i32, through: i32) -> Result<Held, Why> {
        let spans = self.by_key.get(key).and_then(|range| {
            let range = range.start as usize..range.end as usize;
            self.spans.get(range)
        });
        let touched = spans.unwrap_or_default().iter();
        let touched = touched.filter(|span| span.from <= through && from <= span.through);
        let (mut held, mut is_whole) = (None, false);
        for span in touched {
            if held
                .replace(span.tuple)
                .is_some_and(|other| other != span.tuple)
            {
                return Err(Why::CoverageDiffers);
            }
            is_whole |= span.from <= from && through <= span.through;
        }
        match held {
            Some(tuple) if is_whole => Ok(Held(tuple)),
            _ => Err(Why::NoCoverageOnDate),
        }
    }

    /// The columns for lines of which so much holds.
    pub(crate) fn columns(&self, found: &[Option<Held>]) -> (Vec<Arc<Field>>, Vec<ArrayRef>) {
        let columns = self.words.iter().enumerate().map(|(column, words)| {
            let word = |held: &Option<Held>| {
                let tuple = self.tuples.get((*held)?.0 as usize)?;
                tuple.get(column).copied().flatten()
            };
            let keys: Vec<Option<i32>> = found.iter().map(word).collect();
            let nulls = NullBuffer::from_iter(keys.iter().map(Option::is_some));
            let keys: Vec<i32> = keys.into_iter().map(Option::unwrap_or_default).collect();
            dictionary(keys, nulls, words)
        });
        (self.fields.clone(), columns.collect())
    }
}

fn dictionary(keys: Vec<i32>, nulls: NullBuffer, words: &ArrayRef) -> ArrayRef {
    let rows = keys.len();
    let keys = Int32Array::new(keys.into(), Some(nulls));
    // INVARIANT: every key that is not null is the place of a word.
    match DictionaryArray::<Int32Type>::try_new(keys, words.clone()) {
        Ok(array) => Arc::new(array),
        Err(_) => arrow_array::new_null_array(&kind(), rows),
    }
}

fn kind() -> DataType {
    DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into())
}

/// Words of one column, by number.
#[derive(Default)]
struct Words {
    numbers: FxHashMap<Box<str>, i32>,
    texts: Vec<Box<str>>,
}

impl Words {
    fn number(&mut self, word: &str) -> Option<i32> {
        if let Some(known) = self.numbers.get(word) {
            return Some(*known);
        }
        let number = i32::try_from(self.texts.len()).ok()?;
        self.numbers.insert(word.into(), number);
        self.texts.push(word.into());
        Some(number)
    }
}

#[derive(Default)]
struct Loading {
    words: Vec<Words>,
    tuples: Vec<Box<[Option<i32>]>>,
    by_tuple: FxHashMap<Box<[Option<i32>]>, u32>,
    by_key: FxHashMap<Box<str>, Vec<Span>>,
}

impl Loading {
    fn add(
        &mut self,
        key: &str,
        from: i32,
        through: i32,
        words: Vec<Option<std::borrow::Cow<'_, str>>>,
    ) {
        self.words.resize_with(words.len(), Words::default);
        let numbers = words.iter().zip(&mut self.words);
        let numbers = numbers.map(|(word, words)| words.number(word.as_deref()?));
        let tuple: Box<[Option<i32>]> = numbers.collect();
        let next = u32::try_from(self.tuples.len()).unwrap_or(u32::MAX);
        let number = *self.by_tuple.entry(tuple.clone()).or_insert(next);
        if number == next {
            self.tuples.push(tuple);
        }
        let span = Span {
            from,
            through,
            tuple: number,
        };
        match self.by_key.get_mut(key) {
            Some(spans) => spans.push(span),
            None => {
                self.by_key.insert(key.into(), vec![span]);
            }
        }
    }

    fn finish(self, table: String, columns: &[String]) -> Spans {
        let mut words: Vec<Words> = self.words;
        words.resize_with(columns.len(), Words::default);
        let array = |words: Words| -> ArrayRef {
            let texts = words.texts.iter().map(|text| Some(text.as_ref()));
            Arc::new(texts.collect::<StringArray>())
        };
        let (mut spans, mut by_key) = (Vec::new(), FxHashMap::default());
        for (key, own) in self.by_key {
            let start = u32::try_from(spans.len()).unwrap_or(u32::MAX);
            spans.extend(own);
            let end = u32::try_from(spans.len()).unwrap_or(u32::MAX);
            by_key.insert(key, start..end);
        }
        let field = |column: &String| Arc::new(Field::new(column, kind(), true));
        Spans {
            table,
            fields: columns.iter().map(field).collect(),
            words: words.into_iter().map(array).collect(),
            tuples: self.tuples,
            spans,
            by_key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(entries: &[(i32, i32, &'static str)]) -> Spans {
        let mut loading = Loading::default();
        for (from, through, plan) in entries {
            loading.add("M1", *from, *through, vec![Some((*plan).into())]);
        }
        loading.finish("members".to_owned(), &["plan".to_owned()])
    }

    #[test]
    fn what_holds_on_a_day_is_what_the_span_around_it_says() {
        let spans = spans(&[(0, 9, "A"), (10, i32::MAX, "B")]);
        assert_eq!(spans.find("M1", 9, 9), Ok(Held(0)));
        assert_eq!(spans.find("M1", 10, 10), Ok(Held(1)));
        assert_eq!(spans.find("M1", -1, -1), Err(Why::NoCoverageOnDate));
        assert_eq!(spans.find("M2", 9, 9), Err(Why::NoCoverageOnDate));
    }

    #[test]
    fn days_of_which_different_things_hold_are_not_decided_between() {
        let spans = spans(&[(0, 9, "A"), (5, 9, "B"), (20, 29, "A"), (25, 39, "A")]);
        assert_eq!(spans.find("M1", 4, 4), Ok(Held(0)));
        assert_eq!(spans.find("M1", 5, 5), Err(Why::CoverageDiffers));
        assert_eq!(spans.find("M1", 4, 5), Err(Why::CoverageDiffers));
        assert_eq!(spans.find("M1", 27, 27), Ok(Held(0)));
        assert_eq!(spans.find("M1", 9, 20), Err(Why::CoverageDiffers));
        assert_eq!(spans.find("M1", 39, 40), Err(Why::NoCoverageOnDate));
    }
}
