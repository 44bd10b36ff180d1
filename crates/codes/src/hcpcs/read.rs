//! Reading the contractor file: records of 320 columns, several of them for a long description.

use std::{collections::btree_map::Entry, io::Read};

use coverdict_model::{
    code::CodeSystem,
    code_list::CodeListId,
    date::{Date, parse_day},
};

use super::{Action, Coverage, HcpcsCode, HcpcsList};
use crate::{
    fault::{FaultCode, Faults, ReadError},
    lines::{self, Line},
};

/// The columns of a whole record.
const RECORD: usize = 320;
/// The last column of a first record that means anything: the action code.
const DETAIL: usize = 293;
/// The last column of the long description, and so of what a further record means.
const DESCRIPTION: usize = 91;

/// Reads the contractor file of a calendar year. Lines before the first record, as CMS puts them
/// there, are skipped where an empty line parts them from it.
///
/// # Errors
/// When the file cannot be read, or with all its faults; nothing of such a file is used.
pub fn read_hcpcs(file: &str, year: i16, from: impl Read) -> Result<HcpcsList, ReadError> {
    let mut reader = Reader::new(file, year);
    let whole = lines::read(file, from, |line| {
        reader.line(line);
    })?;
    let sha256 = whole.sha256(
        &mut reader.faults,
        "name the contractor file that CMS publishes, a line of 320 columns for each record",
    );
    Ok(reader.finish(sha256)?)
}

/// Whether a record is of a procedure code or of a modifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Code,
    Modifier,
}

/// The code whose further records may follow.
struct Open {
    of: Of,
    text: Box<str>,
    sequence: u32,
    /// Where its first record was refused, its further records are only skipped.
    kept: bool,
}

struct Reader {
    list: HcpcsList,
    faults: Faults,
    open: Option<Open>,
    /// The last line before the first record, unless an empty one followed.
    heading: Option<u64>,
    newest: Option<Date>,
}

impl Reader {
    fn new(file: &str, year: i16) -> Self {
        Self {
            list: HcpcsList {
                id: CodeListId {
                    system: CodeSystem::HcpcsLevelII,
                    year,
                    sha256: String::new(),
                },
                file: file.to_owned(),
                records: 0,
                codes: std::collections::BTreeMap::new(),
                modifiers: std::collections::BTreeMap::new(),
            },
            faults: Faults::new(file),
            open: None,
            heading: None,
            newest: None,
        }
    }

    fn line(&mut self, line: &Line) {
        if line.is_blank() {
            self.heading = None;
            return;
        }
        let sequence = line.columns(6, 10);
        let digits = sequence.len() == 5 && sequence.bytes().all(|c| c.is_ascii_digit());
        let number = sequence.parse().ok().filter(|_| digits);
        match (number, line.columns(11, 11)) {
            (Some(sequence), "3") => self.first(line, Of::Code, sequence),
            (Some(sequence), "7") => self.first(line, Of::Modifier, sequence),
            (Some(sequence), "4") => self.further(line, Of::Code, sequence),
            (Some(sequence), "8") => self.further(line, Of::Modifier, sequence),
            // Lines before the first record are no records.
            (None, _) if self.list.records == 0 => self.heading = Some(line.number),
            (number, _) => self.not_a_record(line.number, if number.is_some() { 11 } else { 6 }),
        }
    }

    fn not_a_record(&mut self, line: u64, column: usize) {
        self.faults.at(
            line,
            column,
            FaultCode::NOT_A_RECORD,
            "the line is no record: columns 6 to 10 have a sequence number and column 11 one of 3, 4, 7, 8",
            "take the file as CMS publishes it, unchanged; an empty line ends what stands before the first record",
        );
    }

