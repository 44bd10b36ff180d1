//! Stable problem codes, and the table of those of reading a corpus.

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
    /// Nothing need be wrong: worth knowing before it is published.
    Note,
}

/// A line of a table of codes.
#[derive(Debug)]
pub struct Entry {
    /// The number that never changes.
    pub id: &'static str,
    /// The name that people remember.
    pub name: &'static str,
    /// How much it weighs, unless the user weighs it otherwise.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub title: &'static str,
    /// Why it is a problem and what to do about it.
    pub explanation: &'static str,
}

impl Code {
    /// The code of a line of a table, which may stand in another crate.
    #[must_use]
    pub const fn of(entry: &'static Entry) -> Self {
        Self(entry)
    }

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
    NOT_QUOTED = "E0106" "not-quoted" Error:
        "A code or name that looks like a number, a date or a truth value is not quoted.",
        "Put quotes around it. Other YAML tools would read 00100 as 100, 12E45 as a number and no as false.";

    // Files of a corpus
    CORPUS_EMPTY = "E0201" "corpus-empty" Error:
        "The folder holds no corpus file.",
        "Name the folder that holds the files of the corpus; hidden files and folders named `cases` do not count.";
    FILE_KIND_UNKNOWN = "E0202" "file-kind-unknown" Error:
        "No first-level key tells what kind of file it is.",
        "Begin the file with one of the keys that the message lists. Case files stand in a folder named `cases`.";
    DUPLICATE_ID = "E0203" "duplicate-id" Error:
        "Two things of one kind have the same name.",
        "Give one of the two its own name, or delete it. Criteria have names of their own within a rule.";
    DUPLICATE_EDITION = "E0204" "duplicate-edition" Error:
        "Two files are the same edition of the same source.",
        "Give the later one its own `edition` and say which edition it `supersedes`, or delete one of the two.";
    DIGEST_MISMATCH = "E0205" "digest-mismatch" Error:
        "The corpus does not have the digest that `corpus.sha256` states.",
        "Find out which file was changed. If the change is meant, write the new digest into `corpus.sha256`.";
    MALFORMED_DIGEST = "E0206" "malformed-digest" Error:
        "A digest is not 64 lower-case hexadecimal digits.",
        "Compute it again with `sha256sum` and copy the whole of it.";

    // References
    UNKNOWN_FACT = "E0301" "unknown-fact" Error:
        "No file of the catalogue declares the fact.",
        "Correct the spelling, or declare the fact. Unknown facts are errors, because a misspelt one could never be met.";
    UNKNOWN_SERVICE = "E0302" "unknown-service" Error:
        "The edition does not claim the service.",
        "Correct the spelling, or add the service to the edition's `services`.";
    UNKNOWN_READING = "E0303" "unknown-reading" Error:
        "The edition does not declare the phrase or the reading of it.",
        "Correct the spelling, or declare the phrase with all its readings under the edition's `readings`.";
    READING_INCOMPLETE = "E0304" "reading-incomplete" Error:
        "A declared reading has no criterion.",
        "Write a criterion under every reading that the edition declares for the phrase.";
    UNKNOWN_RULE = "E0305" "unknown-rule" Error:
        "The edition has no rule of this name.",
        "Correct the spelling. A rule overrides rules of its own edition only.";
    UNKNOWN_EDITION = "E0306" "unknown-edition" Error:
        "The source has no edition of this name on file.",
        "Correct the name, or put the superseded edition on file: it says what was known before.";
    MISSING_VALUE_SET = "E0307" "missing-value-set" Error:
        "No file holds the value set.",
        "Correct the spelling, or add the value set's file.";
    MISSING_MAPPING = "E0308" "missing-mapping" Error:
        "No file holds the mapping.",
        "Correct the spelling, or add the mapping's file.";
    UNKNOWN_SOURCE = "E0309" "unknown-source" Error:
        "No edition of the source is on file.",
        "Correct the spelling. A succession can be attested only of a source that is on file.";
    UNKNOWN_REFERENCE = "E0310" "unknown-reference" Error:
        "No file of references has the publication that an edition cites.",
        "Correct the spelling, or add the publication to a file of references.";

