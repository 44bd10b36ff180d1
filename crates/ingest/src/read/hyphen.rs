//! Words that were parted at the end of a line.

use std::collections::BTreeSet;

/// The first parts of compounds that are written with a hyphen.
const LEADS: &[&str] = &[
    "anti", "co", "cost", "cross", "evidence", "follow", "full", "half", "high", "ill", "in",
    "inter", "large", "long", "low", "mid", "multi", "non", "off", "on", "one", "open", "over",
    "placebo", "post", "pre", "re", "self", "semi", "short", "single", "small", "sub", "three",
    "two", "ultra", "up", "well", "x",
];

/// What a document itself says of its compounds: the words that it writes whole, and with a hyphen.
#[derive(Debug, Default)]
pub(super) struct Compounds {
    whole: BTreeSet<String>,
    hyphenated: BTreeSet<String>,
}

impl Compounds {
    /// The compounds of the lines of a document. Only where some line ends in a hyphen are there any to ask for.
    pub(super) fn of<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> Self {
        let mut compounds = Self::default();
        let parts = |line: &str| line.ends_with('-') && !line.ends_with(" -") && line.len() > 1;
        if !lines.clone().any(parts) {
            return compounds;
        }
        for line in lines {
            for word in line.split(|mark: char| !mark.is_alphanumeric() && mark != '-') {
                let word = word.to_lowercase();
                match word.trim_matches('-').contains('-') {
                    true => _ = compounds.hyphenated.insert(word),
                    false => _ = compounds.whole.insert(word),
                }
            }
        }
        compounds
    }

    /// Whether the hyphen at the end of a text belongs to the word that goes on in a line.
    pub(super) fn keep_hyphen(&self, text: &str, line: &str) -> bool {
        let part = |mark: char| !mark.is_alphanumeric();
        let lead = text.trim_end_matches('-');
        let lead = lead.rsplit(part).next().unwrap_or_default().to_lowercase();
        let rest = line.split(part).next().unwrap_or_default().to_lowercase();
        if self.hyphenated.contains(&format!("{lead}-{rest}")) {
            return true;
        }
        if self.whole.contains(&format!("{lead}{rest}")) {
            return false;
        }
        LEADS.contains(&lead.as_str())
    }
}
