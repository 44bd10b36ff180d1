//! What signs at the start and the end of a text say of it.

use crate::{document::Text, marker::marker};

/// Whether a text is only what marks an item.
pub(super) fn is_lone_bullet(said: &str) -> bool {
    !said.contains(' ') && marker(&format!("{said} x")).is_some_and(|found| found.is_bullet())
}

/// Whether a row of dots leads a text to the number of a page.
pub(super) fn leads_to_page(said: &str) -> bool {
    let before = said.trim_end_matches(|last: char| last.is_ascii_alphanumeric());
    let leader = before.trim_end();
    let dots = leader.trim_end_matches(['.', ' ', '…', '·']);
    before.len() < said.len()
        && said.len() - before.len() <= 6
        && leader.len() - dots.len() >= 4
        && leader
            .get(dots.len()..)
            .is_some_and(|dots| dots.contains("..") || dots.contains(". ."))
}

/// A text whose first word is a sign of a font of signs, as one with a bullet.
pub(super) fn bulleted(text: Text) -> Text {
    let said = text.as_str();
    let Some((first, _)) = said.split_once(' ') else {
        return text;
    };
    let mut letters = first.chars();
    match (letters.next(), letters.next()) {
        (Some('\u{e000}'..='\u{f8ff}' | '\u{fffd}'), None) => {
            let mut bulleted = Text::default();
            if let Some(place) = text.place_of(0..first.len()) {
                bulleted.push("•", place);
            }
            bulleted.append(&text.part(first.len()..said.len()));
            bulleted
        }
        _ => text,
    }
}
