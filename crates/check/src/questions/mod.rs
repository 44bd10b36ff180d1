//! What is asked of the meaning of a corpus (section 8 of the semantics), each question decided exactly.

mod answered;
mod disagree;
mod heard;
mod holes;
mod matters;
mod paired;
mod plan;
mod rules;
mod speakers;
mod stretch;
mod within;

pub(crate) use paired::{by_code, by_name};

use coverdict_model::source::EditionId;

use crate::{Problem, Subject, examine::Examiner, witness::Replayer, work::in_order};
use plan::{Part, Plan, Rank, Task};

/// What came of the questions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// What was found.
    pub problems: Vec<Problem>,
    /// How many questions were asked and settled.
    pub asked: usize,
    /// The questions that were not settled within the budget, or whose witness the engine did not confirm; each in
    /// a sentence. They are not fine: they are not known.
    pub undecided: Vec<String>,
}

/// Asks all questions about a corpus. The answers do not depend on the number of threads: each pair of sources, each
/// edition, and the sources of each line are asked about on their own.
#[must_use]
pub fn ask(subject: &Subject<'_>) -> Answers {
    let mut examiner = Examiner::new(subject.program, subject.effort);
    let mut answers = Answers::default();
    let plan = Plan::new(subject, &mut examiner, &mut answers);
    examiner.mark();
    let worker = || Asking {
        subject,
        plan: &plan,
        examiner: examiner.clone(),
        replayer: Replayer::new(subject.program),
        answers: Answers::default(),
    };
    let tasks = plan.tasks();
    let done = in_order(subject.effort.threads, tasks.len(), worker, |asking, at| {
        tasks
            .get(at)
            .map_or_else(Vec::new, |task| asking.fulfil(*task))
    });
    let mut done: Vec<(Rank, Answers)> = done.into_iter().flatten().collect();
    done.sort_by_key(|(rank, _)| *rank);
    for (_, one) in done {
        answers.problems.extend(one.problems);
        answers.asked += one.asked;
        answers.undecided.extend(one.undecided);
    }
    answers
}

/// The state of asking.
pub(crate) struct Asking<'a, 'p> {
    pub(crate) subject: &'a Subject<'p>,
    pub(crate) plan: &'a Plan<'p>,
    pub(crate) examiner: Examiner<'p>,
    pub(crate) replayer: Replayer<'p>,
    pub(crate) answers: Answers,
}

/// What is asked of an edition by itself, with how it is told where it is not settled.
type Question<'a, 'p> = (fn(&mut Asking<'a, 'p>, &stretch::AtWork<'p>), &'static str);

impl<'p> Asking<'_, 'p> {
    /// Does a task and forgets what it took; the answers, with where they stand among all.
    fn fulfil(&mut self, task: Task<'_, 'p>) -> Vec<(Rank, Answers)> {
        let mut made = Vec::new();
        match task {
            Task::Pair(at, pair) => {
                pair.ask(self);
                made.push((Rank::Pair(at), self.answered()));
            }
            Task::Edition(at, source, days) => self.edition(at, source, days, &mut made),
            Task::Line(sharing) => answered::ask(self, sharing, &mut made),
        }
        self.examiner.rewind();
        made
    }

    /// What came of the questions since this was last taken.
    fn answered(&mut self) -> Answers {
        std::mem::take(&mut self.answers)
    }

    fn edition(
        &mut self,
        at: usize,
        source: &'p coverdict_program::Source,
        days: &crate::examine::EditionDays,
        made: &mut Vec<(Rank, Answers)>,
    ) {
        let Some(edition) = source.editions.get(days.edition as usize) else {
            return;
        };
        let Some(at_work) = stretch::at_work(self, source, edition, days) else {
            let conditions = self.subject.effort.conditions;
            self.answers.undecided.push(format!(
                "{} is too large to ask about: its rules on each of its lines and days come to more than {conditions} \
                 conditions; divide it",
                edition.id
            ));
            made.push((Rank::Edition(at, Part::Itself), self.answered()));
            return;
        };
        let beside = matters::date_beside(self, &at_work);
        if let Some(date) = beside {
            self.answers.undecided.push(format!(
                "which rules of {} can stand, and which of its criteria matter, is not settled: it compares {date}, and \
                 another date governs it",
                edition.id
            ));
        }
        let shown: Question<'_, 'p> = (within::ask, "whether it contradicts itself or is silent");
        let settled: [Question<'_, 'p>; 4] = [
            (rules::ask, "which rules can stand"),
            shown,
            (matters::ask, "which criteria and facts matter"),
            (holes::ask, "whether its branches leave a hole"),
        ];
        let questions = match beside {
            Some(_) => std::slice::from_ref(&shown),
            None => settled.as_slice(),
        };
        for (ask, what) in questions {
            let (told, complex) = (self.answers.undecided.len(), self.examiner.too_complex);
            ask(self, &at_work);
            self.tell_complex(at_work.id(), what, told, complex);
        }
        made.push((Rank::Edition(at, Part::Itself), self.answered()));
        // Whether its lines have an answer is asked with the other sources of these.
        self.answers.asked += 2;
        heard::ask(self, &at_work);
        made.push((Rank::Edition(at, Part::Heard), self.answered()));
    }

    /// Tells that a question had parts that were too complex, where it did not tell so itself.
    fn tell_complex(&mut self, edition: &EditionId, what: &str, told: usize, complex: usize) {
        if self.examiner.too_complex > complex && self.answers.undecided.len() == told {
            let undecided = format!("{what}, of {edition}, is too complex to settle in part");
            self.answers.undecided.push(undecided);
        }
    }
}
