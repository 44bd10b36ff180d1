//! What starts a section: a heading, or what stands as one though it was read as something else.

use super::sections::{Role, role};
use crate::{
    criteria::alone,
    document::Block,
    marker::{Kind, Marker, marker},
};

/// Words of capitals with a colon behind them that start a section wherever they stand alone.
const NAMES: &[&str] = &[
    "background",
    "billing and coding information",
    "billing/coding information",
    "coding information",
    "coverage criteria",
    "criteria",
    "definitions",
    "description",
    "exclusions",
    "limitations and exclusions",
    "medical necessity criteria",
    "policy history",
    "policy statement",
    "position statement",
    "rationale",
    "references",
    "revision history",
];

/// The most words of a numbered heading that was read as an item.
const LONGEST: usize = 6;

/// A heading with a Roman number: its level and its marker.
pub(super) struct Numbered {
    level: u8,
    marker: Marker,
}

/// The level and the words of what starts a section; none where a block starts none. `before` is the last heading that
/// was numbered.
pub(super) fn heading<'b>(
    block: &'b Block,
    before: &mut Option<Numbered>,
) -> Option<(u8, &'b str)> {
    match block {
        // An `OR` that stands alone joins what is above it with what is below.
        Block::Heading { text, .. } if alone(text.as_str()).is_some() => None,
        Block::Heading { level, text } => {
            let text = text.as_str();
            if let Some(marker) = marker(text).filter(is_roman) {
                let level = *level;
                *before = Some(Numbered { level, marker });
            }
            Some((*level, text))
        }
        Block::Paragraph { text } if is_name(text.as_str()) => Some((2, text.as_str())),
        Block::Item(item) => {
            let text = item.text.as_str();
            let last = before.as_mut()?;
            let is_short =
                text.split_whitespace().count() <= LONGEST && !text.ends_with(['.', ';']);
            if !is_short || role(text) == Role::Other {
                return None;
            }
            let marker = marker(&format!("{} x", item.marker)).filter(is_roman)?;
            // Below a heading of another number it is an item.
            if !marker.is_next_after(&last.marker) {
                return None;
            }
            last.marker = marker;
            Some((last.level, text))
        }
        _ => None,
    }
}

fn is_roman(marker: &Marker) -> bool {
    let mut kinds = marker.kinds.iter().flatten();
    kinds.any(|kind| matches!(kind, Kind::Roman(_)))
}

/// Whether a line is the name of a section in capitals, with a colon.
fn is_name(line: &str) -> bool {
    let Some(name) = line.trim_end().strip_suffix(':') else {
        return false;
    };
    !name.contains(char::is_lowercase) && NAMES.contains(&name.to_lowercase().as_str())
}
