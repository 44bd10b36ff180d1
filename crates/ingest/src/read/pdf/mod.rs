//! PDF.

mod blocks;
mod bounds;
mod columns;
mod content;
mod face;
mod furniture;
mod glyph;
mod inflate;
mod lines;
mod links;
mod mended;
mod pages;
mod seam;
mod signs;
mod style;
mod survey;
mod tables;
mod words;

pub use bounds::PdfLimits;

use std::{sync::mpsc, thread};

use bounds::Bounds;
use glyph::Page;
use lines::Piece;

use crate::{
    document::{Aside, Block, Document, Format, Link, Place, Reason, Text},
    read::{Failure, contents},
};

/// The stack of the thread that reads: objects lie within objects.
const STACK: usize = 64 * 1024 * 1024;
/// Where the mark of a PDF is looked for: some begin with what a printer or a mail left.
const LEAD: usize = 1_024;

/// Whether the bytes of a file are those of a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let lead = bytes.get(..LEAD.min(bytes.len())).unwrap_or_default();
    memchr::memmem::find(lead, b"%PDF-").is_some()
}

/// Reads a PDF.
///
/// It is read on a thread of its own, which has the stack that nested objects need, and is left to itself when it takes
/// longer than it may.
pub(super) fn read(bytes: &[u8], limits: PdfLimits) -> Result<Document, Failure> {
    let bytes = bytes.to_vec();
    let (told, answer) = mpsc::channel();
    let reader = thread::Builder::new().stack_size(STACK).spawn(move || {
        // Who asked may have gone when the time was over.
        _ = told.send(read_here(bytes, limits));
    });
    if reader.is_err() {
        return Err(Failure::Broken {
            what: "or the system has no thread left to read it",
        });
    }
    match answer.recv_timeout(limits.time) {
        Ok(read) => read,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Failure::TooSlow {
            seconds: limits.time.as_secs(),
        }),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Failure::Broken {
            what: "in a way that is not known",
        }),
    }
}

fn read_here(bytes: Vec<u8>, limits: PdfLimits) -> Result<Document, Failure> {
    let mut bounds = Bounds::new(limits);
    survey::survey(&bytes, &mut bounds)?;
    let pdf = pages::open(bytes)?;
    let mut read = Pages::default();
    pages::each(&pdf, &mut bounds, |page| {
        read.add(page);
        Ok(())
    })?;
    drop(pdf);
    let (unknown, letters) = (read.unknown, read.letters);
    if letters == 0 {
        return Err(match read.pictures.is_empty() {
            true => Failure::Empty,
            false => Failure::OnlyPictures {
                pages: u64::from(read.number),
            },
        });
    }
    if 2 * unknown > letters {
        return Err(Failure::UnknownLetters { unknown, letters });
    }
    let mut aside = furniture::set_aside(&mut read.upright);
    aside.extend(read.pictures);
    let mut columns = Vec::new();
    for (pieces, others) in read.upright.into_iter().zip(read.others) {
        bounds.check_time()?;
        for pieces in std::iter::once(pieces).chain(others) {
            let parted = columns::columns(pieces).into_iter();
            columns.extend(parted.map(lines::lines));
        }
    }
    let blocks = blocks::blocks(&columns, &mut aside);
    // A document may have been made of another with its pages: their heads stand in the text.
    let (blocks, heads) = crate::read::furniture::set_aside(blocks);
    aside.extend(heads);
    let blocks = contents::set_aside(blocks, &read.links, &mut aside);
    Ok(Document {
        name: String::new(),
        sha256: String::new(),
        format: Format::Pdf,
        blocks,
        aside,
        links: read.links,
        anchors: Vec::new(),
    })
}

/// What was read of pages.
#[derive(Default)]
struct Pages {
    /// How many.
    number: u32,
    /// The pieces of each that are written the way in which most of it is.
    upright: Vec<Vec<Piece>>,
    /// The pieces of each that are written other ways, by way.
    others: Vec<Vec<Vec<Piece>>>,
    links: Vec<Link>,
    /// The pages that have pictures, and no text.
    pictures: Vec<Aside>,
    letters: u64,
    unknown: u64,
}

impl Pages {
    fn add(&mut self, page: Page) {
        self.number += 1;
        self.letters += page.glyphs.len() as u64;
        self.unknown += page.unknown;
        let ways = words::words(&page, self.number);
        if ways.is_empty() && page.has_pictures {
            self.pictures.push(Aside {
                reason: Reason::NoText,
                block: Block::Paragraph {
                    text: Text::default(),
                },
                place: Some(Place::Page {
                    page: self.number,
                    left: 0.0,
                    top: 0.0,
                    right: page.width,
                    bottom: page.height,
                }),
            });
        }
        self.links.extend(links::links(&page, &ways));
        let mut ways = ways.into_iter().map(|(_, words)| lines::pieces(words));
        self.upright.push(ways.next().unwrap_or_default());
        self.others.push(ways.collect());
    }
}
