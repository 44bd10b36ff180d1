//! What the content of a page draws: its glyphs, with where they come to stand.

mod show;
mod state;

use std::rc::Rc;

use hayro_font::{
    hayro_syntax::{
        content::{TypedIter, ops::TypedInstruction as Op},
        object::{Array, Dict, Name, Object, String as Bytes},
        page::Resources,
    },
    kurbo::Affine,
};
use rustc_hash::FxHashMap;

use crate::read::{
    Failure,
    pdf::{
        bounds::Bounds,
        face::{Face, Faces, written},
        glyph::{Letters, Page},
        inflate,
        mended::mend,
        pages::text_string,
    },
};
use state::{State, affine};

/// The deepest that forms are drawn within forms.
const DEEPEST: usize = 24;
/// The most states of drawing that are kept.
const STATES: usize = 512;
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

/// A stretch of content that the file says something of.
struct Mark {
    /// What its letters are, all together.
    says: Option<Letters>,
    is_furniture: bool,
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
                other => self.state.place(&other),
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
}
