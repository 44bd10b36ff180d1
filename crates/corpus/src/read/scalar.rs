//! Single values read as what they have to be.

use std::fmt::Display;
use std::str::FromStr;

use super::{Item, similar::suggestion};
use crate::diagnostic::{Code, Diagnostic, Problems, shown};
use crate::yaml::{Style, Value, looks_like};

impl<'a> Item<'a> {
    /// Text, in any style.
    pub fn text(self, problems: &mut Problems) -> Option<&'a str> {
        self.scalar("text", problems).map(|(text, _)| text)
    }

    /// A code, such as a CPT code or an identifier: what looks like a number, a date or a truth value must be quoted.
    ///
    /// The text is returned even where the quotes are missing, so that reading goes on.
    pub fn code(self, problems: &mut Problems) -> Option<&'a str> {
        let (text, _) = self.scalar("a code", problems)?;
        if let Some(problem) = self.unquoted("the code") {
            problems.push(problem);
        }
        Some(text)
    }

    /// The problem with a plain scalar that some reader of YAML takes for a number, a date or a truth value.
    ///
    /// `what` names the value in the message: "the code".
    pub(crate) fn unquoted(self, what: &str) -> Option<Diagnostic> {
        let Value::Scalar {
            text,
            style: Style::Plain,
        } = &self.node().value
        else {
            return None;
        };
        let other = looks_like(text)?;
        let text = shown(text);
        let message = format!("{what} `{text}` looks like {other}");
        let problem = self.problem(Code::NOT_QUOTED, message);
        Some(problem.with_help(format!("write it in quotes: \"{text}\"")))
    }

    /// `true` or `false`, without quotes.
    pub fn boolean(self, problems: &mut Problems) -> Option<bool> {
        match self.scalar("true or false", problems)? {
            ("true", Style::Plain) => Some(true),
            ("false", Style::Plain) => Some(false),
            _ => self.malformed(
                "expected true or false",
                "write true or false, without quotes",
                problems,
            ),
        }
    }

    /// A whole number, without quotes, in the range of an `i64`.
    pub fn integer(self, problems: &mut Problems) -> Option<i64> {
        const WANTED: &str = "expected a whole number";
        const HELP: &str = "write digits only, without quotes, such as 12";
        let (text, style) = self.scalar("a whole number", problems)?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let canonical = text == "0"
            || (!digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()));
        match text.parse() {
            Ok(number) if canonical && style == Style::Plain => Some(number),
            _ => self.malformed(WANTED, HELP, problems),
        }
    }

    /// A value of the domain, read by its own parser, whose error becomes the message.
    ///
    /// `what` names the value in messages, with an article: "a date".
    pub fn parse<T>(self, what: &str, problems: &mut Problems) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let (text, _) = self.scalar(what, problems)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("`{}` is not {what}: {error}", shown(text));
                problems.push(
                    self.problem(Code::MALFORMED_VALUE, message)
                        .with_help(format!("write {what}")),
                );
                None
            }
        }
    }

    /// A value of the domain, read by its own parser, whose error is the message as it stands.
    pub(crate) fn parse_with<T, E: Display>(
        self,
        what: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
        problems: &mut Problems,
    ) -> Option<T> {
        let (text, _) = self.scalar(what, problems)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                problems.push(
                    self.problem(Code::MALFORMED_VALUE, error.to_string())
                        .with_help(format!("write {what}")),
                );
                None
            }
        }
    }

    /// One of a few words, and what it stands for.
    pub fn choice<T: Copy>(
        self,
        choices: &[(&'static str, T)],
        problems: &mut Problems,
    ) -> Option<T> {
        let (text, _) = self.scalar("a word", problems)?;
        if let Some(&(_, value)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(value);
        }
        let words: Vec<_> = choices.iter().map(|&(word, _)| word).collect();
        let message = format!("`{}` is not one of the permitted words", shown(text));
        problems.push(
            self.problem(Code::UNKNOWN_CHOICE, message)
                .with_help(suggestion(text, &words)),
        );
        None
    }

    fn scalar(self, wanted: &str, problems: &mut Problems) -> Option<(&'a str, Style)> {
        match &self.node().value {
            Value::Scalar { text, style } => Some((text, *style)),
            Value::Sequence(_) | Value::Mapping(_) | Value::Null => {
                self.unexpected(wanted, problems)
            }
        }
    }

    fn malformed<T>(self, wanted: &str, help: &str, problems: &mut Problems) -> Option<T> {
        let text = shown(self.node().as_text().unwrap_or_default());
        let quoted = matches!(
            &self.node().value,
            Value::Scalar {
                style: Style::Quoted,
                ..
            }
        );
        let found = if quoted {
            format!("\"{text}\"")
        } else {
            text.into_owned()
        };
        let message = format!("{wanted}, found `{found}`");
        problems.push(self.problem(Code::MALFORMED_VALUE, message).with_help(help));
        None
    }
}
