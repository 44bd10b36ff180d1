//! A draft as files in the corpus format.

use std::collections::BTreeMap;

use coverdict_corpus::print;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Draft, File, Open, Provenance};

/// The files of a draft, below a folder of its own: the edition, the facts that it asks for, its references, and what
/// each part rests on.
#[must_use]
pub fn files(draft: &Draft) -> Vec<File> {
    let file = |name: &str, text: String| File {
        name: format!("{}/{name}", draft.name),
        text,
    };
    let mut files = vec![file("edition.yaml", edition(draft))];
    if !draft.facts.facts.is_empty() {
        let head = "# What the criteria of this draft ask for: each is answered by a person until it is typed.\n";
        files.push(file(
            "facts.yaml",
            format!("{head}{}", print::catalogue(&draft.facts)),
        ));
    }
    if !draft.references.is_empty() {
        let head = "# As the document cites them: held against no record.\n";
        files.push(file(
            "references.yaml",
            format!("{head}{}", print::references(&draft.references)),
        ));
    }
    files.push(file("provenance.json", provenance(draft)));
    files
}

/// What each part of a draft rests on, as one object.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Account<'d> {
    /// The name of the document.
    document: &'d str,
    /// The SHA-256 of its bytes, in hexadecimal.
    sha256: &'d str,
    /// What each part rests on.
    parts: &'d [Provenance],
    /// What a person has to settle.
    open: &'d [Open],
}

fn provenance(draft: &Draft) -> String {
    let document = draft.edition.document.as_ref();
    let account = Account {
        document: document.map_or("", |one| &one.name),
        sha256: document.map_or("", |one| &one.sha256),
        parts: &draft.provenance,
        open: &draft.open,
    };
    let text = serde_json::to_string_pretty(&account).unwrap_or_default();
    text + "\n"
}

/// The edition with what is open said beside it.
fn edition(draft: &Draft) -> String {
    let mut notes: BTreeMap<&[String], Vec<&Open>> = BTreeMap::new();
    for open in &draft.open {
        notes.entry(open.path.as_slice()).or_default().push(open);
    }
    let mut text = format!(
        "# Drafted from {}. Nothing of it was reviewed: read it beside the document, settle what is open, and then take\n\
         # away `status: draft`.\n",
        super::names::line(draft.edition.document.as_ref().map_or("", |one| &one.name))
    );
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut told = Vec::new();
    for line in print::edition(&draft.edition).lines() {
        let indent = line.len() - line.trim_start().len();
        path.retain(|(depth, _)| *depth < indent);
        if let Some((key, _)) = line.trim_start().split_once(':') {
            path.push((indent, key.trim_matches('"').to_owned()));
        }
        let here: Vec<String> = path.iter().map(|(_, key)| key.clone()).collect();
        let mut stops = false;
        for open in notes.remove(here.as_slice()).into_iter().flatten() {
            text += &comment(indent, &open.why);
            stops |= open.stops;
            told.push(open);
        }
        match stops {
            // What cannot stand in for it is left out, so that the draft is refused there.
            true => text += &format!("{}:\n", line.split_once(':').map_or(line, |(key, _)| key)),
            false => text += &format!("{line}\n"),
        }
    }
    for open in notes.into_values().flatten() {
        text += &comment(0, &format!("{}: {}", open.path.join("/"), open.why));
    }
    text
}

/// A comment, as wide as a line.
fn comment(indent: usize, why: &str) -> String {
    const WIDTH: usize = 120;
    let lead = format!("{}# ", " ".repeat(indent));
    let mut lines = vec![format!("{lead}open:")];
    for word in why.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{lead}  {word}")),
        }
    }
    lines.join("\n") + "\n"
}
