//! Titles, names and journals made comparable: what two prints of one thing have in common.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Words that say nothing of what a title is about.
const EMPTY: &[&str] = &[
    "after",
    "among",
    "analysis",
    "article",
    "association",
    "based",
    "between",
    "case",
    "cases",
    "chronic",
    "clinical",
    "comparison",
    "control",
    "controlled",
    "coverage",
    "criteria",
    "critical",
    "different",
    "effect",
    "effectiveness",
    "effects",
    "efficacy",
    "evaluation",
    "evidence",
    "findings",
    "from",
    "general",
    "guideline",
    "guidelines",
    "health",
    "into",
    "literature",
    "management",
    "medical",
    "medicine",
    "meta",
    "method",
    "official",
    "open",
    "other",
    "outcome",
    "outcomes",
    "patient",
    "patients",
    "placebo",
    "policy",
    "position",
    "practice",
    "preliminary",
    "prospective",
    "random",
    "randomised",
    "randomized",
    "report",
    "results",
    "retrospective",
    "review",
    "safety",
    "series",
    "service",
    "services",
    "statement",
    "study",
    "survey",
    "systematic",
    "test",
    "than",
    "that",
    "their",
    "therapeutic",
    "therapies",
    "therapy",
    "this",
    "treated",
    "treatment",
    "treatments",
    "trial",
    "trials",
    "update",
    "using",
    "value",
    "with",
    "without",
];

/// A text in lower case, without diacritics, its words apart by one space.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.nfkd().filter(|one| !is_combining_mark(*one)) {
        match character {
            'ø' | 'Ø' => out.push('o'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            // An apostrophe is no gap between words.
            '\'' | '’' => {}
            _ if character.is_alphanumeric() => out.extend(character.to_lowercase()),
            _ if !out.ends_with(' ') && !out.is_empty() => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The folded surname of an author as citations and records print one: `Yelland MJ`, `Yelland, M`, `Michael Yelland`.
/// An organisation keeps all its words.
pub fn surname(author: &str) -> String {
    if let Some((surname, _)) = author.split_once(',') {
        return folded(surname);
    }
    let words: Vec<&str> = author.split_whitespace().collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() && is_initials(last) => {
            folded(&before.join(" "))
        }
        _ => folded(author),
    }
}

/// The initials of an author, without full stops and hyphens.
pub fn initials(author: &str) -> String {
    let last = author.rsplit([' ', ',']).next().unwrap_or_default();
    match is_initials(last) {
        true => last.chars().filter(|one| one.is_alphabetic()).collect(),
        false => String::new(),
    }
}

/// Whether a word is a person's initials: one to four capitals, perhaps with full stops or hyphens.
pub fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|one| one.is_alphabetic()).count();
    (1..=4).contains(&letters)
        && (word.chars()).all(|one| one.is_uppercase() || one == '.' || one == '-')
}

/// The words of a journal's name that tell it from others.
pub fn journal(name: &str) -> Vec<String> {
    let folded = folded(name);
    let words = folded.split(' ');
    words
        .filter(|word| !matches!(*word, "" | "of" | "and" | "the" | "in" | "for"))
        .map(str::to_owned)
        .collect()
}

/// Whether two names of a journal can be one: the same words, or each the beginning of the other's.
pub fn same_journal(one: &str, other: &str) -> bool {
    let (one, other) = (journal(one), journal(other));
    one.len() == other.len()
        && (one.iter().zip(&other))
            .all(|(one, other)| one.starts_with(other.as_str()) || other.starts_with(one.as_str()))
}

/// Whether two folded titles can be prints of one: at least six words in ten of the shorter stand in the longer.
pub fn alike(one: &str, other: &str) -> bool {
    let set = |text: &'_ str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (one, other) = (set(one), set(other));
    let common = one.intersection(&other).count();
    common * 10 >= one.len().min(other.len()) * 6
}

/// The words of a text that say what it is about, in their stems.
pub fn significant(text: &str) -> BTreeSet<String> {
    let folded = folded(text);
    let words = folded.split(' ').filter(|word| word.chars().count() >= 4);
    words
        .filter(|word| !EMPTY.contains(word) && !word.chars().all(|one| one.is_ascii_digit()))
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

/// Whether two stems can be of one word: the same, or alike in their first six letters.
pub fn akin(one: &str, other: &str) -> bool {
    let head = |word: &str| word.chars().take(6).collect::<String>();
    one == other
        || one.chars().count() >= 6 && other.chars().count() >= 6 && head(one) == head(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prints_differ_in_is_folded_away() {
        assert_eq!(
            folded("  Öhberg’s “low-back” Pain—a Study. "),
            "ohbergs low back pain a study"
        );
        assert_eq!(folded("Bjørn Łukasz Groß"), "bjorn lukasz gross");
        assert_eq!(folded("."), "");
    }

    #[test]
    fn a_surname_is_found_in_each_order() {
        for author in ["Del Mar C", "Del Mar, C", "Del Mar CB", "Del Mar C.-B."] {
            assert_eq!(surname(author), "del mar", "{author}");
        }
        assert_eq!(
            surname("Work Loss Data Institute"),
            "work loss data institute"
        );
        assert_eq!(surname("WHO"), "who");
        assert_eq!(initials("Del Mar C.B."), "CB");
        assert_eq!(initials("Work Loss Data Institute"), "");
    }

    #[test]
    fn a_journal_is_known_by_its_abbreviation() {
        assert!(same_journal(
            "Arch Phys Med & Rehabil",
            "Arch. Phys. Med. Rehabil."
        ));
        assert!(same_journal("Spine J", "The Spine Journal"));
        assert!(!same_journal("Spine", "Spine J"));
        assert!(same_journal("Rheumatol (Oxford)", "Rheumatology (Oxford)"));
    }

    #[test]
    fn words_are_akin_by_their_beginning() {
        assert!(akin("prolotherapy", "prolotherapie"));
        assert!(!akin("pain", "paint"));
        assert!(significant("A randomized trial of knees: results in 2004").contains("knee"));
        assert_eq!(significant("Medical Practice Guideline, 2nd").len(), 0);
    }
}
