//! Bounds as documents word them: `at least 18`, `35 or greater`, `>= 88`, `between 2 and 5`.

use std::sync::LazyLock;

use regex::Regex;

/// How a value is compared with a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compares {
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// A bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) compares: Compares,
    /// The number, as digits.
    pub(crate) number: String,
}

/// What a number may be written as.
pub(super) const NUMBER: &str =
    r"(?:-?\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";

/// Numbers in words, in order from one.
const WORDS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Words before a number, and what they say; the longer before what they start with.
pub(super) const BEFORE: &[(&str, Compares)] = &[
    ("greater than or equal to", Compares::AtLeast),
    ("more than or equal to", Compares::AtLeast),
    ("equal to or greater than", Compares::AtLeast),
    ("less than or equal to", Compares::AtMost),
    ("equal to or less than", Compares::AtMost),
    ("at or above", Compares::AtLeast),
    ("at or below", Compares::AtMost),
    ("at least", Compares::AtLeast),
    ("at most", Compares::AtMost),
    ("a minimum of", Compares::AtLeast),
    ("minimum of", Compares::AtLeast),
    ("a maximum of", Compares::AtMost),
    ("maximum of", Compares::AtMost),
    ("not less than", Compares::AtLeast),
    ("no less than", Compares::AtLeast),
    ("not more than", Compares::AtMost),
    ("no more than", Compares::AtMost),
    ("up to", Compares::AtMost),
    ("greater than", Compares::Above),
    ("more than", Compares::Above),
    ("less than", Compares::Below),
    ("older than", Compares::Above),
    ("younger than", Compares::Below),
    ("fewer than", Compares::Below),
    ("above", Compares::Above),
    ("below", Compares::Below),
    ("under", Compares::Below),
    ("over", Compares::Above),
    (">=", Compares::AtLeast),
    ("<=", Compares::AtMost),
    (">", Compares::Above),
    ("<", Compares::Below),
];

/// Words after a number, and what they say.
const AFTER: &[(&str, Compares)] = &[
    ("or older", Compares::AtLeast),
    ("and older", Compares::AtLeast),
    ("or greater", Compares::AtLeast),
    ("or higher", Compares::AtLeast),
    ("or more", Compares::AtLeast),
    ("or above", Compares::AtLeast),
    ("and above", Compares::AtLeast),
    ("or over", Compares::AtLeast),
    ("and over", Compares::AtLeast),
    ("or younger", Compares::AtMost),
    ("and younger", Compares::AtMost),
    ("or less", Compares::AtMost),
    ("or lower", Compares::AtMost),
    ("or below", Compares::AtMost),
    ("or fewer", Compares::AtMost),
];

static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:between |from |of )?(?P<low>{NUMBER})(?: and | to |-)(?P<high>{NUMBER})\b"
    ))
    .ok()
});

static ONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NUMBER).ok());

/// The bounds that words say: one, or the two of a range, both of which it includes. Where the words name a number and
/// nothing that compares, `default` says what that means of the quantity; none: nothing sure.
pub(crate) fn bounds(words: &str, default: Option<Compares>) -> Option<Vec<Bound>> {
    if let Some(range) = BETWEEN.as_ref()?.captures(words) {
        let bound = |compares, name| {
            let number = digits(range.name(name)?.as_str());
            Some(Bound { compares, number })
        };
        return Some(vec![
            bound(Compares::AtLeast, "low")?,
            bound(Compares::AtMost, "high")?,
        ]);
    }
    let number = ONE.as_ref()?.find(words)?;
    let before = words.get(..number.start())?.trim();
    let before = before.strip_prefix("of ").unwrap_or(before);
    let after = words.get(number.end()..)?.trim();
    let said_before = BEFORE.iter().find(|(says, _)| before.starts_with(says));
    let said_after = AFTER.iter().find(|(says, _)| after.ends_with(says));
    let compares = match (said_before, said_after) {
        (Some((_, compares)), None) | (None, Some((_, compares))) => *compares,
        (None, None) if before.is_empty() || before == "of" => default?,
        // Two that compare, or words of which nobody knows what they do.
        _ => return None,
    };
    Some(vec![Bound {
        compares,
        number: digits(number.as_str()),
    }])
}

/// A number in digits.
pub(super) fn digits(number: &str) -> String {
    let place = WORDS.iter().position(|word| *word == number);
    place.map_or_else(|| number.to_owned(), |place| (place + 1).to_string())
}

/// The pattern of a bound with the unit inside it, whose words come before or after the number.
pub(crate) fn pattern(unit: &str) -> String {
    let any = |words: &[(&str, Compares)]| {
        let words = words.iter().map(|(words, _)| regex::escape(words));
        words.collect::<Vec<_>>().join("|")
    };
    let (before, after) = (any(BEFORE), any(AFTER));
    format!(
        r"(?P<bound>(?:between |from |of )?{NUMBER}(?: and | to |-){NUMBER}|(?:of )?(?:(?:{before}) ?)?{NUMBER}(?: ?{unit})?(?: (?:{after}))?)"
    )
}
