//! Money, exactly.

use std::fmt;

use arrow_array::{
    Array, ArrayRef, Decimal128Array, PrimitiveArray,
    cast::AsArray as _,
    types::{Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type},
};
use arrow_schema::DataType;
use coverdict_screen::word;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// A sum of money in the currency of the claims, exact to a ten-thousandth.
///
/// An amount of one line is less than about 900 billions, so that no sum of lines overflows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i128);

/// How many decimals are kept.
const DECIMALS: u8 = 4;

/// The type of amounts in columns.
pub(super) const KIND: DataType = DataType::Decimal128(20, DECIMALS.cast_signed());

/// One, in ten-thousandths.
const UNIT: i128 = 10_i128.pow(DECIMALS as u32);

impl Amount {
    /// Adds the amount of a line, in ten-thousandths.
    pub(super) fn add(&mut self, line: i64) {
        self.0 += i128::from(line);
    }

    /// Adds another sum.
    pub(super) fn add_sum(&mut self, other: Self) {
        self.0 += other.0;
    }

    /// In ten-thousandths.
    #[must_use]
    pub fn ten_thousandths(self) -> i128 {
        self.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        let (whole, part) = (all / UNIT.unsigned_abs(), all % UNIT.unsigned_abs());
        let part = format!("{part:04}");
        let (cents, less) = part.split_at_checked(2).unwrap_or((&part, ""));
        write!(f, "{sign}{whole}.{cents}{}", less.trim_end_matches('0'))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "An amount of money in the currency of the claims, exactly.",
            "pattern": r"^-?\d+\.\d{2,4}$"
        })
    }
}

/// Whether a column of a type says amounts exactly.
pub(super) fn is_exact(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_exact(values) && !values.is_integer(),
        DataType::Decimal128(..) => true,
        kind => kind.is_integer(),
    }
}

/// The amounts of the lines of a column, in ten-thousandths; none where there is none, or what stands there is no
/// amount.
pub(super) fn amounts(array: &ArrayRef) -> Vec<Option<i64>> {
    macro_rules! whole {
        ($($kind:ident => $arrow:ty),+) => {
            match array.data_type() {
                DataType::Decimal128(_, scale) => decimals(array.as_primitive(), *scale),
                $(DataType::$kind => {
                    let array: &PrimitiveArray<$arrow> = array.as_primitive();
                    let values = array.iter();
                    values.map(|value| scaled(i128::from(value?), 0)).collect()
                })+
                _ => {
                    let rows = 0..array.len();
                    rows.map(|row| parse(&word(array, row)?)).collect()
                }
            }
        };
    }
    whole!(
        Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
        UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type
    )
}

fn decimals(array: &Decimal128Array, scale: i8) -> Vec<Option<i64>> {
    let values = array.iter();
    values.map(|value| scaled(value?, scale)).collect()
}

/// A number that has so many decimals in ten-thousandths.
fn scaled(value: i128, scale: i8) -> Option<i64> {
    let shift = i16::from(DECIMALS) - i16::from(scale);
    let by = 10_i128.checked_pow(shift.unsigned_abs().into())?;
    let scaled = match shift >= 0 {
        true => value.checked_mul(by)?,
        false if value % by == 0 => value / by,
        false => return None,
    };
    i64::try_from(scaled).ok()
}

/// Reads `12`, `-12.5`, `.25`, as 837s and tables write amounts; nothing else.
fn parse(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_digits(whole) && is_digits(part) && digits.bytes().any(|one| one != b'.');
    if !is_number || part.len() > usize::from(DECIMALS) {
        return None;
    }
    let mut value = 0_i64;
    let zeros = std::iter::repeat_n(b'0', usize::from(DECIMALS) - part.len());
    for digit in whole.bytes().chain(part.bytes()).chain(zeros) {
        value = value
            .checked_mul(10)?
            .checked_add(i64::from(digit - b'0'))?;
    }
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Int32Array, StringArray};

    use super::*;

    #[test]
    fn what_is_no_amount_is_none() {
        for text in [
            "",
            "-",
            ".",
            "1,5",
            "$3",
            "1e3",
            "1.23456",
            "--1",
            "1.2.3",
            "9223372036854775807",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        let read = [
            "0",
            "12",
            "-12.5",
            ".25",
            "7.",
            "1.10000000",
            "922337203685477.5807",
        ];
        let read: Vec<Option<i64>> = read.iter().map(|text| parse(text)).collect();
        let meant = [0, 120_000, -125_000, 2500, 70_000, 11_000, i64::MAX];
        assert_eq!(read, meant.map(Some));
    }

    #[test]
    fn columns_of_all_types_say_the_same_amounts() {
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("3.00"), None, Some("x")]));
        assert_eq!(amounts(&texts), [Some(30_000), None, None]);
        let whole: ArrayRef = Arc::new(Int32Array::from(vec![3, -1]));
        assert_eq!(amounts(&whole), [Some(30_000), Some(-10_000)]);
        let decimal = |values: Vec<i128>, scale| -> ArrayRef {
            let array = Decimal128Array::from(values);
            Arc::new(array.with_precision_and_scale(20, scale).unwrap())
        };
        assert_eq!(amounts(&decimal(vec![300], 2)), [Some(30_000)]);
        let fine = decimal(vec![300_000_000, 300_000_001], 8);
        assert_eq!(amounts(&fine), [Some(30_000), None]);
    }

    #[test]
    fn sums_are_told_to_the_cent_or_finer_where_they_are() {
        let told = [0, 12_300, -12_345, 5, -100].map(|units| Amount(units).to_string());
        assert_eq!(told, ["0.00", "1.23", "-1.2345", "0.0005", "-0.01"]);
    }
}
