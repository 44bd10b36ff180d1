//! Calendar dates, whole and partial.

use std::{fmt, str::FromStr};

pub use jiff::civil::Date;
use jiff::civil::date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date as its document gives it: a year, a month, or a day. The granularity is kept; a missing
/// day is never invented.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum PartialDate {
    /// A whole year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
    /// One day.
    Day(Date),
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a date: write YYYY-MM-DD, or YYYY-MM or YYYY where the document says no more"
)]
pub struct DateError(pub String);

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// It is no date at all, or one that the calendar does not have.
    #[error("`{0}` is not a day: write YYYY-MM-DD")]
    NoDay(String),
    /// It is a month.
    #[error("`{0}` is a month, and a day is wanted: write YYYY-MM-DD")]
    Month(String),
    /// It is a year.
    #[error("`{0}` is a year, and a day is wanted: write YYYY-MM-DD")]
    Year(String),
}

impl PartialDate {
    /// The first day that it can mean.
    #[must_use]
    pub fn earliest(self) -> Date {
        match self {
            Self::Year(year) => date(year, 1, 1),
            Self::Month(year, month) => date(year, month, 1),
            Self::Day(day) => day,
        }
    }

    /// The last day that it can mean.
    #[must_use]
    pub fn latest(self) -> Date {
        match self {
            Self::Year(year) => date(year, 12, 31),
            Self::Month(year, month) => date(year, month, 1).last_of_month(),
            Self::Day(day) => day,
        }
    }

    /// The day, when it is known to the day.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Year(_) | Self::Month(..) => None,
        }
    }
}

/// Days from 1970-01-01 to a date; negative before it.
#[must_use]
pub fn day_number(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}

/// The date so many days after 1970-01-01, when the calendar has it.
#[must_use]
pub fn from_day_number(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    date(1970, 1, 1).checked_add(span).ok()
}

/// Reads a whole date, `YYYY-MM-DD` and nothing else.
///
/// # Errors
/// When the text has another form or no such day exists.
pub fn parse_day(text: &str) -> Result<Date, DayError> {
    match text.parse() {
        Ok(PartialDate::Day(day)) => Ok(day),
        Ok(PartialDate::Month(..)) => Err(DayError::Month(text.to_owned())),
        Ok(PartialDate::Year(_)) => Err(DayError::Year(text.to_owned())),
        Err(_) => Err(DayError::NoDay(text.to_owned())),
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError(text.to_owned());
        if !text.bytes().all(|c| c.is_ascii_digit() || c == b'-') {
            return Err(error());
        }
        let parts: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let number = |part: &str| part.parse::<i16>().map_err(|_| error());
        match (parts.as_slice(), lengths.as_slice()) {
            ([year], [4]) => Ok(Self::Year(number(year)?)),
            ([year, month], [4, 2]) => {
                let (year, month) = (number(year)?, number(month)?);
                let month = i8::try_from(month).map_err(|_| error())?;
                match (1..=12).contains(&month) {
                    true => Ok(Self::Month(year, month)),
                    false => Err(error()),
                }
            }
            ([_, _, _], [4, 2, 2]) => text.parse().map(Self::Day).map_err(|_| error()),
            _ => Err(error()),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granularity_is_kept() {
        for text in ["2025", "2025-06", "2025-06-30", "0999-01"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "25",
            "2025-6",
            "2025-13",
            "2025-00",
            "2025-02-30",
            "2025-06-3",
            "2025/06",
            "+2025",
            "2025-06-01T00:00",
            "-025",
            "20250601",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_is_a_whole_date() {
        let told = |text: &str| parse_day(text).unwrap_err().to_string();
        assert_eq!(
            told("2025-03"),
            "`2025-03` is a month, and a day is wanted: write YYYY-MM-DD"
        );
        assert_eq!(
            told("2025"),
            "`2025` is a year, and a day is wanted: write YYYY-MM-DD"
        );
        assert_eq!(told("soon"), "`soon` is not a day: write YYYY-MM-DD");
        assert_eq!(
            told("2025-02-30"),
            "`2025-02-30` is not a day: write YYYY-MM-DD"
        );
    }

    #[test]
    fn a_month_spans_its_days() {
        let june: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(
            (june.earliest().to_string(), june.latest().to_string()),
            ("2024-02-01".into(), "2024-02-29".into())
        );
        assert_eq!(june.exact(), None);
        let year: PartialDate = "2019".parse().unwrap();
        assert_eq!(
            (year.earliest().to_string(), year.latest().to_string()),
            ("2019-01-01".into(), "2019-12-31".into())
        );
    }

    #[test]
    fn day_numbers_go_both_ways() {
        for text in [
            "1970-01-01",
            "1969-12-31",
            "2024-02-29",
            "9999-12-31",
            "0001-01-01",
        ] {
            let day = parse_day(text).unwrap();
            assert_eq!(from_day_number(day_number(day)), Some(day));
        }
        assert_eq!(day_number(parse_day("1970-02-01").unwrap()), 31);
        assert_eq!(from_day_number(i64::from(i32::MAX)), None);
    }
}
