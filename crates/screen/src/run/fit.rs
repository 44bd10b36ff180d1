//! Whether the values of a line fit the facts that they say.

use arrow_array::{Array, ArrayRef, Date32Array, RecordBatch, cast::AsArray as _};
use arrow_schema::{DataType, Schema};
use coverdict_model::{
    date::parse_day,
    fact::{Fact, FactType},
    value::{Cause, Reading},
};
use coverdict_program::Program;

use crate::{
    binding::Binding,
    read::{Fault, Why},
    row::{self, Cell},
    texts,
};

/// Looks at the values of lines.
#[derive(Debug)]
pub(super) struct Fits(Vec<Column>);

#[derive(Debug)]
struct Column {
    place: usize,
    name: String,
    says: Says,
    /// The dictionary looked at last, and which of its values do not fit; none when all do.
    dictionary: Option<(ArrayRef, Option<Vec<bool>>)>,
}

/// What a column says.
#[derive(Debug)]
enum Says {
    /// The day of service, which every line has.
    Service,
    /// The last day of a line that spans several.
    Through,
    Fact(Box<Fact>),
}

impl Fits {
    pub(super) fn new(program: &Program, binding: &Binding, schema: &Schema) -> Self {
        let column = |place: usize, says: Says| Column {
            place,
            name: schema
                .fields()
                .get(place)
                .map_or_else(String::new, |field| field.name().clone()),
            says,
            dictionary: None,
        };
        let mut columns = vec![column(binding.day, Says::Service)];
        columns.extend(binding.through.map(|place| column(place, Says::Through)));
        for bound in &binding.facts {
            let fact = program.facts.get(bound.fact as usize);
            let fact = fact.and_then(|fact| program.catalogue.facts.get(&fact.id));
            if let Some(fact) = fact {
                let places = bound.columns.iter();
                columns
                    .extend(places.map(|place| column(*place, Says::Fact(Box::new(fact.clone())))));
            }
        }
        Self(columns)
    }

    /// What is wrong with lines of a batch, by row, ascending: one fault a line.
    pub(super) fn faults(&mut self, batch: &RecordBatch) -> Vec<(usize, Fault)> {
        let mut faults = Vec::new();
        for column in &mut self.0 {
            column.faults(batch.column(column.place), &mut faults);
        }
        // The columns are looked at in one order, and of a line's faults the first is told.
        faults.sort_by_key(|(row, _)| *row);
        faults.dedup_by_key(|(row, _)| *row);
        faults
    }
}

impl Column {
    fn faults(&mut self, array: &ArrayRef, faults: &mut Vec<(usize, Fault)>) {
        if matches!(self.says, Says::Service)
            && let Some(nulls) = array.logical_nulls()
        {
            let empty = (0..array.len()).filter(|row| nulls.is_null(*row));
            let fault = || {
                let problem = "the line has no date of service";
                Fault::of(&self.name, "", Why::NoDateOfService, problem)
            };
            faults.extend(empty.map(|row| (row, fault())));
        }
        match array.data_type() {
            DataType::Dictionary(..) => self.by_dictionary(array, faults),
            DataType::Date32 => {
                let days = array.as_any().downcast_ref::<Date32Array>();
                for (row, day) in days.into_iter().flatten().enumerate() {
                    if day.is_some_and(|day| !is_usual(day) && row::day(day).is_none()) {
                        faults.push((row, self.fault("", "it is no day of the calendar")));
                    }
                }
            }
            DataType::Utf8 => {
                let texts = array.as_string::<i32>().iter().enumerate();
                self.by_text(texts, faults);
            }
            DataType::LargeUtf8 => {
                let texts = array.as_string::<i64>().iter().enumerate();
                self.by_text(texts, faults);
            }
            DataType::Utf8View => {
                let texts = array.as_string_view().iter().enumerate();
                self.by_text(texts, faults);
            }
            // Numbers of these types may be larger than any that a fact has.
            DataType::UInt64 | DataType::Decimal128(..) => {
                for row in (0..array.len()).filter(|row| array.is_valid(*row)) {
                    let value = row::value(array, row);
                    let problem = match (value, &self.says) {
                        (None, _) => Some("it is too large a number".to_owned()),
                        (Some(value), Says::Fact(fact)) => in_error(fact, value),
                        _ => None,
                    };
                    faults.extend(problem.map(|problem| (row, self.fault("", &problem))));
                }
            }
            _ => {}
        }
    }

    fn by_text<'t>(
        &self,
        texts: impl Iterator<Item = (usize, Option<&'t str>)>,
        faults: &mut Vec<(usize, Fault)>,
    ) {
        for (row, text) in texts {
            if let Some(text) = text
                && let Some(problem) = self.says.problem(text)
            {
                faults.push((row, self.fault(text, &problem)));
            }
        }
    }

