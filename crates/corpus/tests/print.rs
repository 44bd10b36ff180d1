//! Everything written is read back as the same, on random corpora and on the shipped one.

#![expect(clippy::panic, reason = "a failed test panics")]

use std::path::Path;

use coverdict_corpus::{
    Failure, Loaded, diagnostic::Code, print, read_case, read_corpus, read_corpus_from,
};
use coverdict_model::{
    case::Case,
    corpus::Corpus,
    fact::{Catalogue, FactType},
    id::Id,
    reference::{Reference, Verified},
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
    let references = &corpus.references;
    texts.extend((!references.is_empty()).then(|| print::references(references)));
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

/// Whether the constraints contradict each other, and nothing else is wrong.
fn is_unsatisfiable(failure: &Failure) -> bool {
    let codes = failure.problems.iter().map(|problem| problem.code());
    codes.eq([Code::UNSATISFIABLE_CONSTRAINTS])
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
    let mut text = || texts.next().cloned();
    let mut kinds = NoteKind::ALL.iter().cycle();
    let booleans = corpus.catalogue.facts.values_mut();
    for fact in booleans.filter(|fact| fact.kind == FactType::Boolean) {
        fact.attest = text();
    }
    for edition in corpus.editions.values_mut() {
        for (name, kind) in ["first", "second"].into_iter().zip(&mut kinds) {
            let note = Note {
                kind: *kind,
                says: text().unwrap_or_default(),
                choice: text().filter(|_| *kind != NoteKind::Slip),
                cite: Cite::default(),
            };
            edition.notes.extend(Id::new(name).map(|name| (name, note)));
        }
        edition.references.extend(Id::new("reference"));
    }
    let (number, year) = (Some(1), Some(2007));
    let reference = Reference {
        number: number.filter(|_| text().is_some_and(|text| text.len() > 9)),
        authors: text().into_iter().chain(text()).collect(),
        title: text(),
        journal: text(),
        year: year.filter(|_| text().is_some_and(|text| text.len() > 9)),
        volume: text(),
        issue: text(),
        pages: text(),
        pmid: text(),
        doi: text(),
        trial: text(),
        verified: Verified::InPart,
        verified_from: text(),
        differs: text(),
    };
    let named = Id::new("reference").map(|name| (name, reference));
    corpus.references.extend(named);
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
        let loaded = match read_corpus_from(files.clone()) {
            Ok(loaded) => loaded,
            // Random constraints may contradict each other, which those of a corpus on file may not.
            Err(failure) if is_unsatisfiable(&failure) => return Ok(()),
            Err(failure) => panic!("{failure}"),
        };
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
