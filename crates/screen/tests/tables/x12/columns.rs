//! What the columns of an 837 tell.

use std::collections::BTreeMap;

use arrow_array::{Array as _, ArrayRef, cast::AsArray as _, types::Date32Type};
use arrow_schema::DataType;
use coverdict_screen::{Layout, layout::Wanted, read::Table};

use super::{
    fixture,
    written::{claim, professional, subscriber},
    x12,
};
use crate::support::{PROGRAM, open};

/// The rows of a table, without what is null.
fn rows(table: Table) -> Vec<BTreeMap<String, String>> {
    let schema = table.schema();
    let mut rows = Vec::new();
    for part in table.parts(&schema).unwrap() {
        let part = part.unwrap();
        assert!(part.faults.is_empty(), "{:?}", part.faults);
        for batch in part.batches(2).unwrap() {
            let batch = batch.unwrap();
            let cells = |row| {
                let cells = schema.fields().iter().zip(batch.columns());
                let told = cells.filter(|(_, array)| array.is_valid(row));
                told.map(|(field, array)| (field.name().clone(), cell(array, row)))
                    .collect()
            };
            rows.extend((0..batch.num_rows()).map(cells));
        }
    }
    rows
}

fn cell(array: &ArrayRef, row: usize) -> String {
    match array.data_type() {
        DataType::Date32 => {
            let day = i64::from(array.as_primitive::<Date32Type>().value(row));
            coverdict_model::date::from_day_number(day)
                .unwrap()
                .to_string()
        }
        _ => array.as_string::<i32>().value(row).to_owned(),
    }
}

