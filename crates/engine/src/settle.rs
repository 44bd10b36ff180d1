//! From what is known to a finding: Kleene first, and exactly where that leaves something open.

use coverdict_logic::{
    Atom, Budget, Cells, Conditions, Diagrams, Exact, Kleene, Memo, QuestionId, Settlement, Space,
    SpaceBuilder, Table, Tables, Truth, VarId, evaluate,
};
use coverdict_model::{
    date::Date,
    finding::{Answer, Coverage, Decided, Governing, Limit},
    grant,
    id::Id,
    position::Holding,
};
use coverdict_program::{Edition, Statement};

use crate::{
    aside, certificates, conditional,
    days::DayFinding,
    facts::Facts,
    limits,
    outcome::{Voice, Weighed},
    setting::{MAX_LATE, Setting},
    trace::{self, Criteria},
    truths::{self, Against, AsTheyAre},
    walk::{Class, Walker, statement},
};

/// Memory that is kept between cases.
#[derive(Debug)]
pub(crate) struct Scratch {
    truths: Memo<Truth>,
    tables: Memo<Table>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            truths: Memo::new(),
            tables: Memo::new(),
        }
    }
}

/// What exact settlement comes to.
struct Settled {
    coverage: Coverage,
    weighed: Weighed<Truth>,
}

impl Scratch {
    /// What is impossible about the facts of a case, if they leave no permitted completion.
    pub(crate) fn contradiction(&mut self, facts: &Facts<'_>) -> Option<String> {
        self.truths.reset();
        let program = facts.program;
        let mut kleene = Kleene::new(facts);
        let mut open = Vec::new();
        for constraint in &program.constraints {
            let touched = constraint
                .variables
                .iter()
                .any(|var| facts.supplied().contains(var));
            match evaluate(
                &program.conditions,
                constraint.condition,
                &mut kleene,
                &mut self.truths,
            ) {
                Truth::True => {}
                Truth::False => {
                    return Some(format!(
                        "the facts contradict the constraint `{}`: correct them",
                        constraint.id
                    ));
                }
                Truth::Unknown if touched => open.push(constraint),
                Truth::Unknown => {}
            }
        }
        if open.is_empty() {
            return None;
        }
        let variables: Vec<VarId> = open
            .iter()
            .flat_map(|constraint| constraint.variables.clone())
            .collect();
        let (atoms, conditions) = connected(facts, &mut self.truths, &variables);
        let task = Possible {
            conditions: &conditions,
            pool: &program.conditions,
        };
        let possible = with_space(facts, &atoms, &mut self.tables, task);
        match possible {
            Some(false) => {
                let names: Vec<&str> = open
                    .iter()
                    .map(|constraint| constraint.id.as_str())
                    .collect();
                Some(format!(
                    "the facts together contradict the constraints {}: correct them",
                    names.join(", ")
                ))
            }
            _ => None,
        }
    }

    /// The finding on one day.
    pub(crate) fn settle(
        &mut self,
        setting: &Setting<'_>,
        facts: &Facts<'_>,
        day: Date,
    ) -> DayFinding {
        self.truths.reset();
        let mut kleene = Kleene::new(facts);
        let mut walker = Walker {
            setting,
            facts,
            algebra: &mut kleene,
            memo: &mut self.truths,
            atoms: Vec::new(),
        };
        let weighed = walker.weigh();
        let aside_sets = aside::walk(&mut walker);
        let mut atoms = walker.atoms;
        atoms.extend_from_slice(kleene.atoms());

        let by_kleene = weighed.map(|weighed| truths::judged(&weighed, &mut AsTheyAre));
        let by_aside = aside::judged(&aside_sets, &mut AsTheyAre);
        let settled = match by_kleene {
            None => None,
            Some(weighed) if weighed.is_settled() && by_aside.is_settled() => Some((
                Settled {
                    coverage: decided(setting, &weighed),
                    weighed,
                },
                by_aside,
            )),
            Some(_) => self.exactly(setting, facts, &mut atoms),
        };
        let Some((Settled { coverage, weighed }, aside)) = settled else {
            return too_complex(setting);
        };
        if setting.has_slots {
            self.truths.reset();
        }
        let mut criteria = Criteria::new(facts, &mut self.truths, &mut self.tables);
        let trace = trace::trace(setting, &weighed, &mut criteria, day);
        let mut limits = limits::limits(setting, facts, &weighed, &mut criteria);
        if let Coverage::TooComplex { .. } = coverage {
            limits.insert(Limit::Budget);
        }
        DayFinding {
            coverage,
            prior_authorization: aside.prior_authorization(setting),
            documentation: aside.documentation(setting),
            limits,
            trace: vec![trace],
        }
    }

