//! Which plain scalars some YAML tool takes for something other than text.

/// Whether some reader of YAML takes the text, written without quotes, for a number, a date, a truth value or nothing.
///
/// Wider than any one version of YAML: what begins like a number or a date is ambiguous.
#[must_use]
pub fn is_ambiguous(text: &str) -> bool {
    looks_like(text).is_some()
}

/// What some reader of YAML takes the text for, written without quotes, if for anything but text.
pub(crate) fn looks_like(text: &str) -> Option<&'static str> {
    const NOTHING: [&str; 3] = ["", "~", "null"];
    const TRUTHS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "y", "n"];
    let among = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if among(&NOTHING) {
        Some("nothing")
    } else if among(&TRUTHS) {
        Some("a truth value")
    } else if !is_numeric(text) {
        None
    } else if is_dated(text) {
        Some("a date")
    } else {
        Some("a number")
    }
}

/// Four digits, a hyphen, and a digit again.
fn is_dated(text: &str) -> bool {
    let shape = [true, true, true, true, false, true];
    let fits = |(byte, digit): (u8, bool)| match digit {
        true => byte.is_ascii_digit(),
        false => byte == b'-',
    };
    text.len() >= shape.len() && text.bytes().zip(shape).all(fits)
}

/// Digits with signs, separators, an exponent or a base: `00100`, `12E45`, `0x1F`, `1_000`, `2024-08-01`, `.inf`.
fn is_numeric(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let special = [".inf", ".nan"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(unsigned));
    let starts = unsigned
        .trim_start_matches('.')
        .starts_with(|first: char| first.is_ascii_digit());
    let based = ["0x", "0o", "0b"].iter().any(|base| {
        let start = unsigned
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case(base));
        start
            && unsigned
                .bytes()
                .skip(2)
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'_')
    });
    let number = |byte: u8| byte.is_ascii_digit() || b"eE.+-_:TtZz ".contains(&byte);
    special || (starts && (based || unsigned.bytes().all(number)))
}

#[cfg(test)]
mod tests {
    use super::{is_ambiguous, looks_like};

    #[test]
    fn what_needs_quotes() {
        for text in [
            "",
            "~",
            "null",
            "NULL",
            "Null",
            "true",
            "False",
            "yes",
            "No",
            "on",
            "OFF",
            "y",
            "0",
            "00100",
            "12E45",
            "-1",
            "+1",
            "1.5",
            ".5",
            "1_000",
            "0x1F",
            "0o17",
            "0b1",
            "1e3",
            ".inf",
            "-.INF",
            ".NaN",
            "2024-08-01",
            "2024-08-01T10:00:00Z",
            "12:30",
            "1.",
        ] {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in [
            "M0076", "CMM-204", "E11.9", "88 %", "none", "0xZ", "a1", "-", "--", "1a", "12F45",
            "2024-Q1", "nulls",
        ] {
            assert!(!is_ambiguous(text), "{text}");
        }
    }

    #[test]
    fn what_it_is_taken_for() {
        for (text, taken_for) in [
            ("", "nothing"),
            ("Null", "nothing"),
            ("OFF", "a truth value"),
            ("00100", "a number"),
            ("1234-", "a number"),
            ("-1234-5", "a number"),
            ("2024-08-01", "a date"),
            ("2024-08", "a date"),
        ] {
            assert_eq!(looks_like(text), Some(taken_for), "{text}");
        }
    }
}
