//! Random small corpora, each with a case, over tiny domains.
//!
//! Every corpus is one that a loader accepts, and everything that the semantics speaks of occurs.

mod cases;
mod catalogue;
mod condition;
mod draw;
mod profiles;
mod sources;
mod statistics;
mod words;

use coverdict_model::{case::Case, corpus::Corpus};
use proptest::{collection::vec, prelude::any, strategy::Strategy};

use self::{condition::Vocabulary, draw::Draw};

pub use statistics::Statistics;

/// How many numbers a corpus and its case are drawn from.
const TAPE: usize = 900;

/// A random corpus and a case for it.
pub fn corpus_and_case() -> impl Strategy<Value = (Corpus, Case)> {
    vec(any::<u16>(), TAPE).prop_map(|tape| from_tape(&tape))
}

/// The corpus and the case that a tape of numbers stands for. Every tape stands for one; zeros, and
/// the end of the tape, stand for the plainest.
#[must_use]
pub fn from_tape(tape: &[u16]) -> (Corpus, Case) {
    let draw = Draw::new(tape);
    let mut corpus = Corpus::default();
    catalogue::declare(&mut corpus, &draw);
    let facts = in_play(&draw);
    if draw.percent(15) {
        constrain(&mut corpus, &draw, &facts);
    }
    profiles::add(&mut corpus, &draw, &facts);
    sources::add(&mut corpus, &draw, &facts);
    profiles::attest(&mut corpus, &draw);
    let case = cases::case(&corpus, &draw, &facts);
    (corpus, case)
}

/// The facts that the rules of a corpus compare.
fn in_play(draw: &Draw<'_>) -> Vec<&'static str> {
    let mut others = catalogue::COMPARED.to_vec();
    let count = 3 + draw.below(4);
    (0..count)
        .map(|_| others.remove(draw.below(others.len())))
        .collect()
}

fn constrain(corpus: &mut Corpus, draw: &Draw<'_>, facts: &[&str]) {
    let vocabulary = Vocabulary {
        facts,
        services: false,
        below: &[],
        phrase: None,
    };
    let constraint = vocabulary.constraint(draw);
    let constraints = &mut corpus.catalogue.constraints;
    constraints.insert(words::id("constraint"), constraint);
}
