//! A small table, read whole.

use std::{path::Path, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Schema, SchemaRef};

use super::{DayReader, word};
use crate::read::{ReadError, Table};

/// The first day on which an entry holds.
const FROM: &str = "from";

/// The last day on which an entry holds; none: it has not ended.
const THROUGH: &str = "through";

/// A row of a small table.
pub(super) struct Entry<'r> {
    pub(super) from: i32,
    pub(super) through: i32,
    /// The words of the columns asked for, none where a cell is empty.
    pub(super) words: Vec<Option<std::borrow::Cow<'r, str>>>,
}

/// The columns of a table but for the days on which entries hold, and those that come first.
pub(super) fn others(schema: &Schema, first: &[&str]) -> Vec<String> {
    let names = schema.fields().iter().map(|field| field.name().clone());
    let is_other = |name: &String| {
        ![FROM, THROUGH].contains(&name.as_str()) && !first.contains(&name.as_str())
    };
    names.filter(is_other).collect()
}

/// Reads every row of a table that has these columns and the days on which its entries hold.
pub(super) fn read(
    path: &Path,
    columns: impl FnOnce(&Schema) -> Vec<String>,
    mut take: impl FnMut(Entry<'_>) -> Result<(), String>,
) -> Result<(String, Vec<String>), ReadError> {
    let table = Table::open(path, None)?;
    let name = table.name().to_owned();
    let columns = columns(&table.schema());
    let wanted = wanted(&table, &columns)?;
    let mut line = 0_u64;
    for part in table.parts(&wanted)? {
        let part = part?;
        if let Some((place, fault)) = part.faults.first() {
            let place = line + place + 1;
            return Err(ReadError::new(
                &name,
                format!("line {place}: {}", fault.problem),
            ));
        }
        for batch in part.batches(1 << 14)? {
            let batch = batch?;
            rows(&batch, columns.len(), |entry| {
                line += 1;
                entry
                    .and_then(&mut take)
                    .map_err(|problem| ReadError::new(&name, format!("line {line}: {problem}")))
            })?;
        }
    }
    Ok((name, columns))
}

fn wanted(table: &Table, columns: &[String]) -> Result<SchemaRef, ReadError> {
    let schema = table.schema();
    let days = [FROM.to_owned(), THROUGH.to_owned()];
    let fields = columns.iter().chain(&days).map(|column| {
        schema
            .field_with_name(column)
            .cloned()
            .map_err(|_| ReadError::new(table.name(), format!("it has no column `{column}`")))
    });
    Ok(Arc::new(Schema::new(
        fields.collect::<Result<Vec<_>, _>>()?,
    )))
}

fn rows(
    batch: &RecordBatch,
    words: usize,
    mut take: impl FnMut(Result<Entry<'_>, String>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let (words, days) = batch.columns().split_at_checked(words).unwrap_or_default();
    let [from, through] = days else {
        return Ok(());
    };
    let (mut from_days, mut through_days) = (DayReader::new(from), DayReader::new(through));
    for row in 0..batch.num_rows() {
        let day = |days: &mut DayReader<'_>, array: &ArrayRef, name: &str| match (
            days.day(row),
            word(array, row),
        ) {
            (None, Some(word)) => Err(format!("column `{name}`: `{word}` is no day")),
            (day, _) => Ok(day),
        };
        let entry = day(&mut from_days, from, FROM).and_then(|first| {
            let last = day(&mut through_days, through, THROUGH)?.unwrap_or(i32::MAX);
            let first = first.ok_or_else(|| format!("column `{FROM}`: it has no day"))?;
            if last < first {
                return Err("its last day is before its first".to_owned());
            }
            Ok(Entry {
                from: first,
                through: last,
                words: words.iter().map(|array| word(array, row)).collect(),
            })
        });
        take(entry)?;
    }
    Ok(())
}
