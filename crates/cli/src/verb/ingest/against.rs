//! A draft against the edition on file.

use anyhow::{Context as _, Result, anyhow, bail};
use coverdict_check::diff::{self, EditionDiff, Side};
use coverdict_corpus::{print, read_corpus_from};
use coverdict_ingest::draft::{Draft, files};
use coverdict_model::{corpus::Corpus, source::EditionId};

use crate::{load, verb::show};

/// What a draft changes against an edition on file: the last one, where none is named.
pub(super) fn against(draft: &Draft, corpus: &Corpus, wanted: &str) -> Result<EditionDiff> {
    let old = show::chosen(corpus, wanted)?;
    if !draft.runs() {
        let stops = draft.open.iter().filter(|open| open.stops);
        let stops: Vec<String> = stops.map(|open| open.path.join("/")).collect();
        bail!(
            "the draft cannot be compared with {} before {} is settled: write the draft with -o, settle it there, and \
             use `coverdict diff`",
            old.id,
            stops.join(" and ")
        );
    }
    let (new, id) = read(draft, corpus)?;
    let old = Side {
        corpus,
        edition: &old.id,
    };
    let new = Side {
        corpus: &new,
        edition: &id,
    };
    Ok(diff::editions(old, new)?)
}

/// The draft read back as a corpus declares its kind of source, beside the facts of the corpus on file.
fn read(draft: &Draft, corpus: &Corpus) -> Result<(Corpus, EditionId)> {
    // What the draft declares anew was declared by an earlier draft of the same words.
    let mut catalogue = corpus.catalogue.clone();
    let declared = &draft.facts.facts;
    catalogue
        .facts
        .retain(|fact, _| !declared.contains_key(fact));
    let mut texts = vec![("catalogue.yaml".to_owned(), print::catalogue(&catalogue))];
    let sets = corpus.value_sets.iter();
    texts.extend(sets.map(|(name, set)| (format!("{name}.set.yaml"), print::value_set(name, set))));
    let mappings = corpus.mappings.iter();
    texts.extend(
        mappings.map(|(name, one)| (format!("{name}.mapping.yaml"), print::mapping(name, one))),
    );
    let files = files(draft).into_iter();
    let files = files.filter(|file| file.name.ends_with(".yaml"));
    texts.extend(files.map(|file| (file.name, file.text)));
    let loaded = read_corpus_from(texts)
        .map_err(|failure| anyhow!(failure.render(load::render_options())))
        .context("the draft cannot be read beside the corpus")?;
    Ok((loaded.corpus, draft.edition.id.clone()))
}