fn told(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(column, value)| ((*column).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_line_tells_its_claim_its_service_and_the_diagnoses_that_it_points_to() {
    let rows = rows(open(&fixture("professional.837")));
    assert_eq!(rows.len(), 4);
    let second = told(&[
        ("claim_id", "CLAIM-1"),
        ("claim_kind", "professional"),
        ("frequency", "1"),
        ("responsibility", "P"),
        ("filing_code", "CI"),
        ("payer_id", "PLAN1"),
        ("group_number", "GRP-7"),
        ("subscriber_id", "MEM001"),
        ("patient", "subscriber"),
        ("member_id", "MEM001"),
        ("birth_date", "1980-02-29"),
        ("sex", "female"),
        ("claim_diagnoses", "M54.50;M25.561;S83.511A"),
        ("claim_line", "2"),
        ("date_of_service", "2025-02-26"),
        ("through", "2025-02-28"),
        ("dates_from", "line"),
        ("code", "20610"),
        ("procedure", "20610"),
        ("procedure_qualifier", "HC"),
        ("modifiers_1", "RT"),
        ("modifiers_2", "25"),
        ("modifiers_3", "76"),
        ("modifiers_4", "XS"),
        ("units", "2.5"),
        ("unit", "UN"),
        ("charge", "50"),
        ("place_of_service", "22"),
        ("diagnoses_1", "S83.511A"),
        ("diagnoses_2", "M25.561"),
        ("diagnoses_3", "M54.50"),
        ("prior_authorization_number", "AUTH-2"),
        ("referral_number", "REFERRAL-2"),
    ]);
    assert_eq!(rows[1], second);
    // A line of one day has no last day, and a replacement is told as such.
    assert_eq!(rows[0].get("through"), None);
    assert_eq!(rows[2]["frequency"], "7");
}

#[test]
fn diagnoses_of_another_edition_are_not_taken_for_icd_10_cm() {
    let rows = rows(open(&fixture("professional.837")));
    let old = &rows[2];
    assert_eq!(old["diagnoses_unread"], "icd-9-cm");
    assert_eq!(old["claim_diagnoses"], "icd-9-cm:7245");
    assert!(
        !old.keys()
            .any(|column| column.starts_with("diagnoses_") && column != "diagnoses_unread")
    );
    // Where one of several is of another edition, the others are not all.
    let mut mixed = subscriber(2, "M1", "CI");
    mixed.extend(claim("C1", &["HC:M0076"]));
    mixed[6] = "HI*ABK:M5450*BF:7245".to_owned();
    mixed[8] = "SV1*HC:M0076*100*UN*1***1:2".to_owned();
    let row = &self::rows(x12(professional(&mixed)))[0];
    assert_eq!(
        (row.get("diagnoses_1"), row.get("diagnoses_2")),
        (None, None)
    );
    assert_eq!(row["diagnoses_unread"], "icd-9-cm");
}

#[test]
fn a_dependent_has_not_the_number_of_the_subscriber() {
    let rows = rows(open(&fixture("professional.837")));
    let child = &rows[3];
    assert_eq!(
        (child["patient"].as_str(), child["subscriber_id"].as_str()),
        ("dependent", "MEM002")
    );
    assert_eq!(child.get("member_id"), None);
    assert_eq!(
        (child["birth_date"].as_str(), child["sex"].as_str()),
        ("2015-06-30", "unknown")
    );
}

#[test]
fn a_code_of_another_list_is_no_hcpcs_code() {
    let mut segments = subscriber(2, "M1", "CI");
    segments.extend(claim("C1", &["HC:M0076", "WK:M0076", "ER:M0076"]));
    let rows = rows(x12(professional(&segments)));
    let codes = rows.iter().map(|row| row.get("code").map(String::as_str));
    assert_eq!(codes.collect::<Vec<_>>(), [Some("M0076"), None, None]);
    let qualifiers = rows.iter().map(|row| row["procedure_qualifier"].as_str());
    assert_eq!(qualifiers.collect::<Vec<_>>(), ["HC", "WK", "ER"]);
    assert!(rows.iter().all(|row| row["procedure"] == "M0076"));
}

#[test]
fn a_line_of_business_is_told_where_the_filing_code_leaves_one_alone() {
    let told = |filing_code: &str| {
        let mut segments = subscriber(2, "M1", filing_code);
        segments.extend(claim("C1", &["HC:M0076"]));
        let row = rows(x12(professional(&segments))).remove(0);
        assert_eq!(row["filing_code"], filing_code);
        row.get("line_of_business").cloned()
    };
    assert_eq!(told("16").as_deref(), Some("medicare-advantage"));
    for filing_code in ["12", "BL", "CI", "HM", "MA", "MB", "MC", "ZZ"] {
        assert_eq!(told(filing_code), None, "{filing_code}");
    }
}

#[test]
fn an_institutional_line_points_to_nothing_and_may_have_no_code() {
    let rows = rows(open(&fixture("institutional.837")));
    let room = told(&[
        ("claim_id", "STAY-1"),
        ("claim_kind", "institutional"),
        ("frequency", "1"),
        ("type_of_bill", "11"),
        ("responsibility", "P"),
        ("filing_code", "MA"),
        ("payer_id", "PLAN3"),
        ("subscriber_id", "MEM003"),
        ("patient", "subscriber"),
        ("member_id", "MEM003"),
        ("birth_date", "1942-08-17"),
        ("sex", "female"),
        ("claim_diagnoses", "M17.11;I10;E11.9"),
        ("claim_line", "1"),
        ("date_of_service", "2025-02-10"),
        ("through", "2025-02-14"),
        ("dates_from", "statement"),
        ("units", "4"),
        ("unit", "DA"),
        ("charge", "1000.00"),
        ("revenue_code", "0120"),
        ("diagnoses_unread", "no-pointers"),
        ("prior_authorization_number", "AUTH-3"),
    ]);
    assert_eq!(rows[0], room);
    assert_eq!(
        (rows[1]["code"].as_str(), rows[1]["modifiers_1"].as_str()),
        ("97110", "GP")
    );
    assert_eq!(rows[1]["dates_from"], "line");
}

#[test]
fn columns_say_the_facts_that_the_catalogue_calls_so_and_no_others() {
    let table = open(&fixture("professional.837"));
    let joins = Default::default();
    let layout = Layout::new(
        &PROGRAM,
        &table.schema(),
        &BTreeMap::new(),
        Wanted::default(),
        &joins,
    )
    .unwrap();
    let said = layout.binding.facts.iter().map(|bound| {
        let columns = bound.columns.len();
        (PROGRAM.facts[bound.fact as usize].id.as_str(), columns)
    });
    let mut said: Vec<_> = said.collect();
    said.sort_unstable();
    let expected = [
        ("birth-date", 1),
        ("code", 1),
        ("diagnoses", 4),
        ("line-of-business", 1),
        ("modifiers", 4),
        ("place-of-service", 1),
    ];
    assert_eq!(said, expected);
}
