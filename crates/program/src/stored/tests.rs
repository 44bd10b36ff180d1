use std::{collections::BTreeMap, fmt::Debug};

use coverdict_logic::{CondId, Conditions, VarId};
use coverdict_model::{
    date::{Date, PartialDate, parse_day},
    grant::{Grant, Period, QuantityLimit},
    id::Id,
    position::{Basis, Holding, Kind},
    source::{
        Cite, Document, EditionId, GoverningDate, PriorAuthorization, Provenance, SourceKind,
        Status,
    },
};

use super::{MAX_DEPTH, Reader, Stored, Texts, Unfit, Writer, numbers};
use crate::program::{
    CodeId, Criterion, Edition, OpenQuestion, Rule, Service, ServiceRule, Source, SourceId,
    Statement,
};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn day(text: &str) -> Date {
    parse_day(text).unwrap()
}

fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn cite() -> Cite {
    Cite {
        section: Some("Criteria".into()),
        bytes: Some((0, 128)),
        note: Some("in part".into()),
    }
}

fn statement(holding: Holding) -> Statement {
    Statement {
        holding,
        within_quantity: CondId::TRUE,
        label: Some("necessary".into()),
        cite: cite(),
    }
}

fn criterion(of: Vec<Criterion>) -> Criterion {
    Criterion {
        id: Some(id("criteria")),
        text: "all of".into(),
        condition: CondId::TRUE,
        fact: Some(7),
        mapped: Some(id("musculoskeletal-codes")),
        reading: Some(id("annually")),
        cite: Some(Box::new(cite())),
        of,
    }
}

/// A source that has something in every place.
fn source() -> Source {
    let grant = Grant {
        items: Some([id("portable"), id("stationary")].into()),
        scopes: Some([id("sleep")].into()),
        quantity: Some(QuantityLimit {
            count: id("visits"),
            at_most: -12,
        }),
        period: Some(Period::Months(3)),
    };
    let rule = |name: &str, holding| Rule {
        id: id(name),
        statement: statement(holding),
        from: Some((date("2024-08"), Some(VarId(9)))),
        until: Some((date("2025-01-01"), None)),
    };
    let edition = Edition {
        id: EditionId {
            source: id("EX"),
            edition: id("2024"),
        },
        title: "Example".into(),
        publisher: id("example"),
        effective: date("2024"),
        ended: Some(date("2025-02-28")),
        published: Some(date("0001-01")),
        recorded: day("9999-12-31"),
        status: Status::Withdrawn,
        supersedes: Some(0),
        excerpt: true,
        document: Some(Document {
            name: "example.txt".to_owned(),
            sha256: "0".repeat(64),
        }),
        applies: CondId::TRUE,
        applies_stated: CondId::FALSE,
        mapped_facets: vec![id("funding")],
        provenance: vec![Provenance::Stated, Provenance::Mapping],
        late: Some(VarId(300)),
        services: vec![Service {
            id: id("treatment"),
            codes: vec![CodeId(0), CodeId(u32::MAX)],
            mapped: true,
            agents: vec![id("dextrose")],
            rules: vec![ServiceRule {
                rule: 1,
                criteria: criterion(vec![criterion(Vec::new()), criterion(Vec::new())]),
                slots: vec![3],
                defeated_by: vec![0],
            }],
            otherwise: Some(statement(Holding::BenefitConfirmed)),
        }],
        rules: vec![
            rule("granted", Holding::Supported { grant }),
            rule(
                "unproven",
                Holding::NotSupported {
                    kind: Kind::Legal,
                    basis: Basis::StatutoryExclusion,
                },
            ),
            rule("left", Holding::LeftToDiscretion),
        ],
        readings: vec![(id("annually"), VarId(1))],
        prior_authorization: PriorAuthorization::Required,
        documentation: Some(BTreeMap::from([(id("notes"), "the notes".to_owned())])),
        considerations: BTreeMap::from([(id("age"), "the age".to_owned())]),
    };
    Source {
        id: id("EX"),
        kind: SourceKind::CoveragePolicy,
        governing_date: GoverningDate::DateOfRequest,
        succession_attested: Some(day("2024-02-29")),
        in_force: VarId(4),
        payers: Some(vec![id("example")]),
        editions: vec![edition],
    }
}

