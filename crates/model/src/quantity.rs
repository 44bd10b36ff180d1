//! Exact decimals with units.

use std::{fmt, str::FromStr};

pub use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A unit in UCUM notation, such as `%`, `mm[Hg]`, `kg/m2` or `wk`; `1` is no unit.
///
/// Units are compared as written: nothing is converted silently.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Unit(Box<str>);

/// An exact decimal with its unit.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Quantity {
    /// The number, exact.
    pub value: Decimal,
    /// Its unit.
    pub unit: Unit,
}

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// The number is not a plain decimal of at most 28 digits.
    #[error("`{0}` is not a plain decimal number of at most 28 digits")]
    Number(String),
    /// A number without a unit.
    #[error("`{0}` has no unit: write the number, a space and the UCUM unit, as in `88 %`")]
    NoUnit(String),
    /// The unit is not written in UCUM's characters.
    #[error("`{0}` is not a UCUM unit")]
    Unit(String),
}

/// Reads a plain decimal: an optional minus, digits, and optionally a point and digits.
///
/// # Errors
/// When it has another form, an exponent among them, or more than 28 digits.
pub fn parse_decimal(text: &str) -> Result<Decimal, QuantityError> {
    let error = || QuantityError::Number(text.to_owned());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(error());
    }
    Decimal::from_str_exact(text).map_err(|_| error())
}

impl Unit {
    /// Reads a unit.
    ///
    /// # Errors
    /// When the text is empty, longer than 40 characters, or not in the characters of UCUM.
    pub fn new(text: &str) -> Result<Self, QuantityError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || "%[]{}/.*^'\"_+-()".contains(c);
        match !text.is_empty() && text.len() <= 40 && text.chars().all(fits) {
            true => Ok(Self(text.into())),
            false => Err(QuantityError::Unit(text.to_owned())),
        }
    }

    /// The unit as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (number, unit) = match text.split_once(' ') {
            Some((number, unit)) => (number, unit.trim()),
            None => {
                let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
                match end {
                    Some(end) if end > 0 => text.split_at(end),
                    Some(_) => return Err(QuantityError::Number(text.to_owned())),
                    None => {
                        parse_decimal(text)?;
                        return Err(QuantityError::NoUnit(text.to_owned()));
                    }
                }
            }
        };
        Ok(Self {
            value: parse_decimal(number)?,
            unit: Unit::new(unit)?,
        })
    }
}

impl TryFrom<String> for Unit {
    type Error = QuantityError;

    fn try_from(text: String) -> Result<Self, QuantityError> {
        Self::new(&text)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.0.into()
    }
}

impl TryFrom<String> for Quantity {
    type Error = QuantityError;

    fn try_from(text: String) -> Result<Self, QuantityError> {
        text.parse()
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.to_string()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_units_stand_as_written() {
        let quantity: Quantity = "88.5 %".parse().unwrap();
        assert!(quantity.value > Decimal::from(88) && quantity.value < Decimal::from(89));
        assert_eq!(quantity.to_string(), "88.5 %");
        assert_eq!("88%".parse::<Quantity>().unwrap().to_string(), "88 %");
        assert_eq!(
            "41.20 kg/m2".parse::<Quantity>().unwrap(),
            "41.2 kg/m2".parse().unwrap()
        );
        assert_eq!(
            "88".parse::<Quantity>(),
            Err(QuantityError::NoUnit("88".into()))
        );
        for text in [
            "",
            "%",
            "1e5 %",
            "1.2.3 %",
            ".5 %",
            "5. %",
            "--5 %",
            "1 §",
            "0.12345678901234567890123456789 %",
        ] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
