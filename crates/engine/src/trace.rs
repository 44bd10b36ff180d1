//! The trace of a walk: every source considered, and every criterion with its truth.

use std::{collections::BTreeSet, sync::Arc};

use coverdict_logic::{CondId, Exact, Kleene, Memo, Node, Table, Truth, VarId, evaluate};
use coverdict_model::{
    attestation::OnFile,
    date::Date,
    fact::Derivation,
    id::Id,
    source::{EditionId, SourceKind, Status},
    trace::{
        CriterionTrace, DayTrace, EditionTrace, FactTrace, RuleTrace, SilentReason, SourceTrace,
        StepResult, StepTrace, Truth as Told, WalkTrace, WithoutLate,
    },
    value::{Reading, Statement},
};
use coverdict_program::{Criterion, Edition, Step};
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{
    facts::Facts,
    outcome::{Weighed, Without},
    setting::{Candidate, Setting},
    settle::{InSpace, connected, edition_of, rule_name, with_space},
    walk::{Comes, EditionWalk, RuleWalk, StepWalk, Walked, statement},
};

/// The trace of one day.
pub(crate) fn trace(
    setting: &Setting<'_>,
    weighed: &Weighed<Truth>,
    criteria: &mut Criteria<'_, '_>,
    day: Date,
) -> DayTrace {
    let without_late = least(&weighed.without)
        .map(|without| WithoutLate {
            editions: without
                .removed
                .iter()
                .filter_map(|late| edition_of(setting, late.candidate, late.edition))
                .map(|edition| edition.id.clone())
                .collect(),
            walks: walks(setting, &without.walked, criteria, day),
        })
        .collect();
    DayTrace {
        from: day,
        through: day,
        walks: walks(setting, &weighed.walked, criteria, day),
        without_late,
    }
}

/// Of the walks without editions published late, those that take no edition as not on file that need not be.
fn least(without: &[Without<Truth>]) -> impl Iterator<Item = &Without<Truth>> {
    let is_less = |one: &Without<Truth>, other: &Without<Truth>| {
        one.removed.len() < other.removed.len()
            && one.removed.iter().all(|late| other.removed.contains(late))
    };
    let may_tighten = |walk: &&Without<Truth>| walk.tightened != Truth::False;
    without.iter().filter(may_tighten).filter(move |walk| {
        !without
            .iter()
            .filter(may_tighten)
            .any(|other| is_less(other, walk))
    })
}

fn walks(
    setting: &Setting<'_>,
    walked: &Walked<Truth>,
    criteria: &mut Criteria<'_, '_>,
    day: Date,
) -> Vec<WalkTrace> {
    let mut walks = Vec::with_capacity(walked.profiles.len());
    for walk in walked
        .profiles
        .iter()
        .filter(|walk| walk.serves != Truth::False)
    {
        let Some(profile) = setting.program.profiles.get(walk.profile) else {
            continue;
        };
        let steps = profile.steps.iter().enumerate().map(|(place, step)| {
            match walk.steps.iter().find(|walked| walked.step == place) {
                Some(walked) if walked.reached != Truth::False => {
                    self::step(setting, criteria, step, walked, day)
                }
                _ => StepTrace {
                    step: step.id.clone(),
                    on_file: Vec::new(),
                    reached: Told::NotMet,
                    result: StepResult::NotReached,
                    sources: Vec::new(),
                },
            }
        });
        let steps = steps.collect();
        walks.push(WalkTrace {
            profile: profile.id.clone(),
            serves: told(walk.serves),
            steps,
        });
    }
    walks
}

pub(crate) fn told(truth: Truth) -> Told {
    match truth {
        Truth::False => Told::NotMet,
        Truth::Unknown => Told::Unknown,
        Truth::True => Told::Met,
    }
}

fn step(
    setting: &Setting<'_>,
    criteria: &mut Criteria<'_, '_>,
    step: &Step,
    walked: &StepWalk<Truth>,
    day: Date,
) -> StepTrace {
    let on_file = step
        .kinds
        .iter()
        .zip(&walked.held.hidden)
        .map(|((kind, _), hidden)| (*kind, on_file(setting, criteria, *kind, *hidden)));
    let on_file = on_file.collect();
    let candidates = setting.candidates.iter().enumerate();
    let on_step = candidates.filter(|(_, candidate)| {
        step.kinds
            .iter()
            .any(|(kind, _)| *kind == candidate.source.kind)
    });
    let sources = on_step
        .map(|(number, candidate)| source(criteria, walked, number, candidate, day))
        .collect();
    StepTrace {
        step: step.id.clone(),
        on_file,
        reached: told(walked.reached),
        result: result(&walked.comes),
        sources,
    }
}

