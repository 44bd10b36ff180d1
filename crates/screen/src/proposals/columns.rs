//! Proposals as columns beside the findings.

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::{
    ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray, types::Int32Type,
};
use arrow_schema::{DataType, Field};
use coverdict_program::Program;

use super::{For, Proposals};
use crate::{findings::Present, join::word};

/// The columns that tell of proposals, null where there is none.
pub(crate) fn fields() -> Vec<Field> {
    let names = [
        "proposal",
        "proposed_for",
        "proposed_group",
        "proposed_carc",
        "proposed_rarc",
    ];
    let kind = || DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
    let field = |name| Field::new(name, kind(), true);
    names.map(field).into()
}

/// Proposes codes for the lines of a part.
pub(crate) struct Proposer<'p> {
    proposals: &'p Proposals,
    program: &'p Program,
    /// The column that says the state.
    state: Option<usize>,
    /// What may be proposed, line by line.
    may: Vec<May>,
}

/// What may be proposed for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    Nothing,
    Requests,
    Everything,
}

impl<'p> Proposer<'p> {
    pub(crate) fn new(
        proposals: &'p Proposals,
        program: &'p Program,
        state: Option<usize>,
    ) -> Self {
        Self {
            proposals,
            program,
            state,
            may: Vec::new(),
        }
    }

    /// Takes up the lines of a batch, and which of them lie within an authorization.
    pub(crate) fn append(&mut self, batch: &RecordBatch, authorized: &[Option<String>]) {
        let withheld = &self.proposals.withheld_in;
        let state = self.state.map(|place| batch.column(place));
        let may = |row: usize| {
            if authorized.get(row).is_some_and(Option::is_some) {
                return May::Nothing;
            }
            // A line whose state nobody knows may be of one in which nothing may be proposed.
            let state = || word(state?, row);
            let is_free = withheld.is_empty()
                || state().is_some_and(|state| !withheld.contains(state.as_ref()));
            match is_free {
                true => May::Everything,
                false => May::Requests,
            }
        };
        self.may.extend((0..batch.num_rows()).map(may));
    }

    /// The columns of the lines taken up, by the place of their verdicts among those present, and how
    /// many lines each entry is proposed for; the next lines begin anew.
    pub(crate) fn finish(
        &mut self,
        lines: &[u32],
        present: &[Present],
    ) -> (Vec<ArrayRef>, BTreeMap<String, u64>) {
        let found = present
            .iter()
            .map(|one| self.proposals.find(&one.verdict, self.program));
        let found: Vec<Option<(usize, For)>> = found.collect();
        let may = std::mem::take(&mut self.may);
        let proposed = lines.iter().zip(may).map(|(place, may)| {
            let found = *found.get(*place as usize)?;
            found.filter(|(_, to)| match may {
                May::Everything => true,
                May::Requests => !to.is_unfavourable(),
                May::Nothing => false,
            })
        });
        let proposed: Vec<Option<(usize, For)>> = proposed.collect();
        let mut counts = BTreeMap::new();
        for (entry, _) in proposed.iter().flatten() {
            if let Some(entry) = self.proposals.entries.get(*entry) {
                *counts.entry(entry.id.to_string()).or_default() += 1;
            }
        }
        (self.columns(&proposed), counts)
    }

    fn columns(&self, proposed: &[Option<(usize, For)>]) -> Vec<ArrayRef> {
        let entries = &self.proposals.entries;
        let by_entry = |words: Vec<Option<String>>| {
            let keys = proposed.iter().map(|one| one.map(|(entry, _)| entry));
            column(keys, &words)
        };
        let to = proposed.iter().map(|one| {
            let (_, to) = (*one)?;
            For::ALL.iter().position(|other| *other == to)
        });
        vec![
            by_entry(entries.iter().map(|one| Some(one.id.to_string())).collect()),
            column(to, &For::ALL.map(|to| Some(to.name().to_owned()))),
            by_entry(
                entries
                    .iter()
                    .map(|one| Some(one.group.to_owned()))
                    .collect(),
            ),
            by_entry(
                entries
                    .iter()
                    .map(|one| Some(one.carc.to_string()))
                    .collect(),
            ),
            by_entry(
                entries
                    .iter()
                    .map(|one| (!one.rarc.is_empty()).then(|| one.rarc.join(";")))
                    .collect(),
            ),
        ]
    }
}

/// A column of words by their places; null where there is no place, or no word at it.
fn column(places: impl Iterator<Item = Option<usize>>, words: &[Option<String>]) -> ArrayRef {
    let key = |place: Option<usize>| {
        let place = place?;
        words.get(place)?.as_ref()?;
        i32::try_from(place).ok()
    };
    let keys: Int32Array = places.map(key).collect();
    let words = words
        .iter()
        .map(|word| Some(word.as_deref().unwrap_or_default()));
    let words: StringArray = words.collect();
    let rows = arrow_array::Array::len(&keys);
    // INVARIANT: every key that is not null is the place of a word.
    match DictionaryArray::<Int32Type>::try_new(keys, Arc::new(words)) {
        Ok(array) => Arc::new(array),
        Err(_) => arrow_array::new_null_array(
            &DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into()),
            rows,
        ),
    }
}
