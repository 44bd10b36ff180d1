//! How the items of a list are numbered.

/// A way to write numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Numeral {
    /// `1`
    Decimal,
    /// `01`
    Padded,
    /// `1st`
    Ordinal,
    /// `A`
    Capital,
    /// `a`
    Small,
    /// `I`
    Roman,
    /// `i`
    SmallRoman,
}

impl Numeral {
    /// A number as it is written so.
    pub(in crate::read) fn write(self, number: u32) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::Padded => format!("{number:02}"),
            Self::Ordinal => format!("{number}{}", ending(number)),
            Self::Capital => letters(number).unwrap_or_else(|| number.to_string()),
            Self::Small => Self::Capital.write(number).to_lowercase(),
            Self::Roman => roman(number).unwrap_or_else(|| number.to_string()),
            Self::SmallRoman => Self::Roman.write(number).to_lowercase(),
        }
    }
}

fn ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

/// `A` to `Z`, then `AA`.
fn letters(number: u32) -> Option<String> {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from_digit(10 + rest % 26, 36)?.to_ascii_uppercase());
        rest /= 26;
    }
    (!letters.is_empty()).then(|| letters.iter().rev().collect())
}

/// A Roman numeral, of 1 to 3999.
fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut numeral = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            numeral.push_str(sign);
            rest -= value;
        }
    }
    Some(numeral)
}

#[cfg(test)]
mod tests {
    use super::Numeral;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        let written = |numeral: Numeral| [1, 4, 12, 26, 28].map(|number| numeral.write(number));
        assert_eq!(written(Numeral::Decimal), ["1", "4", "12", "26", "28"]);
        assert_eq!(written(Numeral::Padded), ["01", "04", "12", "26", "28"]);
        assert_eq!(
            written(Numeral::Ordinal),
            ["1st", "4th", "12th", "26th", "28th"]
        );
        assert_eq!(written(Numeral::Capital), ["A", "D", "L", "Z", "AB"]);
        assert_eq!(
            written(Numeral::SmallRoman),
            ["i", "iv", "xii", "xxvi", "xxviii"]
        );
        // Neither letters nor the Romans have a nought.
        assert_eq!(Numeral::Small.write(0), "0");
        assert_eq!(Numeral::Roman.write(0), "0");
    }
}