    // Criteria and values
    EMPTY_GROUP = "E0401" "empty-group" Error:
        "A group or list has nothing in it.",
        "Write at least one member. All of nothing would always be met, and any of nothing never.";
    AT_LEAST_OUT_OF_RANGE = "E0402" "at-least-out-of-range" Error:
        "The count of an `at-least` is not between one and the number of its criteria.",
        "Correct the count. None of them is written `none`, all of them `all`.";
    CRITERION_UNCLEAR = "E0403" "criterion-unclear" Error:
        "A criterion asks nothing, or several things at once.",
        "Write exactly one test; several tests stand in a group of `all` or `any`.";
    CRITERION_MISPLACED = "E0404" "criterion-misplaced" Error:
        "Only a rule of an edition can ask this.",
        "Ask for facts only. Services, readings and positions of other steps belong to the rules of editions.";
    TYPE_MISMATCH = "E0405" "type-mismatch" Error:
        "A value or comparison does not fit the type of the fact.",
        "Compare the fact as its type permits, or correct the type in the catalogue.";
    MISSING_UNIT = "E0406" "missing-unit" Error:
        "A decimal has no unit.",
        "Write the number, a space and the unit. A number without unit is never taken to be in the declared one.";
    UNIT_MISMATCH = "E0407" "unit-mismatch" Error:
        "A decimal has another unit than the fact declares.",
        "Convert the value by hand and write it in the declared unit. Nothing is converted silently.";
    VALUE_OUT_OF_BOUNDS = "E0408" "value-out-of-bounds" Error:
        "A comparison uses a value outside the bounds of the fact.",
        "Correct the value, or widen the bounds in the catalogue. No case can have a value outside them.";
    UNKNOWN_CHOICE_VALUE = "E0409" "unknown-choice-value" Error:
        "The fact does not have this value.",
        "Use one of the values that the catalogue declares for the fact, or declare it there.";
    CODE_FITS_NO_SYSTEM = "E0410" "code-fits-no-system" Error:
        "A code has the form of none of the systems that may stand here.",
        "Correct the code. Its letters are upper-case, leading zeros are kept, and ICD-10-CM codes have their dot.";
    STATE_IMPOSSIBLE = "E0411" "state-impossible" Error:
        "The fact can never be absent, or never be not performed.",
        "Add the state to the fact's `may-be` if it can be in it; otherwise the criterion never holds.";

    // Editions
    MISSING_OTHERWISE = "E0501" "missing-otherwise" Error:
        "A service does not say what holds when no rule applies.",
        "Write `otherwise: silent`, or the position that the document takes then, with its citation.";
    BASIS_MISSING = "E0502" "basis-missing" Error:
        "A position that does not support lacks its kind or its basis.",
        "State both: notices and appeals differ by them.";
    KIND_WITHOUT_NOT_SUPPORTED = "E0503" "kind-without-not-supported" Error:
        "A kind or basis stands beside a position that is not `not-supported`.",
        "Remove them, or correct the position.";
    GRANT_WITHOUT_SUPPORT = "E0504" "grant-without-support" Error:
        "A grant stands beside a position that is not `supported`.",
        "Remove the grant, or correct the position.";
    MANDATE_NOT_SUPPORTING = "E0505" "mandate-not-supporting" Error:
        "A mandate takes another position than `supported`.",
        "A mandate is a floor: it can only require coverage. A statute that excludes is a `legal-exclusion`.";
    COUNT_NOT_INTEGER = "E0506" "count-not-integer" Error:
        "The quantity of a grant limits a fact that is no whole number.",
        "Name an integer fact, such as a count of events in a window.";
    BYTES_REVERSED = "E0507" "bytes-reversed" Error:
        "A citation's range of bytes ends before it begins.",
        "Write the first byte and the byte after the last one.";
    ENDS_BEFORE_IT_STARTS = "E0508" "ends-before-it-starts" Error:
        "An edition or a dated clause ends on or before the day on which it begins.",
        "Correct the dates: the end is the first day on which it no longer holds.";
    PLANS_NOT_STATED = "E0509" "plans-not-stated" Error:
        "A plan document does not say which plans it is the document of.",
        "State `plans` under `applies`; without them it would bind every plan.";
    STATES_NOT_STATED = "E0510" "states-not-stated" Error:
        "A source of a state or jurisdiction does not say which it is.",
        "State `states` under `applies`; without them it would bind every state.";
    OVERRIDES_CYCLE = "E0511" "overrides-cycle" Error:
        "Rules override each other in a circle.",
        "Remove one of the overrides: which rule gives way must be clear.";
    SUPERSEDES_CYCLE = "E0512" "supersedes-cycle" Error:
        "Editions supersede each other in a circle.",
        "Let only the later recorded edition supersede the other.";
    OVERLAPPING_EDITIONS = "E0513" "overlapping-editions" Error:
        "Two editions of a source start on the same day, and neither supersedes the other.",
        "Correct one of the dates, or say with `supersedes` which edition corrects the other.";
    GOVERNING_DATES_DIFFER = "E0514" "governing-dates-differ" Error:
        "Editions of one source have different governing dates.",
        "Use the same governing date throughout: otherwise no edition or two could be in force.";
    KINDS_DIFFER = "E0515" "kinds-differ" Error:
        "Editions of one source are of different kinds of source.",
        "Correct the kind, or give one of the two sources a name of its own.";

