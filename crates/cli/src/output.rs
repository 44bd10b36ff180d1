//! Writing to standard output and standard error.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result};

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One documented object.
    Json,
}

/// Prints text; its colours show on a terminal alone. A reader that closed the pipe is no error.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("standard output cannot be written"),
    }
}

/// Prints a value as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value).context("the answer has no form in JSON")?;
    text.push('\n');
    print(&text)
}

/// Tells on standard error why the command could not run.
pub(crate) fn error(error: &anyhow::Error) {
    let text = format!("{error:#}");
    let mut err = anstream::AutoStream::auto(io::stderr().lock());
    let begins = if text.starts_with('\u{1b}') || text.starts_with("error") {
        ""
    } else {
        "error: "
    };
    // Nothing is left to tell when standard error itself cannot be written.
    let _ = writeln!(err, "{begins}{}", text.trim_end());
}
