//! Loads the corpus in a folder, tells how long that took, and reads the cases below it.

#![expect(clippy::print_stdout, reason = "an example reports to the terminal")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use coverdict_corpus::{read_case_file, read_corpus};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "corpus".into());
    let start = Instant::now();
    let loaded = match read_corpus(Path::new(&folder)) {
        Ok(loaded) => loaded,
        Err(failure) => {
            println!("{failure}");
            return;
        }
    };
    println!(
        "{} editions from {} files in {:?}: {}",
        loaded.corpus.editions.len(),
        loaded.sources.files().count(),
        start.elapsed(),
        loaded.digest
    );
    let mut read = 0;
    for path in cases(&Path::new(&folder).join("cases")) {
        match read_case_file(&path, &loaded.corpus.catalogue) {
            Ok(_) => read += 1,
            Err(failure) => println!("{failure}"),
        }
    }
    println!("{read} cases");
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
