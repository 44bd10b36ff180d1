//! Cases: one service line of one member, with what is known of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{date::Date, id::Id, value::Statement};

/// One service line to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Case {
    /// A name for reports.
    pub id: Id,
    /// The day of the service, or its first day.
    #[schemars(with = "String")]
    pub date_of_service: Date,
    /// The last day of a line that spans several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub through: Option<Date>,
    /// The date as of which the corpus is consulted; not stated: all that is on file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub known_as_of: Option<Date>,
    /// What is said of the facts. Several statements of one fact are several readings of it.
    pub facts: BTreeMap<Id, Vec<Statement>>,
}
