//! Criteria that never matter to their rule, and facts on which nothing depends that an edition holds.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::diagnostic::Diagnostic;
use coverdict_logic::{Cells, CondId, Exact, Kind, VarId};
use coverdict_model::{
    criterion::{Criterion, Test},
    id::Id,
    position::Holding,
    source::Edition as Written,
    well_known,
};
use coverdict_program::{Criterion as Compiled, Rule};

use super::{Asking, stretch::AtWork};
use crate::{
    Problem,
    codes::{ASKED_FOR_NOTHING, CRITERION_NEVER_MATTERS},
    examine::{Examiner, Task},
};

/// Asks of each criterion of an edition whether it matters to its rule, and of each fact whether it matters at all.
pub(super) fn ask(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>) {
    let Some(written) = asking.subject.corpus.editions.get(at_work.id()) else {
        return;
    };
    asking.examiner.anything.release();
    for (at, rule) in (0_u32..).zip(&at_work.edition.rules) {
        criteria(asking, at_work, written, at, rule);
    }
    facts(asking, at_work, written);
}

/// A criterion as it was written, as it was compiled for a service, and how its file's path goes on to it.
struct Tree<'t> {
    written: &'t Criterion,
    /// As compiled for each service that the rule is for.
    compiled: Vec<&'t Compiled>,
    /// The reading under which it stands, if it is one of a phrase's.
    path: Vec<String>,
    of: Vec<Tree<'t>>,
}

impl<'t> Tree<'t> {
    fn new(written: &'t Criterion, compiled: Vec<&'t Compiled>, path: Vec<String>) -> Self {
        let keys = keys(&written.test);
        let of = written.children().zip(keys).enumerate();
        let of = of.map(|(at, (child, key))| {
            let below = compiled.iter().filter_map(|one| one.of.get(at)).collect();
            let path = path.iter().cloned().chain(key).collect();
            Self::new(child, below, path)
        });
        Self {
            written,
            of: of.collect(),
            path,
            compiled,
        }
    }

    /// The criteria below it, those that come later in the file first, each after those below it.
    fn below(&self) -> Vec<&Self> {
        let mut all = Vec::new();
        for child in self.of.iter().rev() {
            all.push(child);
            all.extend(child.below());
        }
        all
    }

    /// The condition for a service with some criteria, told by their paths, taken as always or never met.
    fn condition(
        &self,
        examiner: &mut Examiner<'_>,
        service: usize,
        fixed: &BTreeMap<&[String], CondId>,
    ) -> CondId {
        if let Some(constant) = fixed.get(self.path.as_slice()) {
            return *constant;
        }
        let compiled = self
            .compiled
            .get(service)
            .map_or(CondId::FALSE, |one| one.condition);
        let touched = fixed.keys().any(|path| path.starts_with(&self.path));
        if !touched {
            return examiner.unslotted(compiled);
        }
        let below: Vec<CondId> = self
            .of
            .iter()
            .map(|child| child.condition(examiner, service, fixed))
            .collect();
        match &self.written.test {
            Test::All(_) => examiner.all(below),
            Test::Any(_) => examiner.any(below),
            Test::None(_) => {
                let any = examiner.any(below);
                examiner.not(any)
            }
            Test::AtLeast { count, .. } => examiner.pool.at_least(*count, below),
            Test::ByReading { .. } => self.by_reading(examiner, service, &below),
            Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => {
                examiner.unslotted(compiled)
            }
        }
    }

    /// A phrase's criteria, each under its reading: readings are the cells of the phrase's question in order.
    fn by_reading(&self, examiner: &mut Examiner<'_>, service: usize, below: &[CondId]) -> CondId {
        let reading = self
            .compiled
            .get(service)
            .and_then(|one| one.reading.as_ref());
        let question = reading.and_then(|phrase| examiner.reading_of(self.first_leaf(), phrase));
        let Some(var) = question else {
            let compiled = self
                .compiled
                .get(service)
                .map_or(CondId::FALSE, |one| one.condition);
            return examiner.unslotted(compiled);
        };
        let branches: Vec<CondId> = (0_u32..)
            .zip(below)
            .map(|(cell, condition)| {
                let read = examiner.pool.within(var, &Cells::single(cell));
                examiner.all([read, *condition])
            })
            .collect();
        examiner.any(branches)
    }

    fn first_leaf(&self) -> CondId {
        self.compiled
            .first()
            .map_or(CondId::FALSE, |one| one.condition)
    }
}

