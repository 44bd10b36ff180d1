//! What the editions of a source hold: which rules apply, and which of them stand.

use coverdict_logic::{Algebra, Cells, VarId};
use coverdict_model::{
    date::Date,
    finding::Part,
    grant::Grant,
    position::Holding,
    source::Status,
    value::{Reading, Value},
};
use coverdict_program::{
    Edition, Service, ServiceRule, Statement, Unknown,
    cells::{Axis, Cut, Shape, number},
};

use super::{Descent, EditionWalk, Held, RuleWalk, Walker};
use crate::setting::{Candidate, Setting};

impl<A: Algebra> Walker<'_, '_, A> {
    pub(super) fn candidate(
        &mut self,
        at: &mut Descent<'_, A::Set>,
        number: usize,
        candidate: &Candidate<'_>,
        result: &mut Held<A::Set>,
    ) {
        let Some(step) = at.profile.steps.get(at.place) else {
            return;
        };
        let removed = at.removed;
        let is_removed = |edition: u32| {
            removed
                .iter()
                .any(|late| late.candidate == number && late.edition == edition)
        };
        let mut concerns = self.algebra.never();
        for place in &candidate.succession.on_file {
            let Some(edition) = candidate.source.editions.get(*place as usize) else {
                continue;
            };
            let Some(services) = candidate.services.get(*place as usize) else {
                continue;
            };
            let cells = candidate.succession.in_force(*place, &is_removed);
            let in_force = self.ask(candidate.source.in_force, &cells);
            let may_be = !self.algebra.is_never(&in_force);
            let may_stand_in = candidate.succession.open && !services.is_empty();
            if !may_be && !may_stand_in {
                continue;
            }
            let applies = self.evaluate(Setting::applies(edition, step.binding_stated));
            if !services.is_empty() {
                concerns = self.algebra.or(&concerns, &applies);
            }
            if !may_be {
                continue;
            }
            let speaks = match edition.status == Status::Active && !services.is_empty() {
                true => self.algebra.and(&in_force, &applies),
                false => self.algebra.never(),
            };
            let mut walked = EditionWalk {
                candidate: number,
                edition: *place,
                in_force,
                applies,
                speaks,
                rules: Vec::new(),
            };
            if !self.algebra.is_never(&walked.speaks) {
                for service in services {
                    self.service(at, candidate, edition, *service, &mut walked, result);
                }
            }
            result.editions.push(walked);
        }
        if candidate.succession.open && !self.algebra.is_never(&concerns) {
            let first = candidate.succession.first_unknown();
            self.unknown(candidate.source.in_force, first, step, &concerns, result);
            let cells = Unknown::cells(first, |_| true);
            let stands = self.ask(candidate.source.in_force, &cells);
            let unknown = self.algebra.and(&stands, &concerns);
            result.unknown.push((number, unknown));
        }
    }

    pub(super) fn service(
        &mut self,
        at: &mut Descent<'_, A::Set>,
        candidate: &Candidate<'_>,
        edition: &Edition,
        service_at: u32,
        walked: &mut EditionWalk<A::Set>,
        result: &mut Held<A::Set>,
    ) {
        let Some(service) = edition.services.get(service_at as usize) else {
            return;
        };
        let first = walked.rules.len();
        let mut none = walked.speaks.clone();
        for (number, rule) in (0_u32..).zip(&service.rules) {
            self.supply(at, &rule.slots);
            let applies = self.applies(candidate, edition, rule, &walked.speaks);
            let stands = self.undefeated(
                rule,
                &applies,
                walked.rules.get(first..).unwrap_or_default(),
            );
            none = self.algebra.and_not(&none, &applies);
            if let Some(statement) = statement(edition, service_at, Some(number)) {
                self.take(statement, &stands, result);
            }
            let governs = self.algebra.never();
            let mut criteria = Vec::new();
            if !rule.slots.is_empty() {
                self.criteria(&rule.criteria, &mut criteria);
            }
            walked.rules.push(RuleWalk {
                service: service_at,
                rule: Some(number),
                applies,
                stands,
                governs,
                criteria,
            });
        }
        if let Some(statement) = &service.otherwise {
            self.take(statement, &none, result);
            let governs = self.algebra.never();
            let stands = none.clone();
            walked.rules.push(RuleWalk {
                service: service_at,
                rule: None,
                applies: none,
                stands,
                governs,
                criteria: Vec::new(),
            });
        }
    }

    pub(super) fn criteria(
        &mut self,
        criterion: &coverdict_program::Criterion,
        sets: &mut Vec<A::Set>,
    ) {
        let set = self.evaluate(criterion.condition);
        sets.push(set);
        criterion
            .of
            .iter()
            .for_each(|child| self.criteria(child, sets));
    }

