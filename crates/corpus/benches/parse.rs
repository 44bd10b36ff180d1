//! How fast a file becomes a tree.

use coverdict_corpus::diagnostic::{MAX_FILE_BYTES, Sources};
use coverdict_corpus::yaml;
use divan::counter::BytesCount;

const EDITION: &str = include_str!("edition.yaml");

fn main() {
    divan::main();
}

/// One edition after another, as items of a list, up to the limit of a file.
fn corpus() -> String {
    let item: String = EDITION.lines().map(|line| format!("  {line}\n")).collect();
    let item = item.replacen("  ", "- ", 1);
    item.repeat(usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX) / item.len())
}

#[divan::bench(sample_count = 10)]
fn tree(bencher: divan::Bencher<'_, '_>) {
    let text = corpus();
    let mut sources = Sources::default();
    let Ok(file) = sources.add("corpus.yaml", text) else {
        return;
    };
    let file = sources.file(file);
    bencher
        .counter(BytesCount::of_str(file.text()))
        .bench_local(|| yaml::parse(file));
}
