//! What a document lists of itself and of others: its references, its revisions, the policies that it points to.

mod mentions;
mod references;
mod revisions;

pub use mentions::{Mention, Mentioned};
pub use references::Reference;
pub use revisions::{Revision, RevisionDate};

pub(crate) use mentions::mentions;
pub(crate) use references::references;
pub(crate) use revisions::revisions;

use crate::{
    document::{Block, Document},
    recognise::{Role, Section},
};

/// The blocks of the sections of a role, each with its number, in order; headings are not among them.
fn of_role<'d>(
    document: &'d Document,
    sections: &'d [Section],
    role: Role,
) -> impl Iterator<Item = (usize, &'d Block)> {
    let own = sections.iter().filter(move |section| section.role == role);
    let blocks = own.flat_map(|section| {
        let blocks = document.blocks.get(section.from..section.to);
        (section.from..).zip(blocks.unwrap_or_default())
    });
    blocks.filter(|(_, block)| !block.is_heading())
}
