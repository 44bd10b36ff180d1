//! How a fact follows from others.

use coverdict_model::fact::{Derivation, Window};

use super::common::{count, id, list};
use crate::diagnostic::{Code, Problems};
use crate::read::{Item, Mapping};

const FORMS: [&str; 5] = ["mapping", "difference", "days-between", "count", "age-from"];

/// Reads a derivation, of one of five forms told by its key.
pub(super) fn derivation(item: Item<'_>, problems: &mut Problems) -> Option<Derivation> {
    let mut mapping = item.mapping("a derivation", problems)?;
    let form = FORMS
        .iter()
        .find_map(|&key| mapping.optional(key).map(|item| (key, item)));
    let Some((key, first)) = form else {
        let message = "a derivation has to say how the fact follows from others";
        let help = format!("add one of {}", FORMS.join(", "));
        problems.push(item.problem(Code::MISSING_KEY, message).with_help(help));
        return None;
    };
    let derivation = match key {
        "mapping" => {
            let name = id(first, problems);
            let from = named(&mut mapping, "from", problems);
            name.zip(from)
                .map(|(mapping, from)| Derivation::Mapping { mapping, from })
        }
        "difference" => pair(first, problems).map(|(minuend, subtrahend)| Derivation::Difference {
            minuend,
            subtrahend,
        }),
        "days-between" => {
            pair(first, problems).map(|(from, to)| Derivation::DaysBetween { from, to })
        }
        "count" => counted(first, &mut mapping, problems),
        _ => {
            let birth = id(first, problems);
            let on = named(&mut mapping, "on", problems);
            birth
                .zip(on)
                .map(|(birth, on)| Derivation::Age { birth, on })
        }
    };
    mapping.finish(problems);
    derivation
}

fn counted(
    events: Item<'_>,
    mapping: &mut Mapping<'_>,
    problems: &mut Problems,
) -> Option<Derivation> {
    let events = id(events, problems);
    let window = mapping
        .required("window", problems)
        .and_then(|item| window(item, problems));
    let anchor = named(mapping, "anchor", problems);
    let includes_request = mapping
        .required("includes-request", problems)
        .and_then(|item| item.boolean(problems));
    Some(Derivation::Count {
        events: events?,
        window: window?,
        anchor: anchor?,
        includes_request: includes_request?,
    })
}

fn window(item: Item<'_>, problems: &mut Problems) -> Option<Window> {
    if item.keys().next().is_none() {
        let words = [
            ("calendar-year", Window::CalendarYear),
            ("rolling-year", Window::RollingYear),
            ("ever", Window::Ever),
        ];
        return item.choice(&words, problems);
    }
    let mut mapping = item.mapping("a window", problems)?;
    let up_to = mapping.optional("days-up-to");
    let from = mapping.optional("days-from");
    let window = match (up_to, from) {
        (Some(days), None) => count(days, problems).map(Window::DaysUpTo),
        (None, Some(days)) => count(days, problems).map(Window::DaysFrom),
        _ => {
            problems.push(
                item.problem(Code::MISSING_KEY, "a window has one of two lengths")
                    .with_help("write {days-up-to: 90} or {days-from: 90}"),
            );
            None
        }
    };
    mapping.finish(problems);
    window
}

fn named(
    mapping: &mut Mapping<'_>,
    key: &'static str,
    problems: &mut Problems,
) -> Option<coverdict_model::id::Id> {
    mapping
        .required(key, problems)
        .and_then(|item| id(item, problems))
}

fn pair(
    item: Item<'_>,
    problems: &mut Problems,
) -> Option<(coverdict_model::id::Id, coverdict_model::id::Id)> {
    let facts = list(item, "a list of two facts", problems, id)?;
    match <[_; 2]>::try_from(facts) {
        Ok([first, second]) => Some((first, second)),
        Err(facts) => {
            let message = format!("expected two facts, found {}", facts.len());
            let problem = item.problem(Code::WRONG_SHAPE, message);
            problems.push(problem.with_help("write [first, second]"));
            None
        }
    }
}
