//! `coverdict compile`, and what becomes of its files.

use std::fs;

use crate::{CASE, compile, finding, folder, support::coverdict, word};

/// Where a program's form is numbered.
const FORM: usize = 12;

#[test]
fn a_compiled_corpus_answers_as_its_folder_does() {
    let program = compile(&folder("compiled"));
    let by_folder = finding(&["--corpus", "corpus"]);
    assert_eq!(finding(&["--corpus", word(&program)]), by_folder);
    assert_eq!(finding(&[]), by_folder);
}

#[test]
fn the_same_corpus_compiles_to_the_same_bytes_and_leaves_nothing_beside() {
    let (one, two) = (folder("compiled-once"), folder("compiled-twice"));
    assert_eq!(
        fs::read(compile(&one)).unwrap(),
        fs::read(compile(&two)).unwrap()
    );
    assert_eq!(fs::read_dir(&one).unwrap().count(), 1);
}

/// What is told of a compiled corpus whose bytes were changed.
fn told_of(test: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let program = compile(&folder(test));
    let mut bytes = fs::read(&program).unwrap();
    change(&mut bytes);
    fs::write(&program, bytes).unwrap();
    let ran = coverdict(["assess", CASE, "--corpus", word(&program)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    ran.err
}

#[test]
fn a_flipped_bit_is_told() {
    let told = told_of("flipped", |bytes| *bytes.last_mut().unwrap() ^= 1);
    assert!(told.contains("damaged"), "{told}");
}

#[test]
fn a_file_cut_short_is_told() {
    let told = told_of("cut", |bytes| bytes.truncate(bytes.len() / 2));
    assert!(told.contains("damaged"), "{told}");
}

#[test]
fn another_form_is_told() {
    let told = told_of("form", |bytes| *bytes.get_mut(FORM).unwrap() = 0xee);
    assert!(told.contains("has form 238"), "{told}");
    assert!(told.contains("compile the corpus again"), "{told}");
}

#[test]
fn a_broken_corpus_is_not_compiled() {
    let folder = folder("broken");
    let file = folder.join("corpus.program");
    let ran = coverdict(["compile", "cases/bad/corpus/empty-group", "-o", word(&file)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with("error[E0401]"), "{}", ran.err);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}
