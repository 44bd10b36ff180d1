//! What the content of a page draws: its glyphs, with where they come to stand.

use std::rc::Rc;

use hayro_font::{
    hayro_syntax::{
        content::{TypedIter, ops::TypedInstruction as Op},
        object::{Array, Dict, MaybeRef, Name, Number, Object, String as Bytes},
        page::Resources,
    },
    kurbo::{Affine, Point, Vec2},
};
use rustc_hash::FxHashMap;

use super::{
    bounds::Bounds,
    face::{Face, Faces, written},
    glyph::{Glyph, Letters, Page, Turn},
    inflate,
    mended::mend,
    pages::text_string,
};
use crate::read::Failure;

/// The deepest that forms are drawn within forms.
const DEEPEST: usize = 24;
/// The most states of drawing that are kept.
const STATES: usize = 512;
/// The fewest bytes of a text that is set wide.
const SPACED: usize = 5;
/// After so many instructions the time is looked at.
const INSTRUCTIONS: u64 = 4_096;

/// Draws the content of a page on it.
pub(super) fn draw<'a>(
    content: &[u8],
    resources: &Resources<'a>,
    shown: Affine,
    faces: &Faces<'a>,
    bounds: &mut Bounds,
    page: &mut Page,
) -> Result<(), Failure> {
    let mut drawing = Drawing {
        faces,
        bounds,
        page,
        state: State::new(shown),
        kept: Vec::new(),
        marks: Vec::new(),
        depth: 0,
        instructions: 0,
    };
    drawing.content(content, resources)
}

struct Drawing<'d, 'a> {
    faces: &'d Faces<'a>,
    bounds: &'d mut Bounds,
    page: &'d mut Page,
    state: State<'a>,
    kept: Vec<State<'a>>,
    marks: Vec<Mark>,
    depth: usize,
    instructions: u64,
}

#[derive(Clone)]
struct State<'a> {
    /// From the space of the content to the page.
    shown: Affine,
    line: Affine,
    text: Affine,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    /// Whether letters are filled and outlined too, which makes them bold.
    is_outlined: bool,
}

/// A stretch of content that the file says something of.
struct Mark {
    /// What its letters are, all together.
    says: Option<Letters>,
    is_furniture: bool,
}

impl State<'_> {
    fn new(shown: Affine) -> Self {
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

    fn next_line(&mut self, across: f64, down: f64) {
        self.line *= Affine::translate((across, down));
        self.text = self.line;
    }
}