    /// Where a rule applies: its criteria are met, and a dated clause is running.
    pub(super) fn applies(
        &mut self,
        candidate: &Candidate<'_>,
        edition: &Edition,
        rule: &ServiceRule,
        speaks: &A::Set,
    ) -> A::Set {
        let mut applies = self.evaluate(rule.criteria.condition);
        applies = self.algebra.and(speaks, &applies);
        let Some(compiled) = edition.rules.get(rule.rule as usize) else {
            return applies;
        };
        let governing = candidate.source.governing_date.name();
        if let Some((from, question)) = compiled.from {
            let begun = self.has_come(governing, from, question);
            applies = self.algebra.and(&applies, &begun);
        }
        if let Some((until, question)) = compiled.until {
            let over = self.has_come(governing, until, question);
            applies = self.algebra.and_not(&applies, &over);
        }
        applies
    }

    /// Where a date has come on the governing date.
    pub(super) fn has_come(
        &mut self,
        governing: &str,
        date: coverdict_model::date::PartialDate,
        question: Option<VarId>,
    ) -> A::Set {
        let surely = self.on_or_after(governing, date.latest());
        let Some(question) = question else {
            return surely;
        };
        let perhaps = self.on_or_after(governing, date.earliest());
        let so = match self.algebra.is_never(&perhaps) || self.algebra.is_always(&surely) {
            true => self.algebra.never(),
            false => self.ask(question, &Cells::single(1)),
        };
        let perhaps = self.algebra.and(&perhaps, &so);
        self.algebra.or(&surely, &perhaps)
    }

    pub(super) fn on_or_after(&mut self, governing: &str, day: Date) -> A::Set {
        if let Reading::Known(Value::Date(known)) = self.facts.reading(governing) {
            return match *known >= day {
                true => self.algebra.always(),
                false => self.algebra.never(),
            };
        }
        self.compared_with_day(governing, day, &|axis, cut| axis.above(cut))
    }

    /// Where a date lies in the cells that are chosen by the cut before a day.
    pub(crate) fn compared_with_day(
        &mut self,
        fact: &str,
        day: Date,
        chosen: &dyn Fn(&Axis, Cut) -> Cells,
    ) -> A::Set {
        let program = self.setting.program;
        let fact = self
            .facts
            .number(fact)
            .and_then(|at| Some((at, program.facts.get(at as usize)?)));
        let day = number(&Value::Date(day));
        match (fact, day) {
            (Some((at, fact)), Some(day)) => match &fact.cells.shape {
                Shape::Ordered(axis) => self.ask(VarId(at), &chosen(axis, Axis::before(day))),
                _ => self.algebra.never(),
            },
            _ => self.algebra.never(),
        }
    }

    /// Where a rule applies and no rule that stands overrides it.
    pub(super) fn undefeated(
        &mut self,
        rule: &ServiceRule,
        applies: &A::Set,
        before: &[RuleWalk<A::Set>],
    ) -> A::Set {
        let mut stands = applies.clone();
        for defeater in rule
            .defeated_by
            .iter()
            .filter_map(|at| before.get(*at as usize))
        {
            stands = self.algebra.and_not(&stands, &defeater.stands);
        }
        stands
    }

    /// Adds what a rule holds, where it stands, to what the step holds.
    pub(super) fn take(
        &mut self,
        statement: &Statement,
        stands: &A::Set,
        result: &mut Held<A::Set>,
    ) {
        if self.algebra.is_never(stands) {
            return;
        }
        match &statement.holding {
            Holding::BenefitConfirmed => {}
            Holding::LeftToDiscretion => {
                result.discretion = self.algebra.or(&result.discretion, stands)
            }
            Holding::NotSupported { kind, basis } => {
                result.against = self.algebra.or(&result.against, stands);
                if let Some(of_kind) = result.kinds.get_mut(*kind as usize) {
                    *of_kind = self.algebra.or(of_kind, stands);
                }
                if self.setting.has_slots {
                    result.add_basis(self.algebra, *basis, stands);
                }
            }
            Holding::Supported { grant } => {
                result.supports = self.algebra.or(&result.supports, stands);
                let within = self.evaluate(statement.within_quantity);
                let granted = self.algebra.and(stands, &within);
                for (part, set) in self.setting.parts.iter().zip(&mut result.parts) {
                    if covers(grant, part) {
                        *set = self.algebra.or(set, &granted);
                    }
                }
            }
        }
    }
}

/// Whether a part of a request lies within a grant's items and scope.
pub(crate) fn covers(grant: &Grant, part: &Part) -> bool {
    let within =
        |granted: &Option<std::collections::BTreeSet<_>>, asked: &Option<_>| match (granted, asked)
        {
            (None, _) => true,
            (Some(granted), Some(asked)) => granted.contains(asked),
            (Some(_), None) => false,
        };
    within(&grant.items, &part.item) && within(&grant.scopes, &part.scope)
}

/// What a rule, or the `otherwise`, of a service states.
pub(crate) fn statement(edition: &Edition, service: u32, rule: Option<u32>) -> Option<&Statement> {
    let service: &Service = edition.services.get(service as usize)?;
    match rule {
        Some(at) => {
            let rule = service.rules.get(at as usize)?;
            edition
                .rules
                .get(rule.rule as usize)
                .map(|rule| &rule.statement)
        }
        None => service.otherwise.as_ref(),
    }
}
