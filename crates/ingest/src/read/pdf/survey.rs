//! A look over the bytes of a PDF before it is opened: whether it is too much to be read.

use hayro_font::hayro_syntax::Filter;
use memchr::memmem;

use super::{bounds::Bounds, inflate};
use crate::read::Failure;

/// The most bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 16 * 1024;

/// The names of filters, also short, as they are written.
const FILTERS: &[(&[u8], Filter)] = &[
    (b"/FlateDecode", Filter::FlateDecode),
    (b"/Fl", Filter::FlateDecode),
    (b"/LZWDecode", Filter::LzwDecode),
    (b"/LZW", Filter::LzwDecode),
    (b"/ASCII85Decode", Filter::Ascii85Decode),
    (b"/A85", Filter::Ascii85Decode),
    (b"/ASCIIHexDecode", Filter::AsciiHexDecode),
    (b"/AHx", Filter::AsciiHexDecode),
    (b"/RunLengthDecode", Filter::RunLengthDecode),
    (b"/RL", Filter::RunLengthDecode),
    (b"/DCTDecode", Filter::DctDecode),
    (b"/DCT", Filter::DctDecode),
    (b"/JPXDecode", Filter::JpxDecode),
    (b"/CCITTFaxDecode", Filter::CcittFaxDecode),
    (b"/CCF", Filter::CcittFaxDecode),
    (b"/JBIG2Decode", Filter::Jbig2Decode),
];

/// Looks over the bytes of a PDF.
///
/// What lies in an encrypted PDF cannot be measured before it is opened: how large its compressed objects can be is taken
/// from the most that their bytes can stand for.
pub(super) fn survey(bytes: &[u8], bounds: &mut Bounds) -> Result<(), Failure> {
    bounds.take_objects(dictionaries(bytes))?;
    let is_encrypted = memmem::find(bytes, b"/Encrypt").is_some();
    let mut before = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        let lead = bytes.get(before.max(at.saturating_sub(DICTIONARY))..at);
        let lead = lead.unwrap_or_default();
        if lead.ends_with(b"end") {
            continue;
        }
        before = at;
        let dictionary = match memmem::rfind(lead, b"obj") {
            Some(start) => lead.get(start..).unwrap_or_default(),
            None => lead,
        };
        let data = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let data = match data {
            [b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..] => data,
            data => data,
        };
        if is_picture(dictionary) {
            continue;
        }
        let filters = filters(dictionary);
        if filters.is_empty() {
            continue;
        }
        if is_encrypted {
            let length = memmem::find(data, b"endstream").unwrap_or(data.len()) as u64;
            if holds_objects(dictionary) {
                // As a rule an object stream is inflated to about five times its length.
                bounds.take_inflated(length.saturating_mul(100))?;
            }
            continue;
        }
        let mut objects = 0;
        // A filter that needs all of its data gets no more than is its own.
        let data = match filters.as_slice() {
            [Filter::FlateDecode, ..] => data,
            _ => {
                let length = memmem::find(data, b"endstream").unwrap_or(data.len());
                data.get(..length).unwrap_or_default()
            }
        };
        inflate::measure(&filters, data, bounds, &mut |piece| {
            objects += dictionaries(piece);
            Ok(())
        })?;
        bounds.take_objects(objects)?;
    }
    Ok(())
}

/// How many dictionaries start in data.
fn dictionaries(data: &[u8]) -> u64 {
    memmem::find_iter(data, b"<<").count() as u64
}

/// Whether a dictionary is that of a picture, and cannot be that of anything else.
fn is_picture(dictionary: &[u8]) -> bool {
    let has = |name: &[u8]| memmem::find(dictionary, name).is_some();
    has(b"/Image") && has(b"/Width") && has(b"/Height") && !has(b"#") && !holds_objects(dictionary)
}

/// Whether what follows a dictionary holds objects, or the table of them.
fn holds_objects(dictionary: &[u8]) -> bool {
    let has = |name: &[u8]| memmem::find(dictionary, name).is_some();
    has(b"/ObjStm") || has(b"/XRef") || has(b"/First") || has(b"/W[") || has(b"/W [") || has(b"#")
}

/// The filters that a dictionary names, in order.
fn filters(dictionary: &[u8]) -> Vec<Filter> {
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'/', dictionary) {
        let name = dictionary.get(at..).unwrap_or_default();
        let named = FILTERS.iter().find(|(lead, _)| {
            let after = name.get(lead.len()).copied().unwrap_or(b' ');
            name.starts_with(lead) && !after.is_ascii_alphanumeric()
        });
        if let Some((_, filter)) = named {
            found.push(*filter);
        }
    }
    found
}