    /// Settles over all completions; `None` past the budget.
    fn exactly(
        &mut self,
        setting: &Setting<'_>,
        facts: &Facts<'_>,
        atoms: &mut Vec<Atom>,
    ) -> Option<(Settled, aside::Aside<Truth>)> {
        let mut variables: Vec<VarId> = atoms.iter().map(|atom| atom.var).collect();
        // Which edition is in force hangs on the governing date, where the case leaves that open.
        for candidate in &setting.candidates {
            let Some((date, by_date)) = &candidate.succession.by_date else {
                continue;
            };
            let in_force = candidate.source.in_force;
            if variables.contains(&in_force) {
                variables.push(*date);
                for (cells, allowed) in by_date {
                    atoms.push(Atom {
                        var: *date,
                        cells: cells.clone(),
                    });
                    atoms.push(Atom {
                        var: in_force,
                        cells: allowed.clone(),
                    });
                }
            }
        }
        let (constrained, conditions) = connected(facts, &mut self.truths, &variables);
        atoms.extend(constrained);
        let space = space(facts, atoms);
        if let Some(mut tables) = Tables::new(&space, facts) {
            self.tables.reset();
            return settle_in(setting, facts, &mut tables, &mut self.tables, &conditions);
        }
        let mut diagrams = Diagrams::new(&space, facts, Budget::default());
        let settled = settle_in(setting, facts, &mut diagrams, &mut Memo::new(), &conditions);
        settled.filter(|_| !diagrams.overflowed())
    }
}

/// Settles a case in an exact algebra.
fn settle_in<E: Exact>(
    setting: &Setting<'_>,
    facts: &Facts<'_>,
    algebra: &mut E,
    memo: &mut Memo<E::Set>,
    constraints: &[coverdict_logic::CondId],
) -> Option<(Settled, aside::Aside<Truth>)> {
    let mut walker = Walker {
        setting,
        facts,
        algebra,
        memo,
        atoms: Vec::new(),
    };
    let mut permitted = walker.algebra.always();
    for constraint in constraints {
        let holds = walker.evaluate(*constraint);
        permitted = walker.algebra.and(&permitted, &holds);
    }
    permitted = in_force(&mut walker, &permitted);
    let weighed = walker.weigh()?;
    let aside_sets = aside::walk(&mut walker);
    let classes: Vec<E::Set> = weighed.classes.iter().map(|(_, set)| set.clone()).collect();
    let settlement = algebra.settle(&permitted, &classes);
    let mut judge = Against {
        algebra,
        permitted: permitted.clone(),
    };
    let judged = truths::judged(&weighed, &mut judge);
    let aside = aside::judged(&aside_sets, &mut judge);
    let answers: Vec<Class> = weighed.classes.iter().map(|(class, _)| *class).collect();
    let coverage = match settlement {
        Settlement::Decided(_) => decided(setting, &judged),
        Settlement::Undecided(undecided) => {
            match certificates::missing(
                setting, facts, algebra, &permitted, &classes, &answers, &undecided,
            ) {
                Some(missing) => Coverage::NeedsInformation(missing),
                None => conditional::needs_source(
                    setting,
                    facts,
                    algebra,
                    &permitted,
                    &classes,
                    &answers,
                    &weighed.governing,
                ),
            }
        }
        Settlement::TooComplex => Coverage::TooComplex {
            reason:
                "more unknown facts matter together than the budget allows: supply some of them"
                    .to_owned(),
        },
        Settlement::Impossible => Coverage::InvalidInput {
            problems: vec!["the facts leave no permitted completion: correct them".to_owned()],
        },
    };
    Some((
        Settled {
            coverage,
            weighed: judged,
        },
        aside,
    ))
}