    /// Looks at each value of a dictionary once, and at the lines only if one does not fit.
    fn by_dictionary(&mut self, array: &ArrayRef, faults: &mut Vec<(usize, Fault)>) {
        let values = array.as_any_dictionary().values();
        let is_known = |(known, _): &(ArrayRef, _)| texts::are_same(known, values);
        if !self.dictionary.as_ref().is_some_and(is_known) {
            let is_bad = |key| {
                texts::text(values, key).is_some_and(|text| self.says.problem(text).is_some())
            };
            let bad: Vec<bool> = (0..values.len()).map(is_bad).collect();
            self.dictionary = Some((values.clone(), bad.contains(&true).then_some(bad)));
        }
        let Some((_, Some(bad))) = &self.dictionary else {
            return;
        };
        for (row, key) in texts::keys(array).into_iter().enumerate() {
            if let Some(key) = key
                && bad.get(key) == Some(&true)
                && let Some(text) = texts::text(values, key)
                && let Some(problem) = self.says.problem(text)
            {
                faults.push((row, self.fault(text, &problem)));
            }
        }
    }

    fn fault(&self, value: &str, problem: &str) -> Fault {
        Fault::of(&self.name, value, Why::DoesNotFit, problem)
    }
}

impl Says {
    /// What is wrong with a text; most that are well are seen to be at a glance.
    fn problem(&self, text: &str) -> Option<String> {
        match self {
            Self::Service | Self::Through => match is_plain_day(text) {
                true => None,
                false => parse_day(text).err().map(|error| error.to_string()),
            },
            Self::Fact(fact) => match is_plain(&fact.kind, text) {
                true => None,
                false => in_error(fact, Cell::Text(text.to_owned())),
            },
        }
    }
}

fn in_error(fact: &Fact, value: Cell) -> Option<String> {
    match row::reading(fact, vec![value]) {
        Some(Reading::Missing(Cause::InError(problem))) => Some(format!("it {problem}")),
        _ => None,
    }
}

/// Whether a text certainly fits a type.
fn is_plain(kind: &FactType, text: &str) -> bool {
    /// Numbers so long fit every type.
    const DIGITS: usize = 18;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        FactType::Boolean => matches!(text, "true" | "false"),
        FactType::Integer { .. } => text.len() <= DIGITS && digits(text),
        FactType::Decimal { .. } => {
            let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
            text.len() <= DIGITS && digits(whole) && digits(part)
        }
        FactType::Date { .. } => is_plain_day(text),
        FactType::Choice { .. }
        | FactType::Name
        | FactType::Codes { .. }
        | FactType::Names { .. } => {
            let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
            (1..=128).contains(&text.len()) && text.bytes().all(is_usual)
        }
        FactType::Events => false,
    }
}

/// Whether a text is a day of any month, in these centuries, as `2025-03-28`.
fn is_plain_day(text: &str) -> bool {
    let [c, e, y, a, b'-', m, o, b'-', d, i] = text.as_bytes() else {
        return false;
    };
    let digits = [c, e, y, a, m, o, d, i];
    let month = [*m, *o];
    let day = [*d, *i];
    digits.iter().all(|byte| byte.is_ascii_digit())
        && (b"01"..=b"12").contains(&&month)
        && (b"01"..=b"28").contains(&&day)
        && (b'1'..=b'2').contains(c)
}

/// Whether a day from 1970 is of these centuries.
fn is_usual(day: i32) -> bool {
    (-30_000..60_000).contains(&day)
}

#[cfg(test)]
mod tests {
    use coverdict_model::fact::{Closure, Section};

    use super::*;

    #[test]
    fn what_is_seen_to_be_a_day_at_a_glance_is_one() {
        for year in ["1999", "2024", "2999", "1000"] {
            for month in 0..14 {
                for day in 0..33 {
                    let text = format!("{year}-{month:02}-{day:02}");
                    assert!(!is_plain_day(&text) || parse_day(&text).is_ok(), "{text}");
                }
            }
        }
        assert!(is_plain_day("2025-03-28"));
        assert!(!is_plain_day("2025-03-2") && !is_plain_day("2025/03/28"));
    }

    #[test]
    fn what_is_seen_to_fit_at_a_glance_fits() {
        let kinds = [
            FactType::Boolean,
            FactType::Name,
            FactType::Integer {
                min: None,
                max: None,
            },
            FactType::Date {
                min: None,
                max: None,
            },
        ];
        let texts = [
            "true",
            "1",
            "-1",
            "999999999999999999",
            "1.5",
            "M54.50",
            "a b",
            "",
            "2024-02-28",
            "x/y",
        ];
        let fact = Fact {
            kind: FactType::Boolean,
            question: String::new(),
            closure: Closure::Open,
            section: Section::Line,
            may_be: Default::default(),
            derived: None,
            look_back: None,
            select: None,
            attest: None,
            found_in: Default::default(),
        };
        let mut plain = 0;
        for kind in kinds {
            let fact = Fact {
                kind: kind.clone(),
                ..fact.clone()
            };
            for text in texts {
                let fits = in_error(&fact, Cell::Text(text.to_owned())).is_none();
                plain += usize::from(is_plain(&kind, text));
                assert!(!is_plain(&kind, text) || fits, "{text} as {}", kind.name());
            }
        }
        assert!(plain > 5);
    }
}
