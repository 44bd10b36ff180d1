//! All permitted completions of a case, each walked by itself.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use coverdict_model::{
    case::Case,
    corpus::Corpus,
    finding::{Answer, Coverage, Settled},
    id::Id,
    profile::Profile,
    source::PriorAuthorization,
};

use super::{
    beside::Stated,
    choices::{Choices, OpenQuestion},
    criterion::Scope,
    datum::Datum,
    facts::Facts,
    knowledge::{Knowledge, State, knowledge},
    on_file::OnFile,
    quantify::Answers,
    trace::NaiveTrace,
    walk::{Walk, Walked},
    world::World,
};

/// The number of completions beyond which a case is refused.
pub const LIMIT: u64 = 20_000;

/// What is found on a case.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// Whether the service is covered. Certificates carry no values and there are no leads and no
    /// conditional answers; the texts of invalid input are not those of the engine.
    pub coverage: Coverage,
    /// Whether prior authorization is needed.
    pub prior_authorization: Settled<PriorAuthorization>,
    /// What must accompany the request.
    pub documentation: Settled<BTreeMap<Id, String>>,
    /// The truths that a trace tells of.
    pub trace: NaiveTrace,
    /// How many completions there are.
    pub completions: u64,
    /// What the corpus leaves open and was looked at.
    pub open: BTreeSet<OpenQuestion>,
    /// For each permitted choice of values for the facts that are not known, the answers that
    /// its completions give.
    pub answers: Vec<(BTreeMap<Id, Datum>, BTreeSet<Answer>)>,
}

impl Assessment {
    /// The answers possible where the facts that are not known have values that are let through:
    /// one, when these values settle the case; none, when they are not permitted.
    ///
    /// Of a fact derived by a mapping, the value given is the set of names that hold besides those
    /// that the mapping gives.
    #[must_use]
    pub fn answers_where(&self, allow: impl Fn(&BTreeMap<Id, Datum>) -> bool) -> BTreeSet<&Answer> {
        let allowed = self.answers.iter().filter(|(facts, _)| allow(facts));
        allowed.flat_map(|(_, answers)| answers).collect()
    }

    fn invalid(problems: Vec<String>) -> Self {
        let nothing = BTreeSet::new;
        Self {
            coverage: Coverage::InvalidInput { problems },
            prior_authorization: Settled::Undecided {
                possible: nothing(),
            },
            documentation: Settled::Undecided {
                possible: nothing(),
            },
            trace: NaiveTrace::default(),
            completions: 0,
            open: BTreeSet::new(),
            answers: Vec::new(),
        }
    }
}

/// The finding on a case of one day; `None` for a line that spans several, or when there are more
/// than [`LIMIT`] completions.
#[must_use]
pub fn assess(corpus: &Corpus, case: &Case) -> Option<Assessment> {
    if case
        .through
        .is_some_and(|through| through != case.date_of_service)
    {
        return None;
    }
    let knowledge = match knowledge(corpus, case) {
        Ok(knowledge) => knowledge,
        Err(problems) => return Some(Assessment::invalid(problems)),
    };
    let enumeration = Enumeration {
        on_file: &OnFile::new(corpus, case),
        case,
        knowledge: &knowledge,
    };
    // Only facts that are looked at in some completion need values.
    let mut looked_at = BTreeSet::new();
    loop {
        match enumeration.over(&looked_at)? {
            Enumerated::LooksAt(more) => looked_at.extend(more),
            Enumerated::All(assessment) => return Some(*assessment),
        }
    }
}

struct Enumeration<'a> {
    on_file: &'a OnFile<'a>,
    case: &'a Case,
    knowledge: &'a Knowledge<'a>,
}

enum Enumerated {
    /// Facts that are looked at too.
    LooksAt(BTreeSet<Id>),
    /// The finding.
    All(Box<Assessment>),
}

