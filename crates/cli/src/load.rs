//! From what the user names to a program: the shipped corpus, a folder, or a compiled file.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, anyhow, bail};
use coverdict_corpus::{
    Failure, Loaded, diagnostic::RenderOptions, digest::digest, read_corpus, read_corpus_from,
};
use coverdict_model::{corpus::Corpus, source::Status};
use coverdict_program::{Program, compile};

/// The shipped corpus, compiled.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/corpus.program"));

/// The shipped corpus with its texts, which only those verbs read that show them.
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/corpus.json"));

/// The files of the shipped corpus, which only those verbs read that tell where something stands.
static FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/corpus.files.json"));

/// The largest compiled corpus that is read, in bytes.
const MAX_BYTES: u64 = 4 << 30;

/// The program of a corpus: the shipped one if none is named.
pub(crate) fn program(corpus: Option<&Path>) -> Result<Program> {
    let Some(path) = corpus else {
        return Program::from_bytes(SHIPPED).context("the shipped corpus cannot be loaded");
    };
    let metadata =
        fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?;
    match metadata.is_dir() {
        true => compiled(path),
        false if metadata.len() > MAX_BYTES => {
            bail!("{} is larger than any compiled corpus", path.display())
        }
        false => {
            let bytes =
                fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
            Program::from_bytes(&bytes).with_context(|| path.display().to_string())
        }
    }
}

/// The program of a corpus folder.
pub(crate) fn compiled(folder: &Path) -> Result<Program> {
    let loaded =
        read_corpus(folder).map_err(|failure| anyhow!(failure.render(render_options())))?;
    compile(&loaded.corpus, &loaded.digest).with_context(|| folder.display().to_string())
}

/// The program of a corpus folder as if its drafts were published. Its digest is another than that of the corpus.
pub(crate) fn with_drafts(folder: &Path) -> Result<Program> {
    if !folder.is_dir() {
        bail!(
            "{} is no folder, and a compiled corpus keeps no drafts: name the folder of the corpus",
            folder.display()
        );
    }
    let loaded = read_corpus(folder);
    let mut corpus = loaded
        .map_err(|failure| anyhow!(failure.render(render_options())))?
        .corpus;
    let drafts = corpus.editions.values_mut();
    let drafts = drafts.filter(|edition| edition.status == Status::Draft);
    drafts.for_each(|draft| draft.status = Status::Active);
    let digest = digest(&corpus);
    compile(&corpus, &digest).with_context(|| folder.display().to_string())
}

/// A corpus with its texts, which a program does not keep: the shipped one if none is named.
pub(crate) fn corpus(corpus: Option<&Path>) -> Result<Corpus> {
    let Some(path) = corpus else {
        return serde_json::from_slice(TEXTS).context("the shipped corpus cannot be read");
    };
    if path.is_file() {
        bail!(
            "{} is a file, and a compiled corpus keeps no texts: name the folder of the corpus",
            path.display()
        );
    }
    let loaded = read_corpus(path).map_err(|failure| anyhow!(failure.render(render_options())))?;
    Ok(loaded.corpus)
}

/// A corpus with the files that it was read from, or what is wrong in them: the shipped one if none is named.
pub(crate) fn read(corpus: Option<&Path>) -> Result<Result<Loaded, Box<Failure>>> {
    Ok(match corpus {
        None => {
            let files: Vec<(String, String)> =
                serde_json::from_slice(FILES).context("the shipped corpus cannot be read")?;
            read_corpus_from(files)
        }
        Some(path) if path.is_file() => bail!(
            "{} is a file, and a compiled corpus keeps no texts: name the folder of the corpus",
            path.display()
        ),
        Some(path) => {
            let cannot = || format!("{} cannot be read", path.display());
            fs::metadata(path).with_context(cannot)?;
            read_corpus(path)
        }
    })
}

/// How diagnostics are rendered: colours are taken away again where they do not show.
pub(crate) fn render_options() -> RenderOptions {
    RenderOptions {
        color: true,
        width: 100,
    }
}
