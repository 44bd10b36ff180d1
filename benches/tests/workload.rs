//! The workload's corpus, converted: a small one of our own with every kind of source and of test.

use coverdict_benches::workload::{
    convert::convert,
    folder,
    json::{self, Workload},
};
use coverdict_corpus::read_corpus_from;

const WORKLOAD: &str = include_str!("fixtures/workload.json");

#[test]
fn what_is_written_reads_back_as_what_was_converted() {
    let workload: Workload = serde_json::from_str(WORKLOAD).unwrap();
    let corpus = convert(&workload).unwrap();
    let loaded =
        read_corpus_from(folder::files(&corpus)).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(loaded.warnings.is_empty());
    assert_eq!(loaded.corpus, corpus);
    assert_eq!(corpus.editions.len(), 8);
}

#[test]
fn a_version_that_says_nothing_where_it_is_met_is_refused() {
    let mut workload: Workload = serde_json::from_str(WORKLOAD).unwrap();
    for version in workload
        .sources
        .iter_mut()
        .flat_map(|source| &mut source.versions)
    {
        version.on_met = json::Verdict::Pass;
    }
    let error = convert(&workload).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "version 1 of PLN1-R1: it says nothing where its criteria are met"
    );
}
