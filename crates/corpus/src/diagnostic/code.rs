//! The one table of stable problem codes.

use std::fmt;

/// A stable problem code, such as `E0009` (`nested-too-deep`).
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file cannot be used as it is.
    Error,
    /// The file can be used, but something in it deserves a look.
    Warning,
}

#[derive(Debug)]
struct Entry {
    id: &'static str,
    name: &'static str,
    severity: Severity,
    title: &'static str,
    explanation: &'static str,
}

impl Code {
    /// The number that never changes, such as `E0009`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// The name that people remember, such as `nested-too-deep`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// How much a problem with this code weighs.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// What the code means, in one sentence.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// Why it is a problem and what to do about it.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        self.0.explanation
    }

    /// The code with this id or name.
    #[must_use]
    pub fn find(id_or_name: &str) -> Option<Self> {
        Self::all()
            .iter()
            .copied()
            .find(|code| code.id() == id_or_name || code.name() == id_or_name)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Code {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.name())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! codes {
    ($($constant:ident = $id:literal $name:literal $severity:ident: $title:literal, $explanation:literal;)+) => {
        impl Code {
            $(
                #[doc = $title]
                pub const $constant: Self = Self(&Entry {
                    id: $id,
                    name: $name,
                    severity: Severity::$severity,
                    title: $title,
                    explanation: $explanation,
                });
            )+

            /// Every code, in the order of the ids.
            #[must_use]
            pub const fn all() -> &'static [Self] {
                &[$(Self::$constant),+]
            }
        }
    };
}

codes! {
    // Files
    FILE_UNREADABLE = "E0001" "file-unreadable" Error:
        "The file could not be read.",
        "Check that the path exists, is a file and may be read by you.";
    FILE_TOO_LARGE = "E0002" "file-too-large" Error:
        "The file is larger than 16 MiB.",
        "Split the file: a corpus has one edition, value set or catalogue a file.";
    NOT_UTF8 = "E0003" "not-utf-8" Error:
        "The file is not valid UTF-8 text.",
        "Save the file as UTF-8. Text copied from a PDF or a spreadsheet is often in another encoding.";
    CONTROL_CHARACTER = "E0004" "control-character" Error:
        "The file contains an invisible control character.",
        "Delete the character, or write it as an escape in double quotes if it is meant. Characters that change the direction of text are refused too, because they make a line read differently from what it says.";

    // Syntax
    SYNTAX = "E0005" "yaml-syntax" Error:
        "The text is not valid YAML.",
        "Compare the indentation with the lines around it, and put quotes around text that contains special characters.";
    TAB_INDENTATION = "E0006" "tab-indentation" Error:
        "A tab is used where YAML wants spaces.",
        "Indent with spaces, two a level. Most editors can replace tabs by spaces.";
    UNCLOSED = "E0007" "unclosed" Error:
        "A quote or bracket is opened and not closed.",
        "Close it, or put quotes around the text if the character is meant literally.";
    MISPLACED_COLON = "E0008" "misplaced-colon" Error:
        "A colon starts a value where none can stand.",
        "Put quotes around text that contains a colon followed by a space, or align the key with the other keys of its mapping.";

    // What the format leaves out of YAML
    NESTED_TOO_DEEP = "E0009" "nested-too-deep" Error:
        "Values are nested more than 64 levels deep.",
        "Flatten the value. A criterion that deep is better split into named criteria.";
    TOO_MANY_VALUES = "E0010" "too-many-values" Error:
        "The file has more than 2,000,000 values, or 1,000,000 brackets, commas, colons and other indicators.",
        "Split the file: a corpus has one edition, value set or catalogue a file.";
    VALUE_TOO_LONG = "E0011" "value-too-long" Error:
        "A single value is longer than 1 MiB.",
        "Keep the document itself beside the corpus and cite it by name and digest.";
    ALIAS = "E0012" "alias" Error:
        "The file uses an anchor or an alias.",
        "Write the value out where it is used. Text that starts with an asterisk or an ampersand needs quotes.";
    TAG = "E0013" "tag" Error:
        "The file uses a tag.",
        "Remove the tag. Text that starts with an exclamation mark needs quotes.";
    SEVERAL_DOCUMENTS = "E0014" "several-documents" Error:
        "The file holds more than one YAML document.",
        "Put each document into a file of its own.";
    DUPLICATE_KEY = "E0015" "duplicate-key" Error:
        "A mapping has the same key twice.",
        "Keep one of the two, or give the other its own name.";
    KEY_NOT_TEXT = "E0016" "key-not-text" Error:
        "A key is empty, a list or a mapping.",
        "Write the key as one word or as quoted text.";
    MERGE_KEY = "E0017" "merge-key" Error:
        "The file uses a merge key.",
        "Write out the entries that are meant to be merged.";

    // Shape
    WRONG_SHAPE = "E0101" "wrong-shape" Error:
        "A mapping, a list or a single value stands where another of these is wanted.",
        "Compare with a file of the same kind in the shipped corpus, or let the JSON Schema guide your editor.";
    MISSING_KEY = "E0102" "missing-key" Error:
        "A mapping lacks a key that it must have.",
        "Add the key. What is not known is said so explicitly, never left out.";
    UNKNOWN_KEY = "E0103" "unknown-key" Error:
        "A mapping has a key that means nothing there.",
        "Correct the spelling or remove the key. Unknown keys are errors, because a misspelt criterion would silently not apply.";
    UNKNOWN_CHOICE = "E0104" "unknown-choice" Error:
        "A value is not one of the permitted words.",
        "Use one of the words listed.";
    MALFORMED_VALUE = "E0105" "malformed-value" Error:
        "A value cannot be read as what it has to be.",
        "Write the value in the form that the message names.";
    CODE_NOT_QUOTED = "E0106" "code-not-quoted" Error:
        "A code that looks like a number, a date or a truth value is not quoted.",
        "Put quotes around the code. Other YAML tools would read 00100 as 100 and 12E45 as a number.";
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn ids_ascend_and_names_are_unique() {
        for pair in Code::all().windows(2) {
            assert!(
                pair[0].id() < pair[1].id(),
                "{} before {}",
                pair[0],
                pair[1]
            );
        }
        let mut names: Vec<_> = Code::all().iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::all().len());
    }

    #[test]
    fn a_code_is_found_by_id_and_by_name() {
        assert_eq!(Code::find("E0015"), Some(Code::DUPLICATE_KEY));
        assert_eq!(Code::find("duplicate-key"), Some(Code::DUPLICATE_KEY));
        assert_eq!(Code::find("duplicate"), None);
    }
}
