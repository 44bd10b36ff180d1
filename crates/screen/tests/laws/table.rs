//! Random corpora with tables of lines for them.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, types::Int32Type,
};
use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    corpus::Corpus,
    date::{PartialDate, day_number, parse_day},
    id::Id,
    source::{Applies, Facet, Open, SourceKind, Status},
};
use proptest::{collection::vec, prelude::any, strategy::Strategy};

/// A tape of numbers that choices are drawn from; the end stands for zeros.
pub(crate) struct Tape<'t> {
    numbers: std::cell::RefCell<std::slice::Iter<'t, u16>>,
}

impl<'t> Tape<'t> {
    pub(crate) fn new(numbers: &'t [u16]) -> Self {
        Self {
            numbers: std::cell::RefCell::new(numbers.iter()),
        }
    }

    pub(crate) fn below(&self, end: usize) -> usize {
        let number = self.numbers.borrow_mut().next().copied().unwrap_or(0);
        usize::from(number) * end / (usize::from(u16::MAX) + 1)
    }

    pub(crate) fn percent(&self, share: usize) -> bool {
        self.below(100) >= 100 - share
    }
}

/// A corpus with the tape of a table for it.
pub(crate) fn corpus_and_tape() -> impl Strategy<Value = (Corpus, Vec<u16>)> {
    let corpus = coverdict_oracle::generate::corpus_and_case().prop_map(|(corpus, _)| corpus);
    (corpus, vec(any::<u16>(), 400)).prop_map(|(mut corpus, tape)| {
        // Where nothing but facts is open, columns follow: often.
        match tape.first().copied().unwrap_or(0) % 4 {
            0 => {}
            1 => settle(&mut corpus, false),
            _ => settle(&mut corpus, true),
        }
        (corpus, tape)
    })
}

/// Leaves nothing of the corpus open that a line could hang on, but for late editions and readings,
/// and those neither when `wholly`.
fn settle(corpus: &mut Corpus, wholly: bool) {
    let early = parse_day("2024-01-01").unwrap();
    let exact = |date: PartialDate| PartialDate::Day(date.earliest());
    for edition in corpus.editions.values_mut() {
        edition.effective = exact(edition.effective);
        edition.ended = edition.ended.map(exact);
        edition.published = edition.published.map(exact);
        if wholly {
            edition.published = edition.published.map(|_| PartialDate::Day(early));
            edition.governing_date = coverdict_model::source::GoverningDate::DateOfService;
        }
        edition.recorded = early;
        if edition.status == Status::Draft {
            edition.status = Status::Active;
        }
        certain(&mut edition.applies);
        for rule in edition.rules.values_mut() {
            rule.from = rule.from.map(exact);
            rule.until = rule.until.map(exact);
        }
    }
    // Two editions of one source may now start on the same day: the later ones go.
    let mut seen = std::collections::BTreeSet::new();
    corpus.editions.retain(|id, edition| {
        edition.supersedes = None;
        seen.insert((id.source.clone(), edition.effective))
    });
    let attestation = |subject| Attestation {
        id: Id::new("settled").unwrap(),
        recorded: early,
        by: "a test".to_owned(),
        subject,
    };
    let sources = corpus.editions.keys().map(|id| id.source.clone()).collect();
    let all = Subject::Sources {
        kinds: SourceKind::ALL.iter().copied().collect(),
        status: OnFile::Complete,
        applies: Box::default(),
        codes: None,
        services: None,
    };
    corpus.attestations.clear();
    for (name, subject) in [
        ("all", all),
        ("successions", Subject::Succession { sources }),
    ] {
        let id = Id::new(name).unwrap();
        let attestation = Attestation {
            id: id.clone(),
            ..attestation(subject)
        };
        corpus.attestations.insert(id, attestation);
    }
}

fn certain(applies: &mut Applies) {
    let facets = [
        &mut applies.payers,
        &mut applies.plans,
        &mut applies.lines_of_business,
        &mut applies.funding,
        &mut applies.states,
    ];
    for Facet { open, .. } in facets.into_iter().flatten() {
        *open = Open::Values(std::collections::BTreeSet::new());
    }
}

