//! Everything written is read back as the same, on random corpora and on the shipped one.

#![expect(clippy::panic, reason = "a failed test panics")]

use std::path::Path;

use coverdict_corpus::{Loaded, print, read_case, read_corpus, read_corpus_from};
use coverdict_model::{
    case::Case,
    corpus::Corpus,
    fact::{Catalogue, FactType},
    id::Id,
    source::{Cite, Note, NoteKind},
};
use coverdict_oracle::generate::corpus_and_case;
use proptest::prelude::*;

/// The files of a corpus.
fn written(corpus: &Corpus) -> Vec<(String, String)> {
    let mut texts = vec![print::catalogue(&corpus.catalogue)];
    let sets = corpus.value_sets.iter();
    texts.extend(sets.map(|(name, set)| print::value_set(name, set)));
    let mappings = corpus.mappings.iter();
    texts.extend(mappings.map(|(name, mapping)| print::mapping(name, mapping)));
    texts.extend(corpus.profiles.values().map(print::profile));
    texts.extend(corpus.editions.values().map(print::edition));
    texts.extend(corpus.attestations.values().map(print::attestation));
    let numbered = texts.into_iter().enumerate();
    numbered
        .map(|(at, text)| (format!("{at}.yaml"), text))
        .collect()
}

fn read(files: Vec<(String, String)>) -> Loaded {
    match read_corpus_from(files) {
        Ok(loaded) => loaded,
        Err(failure) => panic!("{failure}"),
    }
}

fn reread(case: &Case, catalogue: &Catalogue) -> Case {
    let text = print::case(case, catalogue);
    match read_case("case.yaml", text.as_str(), catalogue) {
        Ok(read) => read.case,
        Err(failure) => panic!("{failure}\n{text}"),
    }
}

/// The corpus with words for its readers, which have no part in a finding.
fn annotated(mut corpus: Corpus, texts: &[String]) -> Corpus {
    let mut texts = texts.iter().cycle();
    let mut kinds = NoteKind::ALL.iter().cycle();
    let booleans = corpus.catalogue.facts.values_mut();
    for fact in booleans.filter(|fact| fact.kind == FactType::Boolean) {
        fact.attest = texts.next().cloned();
    }
    for edition in corpus.editions.values_mut() {
        for (name, kind) in ["first", "second"].into_iter().zip(&mut kinds) {
            let note = Note {
                kind: *kind,
                says: texts.next().cloned().unwrap_or_default(),
                choice: texts.next().filter(|_| *kind != NoteKind::Slip).cloned(),
                cite: Cite::default(),
            };
            edition.notes.extend(Id::new(name).map(|name| (name, note)));
        }
    }
    corpus
}

proptest! {
    #[test]
    fn law_print_then_read_is_identity(
        (corpus, case) in corpus_and_case(),
        texts in prop::collection::vec("[ -~é\n]{1,30}", 1..6),
    ) {
        let corpus = annotated(corpus, &texts);
        let files = written(&corpus);
        let loaded = read(files.clone());
        prop_assert_eq!(&loaded.corpus, &corpus);
        prop_assert_eq!(&reread(&case, &corpus.catalogue), &case);
        prop_assert_eq!(written(&loaded.corpus), files);
    }
}

#[test]
fn the_shipped_corpus_written_and_read_keeps_its_digest() {
    let loaded = match read_corpus(Path::new("../../corpus")) {
        Ok(loaded) => loaded,
        Err(failure) => panic!("{failure}"),
    };
    let again = read(written(&loaded.corpus));
    assert_eq!(again.corpus, loaded.corpus);
    assert_eq!(again.digest, loaded.digest);
}
