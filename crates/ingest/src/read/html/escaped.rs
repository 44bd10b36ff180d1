//! Text that was escaped twice: tags that a browser would show as text.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use memchr::memmem;

use super::tags::{Tag, is_block};
use crate::read::{entity, source::Source};

/// A page whose text was escaped once more than it should be, with that undone; none where it was not.
///
/// The text between two tags was escaped twice where it has both a start and an end of a block, and does not show code.
pub(super) fn unescaped(source: &Source<'_>) -> Option<Source<'static>> {
    let text = source.text();
    memmem::find(text.as_bytes(), b"&lt;/")?;
    let mut unescaped = Source::empty();
    let (mut at, mut code, mut found) = (0, 0_usize, false);
    let mut run = |from: usize, to: usize, is_code: bool, into: &mut Source<'static>| {
        let part = source.part(from..to);
        match !is_code && has_tags(part) {
            true => {
                found = true;
                undo(source, from, to, into);
            }
            false => into.add_part(source, from..to),
        }
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
        let (span, change) = match token {
            Token::StartTag(tag) => (tag.span, i8::from(is_code(&tag.name))),
            Token::EndTag(tag) => (tag.span, -i8::from(is_code(&tag.name))),
            Token::Comment(comment) => (comment.span, 0),
            Token::Doctype(doctype) => (doctype.span, 0),
            Token::String(_) | Token::Error(_) => continue,
        };
        run(at, span.start, code > 0, &mut unescaped);
        unescaped.add_part(source, span.start..span.end);
        at = span.end;
        code = code.saturating_add_signed(change.into());
    }
    run(at, text.len(), code > 0, &mut unescaped);
    found.then_some(unescaped)
}

fn is_code(name: &[u8]) -> bool {
    Tag::of(name) == Tag::Lines
        || [b"code".as_slice(), b"samp", b"kbd", b"tt", b"script"].contains(&name)
}

/// Whether a text shows both the start and the end of a block.
fn has_tags(text: &str) -> bool {
    let shows = |lead: &str| {
        text.split(lead).skip(1).any(|rest| {
            let end = rest.find(|mark: char| !mark.is_ascii_alphanumeric());
            let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            is_block(name)
        })
    };
    memmem::find(text.as_bytes(), b"&lt;/").is_some() && shows("&lt;/") && shows("&lt;")
}

/// Adds a part of a page with its marks escaped once less.
fn undo(source: &Source<'_>, from: usize, to: usize, into: &mut Source<'static>) {
    let mut at = from;
    while at < to {
        let rest = source.part(at..to);
        let next = rest.find('&').unwrap_or(rest.len());
        into.add_part(source, at..at + next);
        at += next;
        let Some((length, said)) = entity::reference(source.part(at..to)) else {
            into.add_part(source, at..(at + 1).min(to));
            at += 1;
            continue;
        };
        match matches!(&*said, "<" | ">" | "&" | "\"" | "'") {
            true => into.add(&said, source.bytes(at..at + length), false),
            false => into.add_part(source, at..at + length),
        }
        at += length;
    }
}
