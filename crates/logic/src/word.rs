//! The partial assignments of three questions with one bit each, as 27 bits of a word.
//!
//! Bit a + 3 b + 9 c has the answers a, b and c, where 2 is the star.

/// How many bits apart two answers of a question that shares the word are.
pub(crate) const STRIDES: [usize; 3] = [1, 3, 9];

/// The bits of a word in which the shared question of that place has its star.
pub(crate) const STARRED: [u32; 3] = [starred(0), starred(1), starred(2)];

/// The bits of a word in which just these of the three shared questions are answered.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const ANSWERED: [u32; 8] = {
    let mut out = [0; 8];
    let mut cube = 0;
    while cube < 27 {
        let mut answered = 0;
        let mut place = 0;
        while place < 3 {
            if digit(cube, place) != 2 {
                answered |= 1 << place;
            }
            place += 1;
        }
        out[answered] |= 1 << cube;
        cube += 1;
    }
    out
};

static EVERY_ANSWER: [u32; 256] = spread(true);
static ANY_ANSWER: [u32; 256] = spread(false);

/// What a star stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Star {
    EveryAnswer,
    AnyAnswer,
}

impl Star {
    /// The 27 partial assignments of three questions, from their eight assignments.
    pub(crate) fn spread(self, corners: u8) -> u32 {
        let spread = match self {
            Self::EveryAnswer => &EVERY_ANSWER,
            Self::AnyAnswer => &ANY_ANSWER,
        };
        spread.get(usize::from(corners)).copied().unwrap_or(0)
    }
}

/// Leaves only the partial assignments of which none of the three answers can be replaced by the star.
pub(crate) fn minimal(word: u32) -> u32 {
    STARRED
        .iter()
        .zip(STRIDES)
        .fold(word, |word, (starred, stride)| {
            let stars = word & starred;
            word & !(stars >> stride | stars >> (2 * stride))
        })
}

/// A shared question's answer in a cube of the word: 0, 1, or 2 for the star.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn digit(cube: usize, place: usize) -> usize {
    let stride = [1, 3, 9];
    cube / stride[place] % 3
}

const fn starred(place: usize) -> u32 {
    let mut out = 0;
    let mut cube = 0;
    while cube < 27 {
        if digit(cube, place) == 2 {
            out |= 1 << cube;
        }
        cube += 1;
    }
    out
}

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn spread(every: bool) -> [u32; 256] {
    let mut out = [0; 256];
    let mut corners = 0;
    while corners < 256 {
        let mut cube = 0;
        while cube < 27 {
            if holds(corners, cube, every) {
                out[corners] |= 1 << cube;
            }
            cube += 1;
        }
        corners += 1;
    }
    out
}

/// Whether every corner of the cube, or any, is among the corners.
const fn holds(corners: usize, cube: usize, every: bool) -> bool {
    let mut corner = 0;
    while corner < 8 {
        let mut inside = true;
        let mut place = 0;
        while place < 3 {
            let answer = digit(cube, place);
            if answer != 2 && answer != corner >> place & 1 {
                inside = false;
            }
            place += 1;
        }
        if inside && (corners >> corner & 1 == 1) != every {
            return !every;
        }
        corner += 1;
    }
    every
}
