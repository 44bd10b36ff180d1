//! Surrogate pairs of JSON, which YAML does not know.
//!
//! JSON writes a character beyond U+FFFF as two escapes, `\ud83d\ude00`, where YAML has one, `\U0001f600`.

use std::borrow::Cow;

use super::syntax::quoted_end;

/// How many characters the one escape is shorter than the two.
const SHORTER: usize = 2;

/// A text whose pairs of surrogate escapes are written as YAML writes them.
#[derive(Debug)]
pub(super) struct Joined<'a> {
    text: Cow<'a, str>,
    /// The characters of the text that come right after an escape that was joined, ascending.
    ends: Vec<usize>,
}

impl<'a> Joined<'a> {
    /// Joins the pairs in the strings of a text that is JSON; any other text stays as it is.
    pub(super) fn new(text: &'a str) -> Self {
        let mut joined = Self {
            text: Cow::Borrowed(text),
            ends: Vec::new(),
        };
        if text.trim_start().starts_with(['{', '[']) {
            joined.join(text);
        }
        joined
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The character of the text as it was written that a character of this text stands for.
    pub(super) fn written(&self, character: usize) -> usize {
        character + SHORTER * self.ends.partition_point(|&end| end <= character)
    }

    fn join(&mut self, text: &str) {
        let mut out = String::new();
        let (mut copied, mut characters) = (0, 0);
        for (at, character) in pairs(text) {
            let before = text.get(copied..at).unwrap_or_default();
            let escape = format!("\\U{:08x}", u32::from(character));
            characters += before.chars().count() + escape.len();
            out.push_str(before);
            out.push_str(&escape);
            copied = at + escape.len() + SHORTER;
            self.ends.push(characters);
        }
        if !self.ends.is_empty() {
            out.push_str(text.get(copied..).unwrap_or_default());
            self.text = Cow::Owned(out);
        }
    }
}

/// The pairs in the strings of a text: the byte at which each is written, and its character.
fn pairs(text: &str) -> Vec<(usize, char)> {
    let bytes = text.as_bytes();
    let mut pairs = Vec::new();
    // A string starts where a value or a key can; elsewhere a quote is part of a text without quotes.
    let (mut at, mut may_start) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' if may_start => {
                let end = quoted_end(text, at).unwrap_or(bytes.len());
                if byte == b'"' {
                    pairs_within(text, at, end, &mut pairs);
                }
                (at, may_start) = (end, false);
                continue;
            }
            b'#' if at == 0 || matches!(bytes.get(at - 1), Some(b' ' | b'\t' | b'\n')) => {
                let rest = bytes.iter().skip(at);
                at += rest.take_while(|&&byte| byte != b'\n').count();
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            byte => may_start = matches!(byte, b'{' | b'[' | b',' | b':'),
        }
        at += 1;
    }
    pairs
}

fn pairs_within(text: &str, start: usize, end: usize, pairs: &mut Vec<(usize, char)>) {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        match (bytes.get(at), pair(text, at)) {
            (_, Some(character)) => {
                pairs.push((at, character));
                at += 12;
            }
            (Some(b'\\'), None) => at += 2,
            _ => at += 1,
        }
    }
}

/// The character that two escapes stand for, if a high surrogate and a low one are written at this byte.
pub(super) fn pair(text: &str, at: usize) -> Option<char> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        hexadecimal.then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let units = [unit(at)?, unit(at + 6)?];
    let mut decoded = char::decode_utf16(units);
    let character = decoded.next()?.ok()?;
    decoded.next().is_none().then_some(character)
}

#[cfg(test)]
mod tests {
    use super::Joined;

    #[test]
    fn pairs_in_strings_are_joined() {
        for (written, joined) in [
            (r#"{"a": "\ud83d\ude00"}"#, r#"{"a": "\U0001f600"}"#),
            (
                r#"["\uD83D\uDE00","é\ud83d\ude00x"]"#,
                r#"["\U0001f600","é\U0001f600x"]"#,
            ),
            // Escaped backslashes, lone surrogates, and two characters of the basic plane.
            (r#"["\\ud83d\\ude00"]"#, r#"["\\ud83d\\ude00"]"#),
            (r#"["\ud83d\ud83d\ude00"]"#, r#"["\ud83d\U0001f600"]"#),
            (r#"["\ud83d"]"#, r#"["\ud83d"]"#),
            (r#"["\ude00\ud83d"]"#, r#"["\ude00\ud83d"]"#),
            (r#"["\u0041\u0042"]"#, r#"["\u0041\u0042"]"#),
            // What is no string in double quotes.
            (r#"['\ud83d\ude00']"#, r#"['\ud83d\ude00']"#),
            (r#"[a "\ud83d\ude00"]"#, r#"[a "\ud83d\ude00"]"#),
            (
                "{ # it's \"\n\"a\": \"\\ud83d\\ude00\"}",
                "{ # it's \"\n\"a\": \"\\U0001f600\"}",
            ),
            (r#"a: "\ud83d\ude00""#, r#"a: "\ud83d\ude00""#),
            (r#"["\ud83d\ude00"#, r#"["\U0001f600"#),
            (r#"["\ud83d\ude0"#, r#"["\ud83d\ude0"#),
        ] {
            assert_eq!(Joined::new(written).text(), joined, "{written}");
        }
    }

    #[test]
    fn characters_keep_their_places() {
        let written = r#"["é\ud83d\ude00", "\ud83d\ude00z"]"#;
        let joined = Joined::new(written);
        for marked in ['[', 'é', ',', 'z', ']'] {
            let place = |text: &str| text.chars().position(|one| one == marked).unwrap();
            assert_eq!(
                joined.written(place(joined.text())),
                place(written),
                "{marked}"
            );
        }
    }
}
