//! Texts that the user names: files, or standard input.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context as _, Result, ensure};
use coverdict_corpus::diagnostic::MAX_FILE_BYTES;

/// How standard input is named in messages.
pub(crate) const STDIN: &str = "<stdin>";

/// Whether a path means standard input: it is `-`.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// How an input is named in messages.
pub(crate) fn name(path: &Path) -> String {
    match is_stdin(path) {
        true => STDIN.to_owned(),
        false => path.display().to_string(),
    }
}

/// The bytes of standard input; one more than the limit tells the reader of a case that there are too many.
pub(crate) fn stdin() -> Result<Vec<u8>> {
    bytes(io::stdin().lock(), STDIN)
}

/// The text of a file or of standard input.
pub(crate) fn text(path: &Path) -> Result<String> {
    let name = name(path);
    let read = match is_stdin(path) {
        true => stdin()?,
        false => {
            let file = File::open(path).with_context(|| format!("{name} cannot be read"))?;
            bytes(file, &name)?
        }
    };
    let megabytes = MAX_FILE_BYTES >> 20;
    ensure!(
        read.len() as u64 <= MAX_FILE_BYTES,
        "{name} is larger than {megabytes} MiB"
    );
    String::from_utf8(read).with_context(|| format!("{name} is not text in UTF-8"))
}

fn bytes(input: impl Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name} cannot be read"))?;
    Ok(bytes)
}
