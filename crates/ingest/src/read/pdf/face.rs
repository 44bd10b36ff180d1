//! Fonts as a reader of text needs them: what a code stands for, how wide it is, and whether it is bold.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use hayro_font::{
    CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn,
    hayro_cmap::BfString,
    hayro_syntax::object::{Array, Dict, Name, Stream},
};
use rustc_hash::FxHashMap;

use super::{bounds::Bounds, glyph::Letters, inflate};
use crate::read::Failure;

/// The flag of a font that is to be shown bold.
const FORCE_BOLD: i32 = 1 << 18;
/// The weight of a bold font begins here.
const BOLD: f32 = 600.0;
/// What the names of bold fonts hold; `cmbx` is that of Computer Modern.
const BOLD_NAMES: &[&str] = &["bold", "black", "heavy", "demi", "cmbx", "sfbx"];

/// The fonts of a document.
pub(super) struct Faces<'a> {
    cache: FontCache<'a>,
    programs: FontResolverFn,
    maps: CMapResolverFn,
}

/// A font.
pub(super) struct Face<'a> {
    /// None where the library cannot read it.
    font: Option<Font<'a>>,
    pub(super) is_bold: bool,
    known: RefCell<FxHashMap<u32, Option<Letters>>>,
}

impl<'a> Faces<'a> {
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            programs: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            maps: Arc::new(|_| None),
        }
    }

    /// The font of a dictionary.
    pub(super) fn face(
        &self,
        dictionary: &Dict<'a>,
        bounds: &mut Bounds,
    ) -> Result<Rc<Face<'a>>, Failure> {
        measure(dictionary, bounds)?;
        let font = self.cache.font(dictionary, &self.programs, &self.maps);
        Ok(Rc::new(Face {
            font,
            is_bold: is_bold(dictionary),
            known: RefCell::default(),
        }))
    }
}

impl Face<'_> {
    /// The codes of a string, each with its length in bytes, what it stands for, and how far it goes in thousandths of
    /// the size of the font.
    pub(super) fn codes(&self, bytes: &[u8], mut each: impl FnMut(Code)) {
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = match &self.font {
                Some(font) => font.read_code(bytes, at),
                None => (bytes.get(at).copied().map_or(0, u32::from), 1),
            };
            let length = length.max(1);
            let advance = self.font.as_ref().map(|font| font.code_advance(code));
            each(Code {
                letters: self.letters(code),
                is_space: length == 1 && code == 32,
                across: advance.map_or(500.0, |advance| advance.x),
                down: advance.map_or(0.0, |advance| advance.y),
            });
            at += length;
        }
    }

    fn letters(&self, code: u32) -> Option<Letters> {
        let mut known = self.known.borrow_mut();
        let letters = known.entry(code).or_insert_with(|| {
            let font = self.font.as_ref()?;
            let said = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            };
            said.map(|said| match said {
                BfString::Char(letter) => written(&letter.to_string()),
                BfString::String(letters) => written(&letters),
            })
        });
        letters.clone()
    }
}

/// A code of a string.
pub(super) struct Code {
    /// None where the file does not say.
    pub(super) letters: Option<Letters>,
    /// Whether the space that is set for words is added to it.
    pub(super) is_space: bool,
    pub(super) across: f64,
    pub(super) down: f64,
}

/// Letters as they are written by hand: ligatures apart, without what is not seen.
pub(super) fn written(said: &str) -> Letters {
    let mut letters = String::with_capacity(said.len());
    for letter in said.chars() {
        match letter {
            '\u{fb00}' => letters.push_str("ff"),
            '\u{fb01}' => letters.push_str("fi"),
            '\u{fb02}' => letters.push_str("fl"),
            '\u{fb03}' => letters.push_str("ffi"),
            '\u{fb04}' => letters.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => letters.push_str("st"),
            '\u{a0}' | '\t' | '\r' | '\n' => letters.push(' '),
            // A mark for the end of a word that may be parted is shown as a hyphen where a font has it.
            '\u{ad}' | '\u{2010}' | '\u{2011}' => letters.push('-'),
            '\u{200c}' | '\u{200d}' | '\u{feff}' => {}
            letter if letter.is_control() => {}
            letter => letters.push(letter),
        }
    }
    let mut each = letters.chars();
    match (each.next(), each.next()) {
        (Some(one), None) => Letters::One(one),
        _ => Letters::Many(letters.into()),
    }
}

/// Takes the programs and maps of a font from what may be inflated.
fn measure(dictionary: &Dict<'_>, bounds: &mut Bounds) -> Result<(), Failure> {
    let below = dictionary.get::<Array<'_>>(b"DescendantFonts");
    let below = below.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    for font in [Some(dictionary), below.as_ref()].into_iter().flatten() {
        for name in ["ToUnicode", "Encoding", "CIDToGIDMap"] {
            if let Some(stream) = font.get::<Stream<'_>>(name) {
                inflate::measure_stream(&stream, bounds)?;
            }
        }
        let described = font.get::<Dict<'_>>(b"FontDescriptor");
        for name in ["FontFile", "FontFile2", "FontFile3"] {
            let program = described
                .as_ref()
                .and_then(|own| own.get::<Stream<'_>>(name));
            if let Some(stream) = program {
                inflate::measure_stream(&stream, bounds)?;
            }
        }
    }
    Ok(())
}

fn is_bold(dictionary: &Dict<'_>) -> bool {
    let below = dictionary.get::<Array<'_>>(b"DescendantFonts");
    let below = below.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    [Some(dictionary), below.as_ref()]
        .into_iter()
        .flatten()
        .any(|font| {
            let described = font.get::<Dict<'_>>(b"FontDescriptor").unwrap_or_default();
            let name = font.get::<Name<'_>>(b"BaseFont");
            let name = name.map_or_else(String::new, |name| name.as_str().to_lowercase());
            let is_forced = described
                .get::<i32>(b"Flags")
                .is_some_and(|flags| flags & FORCE_BOLD != 0);
            let is_heavy = described
                .get::<f32>(b"FontWeight")
                .is_some_and(|weight| weight >= BOLD);
            is_forced || is_heavy || BOLD_NAMES.iter().any(|bold| name.contains(bold))
        })
}