fn questions() -> Vec<OpenQuestion> {
    let (source, edition) = (SourceId(2), 3);
    vec![
        OpenQuestion::Stated { fact: id("a") },
        OpenQuestion::Applies {
            source,
            edition,
            facet: id("funding"),
        },
        OpenQuestion::Reading {
            source,
            edition,
            phrase: id("annually"),
            readings: vec![id("calendar-year"), id("rolling-year")],
        },
        OpenQuestion::Clause {
            source,
            edition,
            date: date("2024-08"),
        },
        OpenQuestion::Late { source, edition },
        OpenQuestion::InForce { source },
        OpenQuestion::Hidden {
            profile: 0,
            step: 1,
            kind: SourceKind::PlanDocument,
        },
    ]
}

fn stored() -> Vec<u8> {
    super::write(&vec![source()], &questions())
}

fn read(bytes: &[u8]) -> Result<(Vec<Source>, Vec<OpenQuestion>), Unfit> {
    super::read(bytes, &Conditions::default())
}

fn again<T: Stored>(value: &T) -> Result<T, Unfit> {
    let mut to = Writer::default();
    value.write(&mut to);
    let texts = to.texts.into_bytes();
    let mut from = Reader {
        rest: &to.bytes,
        texts: Texts::read(&mut texts.as_slice()).unwrap(),
        conditions: &Conditions::default(),
        depth: 0,
    };
    T::read(&mut from)
}

#[track_caller]
fn comes_back<T: Stored + PartialEq + Debug>(value: T) {
    assert_eq!(again(&value), Ok(value));
}

#[test]
fn what_is_written_is_read() {
    let (sources, open) = read(&stored()).unwrap();
    assert_eq!(format!("{sources:?}"), format!("{:?}", [source()]));
    assert_eq!(open, questions());
}

#[test]
fn numbers_and_dates_come_back() {
    for number in [0, 1, -1, 127, 128, -12, i64::MAX, i64::MIN] {
        comes_back(number);
    }
    for number in [0, 127, 128, 300, u32::MAX] {
        comes_back(number);
    }
    for text in ["0001", "2024-02-29", "2024-12", "9999-12-31", "1999-01"] {
        comes_back(date(text));
    }
    for period in [Period::Days(0), Period::Months(u32::MAX)] {
        comes_back(period);
    }
}

#[test]
fn equal_texts_share_their_memory() {
    let (sources, _) = read(&stored()).unwrap();
    let rules = &sources[0].editions[0].rules;
    let label = |at: usize| rules[at].statement.label.as_ref().unwrap();
    assert!(std::sync::Arc::ptr_eq(label(0), label(1)));
}

#[test]
fn cut_or_prolonged_bytes_are_refused() {
    let whole = stored();
    for length in 0..whole.len() {
        assert!(read(&whole[..length]).is_err(), "{length}");
    }
    let longer = [whole.as_slice(), &[0]].concat();
    assert!(read(&longer).is_err());
}

#[test]
fn changed_bytes_are_read_or_refused_but_nothing_panics() {
    let whole = stored();
    for at in 0..whole.len() {
        for byte in [0, 1, 0x7f, 0x80, 0xff] {
            let mut changed = whole.clone();
            changed[at] = byte;
            let _ = read(&changed);
        }
    }
}

#[test]
fn what_is_out_of_range_is_refused() {
    let number = |bytes: &[u8]| numbers::number(&mut &*bytes);
    let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    assert_eq!(number(&most), Ok(u64::MAX));
    assert!(number(&[0x80; 9]).is_err());
    assert!(number(&[most.as_slice(), &[0]].concat()[..10]).is_ok());
    assert!(number(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]).is_err());
    assert!(number(&[0x80; 11]).is_err());

    let mut pool = Conditions::default();
    let beyond = pool.given(1);
    assert_eq!(
        again(&beyond).unwrap_err().to_string(),
        "a condition is missing"
    );

    let mut deep = criterion(Vec::new());
    for _ in 0..MAX_DEPTH {
        deep = criterion(vec![deep]);
    }
    let told = again(&deep).unwrap_err().to_string();
    assert_eq!(told, "lists are nested too deep");
}
