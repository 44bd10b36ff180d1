//! Reading for tests: everything that a reader hands out, as text that outlives it.

use std::fmt::Write as _;
use std::io::Read;

use coverdict_x12::{Claim, Counts, Event, Limits, Problem, Reader, Text, UnreadTransaction};

pub(crate) const PROFESSIONAL: &str = include_str!("fixtures/professional.837");
pub(crate) const INSTITUTIONAL: &str = include_str!("fixtures/institutional.837");
pub(crate) const REMITTANCE: &str = include_str!("fixtures/remittance.835");

/// What a reader handed out.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// Each claim as [`describe`] tells it.
    pub(crate) claims: Vec<String>,
    pub(crate) set_aside: Vec<Aside>,
    pub(crate) unread: Vec<UnreadTransaction>,
    pub(crate) problems: Vec<Problem>,
    /// The message of the error that ended it.
    pub(crate) error: Option<String>,
    pub(crate) counts: Counts,
}

/// A claim set aside.
#[derive(Debug, PartialEq)]
pub(crate) struct Aside {
    pub(crate) id: Option<String>,
    pub(crate) problem: Problem,
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) lines: u64,
}

impl Reading {
    /// Whether nothing at all was wrong.
    pub(crate) fn is_clean(&self) -> bool {
        self.set_aside.is_empty() && self.problems.is_empty() && self.error.is_none()
    }

    /// The names of everything that was wrong, in the order of kinds.
    pub(crate) fn faults(&self) -> Vec<&'static str> {
        let aside = self.set_aside.iter().map(|aside| &aside.problem);
        let refused = self
            .unread
            .iter()
            .filter_map(|unread| unread.refused.as_ref());
        aside
            .chain(refused)
            .chain(&self.problems)
            .map(|problem| problem.fault.code().name)
            .collect()
    }
}

pub(crate) fn read(input: impl AsRef<[u8]>) -> Reading {
    read_from(input.as_ref(), input.as_ref(), Limits::default())
}

/// Reads an input whose bytes are also at hand; checks what must hold of any reading.
pub(crate) fn read_from(input: impl Read, bytes: &[u8], limits: Limits) -> Reading {
    let mut reader = Reader::with_limits(input, limits);
    let mut reading = Reading::default();
    let place = |span: coverdict_x12::Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(start <= end && end <= bytes.len(), "{span:?}");
        &bytes[start..end]
    };
    loop {
        match reader.next_event() {
            Ok(Some(Event::Claim(claim))) => {
                assert_eq!(claim.text().bytes(), place(claim.text().span()));
                let told = describe(&claim, |text| {
                    assert_eq!(text.bytes(), place(text.span()));
                });
                reading.claims.push(told);
            }
            Ok(Some(Event::SetAside(aside))) => {
                assert!(place(aside.span).starts_with(b"CLM"));
                if let Some(kept) = aside.bytes {
                    assert_eq!(kept, place(aside.span));
                }
                place(aside.problem.span);
                reading.set_aside.push(Aside {
                    id: aside.id.map(|id| id.to_str().into_owned()),
                    problem: aside.problem.clone(),
                    bytes: aside.bytes.map(<[u8]>::to_vec),
                    lines: aside.lines,
                });
            }
            Ok(Some(Event::Unread(unread))) => {
                assert!(place(unread.span).starts_with(b"ST"));
                reading.unread.push(unread);
            }
            Ok(Some(Event::Problem(problem))) => {
                place(problem.span);
                reading.problems.push(problem);
            }
            Ok(None) => break,
            Err(error) => {
                reading.error = Some(error.to_string());
                assert!(matches!(reader.next_event(), Ok(None)), "an error ends it");
                break;
            }
        }
    }
    let unread = || reading.unread.iter();
    let counts = reader.counts();
    assert_eq!(counts.claims, reading.claims.len() as u64);
    assert_eq!(
        counts.claims_set_aside,
        reading.set_aside.len() as u64 + unread().map(|one| one.claims).sum::<u64>()
    );
    assert_eq!(
        counts.lines_set_aside,
        reading.set_aside.iter().map(|one| one.lines).sum::<u64>()
            + unread().map(|one| one.lines).sum::<u64>()
    );
    assert_eq!(counts.unread_transactions, unread().count() as u64);
    reading.counts = counts;
    reading
}

/// A claim with all that it tells, one line for itself and one for each service; `seen` is called with
/// each value.
fn describe(claim: &Claim<'_>, mut seen: impl FnMut(Text<'_>)) -> String {
    let mut show = |text: Option<Text<'_>>| {
        text.map_or_else(
            || "-".to_owned(),
            |text| {
                seen(text);
                text.to_str().into_owned()
            },
        )
    };
    let mut told = format!(
        "{:?} {} charge {} place {} bill {} frequency {}",
        claim.kind(),
        show(Some(claim.id())),
        show(Some(claim.charge())),
        show(claim.place_of_service()),
        show(claim.type_of_bill()),
        show(Some(claim.frequency())),
    );
    let payer = claim.payer();
    let _ = write!(
        told,
        "\n  payer {} {} {}; {} group {} {} filing {}; authorization {} referral {}",
        show(payer.name()),
        show(payer.id_qualifier()),
        show(payer.id()),
        show(claim.responsibility()),
        show(claim.group_number()),
        show(claim.group_name()),
        show(claim.filing_code()),
        show(claim.prior_authorization()),
        show(claim.referral()),
    );
    let mut persons = vec![("subscriber", claim.subscriber())];
    if !claim.subscriber_is_patient() {
        persons.push(("patient", claim.patient()));
    }
    for (role, person) in persons {
        let born = person.birth_date().map(|born| born.value.to_string());
        let _ = write!(
            told,
            "\n  {role} {} {} {} {} {:?}",
            show(person.last_name()),
            show(person.first_name()),
            show(person.member_id()),
            born.as_deref().unwrap_or("-"),
            person.sex().map(|sex| sex.value),
        );
    }
    told.push_str("\n  diagnoses");
    for diagnosis in claim.diagnoses() {
        let code = show(Some(diagnosis.code));
        let _ = write!(
            told,
            " {:?} {:?} {code},",
            diagnosis.role, diagnosis.edition
        );
    }
    for line in claim.lines() {
        let _ = write!(
            told,
            "\n  {} {} charge {} {} {} place {}",
            show(Some(line.number())),
            show(line.revenue_code()),
            show(Some(line.charge())),
            show(Some(line.units())),
            show(Some(line.unit())),
            show(line.place_of_service()),
        );
        if let Some(procedure) = line.procedure() {
            let _ = write!(
                told,
                " {}:{}",
                show(Some(procedure.qualifier())),
                show(Some(procedure.code()))
            );
            for modifier in procedure.modifiers() {
                let _ = write!(told, ":{}", show(Some(modifier)));
            }
        }
        if let Some((dates, from)) = line.dates() {
            let _ = write!(
                told,
                " {}/{} {from:?}",
                dates.value.from, dates.value.through
            );
        }
        let _ = write!(
            told,
            " authorization {} referral {} for",
            show(line.prior_authorization()),
            show(line.referral())
        );
        for diagnosis in line.diagnoses() {
            let _ = write!(told, " {}", show(Some(diagnosis.code)));
        }
    }
    told
}
