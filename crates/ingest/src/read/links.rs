//! Links while they are being read.

use super::source::Source;
use crate::document::Link;

/// A link that is not closed ends at the end of a block behind so many bytes.
const LONGEST: usize = 1_000;

/// The links of a document, and the one that is being read.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) all: Vec<Link>,
    /// The names of places to which links can lead.
    pub(super) anchors: Vec<String>,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    target: String,
    /// Where it starts in the source.
    from: usize,
    words: String,
}

impl Links {
    pub(super) fn start(&mut self, target: String, from: usize) {
        self.open = Some(Open {
            target,
            from,
            words: String::new(),
        });
    }

    /// Adds words of the link that is being read, if there is one.
    pub(super) fn write(&mut self, words: &str) {
        if let Some(open) = &mut self.open {
            open.words.push_str(words);
        }
    }

    /// Takes the end of a block, at a place of the source.
    pub(super) fn end_block(&mut self, at: usize, source: &Source<'_>) {
        match &mut self.open {
            Some(open) if open.words.len() > LONGEST => self.end(at, source),
            Some(open) if !open.words.is_empty() && !open.words.ends_with(' ') => {
                open.words.push(' ');
            }
            _ => {}
        }
    }

    /// Ends the link that is being read, if there is one, at a place of the source.
    pub(super) fn end(&mut self, at: usize, source: &Source<'_>) {
        let Some(open) = self.open.take() else { return };
        let words = open.words.trim();
        if !words.is_empty() {
            self.all.push(Link {
                text: words.to_owned(),
                target: open.target.trim().to_owned(),
                place: source.place(open.from..at),
            });
        }
    }
}
