//! How much an examination may take changes no answer, except that what takes more is told as not settled.

use std::{collections::BTreeSet, num::NonZeroUsize, path::Path};

use coverdict_check::{Answers, Effort, Subject, ask};
use coverdict_corpus::{Loaded, read_corpus};
use coverdict_oracle::generate::corpus_and_case;
use coverdict_program::{Program, compile};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use crate::examined::Examined;

fn asked(loaded: &Loaded, program: &Program, effort: Effort) -> Answers {
    let mut subject = Subject::new(loaded, program, program.recorded);
    subject.effort = effort;
    ask(&subject)
}

fn random(count: usize) -> Vec<Examined> {
    let mut runner = TestRunner::deterministic();
    let strategy = corpus_and_case();
    let corpora = (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current().0);
    corpora
        .filter_map(|corpus| Examined::new(&corpus))
        .collect()
}

#[test]
fn the_number_of_threads_changes_no_answer() {
    let shipped = read_corpus(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus"));
    let shipped = shipped.map_err(|failure| failure.to_string()).unwrap();
    let program = compile(&shipped.corpus, &shipped.digest).unwrap();
    let examined = random(30);
    let random = examined.iter().map(|one| (&one.loaded, &one.program));
    for (loaded, program) in random.chain([(&shipped, &program)]) {
        let one = asked(loaded, program, Effort::default());
        for threads in [2, 3] {
            let effort = Effort {
                threads: NonZeroUsize::new(threads).unwrap(),
                ..Effort::default()
            };
            assert!(asked(loaded, program, effort) == one, "{threads} threads");
        }
    }
}

/// What was found, without the cases that show it.
fn told(answers: &Answers) -> BTreeSet<String> {
    let problems = answers.problems.iter();
    let told = problems.map(|problem| format!("{:?} {:?}", problem.diagnostic, problem.editions));
    told.collect()
}

#[test]
fn what_takes_too_much_is_told_as_undecided() {
    let mut stopped = 0;
    for examined in random(60) {
        let whole = told(&examined.answers);
        for conditions in [0, 8, 64] {
            let effort = Effort {
                conditions,
                ..Effort::default()
            };
            let answers = asked(&examined.loaded, &examined.program, effort);
            let told = told(&answers);
            assert!(told.is_subset(&whole), "{conditions}: {told:#?} {whole:#?}");
            if told.len() < whole.len() {
                assert!(!answers.undecided.is_empty(), "{conditions}");
                stopped += 1;
            }
        }
    }
    assert!(stopped > 60, "{stopped}");
}

#[test]
fn pairs_that_share_too_much_are_told_as_undecided() {
    let shares = random(60).into_iter().filter(|examined| {
        let mut found = examined.problems("C0001");
        found.next().is_some()
    });
    let mut count = 0;
    for examined in shares {
        let effort = Effort {
            shared: 0,
            ..Effort::default()
        };
        let answers = asked(&examined.loaded, &examined.program, effort);
        let mut undecided = answers.undecided.iter();
        assert!(undecided.any(|told| told.contains("more than 0 codes and services")));
        count += 1;
    }
    assert!(count > 3, "{count}");
}
