//! Prior authorization and documentation: each settled by itself, beside coverage.
//!
//! The first step where a speaking edition states something answers. A step whose sources are not
//! all on file may state anything, so that it leaves the question open.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::{Algebra, Truth};
use coverdict_model::{
    finding::Settled,
    id::Id,
    source::{EditionId, PriorAuthorization, Status},
};
use coverdict_program::{Edition, Unknown};

use crate::{setting::Setting, truths::Judge, walk::Walker};

type Documents = BTreeMap<Id, String>;

/// Both questions, with where each answer is given.
#[derive(Debug)]
pub(crate) struct Aside<S> {
    authorization: Answers<Option<PriorAuthorization>, S>,
    documentation: Answers<Option<Documents>, S>,
}

/// One question. An answer of `None` is a conflict.
#[derive(Debug)]
struct Answers<T, S> {
    answers: Vec<(T, S)>,
    /// Where a source that is not on file may answer.
    open: S,
    /// The editions that state an answer, and where they are asked.
    by: Vec<((usize, u32), S)>,
}

/// An edition that speaks on a step, and where.
struct Speaker<'e, S> {
    place: (usize, u32),
    edition: &'e Edition,
    speaks: S,
}

/// Walks down every profile for both questions.
pub(crate) fn walk<A: Algebra>(walker: &mut Walker<'_, '_, A>) -> Aside<A::Set> {
    let mut authorization = Answers::new(walker.algebra);
    let mut documentation = Answers::new(walker.algebra);
    let mut served = walker.algebra.never();
    let setting = walker.setting;
    for profile in &setting.program.profiles {
        let serves = walker.evaluate(profile.serves);
        if walker.algebra.is_never(&serves) {
            continue;
        }
        served = walker.algebra.or(&served, &serves);
        let (mut unauthorized, mut undocumented) = (serves.clone(), serves);
        for step in &profile.steps {
            let rest = walker.algebra.or(&unauthorized, &undocumented);
            if walker.algebra.is_never(&rest) {
                break;
            }
            let when = walker.evaluate(step.when);
            let speakers = speakers(walker, step);
            let open = unknown(walker, step);
            let here = walker.algebra.and(&unauthorized, &when);
            let stated = authorize(walker.algebra, &here, &open, &speakers, &mut authorization);
            unauthorized = walker.algebra.and_not(&unauthorized, &stated);
            let here = walker.algebra.and(&undocumented, &when);
            let stated = document(walker.algebra, &here, &open, &speakers, &mut documentation);
            undocumented = walker.algebra.and_not(&undocumented, &stated);
        }
        authorization.add(
            walker.algebra,
            Some(PriorAuthorization::NotStated),
            &unauthorized,
        );
        documentation.add(walker.algebra, Some(Documents::new()), &undocumented);
    }
    let unserved = walker.algebra.not(&served);
    authorization.add(
        walker.algebra,
        Some(PriorAuthorization::NotStated),
        &unserved,
    );
    documentation.add(walker.algebra, Some(Documents::new()), &unserved);
    Aside {
        authorization,
        documentation,
    }
}

/// The editions on a step that speak somewhere.
fn speakers<'p, A: Algebra>(
    walker: &mut Walker<'_, 'p, A>,
    step: &coverdict_program::Step,
) -> Vec<Speaker<'p, A::Set>> {
    let mut speakers = Vec::new();
    let setting = walker.setting;
    for (number, candidate) in setting.candidates.iter().enumerate() {
        if !step
            .kinds
            .iter()
            .any(|(kind, _)| *kind == candidate.source.kind)
        {
            continue;
        }
        for at in &candidate.succession.on_file {
            let Some(edition) = candidate.source.editions.get(*at as usize) else {
                continue;
            };
            let services = candidate.services.get(*at as usize);
            let states = edition.prior_authorization != PriorAuthorization::NotStated
                || edition.documentation.is_some();
            if !states || edition.status != Status::Active || services.is_none_or(Vec::is_empty) {
                continue;
            }
            let cells = candidate.succession.in_force(*at, &|_| false);
            let in_force = walker.ask(candidate.source.in_force, &cells);
            if walker.algebra.is_never(&in_force) {
                continue;
            }
            let applies = walker.evaluate(Setting::applies(edition, step.binding_stated));
            let speaks = walker.algebra.and(&in_force, &applies);
            speakers.push(Speaker {
                place: (number, *at),
                edition,
                speaks,
            });
        }
    }
    speakers
}

