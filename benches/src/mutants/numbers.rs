//! Values off by one.

use coverdict_model::{
    quantity::{Decimal, Quantity},
    value::Value,
};

/// The values next to one, below and above: one less and one more in the last place that is written, or a day.
pub(super) fn next_to(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => around(*number).into_iter().map(Value::Integer).collect(),
        Value::Decimal(quantity) => {
            let step = Decimal::new(1, quantity.value.scale());
            let both = [
                quantity.value.checked_sub(step),
                quantity.value.checked_add(step),
            ];
            let both = both.into_iter().flatten().map(|value| Quantity {
                value,
                unit: quantity.unit.clone(),
            });
            both.map(Value::Decimal).collect()
        }
        Value::Date(day) => {
            let both = [day.yesterday(), day.tomorrow()];
            both.into_iter().flatten().map(Value::Date).collect()
        }
        Value::Boolean(_) | Value::Name(_) => Vec::new(),
    }
}

/// One less and one more.
pub(super) fn around(number: i64) -> Vec<i64> {
    let both = [number.checked_sub(1), number.checked_add(1)];
    both.into_iter().flatten().collect()
}

/// One less and one more of a number that is at least one.
pub(super) fn counts_around(number: u32) -> Vec<u32> {
    let both = [number.checked_sub(1), number.checked_add(1)];
    both.into_iter()
        .flatten()
        .filter(|number| *number > 0)
        .collect()
}