    /// The first record of a code or modifier, with everything but the rest of its description.
    fn first(&mut self, line: &Line, of: Of, sequence: u32) {
        if let Some(heading) = self.heading.take() {
            self.not_a_record(heading, 6);
        }
        self.list.records += 1;
        let text = match of {
            Of::Code => line.columns(1, 5),
            Of::Modifier => line.columns(4, 5),
        };
        let told = self.faults.told.len() as u64 + self.faults.more;
        self.whole(line, DETAIL);
        if sequence != 100 {
            self.faults.at(
                line.number,
                6,
                FaultCode::OUT_OF_SEQUENCE,
                format!("the first record of {text} has the number {sequence:05} and not 00100"),
                "a line is missing or out of place: take the file as CMS publishes it",
            );
        }
        let system = match of {
            Of::Code => CodeSystem::HcpcsLevelII,
            Of::Modifier => CodeSystem::Modifier,
        };
        let before = match of {
            Of::Code => "",
            Of::Modifier => line.columns(1, 3),
        };
        if !system.fits(text) || !before.trim().is_empty() {
            let code = line.columns(1, 5).trim();
            self.faults.at(
                line.number,
                1,
                FaultCode::CODE_FORM,
                format!("`{code}` has the form of no {system} code"),
                "take a file of HCPCS Level II alone, without CPT or dental codes, as CMS publishes it",
            );
        }
        let read = (line.width() >= DETAIL)
            .then(|| self.detail(line))
            .flatten();
        let kept = read.filter(|_| self.faults.told.len() as u64 + self.faults.more == told);
        let entries = match of {
            Of::Code => &mut self.list.codes,
            Of::Modifier => &mut self.list.modifiers,
        };
        self.open = Some(Open {
            of,
            text: text.into(),
            sequence,
            kept: kept.is_some(),
        });
        let Some(code) = kept else { return };
        let dates = [Some(code.added), code.effective];
        self.newest = dates.into_iter().flatten().chain(self.newest).max();
        match entries.entry(text.into()) {
            Entry::Vacant(entry) => {
                entry.insert(code);
            }
            Entry::Occupied(_) => self.faults.at(
                line.number,
                1,
                FaultCode::TWICE,
                format!("`{text}` stands in the file twice"),
                "take one file of one year: files that were joined cannot be told apart",
            ),
        }
    }

    /// A further line of the long description.
    fn further(&mut self, line: &Line, of: Of, sequence: u32) {
        self.list.records += 1;
        self.whole(line, DESCRIPTION);
        let text = match of {
            Of::Code => line.columns(1, 5),
            Of::Modifier => line.columns(4, 5),
        };
        let follows = self.open.as_ref().is_some_and(|open| {
            open.of == of && *open.text == *text && open.sequence.checked_add(100) == Some(sequence)
        });
        if !follows {
            self.faults.at(
                line.number,
                1,
                FaultCode::OUT_OF_SEQUENCE,
                format!("record {sequence:05} of {text} does not follow the one before it"),
                "a line is missing or out of place: take the file as CMS publishes it",
            );
        }
        let Some(open) = self.open.as_mut().filter(|_| follows) else {
            // One line out of place is told once.
            self.open = Some(Open {
                of,
                text: text.into(),
                sequence,
                kept: false,
            });
            return;
        };
        open.sequence = sequence;
        if !open.kept {
            return;
        }
        let entries = match of {
            Of::Code => &mut self.list.codes,
            Of::Modifier => &mut self.list.modifiers,
        };
        let more = line.columns(12, DESCRIPTION).trim();
        if let Some(code) = entries.get_mut(text)
            && !more.is_empty()
        {
            code.long.push(' ');
            code.long.push_str(more);
        }
    }

    /// Tells of a line that ends before what it must have, or has invisible characters there.
    fn whole(&mut self, line: &Line, needed: usize) {
        let width = line.width();
        // A last line without an end was cut where it should have ended with its record.
        let needed = if line.ended { needed } else { RECORD };
        if width < needed {
            self.faults.at(
                line.number,
                width + 1,
                FaultCode::TRUNCATED,
                format!("the line ends after {width} columns, and its record has {RECORD}"),
                "the file was cut off or its blanks were trimmed: take it as CMS publishes it",
            );
        }
        if let Some(column) = line.invisible(1, RECORD) {
            self.faults.at(
                line.number,
                column,
                FaultCode::TEXT,
                "the record contains an invisible character",
                "a tab or control character moves the columns: take the file as CMS publishes it",
            );
        }
    }

