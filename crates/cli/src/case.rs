//! Reading case files, by the fact catalogue of a program.

use std::{io::Read as _, path::Path};

use anyhow::{Context as _, Result, anyhow};
use coverdict_corpus::{TestCase, read_case, read_case_file};
use coverdict_program::Program;

/// The largest case that is read from standard input, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// Reads a case; `-` is standard input.
pub(crate) fn read(path: &Path, program: &Program) -> Result<TestCase> {
    let read = if path == Path::new("-") {
        let mut text = Vec::new();
        std::io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut text)
            .context("standard input cannot be read")?;
        read_case("standard input", text, &program.catalogue)
    } else {
        read_case_file(path, &program.catalogue)
    };
    read.map_err(|failure| anyhow!(failure.render(crate::load::render_options())))
}
