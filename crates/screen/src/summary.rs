//! What came of a screening, in numbers.

use std::collections::BTreeMap;

use arrow_array::{Array as _, ArrayRef, cast::AsArray as _};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

use crate::{
    findings::{Present, limit_kind},
    read::{Claims, Fault, Why},
    texts,
    verdict::Outcome,
};

/// What came of a screening, in numbers of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// All lines read.
    pub lines: u64,
    /// Lines by outcome.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Lines by procedure code, of those that some source on file addresses or may address.
    pub codes: BTreeMap<Box<str>, u64>,
    /// Lines by each source edition that governs.
    pub governing: BTreeMap<String, u64>,
    /// Lines by each fact on which the answer hangs.
    pub missing: BTreeMap<String, u64>,
    /// Lines by each kind of limit.
    pub limits: BTreeMap<&'static str, u64>,
    /// Lines that lie within an approved prior authorization.
    pub authorized: u64,
    /// Lines set aside, by reason.
    pub set_aside: BTreeMap<Why, u64>,
    /// Lines by the proposal for whoever decides them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub proposals: BTreeMap<String, u64>,
    /// What became of claims, where tables have whole ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Claims>,
}

/// The most codes that are counted apart; a table that has more has no procedure codes in the column.
const MOST_CODES: usize = 1 << 17;

impl Summary {
    /// Counts the lines of a part.
    pub(crate) fn count(&mut self, present: &[Present]) {
        for one in present {
            let (verdict, lines) = (&one.verdict, one.lines);
            *self.outcomes.entry(verdict.outcome).or_default() += lines;
            let mut sources: Vec<_> = verdict.governing.iter().map(|one| &one.edition).collect();
            sources.dedup();
            for source in sources {
                *self.governing.entry(source.to_string()).or_default() += lines;
            }
            for fact in &verdict.missing {
                *self.missing.entry(fact.to_string()).or_default() += lines;
            }
            let mut limits: Vec<_> = verdict.limits.iter().map(limit_kind).collect();
            limits.dedup();
            for limit in limits {
                *self.limits.entry(limit).or_default() += lines;
            }
        }
    }

    /// Counts the lines that were set aside for a fault.
    pub(crate) fn set_aside(&mut self, fault: &Fault) {
        if fault.lines > 0 {
            *self.set_aside.entry(fault.why).or_default() += fault.lines;
        }
    }

    /// Adds what came of another part.
    pub(crate) fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.authorized += other.authorized;
        add(&mut self.outcomes, other.outcomes);
        add(&mut self.governing, other.governing);
        add(&mut self.missing, other.missing);
        add(&mut self.limits, other.limits);
        add(&mut self.set_aside, other.set_aside);
        add(&mut self.proposals, other.proposals);
        if let Some(claims) = other.claims {
            self.claims.get_or_insert_default().add(claims);
        }
        for (code, lines) in other.codes {
            if self.codes.len() < MOST_CODES || self.codes.contains_key(&code) {
                *self.codes.entry(code).or_default() += lines;
            }
        }
    }
}

fn add<K: Ord>(to: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
    for (key, lines) in from {
        *to.entry(key).or_default() += lines;
    }
}

/// Counts lines by their text in a column.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    texts: FxHashMap<Box<str>, u64>,
    /// The dictionary of the last batch, and the lines counted by its keys: the next may have the same.
    dictionary: Option<ArrayRef>,
    by_key: Vec<u64>,
}

impl Counts {
    /// Counts those lines of a column that are meant.
    pub(crate) fn append(&mut self, column: &ArrayRef, is_meant: impl Fn(usize) -> bool) {
        let DataType::Dictionary(..) = column.data_type() else {
            let rows = (0..column.len()).filter(|row| is_meant(*row));
            for text in rows.filter_map(|row| texts::text(column, row)) {
                self.add(text, 1);
            }
            return;
        };
        let values = column.as_any_dictionary().values();
        let known = self.dictionary.as_ref();
        if !known.is_some_and(|known| texts::are_same(known, values)) {
            self.count_dictionary();
            self.dictionary = Some(values.clone());
            self.by_key.resize(values.len(), 0);
        }
        let by_key = &mut self.by_key;
        texts::each_key(column, |row, key| {
            if let Some(count) = by_key.get_mut(key) {
                *count += u64::from(is_meant(row));
            }
        });
    }

    /// Counts the texts of the dictionary at hand.
    fn count_dictionary(&mut self) {
        let Some(values) = self.dictionary.take() else {
            return;
        };
        let counts = std::mem::take(&mut self.by_key).into_iter().enumerate();
        for (key, count) in counts.filter(|(_, count)| *count > 0) {
            if let Some(text) = texts::text(&values, key) {
                self.add(text, count);
            }
        }
    }

    fn add(&mut self, text: &str, lines: u64) {
        match self.texts.get_mut(text) {
            Some(count) => *count += lines,
            None => {
                self.texts.insert(text.into(), lines);
            }
        }
    }

    /// The lines by text; the next ones are counted anew.
    pub(crate) fn finish(&mut self) -> BTreeMap<Box<str>, u64> {
        self.count_dictionary();
        std::mem::take(&mut self.texts).into_iter().collect()
    }
}