/// A table of lines; columns, and whether they are said at all, are drawn as well as values.
pub(crate) fn table(tape: &[u16]) -> RecordBatch {
    let tape = &Tape::new(tape);
    let rows = match tape.below(8) {
        0 => 0,
        1 => 1,
        _ => 12,
    };
    let null = [5, 30, 60][tape.below(3)];
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    let first_day = i32::try_from(day_number(parse_day("2025-03-01").unwrap())).unwrap();
    let days = |null| {
        let one =
            |_| (!tape.percent(null)).then(|| first_day + i32::try_from(tape.below(10)).unwrap());
        (0..rows).map(one).collect::<Vec<Option<i32>>>()
    };
    columns.push(("date-of-service", Arc::new(Date32Array::from(days(0)))));
    let words = |words: &[&str], null: usize| {
        let usual = tape.below(words.len());
        let one = |_| match tape.percent(null) {
            true => None,
            false if tape.percent(75) => Some(words[usual].to_owned()),
            false => Some(words[tape.below(words.len())].to_owned()),
        };
        (0..rows).map(one).collect::<Vec<Option<String>>>()
    };
    let odd = if tape.percent(10) { "M00760" } else { "J1000" };
    columns.push((
        "code",
        texts(tape, words(&["M0076", "M0076", "M0076", "E1390", odd], 1)),
    ));
    for (name, values) in [
        ("payer", &["payer-1", "payer-2"][..]),
        ("plan", &["plan-1", "plan-2", "other"]),
        ("line-of-business", &["commercial", "medicare"]),
        ("funding", &["insured", "self-funded"]),
        ("state", &["CA", "TX", "NY"]),
        ("phase", &["initial", "renewal"]),
        ("side", &["left", "right", "both"]),
        ("flag", &["true", "false"]),
        ("other-flag", &["true", "false"]),
        ("level", &["0", "1", "2", "3", "4", "5"]),
    ] {
        if !tape.percent(6) {
            let of_member = ["payer", "plan", "line-of-business", "funding", "state"];
            let few = if of_member.contains(&name) {
                null / 20
            } else {
                null
            };
            columns.push((name, texts(tape, words(values, few))));
        }
    }
    for (name, share) in [
        ("date-of-request", 30),
        ("start-of-care", 30),
        ("onset", 60),
    ] {
        if tape.percent(share) {
            columns.push((name, Arc::new(Date32Array::from(days(null)))));
        }
    }
    if tape.percent(70) {
        let whole = (0..rows).map(|_| {
            (!tape.percent(null))
                .then(|| i64::try_from(tape.below(60) / 10 + usize::from(tape.percent(1))).unwrap())
        });
        columns.push((
            "score",
            Arc::new(Int64Array::from(whole.collect::<Vec<_>>())),
        ));
    }
    if tape.percent(70) {
        let ratio = (0..rows)
            .map(|_| (!tape.percent(null)).then(|| i128::try_from(tape.below(51)).unwrap()));
        let ratio = Decimal128Array::from(ratio.collect::<Vec<_>>());
        columns.push((
            "ratio",
            Arc::new(ratio.with_precision_and_scale(3, 1).unwrap()),
        ));
    }
    if tape.percent(30) {
        let ratio =
            (0..rows).map(|_| (!tape.percent(null)).then(|| i32::try_from(tape.below(6)).unwrap()));
        columns.push((
            "second-ratio",
            Arc::new(Int32Array::from(ratio.collect::<Vec<_>>())),
        ));
    }
    if tape.percent(30) {
        let standing = (0..rows).map(|_| (!tape.percent(null)).then(|| tape.percent(50)));
        columns.push((
            "standing",
            Arc::new(BooleanArray::from(standing.collect::<Vec<_>>())),
        ));
    }
    if tape.percent(30) {
        let birth = i32::try_from(day_number(parse_day("2020-03-01").unwrap())).unwrap();
        let born = (0..rows)
            .map(|_| (!tape.percent(null)).then(|| birth + i32::try_from(tape.below(10)).unwrap()));
        columns.push((
            "birth-date",
            Arc::new(Date32Array::from(born.collect::<Vec<_>>())),
        ));
    }
    for (name, share) in [("diagnoses_1", 80), ("diagnoses_2", 50)] {
        if tape.percent(share) {
            let codes = words(&["A01.1", "A01.2", "B02.0", "C03.3", "Z99.9"], null);
            columns.push((name, texts(tape, codes)));
        }
    }
    for (name, values, share) in [
        ("indication", &["pain", "tear"][..], 10),
        ("items", &["i1", "i2"], 3),
        ("scopes", &["s1", "s2"], 3),
        ("service", &["injection", "therapy"], 3),
    ] {
        if tape.percent(share) {
            columns.push((name, texts(tape, words(values, 80))));
        }
    }
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    );
    let batch = batch.unwrap();
    match tape.percent(20) && rows > 3 {
        true => batch.slice(2, rows - 3),
        false => batch,
    }
}

/// Texts in one of the forms that Arrow has for them.
fn texts(tape: &Tape<'_>, texts: Vec<Option<String>>) -> ArrayRef {
    match tape.below(4) {
        0 => Arc::new(StringArray::from(texts)),
        1 => Arc::new(LargeStringArray::from(texts)),
        2 => Arc::new(StringViewArray::from_iter(texts)),
        _ => {
            let array: DictionaryArray<Int32Type> =
                texts.iter().map(|text| text.as_deref()).collect();
            Arc::new(array)
        }
    }
}
