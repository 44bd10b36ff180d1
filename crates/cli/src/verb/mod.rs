//! The verbs.

pub(crate) mod assess;
pub(crate) mod check;
pub(crate) mod codes;
pub(crate) mod compare;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod evidence;
pub(crate) mod impact;
pub(crate) mod ingest;
pub(crate) mod replay;
pub(crate) mod schema;
pub(crate) mod screen;
pub(crate) mod show;
pub(crate) mod sources;
pub(crate) mod test;
