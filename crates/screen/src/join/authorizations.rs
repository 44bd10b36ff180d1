//! Prior authorizations that were approved.

use std::path::Path;

use arrow_array::RecordBatch;
use coverdict_model::well_known;
use rustc_hash::FxHashMap;

use super::{DayReader, Days, MEMBER, table, word};
use crate::read::ReadError;

/// The column that says what became of a request.
const STATUS: &str = "status";

/// The column with the number of an authorization.
pub const AUTHORIZATION: &str = "authorization";

/// Prior authorizations that were approved, by member and procedure code. They are held in memory.
#[derive(Debug, Default)]
pub struct Authorizations {
    approved: FxHashMap<Box<str>, Vec<Approved>>,
}

#[derive(Debug)]
struct Approved {
    code: Box<str>,
    from: i32,
    /// The last day.
    through: i32,
    number: Box<str>,
}

impl Authorizations {
    /// Reads a table with the columns `authorization`, `member_id`, `code`, `from`, `through`, and
    /// `status` where not all are approved.
    ///
    /// # Errors
    /// When it cannot be read, or a row lacks what it is found by.
    pub fn load(path: &Path) -> Result<Self, ReadError> {
        let mut all = Self::default();
        let named = [MEMBER, well_known::CODE, AUTHORIZATION];
        let columns = |schema: &arrow_schema::Schema| {
            let mut columns: Vec<String> = named.iter().map(|&name| name.to_owned()).collect();
            let others = table::others(schema, &named);
            columns.extend(others.into_iter().filter(|column| column == STATUS));
            columns
        };
        table::read(path, columns, |entry| {
            let mut words = entry.words.iter().map(Option::as_deref);
            let mut word = |column: &str| {
                let word = words.next().flatten();
                word.ok_or_else(|| format!("column `{column}`: it is empty"))
            };
            let (member, code) = (word(MEMBER)?, word(well_known::CODE)?);
            let number = word(AUTHORIZATION)?;
            let status = entry.words.get(named.len());
            if status.is_none_or(|status| status.as_deref() == Some("approved")) {
                all.approved
                    .entry(member.into())
                    .or_default()
                    .push(Approved {
                        code: code.into(),
                        from: entry.from,
                        through: entry.through,
                        number: number.into(),
                    });
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// The numbers of those that each line lies within, with a semicolon between them.
    pub(crate) fn numbers(&self, batch: &RecordBatch, by: By) -> Vec<Option<String>> {
        let mut first = DayReader::new(batch.column(by.days.first));
        let mut last = (by.days.last).map(|place| DayReader::new(batch.column(place)));
        let (member, code) = (batch.column(by.member), batch.column(by.code));
        let rows = (0..batch.num_rows()).map(|row| {
            let of_member = self.approved.get(&*word(member, row)?)?;
            let code = word(code, row)?;
            let from = first.day(row)?;
            let through = last.as_mut().and_then(|last| last.day(row)).unwrap_or(from);
            find(of_member, &code, from, through)
        });
        rows.collect()
    }
}

/// The columns of lines by which authorizations are found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    pub(crate) member: usize,
    pub(crate) code: usize,
    pub(crate) days: Days,
}

fn find(approved: &[Approved], code: &str, from: i32, through: i32) -> Option<String> {
    let mut numbers: Vec<&str> = approved
        .iter()
        .filter(|one| &*one.code == code && one.from <= from && through <= one.through)
        .map(|one| &*one.number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    (!numbers.is_empty()).then(|| numbers.join(";"))
}
