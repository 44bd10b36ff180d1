//! What is wrong with text that is not YAML, and what to do about it.
//!
//! The parser tells a place and a phrase. The kind is found by looking at the text at that place, not by reading the
//! phrase, so that another version of the parser can say it differently.

use super::limits::MAX_DEPTH;
use super::surrogates;
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span};

/// The diagnostic for text that the parser stopped at.
pub(super) fn explain(file: &SourceFile, at: usize, phrase: &str) -> Diagnostic {
    let text = file.text();
    let here = text.as_bytes().get(at).copied();
    if matches!(here, Some(b'"' | b'\'')) && quoted_end(text, at).is_none() {
        return unclosed_quote(file, at);
    }
    if let Some(escape) = bad_escape(text, at) {
        let written = file.slice(escape);
        let message = format!("the escape `{written}` stands for no character");
        return Diagnostic::new(Code::SYNTAX, file.id(), escape, message)
            .with_help("write the character itself, and a backslash as two");
    }
    if let Some(tab) = indenting_tab(file, at) {
        return Diagnostic::new(
            Code::TAB_INDENTATION,
            file.id(),
            Span::of(tab..tab + 1),
            "a tab cannot indent",
        )
        .with_label("this is a tab")
        .with_help("indent with spaces, two a level");
    }
    let open = open_brackets(text.get(..at).unwrap_or_default());
    if let Some(&deep) = open.get(MAX_DEPTH) {
        return too_deep(file, deep);
    }
    match (here, open.last()) {
        (Some(b'*' | b'&'), _) => alias(file, at),
        (Some(b'!'), _) => tag(file, at),
        (_, Some(&bracket)) => unclosed_bracket(file, bracket, at),
        (Some(b':'), None) => misplaced_colon(file, at),
        _ => {
            let message = format!("this is not valid YAML: {phrase}");
            Diagnostic::new(Code::SYNTAX, file.id(), one_character(text, at), message).with_help(
                "compare the indentation with the lines around it; put quotes around text with special characters",
            )
        }
    }
}

/// The diagnostic for an anchor or an alias.
pub(super) fn alias(file: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::new(Code::ALIAS, file.id(), word(file.text(), at), "anchors and aliases are not supported").with_help(
        "write the value out where it is used; put quotes around text that starts with an asterisk or an ampersand",
    )
}

/// The diagnostic for a tag.
pub(super) fn tag(file: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TAG,
        file.id(),
        word(file.text(), at),
        "tags are not supported",
    )
    .with_help("remove the tag; put quotes around text that starts with an exclamation mark")
}

/// The diagnostic for the first list or mapping that is nested too deep.
pub(super) fn too_deep(file: &SourceFile, at: usize) -> Diagnostic {
    let message = format!("values are nested more than {MAX_DEPTH} levels deep");
    Diagnostic::new(
        Code::NESTED_TOO_DEEP,
        file.id(),
        one_character(file.text(), at),
        message,
    )
    .with_help("flatten the value; a deep criterion is better split into named criteria")
}

/// The end of the quoted text that starts with the quote at this byte, or nothing if it is not closed.
pub(super) fn quoted_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(start)?;
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if byte != quote => at += 1,
            _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// The first escape that stands for no character, in the text that is quoted at this byte.
fn bad_escape(text: &str, start: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let end = quoted_end(text, start)?;
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..end)?;
        at += rest.iter().position(|&byte| byte == b'\\')?;
        at += match escape(text, at) {
            Some(length) => length,
            None => {
                let written = bytes.get(at + 2..end)?;
                let digits = written.iter().take_while(|byte| byte.is_ascii_hexdigit());
                let long = match bytes.get(at + 1)? {
                    b'u' => 4,
                    b'x' => 2,
                    b'U' => 8,
                    _ => 0,
                };
                let character = text.get(at + 1..)?.chars().next()?;
                let end = at + 1 + character.len_utf8() + digits.count().min(long);
                return Some(Span::of(at..end));
            }
        };
    }
}

