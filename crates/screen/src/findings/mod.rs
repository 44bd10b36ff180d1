//! Findings as columns of text.
//!
//! A verdict is put into words once; every line that has it is a number in a dictionary. The words of
//! a column stand in order of first appearance among the lines taken together, so that they hang on
//! these lines alone, whatever was screened before and by how many threads.

mod column;

use std::sync::Arc;

use arrow_array::{ArrayRef, DictionaryArray, Int32Array, StringArray, types::Int32Type};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field};
use rustc_hash::FxHashMap;

use crate::verdict::{Outcome, Verdict};
pub(crate) use column::limit_kind;
use column::{Column, text};

/// The columns that tell of findings, in order: dictionaries of text, null where there is nothing to
/// tell.
#[must_use]
pub fn fields() -> Vec<Field> {
    let kind = || DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
    let field = |column: &Column| Field::new(column.name(), kind(), *column != Column::Outcome);
    Column::ALL.iter().map(field).collect()
}

/// How many columns tell of findings.
const COLUMNS: usize = Column::ALL.len();

/// What stands in a column where there is nothing to tell.
const NOTHING: i32 = -1;

/// Puts the verdicts of lines into columns.
#[derive(Debug)]
pub struct Findings {
    /// What was put into words before, by the number of the verdict.
    known: Vec<Option<Known>>,
    /// The verdicts that the lines at hand have, in order of first appearance.
    present: Vec<Present>,
    /// The words of each column for the lines at hand.
    words: [Words; COLUMNS],
    /// The place among those present, line by line.
    lines: Vec<u32>,
}

/// A verdict in words.
#[derive(Debug)]
struct Known {
    verdict: Verdict,
    texts: [Option<Box<str>>; COLUMNS],
    /// Its place among the verdicts that the lines at hand have.
    place: Option<u32>,
}

/// A verdict of the lines at hand.
#[derive(Debug, Clone)]
pub struct Present {
    /// What it says.
    pub verdict: Verdict,
    /// How many lines have it.
    pub lines: u64,
    keys: [i32; COLUMNS],
}

#[derive(Debug, Default)]
struct Words {
    keys: FxHashMap<Box<str>, i32>,
    texts: Vec<Box<str>>,
}

impl Default for Findings {
    fn default() -> Self {
        Self {
            known: Vec::new(),
            present: Vec::new(),
            words: std::array::from_fn(|_| Words::default()),
            lines: Vec::new(),
        }
    }
}