/// The keys that lead from a criterion to each of those below it.
fn keys(test: &Test) -> Vec<Vec<String>> {
    let listed = |key: &str, count: usize| {
        let keys = (0..count).map(|at| vec![key.to_owned(), at.to_string()]);
        keys.collect::<Vec<_>>()
    };
    match test {
        Test::All(of) => listed("all", of.len()),
        Test::Any(of) => listed("any", of.len()),
        Test::None(of) => listed("none", of.len()),
        Test::AtLeast { of, .. } => (0..of.len())
            .map(|at| vec!["at-least".to_owned(), "of".to_owned(), at.to_string()])
            .collect(),
        Test::ByReading { of, .. } => of
            .keys()
            .map(|reading| {
                vec![
                    "by-reading".to_owned(),
                    "of".to_owned(),
                    reading.to_string(),
                ]
            })
            .collect(),
        Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => Vec::new(),
    }
}

fn criteria(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    written: &Written,
    at: u32,
    rule: &Rule,
) {
    let Some(when) = written.rules.get(&rule.id).map(|rule| &rule.when) else {
        return;
    };
    let has_phases = written
        .rules
        .get(&rule.id)
        .is_some_and(|rule| !rule.phases.is_empty());
    let services = at_work.edition.services.iter();
    let compiled: Vec<&Compiled> = services
        .flat_map(|service| &service.rules)
        .filter(|compiled| compiled.rule == at)
        .filter_map(|compiled| match has_phases {
            // A rule for some phases of care has its criteria beside that.
            true => compiled.criteria.of.last(),
            false => Some(&compiled.criteria),
        })
        .collect();
    // Where the rule can never be met, that is told, and no criterion is to blame.
    let mut met = compiled;
    met.retain(|one| {
        let condition = asking.examiner.unslotted(one.condition);
        !asking.examiner.possible(condition).is_no()
    });
    let count = met.len();
    let tree = Tree::new(when, met, Vec::new());
    let nothing = BTreeMap::new();
    let whole: Vec<CondId> = (0..count)
        .map(|service| tree.condition(&mut asking.examiner, service, &nothing))
        .collect();
    let mut fixed: BTreeMap<&[String], CondId> = BTreeMap::new();
    for one in tree.below() {
        let within_known = fixed.keys().any(|path| one.path.starts_with(path));
        if within_known || is_for_services(one.written) {
            continue;
        }
        asking.answers.asked += 1;
        for constant in [CondId::TRUE, CondId::FALSE] {
            let mut tried = fixed.clone();
            tried.insert(&one.path, constant);
            let same = whole.iter().enumerate().all(|(service, whole)| {
                let without = tree.condition(&mut asking.examiner, service, &tried);
                *whole == without || asking.examiner.differ(*whole, without).is_no()
            });
            if same && count > 0 {
                fixed.insert(&one.path, constant);
                tell(asking, at_work, rule, one, constant);
                break;
            }
        }
    }
}

/// Whether a criterion looks at nothing but the service: that is how a rule says what it is for.
fn is_for_services(criterion: &Criterion) -> bool {
    match &criterion.test {
        Test::Service(_) => true,
        Test::Fact { .. } | Test::PositionOf { .. } => false,
        _ => criterion.children().all(is_for_services),
    }
}

fn tell(
    asking: &mut Asking<'_, '_>,
    at_work: &AtWork<'_>,
    rule: &Rule,
    criterion: &Tree<'_>,
    constant: CondId,
) {
    let mut path = vec!["rules", rule.id.as_str(), "when"];
    path.extend(criterion.path.iter().map(String::as_str));
    let (file, span) = asking.subject.atlas.edition(at_work.id(), &path);
    let name = match &criterion.written.id {
        Some(id) => format!("criterion `{id}`"),
        None => "a criterion without a name".to_owned(),
    };
    let taken = match constant == CondId::TRUE {
        true => "where it would decide, it is met anyway",
        false => "it can be met only where the rule applies anyway, or where it does not help",
    };
    let message = format!(
        "{name} of rule `{}` of {} never matters: {taken}",
        rule.id,
        at_work.id()
    );
    let problem = Problem::new(Diagnostic::new(
        CRITERION_NEVER_MATTERS,
        file,
        span,
        message,
    ));
    asking
        .answers
        .problems
        .push(problem.of(at_work.id()).about(&rule.id));
}

