//! Attestations: what a person vouches for about what is on file.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    code::Code,
    date::Date,
    id::Id,
    position::words,
    source::{Applies, SourceKind},
};

/// A recorded statement about the completeness of what is on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Attestation {
    /// Its name.
    pub id: Id,
    /// When it was recorded; before that it does not count.
    #[schemars(with = "String")]
    pub recorded: Date,
    /// Who vouches.
    pub by: String,
    /// What for.
    pub subject: Subject,
}

/// What an attestation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The sources of these kinds that concern these members and services.
    Sources {
        /// The kinds.
        kinds: BTreeSet<SourceKind>,
        /// What is said of them.
        status: OnFile,
        /// The members concerned.
        #[serde(default)]
        applies: Box<Applies>,
        /// The codes concerned. Where neither codes nor services are stated, all lines are concerned;
        /// otherwise those lines whose every code and every stated service is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        codes: Option<BTreeSet<Code>>,
        /// The stated services concerned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        services: Option<BTreeSet<Id>>,
    },
    /// The succession of these sources: every edition there ever was is on file.
    Succession {
        /// The sources.
        sources: BTreeSet<Id>,
    },
}

words! {
    /// How far the sources of a kind are on file.
    OnFile {
        /// All of them are.
        Complete = "complete",
        /// Some may be missing.
        Incomplete = "incomplete",
        /// Those that are missing are taken to say nothing, a tenant's recorded choice.
        AssumedSilent = "assumed-silent",
    }
}
