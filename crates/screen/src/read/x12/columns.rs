//! What the columns of an 837 tell of a service line.

use std::{borrow::Cow, sync::Arc};

use arrow_array::{
    ArrayRef,
    builder::{Date32Builder, StringBuilder},
};
use arrow_schema::{DataType, Field};
use coverdict_model::date::{Date, day_number};
use coverdict_x12::{
    Claim, ClaimKind, DatesFrom, Diagnosis, IcdEdition, Line, Sex, Text as Written,
    icd_10_cm_with_dot,
};

/// What a column tells of a line.
#[derive(Clone, Copy)]
pub(super) enum Tells {
    Text(for<'a> fn(Claim<'a>, Line<'a>) -> Option<Cow<'a, str>>),
    Day(for<'a> fn(Claim<'a>, Line<'a>) -> Option<Date>),
}

use Tells::{Day, Text};

/// Every column with its name, in order. Those called as facts say them; the others are carried over,
/// and a payer may map them to facts where it knows that they say them.
pub(super) const COLUMNS: &[(&str, Tells)] = &[
    ("claim_id", Text(|claim, _| some(claim.id()))),
    ("claim_kind", Text(|claim, _| Some(kind(claim).into()))),
    ("frequency", Text(|claim, _| some(claim.frequency()))),
    (
        "type_of_bill",
        Text(|claim, _| claim.type_of_bill().and_then(some)),
    ),
    (
        "responsibility",
        Text(|claim, _| claim.responsibility().and_then(some)),
    ),
    (
        "filing_code",
        Text(|claim, _| claim.filing_code().and_then(some)),
    ),
    (
        "line_of_business",
        Text(|claim, _| line_of_business(claim).map(Cow::Borrowed)),
    ),
    (
        "payer_id",
        Text(|claim, _| claim.payer().id().and_then(some)),
    ),
    (
        "group_number",
        Text(|claim, _| claim.group_number().and_then(some)),
    ),
    (
        "subscriber_id",
        Text(|claim, _| claim.subscriber().member_id().and_then(some)),
    ),
    ("patient", Text(|claim, _| Some(patient(claim).into()))),
    ("member_id", Text(|claim, _| member(claim))),
    (
        "birth_date",
        Day(|claim, _| claim.patient().birth_date().map(|day| day.value)),
    ),
    (
        "sex",
        Text(|claim, _| claim.patient().sex().map(|sex| word(sex.value).into())),
    ),
    ("claim_diagnoses", Text(|claim, _| of_claim(claim))),
    ("claim_line", Text(|_, line| some(line.number()))),
    (
        "date_of_service",
        Day(|_, line| line.dates().map(|(days, _)| days.value.from)),
    ),
    ("through", Day(|_, line| last_day(line))),
    (
        "dates_from",
        Text(|_, line| line.dates().map(|(_, from)| dated(from).into())),
    ),
    ("code", Text(|_, line| code(line))),
    ("procedure", Text(|_, line| some(line.procedure()?.code()))),
    (
        "procedure_qualifier",
        Text(|_, line| some(line.procedure()?.qualifier())),
    ),
    (
        "modifiers_1",
        Text(|_, line| some(line.procedure()?.modifiers().next()?)),
    ),
    (
        "modifiers_2",
        Text(|_, line| some(line.procedure()?.modifiers().nth(1)?)),
    ),
    (
        "modifiers_3",
        Text(|_, line| some(line.procedure()?.modifiers().nth(2)?)),
    ),
    (
        "modifiers_4",
        Text(|_, line| some(line.procedure()?.modifiers().nth(3)?)),
    ),
    ("units", Text(|_, line| some(line.units()))),
    ("unit", Text(|_, line| some(line.unit()))),
    ("charge", Text(|_, line| some(line.charge()))),
    (
        "place_of_service",
        Text(|_, line| line.place_of_service().and_then(some)),
    ),
    (
        "revenue_code",
        Text(|_, line| line.revenue_code().and_then(some)),
    ),
    ("diagnoses_1", Text(|_, line| diagnosis(line, 0))),
    ("diagnoses_2", Text(|_, line| diagnosis(line, 1))),
    ("diagnoses_3", Text(|_, line| diagnosis(line, 2))),
    ("diagnoses_4", Text(|_, line| diagnosis(line, 3))),
    (
        "diagnoses_unread",
        Text(|_, line| unread(line).map(Cow::Borrowed)),
    ),
    (
        "prior_authorization_number",
        Text(|_, line| line.prior_authorization().and_then(some)),
    ),
    (
        "referral_number",
        Text(|_, line| line.referral().and_then(some)),
    ),
];

/// A column that is being filled.
pub(super) enum Column {
    Text(
        for<'a> fn(Claim<'a>, Line<'a>) -> Option<Cow<'a, str>>,
        StringBuilder,
    ),
    Day(
        for<'a> fn(Claim<'a>, Line<'a>) -> Option<Date>,
        Date32Builder,
    ),
}

impl Tells {
    pub(super) fn field(self, name: &str) -> Field {
        let kind = match self {
            Text(_) => DataType::Utf8,
            Day(_) => DataType::Date32,
        };
        Field::new(name, kind, true)
    }
}

impl Column {
    pub(super) fn new(tells: Tells) -> Self {
        match tells {
            Text(tell) => Self::Text(tell, StringBuilder::new()),
            Day(tell) => Self::Day(tell, Date32Builder::new()),
        }
    }

