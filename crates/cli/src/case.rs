//! Reading case files, by the fact catalogue of a program.

use std::path::Path;

use anyhow::{Result, anyhow};
use coverdict_corpus::{TestCase, read_case, read_case_file};
use coverdict_program::Program;

use crate::input;

/// Reads a case; `-` is standard input.
pub(crate) fn read(path: &Path, program: &Program) -> Result<TestCase> {
    let read = match input::is_stdin(path) {
        true => read_case(input::STDIN, input::stdin()?, &program.catalogue),
        false => read_case_file(path, &program.catalogue),
    };
    read.map_err(|failure| anyhow!(failure.render(crate::load::render_options())))
}
