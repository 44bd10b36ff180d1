//! A number of a trial that no register gives.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_literature::Identifier;

use super::{
    find::{Pattern, pattern},
    problem::Found,
    subject::Subject,
};
use crate::document::Place;

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0010",
    name: "trial-number-malformed",
    severity: Severity::Warning,
    title: "The number of a trial does not have the form of its register.",
    explanation: "Look the trial up in its register. The number may be printed so in the publication itself: then keep it, and note the right one beside it. It is never corrected here.",
});

/// A register's letters, and what stands for digits behind them; letters are sometimes typed for the digits 0 and 1.
static TRIAL: Pattern =
    pattern!(r"\b(?P<register>NCT|ISRCTN|ACTRN)[ :#-]{0,2}(?P<number>[0-9OIl]{4,18})\b");

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut places: BTreeMap<String, (String, Vec<Option<Place>>)> = BTreeMap::new();
    for said in subject.texts() {
        for one in TRIAL.each(said.text.as_str()) {
            let (Some(whole), Some(register), Some(number)) =
                (one.get(0), one.name("register"), one.name("number"))
            else {
                continue;
            };
            let has_digits = number.as_str().bytes().filter(u8::is_ascii_digit).count() >= 4;
            let trial = format!("{}{}", register.as_str(), number.as_str());
            if let (true, Err(fault)) = (has_digits, Identifier::Trial.check(&trial)) {
                let known = places
                    .entry(trial)
                    .or_insert_with(|| (fault.to_string(), Vec::new()));
                known.1.push(said.text.place_of(whole.range()));
            }
        }
    }
    let found = places.into_iter().map(|(trial, (fault, places))| {
        let mut places = places.into_iter();
        let found = Found::new(format!("{trial} is no number of a trial: {fault}"));
        let found = found.at(&trial, places.next().flatten());
        places.fold(found, |found, place| found.with("again", &trial, place))
    });
    found.collect()
}
