//! Which columns of a table are read, and what becomes of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use coverdict_model::well_known;
use coverdict_program::Program;

use crate::{
    binding::{Binding, BindingError},
    findings::Told,
    join::{AUTHORIZATION, Joins, MEMBER, Of, Step},
    proposals::{self, Proposals},
};

/// The column that numbers the lines, from 1, over all tables in order.
pub const LINE: &str = "line";

/// Which columns of a table are read, and what becomes of them.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The columns read, in the table's order.
    pub read: SchemaRef,
    /// The columns read and those joined to them.
    pub columns: SchemaRef,
    /// The tables that are joined, in order.
    pub steps: Vec<Step>,
    /// Which column names the member.
    pub member: Option<usize>,
    /// Which columns say facts.
    pub binding: Binding,
    /// Which columns are carried over to the findings, by place.
    pub kept: Vec<usize>,
    /// Which columns of findings there are.
    pub told: Told,
    /// The columns of the result: those kept, the number of the line, its authorization if there is a
    /// table of these, and what is found.
    pub result: SchemaRef,
}

/// Which columns the result is to have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'w> {
    /// The columns of the table to carry over; those that say nothing of a fact if not stated.
    pub keep: Option<&'w [String]>,
    /// The columns of findings; all if not stated.
    pub findings: Option<&'w [String]>,
}

