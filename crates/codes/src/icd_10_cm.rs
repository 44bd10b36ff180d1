//! ICD-10-CM, by the order file that CDC and CMS publish for each fiscal year.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::Read,
};

use coverdict_model::{
    code::CodeSystem,
    code_list::{CodeListId, NotValid},
};

use crate::{
    fault::{FaultCode, Faults, ReadError},
    lines::{self, Line, MAX_LINE_BYTES},
};

/// The column at which the long description begins, which is the last field.
const LONG: usize = 78;

/// The ICD-10-CM codes and headings of a fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icd10CmList {
    /// The list's system, year and digest.
    pub id: CodeListId,
    /// The name of its file.
    pub file: String,
    /// The codes and headings, written with a dot.
    pub codes: BTreeMap<Box<str>, Icd10CmCode>,
}

/// What the list says of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icd10CmCode {
    /// Whether it may be billed; if not, it is a heading.
    pub billable: bool,
    /// The short description.
    pub short: Box<str>,
    /// The long description.
    pub long: Box<str>,
}

impl Icd10CmCode {
    /// Why the code may not be used in the list's year; none: it may.
    #[must_use]
    pub fn not_valid(&self) -> Option<NotValid> {
        (!self.billable).then_some(NotValid::NotBillable)
    }
}

/// Reads the order file of a fiscal year, which has no dates: the year is checked against the name of
/// the file where that tells one.
///
/// # Errors
/// When the file cannot be read, or with all its faults; nothing of such a file is used.
pub fn read_icd_10_cm(file: &str, year: i16, from: impl Read) -> Result<Icd10CmList, ReadError> {
    let mut reader = Reader {
        list: Icd10CmList {
            id: CodeListId {
                system: CodeSystem::Icd10Cm,
                year,
                sha256: String::new(),
            },
            file: file.to_owned(),
            codes: BTreeMap::new(),
        },
        faults: Faults::new(file),
        order: 0,
    };
    let whole = lines::read(file, from, |line| {
        if !line.is_blank() {
            reader.line(line);
        }
    })?;
    let sha256 = whole.sha256(
        &mut reader.faults,
        "name the order file that CDC and CMS publish, a line for each code",
    );
    Ok(reader.finish(sha256)?)
}

struct Reader {
    list: Icd10CmList,
    faults: Faults,
    /// The order number of the line before.
    order: u32,
}

impl Reader {
    fn line(&mut self, line: &Line) {
        let order = line.columns(1, 5);
        let is_number = order.len() == 5 && order.bytes().all(|c| c.is_ascii_digit());
        let Some(order) = order.parse::<u32>().ok().filter(|_| is_number) else {
            self.faults.at(
                line.number,
                1,
                FaultCode::NOT_A_RECORD,
                "the line does not begin with an order number of five digits",
                "name the order file, not the file of codes alone, as CDC and CMS publish it",
            );
            return;
        };
        if order != self.order.saturating_add(1) {
            self.faults.at(
                line.number,
                1,
                FaultCode::OUT_OF_SEQUENCE,
                format!("order number {order:05} follows {:05}", self.order),
                "a line is missing or out of place: take the file as CDC and CMS publish it",
            );
        }
        self.order = order;
        let width = line.width();
        let long = line.columns(LONG, MAX_LINE_BYTES).trim();
        if long.is_empty() {
            self.faults.at(
                line.number,
                width + 1,
                FaultCode::TRUNCATED,
                format!("the line ends after {width} columns, before the long description"),
                "the file was cut off: take it as CDC and CMS publish it",
            );
        }
        if let Some(column) = line.invisible(1, MAX_LINE_BYTES) {
            self.faults.at(
                line.number,
                column,
                FaultCode::TEXT,
                "the line contains an invisible character",
                "a tab or control character moves the columns: take the file as CDC and CMS publish it",
            );
        }
        let short = line.columns(17, 76).trim();
        if short.is_empty() && width >= LONG {
            self.faults.at(
                line.number,
                17,
                FaultCode::TEXT,
                "the short description is empty",
                "take the file as CDC and CMS publish it: every code is described",
            );
        }
        let billable = self.flag(line);
        let code = self.code(line);
        let (Some(billable), Some(code)) = (billable, code) else {
            return;
        };
        let read = Icd10CmCode {
            billable,
            short: short.into(),
            long: long.into(),
        };
        match self.list.codes.entry(code) {
            Entry::Vacant(entry) => {
                entry.insert(read);
            }
            Entry::Occupied(entry) => self.faults.at(
                line.number,
                7,
                FaultCode::TWICE,
                format!("`{}` stands in the file twice", entry.key()),
                "take one file of one year: files that were joined cannot be told apart",
            ),
        }
    }

    /// Whether the code may be billed.
    fn flag(&mut self, line: &Line) -> Option<bool> {
        match line.columns(15, 15) {
            "0" => Some(false),
            "1" => Some(true),
            // A line that ends before it is told as such.
            "" => None,
            found => {
                self.faults.at(
                    line.number,
                    15,
                    FaultCode::VALUE,
                    format!("`{found}` is neither 0, a heading, nor 1, a code that may be billed"),
                    "name the order file as CDC and CMS publish it, unchanged",
                );
                None
            }
        }
    }

    /// The code, with its dot.
    fn code(&mut self, line: &Line) -> Option<Box<str>> {
        let text = line.columns(7, 13).trim_end();
        let dotted = match (text.get(..3), text.get(3..)) {
            (Some(category), Some(rest)) if !rest.is_empty() => format!("{category}.{rest}"),
            _ => text.to_owned(),
        };
        // A blank column parts the code from its neighbours.
        let parted = [6, 14]
            .iter()
            .all(|column| line.columns(*column, *column).trim().is_empty());
        if !parted || text.contains('.') || !CodeSystem::Icd10Cm.fits(&dotted) {
            self.faults.at(
                line.number,
                7,
                FaultCode::CODE_FORM,
                format!("`{text}` has the form of no ICD-10-CM code without its dot"),
                "name the order file of ICD-10-CM, not of ICD-10-PCS, as CDC and CMS publish it",
            );
            return None;
        }
        Some(dotted.into())
    }

    fn finish(mut self, sha256: String) -> Result<Icd10CmList, Faults> {
        let year = self.list.id.year;
        if self.list.codes.is_empty() && self.faults.is_empty() {
            self.faults.whole(
                FaultCode::EMPTY,
                "the file holds no code",
                "name the order file that CDC and CMS publish, a line for each code",
            );
        }
        let named = years(&self.list.file);
        if !named.is_empty() && !named.contains(&year) {
            let named: Vec<String> = named.iter().map(ToString::to_string).collect();
            self.faults.whole(
                FaultCode::YEAR,
                format!(
                    "the file is called that of {}, so that it is not the list of {year}",
                    named.join(" and ")
                ),
                "name the fiscal year whose list it is, or rename the file: the list itself has no date",
            );
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        self.list.id.sha256 = sha256;
        Ok(self.list)
    }
}

/// The years from 2000 to 2099 in the last part of a file's name.
fn years(file: &str) -> Vec<i16> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let runs = name.split(|character: char| !character.is_ascii_digit());
    runs.filter(|run| run.len() == 4 && run.starts_with("20"))
        .filter_map(|run| run.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_may_tell_years() {
        assert_eq!(years("2019/icd10cm_order_2025.txt"), [2025]);
        assert_eq!(years(r"C:\icd10cm-order-April-2024-2025.txt"), [2024, 2025]);
        assert_eq!(years("order.txt"), [0; 0]);
        assert_eq!(years("icd10cm-20251.txt"), [0; 0]);
    }
}
