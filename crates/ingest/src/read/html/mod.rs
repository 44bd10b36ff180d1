//! HTML, whole pages and fragments, as it is met: tags that are not closed, lists without their lists, pages that are
//! laid out by tables, text that was escaped twice.

mod encoding;
mod escaped;
mod list;
mod skip;
mod sniff;
mod style;
mod tags;
mod walk;

pub(super) use sniff::is_html;

use super::{Failure, assembled};
use crate::document::{Document, Format};

/// Reads HTML.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Failure> {
    let source = encoding::source(bytes)?;
    let source = match escaped::unescaped(&source) {
        Some(unescaped) => unescaped,
        None => source,
    };
    let (flow, hidden, links) = walk::walk(&source)?;
    assembled(flow, hidden, links, Format::Html)
}