/// How long the escape at this byte is, if it stands for a character or for a pair of JSON.
fn escape(text: &str, at: usize) -> Option<usize> {
    let digits = match text.as_bytes().get(at + 1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        byte => return b"0abt\tnvfe \"/\\N_LP\r\n".contains(byte).then_some(2),
    };
    if surrogates::pair(text, at).is_some() {
        return Some(12);
    }
    let number = text.get(at + 2..at + 2 + digits)?;
    let character = u32::from_str_radix(number, 16)
        .ok()
        .and_then(char::from_u32);
    character.map(|_| 2 + digits)
}

fn unclosed_quote(file: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::new(
        Code::UNCLOSED,
        file.id(),
        Span::of(at..at + 1),
        "the quote is not closed",
    )
    .with_label("opened here")
    .with_help("close it; to write the quote itself, put the other kind of quotes around the text")
}

fn unclosed_bracket(file: &SourceFile, bracket: usize, at: usize) -> Diagnostic {
    let text = file.text();
    let opened = Span::of(bracket..bracket + 1);
    let closing = if text.as_bytes().get(bracket) == Some(&b'[') {
        ']'
    } else {
        '}'
    };
    let problem = if at >= text.trim_end().len() {
        Diagnostic::new(
            Code::UNCLOSED,
            file.id(),
            opened,
            "the bracket is not closed",
        )
        .with_label("opened here")
    } else {
        let here = one_character(text, at);
        Diagnostic::new(
            Code::UNCLOSED,
            file.id(),
            here,
            "this cannot stand inside the brackets",
        )
        .with_context(file.id(), opened, "opened here")
    };
    problem.with_help(format!(
        "close it with `{closing}`, put commas between the values, and quotes around text with brackets"
    ))
}

fn misplaced_colon(file: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::new(Code::MISPLACED_COLON, file.id(), Span::of(at..at + 1), "no value can start at this colon").with_help(
        "put quotes around text that contains a colon and a space, or align the key with the others of its mapping",
    )
}

/// The first tab among the blanks that start the line of a byte.
fn indenting_tab(file: &SourceFile, at: usize) -> Option<usize> {
    let offset = u32::try_from(at).ok()?;
    let line = file.line_range(file.line_of(offset));
    let written = file.text().get(line.clone())?;
    let blanks = written.len() - written.trim_start_matches([' ', '\t']).len();
    let tab = written.get(..blanks)?.find('\t')?;
    Some(line.start + tab)
}

/// The places of the brackets that are not closed within the text.
fn open_brackets(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut open = Vec::new();
    let mut at = 0;
    let mut before = b'\n';
    while let Some(&byte) = bytes.get(at) {
        let starts = matches!(before, b' ' | b'\t' | b'\n' | b'[' | b'{' | b',' | b':');
        let mut next = at + 1;
        match byte {
            b'"' | b'\'' if starts => next = quoted_end(text, at).unwrap_or(bytes.len()),
            b'#' if matches!(before, b' ' | b'\t' | b'\n') => next = line_end(bytes, at),
            b'[' | b'{' if starts || !open.is_empty() => open.push(at),
            b']' | b'}' => drop(open.pop()),
            _ => {}
        }
        before = if next == at + 1 { byte } else { b'"' };
        at = next;
    }
    open
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest
        .iter()
        .position(|&byte| byte == b'\n')
        .unwrap_or(rest.len())
}

/// The character at this byte, or nothing at the end of a line.
pub(super) fn one_character(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    let character = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .filter(|&character| character != '\n');
    Span::of(at..at + character.map_or(0, char::len_utf8))
}

/// What is written from this byte to the next blank, comma or closing bracket.
pub(super) fn word(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest
        .find([' ', '\t', '\n', '\r', ',', ']', '}'])
        .unwrap_or(rest.len());
    Span::of(at..at + end)
}
