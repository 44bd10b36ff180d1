//! The cases of the shipped corpus, each as a table of one line.

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use arrow_array::{Array as _, cast::AsArray as _};
use coverdict_corpus::read_case_file;
use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    fact::{Fact, FactType},
    value::{Reading, Statement, Value},
};
use coverdict_screen::{
    Joins, Layout, Screening, Verdict,
    findings::{Findings, Told},
    layout::Wanted,
    read::Aside,
    run::{BadRow, Listener, Progress},
    write::{Output, WriteError},
};

use crate::support::{PROGRAM, csv, folder, root, rows};

fn cases() -> Vec<PathBuf> {
    let mut cases = Vec::new();
    let mut folders = vec![root().join("corpus/cases")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => cases.push(path),
            }
        }
    }
    cases.sort();
    cases
}

/// A case as columns with their values; none when a table cannot say it.
fn columns(case: &Case) -> Option<BTreeMap<String, String>> {
    let day = |day: coverdict_model::date::Date| day.to_string();
    let mut columns = BTreeMap::from([("date_of_service".to_owned(), day(case.date_of_service))]);
    columns.extend(case.through.map(|last| ("through".to_owned(), day(last))));
    for (id, statements) in &case.facts {
        let [statement] = statements.as_slice() else {
            return None;
        };
        if *statement != Statement::from(statement.reading.clone()) {
            return None;
        }
        let name = id.as_str().replace('-', "_");
        let declared = &PROGRAM.catalogue.facts[id];
        match &statement.reading {
            Reading::Known(value) => {
                columns.insert(name, text(declared, value)?);
            }
            Reading::Members {
                members,
                complete: true,
            } if !members.is_empty() => {
                let members = (1..).zip(members);
                columns.extend(
                    members.map(|(number, one)| (format!("{name}_{number}"), one.to_string())),
                );
            }
            _ => return None,
        }
    }
    columns.contains_key("code_1").then_some(columns)
}

fn text(fact: &Fact, value: &Value) -> Option<String> {
    match (value, &fact.kind) {
        (Value::Boolean(value), _) => Some(value.to_string()),
        (Value::Integer(value), _) => Some(value.to_string()),
        (Value::Date(value), _) => Some(value.to_string()),
        (Value::Name(value), _) => Some(value.to_string()),
        (Value::Decimal(quantity), FactType::Decimal { unit, .. }) => {
            (quantity.unit == *unit).then(|| quantity.value.to_string())
        }
        _ => None,
    }
}

struct Deaf;

impl Listener for Deaf {
    fn set_aside(&mut self, _: &Aside) -> Result<(), WriteError> {
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}

    fn end(&mut self) -> Result<(), WriteError> {
        Ok(())
    }
}

/// What the screening of a table of one line finds, by column.
fn screened(
    columns: &BTreeMap<String, String>,
    case: &Case,
    name: &str,
) -> BTreeMap<String, String> {
    let names: Vec<&str> = columns.keys().map(String::as_str).collect();
    let values: Vec<&str> = columns.values().map(String::as_str).collect();
    let table = csv(format!("{}\n{}\n", names.join(","), values.join(",")));
    let joins = Joins::default();
    let one = std::num::NonZeroUsize::MIN;
    let screening = Screening {
        program: &PROGRAM,
        layout: Layout::new(
            &PROGRAM,
            &table.schema(),
            &BTreeMap::new(),
            Wanted {
                keep: Some(&[]),
                findings: None,
            },
            &joins,
        )
        .unwrap(),
        joins: &joins,
        proposals: None,
        known_as_of: case.known_as_of,
        bad_row: BadRow::Stop,
        threads: one,
        batch: one,
    };
    let path = folder(&format!("case-{name}")).join("out.csv");
    let output = Output::create(&path, None, &screening.layout.result).unwrap();
    screening.run(vec![table], output, &mut Deaf).unwrap();
    let text = fs::read_to_string(path).unwrap();
    rows(&text).pop().unwrap()
}

/// What the columns say of the engine's finding.
fn expected(case: Case) -> BTreeMap<String, String> {
    let finding = Assessor::new(&PROGRAM).assess(case);
    let verdict = Arc::new(Verdict::of(&finding));
    let mut findings = Findings::default();
    findings.append(&[0], |_| Some(&verdict));
    let (columns, _) = findings.finish();
    let fields = Told::default().fields().into_iter().zip(columns);
    let text = |array: &arrow_array::ArrayRef| match array.is_null(0) {
        true => String::new(),
        false => {
            let values = array.as_any_dictionary().values();
            values.as_string::<i32>().value(0).to_owned()
        }
    };
    fields
        .map(|(field, array)| (field.name().clone(), text(&array)))
        .collect()
}

#[test]
fn every_case_that_a_table_can_say_has_the_verdict_of_its_finding() {
    let mut said = 0;
    for path in cases() {
        let case = read_case_file(&path, &PROGRAM.catalogue).unwrap().case;
        let Some(columns) = columns(&case) else {
            continue;
        };
        said += 1;
        let name = path.file_stem().unwrap().to_str().unwrap();
        let found = screened(&columns, &case, name);
        for (column, value) in expected(case) {
            assert_eq!(found[&column], value, "{name}: {column}");
        }
    }
    assert!(said >= 60, "{said}");
}
