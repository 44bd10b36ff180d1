//! How ICD-10-CM codes are printed.

use std::borrow::Cow;

/// An ICD-10-CM code with the dot after its third character, which X12 leaves out: `M5450` is `M54.50`.
///
/// A code of three characters has none, and a code that already has one is left as it is.
///
/// ```
/// assert_eq!(coverdict_x12::icd_10_cm_with_dot("M5450"), "M54.50");
/// assert_eq!(coverdict_x12::icd_10_cm_with_dot("I10"), "I10");
/// ```
#[must_use]
pub fn icd_10_cm_with_dot(code: &str) -> Cow<'_, str> {
    match code.split_at_checked(3) {
        Some((category, rest)) if !rest.is_empty() && !code.contains('.') => {
            Cow::Owned(format!("{category}.{rest}"))
        }
        _ => Cow::Borrowed(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_stands_after_three_characters_once() {
        assert_eq!(icd_10_cm_with_dot("S83511A"), "S83.511A");
        assert_eq!(icd_10_cm_with_dot("M54.50"), "M54.50");
        assert_eq!(icd_10_cm_with_dot("M54"), "M54");
        assert_eq!(icd_10_cm_with_dot(""), "");
        assert_eq!(icd_10_cm_with_dot("é🦀x"), "é🦀x");
    }
}
