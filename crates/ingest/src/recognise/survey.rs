//! What is known of a document before anything is recognised in it: its sections, and where anything could be.

use super::{
    hints::{Hint, Hints},
    sections::{Role, Section, sections},
};
use crate::document::Document;

/// A document's sections, and of each of its blocks what it is for and what it could say.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) sections: Vec<Section>,
    blocks: Vec<(Role, Hints)>,
}

impl Survey {
    /// Of a document.
    pub(crate) fn of(document: &Document) -> Self {
        let sections = sections(document);
        // The sections are all of the document, in order.
        let roles = sections
            .iter()
            .flat_map(|section| (section.from..section.to).map(|_| section.role));
        let blocks = document.blocks.iter().zip(roles);
        let blocks = blocks.map(|(block, role)| (role, Hints::of_block(block)));
        Self {
            blocks: blocks.collect(),
            sections,
        }
    }

    /// What the section of a block is for.
    pub(crate) fn role(&self, block: usize) -> Role {
        self.blocks
            .get(block)
            .map_or(Role::Other, |(role, _)| *role)
    }

    /// Whether a block could say something to a recogniser.
    pub(crate) fn may_say(&self, block: usize, hint: Hint) -> bool {
        let hints = self.blocks.get(block);
        hints.is_some_and(|(_, hints)| hints.has(hint))
    }
}
