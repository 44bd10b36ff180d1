//! A date by which an edition is chosen, and which is a month.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_model::date::PartialDate;

use super::{problem::Found, subject::Subject};
use crate::recognise::{Meaning, Value};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0004",
    name: "month-in-governing-date",
    severity: Severity::Warning,
    title: "A date by which the edition in force is chosen names a month or a year, and no day.",
    explanation: "State the day. Until then nobody can tell for the days of that month which edition governs a service.",
});

/// The dates by which an edition is chosen, and what each is called.
const GOVERNING: &[(Meaning, &str)] = &[
    (Meaning::Effective, "the document takes effect"),
    (Meaning::Ended, "the document ends"),
    (Meaning::Implementation, "the document is carried out"),
];

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (meaning, what) in GOVERNING {
        let mut known = Vec::new();
        for reading in subject.readings(*meaning) {
            let Value::Date { date, written, .. } = &reading.value else {
                continue;
            };
            let says = match date {
                PartialDate::Month(..) => "month",
                PartialDate::Year(_) => "year",
                PartialDate::Day(_) => continue,
            };
            if known.contains(&reading.place) {
                continue;
            }
            known.push(reading.place);
            let message =
                format!("{what} in {date}, written \"{written}\": that is a {says}, and no day");
            found.push(Found::new(message).at(&reading.words, reading.place));
        }
    }
    found
}
