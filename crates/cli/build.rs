//! Compiles the shipped corpus, which the binary embeds, and beside it the corpus with its texts, and its files.

use std::{env, fs, path::Path};

use anyhow::{Context as _, Result, anyhow};
use coverdict_corpus::{diagnostic::RenderOptions, read_corpus};

fn main() -> Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").context("cargo names the crate's folder")?;
    let folder = Path::new(&root).join("../../corpus");
    println!("cargo::rerun-if-changed={}", folder.display());
    let options = RenderOptions {
        color: false,
        width: 100,
    };
    let loaded = read_corpus(&folder).map_err(|failure| anyhow!(failure.render(options)))?;
    let program = coverdict_program::compile(&loaded.corpus, &loaded.digest)?;
    let out = env::var("OUT_DIR").context("cargo names the output folder")?;
    let out = Path::new(&out);
    fs::write(out.join("corpus.program"), program.to_bytes()?)?;
    fs::write(out.join("corpus.json"), serde_json::to_vec(&loaded.corpus)?)?;
    let files = loaded.sources.files();
    let files: Vec<(&str, &str)> = files
        .map(|file| (named(file.name()), file.text()))
        .collect();
    fs::write(out.join("corpus.files.json"), serde_json::to_vec(&files)?)?;
    Ok(())
}

/// The name of a file of the shipped corpus, from its folder on.
fn named(path: &str) -> &str {
    let at = path.rfind("/corpus/").map_or(0, |at| at + 1);
    path.get(at..).unwrap_or(path)
}
