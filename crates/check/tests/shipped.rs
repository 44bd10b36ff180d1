//! What the questions come to on the shipped corpus.
use std::path::Path;

use coverdict_check::{Subject, ask};

#[test]
fn shipped() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let loaded = coverdict_corpus::read_corpus(&root).unwrap();
    let program = coverdict_program::compile(&loaded.corpus, &loaded.digest).unwrap();
    let start = std::time::Instant::now();
    let subject = Subject::new(&loaded, &program, program.recorded);
    let answers = ask(&subject);
    eprintln!(
        "{:?} asked {} problems {}",
        start.elapsed(),
        answers.asked,
        answers.problems.len()
    );
    for problem in &answers.problems {
        eprintln!("{}", problem.diagnostic);
        if problem.diagnostic.code().id() == "C0002" {
            let witness = problem.witness.as_ref().unwrap();
            eprintln!(
                "{}",
                coverdict_corpus::print::case(&witness.case, &loaded.corpus.catalogue)
            );
        }
    }
    eprintln!("undecided: {:#?}", answers.undecided);
}
