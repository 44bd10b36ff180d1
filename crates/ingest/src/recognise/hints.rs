//! Which recognisers a text could say anything to, told by words of it.
//!
//! A pattern costs far more than a word, and most texts say nothing to most recognisers. So the words of which each
//! pattern needs one are looked for in one walk over the document, all at once; a recogniser looks at those texts only
//! that have one of its own. That no pattern matches without its words is held by tests.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::document::{Block, Text};

/// A recogniser's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Labels of dates.
    Label = 1,
    /// Phrases that take a position.
    Position = 2,
    /// Statements of precedence, and disclaimers about lists of codes.
    Precedence = 4,
    /// Words that name a publisher or author.
    Identity = 8,
    /// Names of other documents.
    Mention = 16,
}

/// The hints that a text gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(u8);

/// Words in small letters; a text has them in any. None has a space: between words there may be more than one.
const WORDS: &[(Hint, &[&str])] = &[
    (
        Hint::Label,
        &[
            "effective",
            "review",
            "revis",
            "date",
            "retired",
            "origin",
            "initial",
            "first",
        ],
    ),
    (
        Hint::Position,
        &[
            "experimental",
            "investigati",
            "unproven",
            "insufficient",
            "reasonable",
            "medically",
            "benefit",
            "cover",
            "mac",
            "contractor",
            "discretion",
            "effective",
            "cosmetic",
            "necessity",
        ],
    ),
    (
        Hint::Precedence,
        &[
            "supersede",
            "precedence",
            "prevail",
            "govern",
            "control",
            "followed",
            "reviewed",
            "consulted",
            "applied",
            "absence",
            "inclusion",
            "listing",
        ],
    ),
    (
        Hint::Identity,
        &[
            "policy",
            "administered",
            "underwritten",
            "insured",
            "offered",
            "refers",
            "means",
            "considers",
            "covered",
            "developed",
            "written",
            "created",
            "authored",
            "prepared",
            "©",
            "copyright",
            "owned",
        ],
    ),
    (
        Hint::Mention,
        &["ncd", "lcd", "national", "local", "article", "“", "\""],
    ),
];

/// The words, and what each hints at.
static FINDER: LazyLock<Option<(AhoCorasick, Vec<u8>)>> = LazyLock::new(|| {
    let mut words: Vec<(&str, u8)> = Vec::new();
    for (hint, own) in WORDS {
        for word in *own {
            match words.iter_mut().find(|(known, _)| known == word) {
                Some((_, hints)) => *hints |= *hint as u8,
                None => words.push((word, *hint as u8)),
            }
        }
    }
    let finder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words.iter().map(|(word, _)| word))
        .ok()?;
    Some((finder, words.into_iter().map(|(_, hints)| hints).collect()))
});

impl Hints {
    /// Every hint, as of a text that was not looked at.
    const ALL: Self = Self(u8::MAX);

    /// Those of a text.
    pub(crate) fn of(text: &str) -> Self {
        let Some((finder, hints)) = FINDER.as_ref() else {
            return Self::ALL;
        };
        let found = finder.find_overlapping_iter(text);
        let found = found.filter_map(|word| hints.get(word.pattern().as_usize()));
        Self(found.fold(0, |all, hint| all | hint))
    }

    /// Those of a block: of any of its texts.
    pub(super) fn of_block(block: &Block) -> Self {
        let texts = block.texts().map(Text::as_str);
        Self(texts.fold(0, |all, text| all | Self::of(text).0))
    }

    /// Whether a text could say something to a recogniser.
    pub(crate) fn has(self, hint: Hint) -> bool {
        self.0 & hint as u8 != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::{
        prelude::*,
        string::string_regex,
        test_runner::{Config, TestRng, TestRunner},
    };

    use super::*;
    use crate::recognise::{known, labels, phrases, precedence};

    /// Texts that a pattern matches: its anchors and its cases put aside.
    fn texts(pattern: &str) -> impl Strategy<Value = String> {
        let plain = pattern
            .replace(r"\b", "")
            .replace("(?i)", "")
            .replace("(?i:", "(?:");
        let plain = plain.replace('^', "").replace("$)", ")").replace("$|", "|");
        string_regex(plain.trim_end_matches('$')).unwrap()
    }

    fn runner() -> TestRunner {
        let config = Config {
            cases: 400,
            failure_persistence: None,
            ..Config::default()
        };
        let seed = TestRng::deterministic_rng(config.rng_algorithm);
        TestRunner::new_with_rng(config, seed)
    }

    #[test]
    fn what_a_pattern_matches_has_one_of_its_words() {
        let of = |hint, patterns: Vec<&Option<regex::Regex>>| {
            let patterns = patterns
                .into_iter()
                .map(|one| one.as_ref().unwrap().as_str());
            patterns
                .map(|one| (hint, one.to_owned()))
                .collect::<Vec<_>>()
        };
        let mut patterns = of(
            Hint::Position,
            phrases::PHRASES.iter().map(|one| &one.pattern).collect(),
        );
        let outside_heads = known::PATTERNS.iter().filter(|one| !one.in_head);
        patterns.extend(of(
            Hint::Identity,
            outside_heads.map(|one| &one.pattern).collect(),
        ));
        patterns.extend(labels::patterns().map(|one| (Hint::Label, one.to_owned())));
        patterns.extend(precedence::patterns().map(|one| (Hint::Precedence, one.to_owned())));
        assert!(patterns.len() > 30);
        let mut failed = Vec::new();
        for (hint, pattern) in patterns {
            // Each with a runner of its own, which counts its texts.
            let told = runner().run(&texts(&pattern), |text| {
                prop_assert!(Hints::of(&text).has(hint), "{hint:?}: {pattern}: {text}");
                prop_assert!(Hints::of(&text.to_ascii_uppercase()).has(hint));
                Ok(())
            });
            failed.extend(told.err().map(|why| why.to_string()));
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }
}
