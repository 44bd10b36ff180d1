//! In which encoding a page is written.

use encoding_rs::{Encoding, UTF_8};

use crate::read::{Failure, source::Source, text::refuse_binary};

/// How far into a page its declaration is looked for, in bytes.
const HEAD: usize = 4_096;

/// The largest page in another encoding than UTF-8, in bytes: each of its letters has a place of its own.
const LARGEST: usize = 8 * 1024 * 1024;

/// The text of a page.
pub(super) fn source(bytes: &[u8]) -> Result<Source<'_>, Failure> {
    let (own, from) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            let rest = bytes.get(length..).unwrap_or_default();
            if encoding != UTF_8 {
                return decoded(rest, length, encoding);
            }
            (rest, length)
        }
        None => (bytes, 0),
    };
    refuse_binary(own, from as u64)?;
    match std::str::from_utf8(own) {
        Ok(text) => Ok(Source::verbatim(text, from as u64)),
        Err(error) => match declared(own).filter(|encoding| *encoding != UTF_8) {
            Some(encoding) => decoded(own, from, encoding),
            None => Err(Failure::NotUtf8 {
                at: (error.valid_up_to() + from) as u64,
            }),
        },
    }
}

fn decoded(
    bytes: &[u8],
    from: usize,
    encoding: &'static Encoding,
) -> Result<Source<'static>, Failure> {
    if bytes.len() > LARGEST {
        return Err(Failure::TooLargeForEncoding {
            encoding: encoding.name(),
            size: bytes.len() as u64,
            limit: LARGEST as u64,
        });
    }
    Ok(Source::decoded(bytes, from as u64, encoding))
}

/// The encoding that a page declares: `charset=windows-1252`, or `encoding="…"` of XML.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let labels = ["charset", "encoding"].into_iter().filter_map(|key| {
        let (_, rest) = head.split_once(key)?;
        let rest = rest.trim_start().strip_prefix('=')?;
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        rest.split(|mark: char| !mark.is_ascii_alphanumeric() && !"-_:".contains(mark))
            .next()
    });
    labels
        .filter_map(|label| Encoding::for_label(label.as_bytes()))
        .next()
}
