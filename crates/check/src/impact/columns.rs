//! Which columns of claims say by what lines are counted.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use coverdict_model::well_known;
use coverdict_screen::{Screening, join::MEMBER};

use super::amount;

/// What a column is called that has the amount charged for a line, the first that there is.
pub const AMOUNTS: [&str; 6] = [
    "charge",
    "charge_amount",
    "charged_amount",
    "billed_amount",
    "submitted_charge",
    "amount",
];

/// What a column is called that tells members apart, the first that there is.
pub const MEMBERS: [&str; 3] = [MEMBER, "patient_id", "beneficiary_id"];

/// The columns that the user names.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// That of the amount.
    pub amount: Option<String>,
    /// That of the member.
    pub member: Option<String>,
}

/// Why a column cannot be counted by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// There is none of that name.
    #[error("no column is called `{column}`: the table has {}", .columns.join(", "))]
    None {
        /// The name asked for.
        column: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// Its type does not hold money exactly.
    #[error(
        "column `{column}` is of type {found}, which does not hold money exactly: give it as a decimal, as whole numbers or as text"
    )]
    NotExact {
        /// The column.
        column: String,
        /// The type found.
        found: DataType,
    },
}

/// The columns by which lines are counted.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) amount: Option<String>,
    pub(super) member: Option<String>,
    /// In the first table of those that screenings see which has it.
    pub(super) code: Option<Place>,
    pub(super) line_of_business: Option<Place>,
    pub(super) state: Option<Place>,
    /// Of the first screening.
    pub(super) day: usize,
}

/// A column as one of the screenings sees it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) screening: usize,
    pub(super) column: usize,
    pub(super) field: Arc<Field>,
}

impl Columns {
    pub(super) fn new(
        screenings: &[Screening<'_>; 2],
        table: &Schema,
        mapped_member: Option<&str>,
        chosen: &Chosen,
    ) -> Result<Self, ColumnError> {
        let named = |column: &String| match table.field_with_name(column) {
            Ok(field) => Ok(field),
            Err(_) => Err(ColumnError::None {
                column: column.clone(),
                columns: table
                    .fields()
                    .iter()
                    .map(|one| one.name().clone())
                    .collect(),
            }),
        };
        let is_there = |name: &&str| table.field_with_name(name).is_ok();
        let amount = match &chosen.amount {
            Some(column) => {
                let field = named(column)?;
                if !amount::is_exact(field.data_type()) {
                    return Err(ColumnError::NotExact {
                        column: column.clone(),
                        found: field.data_type().clone(),
                    });
                }
                Some(column.clone())
            }
            None => {
                let is_exact = |name: &&&str| {
                    let field = table.field_with_name(name);
                    field.is_ok_and(|field| amount::is_exact(field.data_type()))
                };
                AMOUNTS.iter().find(is_exact).map(|name| (*name).to_owned())
            }
        };
        let member = match &chosen.member {
            Some(column) => Some(named(column)?.name().clone()),
            None => {
                let known = mapped_member.into_iter().chain(MEMBERS);
                known
                    .filter(|name| is_there(name))
                    .map(str::to_owned)
                    .next()
            }
        };
        let [first, _] = screenings;
        let fact = |id: &str| place(screenings, id);
        Ok(Self {
            amount,
            member,
            code: fact(well_known::CODE),
            line_of_business: fact(well_known::LINE_OF_BUSINESS),
            state: fact(well_known::STATE),
            day: first.layout.binding.day,
        })
    }

    /// The names of those that are read beside what is screened.
    pub(super) fn further(&self) -> Vec<String> {
        let names = [&self.amount, &self.member];
        names.into_iter().flatten().cloned().collect()
    }
}

/// The column that says a fact, in the first screening that knows it.
fn place(screenings: &[Screening<'_>; 2], fact: &str) -> Option<Place> {
    screenings.iter().enumerate().find_map(|(number, one)| {
        let fact = one.program.fact(fact)?;
        let column = *one.layout.binding.columns(fact).first()?;
        let field = one.layout.columns.fields().get(column)?;
        Some(Place {
            screening: number,
            column,
            field: field.clone(),
        })
    })
}
