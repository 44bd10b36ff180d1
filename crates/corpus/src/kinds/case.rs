//! Case files: one service line, and what a test expects of it.

use std::collections::BTreeMap;

use coverdict_model::{
    case::Case,
    date::{Date, PartialDate},
    fact::{Catalogue, Section},
    id::Id,
    value::Statement,
    well_known,
};

use super::common::{day, id, optional};
use super::expectation::{Expectation, expectation};
use super::statement::statements;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::read::{Item, nearest};

/// Reads a case, and what is expected of it.
pub(crate) fn case(
    root: Item<'_>,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Option<(Case, Option<Expectation>)> {
    let mut mapping = root.mapping("a case", problems)?;
    let name = mapping
        .required("case", problems)
        .and_then(|item| id(item, problems));
    let days = mapping
        .required("date-of-service", problems)
        .and_then(|item| days(item, problems));
    let known_as_of = optional(mapping.optional("known-as-of"), |item| day(item, problems));
    let mut facts = BTreeMap::new();
    let mut complete = true;
    for section in Section::ALL {
        if let Some(item) = mapping.optional(section.name()) {
            complete &= read_section(item, *section, catalogue, &mut facts, problems).is_some();
        }
    }
    let expect = optional(mapping.optional("expect"), |item| {
        expectation(item, problems)
    });
    mapping.finish(problems);
    let (date_of_service, through) = days?;
    let case = Case {
        id: name?,
        date_of_service,
        through,
        known_as_of: known_as_of?,
        facts,
    };
    complete.then_some((case, expect?))
}

/// The day of a line, or its first and last.
fn days(item: Item<'_>, problems: &mut Problems) -> Option<(Date, Option<Date>)> {
    if let Some(problem) = not_known_to_the_day(item) {
        problems.push(problem);
        return None;
    }
    if item.keys().next().is_none() {
        return day(item, problems).map(|day| (day, None));
    }
    let mut mapping = item.mapping("the days of a line", problems)?;
    let from = mapping
        .required("from", problems)
        .and_then(|item| day(item, problems));
    let through = mapping
        .required("through", problems)
        .and_then(|item| day(item, problems));
    mapping.finish(problems);
    let (from, through) = (from?, through?);
    if through < from {
        let message = format!("the line begins on {from} and ends on {through}");
        let problem = item.problem(Code::CASE_ENDS_BEFORE_IT_BEGINS, message);
        problems.push(problem.with_help("exchange the two days, or correct them"));
        return None;
    }
    Some((from, (through > from).then_some(through)))
}

/// The problem with a month or year where the day of a service is wanted.
fn not_known_to_the_day(item: Item<'_>) -> Option<Diagnostic> {
    let date: PartialDate = item.node().as_text()?.parse().ok()?;
    let what = match date {
        PartialDate::Day(_) => return None,
        PartialDate::Month(..) => "month",
        PartialDate::Year(_) => "year",
    };
    let message = format!("`{date}` is a {what}, and the day of the service is wanted");
    let (from, through) = (date.earliest(), date.latest());
    let help = format!(
        "write the day as YYYY-MM-DD; where no more than the {what} is known, ask for all its days: \
         {{from: {from}, through: {through}}}"
    );
    let problem = item.problem(Code::MALFORMED_VALUE, message);
    Some(problem.with_help(help))
}

fn read_section(
    item: Item<'_>,
    section: Section,
    catalogue: &Catalogue,
    facts: &mut BTreeMap<Id, Vec<Statement>>,
    problems: &mut Problems,
) -> Option<()> {
    let entries: Vec<_> = item.mapping("facts by name", problems)?.rest().collect();
    let mut complete = true;
    for (key, value) in entries {
        let read = fact(key, value, section, catalogue, problems);
        complete &= read.is_some();
        facts.extend(read);
    }
    complete.then_some(())
}

fn fact(
    key: Item<'_>,
    value: Item<'_>,
    section: Section,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Option<(Id, Vec<Statement>)> {
    let name = id(key, problems)?;
    let Some(fact) = catalogue.facts.get(&name) else {
        let known = catalogue.facts.keys().map(Id::as_str);
        let help = nearest(name.as_str(), known, "remove it: no source looks at it");
        let message = format!("the catalogue has no fact `{name}`");
        problems.push(key.problem(Code::UNKNOWN_FACT, message).with_help(help));
        return None;
    };
    let misplaced = if name.as_str() == well_known::DATE_OF_SERVICE {
        Some("write it at the first level, as `date-of-service`".to_owned())
    } else if fact.section == section {
        None
    } else {
        Some(format!("move it to `{}`", fact.section))
    };
    if let Some(help) = misplaced {
        let message = format!("`{name}` does not belong under `{section}`");
        problems.push(key.problem(Code::WRONG_SECTION, message).with_help(help));
        return None;
    }
    let statements = statements(value, &name, fact, problems)?;
    Some((name, statements))
}
