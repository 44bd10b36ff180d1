//! What is asked of the meaning of a corpus (section 8 of the semantics), each question decided exactly.

mod disagree;
mod holes;
mod matters;
mod paired;
mod reach;
mod rules;
mod stretch;
mod within;

pub(crate) use paired::{by_code, by_name};

use crate::{Problem, Subject, examine::Examiner, witness::Replayer};

/// What came of the questions.
#[derive(Debug, Default)]
pub struct Answers {
    /// What was found.
    pub problems: Vec<Problem>,
    /// How many questions were asked and settled.
    pub asked: usize,
    /// The questions that were not settled within the budget, or whose witness the engine did not confirm; each in
    /// a sentence. They are not fine: they are not known.
    pub undecided: Vec<String>,
}

/// Asks all questions about a corpus.
#[must_use]
pub fn ask(subject: &Subject<'_>) -> Answers {
    let mut asking = Asking {
        subject,
        examiner: Examiner::new(subject.program),
        replayer: Replayer::new(subject.program),
        answers: Answers::default(),
    };
    disagree::ask(&mut asking);
    let mut reach = reach::Reach::default();
    stretch::editions(&mut asking, |asking, at_work| {
        rules::ask(asking, at_work);
        within::ask(asking, at_work);
        matters::ask(asking, at_work);
        holes::ask(asking, at_work);
        reach::ask(asking, &mut reach, at_work);
    });
    asking.answers
}

/// The state of asking.
pub(crate) struct Asking<'a, 'p> {
    pub(crate) subject: &'a Subject<'p>,
    pub(crate) examiner: Examiner<'p>,
    pub(crate) replayer: Replayer<'p>,
    pub(crate) answers: Answers,
}
