//! Tags and text one by one. What is never ended, as a comment, an attribute or a title, does not take the page with it.

use html5gum::{DefaultEmitter, Span, Token, Tokenizer};
use memchr::memchr;

use super::Walk;
use crate::read::Failure;

/// Elements in which tags are none.
const RAW: &[&[u8]] = &[
    b"iframe",
    b"noembed",
    b"noframes",
    b"noscript",
    b"textarea",
    b"title",
    b"xmp",
];
/// Elements whose content is no text.
const CODE: &[&[u8]] = &[b"script", b"style"];

/// How reading ended.
pub(super) enum Ended {
    /// With the page.
    Whole,
    /// At an element of XHTML that has no content, as `<script/>`: it goes on at this byte.
    Here(usize),
    /// With the page, before something that began in it did: what stands behind its start, from this byte on, is text.
    Before(usize),
}

/// Takes the tags and the text of a page from a byte on.
pub(super) fn read(walk: &mut Walk<'_>, from: usize) -> Result<Ended, Failure> {
    let page = walk.source.part(from..walk.source.text().len());
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    // What stands between two tags is text; a tag that the end of the file cuts off is none.
    let (mut at, mut end) = (from, from);
    let mut raw: Option<(Vec<u8>, usize)> = None;
    let whole = |span: Span<usize>| from + span.start..from + span.end;
    for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
        let span = match token {
            Token::StartTag(mut tag) => {
                let span = whole(tag.span);
                walk.text(at, span.start)?;
                (tag.span.start, tag.span.end) = (span.start, span.end);
                let name: &[u8] = &tag.name;
                let is_raw = RAW.contains(&name);
                if tag.self_closing && (is_raw || CODE.contains(&name)) {
                    return Ok(Ended::Here(span.end));
                }
                if is_raw {
                    raw = Some((name.to_vec(), span.end));
                }
                walk.start(&tag)?;
                span
            }
            Token::EndTag(mut tag) => {
                let span = whole(tag.span);
                walk.text(at, span.start)?;
                (tag.span.start, tag.span.end) = (span.start, span.end);
                raw = raw.filter(|(name, _)| *name != *tag.name);
                walk.end(&tag)?;
                span
            }
            Token::Comment(comment) => {
                let span = whole(comment.span);
                walk.text(at, span.start)?;
                let said = walk.source.part(span.clone());
                let is_ended = said.ends_with("-->") || said.ends_with("--!>");
                if span.end == from + page.len() && said.starts_with("<!--") && !is_ended {
                    return Ok(Ended::Before(span.start + "<!--".len()));
                }
                span
            }
            Token::Doctype(doctype) => {
                let span = whole(doctype.span);
                walk.text(at, span.start)?;
                span
            }
            Token::String(text) => {
                end = from + text.span.end;
                continue;
            }
            Token::Error(_) => continue,
        };
        (at, end) = (span.end, span.end);
    }
    if let Some((_, start)) = raw {
        walk.end_skip();
        return Ok(Ended::Before(start));
    }
    walk.text(at, end.min(from + page.len()))?;
    // An attribute whose quotes nothing closes: what stands behind its tag is read.
    let rest = walk.source.part(end..from + page.len());
    let tag = memchr(b'>', rest.as_bytes());
    Ok(tag.map_or(Ended::Whole, |tag| Ended::Before(end + tag + 1)))
}
