//! Names of a draft, made of the document's own.

use coverdict_model::id::Id;

use crate::slug::LONGEST;
pub(super) use crate::slug::slug;

/// The longest words that a comment repeats, in characters.
const WORDS: usize = 80;

/// A name of the corpus format; what no name has is left out.
pub(super) fn id(name: &str) -> Id {
    Id::new(name)
        .or_else(|_| Id::new(&slug(name)))
        .unwrap_or_else(|_| unnamed())
}

/// The number of a document as a name, its letters as they are.
pub(super) fn source_id(number: &str) -> Id {
    let kept: String = number
        .chars()
        .map(
            |one| match one.is_ascii_alphanumeric() || ".-_#".contains(one) {
                true => one,
                false => '-',
            },
        )
        .take(LONGEST)
        .collect();
    let kept = kept.trim_matches('-');
    Id::new(kept).unwrap_or_else(|_| id(&slug(number)))
}

/// A name that always is one.
#[expect(clippy::unwrap_used, reason = "the name is a constant")]
fn unnamed() -> Id {
    Id::new("unnamed").unwrap()
}

/// Words on one line, cut where they are long.
pub(super) fn line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WORDS) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default()),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_what_a_name_can_have() {
        assert_eq!(
            slug("Straw Needles, for the “Arm”"),
            "straw-needles-for-the-arm"
        );
        assert_eq!(slug("HNCA.CP.MP.65"), "hnca.cp.mp.65");
        assert_eq!(slug(" — "), "unnamed");
        assert_eq!(source_id("MP 2.01.26 / A").as_str(), "MP-2.01.26---A");
        assert_eq!(source_id("0207").as_str(), "0207");
    }
}