/// What comes of a step: one thing wherever it is reached, or it is open.
fn result(comes: &Comes<Truth>) -> StepResult {
    let possible = [
        (comes.decides, StepResult::Decides),
        (comes.conflicts, StepResult::Conflict),
        (comes.in_part, StepResult::SupportsInPart),
        (comes.silent, StepResult::Silent),
    ];
    let mut possible = possible
        .into_iter()
        .filter(|(truth, _)| *truth != Truth::False)
        .map(|(_, result)| result);
    match (possible.next(), possible.next()) {
        (Some(only), None) => only,
        _ => StepResult::Open,
    }
}

/// How far the sources of a kind are on file.
pub(crate) fn on_file(
    setting: &Setting<'_>,
    criteria: &mut Criteria<'_, '_>,
    kind: SourceKind,
    hidden: Truth,
) -> OnFile {
    if hidden != Truth::False {
        return OnFile::Incomplete;
    }
    let complete = setting.attestations(kind).any(|attestation| {
        attestation.status == OnFile::Complete
            && criteria.kleene(attestation.members) == Truth::True
    });
    if complete {
        OnFile::Complete
    } else {
        OnFile::AssumedSilent
    }
}

fn source(
    criteria: &mut Criteria<'_, '_>,
    walked: &StepWalk<Truth>,
    number: usize,
    candidate: &Candidate<'_>,
    day: Date,
) -> SourceTrace {
    let possible = walked
        .held
        .editions
        .iter()
        .filter(|edition| edition.candidate == number && edition.in_force != Truth::False);
    let editions: Vec<EditionTrace> = possible
        .filter_map(|walked| self::edition(criteria, candidate, walked))
        .collect();
    let succession_open = walked
        .held
        .unknown
        .iter()
        .any(|(other, truth)| *other == number && *truth != Truth::False);
    let silent = editions.is_empty().then(|| {
        let governing = criteria
            .facts
            .reading(candidate.source.governing_date.name());
        if matches!(governing, Reading::Absent | Reading::NotPerformed) {
            return SilentReason::NoGoverningDate;
        }
        let begun = candidate.succession.on_file.iter().any(|at| {
            candidate
                .source
                .editions
                .get(*at as usize)
                .is_some_and(|edition| edition.effective.earliest() <= day)
        });
        if begun {
            SilentReason::Ended
        } else {
            SilentReason::NotYetInEffect
        }
    });
    SourceTrace {
        source: candidate.source.id.clone(),
        succession_open,
        editions,
        silent,
    }
}

fn edition(
    criteria: &mut Criteria<'_, '_>,
    candidate: &Candidate<'_>,
    walked: &EditionWalk<Truth>,
) -> Option<EditionTrace> {
    let edition = candidate.source.editions.get(walked.edition as usize)?;
    let matched = candidate.services.get(walked.edition as usize)?;
    let services = matched
        .iter()
        .filter_map(|at| edition.services.get(*at as usize))
        .map(|service| service.id.clone());
    Some(EditionTrace {
        edition: edition.id.clone(),
        in_force: told(walked.in_force),
        applies: told(walked.applies),
        speaks: told(walked.speaks),
        silent: silent(edition, walked, matched.is_empty()),
        services: services.collect(),
        rules: walked
            .rules
            .iter()
            .filter_map(|walked| rule(criteria, edition, walked))
            .collect(),
    })
}

/// Why an edition surely says nothing.
fn silent(
    edition: &Edition,
    walked: &EditionWalk<Truth>,
    not_listed: bool,
) -> Option<SilentReason> {
    if edition.status == Status::Withdrawn {
        Some(SilentReason::Withdrawn)
    } else if not_listed {
        Some(SilentReason::ServiceNotListed)
    } else if walked.applies == Truth::False {
        Some(SilentReason::DoesNotApply)
    } else if walked.rules.iter().all(|rule| rule.stands == Truth::False) {
        Some(SilentReason::NoRuleApplies)
    } else {
        None
    }
}

fn rule(
    criteria: &mut Criteria<'_, '_>,
    edition: &Edition,
    walked: &RuleWalk<Truth>,
) -> Option<RuleTrace> {
    let statement = statement(edition, walked.service, walked.rule)?;
    let service = edition.services.get(walked.service as usize)?;
    let name = walked
        .rule
        .and_then(|at| rule_name(edition, walked.service, at));
    let compiled = walked.rule.and_then(|at| service.rules.get(at as usize));
    let traced = compiled.map(|rule| match walked.criteria.as_slice() {
        [] => criteria.trace(&rule.criteria),
        truths => criteria.by_truths(&rule.criteria, &mut truths.iter()),
    });
    if let (Some(rule), Some(traced)) = (compiled, &traced)
        && walked.applies != Truth::False
    {
        let mut phrases = BTreeSet::new();
        open_readings(&rule.criteria, traced, &mut phrases);
        let of_edition = phrases
            .into_iter()
            .map(|phrase| (edition.id.clone(), phrase));
        criteria.compared.readings.extend(of_edition);
    }
    Some(RuleTrace {
        rule: name,
        service: service.id.clone(),
        applies: told(walked.applies),
        stands: told(walked.stands),
        governs: told(walked.governs),
        holding: statement.holding.clone(),
        label: statement.label.clone(),
        cite: statement.cite.clone(),
        criteria: traced,
    })
}

