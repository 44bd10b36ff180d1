//! Whether a file is HTML, by what it says.

use encoding_rs::Encoding;

use super::tags::is_block;

/// How much of a file is looked at, in bytes.
const LOOKED_AT: usize = 64 * 1024;
/// A text without a page around it is HTML if a tag of a block ends at least once in so many bytes.
const APART: usize = 400;

/// Whether bytes are HTML: a page, or a fragment that has mostly its tags.
pub(in crate::read) fn is_html(bytes: &[u8]) -> bool {
    let looked_at = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(looked_at).0,
        None => String::from_utf8_lossy(looked_at),
    };
    let start = without_lead(&text);
    let lower: String = start.chars().take(16).collect::<String>().to_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|lead| lower.starts_with(lead));
    if is_page {
        return true;
    }
    // A heading of Markdown is none of HTML, whatever tags stand among its words.
    let is_markdown = text.lines().any(|line| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && rest.starts_with(' ')
    });
    if is_markdown {
        return false;
    }
    let ends = ends_of_blocks(&text);
    let starts_with_tag = ["<", "&lt;"].iter().any(|lead| {
        let tag = start.strip_prefix(lead);
        tag.is_some_and(|tag| is_block(name(tag)) || is_inline(name(tag)))
    });
    match starts_with_tag {
        true => ends >= 1 || text.to_lowercase().contains("<br"),
        false => ends >= 2 && ends * APART >= text.len(),
    }
}

/// A text from its first tag or word on: without a mark of byte order, white space, comments and instructions.
fn without_lead(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match (rest.strip_prefix("<!--"), rest.strip_prefix("<?")) {
            (Some(comment), _) => comment.split_once("-->"),
            (_, Some(instruction)) => instruction.split_once('>'),
            _ => None,
        };
        match end {
            Some((_, after)) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

/// How many tags of blocks end in a text.
fn ends_of_blocks(text: &str) -> usize {
    let ends = text.split("</").skip(1).chain(text.split("&lt;/").skip(1));
    ends.filter(|rest| is_block(name(rest))).count()
}

/// The name of a tag at the start of a text.
fn name(tag: &str) -> &str {
    let end = tag.find(|mark: char| !mark.is_ascii_alphanumeric());
    tag.get(..end.unwrap_or(tag.len())).unwrap_or_default()
}

fn is_inline(name: &str) -> bool {
    [
        "a", "b", "br", "em", "font", "i", "span", "strong", "sup", "u",
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(name))
}