    // Profiles
    POSITION_NOT_ALLOWED = "E0601" "position-not-allowed" Error:
        "A source takes a position that its step does not allow.",
        "Correct the position, limit whom the source applies to, or let the profile's step allow the position.";
    KIND_ON_TWO_STEPS = "E0602" "kind-on-two-steps" Error:
        "A kind of source stands on two steps of a profile.",
        "Keep it on one step.";
    FLOOR_SHARES_STEP = "E0603" "floor-shares-step" Error:
        "A mandate shares a step with another kind of source.",
        "Give the mandates a step of their own, before the others.";
    POSITION_OF_NOT_BELOW = "E0604" "position-of-not-below" Error:
        "A rule asks what a step holds that is not below its own.",
        "Ask a kind of source that comes later in every profile that serves the members to whom the edition applies.";
    POSITION_OF_CYCLE = "E0605" "position-of-cycle" Error:
        "Steps of a profile ask each other what they hold.",
        "Remove one of the questions: a step can only rest on what is below it.";
    PROFILES_OVERLAP = "E0606" "profiles-overlap" Error:
        "Two profiles serve the same members.",
        "Separate them by line of business, funding or payer: one member walks one order of precedence.";

    // Catalogue
    WELL_KNOWN_FACT_MISSING = "E0701" "well-known-fact-missing" Error:
        "The catalogue does not declare a fact that the engine looks at.",
        "Declare the fact with the type that the message names.";
    WELL_KNOWN_FACT_OF_WRONG_TYPE = "E0702" "well-known-fact-of-wrong-type" Error:
        "A fact that the engine looks at is declared with another type or section.",
        "Declare it as the message says.";
    CLOSED_FACT_OPEN = "E0703" "closed-fact-open" Error:
        "A fact that has to be closed is declared open.",
        "Add `closure: closed`: what a request does not state, it does not ask for.";
    BOUNDS_REVERSED = "E0704" "bounds-reversed" Error:
        "The least value of a fact is above its greatest.",
        "Exchange `min` and `max`, or correct them.";
    DERIVATION_MISMATCH = "E0705" "derivation-mismatch" Error:
        "The facts of a derivation do not have the types or units that it needs.",
        "Correct the facts or their types; the message says what the derivation needs.";
    DERIVATION_CYCLE = "E0706" "derivation-cycle" Error:
        "Facts are derived from each other in a circle.",
        "Derive one of them from something else, or let it be asked for.";
    UNSATISFIABLE_CONSTRAINTS = "E0707" "unsatisfiable-constraints" Error:
        "No case can fulfil the constraints of the catalogue.",
        "Correct the constraints: with these, every case would be invalid input.";
    CONSTRAINTS_NOT_SETTLED = "E0708" "constraints-not-settled" Warning:
        "The constraints are too many to tell whether a case can fulfil them.",
        "Split constraints that share no facts, or make sure by a test case that some case fulfils them.";
    ATTEST_NOT_BOOLEAN = "E0709" "attest-not-boolean" Error:
        "A fact that is not boolean says why a person attests it.",
        "Remove `attest`, or ask for the fact as a boolean: only a judgement of yes or no is attested. What can be measured or looked up is typed.";

    // Cases
    WRONG_SECTION = "E0801" "wrong-section" Error:
        "A fact stands in another part of the case than the catalogue says.",
        "Move the fact to the part that the message names.";
    CASE_ENDS_BEFORE_IT_BEGINS = "E0802" "case-that-ends-before-it-begins" Error:
        "The last day of a line comes before its first.",
        "Exchange the two days, or correct them.";
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
