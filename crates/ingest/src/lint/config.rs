//! How a document is looked at: how much each code weighs, and how old evidence may be.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::{Code, Severity};

/// How a document is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Evidence is stale whose newest reference is older than so many years.
    pub evidence_years: u32,
    weights: BTreeMap<&'static str, Option<Severity>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            evidence_years: 10,
            weights: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Lets a code weigh otherwise than its table says; none: it is not told.
    pub fn weigh(&mut self, code: Code, severity: Option<Severity>) {
        self.weights.insert(code.id(), severity);
    }

    /// How much a code weighs; none where it is not told.
    #[must_use]
    pub fn severity(&self, code: Code) -> Option<Severity> {
        let set = self.weights.get(code.id()).copied();
        set.unwrap_or(Some(code.severity()))
    }
}