    /// The fields of a first record; none after a fault in them.
    fn detail(&mut self, line: &Line) -> Option<HcpcsCode> {
        let long = line.columns(12, DESCRIPTION).trim();
        let short = line.columns(92, 119).trim();
        for (text, column, what) in [(long, 12, "long"), (short, 92, "short")] {
            if text.is_empty() {
                self.faults.at(
                    line.number,
                    column,
                    FaultCode::TEXT,
                    format!("the {what} description is empty"),
                    "take the file as CMS publishes it: every code is described",
                );
            }
        }
        let coverage = Coverage::read(line.columns(230, 230));
        if coverage.is_none() {
            self.value(line, 230, "coverage code", "C, D, I, M, S");
        }
        let action = Action::read(line.columns(293, 293));
        if action.is_none() {
            self.value(line, 293, "action code", "A, B, C, D, F, N, P, R, S, T");
        }
        let added = self.date(line, 269, "added");
        let effective = self.date(line, 277, "effective")?;
        let stated = self.date(line, 285, "termination")?;
        let (coverage, action) = (coverage?, action?);
        let Some(added) = added? else {
            self.no_date(line, 269, "the code has no date on which it was added");
            return None;
        };
        let terminated = match (action, stated, effective) {
            (Action::Discontinue, None, None) => {
                self.no_date(line, 285, "a code is discontinued, and no date says when");
                return None;
            }
            // Where only the change is dated, the code was valid until the day before it.
            (Action::Discontinue, None, Some(change)) => change.yesterday().ok(),
            (_, stated, _) => stated,
        };
        if let Some(last) = terminated
            && last < added
            && action != Action::Reactivate
        {
            self.no_date(
                line,
                285,
                &format!("the code ends on {last}, before it was added on {added}"),
            );
        }
        Some(HcpcsCode {
            long: long.to_owned(),
            short: short.to_owned(),
            coverage,
            action,
            added,
            effective,
            terminated,
            coverage_issues: repeated(line, 129, 6, 3),
            carriers_manual: repeated(line, 147, 8, 3),
            statute: repeated(line, 171, 10, 1).pop(),
            instead: repeated(line, 205, 5, 5),
        })
    }

    fn value(&mut self, line: &Line, column: usize, field: &str, of: &str) {
        let found = line.columns(column, column);
        self.faults.at(
            line.number,
            column,
            FaultCode::VALUE,
            format!("`{found}` is no {field}: it is one of {of}"),
            "take the contractor file in the layout of 2019, as CMS publishes it",
        );
    }

    /// A date of eight digits, or none where all is blank; nothing after a fault.
    fn date(&mut self, line: &Line, column: usize, field: &str) -> Option<Option<Date>> {
        let text = line.columns(column, column + 7);
        if text.trim().is_empty() {
            return Some(None);
        }
        let parts = (text.get(..4), text.get(4..6), text.get(6..8));
        let day = match parts {
            (Some(year), Some(month), Some(day)) => {
                parse_day(&format!("{year}-{month}-{day}")).ok()
            }
            _ => None,
        };
        if day.is_none() {
            self.no_date(
                line,
                column,
                &format!("`{text}` is no {field} date, which is written YYYYMMDD"),
            );
            return None;
        }
        Some(day)
    }

    fn no_date(&mut self, line: &Line, column: usize, what: &str) {
        self.faults.at(
            line.number,
            column,
            FaultCode::DATE,
            what,
            "take the file as CMS publishes it; without its dates a code cannot be checked",
        );
    }

    fn finish(mut self, sha256: String) -> Result<HcpcsList, Faults> {
        let year = self.list.id.year;
        if self.list.records == 0 {
            self.faults.whole(
                FaultCode::EMPTY,
                "the file holds no record",
                "name the contractor file that CMS publishes, a line of 320 columns for each record",
            );
        } else if let Some(newest) = self.newest
            && newest.year() != year
            && self.faults.is_empty()
        {
            self.faults.whole(
                FaultCode::YEAR,
                format!(
                    "the newest date in the file is {newest}, so that it is not the list of {year}"
                ),
                "name the year whose list it is: its newest codes and changes begin in that year",
            );
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        self.list.id.sha256 = sha256;
        Ok(self.list)
    }
}

/// The fields of one width that stand side by side, those that are blank left out.
fn repeated(line: &Line, from: usize, width: usize, times: usize) -> Vec<String> {
    (0..times)
        .map(|at| {
            let begin = from + at * width;
            line.columns(begin, begin + width - 1).trim().to_owned()
        })
        .filter(|text| !text.is_empty())
        .collect()
}
