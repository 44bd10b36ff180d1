//! What marks an item of a list or of an outline.

/// The kinds of markers. Two items of one list have one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A bullet.
    Bullet(char),
    /// A number.
    Number(Around),
    /// A capital letter.
    Capital(Around),
    /// A small letter.
    Small(Around),
    /// A capital Roman numeral.
    Roman(Around),
    /// A small Roman numeral.
    SmallRoman(Around),
}

/// What stands around the number of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Around {
    /// `1.`
    Dot,
    /// `1)`
    Close,
    /// `(1)`
    Both,
}

/// A marker at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The kinds that it can be of, the likelier first: `i.` is a small Roman numeral or a small letter.
    pub(crate) kinds: [Option<Kind>; 2],
    /// Its place in a list by each kind, from 1; 0 for a bullet.
    pub(crate) numbers: [u32; 2],
    /// Its length in bytes.
    pub(crate) length: usize,
}

impl Marker {
    /// Whether it is a bullet.
    pub(crate) fn is_bullet(&self) -> bool {
        matches!(self.kinds, [Some(Kind::Bullet(_)), _])
    }

    /// Whether it can be the next of a list after another.
    pub(crate) fn is_next_after(&self, before: &Self) -> bool {
        let own = self.kinds.iter().zip(self.numbers);
        own.filter_map(|(kind, number)| Some(((*kind)?, number)))
            .any(|(kind, number)| {
                let known = before.kinds.iter().zip(before.numbers);
                let mut known = known.filter(|(known, _)| **known == Some(kind));
                known.any(|(_, before)| match kind {
                    Kind::Bullet(_) => true,
                    _ => before + 1 == number,
                })
            })
    }
}

/// What lists are marked by; word processors write two of them as private characters.
const BULLETS: &[char] = &[
    '-', '*', '+', '•', '◦', '▪', '■', '●', '○', '–', '·', '\u{f0b7}', '\u{f0a7}', 'o', '§', '➢',
    '✓', '♦', '❖', '►', '‣', '∙', '✔', '➤',
];

/// The marker at the start of a line, which a space follows.
pub(crate) fn marker(line: &str) -> Option<Marker> {
    let (word, rest) = line.split_once([' ', '\t', '\u{a0}'])?;
    if rest.trim().is_empty() {
        return None;
    }
    let mut letters = word.chars();
    if let (Some(bullet), None) = (letters.next(), letters.next())
        && BULLETS.contains(&bullet)
    {
        return Some(Marker {
            kinds: [Some(Kind::Bullet(bullet)), None],
            numbers: [0, 0],
            length: word.len(),
        });
    }
    numbered(word).map(|(kinds, numbers)| Marker {
        kinds,
        numbers,
        length: word.len(),
    })
}

fn numbered(word: &str) -> Option<([Option<Kind>; 2], [u32; 2])> {
    let (inner, around) = match (word.strip_prefix('('), word.strip_suffix(')')) {
        (Some(inner), Some(_)) => (inner.strip_suffix(')')?, Around::Both),
        (None, Some(inner)) => (inner, Around::Close),
        _ => (word.strip_suffix('.')?, Around::Dot),
    };
    if inner.is_empty() || inner.len() > 5 || !inner.is_ascii() {
        return None;
    }
    if inner.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = inner.parse().ok().filter(|_| inner.len() <= 3)?;
        return Some(([Some(Kind::Number(around)), None], [number, 0]));
    }
    let small = inner.bytes().all(|byte| byte.is_ascii_lowercase());
    let capital = inner.bytes().all(|byte| byte.is_ascii_uppercase());
    if !small && !capital {
        return None;
    }
    let roman = roman(&inner.to_ascii_lowercase());
    let letter = match inner.as_bytes() {
        [letter] => Some(u32::from(letter.to_ascii_lowercase() - b'a') + 1),
        _ => None,
    };
    let (as_roman, as_letter) = match small {
        true => (Kind::SmallRoman(around), Kind::Small(around)),
        false => (Kind::Roman(around), Kind::Capital(around)),
    };
    match (roman, letter) {
        (Some(roman), Some(letter)) => Some(([Some(as_roman), Some(as_letter)], [roman, letter])),
        (Some(roman), None) => Some(([Some(as_roman), None], [roman, 0])),
        (None, Some(letter)) => Some(([Some(as_letter), None], [letter, 0])),
        (None, None) => None,
    }
}

/// The value of a Roman numeral as it is properly written, to 89.
fn roman(numeral: &str) -> Option<u32> {
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx"];
    let values = (0_u32..).zip(tens).flat_map(|(ten, lead)| {
        (0_u32..)
            .zip(ones)
            .map(move |(one, tail)| (ten * 10 + one, lead, tail))
    });
    let mut values = values.filter(|(value, ..)| *value > 0);
    let found =
        values.find(|(_, lead, tail)| numeral.strip_prefix(lead).is_some_and(|rest| rest == *tail));
    found.map(|(value, ..)| value)
}
