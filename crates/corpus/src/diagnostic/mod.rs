//! Problems found in files: what is wrong, where, under which stable code, and what to do.

mod code;
mod display;
mod located;
mod problems;
mod render;
mod sources;

use std::fmt;

pub use code::{Code, Entry, Severity};
pub(crate) use display::shown;
pub use located::{Located, Place};
pub use problems::Problems;
pub use render::{RenderOptions, render};
pub use sources::{FileId, MAX_FILE_BYTES, Position, SourceFile, Sources, Span};

/// One problem in a file of the corpus, a case or a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    code: Code,
    severity: Severity,
    message: Box<str>,
    primary: Label,
    context: Vec<Label>,
    // Boxed, so that a result that is an error stays small.
    help: Option<Box<str>>,
}

/// A piece of a file with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file that the span lies in.
    pub file: FileId,
    /// The bytes of the file that are meant.
    pub span: Span,
    /// What is said about them; empty to underline only.
    pub text: String,
}

impl Diagnostic {
    /// A problem of a kind at a place, told in one sentence without a full stop.
    #[must_use]
    pub fn new(code: Code, file: FileId, span: Span, message: impl Into<String>) -> Self {
        let primary = Label {
            file,
            span,
            text: String::new(),
        };
        Self {
            code,
            severity: code.severity(),
            message: message.into().into(),
            primary,
            context: Vec::new(),
            help: None,
        }
    }

    /// The same problem, with a remark under the underlined text.
    #[must_use]
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// The same problem, with another place that belongs to it, possibly in another file.
    #[must_use]
    pub fn with_context(mut self, file: FileId, span: Span, text: impl Into<String>) -> Self {
        self.context.push(Label {
            file,
            span,
            text: text.into(),
        });
        self
    }

    /// The same problem, with what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into().into_boxed_str());
        self
    }

    /// The same problem, weighed otherwise than its code does.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The kind of problem.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// How much the problem weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where the problem is.
    #[must_use]
    pub fn primary(&self) -> &Label {
        &self.primary
    }

    /// The other places that belong to the problem.
    #[must_use]
    pub fn context(&self) -> &[Label] {
        &self.context
    }

    /// What to do about the problem.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The order in which problems are told: by file, place and code.
    pub(crate) fn order(&self) -> (FileId, Span, &'static str) {
        (self.primary.file, self.primary.span, self.code.id())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Diagnostic {}
