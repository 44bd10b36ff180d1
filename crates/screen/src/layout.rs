//! Which columns of a table are read, and what becomes of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use arrow_schema::{Field, Schema, SchemaRef};
use coverdict_program::Program;

use crate::{
    binding::{Binding, BindingError},
    findings,
};

/// The column that numbers the lines, from 1, over all tables in order.
pub const LINE: &str = "line";

/// Which columns of a table are read, and what becomes of them.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The columns read, in the table's order.
    pub read: SchemaRef,
    /// Which of them say facts.
    pub binding: Binding,
    /// Which of them are carried over to the findings, by place.
    pub kept: Vec<usize>,
    /// The columns of the result: those kept, the number of the line, and what is found.
    pub result: SchemaRef,
}

/// Why a table cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// Columns cannot be bound to facts.
    #[error("{}", in_lines(.0))]
    Binding(Vec<BindingError>),
    /// A column that is to be kept is not there.
    #[error("no column `{column}` is there to be kept: the table has {}", some(.columns))]
    NothingToKeep {
        /// The name asked for.
        column: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// Two columns have one name.
    #[error("two columns are called `{column}`: name them apart")]
    Twice {
        /// The name.
        column: String,
    },
    /// A column that is kept is called as one of the result.
    #[error(
        "the table's own column `{column}` is called as one of the findings: name it otherwise, or leave it out by --keep"
    )]
    Taken {
        /// The name.
        column: String,
    },
}

fn in_lines(errors: &[BindingError]) -> String {
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    errors.join("\n")
}

/// The first names of a list that may be long.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

impl Layout {
    /// Lays out a table. Without a list of what to keep, the columns that say nothing of a fact are
    /// kept.
    ///
    /// # Errors
    /// Columns that cannot be bound or kept.
    pub fn new(
        program: &Program,
        table: &Schema,
        map: &BTreeMap<String, String>,
        keep: Option<&[String]>,
    ) -> Result<Self, LayoutError> {
        let mut names = BTreeSet::new();
        if let Some(field) = table.fields().iter().find(|one| !names.insert(one.name())) {
            return Err(LayoutError::Twice {
                column: field.name().clone(),
            });
        }
        let whole = Binding::new(program, table, map).map_err(LayoutError::Binding)?;
        let kept: BTreeSet<usize> = match keep {
            None => whole.unused.iter().copied().collect(),
            Some(columns) => chosen(table, columns)?,
        };
        let unused: BTreeSet<usize> = whole.unused.iter().copied().collect();
        let places: Vec<usize> = (0..table.fields().len())
            .filter(|place| kept.contains(place) || !unused.contains(place))
            .collect();
        let read = |place: &usize| table.fields().get(*place).cloned();
        let read = Schema::new(places.iter().filter_map(read).collect::<Vec<_>>());
        let map = map
            .iter()
            .filter(|(column, _)| read.index_of(column).is_ok())
            .map(|(column, fact)| (column.clone(), fact.clone()))
            .collect();
        let binding = Binding::new(program, &read, &map).map_err(LayoutError::Binding)?;
        let kept: Vec<usize> = (0..places.len())
            .filter(|at| places.get(*at).is_some_and(|place| kept.contains(place)))
            .collect();
        Ok(Self {
            result: result(&read, &kept)?,
            read: Arc::new(read),
            binding,
            kept,
        })
    }
}

fn chosen(table: &Schema, columns: &[String]) -> Result<BTreeSet<usize>, LayoutError> {
    let place = |column: &String| {
        table
            .index_of(column)
            .map_err(|_| LayoutError::NothingToKeep {
                column: column.clone(),
                columns: table
                    .fields()
                    .iter()
                    .map(|one| one.name().clone())
                    .collect(),
            })
    };
    columns.iter().map(place).collect()
}

fn result(read: &Schema, kept: &[usize]) -> Result<SchemaRef, LayoutError> {
    let own: Vec<Arc<Field>> = kept
        .iter()
        .filter_map(|place| read.fields().get(*place).cloned())
        .collect();
    let mut found = vec![Field::new(LINE, arrow_schema::DataType::Int64, false)];
    found.extend(findings::fields());
    let taken = |field: &&Arc<Field>| found.iter().any(|one| one.name() == field.name());
    if let Some(field) = own.iter().find(taken) {
        return Err(LayoutError::Taken {
            column: field.name().clone(),
        });
    }
    let found = found.into_iter().map(Arc::new);
    Ok(Arc::new(Schema::new(
        own.into_iter().chain(found).collect::<Vec<_>>(),
    )))
}
