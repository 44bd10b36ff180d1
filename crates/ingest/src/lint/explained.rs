//! Which abbreviations a document spells out, or leaves no doubt about.

use rustc_hash::FxHashSet;

use super::find::{Pattern, pattern, tail};

static LETTERS: Pattern = pattern!(r"\b(?P<it>[A-Z]{3,5})(?:s|'s|’s)?\b");
static WORD: Pattern = pattern!(r"[A-Za-z]+");

/// How many bytes before letters are looked at for a parenthesis.
const NEAR: usize = 80;
/// Words that initials pass over.
const PASSED: &[&str] = &[
    "of", "and", "the", "for", "in", "with", "to", "on", "or", "a", "an",
];

/// What a document says of its abbreviations.
#[derive(Debug, Default)]
pub(super) struct Explained<'t> {
    /// Those that are spelled out.
    spelled: FxHashSet<&'t str>,
    /// Words in small letters: the same in capitals is emphasis.
    small: FxHashSet<&'t str>,
    /// The initials of words that follow each other.
    initials: FxHashSet<String>,
}

impl<'t> Explained<'t> {
    pub(super) fn by(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut explained = Self::default();
        for text in texts {
            for it in LETTERS.each(text).filter_map(|one| one.name("it")) {
                if spells(text, it.as_str(), it.range()) {
                    explained.spelled.insert(it.as_str());
                }
            }
            explained.words(text);
        }
        explained
    }

    /// Whether a reader finds what letters stand for.
    pub(super) fn has(&self, it: &str) -> bool {
        self.spelled.contains(it)
            || self.initials.contains(it)
            || self.small.contains(it.to_lowercase().as_str())
    }

    /// Takes the words in small letters, and the initials of words that follow each other.
    fn words(&mut self, text: &'t str) {
        let mut last = String::new();
        for word in WORD.each(text).filter_map(|one| one.get(0)) {
            let word = word.as_str();
            if (3..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.small.insert(word);
            }
            if PASSED.contains(&word) {
                continue;
            }
            let first = word.chars().next().filter(|_| word.len() > 3);
            let Some(first) = first else {
                last.clear();
                continue;
            };
            last.push(first.to_ascii_uppercase());
            if last.len() > 5 {
                last.remove(0);
            }
            for length in 3..=last.len() {
                self.initials.insert(tail(&last, length).to_owned());
            }
        }
    }
}

/// Whether letters at a place of a text are spelled out there: in parentheses behind the words, or before them.
fn spells(text: &str, it: &str, range: std::ops::Range<usize>) -> bool {
    let before = tail(text.get(..range.start).unwrap_or_default(), NEAR);
    let behind = text.get(range.end..).unwrap_or_default();
    let behind = behind.strip_prefix('s').unwrap_or(behind);
    // Somewhere in short parentheses that follow a word: (ABC), (ABC; also DEF), (or ABC), (DEF/ABC).
    let in_parentheses = before.rsplit_once('(').is_some_and(|(outer, inner)| {
        let outer = outer.trim_end();
        !inner.contains(')')
            && inner.split_whitespace().count() <= 4
            && outer.ends_with(|last: char| last.is_alphanumeric() || "®™’”\"".contains(last))
    });
    let rest = behind.trim_start_matches(['”', '"', '®', '™', ' ']);
    let spelled_behind = rest.strip_prefix('(').is_some_and(|inner| {
        let inner = inner.split(')').next().unwrap_or_default();
        inner.split_whitespace().take(2).count() == 2 || inner.len() > 8
    });
    let follows = |mark: &str| {
        rest.strip_prefix(mark)
            .is_some_and(|rest| rest.trim_start().len() > 3)
    };
    let equals = follows("=") || rest.starts_with("stands for") || rest.starts_with("means");
    // An entry of a list of abbreviations, or a cell of a table of them.
    let is_first = range.start == text.len() - text.trim_start().len();
    let is_entry = is_first && [":", "-", "–", "—"].iter().any(|mark| follows(mark));
    let is_alone = text.trim().trim_end_matches([':', '.']) == it;
    in_parentheses || spelled_behind || equals || is_entry || is_alone
}
