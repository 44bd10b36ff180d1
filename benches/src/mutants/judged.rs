//! Whether a mutant is noticed.

use std::sync::atomic::{AtomicUsize, Ordering};

use coverdict_check::diff::{self, Class, Contrast, CorpusDiff};
use coverdict_corpus::{Loaded, read_corpus_from};
use coverdict_engine::Assessor;
use coverdict_model::corpus::Corpus;
use coverdict_program::{Program, compile};

use super::{
    Mutant, Original,
    alike::alike,
    cores::on_every_core,
    original::{TextOfCase, Told, checked, told},
};

/// What the commands tell of a mutant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Why it is refused at reading, by every command.
    pub refused: Option<String>,
    /// Whether `diff` tells of a change; none: it was not asked.
    pub by_diff: Option<bool>,
    /// Why no case can be answered otherwise, if that is settled.
    pub same: Option<Same>,
    /// What `check` tells of it and not of the original; or else what it no longer tells.
    pub by_check: Option<String>,
    /// The case that is answered otherwise than it expects, and in what.
    pub by_case: Option<String>,
    /// The cases by which `diff` shows the difference.
    pub contrasts: Vec<Contrast>,
}

impl Judged {
    /// Whether `diff` was asked and tells of no change.
    #[must_use]
    pub fn is_not_in_diff(&self) -> bool {
        self.by_diff == Some(false)
    }

    /// Whether `check` tells of it; what reading refuses, it tells too.
    #[must_use]
    pub fn is_in_check(&self) -> bool {
        self.by_check.is_some() || self.refused.is_some()
    }

    /// Whether `check` or a case notices it.
    #[must_use]
    pub fn is_caught(&self) -> bool {
        self.is_in_check() || self.by_case.is_some()
    }

    /// Whether nothing but `diff` could notice it, because no case can be answered otherwise.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        !self.is_caught() && self.same.is_some()
    }

    /// Whether a case notices it although none is said to be able to: then what settled that is wrong.
    #[must_use]
    pub fn contradicts_itself(&self) -> bool {
        self.same.is_some() && self.by_case.is_some()
    }

    /// Whether it means something else, and neither `check` nor a case notices.
    #[must_use]
    pub fn survives(&self) -> bool {
        !self.is_caught() && self.same.is_none()
    }
}

/// Why a mutant answers every case like the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// `diff` settles that whatever the case, the edition holds the same by itself.
    Meaning,
    /// It makes a difference that nothing else in the corpus lets matter.
    CannotMatter,
}

/// How much is asked of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Whether the cases, `check` and `diff` notice it, each by itself.
    Everything,
    /// Whether anything notices it: `check` where no case does, and `diff` where neither does.
    UntilNoticed,
}

/// Puts every mutant to the commands, on every core; the answers stand in the order of the mutants.
pub fn judge_all(
    original: &Original,
    mutants: &[Mutant],
    asked: Asked,
    done: impl Fn(usize) + Sync,
) -> Vec<Judged> {
    let finished = AtomicUsize::new(0);
    let judged = on_every_core(mutants.len(), |at| {
        let judged = judge(original, mutants.get(at)?, asked);
        done(finished.fetch_add(1, Ordering::Relaxed) + 1);
        Some(judged)
    });
    judged.into_iter().flatten().collect()
}

/// Puts a mutant to the commands.
#[must_use]
pub fn judge(original: &Original, mutant: &Mutant, asked: Asked) -> Judged {
    let mut judged = Judged::default();
    let (loaded, program) = match read(original, mutant) {
        Ok(read) => read,
        Err(why) => {
            judged.refused = Some(why);
            return judged;
        }
    };
    let goes_on = |judged: &Judged| asked == Asked::Everything || !judged.is_caught();
    judged.by_case = case(original, &loaded, &program);
    let old = &original.loaded.corpus;
    judged.same = alike(old, &loaded.corpus).then_some(Same::CannotMatter);
    if goes_on(&judged) {
        judged.by_check = differs(&original.told, &told(&checked(&loaded, &program)));
    }
    if goes_on(&judged) {
        let diff = diff::corpora(old, &loaded.corpus);
        judged.by_diff = Some(!diff.is_empty());
        if means_the_same(&diff, old) {
            judged.same = Some(Same::Meaning);
        }
        judged.contrasts = contrasts(diff);
    }
    judged
}

/// The corpus with the slip, or why it is refused.
pub(super) fn read(original: &Original, mutant: &Mutant) -> Result<(Loaded, Program), String> {
    let files = original.files.iter().enumerate().map(|(at, (name, text))| {
        let changed = at == mutant.file;
        let text = if changed { &mutant.text } else { text };
        (name.as_str(), text.as_str())
    });
    let loaded = read_corpus_from(files).map_err(|failure| first_line(&failure.to_string()))?;
    let program = compile(&loaded.corpus, &loaded.digest);
    let program = program.map_err(|problem| problem.to_string())?;
    Ok((loaded, program))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Whether nothing is changed but the words of editions. Of an edition with dated clauses `diff` compares the last days
/// alone, which settles nothing of the others.
fn means_the_same(diff: &CorpusDiff, corpus: &Corpus) -> bool {
    let other = !diff.changes.is_empty()
        || !diff.added.is_empty()
        || !diff.removed.is_empty()
        || !diff.withdrawn.is_empty()
        || !diff.succeeded.is_empty()
        || !diff.not_compared.is_empty();
    let mut edited = diff.edited.iter();
    !other
        && !diff.edited.is_empty()
        && edited.all(|edited| {
            let edition = corpus.editions.get(&edited.old);
            let mut rules = edition
                .into_iter()
                .flat_map(|edition| edition.rules.values());
            let dated = rules.any(|rule| rule.from.is_some() || rule.until.is_some());
            edited.class == Class::WordingOnly && !dated
        })
}

fn contrasts(diff: CorpusDiff) -> Vec<Contrast> {
    let lines = diff.edited.into_iter().flat_map(|edited| edited.lines);
    let shown = lines.flat_map(|line| [line.wider, line.narrower, line.otherwise]);
    shown.flatten().collect()
}

/// What an examination tells and another does not.
fn differs(was: &Told, is: &Told) -> Option<String> {
    let told = |what: &str, all: &Told, other: &Told| {
        let mut all = all.iter();
        let found = all.find(|(message, count)| other.get(*message).is_none_or(|n| n < count));
        found.map(|(message, _)| format!("{what}{message}"))
    };
    told("", is, was).or_else(|| told("no longer ", was, is))
}

/// The first case that is not answered as it expects.
fn case(original: &Original, loaded: &Loaded, program: &Program) -> Option<String> {
    let mut assessor = Assessor::new(program);
    let same = loaded.corpus.catalogue == original.loaded.corpus.catalogue;
    let mut cases = original.cases.iter();
    cases.find_map(|case| {
        let name = &case.name;
        if same {
            let difference = case.differs(&mut assessor)?;
            return Some(format!("{name}: {difference}"));
        }
        let read = TextOfCase::read(name.clone(), case.text.clone(), &loaded.corpus.catalogue);
        match read {
            Ok(case) => case
                .differs(&mut assessor)
                .map(|it| format!("{name}: {it}")),
            Err(error) => Some(first_line(&error.to_string())),
        }
    })
}