/// Where a source or edition that is not on file may state something on a step.
fn unknown<A: Algebra>(walker: &mut Walker<'_, '_, A>, step: &coverdict_program::Step) -> A::Set {
    let mut open = walker.algebra.never();
    let setting = walker.setting;
    for (kind, _) in &step.kinds {
        let mut attested = walker.algebra.never();
        for attestation in setting.attestations(*kind) {
            let members = walker.evaluate(attestation.members);
            attested = walker.algebra.or(&attested, &members);
        }
        let may_be = walker.algebra.not(&attested);
        open = walker.algebra.or(&open, &may_be);
    }
    for candidate in &setting.candidates {
        let on_step = step
            .kinds
            .iter()
            .any(|(kind, _)| *kind == candidate.source.kind);
        if !on_step || !candidate.succession.open {
            continue;
        }
        let cells = Unknown::cells(candidate.succession.first_unknown(), |_| true);
        let stands = walker.ask(candidate.source.in_force, &cells);
        let mut concerns = walker.algebra.never();
        for edition in candidate.concerning() {
            let applies = walker.evaluate(Setting::applies(edition, step.binding_stated));
            concerns = walker.algebra.or(&concerns, &applies);
        }
        let stands = walker.algebra.and(&stands, &concerns);
        open = walker.algebra.or(&open, &stands);
    }
    open
}

