//! How an examination weighs what it finds, and the spans of time that it goes by.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::{
    diagnostic::{Code, Problems, Severity, SourceFile},
    read::{Item, Mapping, nearest},
    yaml,
};

use crate::CODES;

/// How an examination is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The spans of time.
    pub spans: Spans,
    weights: BTreeMap<&'static str, Weight>,
    only: BTreeSet<&'static str>,
}

/// The spans of time that an examination goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// After how many months value sets, mappings and attestations are to be looked at again.
    pub review_months: u32,
    /// After how many months a publisher is expected to have reviewed a policy.
    pub source_review_months: u32,
    /// How many days before it takes effect a coverage policy is to be published.
    pub notice_days: u32,
    /// How many days before it takes effect a local determination is to be published.
    pub lcd_notice_days: u32,
}

/// How much a code weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Not at all: it is not told.
    Off,
    /// As much as this.
    As(Severity),
}

impl Default for Spans {
    fn default() -> Self {
        Self {
            review_months: 24,
            source_review_months: 24,
            notice_days: 30,
            lcd_notice_days: 45,
        }
    }
}

impl Weight {
    /// The words for weights.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("error", Self::As(Severity::Error)),
        ("warning", Self::As(Severity::Warning)),
        ("note", Self::As(Severity::Note)),
        ("off", Self::Off),
    ];
}

/// The code with this id or name, if it can be told of a corpus that is read: a code of an examination, or a warning
/// of reading.
#[must_use]
pub fn code(id_or_name: &str) -> Option<Code> {
    codes().find(|code| code.id() == id_or_name || code.name() == id_or_name)
}

fn codes() -> impl Iterator<Item = Code> {
    let read = Code::all().iter();
    let warnings = read.filter(|code| code.severity() != Severity::Error);
    CODES.iter().chain(warnings).copied()
}

/// What to do about a text that names no code.
#[must_use]
pub fn suggestion(text: &str) -> String {
    let known: Vec<&str> = codes().flat_map(|code| [code.id(), code.name()]).collect();
    nearest(
        text,
        known,
        "write a code as it is told, such as L0001 or citation-missing",
    )
}

impl Config {
    /// Reads a file of settings. Every problem in it is taken up; what can't be read stays as it is by default.
    #[must_use]
    pub fn read(file: &SourceFile, problems: &mut Problems) -> Self {
        let mut config = Self::default();
        let Some(tree) = problems.ok(yaml::parse(file)) else {
            return config;
        };
        let item = Item::new(file.id(), &tree);
        // A file in which everything is commented out sets nothing.
        if item.is_null() {
            return config;
        }
        if let Some(mut mapping) = item.mapping("the file of settings", problems) {
            if let Some(item) = mapping.optional("severity") {
                config.severities(item, problems);
            }
            let spans = &mut config.spans;
            for (key, span) in [
                ("review-months", &mut spans.review_months),
                ("source-review-months", &mut spans.source_review_months),
                ("notice-days", &mut spans.notice_days),
                ("lcd-notice-days", &mut spans.lcd_notice_days),
            ] {
                set(&mut mapping, key, span, problems);
            }
            mapping.finish(problems);
        }
        config
    }

    /// Lets a code weigh otherwise than its table says.
    pub fn weigh(&mut self, code: Code, weight: Weight) {
        self.weights.insert(code.id(), weight);
    }

    /// Tells of this code, and of no other that is not named likewise.
    pub fn only(&mut self, code: Code) {
        self.only.insert(code.id());
    }

    /// How much a code weighs.
    #[must_use]
    pub fn weight(&self, code: Code) -> Weight {
        if !self.only.is_empty() && !self.only.contains(code.id()) {
            return Weight::Off;
        }
        let set = self.weights.get(code.id()).copied();
        set.unwrap_or(Weight::As(code.severity()))
    }

    /// Whether a code is told at all.
    #[must_use]
    pub fn tells(&self, code: Code) -> bool {
        self.weight(code) != Weight::Off
    }

    fn severities(&mut self, item: Item<'_>, problems: &mut Problems) {
        let Some(mut mapping) = item.mapping("weights by code", problems) else {
            return;
        };
        for (key, value) in mapping.rest() {
            let name = key.node().as_text().unwrap_or_default();
            let weight = value.choice(&Weight::WORDS, problems);
            match code(name) {
                Some(code) => self
                    .weights
                    .extend(weight.map(|weight| (code.id(), weight))),
                None => {
                    let shown: String = name.chars().take(60).collect();
                    let message = format!("there is no code `{shown}` that can be weighed");
                    let problem = key.problem(Code::UNKNOWN_CHOICE, message);
                    problems.push(problem.with_help(suggestion(name)));
                }
            }
        }
    }
}

/// Reads a span, where it is written.
fn set(mapping: &mut Mapping<'_>, key: &'static str, span: &mut u32, problems: &mut Problems) {
    let Some(item) = mapping.optional(key) else {
        return;
    };
    let Some(number) = item.integer(problems) else {
        return;
    };
    match u32::try_from(number) {
        Ok(number) if number <= 12_000 => *span = number,
        _ => {
            let message = format!("`{number}` is out of range");
            let problem = item.problem(Code::MALFORMED_VALUE, message);
            problems.push(problem.with_help("write a whole number from 0 to 12000"));
        }
    }
}
