//! A page of text, 100 columns wide, with styles that a terminal shows and a file does not.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

/// The width of a page in columns.
const WIDTH: usize = 100;

/// How a part of a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Favourable, or met.
    Good,
    /// Unfavourable, or not met.
    Bad,
    /// Open.
    Open,
    /// A title.
    Strong,
    /// Of less weight.
    Faint,
}

impl Style {
    fn ansi(self) -> Ansi {
        match self {
            Self::Good => Ansi::new().bold().fg_color(Some(AnsiColor::Green.into())),
            Self::Bad => Ansi::new().bold().fg_color(Some(AnsiColor::Red.into())),
            Self::Open => Ansi::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
            Self::Strong => Ansi::new().bold(),
            Self::Faint => Ansi::new().dimmed(),
        }
    }

    fn paint(self, text: &str) -> String {
        let style = self.ansi();
        format!("{style}{text}{style:#}")
    }
}

/// A page being written.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    /// The page as text.
    pub(crate) fn into_text(self) -> String {
        let mut text = self.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// An empty line, but never two.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The first line: the outcome and what it is about.
    pub(crate) fn lead(&mut self, style: Style, outcome: &str, rest: &str) {
        let indent = outcome.chars().count() + 3;
        let mut lines = wrap(rest, WIDTH.saturating_sub(indent)).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "{}   {first}", style.paint(outcome));
        for line in lines {
            let _ = writeln!(self.text, "{:indent$}{line}", "");
        }
    }

    /// A title of a part of the page.
    pub(crate) fn title(&mut self, title: &str) {
        for line in wrap(title, WIDTH) {
            let _ = writeln!(self.text, "{}", Style::Strong.paint(&line));
        }
    }

    /// Lines that are laid out already.
    pub(crate) fn verbatim(&mut self, lines: &str) {
        for line in lines.lines() {
            let _ = writeln!(self.text, "{}", line.trim_end());
        }
    }

    /// A paragraph, indented.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        for line in wrap(text, WIDTH.saturating_sub(indent)) {
            let _ = writeln!(self.text, "{:indent$}{line}", "");
        }
    }

    /// A paragraph of less weight.
    pub(crate) fn faint(&mut self, text: &str) {
        for line in wrap(text, WIDTH) {
            let _ = writeln!(self.text, "{}", Style::Faint.paint(&line));
        }
    }

    /// A paragraph of less weight, indented.
    pub(crate) fn faint_at(&mut self, indent: usize, text: &str) {
        for line in wrap(text, WIDTH.saturating_sub(indent)) {
            let _ = writeln!(self.text, "{:indent$}{}", "", Style::Faint.paint(&line));
        }
    }

    /// A named entry, its text beside the name.
    pub(crate) fn entry(&mut self, name: &str, text: &str) {
        self.columns(2, &[(name, 20)], text);
    }

    /// Short columns and a text beside them that wraps under itself.
    pub(crate) fn columns(&mut self, indent: usize, columns: &[(&str, usize)], text: &str) {
        let mut head = " ".repeat(indent);
        for (column, width) in columns {
            let pad = width.saturating_sub(column.chars().count()).max(1);
            let _ = write!(head, "{column}{:pad$}", "");
        }
        let under = head.chars().count();
        let mut lines = wrap(text, WIDTH.saturating_sub(under)).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "{}", format!("{head}{first}").trim_end());
        for line in lines {
            let _ = writeln!(self.text, "{:under$}{line}", "");
        }
    }

    /// A line with a mark before it.
    pub(crate) fn marked(&mut self, indent: usize, style: Style, mark: char, text: &str) {
        let under = indent + 2;
        let mut lines = wrap(text, WIDTH.saturating_sub(under)).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(
            self.text,
            "{:indent$}{} {first}",
            "",
            style.paint(&mark.to_string())
        );
        for line in lines {
            let _ = writeln!(self.text, "{:under$}{line}", "");
        }
    }

    /// An item of a list.
    pub(crate) fn bullet(&mut self, text: &str) {
        let mut lines = wrap(text, WIDTH - 4).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "  - {first}");
        for line in lines {
            let _ = writeln!(self.text, "    {line}");
        }
    }
}

/// A text in lines of at most so many columns; a word longer than a line stands alone.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        let length = line.chars().count();
        if length == 0 {
            line.push_str(word);
        } else if length + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_the_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensible so", 4), ["incomprehensible", "so"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
