//! Marks of Markdown within a line: taken out of the text, their links kept.

use memchr::memmem;

use crate::document::{Link, Place, Text};

/// How far the end of a mark is looked for, in bytes: no emphasis and no link of a document is longer.
const REACH: usize = 1_000;

/// Whether a text uses marks of Markdown: a heading, strong emphasis or a link.
pub(super) fn is_marked(text: &str) -> bool {
    let has = |mark: &[u8]| memmem::find(text.as_bytes(), mark).is_some();
    let is_strong = |line: &str| {
        let inner = line.split_once("**");
        inner.is_some_and(|(_, rest)| rest.contains("**"))
    };
    has(b"](")
        || has(b"#") && text.lines().any(|line| heading(line).is_some())
        || has(b"**") && text.lines().any(is_strong)
}

/// The level of a heading that is marked as one, and where its text starts.
pub(super) fn heading(line: &str) -> Option<(u8, usize)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(level..)?;
    let text = rest.trim_start();
    let level = u8::try_from(level)
        .ok()
        .filter(|level| (1..=6).contains(level))?;
    (rest.len() > text.len() && !text.is_empty()).then(|| (level, line.len() - text.len()))
}

/// A line without its marks, which starts at a byte of the file.
pub(super) fn unmarked(line: &str, from: u64, links: &mut Vec<Link>) -> Text {
    let mut text = Text::default();
    add(line, from, &mut text, links);
    text.trimmed()
}

fn add(line: &str, from: u64, text: &mut Text, links: &mut Vec<Link>) {
    let mut rest = line;
    while let Some(found) = rest.find(['\\', '[', '!', '<', '*', '_', '`']) {
        let (before, marked) = rest.split_at(found);
        let at = |rest: &str| from + (line.len() - rest.len()) as u64;
        text.push_verbatim(before, at(rest));
        let here = at(marked);
        let is_in_word = before.ends_with(char::is_alphanumeric);
        let taken = escaped(marked, here, text)
            .or_else(|| link(marked, here, text, links))
            .or_else(|| address(marked, here, text, links))
            .or_else(|| emphasis(marked, is_in_word, here, text, links));
        rest = match taken {
            Some(length) => marked.get(length..).unwrap_or_default(),
            None => {
                let mark = marked.chars().next().map_or(1, char::len_utf8);
                let (mark, rest) = marked.split_at(mark);
                text.push_verbatim(mark, here);
                rest
            }
        };
    }
    text.push_verbatim(rest, from + (line.len() - rest.len()) as u64);
}

/// The first bytes in which the end of a mark is looked for.
fn near(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn escaped(marked: &str, here: u64, text: &mut Text) -> Option<usize> {
    let escaped = marked.strip_prefix('\\')?;
    let mark = escaped.chars().next().filter(char::is_ascii_punctuation)?;
    text.push_verbatim(escaped.get(..mark.len_utf8())?, here + 1);
    Some(1 + mark.len_utf8())
}

/// `[text](target)`, and an image likewise.
fn link(marked: &str, here: u64, text: &mut Text, links: &mut Vec<Link>) -> Option<usize> {
    let lead = if marked.starts_with("![") { 2 } else { 1 };
    let inner = near(
        marked
            .strip_prefix("![")
            .or_else(|| marked.strip_prefix('['))?,
    );
    let end = inner.find("](")?;
    let said = inner.get(..end).filter(|said| !said.contains('['))?;
    let target = inner.get(end + 2..)?;
    let close = target.find(')')?;
    let target = target.get(..close)?;
    let start = text.as_str().len();
    add(said, here + lead as u64, text, links);
    let length = lead + end + 2 + close + 1;
    links.push(Link {
        text: text.as_str().get(start..).unwrap_or_default().to_owned(),
        target: target.trim().to_owned(),
        place: Place::Bytes {
            from: here,
            to: here + length as u64,
        },
    });
    Some(length)
}

/// `<https://…>`
fn address(marked: &str, here: u64, text: &mut Text, links: &mut Vec<Link>) -> Option<usize> {
    let inner = near(marked.strip_prefix('<')?);
    let address = inner.get(..inner.find('>')?)?;
    let is_address = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    if !is_address || address.contains(char::is_whitespace) {
        return None;
    }
    text.push_verbatim(address, here + 1);
    links.push(Link {
        text: address.to_owned(),
        target: address.to_owned(),
        place: Place::Bytes {
            from: here,
            to: here + address.len() as u64 + 2,
        },
    });
    Some(address.len() + 2)
}

/// `**strong**`, `*emphasis*`, `_emphasis_`, `` `code` ``.
fn emphasis(
    marked: &str,
    is_in_word: bool,
    here: u64,
    text: &mut Text,
    links: &mut Vec<Link>,
) -> Option<usize> {
    let mark = ["***", "**", "__", "*", "_", "`"]
        .into_iter()
        .find(|mark| marked.starts_with(mark))?;
    if mark.starts_with('_') && is_in_word {
        return None;
    }
    let inner = near(marked.get(mark.len()..)?);
    if inner.starts_with(char::is_whitespace) {
        return None;
    }
    let mut ends = inner.match_indices(mark).map(|(end, _)| end);
    let end = ends.find(|end| {
        let (before, after) = (inner.get(..*end), inner.get(end + mark.len()..));
        let closes = before
            .is_some_and(|before| !before.is_empty() && !before.ends_with(char::is_whitespace));
        // A single mark is not half of a double one.
        let is_whole = after.is_some_and(|after| mark.len() > 1 || !after.starts_with(mark))
            && before.is_some_and(|before| mark.len() > 1 || !before.ends_with(mark));
        let ends_word = !mark.starts_with('_')
            || after.is_some_and(|after| !after.starts_with(char::is_alphanumeric));
        closes && is_whole && ends_word
    })?;
    let said = inner.get(..end)?;
    match mark {
        "`" => text.push_verbatim(said, here + 1),
        _ => add(said, here + mark.len() as u64, text, links),
    }
    Some(end + 2 * mark.len())
}