    /// Appends what it tells of a line, none as null; the number of bytes.
    pub(super) fn append(&mut self, claim: Claim<'_>, line: Line<'_>) -> usize {
        match self {
            Self::Text(tell, builder) => {
                let text = tell(claim, line);
                builder.append_option(text.as_deref());
                size_of::<i32>() + text.map_or(0, |text| text.len())
            }
            Self::Day(tell, builder) => {
                let day = tell(claim, line).map(day_number);
                builder.append_option(day.and_then(|day| i32::try_from(day).ok()));
                size_of::<i32>()
            }
        }
    }

    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(_, builder) => Arc::new(builder.finish()),
            Self::Day(_, builder) => Arc::new(builder.finish()),
        }
    }
}

/// What is written, but for the blanks that some senders fill up with.
fn some(text: Written<'_>) -> Option<Cow<'_, str>> {
    match text.to_str() {
        Cow::Borrowed(text) => {
            let text = text.trim_ascii();
            (!text.is_empty()).then_some(Cow::Borrowed(text))
        }
        marked => Some(marked),
    }
}

fn kind(claim: Claim<'_>) -> &'static str {
    match claim.kind() {
        ClaimKind::Professional => "professional",
        ClaimKind::Institutional => "institutional",
    }
}

/// The line of business where the filing code leaves one alone. An HMO with a Medicare risk contract
/// (16) is Medicare Advantage; commercial codes also stand on claims of other business, and those for
/// Medicare and Medicaid do not tell who administers it.
fn line_of_business(claim: Claim<'_>) -> Option<&'static str> {
    (claim.filing_code()? == "16").then_some("medicare-advantage")
}

fn patient(claim: Claim<'_>) -> &'static str {
    match claim.subscriber_is_patient() {
        true => "subscriber",
        false => "dependent",
    }
}

/// The number of the patient: a dependent has none of their own, and the subscriber's leads to what is
/// known of the subscriber.
fn member(claim: Claim<'_>) -> Option<Cow<'_, str>> {
    match claim.subscriber_is_patient() {
        true => claim.subscriber().member_id().and_then(some),
        false => None,
    }
}

fn word(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Unknown => "unknown",
    }
}

/// All the diagnoses that a line could be for; ICD-9-CM marked as such.
fn of_claim(claim: Claim<'_>) -> Option<Cow<'_, str>> {
    use coverdict_x12::DiagnosisRole::{Other, Principal};
    let codes = claim
        .diagnoses()
        .filter(|one| matches!(one.role, Principal | Other))
        .map(|one| match one.edition {
            IcdEdition::Icd10 => dotted(one).into_owned(),
            IcdEdition::Icd9 => format!("icd-9-cm:{}", one.code.to_str()),
        });
    let codes: Vec<String> = codes.collect();
    (!codes.is_empty()).then(|| codes.join(";").into())
}

/// The last day of a line that spans several.
fn last_day(line: Line<'_>) -> Option<Date> {
    let (days, _) = line.dates()?;
    let days = days.value;
    (days.through != days.from).then_some(days.through)
}

fn dated(from: DatesFrom) -> &'static str {
    match from {
        DatesFrom::Line => "line",
        DatesFrom::Statement => "statement",
    }
}

/// The code, where it is from HCPCS, CPT among it.
fn code(line: Line<'_>) -> Option<Cow<'_, str>> {
    let procedure = line.procedure()?;
    match procedure.qualifier() == "HC" {
        true => some(procedure.code()),
        false => None,
    }
}

/// The diagnosis that a pointer of the line leads to; none of them where one is not ICD-10-CM, since
/// the others alone are not all.
fn diagnosis<'a>(line: Line<'a>, pointer: usize) -> Option<Cow<'a, str>> {
    let found = line.diagnoses().nth(pointer)?;
    match line.diagnoses().all(|one| one.edition == IcdEdition::Icd10) {
        true => Some(dotted(found)),
        false => None,
    }
}

/// Why the diagnoses of a line are not known.
fn unread(line: Line<'_>) -> Option<&'static str> {
    match line.kind() {
        ClaimKind::Institutional => Some("no-pointers"),
        ClaimKind::Professional => line
            .diagnoses()
            .any(|one| one.edition == IcdEdition::Icd9)
            .then_some("icd-9-cm"),
    }
}

fn dotted(diagnosis: Diagnosis<'_>) -> Cow<'_, str> {
    match diagnosis.code.to_str() {
        Cow::Borrowed(code) => icd_10_cm_with_dot(code),
        Cow::Owned(code) => Cow::Owned(icd_10_cm_with_dot(&code).into_owned()),
    }
}
