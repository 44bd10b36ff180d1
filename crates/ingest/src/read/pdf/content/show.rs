//! Texts as they are shown, glyph by glyph.

use hayro_font::{
    hayro_syntax::object::{Array, MaybeRef, Object, String as Bytes},
    kurbo::{Affine, Point, Vec2},
};

use super::Drawing;
use crate::read::{
    Failure,
    pdf::glyph::{Glyph, Letters, Turn},
};

impl Drawing<'_, '_> {
    pub(super) fn show_all(&mut self, texts: &Array<'_>) -> Result<(), Failure> {
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
    pub(super) fn show(&mut self, text: &Bytes<'_>, together: usize) -> Result<(), Failure> {
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

/// The fewest bytes of a text that is set wide.
const SPACED: usize = 5;
