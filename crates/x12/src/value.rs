//! The forms of values, each checked under the name of its element.

use jiff::civil::Date;

use crate::problem::{Defect, Fault};
use crate::text::{Placed, Span, Text};

/// A first and a last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
}

pub(crate) fn malformed(text: Text<'_>, element: &'static str, form: &'static str) -> Defect {
    Defect::new(Fault::Malformed { element, form }, text.span())
}

pub(crate) fn missing(what: &'static str, span: Span) -> Defect {
    Defect::new(Fault::Missing { what }, span)
}

pub(crate) fn required<'a>(text: Text<'a>, element: &'static str) -> Result<Text<'a>, Defect> {
    match text.is_empty() {
        true => Err(missing(element, text.span())),
        false => Ok(text),
    }
}

/// A required decimal number.
pub(crate) fn decimal(text: Text<'_>, element: &'static str) -> Result<Span, Defect> {
    let bytes = required(text, element)?.bytes();
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let digits = unsigned.iter().filter(|byte| byte.is_ascii_digit()).count();
    let points = unsigned.iter().filter(|byte| **byte == b'.').count();
    match digits > 0 && points <= 1 && digits + points == unsigned.len() {
        true => Ok(text.span()),
        false => Err(malformed(text, element, "a decimal number")),
    }
}

/// An optional code of two letters or digits.
pub(crate) fn optional_pair(text: Text<'_>, element: &'static str) -> Result<Span, Defect> {
    match text.is_empty() || (is_code(text) && text.bytes().len() == 2) {
        true => Ok(text.span()),
        false => Err(malformed(text, element, "two letters or digits")),
    }
}

/// A required code of two letters or digits.
pub(crate) fn pair(text: Text<'_>, element: &'static str) -> Result<Span, Defect> {
    optional_pair(required(text, element)?, element)
}

/// A required code of letters and digits.
pub(crate) fn code(text: Text<'_>, element: &'static str) -> Result<Span, Defect> {
    match is_code(required(text, element)?) {
        true => Ok(text.span()),
        false => Err(malformed(text, element, "made of letters and digits")),
    }
}

fn is_code(text: Text<'_>) -> bool {
    text.bytes().iter().all(u8::is_ascii_alphanumeric)
}

/// A required day, CCYYMMDD.
pub(crate) fn day(text: Text<'_>, element: &'static str) -> Result<Placed<Date>, Defect> {
    match date(required(text, element)?.bytes()) {
        Some(value) => Ok(Placed {
            value,
            span: text.span(),
        }),
        None => Err(malformed(text, element, "a day (CCYYMMDD)")),
    }
}

/// The days of `DTP02` and `DTP03`: one (`D8`) or the first and the last (`RD8`).
pub(crate) fn period(format: Text<'_>, text: Text<'_>) -> Result<Placed<Period>, Defect> {
    let (from, through) = if format == "D8" {
        let day = day(text, "DTP03")?.value;
        (day, day)
    } else if format == "RD8" {
        let range = || {
            let (from, through) = required(text, "DTP03").ok()?.bytes().split_at_checked(8)?;
            Some((date(from)?, date(through.strip_prefix(b"-")?)?))
        };
        required(text, "DTP03")?;
        range().ok_or_else(|| malformed(text, "DTP03", "two days (CCYYMMDD-CCYYMMDD)"))?
    } else {
        required(format, "DTP02")?;
        return Err(malformed(format, "DTP02", "D8 or RD8"));
    };
    match from <= through {
        true => Ok(Placed {
            value: Period { from, through },
            span: text.span(),
        }),
        false => Err(malformed(text, "DTP03", "a first day and a later one")),
    }
}

fn date(bytes: &[u8]) -> Option<Date> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
            Some(number * 10 + digit)
        })
    };
    let (year, rest) = bytes.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let two = |number: i16| i8::try_from(number).ok();
    match day.len() {
        2 => Date::new(number(year)?, two(number(month)?)?, two(number(day)?)?).ok(),
        _ => None,
    }
}

/// Keeps what the guide has once.
pub(crate) fn once<T>(
    slot: &mut Option<T>,
    value: T,
    what: &'static str,
    span: Span,
) -> Result<(), Defect> {
    match slot.replace(value) {
        Some(_) => Err(Defect::new(Fault::Repeated { what }, span)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text<'_> {
        Text::new(text.as_bytes(), 0)
    }

    #[test]
    fn decimals_have_digits_and_at_most_a_sign_and_a_point() {
        for right in ["0", "100.00", "-3.5", ".5", "12."] {
            assert!(decimal(text(right), "CLM02").is_ok(), "{right}");
        }
        for wrong in ["", "-", ".", "1.2.3", "1,5", "1e3", "+1", " 1", "--1"] {
            assert!(decimal(text(wrong), "CLM02").is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_days_of_the_calendar() {
        assert!(day(text("20240229"), "DTP03").is_ok());
        for wrong in [
            "",
            "20230229",
            "20241301",
            "2024022",
            "202402290",
            "2024-2-9",
            "2024022x",
        ] {
            assert!(day(text(wrong), "DTP03").is_err(), "{wrong}");
        }
    }

    #[test]
    fn periods_run_forward() {
        let of = |format, days| period(text(format), text(days));
        let both = of("RD8", "20240101-20240131").unwrap().value;
        assert_eq!(both.from.to_string(), "2024-01-01");
        assert_eq!(both.through.to_string(), "2024-01-31");
        for wrong in [
            "20240131-20240101",
            "20240101",
            "20240101-",
            "20240101 20240131",
            "20240101-20240131-",
            "",
        ] {
            assert!(of("RD8", wrong).is_err(), "{wrong}");
        }
        assert!(of("TM", "20240101").is_err());
        assert!(of("", "20240101").is_err());
    }
}
