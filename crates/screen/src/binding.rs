//! Which columns of a table say which facts.

use std::collections::BTreeMap;

use arrow_schema::{DataType, Schema};
use coverdict_model::{
    fact::{Fact, FactType},
    id::Id,
    well_known,
};
use coverdict_program::Program;

/// The columns of a table that say facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The facts said, ascending by number, each with its columns. A set fact may have several: the
    /// members of each together are the set.
    pub facts: Vec<BoundFact>,
    /// The column of the day of service.
    pub day: usize,
    /// The column of the last day of service, if there is one.
    pub through: Option<usize>,
    /// The columns that say nothing, by place.
    pub unused: Vec<usize>,
}

/// A fact with the columns that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundFact {
    /// The fact's number in the program.
    pub fact: u32,
    /// The places of its columns, ascending.
    pub columns: Vec<usize>,
}

/// The column that holds the last day of a line that spans several.
pub const THROUGH: &str = "through";

/// Why the columns of a table cannot be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// A name on the left of the map is no column.
    #[error("the map names a column `{column}`, and the table has none of that name")]
    NoColumn {
        /// The column as the map names it.
        column: String,
    },
    /// A name on the right of the map is no fact.
    #[error("the map gives column `{column}` to a fact `{fact}`, which is not in the catalogue")]
    NoFact {
        /// The column.
        column: String,
        /// The fact as the map names it.
        fact: String,
    },
    /// Several columns say a fact that has one value.
    #[error(
        "columns `{first}` and `{second}` both say `{fact}`, which has one value: map one of them"
    )]
    Twice {
        /// The fact.
        fact: Id,
        /// The first column.
        first: String,
        /// The second column.
        second: String,
    },
    /// A fact that is needed has no column.
    #[error("no column says `{fact}`: name one so, or map one to it")]
    Needed {
        /// The fact.
        fact: &'static str,
    },
    /// A column is of a type that cannot say its fact.
    #[error("column `{column}` is of type {found}, and `{fact}` is read from {wanted}")]
    Type {
        /// The column.
        column: String,
        /// The fact.
        fact: Id,
        /// The type found.
        found: String,
        /// The types that would do.
        wanted: &'static str,
    },
}

impl Binding {
    /// Binds columns to facts: by the map where it names them, else where a column is called as the
    /// fact or as the catalogue says that its column is called, with `_1`, `_2` and so on behind it
    /// for the columns of a set.
    ///
    /// # Errors
    /// Every column that cannot be bound, and every fact needed that has none.
    pub fn new(
        program: &Program,
        schema: &Schema,
        map: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<BindingError>> {
        let mut errors = Vec::new();
        for column in map.keys() {
            if schema.index_of(column).is_err() {
                errors.push(BindingError::NoColumn {
                    column: column.clone(),
                });
            }
        }
        let names = Names::new(program);
        let mut facts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let (mut through, mut unused) = (None, Vec::new());
        for (place, field) in schema.fields().iter().enumerate() {
            let column = field.name();
            let wanted = match map.get(column) {
                Some(fact) if fact == THROUGH => Named::Through,
                Some(fact) => match program.fact(fact) {
                    Some(number) => Named::Fact(number),
                    None => {
                        errors.push(BindingError::NoFact {
                            column: column.clone(),
                            fact: fact.clone(),
                        });
                        continue;
                    }
                },
                None => names.find(column),
            };
            match wanted {
                Named::Nothing => unused.push(place),
                Named::Through => through = Some(place),
                Named::Fact(number) => {
                    let Some(fact) = declared(program, number) else {
                        continue;
                    };
                    errors.extend(misfit(column, field.data_type(), fact));
                    facts.entry(number).or_default().push(place);
                }
            }
        }
        for (number, columns) in &facts {
            if let ([first, second, ..], Some((id, fact))) =
                (columns.as_slice(), declared(program, *number))
                && !is_set(&fact.kind)
            {
                let name = |at: usize| schema.fields().get(at).map_or("", |field| field.name());
                errors.push(BindingError::Twice {
                    fact: id.clone(),
                    first: name(*first).to_owned(),
                    second: name(*second).to_owned(),
                });
            }
        }
        let day = program
            .fact(well_known::DATE_OF_SERVICE)
            .and_then(|number| facts.remove(&number));
        let day = day.and_then(|columns| columns.first().copied());
        if day.is_none() {
            errors.push(BindingError::Needed {
                fact: well_known::DATE_OF_SERVICE,
            });
        }
        let has = |fact: &str| program.fact(fact).is_some_and(|at| facts.contains_key(&at));
        if !has(well_known::CODE) && !has(well_known::SERVICE) {
            errors.push(BindingError::Needed {
                fact: well_known::CODE,
            });
        }
        let facts = facts
            .into_iter()
            .map(|(fact, columns)| BoundFact { fact, columns })
            .collect();
        match (day, errors.is_empty()) {
            (Some(day), true) => Ok(Self {
                facts,
                day,
                through,
                unused,
            }),
            _ => Err(errors),
        }
    }

    /// The facts that columns of these names say, without a map.
    pub(crate) fn said_by<'n>(
        program: &Program,
        columns: impl IntoIterator<Item = &'n str>,
    ) -> Vec<Option<u32>> {
        let names = Names::new(program);
        let said = columns.into_iter().map(|column| match names.find(column) {
            Named::Fact(number) => Some(number),
            Named::Nothing | Named::Through => None,
        });
        said.collect()
    }

