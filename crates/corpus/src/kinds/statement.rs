//! What a case says of a fact.
//!
//! A value that does not fit the fact is no error of the file: the fact is then missing, in error.

use std::collections::BTreeSet;

use coverdict_model::{
    date::{Date, PartialDate},
    fact::{Fact, FactType},
    id::Id,
    value::{Cause, Reading, SpecialState, Statement, Value},
    well_known,
};

use super::common::{day, empty_list, list, optional, text};
use super::value;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::read::{Item, Mapping};
use crate::yaml::Value as Written;

/// Reads what is said of a fact: one statement, or several readings.
pub(super) fn statements(
    item: Item<'_>,
    name: &Id,
    fact: &Fact,
    problems: &mut Problems,
) -> Option<Vec<Statement>> {
    let Some(readings) = item.get("readings") else {
        return statement(item, name, fact, problems).map(|one| vec![one]);
    };
    let mut mapping = item.mapping("several readings", problems)?;
    mapping.optional("readings");
    let source = Source::read(&mut mapping, problems);
    mapping.finish(problems);
    let statements = list(
        readings,
        "a list of readings",
        problems,
        |item, problems| statement(item, name, fact, problems),
    )?;
    if statements.is_empty() {
        problems.push(empty_list(readings));
        return None;
    }
    let source = source?;
    let sourced = statements.into_iter().map(|one| source.clone().under(one));
    Some(sourced.collect())
}

fn statement(item: Item<'_>, name: &Id, fact: &Fact, problems: &mut Problems) -> Option<Statement> {
    let reader = Reader { name, fact };
    if item.keys().next().is_none() {
        return reader.plain(item, problems).map(Statement::from);
    }
    let mut mapping = item.mapping("a statement", problems)?;
    let source = Source::read(&mut mapping, problems);
    let reading = reader.stated(&mut mapping, problems);
    mapping.finish(problems);
    Some(source?.under(Statement::from(reading?)))
}

/// Where a statement was read.
#[derive(Clone)]
struct Source {
    origin: Option<String>,
    attested: bool,
    measured: Option<Date>,
}

impl Source {
    fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Self> {
        let origin = optional(mapping.optional("origin"), |item| text(item, problems));
        let attested = optional(mapping.optional("attested"), |item| item.boolean(problems));
        let measured = optional(mapping.optional("measured"), |item| day(item, problems));
        Some(Self {
            origin: origin?,
            attested: attested?.unwrap_or(false),
            measured: measured?,
        })
    }

    /// The statement, with this source where it names none of its own.
    fn under(self, statement: Statement) -> Statement {
        Statement {
            reading: statement.reading,
            origin: statement.origin.or(self.origin),
            attested: statement.attested || self.attested,
            measured: statement.measured.or(self.measured),
        }
    }
}

const FORMS: [&str; 8] = [
    "value", "within", "one-of", "members", "events", "state", "missing", "in-error",
];

#[derive(Clone, Copy)]
struct Reader<'r> {
    name: &'r Id,
    fact: &'r Fact,
}