/// Why a table cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// Columns cannot be bound to facts.
    #[error("{}", in_lines(.0))]
    Binding(Vec<BindingError>),
    /// The lines do not name their members.
    #[error(
        "no column names the member, by which a table is joined: call it `{MEMBER}`, or map one to `{MEMBER}`"
    )]
    NoMember,
    /// The lines do not name their plans.
    #[error(
        "no column says the plan, by which a table is joined: call it `plan`, or map one to `plan`"
    )]
    NoPlan,
    /// Proposals are withheld by state, and the lines do not name theirs.
    #[error(
        "proposals are withheld in some states, and no column says the state: call it `state`, map one to `state`, or have it in the table of members"
    )]
    NoState,
    /// A column that is to be kept is not there.
    #[error("no column `{column}` is there to be kept: the table has {}", some(.columns))]
    NothingToKeep {
        /// The name asked for.
        column: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A column of findings that is asked for is none.
    #[error("`{column}` is no column of findings: those are {}", some(&names()))]
    NoFinding {
        /// The name asked for.
        column: String,
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

fn names() -> Vec<String> {
    Told::names().map(str::to_owned).collect()
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
    /// Lays out a table whose lines are held against others. What another table knows of a fact counts, and a
    /// column of the table's own that is called as the fact says nothing then.
    ///
    /// # Errors
    /// Columns that cannot be bound, joined or kept, or that are none of the findings.
    pub fn new(
        program: &Program,
        table: &Schema,
        map: &BTreeMap<String, String>,
        wanted: Wanted<'_>,
        joins: &Joins,
    ) -> Result<Self, LayoutError> {
        let mut names = BTreeSet::new();
        if let Some(field) = table.fields().iter().find(|one| !names.insert(one.name())) {
            return Err(LayoutError::Twice {
                column: field.name().clone(),
            });
        }
        let member = member(table, map, joins)?;
        let mut columns = Columns::new(program, table, map);
        let steps = columns.join(program, member, joins)?;
        let unused = columns.bind(program, map)?.unused;
        let unused: BTreeSet<usize> = unused.into_iter().collect();
        let own = 0..table.fields().len();
        let kept: BTreeSet<usize> = match wanted.keep {
            None => own.clone().filter(|place| unused.contains(place)).collect(),
            Some(columns) => chosen(table, columns)?,
        };
        let is_read = |place: &usize| {
            !own.contains(place)
                || kept.contains(place)
                || !unused.contains(place)
                || (joins.need_member() && member == Some(*place))
                || steps.iter().any(|step| step.key == *place)
        };
        let places: Vec<usize> = (0..columns.0.len()).filter(is_read).collect();
        let columns = columns.only(&places);
        let now = |place: usize| places.binary_search(&place).ok();
        let read = places.iter().filter(|place| own.contains(place));
        let read = read.filter_map(|place| table.fields().get(*place).cloned());
        let read = Schema::new(read.collect::<Vec<_>>());
        let kept: Vec<usize> = kept.into_iter().filter_map(now).collect();
        let told = told(wanted)?;
        Ok(Self {
            result: result(&read, &kept, &told, joins)?,
            told,
            read: Arc::new(read),
            binding: columns.bind(program, map)?,
            columns: columns.schema(),
            steps: steps
                .into_iter()
                .filter_map(|step| {
                    Some(Step {
                        key: now(step.key)?,
                        ..step
                    })
                })
                .collect(),
            member: member.and_then(now),
            kept,
        })
    }
}

impl Layout {
    /// The layout with the columns of proposals beside the findings.
    ///
    /// # Errors
    /// When a column that is kept is called as one of these, or the state is needed and not said.
    pub fn proposing(self, program: &Program, proposals: &Proposals) -> Result<Self, LayoutError> {
        if !proposals.withheld_in.is_empty() && self.state(program).is_none() {
            return Err(LayoutError::NoState);
        }
        let fields = proposals::fields();
        let taken = |field: &&Field| self.result.index_of(field.name()).is_ok();
        if let Some(field) = fields.iter().find(taken) {
            return Err(LayoutError::Taken {
                column: field.name().clone(),
            });
        }
        let all = self.result.fields().iter().cloned();
        let all = all.chain(fields.into_iter().map(Arc::new));
        let result = Schema::new(all.collect::<Vec<_>>());
        Ok(Self {
            result: Arc::new(result),
            ..self
        })
    }

    /// The column that says the state.
    pub(crate) fn state(&self, program: &Program) -> Option<usize> {
        let state = program.fact(well_known::STATE)?;
        self.binding.columns(state).first().copied()
    }
}

/// The column that names the member, which must be there if a table is joined by it.
fn member(
    table: &Schema,
    map: &BTreeMap<String, String>,
    joins: &Joins,
) -> Result<Option<usize>, LayoutError> {
    let mapped = map.iter().find(|(_, fact)| *fact == MEMBER);
    let name = mapped.map_or(MEMBER, |(column, _)| column.as_str());
    match table.index_of(name) {
        Ok(place) => Ok(Some(place)),
        Err(_) if joins.need_member() => Err(LayoutError::NoMember),
        Err(_) => Ok(None),
    }
}

/// The columns of a table and of those that are joined to it.
struct Columns(Vec<Column>);

#[derive(Clone)]
struct Column {
    field: Arc<Field>,
    says: Option<u32>,
    /// Whether a table that is joined says the same, which counts.
    is_hidden: bool,
}

impl Columns {
    fn new(program: &Program, table: &Schema, map: &BTreeMap<String, String>) -> Self {
        let names = table.fields().iter().map(|field| field.name().as_str());
        let says = Binding::said_by(program, names);
        let columns = table.fields().iter().zip(says).map(|(field, says)| Column {
            field: field.clone(),
            says: match map.get(field.name()) {
                Some(fact) => program.fact(fact),
                None => says,
            },
            is_hidden: false,
        });
        Self(columns.collect())
    }

    /// Appends the columns of the tables that are joined.
    fn join(
        &mut self,
        program: &Program,
        member: Option<usize>,
        joins: &Joins,
    ) -> Result<Vec<Step>, LayoutError> {
        let mut steps = Vec::new();
        let joined = [(Of::Members, &joins.members), (Of::Plans, &joins.plans)];
        for (of, spans) in joined {
            let Some(spans) = spans else {
                continue;
            };
            let key = match of {
                Of::Members => member.ok_or(LayoutError::NoMember)?,
                Of::Plans => self.saying(program.fact(well_known::PLAN))?,
            };
            steps.push(Step { of, key });
            let names = spans.fields().iter().map(|field| field.name().as_str());
            let says = Binding::said_by(program, names);
            for column in &mut self.0 {
                column.is_hidden |= column.says.is_some() && says.contains(&column.says);
            }
            let fields = spans.fields().iter().zip(says);
            self.0.extend(fields.map(|(field, says)| Column {
                field: field.clone(),
                says,
                is_hidden: false,
            }));
        }
        Ok(steps)
    }

    /// The column that says the plan.
    fn saying(&self, fact: Option<u32>) -> Result<usize, LayoutError> {
        let mut columns = self.0.iter();
        let found =
            columns.position(|one| one.says.is_some() && one.says == fact && !one.is_hidden);
        found.ok_or(LayoutError::NoPlan)
    }

    fn only(&self, places: &[usize]) -> Self {
        let columns = places
            .iter()
            .filter_map(|place| self.0.get(*place).cloned());
        Self(columns.collect())
    }

    fn bind(
        &self,
        program: &Program,
        map: &BTreeMap<String, String>,
    ) -> Result<Binding, LayoutError> {
        // A column without a name says nothing.
        let shown = self.0.iter().map(|column| match column.is_hidden {
            true => Arc::new(column.field.as_ref().clone().with_name("")),
            false => column.field.clone(),
        });
        let shown = Schema::new(shown.collect::<Vec<_>>());
        let is_hidden = |name: &String| {
            let mut columns = self.0.iter().filter(|one| one.field.name() == name);
            columns.next().is_some_and(|column| column.is_hidden)
        };
        let map = map
            .iter()
            .filter(|(column, fact)| *fact != MEMBER && !is_hidden(column));
        let map = map.map(|(column, fact)| (column.clone(), fact.clone()));
        Binding::new(program, &shown, &map.collect()).map_err(LayoutError::Binding)
    }

    fn schema(&self) -> SchemaRef {
        let fields = self.0.iter().map(|column| column.field.clone());
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
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

fn told(wanted: Wanted<'_>) -> Result<Told, LayoutError> {
    let told = wanted
        .findings
        .map_or_else(|| Ok(Told::default()), Told::only);
    told.map_err(|column| LayoutError::NoFinding {
        column: column.clone(),
    })
}

fn result(
    read: &Schema,
    kept: &[usize],
    told: &Told,
    joins: &Joins,
) -> Result<SchemaRef, LayoutError> {
    let own: Vec<Arc<Field>> = kept
        .iter()
        .filter_map(|place| read.fields().get(*place).cloned())
        .collect();
    let mut found = vec![Field::new(LINE, DataType::Int64, false)];
    if joins.authorizations.is_some() {
        found.push(Field::new(AUTHORIZATION, DataType::Utf8, true));
    }
    found.extend(told.fields());
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