impl Enumeration<'_> {
    /// The finding over all values of these facts; `None` when there are too many completions.
    fn over(&self, looked_at: &BTreeSet<Id>) -> Option<Enumerated> {
        let domains: Option<Vec<(&Id, &[Datum])>> =
            looked_at.iter().map(|id| self.domain(id)).collect();
        let domains = domains?;
        let count = domains.iter().try_fold(1_u64, |count, (_, values)| {
            count.checked_mul(u64::try_from(values.len()).ok()?)
        });
        if count? > LIMIT {
            return None;
        }
        let mut permitted = Vec::new();
        let mut profiles = BTreeMap::new();
        for values in assignments(&domains) {
            let facts = self.facts(&domains, &values);
            let is_permitted = self.is_permitted(&facts);
            let serving = self.on_file.serving(&facts);
            if let Some(more) = looked_at_too(&facts) {
                return Some(Enumerated::LooksAt(more));
            }
            if is_permitted {
                permitted.push(values);
                profiles.extend(serving.map(|profile| (profile.id.clone(), profile)));
            }
        }
        if permitted.is_empty() {
            let problem = "the facts leave no completion that the constraints permit";
            let invalid = Assessment::invalid(vec![problem.to_owned()]);
            return Some(Enumerated::All(Box::new(invalid)));
        }
        let mut tally = Tally::default();
        for values in &permitted {
            let facts = self.facts(&domains, values);
            self.complete(values, &facts, &profiles, &mut tally)?;
            if let Some(more) = looked_at_too(&facts) {
                return Some(Enumerated::LooksAt(more));
            }
        }
        Some(Enumerated::All(Box::new(tally.assessment(&domains))))
    }

    /// Walks every profile that may serve, in every completion of what the corpus leaves open
    /// under these facts. `None` when there are too many.
    fn complete(
        &self,
        values: &[usize],
        facts: &Facts<'_>,
        profiles: &BTreeMap<Id, &Profile>,
        tally: &mut Tally,
    ) -> Option<()> {
        let serving = self.on_file.serving(facts);
        if serving.is_none() {
            tally.unserved(values);
        }
        for profile in profiles.values() {
            let serves = serving.is_some_and(|serving| serving.id == profile.id);
            let mut choices = Choices::default();
            loop {
                let world = World {
                    on_file: self.on_file,
                    case: self.case,
                    facts,
                    choices: &choices,
                };
                tally.walk(values, profile, &Walk::new(world, profile), serves);
                tally.open.extend(choices.sorts());
                if tally.completions > LIMIT {
                    return None;
                }
                if !choices.advance() {
                    break;
                }
            }
        }
        Some(())
    }

    fn domain(&self, id: &Id) -> Option<(&Id, &[Datum])> {
        match self.knowledge.get_key_value(id)? {
            (
                id,
                State::Open(values)
                | State::Mapped {
                    further: values, ..
                },
            ) => Some((id, values)),
            _ => None,
        }
    }

    fn facts<'f>(&'f self, domains: &[(&'f Id, &'f [Datum])], values: &[usize]) -> Facts<'f> {
        let chosen = domains.iter().zip(values);
        Facts {
            knowledge: self.knowledge,
            chosen: chosen
                .filter_map(|((id, values), index)| Some((id.as_str(), values.get(*index)?)))
                .collect(),
            asked: RefCell::default(),
        }
    }

    fn is_permitted(&self, facts: &Facts<'_>) -> bool {
        let choices = Choices::default();
        let world = World {
            on_file: self.on_file,
            case: self.case,
            facts,
            choices: &choices,
        };
        let constraints = &self.on_file.corpus.catalogue.constraints;
        let broken = constraints
            .values()
            .filter(|constraint| !Scope::alone().holds(constraint, &world))
            .count();
        broken == 0
    }
}

/// What is found in the completions so far.
#[derive(Default)]
struct Tally {
    answers: Answers,
    prior_authorization: Stated<PriorAuthorization>,
    documentation: Stated<BTreeMap<Id, String>>,
    trace: NaiveTrace,
    completions: u64,
    open: BTreeSet<OpenQuestion>,
}

impl Tally {
    fn walk(&mut self, values: &[usize], profile: &Profile, walk: &Walk<'_>, serves: bool) {
        self.completions += 1;
        let end = serves.then(|| walk.finding());
        self.trace.add(profile, walk, end.as_ref());
        if let Some(end) = end {
            self.answers.add(values, end);
            self.prior_authorization.add(walk);
            self.documentation.add(walk);
        }
    }

    /// A completion in which no profile serves the member.
    fn unserved(&mut self, values: &[usize]) {
        self.completions += 1;
        let nothing = Walked {
            answer: Answer::NotAddressed,
            governing: BTreeSet::new(),
            reached: BTreeSet::new(),
            published_late: false,
        };
        self.answers.add(values, nothing);
        self.prior_authorization.add_nothing();
        self.documentation.add_nothing();
    }

    fn assessment(self, domains: &[(&Id, &[Datum])]) -> Assessment {
        let named = |values: &Vec<usize>| {
            let chosen = domains.iter().zip(values);
            let chosen = chosen
                .filter_map(|((id, all), index)| Some(((*id).clone(), all.get(*index)?.clone())));
            chosen.collect()
        };
        Assessment {
            coverage: self.answers.coverage(domains),
            prior_authorization: self.prior_authorization.settled(),
            documentation: self.documentation.settled(),
            trace: self.trace,
            completions: self.completions,
            open: self.open,
            answers: self
                .answers
                .by_facts
                .iter()
                .map(|(values, answers)| (named(values), answers.clone()))
                .collect(),
        }
    }
}

/// Every way to choose a value for each fact, by index.
fn assignments(domains: &[(&Id, &[Datum])]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for (_, values) in domains {
        all = all
            .into_iter()
            .flat_map(|so_far| {
                (0..values.len()).map(move |index| {
                    let mut next = so_far.clone();
                    next.push(index);
                    next
                })
            })
            .collect();
    }
    all
}

/// The facts that were looked at and have no value yet.
fn looked_at_too(facts: &Facts<'_>) -> Option<BTreeSet<Id>> {
    let asked = facts.asked.borrow();
    (!asked.is_empty()).then(|| asked.clone())
}
