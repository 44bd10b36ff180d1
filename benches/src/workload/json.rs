//! The workload's corpus as its generator writes it.

use std::{fs::File, io::BufReader, path::Path};

use anyhow::{Context as _, Result};
use coverdict_model::date::Date;
use serde::Deserialize;

/// Reads a corpus.
///
/// # Errors
/// When the file cannot be read or is no corpus of version 2.
pub fn read(path: &Path) -> Result<Workload> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_reader(BufReader::new(file))
        .with_context(|| format!("{} is no corpus of the workload", path.display()))
}

/// The corpus.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// Its sources.
    pub sources: Vec<Source>,
}

/// A source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name.
    pub id: String,
    /// Its kind, which is its rank.
    pub kind: Kind,
    /// The columns that a line has to match.
    pub scope: Scope,
    /// Its versions; at most one is in force on a day.
    pub versions: Vec<Version>,
}

/// The kinds of source, the one that is asked first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What a plan covers beyond its document.
    Rider,
    /// What a plan excludes.
    Exclusion,
    /// What a state requires for a line of business.
    Mandate,
    /// A national determination.
    Ncd,
    /// A state's determination.
    Lcd,
    /// A payer's policy.
    Policy,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 6] = [
        Self::Rider,
        Self::Exclusion,
        Self::Mandate,
        Self::Ncd,
        Self::Lcd,
        Self::Policy,
    ];
}

/// The columns that a line has to match; what is not stated does not limit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scope {
    /// The column `plan_id`.
    pub plan_id: Option<String>,
    /// The column `payer`.
    pub payer: Option<String>,
    /// The column `line_of_business`.
    pub line_of_business: Option<String>,
    /// The column `state`.
    pub state: Option<String>,
}

/// A version of a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Its number.
    pub version: u32,
    /// The first day in force.
    pub from: Date,
    /// The first day no longer in force; none: it goes on.
    pub to: Option<Date>,
    /// The procedure codes that it concerns.
    pub codes: Vec<String>,
    /// The beginnings of which some diagnosis has to have one; none: it applies whatever the diagnoses.
    pub dx_prefixes: Option<Vec<String>>,
    /// The criteria; none: they are met.
    pub criteria: Option<Criteria>,
    /// What it says when they are met.
    pub on_met: Verdict,
    /// What it says when they are not.
    pub on_unmet: Verdict,
}

/// What a version says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The line is covered.
    Covered,
    /// It is not covered.
    NotCovered,
    /// It needs prior authorization.
    PriorAuth,
    /// Nothing.
    Pass,
}

/// Criteria: groups down to tests of one fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Criteria {
    /// All of these.
    All {
        /// The criteria.
        all: Vec<Self>,
    },
    /// At least one of these.
    Any {
        /// The criteria.
        any: Vec<Self>,
    },
    /// At least so many of these.
    AtLeast {
        /// How many.
        n_of: u32,
        /// Of which.
        of: Vec<Self>,
    },
    /// A test.
    Leaf(Leaf),
}

/// A test of one fact of a line.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Leaf {
    /// The member's age in years.
    Age {
        /// How it is compared.
        op: AgeOp,
        /// With what.
        value: i32,
    },
    /// The line's diagnoses.
    Diagnosis {
        /// How they are compared.
        op: HasPrefix,
        /// The beginnings of which some diagnosis has to have one.
        values: Vec<String>,
    },
    /// The weeks of prior therapy, which may be missing.
    PriorTherapyWeeks {
        /// How they are compared.
        op: AtLeast,
        /// The least number.
        value: i32,
    },
    /// Whether there was imaging, which may be missing.
    ImagingDone {
        /// How it is compared.
        op: Is,
        /// With what.
        value: bool,
    },
    /// The units billed.
    Units {
        /// How they are compared.
        op: AtMost,
        /// The greatest number.
        value: i32,
    },
    /// The place of service.
    PlaceOfService {
        /// How it is compared.
        op: In,
        /// The places of which it has to be one.
        values: Vec<String>,
    },
}

/// How an age is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeOp {
    /// It is so much or more.
    Ge,
    /// It is less.
    Lt,
}

/// Some member begins so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum HasPrefix {
    /// The only comparison.
    #[serde(rename = "has_prefix")]
    HasPrefix,
}

/// The value is so much or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum AtLeast {
    /// The only comparison.
    #[serde(rename = "ge")]
    Ge,
}

/// The value is so much or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum AtMost {
    /// The only comparison.
    #[serde(rename = "le")]
    Le,
}

/// The value is this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Is {
    /// The only comparison.
    #[serde(rename = "is")]
    Is,
}

/// The value is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum In {
    /// The only comparison.
    #[serde(rename = "in")]
    In,
}
