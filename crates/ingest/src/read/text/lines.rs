//! A text as lines, each with its place in the file.

use memchr::memchr_iter;

/// A line of a text, without white space at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// What it says.
    pub(super) text: &'t str,
    /// The byte of the file at which that starts.
    pub(super) from: u64,
    /// How many columns it is indented by; a tab goes to the next multiple of four.
    pub(super) indent: usize,
}

impl Line<'_> {
    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// The lines of a text that starts at a byte of the file.
pub(super) fn lines(text: &str, offset: u64) -> Vec<Line<'_>> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut lines = Vec::new();
    let mut start = 0;
    for end in ends {
        let whole = text.get(start..end).unwrap_or_default();
        lines.push(line(whole, offset + start as u64));
        start = end + 1;
    }
    lines
}

fn line(whole: &str, from: u64) -> Line<'_> {
    let rest = whole.trim_start();
    let mut indent = 0;
    for space in whole
        .get(..whole.len() - rest.len())
        .unwrap_or_default()
        .chars()
    {
        indent = match space {
            '\t' => (indent / 4 + 1) * 4,
            '\u{c}' => 0,
            _ => indent + 1,
        };
    }
    Line {
        text: rest.trim_end(),
        from: from + (whole.len() - rest.len()) as u64,
        indent,
    }
}
