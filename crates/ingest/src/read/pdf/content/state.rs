//! Where the next text comes to stand, and how.

use std::rc::Rc;

use hayro_font::{
    hayro_syntax::{content::ops::TypedInstruction as Op, object::Number},
    kurbo::Affine,
};

use crate::read::pdf::face::Face;

/// What the instructions so far have set.
#[derive(Clone)]
pub(super) struct State<'a> {
    /// From the space of the content to the page.
    pub(super) shown: Affine,
    pub(super) line: Affine,
    pub(super) text: Affine,
    pub(super) face: Option<Rc<Face<'a>>>,
    pub(super) size: f64,
    pub(super) letter_space: f64,
    pub(super) word_space: f64,
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    /// Whether letters are filled and outlined too, which makes them bold.
    pub(super) is_outlined: bool,
}

impl State<'_> {
    /// The state at the start of a content, from whose space to the page this is the way.
    pub(super) fn new(shown: Affine) -> Self {
        Self {
            shown,
            line: Affine::IDENTITY,
            text: Affine::IDENTITY,
            face: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_outlined: false,
        }
    }

    /// Starts a line so far from where the last one started.
    pub(super) fn next_line(&mut self, across: f64, down: f64) {
        self.line *= Affine::translate((across, down));
        self.text = self.line;
    }

    /// What only changes where the next text stands, and how.
    pub(super) fn place(&mut self, instruction: &Op<'_, '_>) {
        match instruction {
            Op::BeginText(_) => (self.line, self.text) = (Affine::IDENTITY, Affine::IDENTITY),
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.leading),
            Op::SetTextMatrix(to) => {
                self.line = affine([&to.0, &to.1, &to.2, &to.3, &to.4, &to.5]);
                self.text = self.line;
            }
            Op::CharacterSpacing(space) => self.letter_space = space.0.as_f64(),
            Op::WordSpacing(space) => self.word_space = space.0.as_f64(),
            Op::HorizontalScaling(stretch) => self.stretch = stretch.0.as_f64() / 100.0,
            Op::TextLeading(leading) => self.leading = leading.0.as_f64(),
            Op::TextRise(rise) => self.rise = rise.0.as_f64(),
            Op::TextRenderingMode(mode) => self.is_outlined = matches!(mode.0.as_i64(), 2 | 6),
            _ => {}
        }
    }
}

/// A way from one space to another, as an instruction gives it.
pub(super) fn affine(parts: [&Number; 6]) -> Affine {
    Affine::new(parts.map(Number::as_f64))
}