/// The permitted completions in which what is in force of each source fits the governing date, and
/// the member and line where it is not on file.
fn in_force<E: Exact>(walker: &mut Walker<'_, '_, E>, permitted: &E::Set) -> E::Set {
    let mut permitted = permitted.clone();
    let setting = walker.setting;
    for candidate in &setting.candidates {
        let var = candidate.source.in_force;
        if walker.algebra.space().variable(var).is_none() {
            continue;
        }
        if let Some((date, by_date)) = &candidate.succession.by_date {
            for (cells, allowed) in by_date {
                let here = walker.algebra.within(*date, cells);
                let elsewhere = walker.algebra.not(&here);
                let fits = walker.algebra.within(var, allowed);
                let fits = walker.algebra.or(&elsewhere, &fits);
                permitted = walker.algebra.and(&permitted, &fits);
            }
        }
        if candidate.succession.open {
            // An edition that is not on file concerns whom some edition on file concerns: elsewhere
            // the one on file stands.
            let mut concerns = walker.algebra.never();
            for edition in candidate.concerning() {
                let applies = walker.evaluate(edition.applies);
                concerns = walker.algebra.or(&concerns, &applies);
            }
            let on_file = Cells::range(0, candidate.succession.first_unknown());
            let stands = walker.algebra.within(var, &on_file);
            let fits = walker.algebra.or(&stands, &concerns);
            permitted = walker.algebra.and(&permitted, &fits);
        }
    }
    permitted
}

/// The answer that every completion gives, with what governs.
fn decided(setting: &Setting<'_>, weighed: &Weighed<Truth>) -> Coverage {
    let class = weighed
        .classes
        .iter()
        .find(|(_, truth)| *truth == Truth::True);
    let Some((class, _)) = class else {
        return Coverage::TooComplex {
            reason: "no single answer holds everywhere".to_owned(),
        };
    };
    let mut decided = Decided {
        answer: class.answer(&setting.parts),
        governing: std::collections::BTreeSet::new(),
        grants: std::collections::BTreeSet::new(),
        bases: std::collections::BTreeSet::new(),
        published_late: weighed.late != Truth::False,
    };
    govern(setting, &weighed.governing, &mut decided);
    let everywhere = weighed
        .grants
        .iter()
        .filter(|(_, truth)| *truth == Truth::True);
    decided.grants = grant::widest(&everywhere.map(|(grant, _)| grant.clone()).collect());
    match decided.answer {
        Answer::Supported | Answer::SupportedInPart { .. } => decided.bases.clear(),
        Answer::NotSupported { .. } => decided.grants.clear(),
        Answer::LeftToDiscretion | Answer::Conflict | Answer::NotAddressed => {
            decided.bases.clear();
            decided.grants.clear();
        }
    }
    Coverage::Decided(decided)
}

/// Adds the rules that govern in some completion, and the bases of their positions.
fn govern(setting: &Setting<'_>, voices: &[(Voice, Truth)], decided: &mut Decided) {
    for (voice, _) in voices
        .iter()
        .filter(|(_, governs)| *governs != Truth::False)
    {
        let Some((rule, statement)) = governing(setting, *voice) else {
            continue;
        };
        decided.governing.insert(rule);
        if let Holding::NotSupported { basis, .. } = &statement.holding {
            decided.bases.insert(*basis);
        }
    }
}

/// A rule's name and what it states.
pub(crate) fn governing<'p>(
    setting: &Setting<'p>,
    voice: Voice,
) -> Option<(Governing, &'p Statement)> {
    let (candidate, edition, service, rule) = voice;
    let compiled = edition_of(setting, candidate, edition)?;
    let statement = statement(compiled, service, rule)?;
    let name = rule.and_then(|at| rule_name(compiled, service, at));
    Some((
        Governing {
            edition: compiled.id.clone(),
            rule: name,
        },
        statement,
    ))
}

/// What a rule states.
pub(crate) fn stated<'p>(setting: &Setting<'p>, voice: Voice) -> Option<&'p Statement> {
    let (candidate, edition, service, rule) = voice;
    statement(edition_of(setting, candidate, edition)?, service, rule)
}

/// An edition by its place.
pub(crate) fn edition_of<'p>(
    setting: &Setting<'p>,
    candidate: usize,
    edition: u32,
) -> Option<&'p Edition> {
    let source = setting.candidates.get(candidate)?.source;
    source.editions.get(edition as usize)
}

