//! The pages of a PDF, each with what is written on it.

use hayro_font::{
    hayro_syntax::{
        DecryptionError, LoadPdfError, Pdf,
        object::{Array, Dict, Rect, Stream, String as Bytes},
        page::Page as Source,
    },
    kurbo::{Affine, Point},
};

use super::{
    bounds::Bounds,
    content,
    face::Faces,
    glyph::{LinkBox, Page},
    inflate,
    mended::mend,
};
use crate::read::Failure;

/// The most links of a page that are kept.
const LINKS: usize = 2_000;

/// Opens a PDF.
pub(super) fn open(bytes: Vec<u8>) -> Result<Pdf, Failure> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Failure::Locked,
        LoadPdfError::Decryption(_) => Failure::Broken {
            what: "and how it is encrypted is not known",
        },
        LoadPdfError::Invalid => Failure::Broken {
            what: "and no pages are found in it",
        },
    })
}

/// Reads the pages of a PDF, and hands each over.
pub(super) fn each(
    pdf: &Pdf,
    bounds: &mut Bounds,
    mut take: impl FnMut(Page) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let pages = pdf.pages();
    bounds.take_pages(pages.len() as u64)?;
    let faces = Faces::new();
    for source in pages.iter() {
        bounds.check_time()?;
        let (width, height) = source.render_dimensions();
        let shown = Affine::new(source.initial_transform(true).as_coeffs());
        let mut page = Page {
            width,
            height,
            ..Page::default()
        };
        let content = content_of(source.raw(), bounds)?;
        content::draw(
            &content,
            source.resources(),
            shown,
            &faces,
            bounds,
            &mut page,
        )?;
        page.links = links(source, shown);
        take(page)?;
    }
    Ok(())
}

/// The links of a page that lead to an address.
fn links(source: &Source<'_>, shown: Affine) -> Vec<LinkBox> {
    let Some(notes) = source.raw().get::<Array<'_>>(b"Annots") else {
        return Vec::new();
    };
    let notes = notes.iter::<Dict<'_>>().take(LINKS);
    notes.filter_map(|note| link(&note, shown)).collect()
}

fn link(note: &Dict<'_>, shown: Affine) -> Option<LinkBox> {
    let target = note.get::<Dict<'_>>(b"A")?.get::<Bytes<'_>>(b"URI")?;
    let target = text_string(target.as_bytes());
    let area = note.get::<Rect>(b"Rect")?;
    let one = shown * Point::new(area.x0, area.y0);
    let other = shown * Point::new(area.x1, area.y1);
    Some(LinkBox {
        edges: [
            one.x.min(other.x) as f32,
            one.y.min(other.y) as f32,
            one.x.max(other.x) as f32,
            one.y.max(other.y) as f32,
        ],
        target,
    })
}

/// The text of a string outside the content: UTF-16 or UTF-8 with a mark, or Latin letters.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The content of a page: one stream, or several that follow each other.
fn content_of(page: &Dict<'_>, bounds: &mut Bounds) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    if let Some(stream) = page.get::<Stream<'_>>(b"Contents") {
        content = inflate::decoded(&stream, bounds)?;
    }
    if let Some(streams) = page.get::<Array<'_>>(b"Contents") {
        for stream in streams.iter::<Stream<'_>>() {
            content.extend(inflate::decoded(&stream, bounds)?);
            content.push(b' ');
        }
    }
    mend(&mut content);
    Ok(content)
}
