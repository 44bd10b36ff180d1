//! What kind of file it is, told by a first-level key.

use crate::diagnostic::{Code, Diagnostic};
use crate::read::{Item, nearest};

/// The kinds of file that a corpus consists of, and cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKind {
    /// Facts and constraints.
    Catalogue,
    /// A value set.
    ValueSet,
    /// A mapping from codes to names.
    Mapping,
    /// A precedence profile.
    Profile,
    /// One edition of a source.
    Edition,
    /// An attestation.
    Attestation,
    /// Publications that editions cite.
    References,
    /// A case.
    Case,
}

const KEYS: [(&str, FileKind); 9] = [
    ("facts", FileKind::Catalogue),
    ("constraints", FileKind::Catalogue),
    ("value-set", FileKind::ValueSet),
    ("mapping", FileKind::Mapping),
    ("profile", FileKind::Profile),
    ("source", FileKind::Edition),
    ("attestation", FileKind::Attestation),
    ("references", FileKind::References),
    ("case", FileKind::Case),
];

impl FileKind {
    /// The kind of a file of a corpus.
    pub(crate) fn of(root: Item<'_>) -> Result<Self, Diagnostic> {
        let keys: Vec<&str> = root.keys().filter_map(|key| key.node().as_text()).collect();
        // A case has a key `facts`, too, and an edition a key `references`.
        let told = |kind| {
            let mut own = KEYS.iter().filter(|(_, of)| *of == kind);
            own.any(|(key, _)| keys.contains(key))
        };
        let order = [
            Self::Case,
            Self::ValueSet,
            Self::Mapping,
            Self::Profile,
            Self::Edition,
            Self::Attestation,
            Self::References,
            Self::Catalogue,
        ];
        match order.into_iter().find(|&kind| told(kind)) {
            Some(Self::Case) => Err(root
                .problem(Code::FILE_KIND_UNKNOWN, "a case is no part of a corpus")
                .with_help("move it to a folder named `cases`")),
            Some(kind) => Ok(kind),
            None => Err(unknown(root, &keys)),
        }
    }

    /// What a text that is no YAML would have been, as far as the beginnings of its lines tell.
    pub(crate) fn guess(text: &str) -> Option<Self> {
        let told = |line: &str| KEYS.iter().find(|(key, _)| begins(line, key));
        text.lines().find_map(told).map(|&(_, kind)| kind)
    }
}

fn begins(line: &str, key: &str) -> bool {
    line.strip_prefix(key)
        .is_some_and(|rest| rest.starts_with(':'))
}

fn unknown(root: Item<'_>, keys: &[&str]) -> Diagnostic {
    let names = || KEYS.iter().map(|&(key, _)| key);
    let all: Vec<String> = names().map(|key| format!("`{key}`")).collect();
    let known = format!("the first-level key is one of {}", all.join(", "));
    let close = keys
        .iter()
        .map(|key| nearest(key, names(), ""))
        .find(|help| !help.is_empty());
    let place = root.keys().next().unwrap_or(root);
    place
        .problem(
            Code::FILE_KIND_UNKNOWN,
            "no first-level key tells what kind of file this is",
        )
        .with_help(close.unwrap_or(known))
}
