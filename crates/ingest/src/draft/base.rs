//! What a draft needs beside itself to run alone: the facts that the engine asks for, and an order of precedence.

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// The files that make a folder of drafts a corpus. A folder that is one needs none of them.
pub const BASE: [(&str, &str); 2] = [
    ("base/facts.yaml", include_str!("base/facts.yaml")),
    ("base/profile.yaml", include_str!("base/profile.yaml")),
];
