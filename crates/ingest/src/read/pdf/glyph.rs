//! The glyphs of a page: what each stands for, and where.

/// A glyph on a page, in points from the page's upper left corner as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for: as a rule a letter.
    pub(super) letters: Letters,
    /// Where its base line starts.
    pub(super) from: (f32, f32),
    /// Where its base line ends, space between letters put aside.
    pub(super) to: (f32, f32),
    /// The height of its font.
    pub(super) size: f32,
    /// The space that is set between letters here.
    pub(super) spacing: f32,
    /// Which way it is written.
    pub(super) turn: Turn,
    /// Whether it is bold.
    pub(super) is_bold: bool,
    /// Whether the file says that it belongs to the head or the foot of a page.
    pub(super) is_furniture: bool,
}

/// What a glyph stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Letters {
    /// One letter.
    One(char),
    /// Several, as of a ligature, or none.
    Many(Box<str>),
}

impl Letters {
    /// Whether it is space between words.
    pub(super) fn is_space(&self) -> bool {
        match self {
            Self::One(letter) => letter.is_whitespace() || *letter == '\u{200b}',
            Self::Many(letters) => letters.chars().all(char::is_whitespace) && !letters.is_empty(),
        }
    }

    /// The letters one by one.
    pub(super) fn chars(&self) -> impl Iterator<Item = char> {
        let (one, many) = match self {
            Self::One(letter) => (Some(*letter), ""),
            Self::Many(letters) => (None, letters.as_ref()),
        };
        one.into_iter().chain(many.chars())
    }
}

/// Which way a text is written on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Turn {
    /// From left to right.
    Upright,
    /// From the top down.
    Down,
    /// Upside down.
    Over,
    /// From the bottom up.
    Up,
    /// Aslant, as a word over the page is.
    Aslant,
}

impl Turn {
    /// The turn of a direction.
    pub(super) fn of(across: f64, down: f64) -> Self {
        let length = across.hypot(down);
        let (across, down) = (across / length, down / length);
        match (across, down) {
            (0.97.., _) => Self::Upright,
            (..-0.97, _) => Self::Over,
            (_, 0.97..) => Self::Down,
            (_, ..-0.97) => Self::Up,
            _ if across.is_nan() => Self::Upright,
            _ => Self::Aslant,
        }
    }
}

/// A page with what is written on it.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// How wide it is.
    pub(super) width: f32,
    /// How high.
    pub(super) height: f32,
    /// Its glyphs, in the order in which the file has them.
    pub(super) glyphs: Vec<Glyph>,
    /// How many of its glyphs the file does not explain.
    pub(super) unknown: u64,
    /// Whether it has pictures.
    pub(super) has_pictures: bool,
    /// Its links: a box, and where it leads.
    pub(super) links: Vec<LinkBox>,
}

/// A box that leads elsewhere when it is clicked on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LinkBox {
    /// Its left, upper, right and lower edge.
    pub(super) edges: [f32; 4],
    /// Where it leads.
    pub(super) target: String,
}
