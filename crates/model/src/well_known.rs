//! The facts that the engine itself looks at. A catalogue declares them with these types.

use crate::fact::FactType;

/// The day of the service; its reading may be a partial date.
pub const DATE_OF_SERVICE: &str = "date-of-service";
/// The day of the request.
pub const DATE_OF_REQUEST: &str = "date-of-request";
/// The day on which the course of care started.
pub const START_OF_CARE: &str = "start-of-care";
/// The procedure code of the line.
pub const CODE: &str = "code";
/// The services that the requester states.
pub const SERVICE: &str = "service";
/// The items requested.
pub const ITEMS: &str = "items";
/// The parts of the scope requested.
pub const SCOPES: &str = "scopes";
/// The agents used.
pub const AGENTS: &str = "agents";
/// Services that a note mentions.
pub const NOTE_MENTIONS: &str = "note-mentions";
/// The phase of care.
pub const PHASE: &str = "phase";
/// The payer.
pub const PAYER: &str = "payer";
/// The plan.
pub const PLAN: &str = "plan";
/// The line of business.
pub const LINE_OF_BUSINESS: &str = "line-of-business";
/// How the plan is funded.
pub const FUNDING: &str = "funding";
/// The state whose law and jurisdiction count.
pub const STATE: &str = "state";

/// Every well-known fact with a sentence on the type that it must have.
pub const ALL: [(&str, &str); 15] = [
    (DATE_OF_SERVICE, "date"),
    (DATE_OF_REQUEST, "date"),
    (START_OF_CARE, "date"),
    (CODE, "codes"),
    (SERVICE, "names"),
    (ITEMS, "names"),
    (SCOPES, "names"),
    (AGENTS, "names"),
    (NOTE_MENTIONS, "names"),
    (PHASE, "choice"),
    (PAYER, "name"),
    (PLAN, "name"),
    (LINE_OF_BUSINESS, "choice"),
    (FUNDING, "choice"),
    (STATE, "name"),
];

/// Whether a declared type is the one that the engine expects of this fact; facts that are not
/// well known fit always.
#[must_use]
pub fn fits(fact: &str, kind: &FactType) -> bool {
    ALL.iter()
        .find(|(name, _)| *name == fact)
        .is_none_or(|(_, expected)| kind.name() == *expected)
}

/// The facts that must be closed: what a request does not state, it does not ask for.
/// A line without a date of request was not requested beforehand.
pub const CLOSED: [&str; 7] = [
    CODE,
    SERVICE,
    ITEMS,
    SCOPES,
    AGENTS,
    NOTE_MENTIONS,
    DATE_OF_REQUEST,
];
