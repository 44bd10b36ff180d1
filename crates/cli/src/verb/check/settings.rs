//! How an examination is to be made: by a file, and by the command line, which comes first.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use coverdict_check::{
    Config, Weight,
    config::{self, suggestion},
};
use coverdict_corpus::diagnostic::{Code, Problems, Sources};

use super::Args;
use crate::load;

/// The file that is looked for beside the corpus folder.
const FILE: &str = "coverdict-check.yaml";

/// The settings of a run.
pub(super) fn config(args: &Args) -> Result<Config> {
    let found = || args.corpus.as_deref().and_then(beside);
    let mut config = match args.config.clone().or_else(found) {
        Some(file) => read(&file)?,
        None => Config::default(),
    };
    for (code, weight) in &args.severity {
        config.weigh(*code, *weight);
    }
    for code in &args.only {
        config.only(*code);
    }
    for code in &args.skip {
        config.weigh(*code, Weight::Off);
    }
    Ok(config)
}

/// A code, by its number or name.
pub(super) fn code(text: &str) -> Result<Code, String> {
    config::code(text).ok_or_else(|| {
        let suggestion = suggestion(text);
        format!("there is no code `{text}` that can be weighed: {suggestion}")
    })
}

/// A code and what it is to weigh.
pub(super) fn severity(text: &str) -> Result<(Code, Weight), String> {
    let Some((code, word)) = text.split_once('=') else {
        return Err("write CODE=WEIGHT, as in L0101=off".to_owned());
    };
    let weight = Weight::WORDS.iter().find(|(known, _)| *known == word);
    let (_, weight) = weight.ok_or("a weight is one of error, warning, note and off")?;
    Ok((self::code(code)?, *weight))
}

/// The file beside a corpus folder, if there is one.
fn beside(corpus: &Path) -> Option<PathBuf> {
    let file = corpus.canonicalize().ok()?.parent()?.join(FILE);
    file.is_file().then_some(file)
}

fn read(file: &Path) -> Result<Config> {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    let config = match problems.ok(sources.load(file, file.display().to_string())) {
        Some(file) => Config::read(sources.file(file), &mut problems),
        None => Config::default(),
    };
    match problems.errors() {
        0 => Ok(config),
        _ => Err(anyhow!(problems.render(&sources, load::render_options()))),
    }
}