impl Findings {
    /// Takes up the lines of a batch by the numbers of their verdicts.
    pub fn append<'v>(&mut self, numbers: &[u32], verdict: impl Fn(u32) -> Option<&'v Verdict>) {
        // A number may mean another verdict than it did in the batch before.
        let mut places: Vec<u32> = Vec::new();
        const UNSEEN: u32 = u32::MAX;
        self.lines.reserve(numbers.len());
        for number in numbers {
            let at = *number as usize;
            if at >= places.len() {
                places.resize(at + 1, UNSEEN);
            }
            let Some(place) = places.get_mut(at) else {
                continue;
            };
            if *place == UNSEEN {
                *place = verdict(*number).map_or(UNSEEN, |verdict| self.place(at, verdict));
            }
            self.lines.push(*place);
            if let Some(present) = self.present.get_mut(*place as usize) {
                present.lines += 1;
            }
        }
    }

    /// How many lines are taken up.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The outcome of one of the lines taken up.
    pub(crate) fn outcome(&self, line: usize) -> Option<Outcome> {
        let place = *self.lines.get(line)?;
        Some(self.present.get(place as usize)?.verdict.outcome)
    }

    /// The columns of the lines taken up, and their verdicts; the next lines begin anew.
    pub fn finish(&mut self) -> (Vec<ArrayRef>, Vec<Present>) {
        let lines = std::mem::take(&mut self.lines);
        let present = std::mem::take(&mut self.present);
        for known in self.known.iter_mut().flatten() {
            known.place = None;
        }
        let words = self.words.iter_mut().map(std::mem::take);
        let columns = words.enumerate().map(|(column, words)| {
            let keys: Vec<i32> = present
                .iter()
                .map(|present| present.keys.get(column).copied().unwrap_or(NOTHING))
                .collect();
            dictionary(&lines, &keys, &words)
        });
        (columns.collect(), present)
    }

    /// The place of a verdict among those that the lines at hand have.
    fn place(&mut self, number: usize, verdict: &Verdict) -> u32 {
        if number >= self.known.len() {
            self.known.resize_with(number + 1, || None);
        }
        let Some(known) = self.known.get_mut(number) else {
            return u32::MAX;
        };
        if known.as_ref().is_none_or(|known| known.verdict != *verdict) {
            *known = Some(Known {
                texts: Column::ALL.map(|column| text(verdict, column)),
                verdict: verdict.clone(),
                place: None,
            });
        }
        let Some(known) = known else {
            return u32::MAX;
        };
        *known.place.get_or_insert_with(|| {
            let mut keys = [NOTHING; COLUMNS];
            for ((key, text), words) in keys.iter_mut().zip(&known.texts).zip(&mut self.words) {
                *key = text.as_deref().map_or(NOTHING, |text| words.key(text));
            }
            self.present.push(Present {
                verdict: verdict.clone(),
                lines: 0,
                keys,
            });
            u32::try_from(self.present.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

impl Words {
    fn key(&mut self, text: &str) -> i32 {
        match self.keys.get(text) {
            Some(key) => *key,
            None => {
                let key = i32::try_from(self.texts.len()).unwrap_or(NOTHING);
                self.keys.insert(text.into(), key);
                self.texts.push(text.into());
                key
            }
        }
    }
}

/// A column of the lines, by the key of each verdict present.
fn dictionary(lines: &[u32], keys: &[i32], words: &Words) -> ArrayRef {
    let key = |place: &u32| keys.get(*place as usize).copied().unwrap_or(NOTHING);
    let nulls = match keys.contains(&NOTHING) {
        true => Some(NullBuffer::from_iter(
            lines.iter().map(|place| key(place) != NOTHING),
        )),
        false => None,
    };
    let keys: Vec<i32> = lines.iter().map(|place| key(place).max(0)).collect();
    let texts: StringArray = words.texts.iter().map(|text| Some(text.as_ref())).collect();
    let keys = Int32Array::new(keys.into(), nulls);
    // INVARIANT: every key that is not null is the place of a word.
    match DictionaryArray::<Int32Type>::try_new(keys, Arc::new(texts)) {
        Ok(array) => Arc::new(array),
        Err(_) => arrow_array::new_null_array(
            &DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into()),
            lines.len(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arrow_array::cast::AsArray as _;
    use coverdict_model::{id::Id, position::Kind};

    use super::*;

    fn verdicts() -> [Verdict; 2] {
        let plain = Verdict::undated();
        let kinds = BTreeSet::from([Kind::Clinical, Kind::Legal]);
        let missing = BTreeSet::from([Id::new("age").unwrap()]);
        let telling = Verdict {
            outcome: Outcome::NotSupported,
            kinds,
            missing,
            ..plain.clone()
        };
        [plain, telling]
    }

    fn column(columns: &[ArrayRef], column: Column) -> Vec<Option<String>> {
        let at = Column::ALL.iter().position(|one| *one == column).unwrap();
        let array = columns[at].as_dictionary::<Int32Type>();
        let texts = array.downcast_dict::<StringArray>().unwrap();
        let texts = texts.into_iter().map(|text| text.map(str::to_owned));
        texts.collect()
    }

    #[test]
    fn lines_have_the_words_of_their_verdicts_and_null_where_there_are_none() {
        let verdicts = verdicts();
        let mut findings = Findings::default();
        findings.append(&[1, 0], |number| verdicts.get(number as usize));
        findings.append(&[1], |number| verdicts.get(number as usize));
        let (columns, present) = findings.finish();
        let some = |text: &str| Some(text.to_owned());
        let outcomes = [
            some("not-supported"),
            some("invalid-input"),
            some("not-supported"),
        ];
        assert_eq!(column(&columns, Column::Outcome), outcomes);
        let kinds = [some("clinical;legal"), None, some("clinical;legal")];
        assert_eq!(column(&columns, Column::Kinds), kinds);
        assert_eq!(column(&columns, Column::Limits), [None, None, None]);
        let lines: Vec<u64> = present.iter().map(|present| present.lines).collect();
        assert_eq!(lines, [2, 1]);
    }

    #[test]
    fn words_stand_in_the_order_of_the_lines_at_hand_whatever_came_before() {
        let verdicts = verdicts();
        let mut findings = Findings::default();
        let outcomes = |findings: &mut Findings, numbers: &[u32]| {
            findings.append(numbers, |number| verdicts.get(number as usize));
            let (columns, _) = findings.finish();
            let dictionary = columns[0].as_dictionary::<Int32Type>();
            let texts = dictionary.values().as_string::<i32>();
            texts
                .iter()
                .flatten()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            outcomes(&mut findings, &[0, 1]),
            ["invalid-input", "not-supported"]
        );
        assert_eq!(
            outcomes(&mut findings, &[1, 0]),
            ["not-supported", "invalid-input"]
        );
        assert_eq!(outcomes(&mut findings, &[1]), ["not-supported"]);
    }

    #[test]
    fn a_number_that_means_another_verdict_in_the_next_batch_is_told_so() {
        let verdicts = verdicts();
        let mut findings = Findings::default();
        findings.append(&[0], |number| verdicts.get(number as usize));
        findings.append(&[0], |_| verdicts.get(1));
        let (columns, present) = findings.finish();
        let outcomes = column(&columns, Column::Outcome);
        assert_eq!(outcomes[0].as_deref(), Some("invalid-input"));
        assert_eq!(outcomes[1].as_deref(), Some("not-supported"));
        assert_eq!(present.len(), 2);
    }
}
