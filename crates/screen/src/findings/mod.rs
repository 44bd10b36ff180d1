//! Findings as columns of text.
//!
//! A verdict is put into words once; every line that has it is a number in a dictionary. The words of
//! a column stand in order of first appearance among the lines taken together, so that they hang on
//! these lines alone, whatever was screened before and by how many threads.

mod column;
mod lexicon;

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::Field;

use crate::verdict::{Outcome, Verdict};
pub(crate) use column::limit_kind;
use column::{Column, text};
use lexicon::{Lexicon, NOTHING, Word};

/// Which columns tell of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told(Vec<Column>);

impl Default for Told {
    /// All of them.
    fn default() -> Self {
        Self(Column::ALL.to_vec())
    }
}

impl Told {
    /// Those with these names, in the order in which all stand.
    ///
    /// # Errors
    /// The first name that none has.
    pub fn only(names: &[String]) -> Result<Self, &String> {
        let is_known = |name: &&String| Column::ALL.iter().any(|column| column.name() == *name);
        match names.iter().find(|name| !is_known(name)) {
            Some(unknown) => Err(unknown),
            None => {
                let is_wanted = |column: &Column| names.iter().any(|name| name == column.name());
                Ok(Self(Column::ALL.into_iter().filter(is_wanted).collect()))
            }
        }
    }

    /// The names of all columns that there are, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Column::ALL.into_iter().map(Column::name)
    }

    /// The columns, in order: dictionaries of text, null where there is nothing to tell.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let field = |column: &Column| {
            Field::new(column.name(), lexicon::kind(), *column != Column::Outcome)
        };
        self.0.iter().map(field).collect()
    }
}

/// How many columns tell of findings.
const COLUMNS: usize = Column::ALL.len();

/// The most words that a column remembers from part to part.
const MOST: usize = 1 << 16;

/// Puts the verdicts of lines into columns.
#[derive(Debug, Default)]
pub struct Findings {
    told: Told,
    /// What was put into words before, by the number of the verdict.
    known: Vec<Option<Known>>,
    /// The verdicts that the lines at hand have, in order of first appearance.
    present: Vec<Present>,
    /// The words of the columns told, in order.
    lexica: [Lexicon; COLUMNS],
    /// The place among the verdicts present, line by line.
    lines: Vec<u32>,
}

/// A verdict in words.
#[derive(Debug)]
struct Known {
    verdict: Arc<Verdict>,
    words: [Option<Word>; COLUMNS],
    /// Its place among the verdicts that the lines at hand have.
    place: Option<u32>,
}

/// A verdict of the lines at hand.
#[derive(Debug, Clone)]
pub struct Present {
    /// What it says.
    pub verdict: Arc<Verdict>,
    /// How many lines have it.
    pub lines: u64,
    keys: [i32; COLUMNS],
}

impl Findings {
    /// Nothing yet, for these columns.
    #[must_use]
    pub fn new(told: Told) -> Self {
        Self {
            told,
            ..Self::default()
        }
    }

    /// Takes up the lines of a batch by the numbers of their verdicts.
    pub fn append<'v>(
        &mut self,
        numbers: &[u32],
        verdict: impl Fn(u32) -> Option<&'v Arc<Verdict>>,
    ) {
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

    /// The places of the lines taken up among the verdicts present.
    pub(crate) fn places(&self) -> &[u32] {
        &self.lines
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
        let told = self.told.0.len();
        let lexica = self.lexica.iter_mut().enumerate().take(told);
        let columns = lexica.map(|(column, lexicon)| {
            let key = |present: &Present| present.keys.get(column).copied().unwrap_or(NOTHING);
            let keys: Vec<i32> = present.iter().map(key).collect();
            lexicon.column(&lines, &keys)
        });
        let columns = columns.collect();
        match self.lexica.iter().any(|lexicon| lexicon.len() > MOST) {
            true => *self = Self::new(std::mem::take(&mut self.told)),
            false => {
                for known in self.known.iter_mut().flatten() {
                    known.place = None;
                }
            }
        }
        (columns, present)
    }

    /// The place of a verdict among those that the lines at hand have.
    fn place(&mut self, number: usize, verdict: &Arc<Verdict>) -> u32 {
        if number >= self.known.len() {
            self.known.resize_with(number + 1, || None);
        }
        let Some(known) = self.known.get_mut(number) else {
            return u32::MAX;
        };
        let lexica = &mut self.lexica;
        if known
            .as_ref()
            .is_none_or(|known| !Arc::ptr_eq(&known.verdict, verdict))
        {
            let mut words = [None; COLUMNS];
            let columns = words.iter_mut().zip(&self.told.0).zip(lexica.iter_mut());
            for ((word, column), lexicon) in columns {
                *word = text(verdict, *column).map(|text| lexicon.word(&text));
            }
            *known = Some(Known {
                verdict: verdict.clone(),
                words,
                place: None,
            });
        }
        let Some(known) = known else {
            return u32::MAX;
        };
        *known.place.get_or_insert_with(|| {
            let mut keys = [NOTHING; COLUMNS];
            for ((key, word), lexicon) in keys.iter_mut().zip(known.words).zip(lexica) {
                *key = word.map_or(NOTHING, |word| lexicon.key(word));
            }
            self.present.push(Present {
                verdict: known.verdict.clone(),
                lines: 0,
                keys,
            });
            u32::try_from(self.present.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arrow_array::{StringArray, cast::AsArray as _, types::Int32Type};
    use coverdict_model::{id::Id, position::Kind};

    use super::*;

    fn verdicts() -> [Arc<Verdict>; 2] {
        let plain = Verdict::undated();
        let kinds = BTreeSet::from([Kind::Clinical, Kind::Legal]);
        let missing = BTreeSet::from([Id::new("age").unwrap()]);
        let telling = Verdict {
            outcome: Outcome::NotSupported,
            kinds,
            missing,
            ..plain.clone()
        };
        [plain, telling].map(Arc::new)
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
    fn columns_that_are_not_asked_for_are_not_there() {
        let names = ["missing".to_owned(), "outcome".to_owned()];
        let told = Told::only(&names).unwrap();
        let fields = told.fields();
        let told_names: Vec<&String> = fields.iter().map(Field::name).collect();
        assert_eq!(told_names, ["outcome", "missing"]);
        let verdicts = verdicts();
        let mut findings = Findings::new(told);
        findings.append(&[1], |number| verdicts.get(number as usize));
        let (columns, _) = findings.finish();
        assert_eq!(columns.len(), 2);
        let missing = columns[1].as_dictionary::<Int32Type>();
        assert_eq!(missing.values().as_string::<i32>().value(0), "age");
        let unknown = ["outcome".to_owned(), "rules".to_owned()];
        assert_eq!(Told::only(&unknown), Err(&unknown[1]));
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