/// The phrases whose reading leaves a criterion open.
fn open_readings(criterion: &Criterion, traced: &CriterionTrace, phrases: &mut BTreeSet<Id>) {
    if traced.truth == Told::Unknown {
        phrases.extend(criterion.reading.clone());
    }
    for (child, traced) in criterion.of.iter().zip(&traced.of) {
        open_readings(child, traced, phrases);
    }
}

/// Tells the truth of criteria over all permitted completions.
pub(crate) struct Criteria<'f, 'p> {
    facts: &'f Facts<'p>,
    kleene: Kleene<&'f Facts<'p>>,
    memo: &'f mut Memo<Truth>,
    tables: &'f mut Memo<Table>,
    /// The facts told so far, by number.
    told: FxHashMap<u32, FactTrace>,
    /// The variables on which constraints rest that are left open.
    constrained: Option<Vec<VarId>>,
    /// The facts compared so far, by number, and the value sets looked into.
    pub(crate) compared: Compared,
}

/// What criteria compared.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) facts: BTreeSet<u32>,
    pub(crate) value_sets: BTreeSet<Id>,
    /// The phrases of editions whose reading leaves a criterion open.
    pub(crate) readings: BTreeSet<(EditionId, Id)>,
}

impl<'f, 'p> Criteria<'f, 'p> {
    /// Of the memo what has been evaluated of the same facts may be kept, but for conditions on what steps hold.
    pub(crate) fn new(
        facts: &'f Facts<'p>,
        memo: &'f mut Memo<Truth>,
        tables: &'f mut Memo<Table>,
    ) -> Self {
        Self {
            facts,
            kleene: Kleene::new(facts),
            memo,
            tables,
            told: FxHashMap::with_capacity_and_hasher(28, FxBuildHasher),
            constrained: None,
            compared: Compared::default(),
        }
    }

    /// The truth of a condition by what is known.
    pub(crate) fn kleene(&mut self, condition: CondId) -> Truth {
        let pool = &self.facts.program.conditions;
        evaluate(pool, condition, &mut self.kleene, self.memo)
    }

    /// The trace of a rule's criteria.
    fn trace(&mut self, root: &Criterion) -> CriterionTrace {
        let mut truths = Vec::with_capacity(64);
        let mut unknown = Vec::new();
        self.truths(root, &mut truths, &mut unknown);
        if !unknown.is_empty() {
            let conditions: Vec<CondId> = unknown.iter().map(|(_, condition)| *condition).collect();
            for ((place, _), exact) in unknown.iter().zip(self.exactly(&conditions)) {
                if let Some(truth) = truths.get_mut(*place) {
                    *truth = exact;
                }
            }
        }
        self.by_truths(root, &mut truths.iter())
    }

    /// The truths of criteria by what is known, those above before those below. Collects, with their places,
    /// the conditions that Kleene leaves unknown and that may be decided all the same.
    fn truths(
        &mut self,
        criterion: &Criterion,
        truths: &mut Vec<Truth>,
        unknown: &mut Vec<(usize, CondId)>,
    ) {
        let condition = criterion.condition;
        let truth = self.kleene(condition);
        if truth == Truth::Unknown && !self.is_surely_unknown(condition) {
            unknown.push((truths.len(), condition));
        }
        truths.push(truth);
        for child in &criterion.of {
            self.truths(child, truths, unknown);
        }
    }

    /// Whether a condition that Kleene leaves unknown is both true and false of something permitted: where it
    /// rests on each variable once, and none of them is constrained, what is possible of one comparison does
    /// not hang on another.
    fn is_surely_unknown(&mut self, condition: CondId) -> bool {
        let mut variables = Vec::new();
        self.rests_on_each_once(condition, &mut variables) && {
            let constrained = self.constrained();
            !variables.iter().any(|var| constrained.contains(var))
        }
    }

    /// Whether no variable that an unknown condition rests on stands in it twice; collects them.
    fn rests_on_each_once(&self, condition: CondId, variables: &mut Vec<VarId>) -> bool {
        let node = self.facts.program.conditions.node(condition);
        match node {
            Node::Within(var, _) | Node::Some(var, _) => {
                let is_new = !variables.contains(var);
                variables.push(*var);
                is_new
            }
            Node::Given(_) => false,
            _ => node
                .children()
                .iter()
                .filter(|child| self.memo.get(**child) == Some(&Truth::Unknown))
                .all(|child| self.rests_on_each_once(*child, variables)),
        }
    }

