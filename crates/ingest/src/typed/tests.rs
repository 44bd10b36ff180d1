use coverdict_model::criterion::Test;

use super::{MEASURES, Said, facts, typed};

/// What words come to: the fact and each comparison, or nothing.
fn told(words: &str) -> String {
    fn of(test: &Test) -> String {
        match test {
            Test::Fact { fact, comparison } => {
                let json = serde_json::to_value(comparison).unwrap();
                let (key, value) = json.as_object().unwrap().iter().next().unwrap();
                let value = value.as_object().unwrap().values().next().unwrap();
                let value = match value.as_array() {
                    Some(members) => {
                        let members: Vec<&str> =
                            members.iter().filter_map(|one| one.as_str()).collect();
                        members.join(" ")
                    }
                    None => value.as_str().map_or(value.to_string(), str::to_owned),
                };
                format!("{fact} {key} {value}")
            }
            Test::All(both) => {
                let both: Vec<String> = both.iter().map(|one| of(&one.test)).collect();
                both.join(" and ")
            }
            _ => panic!("{test:?}"),
        }
    }
    let Some(typed) = typed(words, "straw") else {
        return "-".to_owned();
    };
    match typed.said {
        Said::Once(test) => of(&test),
        Said::Either(tests) => {
            let tests = tests
                .iter()
                .map(|(name, test)| format!("{name}: {}", of(test)));
            tests.collect::<Vec<_>>().join("; ")
        }
    }
}

#[test]
fn every_measure_is_declared() {
    assert_eq!(facts().len(), MEASURES.len() + 1);
    assert!(MEASURES.iter().all(|measure| measure.pattern.is_some()));
}

#[test]
fn what_is_a_comparison_is_typed_and_nothing_else_is() {
    let table = include_str!("../../../../cases/ingest/typed.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let wrong = rows.iter().filter(|row| told(&row[0]) != row[1]);
    let wrong: Vec<String> = wrong
        .map(|row| format!("{}: {} and not {}", &row[0], told(&row[0]), &row[1]))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(rows.len() > 40);
}