impl<'a> Drawing<'_, 'a> {
    fn content(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), Failure> {
        let outer = self.kept.len();
        let marks = self.marks.len();
        let mut faces = FxHashMap::default();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.instructions += 1;
            if self.instructions.is_multiple_of(INSTRUCTIONS) {
                self.bounds.check_time()?;
            }
            match instruction {
                Op::SaveState(_) if self.kept.len() < STATES => self.kept.push(self.state.clone()),
                Op::RestoreState(_) if self.kept.len() > outer => {
                    if let Some(state) = self.kept.pop() {
                        self.state = state;
                    }
                }
                Op::Transform(by) => {
                    self.state.shown *= affine([&by.0, &by.1, &by.2, &by.3, &by.4, &by.5]);
                }
                Op::TextFont(font) => {
                    self.state.size = font.1.as_f64();
                    self.state.face = self.face(font.0, resources, &mut faces)?;
                }
                Op::SetGraphicsState(name) => self.graphics_state(name.0, resources)?,
                Op::ShowText(text) => self.show(text.0, text.0.as_bytes().len())?,
                Op::ShowTexts(texts) => self.show_all(texts.0)?,
                Op::NextLineAndShowText(text) => {
                    self.state.next_line(0.0, -self.state.leading);
                    self.show(text.0, text.0.as_bytes().len())?;
                }
                Op::ShowTextWithParameters(text) => {
                    self.state.word_space = text.0.as_f64();
                    self.state.letter_space = text.1.as_f64();
                    self.state.next_line(0.0, -self.state.leading);
                    self.show(text.2, text.2.as_bytes().len())?;
                }
                Op::XObject(object) => self.object(object.0, resources)?,
                Op::InlineImage(_) => self.page.has_pictures = true,
                Op::BeginMarkedContent(mark) => self.mark(mark.0, None),
                Op::BeginMarkedContentWithProperties(mark) => {
                    let properties = match mark.1 {
                        Object::Dict(own) => Some(own.clone()),
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
                        _ => None,
                    };
                    self.mark(mark.0, properties.as_ref());
                }
                Op::EndMarkedContent(_) if self.marks.len() > marks => _ = self.marks.pop(),
                other => self.place(&other),
            }
        }
        self.marks.truncate(marks);
        if self.kept.len() > outer {
            self.kept.truncate(outer + 1);
            if let Some(state) = self.kept.pop() {
                self.state = state;
            }
        }
        Ok(())
    }

    /// What only changes where the next text stands, and how.
    fn place(&mut self, instruction: &Op<'_, '_>) {
        let state = &mut self.state;
        match instruction {
            Op::BeginText(_) => (state.line, state.text) = (Affine::IDENTITY, Affine::IDENTITY),
            Op::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                state.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            Op::SetTextMatrix(to) => {
                state.line = affine([&to.0, &to.1, &to.2, &to.3, &to.4, &to.5]);
                state.text = state.line;
            }
            Op::CharacterSpacing(space) => state.letter_space = space.0.as_f64(),
            Op::WordSpacing(space) => state.word_space = space.0.as_f64(),
            Op::HorizontalScaling(stretch) => state.stretch = stretch.0.as_f64() / 100.0,
            Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => state.rise = rise.0.as_f64(),
            Op::TextRenderingMode(mode) => state.is_outlined = matches!(mode.0.as_i64(), 2 | 6),
            _ => {}
        }
    }

    fn face(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        known: &mut FxHashMap<Vec<u8>, Option<Rc<Face<'a>>>>,
    ) -> Result<Option<Rc<Face<'a>>>, Failure> {
        if let Some(face) = known.get(name.as_ref()) {
            return Ok(face.clone());
        }
        let face = match resources.get_font(name) {
            Some(font) => Some(self.faces.face(&font, self.bounds)?),
            None => None,
        };
        known.insert(name.as_ref().to_vec(), face.clone());
        Ok(face)
    }

    fn graphics_state(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
    ) -> Result<(), Failure> {
        let font = resources.get_ext_g_state(name);
        let Some(font) = font.and_then(|state| state.get::<Array<'a>>(b"Font")) else {
            return Ok(());
        };
        let mut parts = font.flex_iter();
        if let (Some(dictionary), Some(size)) = (parts.next::<Dict<'a>>(), parts.next::<f32>()) {
            self.state.face = Some(self.faces.face(&dictionary, self.bounds)?);
            self.state.size = f64::from(size);
        }
        Ok(())
    }

    /// Draws a form, or notes a picture.
    fn object(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), Failure> {
        let Some(stream) = resources.get_x_object(name) else {
            return Ok(());
        };
        let dictionary = stream.dict();
        let kind = dictionary.get::<Name<'_>>(b"Subtype");
        if kind.is_none_or(|kind| kind.as_ref() != b"Form") {
            self.page.has_pictures = true;
            return Ok(());
        }
        if self.depth >= DEEPEST {
            return Ok(());
        }
        let mut content = inflate::decoded(&stream, self.bounds)?;
        mend(&mut content);
        let own = dictionary.get::<Dict<'a>>(b"Resources").map(Resources::new);
        let before = self.state.clone();
        if let Some(matrix) = dictionary.get::<[f64; 6]>(b"Matrix") {
            self.state.shown *= Affine::new(matrix);
        }
        self.depth += 1;
        self.content(&content, own.as_ref().unwrap_or(resources))?;
        self.depth -= 1;
        self.state = before;
        Ok(())
    }

    fn mark(&mut self, tag: &Name<'_>, properties: Option<&Dict<'_>>) {
        if self.marks.len() >= STATES {
            return;
        }
        let says = properties.and_then(|own| own.get::<Bytes<'_>>(b"ActualText"));
        let kind = properties.and_then(|own| own.get::<Name<'_>>(b"Type"));
        let is_furniture =
            tag.as_ref() == b"Artifact" && kind.is_some_and(|kind| kind.as_ref() == b"Pagination");
        self.marks.push(Mark {
            says: says.map(|says| written(&text_string(says.as_bytes()))),
            is_furniture: is_furniture || self.marks.last().is_some_and(|mark| mark.is_furniture),
        });
    }

    fn show_all(&mut self, texts: &Array<'_>) -> Result<(), Failure> {
        let parts = texts.raw_iter().map(|part| match part {
            MaybeRef::NotRef(Object::String(text)) => text.as_bytes().len(),
            _ => 0,
        });
        let together = parts.sum();
        for part in texts.raw_iter() {
            match part {
                MaybeRef::NotRef(Object::String(text)) => self.show(&text, together)?,
                MaybeRef::NotRef(Object::Number(by)) => {
                    let back = by.as_f64() / 1000.0 * self.state.size * self.state.stretch;
                    self.state.text *= Affine::translate((-back, 0.0));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Shows a text, which is shown together with others of so many bytes in all.
    fn show(&mut self, text: &Bytes<'_>, together: usize) -> Result<(), Failure> {
        let Some(face) = self.state.face.clone() else {
            return Ok(());
        };
        let bytes = text.as_bytes();
        self.bounds.take_glyphs(bytes.len() as u64)?;
        face.codes(bytes, |code| {
            let state = &mut self.state;
            let matrix = state.shown * state.text;
            let size = state.size;
            let advance = Vec2::new(code.across * state.stretch, code.down) / 1000.0 * size;
            let from = matrix * Point::new(0.0, state.rise);
            let to = matrix * Point::new(advance.x, state.rise + advance.y);
            let [across, down, up_across, up, ..] = matrix.as_coeffs();
            let height = up_across.hypot(up) * size.abs();
            let turn = Turn::of(across * size.signum(), down * size.signum());
            let word_space = match code.is_space {
                true => state.word_space,
                false => 0.0,
            };
            let spaces = (state.letter_space + word_space) * state.stretch;
            let further = match code.down == 0.0 {
                true => Vec2::new(advance.x + spaces, 0.0),
                false => Vec2::new(0.0, advance.y + state.letter_space + word_space),
            };
            state.text *= Affine::translate(further);
            // Words are set wide letter by letter; between a few letters, such space parts words.
            let spacing = match together >= SPACED {
                true => state.letter_space.max(0.0) * state.stretch * across.hypot(down),
                false => 0.0,
            };
            // What a stretch stands for is said of its first glyph; the others stand for nothing.
            let mut letters = code.letters.or(code.is_space.then_some(Letters::One(' ')));
            if let Some(mark) = self.marks.iter_mut().rev().find(|mark| mark.says.is_some())
                && let Some(says) = &mut mark.says
            {
                letters = Some(std::mem::replace(says, Letters::Many("".into())));
            }
            if letters.is_none() {
                self.page.unknown += 1;
            }
            let is_in_reach = [from.x, from.y, to.x, to.y, height]
                .iter()
                .all(|one| one.is_finite() && one.abs() < 1e6);
            if is_in_reach && height > 0.0 {
                self.page.glyphs.push(Glyph {
                    letters: letters.unwrap_or(Letters::One('\u{fffd}')),
                    from: (from.x as f32, from.y as f32),
                    to: (to.x as f32, to.y as f32),
                    size: height as f32,
                    spacing: spacing as f32,
                    turn,
                    is_bold: face.is_bold || state.is_outlined,
                    is_furniture: self.marks.last().is_some_and(|mark| mark.is_furniture),
                });
            }
        });
        Ok(())
    }
}

fn affine(parts: [&Number; 6]) -> Affine {
    Affine::new(parts.map(Number::as_f64))
}
