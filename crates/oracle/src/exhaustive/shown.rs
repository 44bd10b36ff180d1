//! Whether a case shows what it is said to show.

use std::collections::BTreeSet;

use coverdict_model::{
    case::Case,
    code::Code,
    corpus::Corpus,
    date::Date,
    id::Id,
    source::{Edition, EditionId, GoverningDate},
    value::{Reading, Value},
    well_known,
};

use super::{
    between::{Context, disagreement},
    cases::Cases,
    says::Line,
    table::Table,
};

/// In which of a case's permitted completions something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// In some.
    pub possible: bool,
    /// In all.
    pub certain: bool,
}

/// What is to be seen in a case.
#[derive(Debug, Clone, Copy)]
pub enum Sight<'s> {
    /// Two editions of one step disagree.
    SourcesDisagree(&'s EditionId, &'s EditionId),
    /// Two rules of an edition disagree.
    RulesDisagree(&'s EditionId),
    /// An edition claims the service and says nothing.
    Silent(&'s EditionId),
    /// No source takes a position, though one claims the service.
    NoAnswer,
}

/// In which of a case's permitted completions something is to be seen; `None` when the case is impossible or has too
/// many.
#[must_use]
pub fn shown(corpus: &Corpus, case: &Case, sight: Sight<'_>) -> Option<Shown> {
    let cases = Cases::new(corpus, case)?;
    let context = Context {
        permitted: cases.permitted()?,
        lines: [].into(),
        days: [].into(),
        cases: &cases,
    };
    let line = line(case)?;
    let on_day = |id: &EditionId| -> Option<(&Edition, Date)> {
        let edition = corpus.editions.get(id)?;
        Some((edition, day(case, edition.governing_date)?))
    };
    let table = match sight {
        Sight::SourcesDisagree(one, other) => {
            let ((one, day), (other, with)) = (on_day(one)?, on_day(other)?);
            let heard = cases.heard(&[one, other], |step| !step.is_floor())?;
            let mine = cases.says(one, &line.services(one), day)?;
            let theirs = cases.says(other, &line.services(other), with)?;
            heard.and(&disagreement(&mine, &theirs)?)?
        }
        Sight::RulesDisagree(id) => {
            let (edition, day) = on_day(id)?;
            let says = cases.says(edition, &line.services(edition), day)?;
            let heard = cases.heard(&[edition], |_| true)?;
            heard.and(&disagreement(&says, &says)?)?
        }
        Sight::Silent(id) => {
            let (edition, day) = on_day(id)?;
            let says = cases.says(edition, &line.services(edition), day)?;
            cases.heard(&[edition], |_| true)?.and(&says.silent)?
        }
        Sight::NoAnswer => {
            let mut any = Table::always(false);
            let mut standing = standing(&cases, case);
            standing.retain(|(edition, _)| !line.services(edition).is_empty());
            let speakers = standing
                .iter()
                .map(|(edition, day)| context.speaker(&line, edition, *day));
            let speakers: Vec<_> = speakers.collect::<Option<_>>()?;
            for (edition, _) in standing {
                any = any.or(&context.unanswered(edition, &speakers)?)?;
            }
            any
        }
    };
    Some(Shown {
        possible: context.permitted.and(&table)?.is_possible(),
        certain: !context.permitted.and_not(&table)?.is_possible(),
    })
}

/// The editions that surely stand on the days of a case.
fn standing<'a>(cases: &'a Cases<'a>, case: &Case) -> Vec<(&'a Edition, Date)> {
    let sources = cases.on_file.sources.values();
    let standing = sources.filter_map(|source| {
        let day = day(case, source.governing_date)?;
        Some((cases.standing(source, day)?, day))
    });
    standing.collect()
}

fn day(case: &Case, governing: GoverningDate) -> Option<Date> {
    if governing == GoverningDate::DateOfService {
        return Some(case.date_of_service);
    }
    let statements = case.facts.get(governing.name())?;
    match &statements.first()?.reading {
        Reading::Known(Value::Date(day)) => Some(*day),
        _ => None,
    }
}

/// The line of a case: its code, or the service stated.
fn line(case: &Case) -> Option<Line> {
    let only = |fact: &str| {
        let statements = case.facts.get(fact)?;
        match &statements.first()?.reading {
            Reading::Members { members, .. } => members.first().cloned(),
            _ => None,
        }
    };
    match only(well_known::CODE) {
        Some(code) => Some(Line::Code(Code::detect(code.as_str()).ok()?)),
        None => only(well_known::SERVICE).map(Line::Service),
    }
}

/// The services of an edition that the line of a case is for.
#[must_use]
pub fn services(edition: &Edition, case: &Case) -> BTreeSet<Id> {
    let services = line(case).map(|line| line.services(edition));
    services.into_iter().flatten().cloned().collect()
}

/// The sources that the line of a case is for, in some edition.
#[must_use]
pub fn group(corpus: &Corpus, case: &Case) -> BTreeSet<Id> {
    let editions = corpus.editions.values();
    let of_line = editions.filter(|edition| !services(edition, case).is_empty());
    of_line.map(|edition| edition.id.source.clone()).collect()
}
