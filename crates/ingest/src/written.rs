//! Dates as documents write them, no more precise than they are written.

use std::{ops::Range, sync::LazyLock};

use coverdict_model::date::{Date, PartialDate};
use regex::Regex;

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its place in the text, in bytes.
    pub range: Range<usize>,
    /// What it says, as precise as it is written.
    pub date: PartialDate,
    /// Whether its year is written with two digits: 00 to 49 are taken as 2000 to 2049, 50 to 99 as 1950 to 1999.
    pub short_year: bool,
}

/// A pattern is a constant that a test compiles.
#[expect(clippy::unwrap_used, reason = "the pattern is a constant")]
static DATES: LazyLock<Regex> = LazyLock::new(|| Regex::new(PATTERN).unwrap());

const PATTERN: &str = r"(?xi)
    \b(?P<iso_year>(?:19|20)\d\d) - (?P<iso_month>0[1-9]|1[0-2]) (?: - (?P<iso_day>0[1-9]|[12]\d|3[01]) )?\b
  | \b(?P<month>0?[1-9]|1[0-2]) [/.:-] (?P<day>0?[1-9]|[12]\d|3[01]) [/.-] (?P<year>(?:19|20)\d\d|\d\d)\b
  | \b(?P<of_month>0?[1-9]|1[0-2]) [/:-] (?P<of_year>(?:19|20)\d\d|\d\d)\b
  | \b(?P<lead_day>0?[1-9]|[12]\d|3[01]) (?:st|nd|rd|th)? \s+ (?P<lead_name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \s+ (?P<lead_year>(?:19|20)\d\d)\b
  | \b(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P<name_rest>[a-z]*)\.? \s* (?: (?P<name_day>0?[1-9]|[12]\d|3[01]) (?:st|nd|rd|th)? \s* ,? \s+ | ,?\s+ )? (?P<name_year>(?:19|20)\d\d)\b
";

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The dates in a text, in order. Two numbers alone, as `6/25`, are a month and a year; a date that no calendar has is
/// none.
#[must_use]
pub fn dates(text: &str) -> Vec<Written> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    DATES
        .captures_iter(text)
        .filter_map(|found| read(text, &found))
        .collect()
}

fn read(text: &str, found: &regex::Captures<'_>) -> Option<Written> {
    let range = found.get(0)?.range();
    // A part of a longer run of numbers, as of a code or a section, is no date.
    let mut before = text.get(..range.start)?.chars().rev();
    let (before, earlier) = (before.next(), before.next());
    // A slash behind a word parts it from the date.
    let is_parted = before == Some('/') && earlier.is_some_and(char::is_alphabetic);
    let mut after = text.get(range.end..)?.chars();
    let (next, then) = (after.next(), after.next());
    let goes_on = |mark: char, then: Option<char>| {
        "/-.:".contains(mark) && then.is_some_and(|then| then.is_ascii_digit())
    };
    if (!is_parted && before.is_some_and(|mark| mark.is_alphanumeric() || "/-.:$".contains(mark)))
        || next.is_some_and(|mark| mark == '%' || goes_on(mark, then))
    {
        return None;
    }
    let number = |name: &str| found.name(name)?.as_str().parse::<u16>().ok();
    let small = |name: &str| number(name).and_then(|number| u8::try_from(number).ok());
    let mut short_year = false;
    let mut year = |name: &str| {
        let written = found.name(name)?.as_str();
        let year: i16 = written.parse().ok()?;
        short_year = written.len() == 2;
        Some(match (short_year, year) {
            (true, 0..=49) => 2000 + year,
            (true, _) => 1900 + year,
            _ => year,
        })
    };
    let named = |name: &str, rest: Option<&str>| {
        let lead = found.name(name)?.as_str().to_lowercase();
        let month = MONTHS.iter().position(|month| month.starts_with(&lead))?;
        let whole = MONTHS.get(month)?;
        let is_month = rest.is_none_or(|rest| {
            let rest = rest.to_lowercase();
            whole
                .strip_prefix(lead.as_str())
                .is_some_and(|full| full.starts_with(&rest))
                || rest == "t"
        });
        is_month.then(|| u8::try_from(month + 1).unwrap_or(u8::MAX))
    };
    let rest = found.name("name_rest").map(|rest| rest.as_str());
    let (year, month, day) = if let Some(year) = year("iso_year") {
        (year, small("iso_month")?, small("iso_day"))
    } else if let Some(year) = year("year") {
        (year, small("month")?, Some(small("day")?))
    } else if let Some(year) = year("of_year") {
        (year, small("of_month")?, None)
    } else if let Some(year) = year("lead_year") {
        (year, named("lead_name", None)?, Some(small("lead_day")?))
    } else {
        (year("name_year")?, named("name", rest)?, small("name_day"))
    };
    Some(Written {
        range,
        date: partial(year, month, day)?,
        short_year,
    })
}

fn partial(year: i16, month: u8, day: Option<u8>) -> Option<PartialDate> {
    let month = i8::try_from(month).ok()?;
    match day {
        Some(day) => Date::new(year, month, i8::try_from(day).ok()?)
            .ok()
            .map(PartialDate::Day),
        None => Some(PartialDate::Month(year, month)),
    }
}
