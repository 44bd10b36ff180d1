//! Numbers of lines in words.

/// So many lines in so many seconds.
pub(crate) fn rate(lines: u64, seconds: f64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is shown, not reckoned with"
    )]
    let a_second = (lines as f64 / seconds.max(1e-9)) as u64;
    format!("{} lines, {} a second", grouped(lines), grouped(a_second))
}

/// A share in percent, rounded down.
pub(crate) fn share(lines: u64, of: u64) -> String {
    let tenths = u128::from(lines) * 1000 / u128::from(of.max(1));
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u64) -> String {
    apart(&number.to_string())
}

/// Digits with their thousands apart.
pub(crate) fn apart(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, rate, share};

    #[test]
    fn thousands_stand_apart() {
        let numbers = [0, 999, 1000, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_rate_is_whole_lines_a_second() {
        assert_eq!(rate(3000, 2.0), "3,000 lines, 1,500 a second");
    }

    #[test]
    fn a_share_is_told_in_tenths_of_a_percent() {
        let shares = [(1, 3), (2, 2), (0, 0)].map(|(lines, of)| share(lines, of));
        assert_eq!(shares, ["33.3 %", "100.0 %", "0.0 %"]);
    }
}
