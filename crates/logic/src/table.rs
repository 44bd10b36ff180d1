//! Sets of completions as bits of machine words.

/// The masks of the places in a word whose bit of that number is set.
const COLUMNS: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

/// One bit for each completion; up to six variables in a single word, without an allocation.
///
/// Below six variables the word repeats itself, so that no operation needs a mask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table(Words);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Words {
    One([u64; 1]),
    Many(Box<[u64]>),
}

impl Table {
    /// All completions of so many bits, or none.
    pub(crate) fn constant(bits: u32, holds: bool) -> Self {
        let word = if holds { u64::MAX } else { 0 };
        Self::of_words(bits, |_| word)
    }

    /// The completions of so many bits with that bit set.
    pub(crate) fn column(bits: u32, bit: u32) -> Self {
        if bit >= bits {
            return Self::constant(bits, false);
        }
        match (COLUMNS.get(bit as usize), bit.checked_sub(6)) {
            (Some(column), _) => Self::of_words(bits, |_| *column),
            (None, Some(place)) => {
                Self::of_words(
                    bits,
                    |word| if word >> place & 1 == 1 { u64::MAX } else { 0 },
                )
            }
            (None, None) => Self::constant(bits, false),
        }
    }

    fn of_words(bits: u32, word: impl FnMut(usize) -> u64) -> Self {
        let mut word = word;
        match bits.checked_sub(6) {
            None | Some(0) => Self(Words::One([word(0)])),
            Some(places) => Self(
                (0..1_usize << places)
                    .map(word)
                    .collect::<Box<[u64]>>()
                    .into(),
            ),
        }
    }

    /// The words, completion 0 in the lowest bit of the first.
    pub(crate) fn words(&self) -> &[u64] {
        match &self.0 {
            Words::One(word) => word,
            Words::Many(words) => words,
        }
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Where this holds and the other does not.
    pub(crate) fn and_not(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Where the other holds or this does not.
    pub(crate) fn implies(&self, other: &Self) -> Self {
        self.zip(other, |a, b| !a | b)
    }

    pub(crate) fn not(&self) -> Self {
        match &self.0 {
            Words::One([word]) => Self(Words::One([!word])),
            Words::Many(words) => Self(Words::Many(words.iter().map(|word| !word).collect())),
        }
    }

    pub(crate) fn is_never(&self) -> bool {
        self.words().iter().all(|word| *word == 0)
    }

    pub(crate) fn is_always(&self) -> bool {
        self.words().iter().all(|word| *word == u64::MAX)
    }

    /// Whether a completion is in both.
    pub(crate) fn intersects(&self, other: &Self) -> bool {
        self.words()
            .iter()
            .zip(other.words())
            .any(|(a, b)| a & b != 0)
    }

    /// Whether the completion is in the set.
    pub(crate) fn contains(&self, completion: usize) -> bool {
        self.words()
            .get(completion / 64)
            .is_some_and(|word| word >> (completion % 64) & 1 == 1)
    }

    /// The half in which the bit has the value, in both places.
    pub(crate) fn fixed(&self, bit: u32, value: bool) -> Self {
        let within = |word: u64, column: u64| {
            let stride = 1 << bit;
            match value {
                true => word & column | (word & column) >> stride,
                false => word & !column | (word & !column) << stride,
            }
        };
        match (COLUMNS.get(bit as usize), &self.0) {
            (Some(column), Words::One([word])) => Self(Words::One([within(*word, *column)])),
            (Some(column), Words::Many(words)) => Self(Words::Many(
                words.iter().map(|word| within(*word, *column)).collect(),
            )),
            (None, Words::One(_)) => self.clone(),
            (None, Words::Many(words)) => {
                let place = 1_usize.checked_shl(bit.saturating_sub(6)).unwrap_or(0);
                let half = |word: usize| if value { word | place } else { word & !place };
                let word = |at: usize| words.get(half(at)).copied().unwrap_or(0);
                Self(Words::Many((0..words.len()).map(word).collect()))
            }
        }
    }

    /// Joins the two halves of a table of `bits` bits, which takes its highest bit away.
    pub(crate) fn without_highest(&self, bits: u32, join: impl Fn(u64, u64) -> u64) -> Self {
        match &self.0 {
            // The word repeats every 2^bits places, so a rotation swaps the halves.
            Words::One([word]) => Self(Words::One([join(
                *word,
                word.rotate_right(1 << bits.saturating_sub(1)),
            )])),
            Words::Many(words) => {
                let (low, high) = words.split_at(words.len() / 2);
                Self(
                    low.iter()
                        .zip(high)
                        .map(|(a, b)| join(*a, *b))
                        .collect::<Box<[u64]>>()
                        .into(),
                )
            }
        }
    }

    /// Whether the set changes with that bit.
    pub(crate) fn depends_on(&self, bit: u32) -> bool {
        match COLUMNS.get(bit as usize) {
            Some(column) => self
                .words()
                .iter()
                .any(|word| (word ^ word << (1_u32 << bit)) & column != 0),
            None => self.words().chunks_exact(2 << (bit - 6)).any(|block| {
                let (low, high) = block.split_at(block.len() / 2);
                low != high
            }),
        }
    }

    fn zip(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        match (&self.0, &other.0) {
            (Words::One([a]), Words::One([b])) => Self(Words::One([join(*a, *b)])),
            _ => Self(
                self.words()
                    .iter()
                    .zip(other.words())
                    .map(|(a, b)| join(*a, *b))
                    .collect::<Box<[u64]>>()
                    .into(),
            ),
        }
    }
}

impl From<Box<[u64]>> for Words {
    fn from(words: Box<[u64]>) -> Self {
        match *words {
            [word] => Self::One([word]),
            _ => Self::Many(words),
        }
    }
}