/// The facts that an edition's rules compare, and on which nothing that it holds depends.
fn facts(asking: &mut Asking<'_, '_>, at_work: &AtWork<'_>, written: &Written) {
    let Some(first) = at_work.stretches.first() else {
        return;
    };
    asking.examiner.fix_line(&first.frame);
    let program = asking.examiner.program;
    let mut left: BTreeSet<u32> = BTreeSet::new();
    for rule in written.rules.values() {
        compared(&rule.when, &mut |fact| left.extend(program.fact(fact)));
        let phase = program.fact(well_known::PHASE);
        left.extend(phase.filter(|_| !rule.phases.is_empty()));
    }
    // What the line itself says is not asked for.
    left.retain(|fact| !asking.examiner.anything.is_of_the_line(VarId(*fact)));
    asking.answers.asked += left.len();
    for stretch in &at_work.stretches {
        if left.is_empty() {
            return;
        }
        asking.examiner.fix_line(&stretch.frame);
        let mut held: BTreeMap<&Holding, Vec<CondId>> = BTreeMap::new();
        for voice in &stretch.says.voices {
            let within = asking
                .examiner
                .all([voice.stands, voice.statement.within_quantity]);
            let stands = held.entry(&voice.statement.holding).or_default();
            stands.extend([voice.stands, within]);
        }
        let goals: Vec<CondId> = held
            .into_values()
            .flat_map(|stands| {
                let (all, within): (Vec<_>, Vec<_>) = stands
                    .chunks(2)
                    .map(|pair| (pair.first(), pair.last()))
                    .unzip();
                [all, within].map(|some| {
                    let some: Vec<CondId> = some.into_iter().flatten().copied().collect();
                    asking.examiner.any(some)
                })
            })
            .collect();
        let vars: Vec<VarId> = left.iter().map(|fact| VarId(*fact)).collect();
        match asking.examiner.settle(&goals, Depends { vars: &vars }) {
            Some(matter) => left.retain(|fact| !matter.contains(&VarId(*fact))),
            // Too complex to tell: none is said to be asked for nothing.
            None => left.clear(),
        }
    }
    for fact in left {
        let Some(id) = asking
            .examiner
            .program
            .facts
            .get(fact as usize)
            .map(|fact| &fact.id)
        else {
            continue;
        };
        let (file, span) = asking.subject.atlas.edition(at_work.id(), &["rules"]);
        let message = format!(
            "{} compares `{id}`, and nothing that it holds depends on that",
            at_work.id()
        );
        let problem = Problem::new(Diagnostic::new(ASKED_FOR_NOTHING, file, span, message));
        asking
            .answers
            .problems
            .push(problem.of(at_work.id()).about(id));
    }
}

/// The facts that a rule compares as it is written, even where it is for another service.
fn compared(criterion: &Criterion, take: &mut dyn FnMut(&str)) {
    if let Test::Fact { fact, .. } = &criterion.test {
        take(fact.as_str());
    }
    criterion.children().for_each(|child| compared(child, take));
}

/// Which variables some goal depends on, within what is permitted.
struct Depends<'v> {
    vars: &'v [VarId],
}

impl Task for Depends<'_> {
    type Found = Vec<VarId>;

    fn run<E: Exact>(self, algebra: &mut E, permitted: &E::Set, goals: &[E::Set]) -> Vec<VarId> {
        let vars = self.vars.iter().copied();
        vars.filter(|var| {
            goals
                .iter()
                .any(|goal| depends(algebra, *var, permitted, goal))
        })
        .collect()
    }
}

/// Whether two permitted completions that differ in the variable alone differ in the goal.
fn depends<E: Exact>(algebra: &mut E, var: VarId, permitted: &E::Set, goal: &E::Set) -> bool {
    let Some(variable) = algebra.space().variable(var).cloned() else {
        return false;
    };
    let inside = algebra.and(permitted, goal);
    let outside = algebra.and_not(permitted, goal);
    let meet = |algebra: &mut E, values: Vec<(E::Set, E::Set)>| {
        let (mut with, mut without) = (algebra.never(), algebra.never());
        for (inside, outside) in values {
            with = algebra.or(&with, &inside);
            without = algebra.or(&without, &outside);
        }
        let both = algebra.and(&with, &without);
        !algebra.is_never(&both)
    };
    match variable.kind {
        Kind::Scalar => {
            let codes = 0..u32::try_from(variable.cells.len()).unwrap_or(u32::MAX);
            let values = codes.map(|code| {
                let value = coverdict_logic::Value { var, code };
                (
                    algebra.assuming(&inside, value),
                    algebra.assuming(&outside, value),
                )
            });
            let values = values.collect();
            meet(algebra, values)
        }
        Kind::Set { .. } => (0..variable.bits).any(|place| {
            let bit = variable.first_bit + place;
            let values = [false, true].map(|value| {
                (
                    algebra.fixed(&inside, bit, value),
                    algebra.fixed(&outside, bit, value),
                )
            });
            meet(algebra, values.into())
        }),
    }
}

impl Examiner<'_> {
    /// The variable of a phrase's reading among those that a condition rests on.
    fn reading_of(&self, condition: CondId, phrase: &Id) -> Option<VarId> {
        use coverdict_logic::Node;
        use coverdict_program::OpenQuestion;
        let mut pending = vec![condition];
        let mut seen = BTreeSet::new();
        while let Some(at) = pending.pop() {
            if !seen.insert(at) {
                continue;
            }
            let node = self.pool.node(at);
            if let Node::Within(var, _) = node
                && let Some(OpenQuestion::Reading { phrase: known, .. }) =
                    self.program.open_question(*var)
                && known == phrase
            {
                return Some(*var);
            }
            pending.extend_from_slice(node.children());
        }
        None
    }
}
