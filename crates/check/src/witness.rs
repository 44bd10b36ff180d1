//! From an example to a case, put to the engine before it is shown.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    code::Code,
    date::Date,
    finding::{Coverage, Finding},
    id::Id,
    position::Position,
    source::{EditionId, GoverningDate},
    trace::{RuleTrace, Truth},
    value::{Reading, Statement, Value},
    well_known,
};
use coverdict_program::{Edition, Program, cells::Shape};

use crate::examine::{Chosen, Example, Line};

/// A case that shows a problem, with what the engine answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The case, with as few facts as show it.
    pub case: Case,
    /// The engine's answer to it.
    pub answer: Coverage,
    /// The open questions of the corpus on whose answers it hangs, in words; none: it shows the problem whatever
    /// they are.
    pub assuming: Vec<String>,
}

/// The line that a witness is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Requested {
    /// A line with this code.
    Code(Code),
    /// A line for which the requester states this service.
    Service(Id),
}

/// What a witness has to say besides its example.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) requested: Requested,
    /// The day of each governing date that counts.
    pub(crate) days: BTreeMap<GoverningDate, Date>,
    /// Services that the requester does not state: the line would be another one.
    pub(crate) unstated: BTreeSet<Id>,
}

impl Frame {
    /// A line on a day of one governing date.
    pub(crate) fn on(requested: Requested, governing: GoverningDate, day: Date) -> Self {
        Self {
            requested,
            days: [(governing, day)].into(),
            unstated: BTreeSet::new(),
        }
    }

    /// The same line, for no other service of an edition than these.
    pub(crate) fn for_no_other(mut self, edition: &Edition, line: &Line) -> Self {
        let services = (0_u32..).zip(&edition.services);
        let others = services.filter(|(at, _)| !line.services.contains(at));
        self.unstated
            .extend(others.map(|(_, service)| service.id.clone()));
        self
    }

    /// The day of service.
    pub(crate) fn day_of_service(&self) -> Option<Date> {
        let service = self.days.get(&GoverningDate::DateOfService);
        service.or_else(|| self.days.values().max()).copied()
    }
}

/// Puts examples to the engine.
#[derive(Debug)]
pub(crate) struct Replayer<'p> {
    program: &'p Program,
    assessor: Assessor<'p>,
}

impl<'p> Replayer<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        Self {
            program,
            assessor: Assessor::new(program),
        }
    }

    /// The finding on an example's case, where a value is known for each of its facts.
    pub(crate) fn assess(
        &mut self,
        name: &str,
        frame: &Frame,
        example: &Example,
    ) -> Option<Finding> {
        let case = self.case(name, frame, example)?;
        let finding = self.assessor.assess(case);
        let possible = !matches!(finding.coverage, Coverage::InvalidInput { .. });
        possible.then_some(finding)
    }

    /// The case of an example, where a value is known for each of its facts.
    pub(crate) fn case(&self, name: &str, frame: &Frame, example: &Example) -> Option<Case> {
        let mut facts = BTreeMap::new();
        let (fact, member) = match &frame.requested {
            Requested::Code(code) => (well_known::CODE, Id::new(code.as_str()).ok()?),
            Requested::Service(service) => (well_known::SERVICE, service.clone()),
        };
        let requested = (Id::new(fact).ok()?, member);
        for (date, day) in &frame.days {
            if *date != GoverningDate::DateOfService {
                let day = Reading::Known(Value::Date(*day));
                facts.insert(Id::new(date.name()).ok()?, day);
            }
        }
        for chosen in &example.facts {
            let (id, reading) = self.reading(chosen)?;
            facts.insert(id, reading);
        }
        let (fact, member) = requested;
        match facts.get_mut(&fact) {
            // What the example states beside it.
            Some(Reading::Members { members, .. }) => _ = members.insert(member),
            _ => _ = facts.insert(fact, members([member])),
        }
        let facts = facts
            .into_iter()
            .map(|(id, reading)| (id, vec![Statement::from(reading)]));
        Some(Case {
            id: Id::new(name).ok()?,
            date_of_service: frame.day_of_service()?,
            through: None,
            known_as_of: None,
            facts: facts.collect(),
        })
    }

    fn reading(&self, chosen: &Chosen) -> Option<(Id, Reading)> {
        let fact = self.program.facts.get(chosen.var.0 as usize)?;
        let kind = &self.program.catalogue.facts.get(&fact.id)?.kind;
        let reading = match &fact.cells.shape {
            Shape::Members(sets) => {
                let found = chosen.cells.iter().map(|cells| sets.example(cells, kind));
                members(found.collect::<Option<BTreeSet<Id>>>()?)
            }
            _ => fact.cells.example(chosen.cells.first()?, kind)?,
        };
        Some((fact.id.clone(), reading))
    }
}

fn members(members: impl IntoIterator<Item = Id>) -> Reading {
    Reading::Members {
        members: members.into_iter().collect(),
        complete: true,
    }
}

/// The rules of an edition that stand, or may, as the trace of a finding tells it.
pub(crate) fn standing<'f>(
    finding: &'f Finding,
    edition: &'f EditionId,
) -> impl Iterator<Item = &'f RuleTrace> {
    let walks = finding.trace.iter().flat_map(|day| &day.walks);
    let steps = walks.flat_map(|walk| &walk.steps);
    let editions = steps
        .flat_map(|step| &step.sources)
        .flat_map(|source| &source.editions);
    let editions = editions.filter(move |traced| traced.edition == *edition);
    let rules = editions.flat_map(|edition| &edition.rules);
    rules.filter(|rule| rule.stands != Truth::NotMet)
}

/// The positions that an edition takes on a case, or may take, that decide a step.
pub(crate) fn positions(finding: &Finding, edition: &EditionId) -> BTreeSet<Position> {
    let positions = standing(finding, edition).map(|rule| rule.holding.position());
    positions
        .filter(|position| *position != Position::BenefitConfirmed)
        .collect()
}

/// Every rule in the trace of a finding.
pub(crate) fn rules(finding: &Finding) -> impl Iterator<Item = &RuleTrace> {
    let walks = finding.trace.iter().flat_map(|day| &day.walks);
    let sources = walks
        .flat_map(|walk| &walk.steps)
        .flat_map(|step| &step.sources);
    let editions = sources.flat_map(|source| &source.editions);
    editions.flat_map(|edition| &edition.rules)
}
