//! The XML of a part: elements of the name spaces that matter, and text with its place.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};
use memchr::memmem;
use quick_xml::{
    events::{BytesStart, Event},
    name::ResolveResult,
    reader::NsReader,
};

use crate::read::{Failure, source::Source};

/// How deep elements stand within each other: those of a document by a few dozen.
const DEPTH: usize = 1_000;
/// The most name spaces that are declared around an element, each of which is compared with its own: Word declares forty.
const SPACES: usize = 512;

/// The name space of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Text.
    Word,
    /// What stands for another where a program does not know that.
    Compatibility,
    /// Formulas.
    Math,
    /// Anything else.
    Other,
}

/// What a part consists of.
#[derive(Debug)]
pub(super) enum Node<'n> {
    Start(Space, &'n [u8], &'n Element<'n>),
    End(Space, &'n [u8]),
    /// Text, by bytes of the source.
    Text(Range<usize>),
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Element<'e>(BytesStart<'e>);

impl Element<'_> {
    /// An attribute, by its name without a prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut own = attributes.with_checks(false).flatten();
        let own = own.find(|own| own.key.local_name().as_ref() == name.as_bytes())?;
        let raw = String::from_utf8_lossy(&own.value);
        let value = quick_xml::escape::unescape(&raw).map(std::borrow::Cow::into_owned);
        Some(value.unwrap_or_else(|_| raw.into_owned()))
    }

    /// Its value.
    pub(super) fn value(&self) -> Option<String> {
        self.get("val")
    }

    /// Its value as a number.
    pub(super) fn number<N: std::str::FromStr>(&self) -> Option<N> {
        self.value()?.trim().parse().ok()
    }

    /// Whether it switches something on, as it does without a value.
    pub(super) fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// The text of a part.
pub(super) fn source<'b>(part: &str, bytes: &'b [u8]) -> Result<Source<'b>, Failure> {
    let (own, from) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            let rest = bytes.get(length..).unwrap_or_default();
            if encoding != UTF_8 {
                return Ok(Source::decoded(rest, length as u64, encoding));
            }
            (rest, length)
        }
        None => (bytes, 0),
    };
    match std::str::from_utf8(own) {
        Ok(text) => Ok(Source::verbatim(text, from as u64)),
        Err(error) => Err(broken(part, error.valid_up_to() + from, "it is not UTF-8")),
    }
}

/// Calls a function with each element and text of a part, in order.
pub(super) fn each(
    part: &str,
    source: &Source<'_>,
    mut take: impl FnMut(Node<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut reader = NsReader::from_str(source.text());
    let mut at = 0;
    let mut open = Open::default();
    loop {
        let (space, event) = match reader.read_resolved_event() {
            Ok((space, event)) => (known(&space), event),
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or_default();
                return Err(broken(part, at, &error.to_string()));
            }
        };
        let end = usize::try_from(reader.buffer_position()).unwrap_or_default();
        match event {
            Event::Start(start) => {
                if let Err(why) = open.start(&start) {
                    return Err(broken(part, at, why));
                }
                let start = Element(start);
                let name = start.0.local_name();
                take(Node::Start(space, name.as_ref(), &start))?;
            }
            Event::Empty(start) => {
                let start = Element(start);
                let name = start.0.local_name();
                take(Node::Start(space, name.as_ref(), &start))?;
                take(Node::End(space, name.as_ref()))?;
            }
            Event::End(end) => {
                open.end();
                take(Node::End(space, end.local_name().as_ref()))?;
            }
            Event::Text(_) | Event::GeneralRef(_) => take(Node::Text(at..end))?,
            Event::CData(text) => {
                let start = at + "<![CDATA[".len();
                take(Node::Text(start..start + text.len()))?;
            }
            Event::DocType(_) => {
                return Err(broken(
                    part,
                    at,
                    "it declares entities, as no document does",
                ));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return Ok(()),
        }
        at = end;
    }
}

/// The elements that are open, each with how many name spaces it declares.
#[derive(Default)]
struct Open {
    declared: Vec<usize>,
    all: usize,
}

impl Open {
    /// Takes the start of an element; tells what is wrong where more is open than any document has.
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), &'static str> {
        let declared = memmem::find_iter(start, "xmlns").count();
        self.declared.push(declared);
        self.all += declared;
        match (self.declared.len() > DEPTH, self.all > SPACES) {
            (true, _) => Err("its elements stand too deep within each other"),
            (_, true) => Err("it declares more name spaces than any document"),
            _ => Ok(()),
        }
    }

    fn end(&mut self) {
        self.all -= self.declared.pop().unwrap_or_default();
    }
}

fn known(space: &ResolveResult<'_>) -> Space {
    let ResolveResult::Bound(space) = space else {
        return Space::Other;
    };
    match space.as_ref() {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | b"http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        b"http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
        | b"http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        _ => Space::Other,
    }
}

fn broken(part: &str, at: usize, why: &str) -> Failure {
    Failure::BrokenPart {
        part: part.to_owned(),
        at: at as u64,
        why: why.to_owned(),
    }
}
