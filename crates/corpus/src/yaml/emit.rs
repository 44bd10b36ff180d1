//! YAML written so that it reads back as the same tree.

use std::fmt;

use super::plain::is_ambiguous;
use super::screen::is_invisible;

/// Lists of single values that fit on a line this long are written on one line.
const LINE_WIDTH: usize = 100;

/// A longer key is announced by a question mark: readers look no further than 1,024 characters for its colon.
const MAX_SIMPLE_KEY: usize = 128;

/// A value to be written; [`to_string`](ToString::to_string) gives the text of a file.
///
/// The same value always gives the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doc {
    /// Text, in quotes wherever some reader could take it for something else.
    Text(String),
    /// A number, date, quantity or truth value, written without quotes where YAML permits.
    Raw(String),
    /// A list.
    List(Vec<Doc>),
    /// Entries in the order of writing, each key once.
    Map(Vec<(String, Doc)>),
}

impl fmt::Display for Doc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        match self.on_one_line(0, Context::Block) {
            Some(line) => out.push_str(&line),
            None => self.write_block(&mut out, 0),
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
        f.write_str(&out)
    }
}

/// Where a scalar stands: brackets and commas have a meaning inside flow lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Block,
    Flow,
}

impl Doc {
    /// The value as it can stand behind a key or a dash, if it needs one line only.
    fn on_one_line(&self, indent: usize, context: Context) -> Option<String> {
        match self {
            Self::Text(text) if context == Context::Block && is_literal(text) => None,
            Self::Text(text) if is_ambiguous(text) || !is_plain(text, context) => {
                Some(quoted(text))
            }
            Self::Raw(text) if !is_plain(text, context) => Some(quoted(text)),
            Self::Text(text) | Self::Raw(text) => Some(text.clone()),
            Self::Map(entries) => entries.is_empty().then(|| "{}".to_owned()),
            Self::List(items) if items.is_empty() => Some("[]".to_owned()),
            Self::List(items) => flow_list(items, indent),
        }
    }

    /// The value over several lines; the first is taken to be indented already.
    fn write_block(&self, out: &mut String, indent: usize) {
        match self {
            Self::Text(text) | Self::Raw(text) => write_literal(out, text, indent.max(2)),
            Self::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    new_line(out, at, indent);
                    out.push('-');
                    match item.on_one_line(indent + 2, Context::Block) {
                        Some(line) => push_after_blank(out, &line),
                        None => {
                            out.push(' ');
                            item.write_block(out, indent + 2);
                        }
                    }
                }
            }
            Self::Map(entries) => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    new_line(out, at, indent);
                    write_key(out, key, indent);
                    value.write_after_key(out, indent + 2);
                }
            }
        }
    }

    fn write_after_key(&self, out: &mut String, indent: usize) {
        match (self.on_one_line(indent, Context::Block), self) {
            (Some(line), _) => push_after_blank(out, &line),
            (None, Self::Text(_) | Self::Raw(_)) => {
                out.push(' ');
                self.write_block(out, indent);
            }
            (None, Self::List(_) | Self::Map(_)) => {
                new_line(out, 1, indent);
                self.write_block(out, indent);
            }
        }
    }
}

/// A list of single values within brackets, if it fits on the line.
fn flow_list(items: &[Doc], indent: usize) -> Option<String> {
    let mut line = String::from("[");
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            line.push_str(", ");
        }
        let (Doc::Text(_) | Doc::Raw(_)) = item else {
            return None;
        };
        line.push_str(&item.on_one_line(indent, Context::Flow)?);
        if indent + line.len() >= LINE_WIDTH {
            return None;
        }
    }
    line.push(']');
    Some(line)
}

fn write_key(out: &mut String, key: &str, indent: usize) {
    let plain = is_plain(key, Context::Flow) && !is_ambiguous(key) && key != "<<";
    let written = if plain { key.to_owned() } else { quoted(key) };
    if written.chars().count() > MAX_SIMPLE_KEY {
        out.push_str("? ");
        out.push_str(&written);
        new_line(out, 1, indent);
    } else {
        out.push_str(&written);
    }
    out.push(':');
}

fn push_after_blank(out: &mut String, line: &str) {
    out.push(' ');
    out.push_str(line);
}

/// Starts the line of an item, unless it is the first, which stands where its list was announced.
fn new_line(out: &mut String, at: usize, indent: usize) {
    if at > 0 {
        if !out.ends_with('\n') {
            out.push('\n');
        }
        out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// Lines of text as they are, behind a bar; a minus says that the last line does not end.
fn write_literal(out: &mut String, text: &str, indent: usize) {
    out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
    for line in text.lines() {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out.push('\n');
}

/// Whether the text is best written as the lines that it consists of.
fn is_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    body.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && !body
            .chars()
            .any(|character| character != '\n' && needs_escape(character))
        && body.split('\n').all(|line| line.is_empty() || !blank(line))
}

/// Whether the text can stand without quotes and is read as exactly this text.
fn is_plain(text: &str, context: Context) -> bool {
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return false;
    };
    let second = characters.next();
    let starts = match first {
        '-' => second.is_some_and(char::is_alphanumeric),
        '.' => second != Some('.'),
        _ => !"?:,[]{}#&*!|>'\"%@`=".contains(first),
    };
    let free = match context {
        Context::Block => !text.contains(": ") && !text.contains(" #") && !text.ends_with(':'),
        // YAML permits `[a -]`, but the parser takes the dash for the start of a list.
        Context::Flow => !text.contains(" -") && text.chars().all(is_free_in_flow),
    };
    starts
        && free
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.chars().any(needs_escape)
}

fn is_free_in_flow(character: char) -> bool {
    character.is_alphanumeric() || " -_./%+<>=~".contains(character)
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if needs_escape(character) => {
                out.push_str(&format!("\\u{:04X}", u32::from(character)))
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Whether the character cannot be seen for what it is. All of these are within the first 65,536 characters.
fn needs_escape(character: char) -> bool {
    is_invisible(character) || (character.is_whitespace() && character != ' ')
}