/// Takes up what a step states of prior authorization; where it states anything.
fn authorize<A: Algebra>(
    algebra: &mut A,
    here: &A::Set,
    open: &A::Set,
    speakers: &[Speaker<'_, A::Set>],
    answers: &mut Answers<Option<PriorAuthorization>, A::Set>,
) -> A::Set {
    let (mut required, mut not_required) = (algebra.never(), algebra.never());
    for speaker in speakers {
        let stated = match speaker.edition.prior_authorization {
            PriorAuthorization::Required => &mut required,
            PriorAuthorization::NotRequired => &mut not_required,
            PriorAuthorization::NotStated => continue,
        };
        *stated = algebra.or(stated, &speaker.speaks);
        let asked = algebra.and(here, &speaker.speaks);
        answers.by.push((speaker.place, asked));
    }
    let both = algebra.and(&required, &not_required);
    // Nothing that is not on file undoes a conflict of those that are.
    let open = algebra.and_not(open, &both);
    answers.leave_open(algebra, here, &open);
    for (answer, stated) in [
        (PriorAuthorization::Required, &required),
        (PriorAuthorization::NotRequired, &not_required),
    ] {
        let alone = algebra.and_not(stated, &both);
        let alone = algebra.and(here, &alone);
        answers.add(algebra, Some(answer), &alone);
    }
    let conflict = algebra.and(here, &both);
    answers.add(algebra, None, &conflict);
    let any = algebra.or(&required, &not_required);
    algebra.and(here, &any)
}

/// Takes up what a step states must accompany the request: what its editions state unites.
fn document<A: Algebra>(
    algebra: &mut A,
    here: &A::Set,
    open: &A::Set,
    speakers: &[Speaker<'_, A::Set>],
    answers: &mut Answers<Option<Documents>, A::Set>,
) -> A::Set {
    answers.leave_open(algebra, here, open);
    let stating: Vec<&Speaker<'_, A::Set>> = speakers
        .iter()
        .filter(|speaker| speaker.edition.documentation.is_some())
        .collect();
    let mut any = algebra.never();
    for speaker in &stating {
        any = algebra.or(&any, &speaker.speaks);
        let asked = algebra.and(here, &speaker.speaks);
        answers.by.push((speaker.place, asked));
    }
    let stated = algebra.and(here, &any);
    unite(algebra, &stated, &stating, &Documents::new(), answers);
    stated
}

/// Tells apart by which editions speak.
fn unite<A: Algebra>(
    algebra: &mut A,
    set: &A::Set,
    speakers: &[&Speaker<'_, A::Set>],
    documents: &Documents,
    answers: &mut Answers<Option<Documents>, A::Set>,
) {
    if algebra.is_never(set) {
        return;
    }
    let Some((first, rest)) = speakers.split_first() else {
        answers.add(algebra, Some(documents.clone()), set);
        return;
    };
    let mut with = documents.clone();
    for (id, text) in first.edition.documentation.iter().flatten() {
        match with.get_mut(id) {
            // Two editions may ask for something by the same name: both are asked for.
            Some(known) if known != text => known.push_str(&format!("; {text}")),
            Some(_) => {}
            None => {
                with.insert(id.clone(), text.clone());
            }
        }
    }
    let speaking = algebra.and(set, &first.speaks);
    let silent = algebra.and_not(set, &first.speaks);
    if algebra.is_open(&first.speaks) {
        // Three-valued: two answers suffice to leave it undecided.
        answers.add(algebra, Some(with), &speaking);
        answers.add(algebra, Some(documents.clone()), &silent);
        return;
    }
    unite(algebra, &speaking, rest, &with, answers);
    unite(algebra, &silent, rest, documents, answers);
}

impl<T: PartialEq, S: Clone> Answers<T, S> {
    fn new<A: Algebra<Set = S>>(algebra: &mut A) -> Self {
        Self {
            answers: Vec::new(),
            open: algebra.never(),
            by: Vec::new(),
        }
    }

    fn add<A: Algebra<Set = S>>(&mut self, algebra: &mut A, answer: T, set: &S) {
        if algebra.is_never(set) {
            return;
        }
        match self.answers.iter_mut().find(|(other, _)| *other == answer) {
            Some((_, known)) => *known = algebra.or(known, set),
            None => self.answers.push((answer, set.clone())),
        }
    }

    fn leave_open<A: Algebra<Set = S>>(&mut self, algebra: &mut A, here: &S, open: &S) {
        let open = algebra.and(here, open);
        self.open = algebra.or(&self.open, &open);
    }
}

/// Both questions, their sets as truths.
pub(crate) fn judged<J: Judge>(aside: &Aside<J::Set>, judge: &mut J) -> Aside<Truth> {
    Aside {
        authorization: aside.authorization.judged(judge),
        documentation: aside.documentation.judged(judge),
    }
}

impl<T: Clone, S: Clone> Answers<T, S> {
    fn judged<J: Judge<Set = S>>(&self, judge: &mut J) -> Answers<T, Truth> {
        Answers {
            answers: self
                .answers
                .iter()
                .map(|(answer, set)| (answer.clone(), judge.truth(set)))
                .collect(),
            open: judge.truth(&self.open),
            by: self
                .by
                .iter()
                .map(|(place, set)| (*place, judge.truth(set)))
                .collect(),
        }
    }
}

impl<T> Answers<T, Truth> {
    fn is_settled(&self) -> bool {
        let known = |truth: &Truth| *truth != Truth::Unknown;
        known(&self.open)
            && self.answers.iter().all(|(_, truth)| known(truth))
            && self.by.iter().all(|(_, truth)| known(truth))
    }
}

impl<T: Clone> Answers<Option<T>, Truth> {
    fn settled(&self, setting: &Setting<'_>) -> Settled<T> {
        let by: BTreeSet<EditionId> = self
            .by
            .iter()
            .filter(|(_, truth)| *truth != Truth::False)
            .filter_map(|(place, _)| name(setting, *place))
            .collect();
        let certain = self.answers.iter().find(|(_, truth)| *truth == Truth::True);
        match certain {
            Some((Some(answer), _)) if self.open == Truth::False => Settled::Decided {
                answer: answer.clone(),
                by,
            },
            Some((None, _)) if self.open == Truth::False => Settled::Conflict { by },
            _ => Settled::Undecided { possible: by },
        }
    }
}

fn name(setting: &Setting<'_>, (candidate, edition): (usize, u32)) -> Option<EditionId> {
    let source = setting.candidates.get(candidate)?.source;
    source
        .editions
        .get(edition as usize)
        .map(|edition| edition.id.clone())
}

impl Aside<Truth> {
    /// Whether nothing is left unknown.
    pub(crate) fn is_settled(&self) -> bool {
        self.authorization.is_settled() && self.documentation.is_settled()
    }

    /// The answer on prior authorization.
    pub(crate) fn prior_authorization(&self, setting: &Setting<'_>) -> Settled<PriorAuthorization> {
        self.authorization.settled(setting)
    }

    /// The answer on documentation.
    pub(crate) fn documentation(&self, setting: &Setting<'_>) -> Settled<Documents> {
        self.documentation.settled(setting)
    }
}
