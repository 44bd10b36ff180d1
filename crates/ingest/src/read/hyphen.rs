//! Words that were parted at the end of a line.

use std::collections::HashSet;

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
    whole: HashSet<String>,
    hyphenated: HashSet<String>,
}

impl Compounds {
    /// The compounds of the lines of a document. Only where some line ends in a hyphen are there any to ask for, and
    /// only words that start as one of those ends does are ever asked for.
    pub(super) fn of<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> Self {
        let mut compounds = Self::default();
        let parted = lines.clone().filter(|line| is_parted(line));
        let Some(starts) = Starts::of(parted.map(lead)) else {
            return compounds;
        };
        for line in lines {
            let words = line.split(|mark: char| !mark.is_alphanumeric() && mark != '-');
            for word in words.filter(|word| starts.may_have(word)) {
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
        let lead = lead(text).to_lowercase();
        let rest = line
            .split(is_mark)
            .next()
            .unwrap_or_default()
            .to_lowercase();
        if self.hyphenated.contains(&format!("{lead}-{rest}")) {
            return true;
        }
        if self.whole.contains(&format!("{lead}{rest}")) {
            return false;
        }
        LEADS.contains(&lead.as_str())
    }
}

/// Whether a line ends within a word.
fn is_parted(line: &str) -> bool {
    line.len() > 1 && line.ends_with('-') && !line.ends_with(" -")
}

/// The first part of the word that a text ends in.
fn lead(text: &str) -> &str {
    let text = text.trim_end_matches('-');
    text.rsplit(is_mark).next().unwrap_or_default()
}

fn is_mark(mark: char) -> bool {
    !mark.is_alphanumeric()
}

/// The first bytes of words that are asked for, whatever their case: most words of a document are not.
struct Starts(Box<[bool]>);

impl Starts {
    /// Of these words; none where there are none.
    fn of<'t>(mut words: impl Iterator<Item = &'t str>) -> Option<Self> {
        let first = words.next()?;
        let mut starts = vec![false; 1 << 16];
        for word in words.chain([first]) {
            let (from, to) = match place(word) {
                Some(place) => (place, place),
                // A word of one letter goes on with any other, and capitals of other scripts are longer than the small.
                None => (0, usize::from(u16::MAX)),
            };
            let range = starts.get_mut(from..=to).unwrap_or_default();
            range.fill(true);
        }
        Some(Self(starts.into_boxed_slice()))
    }

    fn may_have(&self, word: &str) -> bool {
        let place = place(word);
        place.is_none_or(|place| self.0.get(place).copied().unwrap_or(true))
    }
}

/// The place of the first two bytes of a word, as small letters; none where it has not two of ASCII.
fn place(word: &str) -> Option<usize> {
    let [first, second] = *word.as_bytes().first_chunk::<2>()?;
    let is_ascii = first.is_ascii() && second.is_ascii();
    let small = |byte: u8| usize::from(byte.to_ascii_lowercase());
    is_ascii.then(|| small(first) << 8 | small(second))
}