    /// The columns of a fact.
    #[must_use]
    pub fn columns(&self, fact: u32) -> &[usize] {
        self.facts
            .iter()
            .find(|bound| bound.fact == fact)
            .map_or(&[], |bound| bound.columns.as_slice())
    }
}

/// What a column is called after.
enum Named {
    Nothing,
    Through,
    Fact(u32),
}

/// The names by which columns are found.
struct Names(BTreeMap<String, u32>);

impl Names {
    fn new(program: &Program) -> Self {
        let mut names = BTreeMap::new();
        for (number, fact) in (0_u32..).zip(&program.facts) {
            let Some((id, declared)) = declared(program, number) else {
                continue;
            };
            names.insert(id.as_str().replace('-', "_"), number);
            if let Some(column) = &declared.found_in.column {
                names.insert(column.clone(), number);
            }
            names.insert(fact.id.to_string(), number);
        }
        Self(names)
    }

    fn find(&self, column: &str) -> Named {
        if column == THROUGH {
            return Named::Through;
        }
        let numbered = column
            .rsplit_once('_')
            .filter(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
            .map(|(name, _)| name);
        let found = self
            .0
            .get(column)
            .or_else(|| self.0.get(numbered.unwrap_or(column)));
        found.map_or(Named::Nothing, |number| Named::Fact(*number))
    }
}

fn declared(program: &Program, number: u32) -> Option<(&Id, &Fact)> {
    let id = &program.facts.get(number as usize)?.id;
    Some((id, program.catalogue.facts.get(id)?))
}

fn is_set(kind: &FactType) -> bool {
    matches!(kind, FactType::Codes { .. } | FactType::Names { .. })
}

fn misfit(column: &str, found: &DataType, (id, fact): (&Id, &Fact)) -> Option<BindingError> {
    let inner = match found {
        DataType::Dictionary(_, inner) => inner,
        other => other,
    };
    let text = matches!(
        inner,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    );
    let whole = inner.is_integer();
    let exact = matches!(inner, DataType::Decimal128(..));
    let day = matches!(inner, DataType::Date32);
    let empty = matches!(inner, DataType::Null);
    let (fits, wanted) = match &fact.kind {
        FactType::Boolean => (
            text || matches!(inner, DataType::Boolean),
            "text or booleans",
        ),
        FactType::Integer { .. } => (text || whole, "text or whole numbers"),
        FactType::Decimal { .. } => (
            text || whole || exact,
            "text, whole numbers or decimals (not floating point, which rounds)",
        ),
        FactType::Date { .. } => (text || day, "text or days"),
        FactType::Choice { .. }
        | FactType::Name
        | FactType::Codes { .. }
        | FactType::Names { .. } => (text, "text"),
        FactType::Events => (false, "a case, not a table"),
    };
    (!fits && !empty).then(|| BindingError::Type {
        column: column.to_owned(),
        fact: id.clone(),
        found: found.to_string(),
        wanted,
    })
}
