//! A corpus as a folder of files.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use coverdict_corpus::print;
use coverdict_model::corpus::Corpus;

/// Writes a corpus, each part to its own file; the folder is made where there is none.
///
/// # Errors
/// When a file cannot be written.
pub fn write(corpus: &Corpus, folder: &Path) -> Result<()> {
    for (name, text) in files(corpus) {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The files of a corpus, each by its name in the folder.
pub fn files(corpus: &Corpus) -> impl Iterator<Item = (String, String)> {
    let catalogue = (
        "catalogue.yaml".to_owned(),
        print::catalogue(&corpus.catalogue),
    );
    let profiles = corpus.profiles.values().map(|profile| {
        (
            format!("profiles/{}.yaml", profile.id),
            print::profile(profile),
        )
    });
    let attestations = corpus.attestations.values().map(|attestation| {
        let name = format!("attestations/{}.yaml", attestation.id);
        (name, print::attestation(attestation))
    });
    let value_sets = corpus.value_sets.iter().map(|(name, set)| {
        (
            format!("value-sets/{name}.yaml"),
            print::value_set(name, set),
        )
    });
    let editions = corpus.editions.values().map(|edition| {
        let name = format!("sources/{}/{}.yaml", edition.id.source, edition.id.edition);
        (name, print::edition(edition))
    });
    std::iter::once(catalogue)
        .chain(profiles)
        .chain(attestations)
        .chain(value_sets)
        .chain(editions)
}
