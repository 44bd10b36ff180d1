//! `cargo xtask docs`: the book in `docs/`, built into `target/book`.

use anyhow::{Result, bail};

use crate::process;

/// Builds the book with mdbook, which has to be installed.
pub(crate) fn run() -> Result<()> {
    if !process::succeeds(&mut process::command("mdbook", ["--version"])) {
        bail!("mdbook is absent: cargo install --locked mdbook");
    }
    process::run(&mut process::command("mdbook", ["build", "docs"]))
}
