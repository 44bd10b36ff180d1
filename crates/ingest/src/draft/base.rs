//! What a draft needs beside itself to run alone: the facts that the engine asks for, an order of precedence, and the
//! assumption that no other source says anything.

use coverdict_corpus::print;
use coverdict_model::{date::Date, fact::Catalogue};

use crate::typed;

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder.
    pub name: String,
    /// What it says.
    pub text: String,
}

const FACTS: &str = include_str!("base/facts.yaml");
const PROFILE: &str = include_str!("base/profile.yaml");
const ALONE: &str = include_str!("base/alone.yaml");

const MEASURES: &str =
    "# The facts by which criteria are typed. Not needed where a corpus declares them.\n";

/// The facts by which criteria are typed.
#[must_use]
pub fn measures() -> Catalogue {
    Catalogue {
        facts: typed::facts().into_iter().collect(),
        ..Catalogue::default()
    }
}

/// The files that make a folder of drafts a corpus, recorded on a day. A folder that is one needs none of them.
///
/// A case whose member has the plan `DRAFTS-ALONE` is answered by the drafts alone.
#[must_use]
pub fn base(recorded: Date) -> Vec<File> {
    let file = |name: &str, text: String| File {
        name: format!("base/{name}.yaml"),
        text,
    };
    vec![
        file("facts", FACTS.to_owned()),
        file(
            "measures",
            format!("{MEASURES}{}", print::catalogue(&measures())),
        ),
        file("profile", PROFILE.to_owned()),
        file("alone", format!("{ALONE}recorded: {recorded}\n")),
    ]
}