/// The name of a service's rule.
pub(crate) fn rule_name(edition: &Edition, service: u32, rule: u32) -> Option<Id> {
    let rule = edition
        .services
        .get(service as usize)?
        .rules
        .get(rule as usize)?;
    edition
        .rules
        .get(rule.rule as usize)
        .map(|rule| rule.id.clone())
}

/// The space of what the atoms leave open. Facts are questions, all else is background.
fn space(facts: &Facts<'_>, atoms: &[Atom]) -> Space {
    let mut builder = SpaceBuilder::new();
    for atom in atoms {
        if facts.is_question(atom.var) {
            builder.question(QuestionId(atom.var.0), atom.var);
        }
    }
    builder.build(facts, atoms)
}

/// The open constraints that connect with some variables, directly or through others, and the atoms
/// that they leave open.
pub(crate) fn connected(
    facts: &Facts<'_>,
    memo: &mut Memo<Truth>,
    variables: &[VarId],
) -> (Vec<Atom>, Vec<coverdict_logic::CondId>) {
    let program = facts.program;
    if program.constraints.is_empty() {
        return (Vec::new(), Vec::new());
    }
    memo.reset();
    let mut kleene = Kleene::new(facts);
    let mut met: Vec<VarId> = variables.to_vec();
    let mut waiting: Vec<_> = program.constraints.iter().collect();
    let mut conditions = Vec::new();
    loop {
        let (touched, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|constraint| constraint.variables.iter().any(|var| met.contains(var)));
        if touched.is_empty() {
            break;
        }
        waiting = rest;
        for constraint in touched {
            let truth = evaluate(&program.conditions, constraint.condition, &mut kleene, memo);
            if truth == Truth::Unknown {
                met.extend(&constraint.variables);
                conditions.push(constraint.condition);
            }
        }
    }
    (kleene.atoms().to_vec(), conditions)
}

/// Something done in whichever exact algebra fits a space.
pub(crate) trait InSpace {
    type Result;

    fn run<E: Exact>(self, algebra: &mut E, memo: &mut Memo<E::Set>) -> Self::Result;
}

/// Does something in tables, or in diagrams where these are too large; `None` past the budget.
pub(crate) fn with_space<T: InSpace>(
    facts: &Facts<'_>,
    atoms: &[Atom],
    memo: &mut Memo<Table>,
    task: T,
) -> Option<T::Result> {
    let space = space(facts, atoms);
    if let Some(mut tables) = Tables::new(&space, facts) {
        memo.reset();
        return Some(task.run(&mut tables, memo));
    }
    let mut diagrams = Diagrams::new(&space, facts, Budget::default());
    let result = task.run(&mut diagrams, &mut Memo::new());
    (!diagrams.overflowed()).then_some(result)
}

/// Whether conditions can hold together.
struct Possible<'c> {
    conditions: &'c [coverdict_logic::CondId],
    pool: &'c Conditions,
}

impl InSpace for Possible<'_> {
    type Result = bool;

    fn run<E: Exact>(self, algebra: &mut E, memo: &mut Memo<E::Set>) -> bool {
        let mut all = algebra.always();
        for condition in self.conditions {
            let holds = evaluate(self.pool, *condition, algebra, memo);
            all = algebra.and(&all, &holds);
        }
        !algebra.is_never(&all)
    }
}

/// The finding past the budget: it says so, and nothing else.
fn too_complex(setting: &Setting<'_>) -> DayFinding {
    let nothing = std::collections::BTreeSet::new();
    let reason = match setting.late.len() > MAX_LATE {
        true => {
            format!("more than {MAX_LATE} editions were published late: a person has to weigh them")
        }
        false => {
            "more is unknown than the budget allows: supply some of the missing facts".to_owned()
        }
    };
    DayFinding {
        coverage: Coverage::TooComplex { reason },
        prior_authorization: coverdict_model::finding::Settled::Undecided {
            possible: nothing.clone(),
        },
        documentation: coverdict_model::finding::Settled::Undecided { possible: nothing },
        limits: [Limit::Budget].into(),
        trace: Vec::new(),
    }
}
