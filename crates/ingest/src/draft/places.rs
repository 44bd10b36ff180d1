//! Places of a document as a draft cites them.

use coverdict_model::source::Cite;

use crate::document::Place;

/// Where something stands, in words.
pub(super) fn told(place: Place) -> String {
    match place {
        Place::Bytes { from, to } => format!("bytes {from} to {to}"),
        Place::Page { page, .. } => format!("page {page}"),
    }
}

/// A citation of a section and a place: of a page a note, as the corpus format knows bytes alone.
pub(super) fn cite(section: &str, place: Option<Place>) -> Cite {
    let bytes = match place {
        Some(Place::Bytes { from, to }) => u32::try_from(from).ok().zip(u32::try_from(to).ok()),
        _ => None,
    };
    let note = match place {
        Some(place @ Place::Page { .. }) => Some(told(place).into()),
        _ => None,
    };
    let section = match section {
        "" if bytes.is_none() && note.is_none() => "before the first heading",
        section => section,
    };
    Cite {
        section: (!section.is_empty()).then(|| section.into()),
        bytes,
        note,
    }
}
