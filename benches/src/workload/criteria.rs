//! Criteria of the workload as criteria of ours.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use coverdict_model::{
    corpus::{Patterns, ValueSet},
    criterion::{Comparison, Criterion, Members, Test},
    id::Id,
    source::Provenance,
    value::Value,
};

use super::{
    catalogue::{
        AGE, BILLED_UNITS, DIAGNOSES, IMAGING_DONE, PLACE_OF_SERVICE, PRIOR_THERAPY_WEEKS,
    },
    convert::{id, long_ago},
    json::{AgeOp, Criteria, Leaf},
};

/// The value sets that criteria look into, by name.
#[derive(Debug, Default)]
pub(super) struct ValueSets(BTreeMap<Id, ValueSet>);

impl ValueSets {
    /// The same tree of groups and tests.
    pub(super) fn criterion(&mut self, criteria: &Criteria) -> Result<Criterion> {
        let test = match criteria {
            Criteria::All { all } => Test::All(self.each(all)?),
            Criteria::Any { any } => Test::Any(self.each(any)?),
            Criteria::AtLeast { n_of, of } => Test::AtLeast {
                count: *n_of,
                of: self.each(of)?,
            },
            Criteria::Leaf(leaf) => return self.leaf(leaf),
        };
        Ok(Criterion::new(test))
    }

    /// Some diagnosis of the line begins with one of these.
    pub(super) fn diagnosed(&mut self, prefixes: &[String]) -> Result<Criterion> {
        let prefixes = ids(prefixes)?;
        let words: Vec<&str> = prefixes.iter().map(Id::as_str).collect();
        let name = id(&format!("dx-{}", words.join("-")))?;
        let title = format!("Diagnoses that begin with {}", words.join(" or "));
        self.0.entry(name.clone()).or_insert_with(|| ValueSet {
            title,
            provenance: Provenance::Stated,
            reviewed: long_ago(),
            members: Patterns {
                members: BTreeSet::new(),
                prefixes,
            },
        });
        compared(DIAGNOSES, Comparison::AnyIn(Members::ValueSet(name)))
    }

    /// All that were looked into.
    pub(super) fn into_map(self) -> BTreeMap<Id, ValueSet> {
        self.0
    }

    fn each(&mut self, of: &[Criteria]) -> Result<Vec<Criterion>> {
        of.iter().map(|one| self.criterion(one)).collect()
    }

    fn leaf(&mut self, leaf: &Leaf) -> Result<Criterion> {
        let number = |value: i32| Value::Integer(value.into());
        match leaf {
            Leaf::Age {
                op: AgeOp::Ge,
                value,
            } => compared(AGE, Comparison::AtLeast(number(*value))),
            Leaf::Age {
                op: AgeOp::Lt,
                value,
            } => compared(AGE, Comparison::Below(number(*value))),
            Leaf::Diagnosis { values, .. } => self.diagnosed(values),
            Leaf::PriorTherapyWeeks { value, .. } => {
                compared(PRIOR_THERAPY_WEEKS, Comparison::AtLeast(number(*value)))
            }
            Leaf::ImagingDone { value, .. } => compared(IMAGING_DONE, Comparison::IsTrue(*value)),
            Leaf::Units { value, .. } => compared(BILLED_UNITS, Comparison::AtMost(number(*value))),
            Leaf::PlaceOfService { values, .. } => {
                let places = Members::Listed(ids(values)?);
                compared(PLACE_OF_SERVICE, Comparison::AnyIn(places))
            }
        }
    }
}

fn compared(fact: &str, comparison: Comparison) -> Result<Criterion> {
    let fact = id(fact)?;
    Ok(Criterion::new(Test::Fact { fact, comparison }))
}

fn ids(texts: &[String]) -> Result<BTreeSet<Id>> {
    texts.iter().map(|text| id(text)).collect()
}
