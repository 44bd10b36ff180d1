//! What is not shown, up to its end: told even where it is not closed.

use super::tags::{Tag, is_void};
use crate::document::Text;

/// The most names of elements within that are counted.
const NAMES: usize = 64;

/// An element that is not shown.
#[derive(Debug)]
pub(super) struct Skip {
    root: Vec<u8>,
    /// The elements that are open within it, by name.
    within: Vec<(Vec<u8>, usize)>,
    /// What it says.
    said: Text,
}

/// What becomes of a tag within an element that is not shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Skipped {
    /// It is not shown either.
    Yes,
    /// It ends the element, and means nothing more.
    Ended,
    /// The element ended before it.
    No,
}

impl Skip {
    pub(super) fn new(root: &[u8]) -> Self {
        Self {
            root: root.to_vec(),
            within: Vec::new(),
            said: Text::default(),
        }
    }

    /// Adds words, unless they are none of the page, as those of a script.
    pub(super) fn write(&mut self, write: impl FnOnce(&mut Text)) {
        let mut open = self.within.iter().filter(|(_, count)| *count > 0);
        let is_unseen = |name: &[u8]| Tag::of(name) == Tag::Unseen;
        if !is_unseen(&self.root) && !open.any(|(name, _)| is_unseen(name)) {
            write(&mut self.said);
        }
    }

    /// What it says.
    pub(super) fn said(self) -> Text {
        self.said
    }

    /// Takes the start of an element.
    pub(super) fn start(&mut self, name: &[u8]) -> Skipped {
        let (tag, root) = (Tag::of(name), Tag::of(&self.root));
        // The head of a page, and a paragraph, end where a block starts; an item where the next does.
        let is_page = self.root == b"head" && (name == b"body" || tag.is_block());
        let is_next = self.within.iter().all(|(_, count)| *count == 0)
            && match root {
                Tag::Paragraph => tag.is_block(),
                Tag::Item | Tag::Row | Tag::Cell { .. } => root.is_ended_by(tag),
                Tag::Term | Tag::Definition => matches!(tag, Tag::Term | Tag::Definition),
                _ => false,
            };
        if is_page || is_next {
            return Skipped::No;
        }
        if tag.is_block() || tag == Tag::Break {
            self.said.push_space();
        }
        if !is_void(name) {
            let is_full = self.within.len() >= NAMES;
            match self.within.iter_mut().find(|(own, _)| own == name) {
                Some((_, count)) => *count += 1,
                None if is_full => {}
                None => self.within.push((name.to_vec(), 1)),
            }
        }
        Skipped::Yes
    }

    /// Takes the end of an element, which may be one that is open around it.
    pub(super) fn end(&mut self, name: &[u8], is_open_around: bool) -> Skipped {
        if Tag::of(name).is_block() {
            self.said.push_space();
        }
        match self
            .within
            .iter_mut()
            .find(|(own, count)| own == name && *count > 0)
        {
            Some((_, count)) => {
                *count -= 1;
                Skipped::Yes
            }
            None if name == self.root => Skipped::Ended,
            None if is_open_around => Skipped::No,
            None => Skipped::Yes,
        }
    }
}