impl Reader<'_> {
    /// A value or list without more.
    fn plain(self, item: Item<'_>, problems: &mut Problems) -> Option<Reading> {
        let listed = matches!(item.node().value, Written::Sequence(_));
        let code = self.name.as_str() == well_known::CODE && item.node().as_text().is_some();
        match &self.fact.kind {
            FactType::Codes { .. } if code => self.read(
                value::member(item, self.name, &self.fact.kind),
                problems,
                |code| Reading::Members {
                    members: BTreeSet::from([code]),
                    complete: true,
                },
            ),
            FactType::Codes { .. } | FactType::Names { .. } => self.members(item, true, problems),
            FactType::Events => self.events(item, true, problems),
            _ if listed => {
                let message = format!("`{}` has one value, found a list", self.name);
                let help = "write one value, or {one-of: […]} if it is one of several";
                problems.push(item.problem(Code::WRONG_SHAPE, message).with_help(help));
                None
            }
            FactType::Date { .. } => self.read(value::date(item, self.name), problems, date),
            kind => self.read(
                value::value(item, self.name, kind),
                problems,
                Reading::Known,
            ),
        }
    }

    /// What a mapping states.
    fn stated(self, mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Reading> {
        let complete = match mapping.optional("complete") {
            Some(item) => item.boolean(problems)?,
            None => true,
        };
        let found: Vec<_> = FORMS
            .iter()
            .filter_map(|&key| mapping.optional(key).map(|item| (key, item)))
            .collect();
        let &[(form, item)] = found.as_slice() else {
            let message = format!("what is known of `{}` has to be said in one way", self.name);
            let help = format!("write exactly one of {}", FORMS.join(", "));
            let problem = mapping.item().problem(Code::WRONG_SHAPE, message);
            problems.push(problem.with_help(help));
            return None;
        };
        match form {
            "value" => self.plain(item, problems),
            "within" => self.within(item, problems),
            "one-of" => self.one_of(item, problems),
            "members" => self.members(item, complete, problems),
            "events" => self.events(item, complete, problems),
            "state" => self.state(item, problems),
            "in-error" => text(item, problems).map(|what| Reading::Missing(Cause::InError(what))),
            _ => {
                let causes = [
                    Cause::NotSupplied,
                    Cause::Stale,
                    Cause::Unreadable,
                    Cause::Contradictory,
                    Cause::NotDerivable,
                ];
                let choices: Vec<_> = causes.iter().map(|cause| (cause.name(), cause)).collect();
                item.choice(&choices, problems)
                    .map(|cause| Reading::Missing(cause.clone()))
            }
        }
    }

    fn within(self, item: Item<'_>, problems: &mut Problems) -> Option<Reading> {
        if !self.fact.kind.is_ordered() {
            return Some(self.in_error("`within` needs values that have an order"));
        }
        let ends: Vec<_> = item.list("two ends", problems)?.collect();
        let &[low, high] = ends.as_slice() else {
            let message = format!("expected two ends, found {}", ends.len());
            let problem = item.problem(Code::WRONG_SHAPE, message);
            problems.push(problem.with_help("write [least, greatest], with ~ for an open end"));
            return None;
        };
        let low = self.end(low, PartialDate::earliest);
        let high = self.end(high, PartialDate::latest);
        let ends = low.and_then(|low| Ok((low, high?)));
        self.read(ends, problems, |(low, high)| {
            if low.as_ref().zip(high.as_ref()).is_some_and(|(a, b)| a > b) {
                return self.in_error("the least value is above the greatest");
            }
            Reading::Within { low, high }
        })
    }

    fn end(
        self,
        item: Item<'_>,
        day: fn(PartialDate) -> Date,
    ) -> Result<Option<Value>, Diagnostic> {
        if item.is_null() {
            return Ok(None);
        }
        if let FactType::Date { .. } = self.fact.kind {
            let date = value::date(item, self.name)?;
            return Ok(Some(Value::Date(day(date))));
        }
        value::value(item, self.name, &self.fact.kind).map(Some)
    }

    fn one_of(self, item: Item<'_>, problems: &mut Problems) -> Option<Reading> {
        let items: Vec<_> = item.list("a list of values", problems)?.collect();
        if items.is_empty() {
            problems.push(empty_list(item));
            return None;
        }
        let values = items
            .into_iter()
            .map(|item| value::value(item, self.name, &self.fact.kind));
        self.read(values.collect(), problems, Reading::OneOf)
    }

    fn members(self, item: Item<'_>, complete: bool, problems: &mut Problems) -> Option<Reading> {
        if !self.fact.kind.is_set() {
            return Some(self.in_error("it has one value and no members"));
        }
        let items = item.list("a list of members", problems)?;
        let members = items.map(|item| value::member(item, self.name, &self.fact.kind));
        self.read(members.collect(), problems, |members| Reading::Members {
            members,
            complete,
        })
    }

    fn events(self, item: Item<'_>, complete: bool, problems: &mut Problems) -> Option<Reading> {
        if self.fact.kind != FactType::Events {
            return Some(self.in_error("it has no events"));
        }
        let items = item.list("a list of dates", problems)?;
        let dates = items.map(|item| value::date(item, self.name));
        self.read(dates.collect(), problems, |dates| Reading::Events {
            dates,
            complete,
        })
    }

    fn state(self, item: Item<'_>, problems: &mut Problems) -> Option<Reading> {
        let choices: Vec<_> = SpecialState::ALL
            .iter()
            .map(|&state| (state.name(), state))
            .collect();
        let state = item.choice(&choices, problems)?;
        Some(match state {
            _ if !self.fact.can_be(state) => self.in_error(&format!("it can never be {state}")),
            SpecialState::Absent => Reading::Absent,
            SpecialState::NotPerformed => Reading::NotPerformed,
        })
    }

    /// The reading of a value, or of the error in it. Shape and missing quotes are errors of the file.
    fn read<T>(
        self,
        value: Result<T, Diagnostic>,
        problems: &mut Problems,
        reading: impl FnOnce(T) -> Reading,
    ) -> Option<Reading> {
        match value {
            Ok(value) => Some(reading(value)),
            Err(problem)
                if problem.code() == Code::WRONG_SHAPE || problem.code() == Code::NOT_QUOTED =>
            {
                problems.push(problem);
                None
            }
            Err(problem) => Some(Reading::Missing(Cause::InError(
                problem.message().to_owned(),
            ))),
        }
    }

    fn in_error(self, what: &str) -> Reading {
        Reading::Missing(Cause::InError(format!("`{}`: {what}", self.name)))
    }
}

/// The day, or the days that a partial date can mean.
fn date(date: PartialDate) -> Reading {
    match date.exact() {
        Some(day) => Reading::Known(Value::Date(day)),
        None => Reading::Within {
            low: Some(Value::Date(date.earliest())),
            high: Some(Value::Date(date.latest())),
        },
    }
}