    /// The variables on which constraints rest that are left open.
    fn constrained(&mut self) -> &[VarId] {
        let constrained = self.constrained.take().unwrap_or_else(|| {
            let mut variables = Vec::new();
            for constraint in &self.facts.program.constraints {
                if self.kleene(constraint.condition) == Truth::Unknown {
                    variables.extend(&constraint.variables);
                }
            }
            variables
        });
        self.constrained.insert(constrained)
    }

    /// The truth of conditions that Kleene leaves unknown, over all permitted completions.
    fn exactly(&mut self, unknown: &[CondId]) -> Vec<Truth> {
        let pool = &self.facts.program.conditions;
        // For the atoms of these conditions alone.
        let mut kleene = Kleene::new(self.facts);
        self.memo.reset();
        for condition in unknown {
            evaluate(pool, *condition, &mut kleene, self.memo);
        }
        let mut atoms = kleene.atoms().to_vec();
        let variables: Vec<_> = atoms.iter().map(|atom| atom.var).collect();
        let (constrained, constraints) = connected(self.facts, self.memo, &variables);
        atoms.extend(constrained);
        let task = Truths {
            facts: self.facts,
            conditions: unknown,
            constraints: &constraints,
        };
        with_space(self.facts, &atoms, self.tables, task).unwrap_or_default()
    }

    /// The trace of criteria by their truths, those above before those below.
    fn by_truths(
        &mut self,
        criterion: &Criterion,
        truths: &mut std::slice::Iter<'_, Truth>,
    ) -> CriterionTrace {
        let truth = truths.next().copied().unwrap_or(Truth::Unknown);
        let mut of = Vec::with_capacity(criterion.of.len());
        for child in &criterion.of {
            of.push(self.by_truths(child, truths));
        }
        self.described(criterion, truth, of)
    }

    fn described(
        &mut self,
        criterion: &Criterion,
        truth: Truth,
        of: Vec<CriterionTrace>,
    ) -> CriterionTrace {
        self.compared.facts.extend(criterion.fact);
        self.compared.value_sets.extend(criterion.mapped.clone());
        CriterionTrace {
            id: criterion.id.clone(),
            text: criterion.text.clone(),
            truth: told(truth),
            facts: match criterion.fact.and_then(|fact| self.fact(fact)) {
                Some(fact) => vec![fact],
                None => Vec::new(),
            },
            cite: criterion.cite.as_deref().cloned(),
            of,
        }
    }

    /// The fact compared; for one that a mapping derives, the codes that it is derived from.
    fn fact(&mut self, number: u32) -> Option<FactTrace> {
        let facts = self.facts;
        let declared = facts.declared(number);
        let mapped_from = match declared.and_then(|declared| declared.derived.as_ref()) {
            Some(Derivation::Mapping { from, .. }) => Some(from),
            _ => None,
        };
        let (source, derived_by) = match mapped_from {
            Some(from) if facts.said_of(number).is_none() => {
                let from = facts.number(from.as_str())?;
                self.compared.facts.insert(from);
                (from, facts.derived_by(number).cloned())
            }
            Some(from) => (number, Some(format!("derived from {from}").into())),
            None => (number, facts.derived_by(number).cloned()),
        };
        if let Some(known) = self.told.get(&number) {
            return Some(known.clone());
        }
        let statement = match facts.said_of(source) {
            Some(said) => said.clone(),
            None => Statement::from(facts.reading_of(Some(source)).clone()),
        };
        let told = FactTrace {
            fact: facts.program.facts.get(source as usize)?.id.clone(),
            statement: Arc::new(statement),
            derived_by,
        };
        self.told.insert(number, told.clone());
        Some(told)
    }
}

/// The truths of conditions over the completions that constraints permit.
struct Truths<'t, 'p> {
    facts: &'t Facts<'p>,
    conditions: &'t [CondId],
    constraints: &'t [CondId],
}

impl InSpace for Truths<'_, '_> {
    type Result = Vec<Truth>;

    fn run<E: Exact>(self, algebra: &mut E, memo: &mut Memo<E::Set>) -> Vec<Truth> {
        let pool = &self.facts.program.conditions;
        let mut permitted = algebra.always();
        for constraint in self.constraints {
            let holds = evaluate(pool, *constraint, algebra, memo);
            permitted = algebra.and(&permitted, &holds);
        }
        let mut truths = Vec::with_capacity(self.conditions.len());
        for condition in self.conditions {
            let set = evaluate(pool, *condition, algebra, memo);
            truths.push(crate::truths::truth(algebra, &permitted, &set));
        }
        truths
    }
}
