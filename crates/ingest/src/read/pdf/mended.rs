//! Content whose brackets do not match, made so that it can be read to its end.
//!
//! The library stops at a bracket that nothing opened or closes: the text behind it would be lost without a word.

/// Blanks brackets of content that nothing opened, or that nothing closes before the next operator.
pub(super) fn mend(content: &mut [u8]) {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = 0;
    while let Some(byte) = content.get(at).copied() {
        let next = content.get(at + 1).copied();
        at = match (byte, next) {
            (b'%', _) => after(content, at, |byte| matches!(byte, b'\n' | b'\r')),
            (b'(', _) => string(content, at),
            (b'<', Some(b'<')) => {
                open.push((b'<', at));
                at + 2
            }
            (b'<', _) => after(content, at, |byte| byte == b'>'),
            (b'>', Some(b'>')) if open.last().is_some_and(|(kind, _)| *kind == b'<') => {
                open.pop();
                at + 2
            }
            (b'[', _) => {
                open.push((b'[', at));
                at + 1
            }
            (b']', _) if open.last().is_some_and(|(kind, _)| *kind == b'[') => {
                open.pop();
                at + 1
            }
            (b'>' | b']' | b')' | b'{' | b'}', _) => {
                blank(content, at, 1);
                at + 1
            }
            (b'/', _) => word(content, at + 1),
            _ if is_regular(byte) => {
                let end = word(content, at);
                let said = content.get(at..end).unwrap_or_default();
                let is_operator = !byte.is_ascii_digit()
                    && !matches!(byte, b'+' | b'-' | b'.')
                    && !matches!(said, b"true" | b"false" | b"null" | b"R");
                let is_picture = said == b"ID";
                if is_operator && !is_picture {
                    for (kind, from) in open.drain(..) {
                        blank(content, from, if kind == b'<' { 2 } else { 1 });
                    }
                }
                match is_picture {
                    true => picture(content, end),
                    false => end,
                }
            }
            _ => at + 1,
        };
    }
}

fn blank(content: &mut [u8], from: usize, count: usize) {
    for byte in content.iter_mut().skip(from).take(count) {
        *byte = b' ';
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            0 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

/// Where a word ends.
fn word(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| is_regular(**byte)).count()
}

/// Where what follows the next of some bytes begins.
fn after(content: &[u8], from: usize, is_end: impl Fn(u8) -> bool) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let length = rest.iter().position(|byte| is_end(*byte));
    length.map_or(content.len(), |length| from + length + 1)
}

/// Where a string ends; one that nothing closes takes the rest.
fn string(content: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let rest = content.get(from..).unwrap_or_default();
    for (length, byte) in rest.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' if depth == 1 => return from + length + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    content.len()
}

/// Where a picture within the content ends.
fn picture(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let mut ends = memchr::memmem::find_iter(rest, b"EI");
    let end = ends.find(|at| {
        let before = at.checked_sub(1).and_then(|at| rest.get(at));
        let after = rest.get(at + 2);
        before.is_some_and(u8::is_ascii_whitespace) && after.is_none_or(u8::is_ascii_whitespace)
    });
    end.map_or(content.len(), |end| from + end + 2)
}
