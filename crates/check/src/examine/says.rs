//! What an edition says of a line on a day, as conditions over the facts of the case.

use coverdict_logic::{Cells, CondId, VarId};
use coverdict_model::{
    date::{Date, PartialDate},
    position::{Holding, Position},
};
use coverdict_program::{Edition, Statement};

use super::Examiner;

/// The services of an edition that a line is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Line {
    /// Their places in the edition, ascending.
    pub(crate) services: Vec<u32>,
}

/// What an edition says of a line, where it applies.
#[derive(Debug, Clone)]
pub(crate) struct Says<'p> {
    /// Each rule, or `otherwise`, that can stand, with the condition under which it does.
    pub(crate) voices: Vec<Voice<'p>>,
    /// No rule applies, and there is no `otherwise`.
    pub(crate) silent: CondId,
}

/// A rule, or an `otherwise`, and when it stands.
#[derive(Debug, Clone)]
pub(crate) struct Voice<'p> {
    /// The place of the service.
    pub(crate) service: u32,
    /// The place of the rule in the edition; none: `otherwise`.
    pub(crate) rule: Option<u32>,
    /// When it applies, whatever overrides it.
    pub(crate) applies: CondId,
    /// When it applies and is not overridden.
    pub(crate) stands: CondId,
    /// What it states.
    pub(crate) statement: &'p Statement,
}

impl Says<'_> {
    /// When some voice holds this position.
    pub(crate) fn holds(&self, position: Position, examiner: &mut Examiner<'_>) -> CondId {
        let voices = self.voices.iter();
        let of_position = voices.filter(|voice| voice.statement.holding.position() == position);
        let stands: Vec<CondId> = of_position.map(|voice| voice.stands).collect();
        examiner.any(stands)
    }

    /// When it takes a position that decides a step, were it alone.
    pub(crate) fn decides(&self, examiner: &mut Examiner<'_>) -> CondId {
        let voices = self.voices.iter();
        let deciding = voices.filter(|voice| voice.statement.holding != Holding::BenefitConfirmed);
        let stands: Vec<CondId> = deciding.map(|voice| voice.stands).collect();
        examiner.any(stands)
    }
}

impl<'p> Examiner<'p> {
    /// What an edition says of a line on a day of its governing date.
    pub(crate) fn says(&mut self, edition: &'p Edition, line: &Line, day: Date) -> Says<'p> {
        let mut says = Says {
            voices: Vec::new(),
            silent: CondId::TRUE,
        };
        for at in &line.services {
            self.service(edition, *at, day, &mut says);
        }
        says
    }

    fn service(&mut self, edition: &'p Edition, at: u32, day: Date, says: &mut Says<'p>) {
        let Some(service) = edition.services.get(at as usize) else {
            return;
        };
        // The place among the voices of each rule of the service.
        let mut places: Vec<usize> = Vec::with_capacity(service.rules.len());
        let mut applied = Vec::with_capacity(service.rules.len());
        for rule in &service.rules {
            places.push(says.voices.len());
            let Some(compiled) = edition.rules.get(rule.rule as usize) else {
                continue;
            };
            let mut applies = self.unslotted(rule.criteria.condition);
            if let Some((from, question)) = compiled.from {
                let begun = self.has_come(day, from, question);
                applies = self.all([applies, begun]);
            }
            if let Some((until, question)) = compiled.until {
                let over = self.has_come(day, until, question);
                applies = self.and_not(applies, over);
            }
            let defeaters = rule.defeated_by.iter();
            let defeaters = defeaters.filter_map(|place| places.get(*place as usize));
            let defeaters: Vec<CondId> = defeaters
                .filter_map(|place| says.voices.get(*place))
                .map(|voice| voice.stands)
                .collect();
            let defeated = self.any(defeaters);
            let stands = self.and_not(applies, defeated);
            applied.push(applies);
            says.voices.push(Voice {
                service: at,
                rule: Some(rule.rule),
                applies,
                stands,
                statement: &compiled.statement,
            });
        }
        let any = self.any(applied);
        let none = self.not(any);
        match &service.otherwise {
            Some(statement) => {
                says.voices.push(Voice {
                    service: at,
                    rule: None,
                    applies: none,
                    stands: none,
                    statement,
                });
                says.silent = CondId::FALSE;
            }
            None => says.silent = self.all([says.silent, none]),
        }
    }

    /// Whether a date has come on a day.
    fn has_come(&mut self, day: Date, date: PartialDate, question: Option<VarId>) -> CondId {
        match question {
            _ if day >= date.latest() => CondId::TRUE,
            Some(question) if day >= date.earliest() => {
                self.pool.within(question, &Cells::single(1))
            }
            _ => CondId::FALSE,
        }
    }
}
