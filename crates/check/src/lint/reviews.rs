//! Reviews: what has to be looked at again, and was not.

use coverdict_model::{
    date::{Date, PartialDate},
    source::{Edition, SourceKind},
};

use super::{place::at, successions::newest};
use crate::{Problem, Spans, Subject, codes};

/// Value sets and mappings that were reviewed too long ago.
pub(super) fn sets_and_mappings(subject: &Subject<'_>, spans: &Spans) -> Vec<Problem> {
    let sets = subject.corpus.value_sets.iter();
    let sets = sets.map(|(name, set)| ("value-set", name, set.reviewed));
    let mappings = subject.corpus.mappings.iter();
    let mappings = mappings.map(|(name, mapping)| ("mapping", name, mapping.reviewed));
    let months = spans.review_months;
    let overdue = sets
        .chain(mappings)
        .filter(|(_, _, reviewed)| is_over(*reviewed, months, subject.today));
    let problems = overdue.map(|(kind, name, reviewed)| {
        let message =
            format!("`{name}` was last reviewed on {reviewed}, more than {months} months ago");
        let place = subject.atlas.named(kind, name, &["reviewed"]);
        let problem = at(place, codes::REVIEW_OVERDUE, message).about(name);
        problem.helped("review it, and write the day into `reviewed`")
    });
    problems.collect()
}

/// Attestations that were recorded too long ago.
pub(super) fn attestations(subject: &Subject<'_>, spans: &Spans) -> Vec<Problem> {
    let months = spans.review_months;
    let attestations = subject.corpus.attestations.values();
    let old = attestations.filter(|one| is_over(one.recorded, months, subject.today));
    let problems = old.map(|one| {
        let message = format!(
            "`{}` was recorded on {}, more than {months} months ago",
            one.id, one.recorded
        );
        let place = subject.atlas.named("attestation", &one.id, &["recorded"]);
        let problem = at(place, codes::ATTESTATION_OLD, message).about(&one.id);
        problem.helped("look whether it still holds, and record it anew")
    });
    problems.collect()
}

/// Policies of which no edition was published or took effect within the span in which policies are reviewed. When we
/// recorded them says nothing of that.
pub(super) fn policies(subject: &Subject<'_>, spans: &Spans) -> Vec<Problem> {
    let months = spans.source_review_months;
    let mut problems = Vec::new();
    for edition in newest(subject.corpus, subject.today).filter(|one| is_reviewed(one.kind)) {
        let last = last_sign(edition);
        if is_over(last.latest(), months, subject.today) {
            let message = format!(
                "the newest edition of {} on file is of {last}, more than {months} months ago",
                edition.id.source
            );
            let code = codes::SOURCE_REVIEW_OVERDUE;
            let problem = subject.in_edition(code, &edition.id, &["effective"], message);
            problems.push(problem.helped("put a newer edition on file, or give this one its end"));
        }
    }
    problems
}

/// Whether sources of this kind are reviewed at regular intervals. National determinations and statutes are not.
fn is_reviewed(kind: SourceKind) -> bool {
    matches!(
        kind,
        SourceKind::CoveragePolicy | SourceKind::Lcd | SourceKind::Article
    )
}

/// The last date that shows its publisher at work on it.
fn last_sign(edition: &Edition) -> PartialDate {
    let published = edition.published.unwrap_or(edition.effective);
    match published.latest() > edition.effective.latest() {
        true => published,
        false => edition.effective,
    }
}

/// Whether so many months have gone by since a day.
fn is_over(since: Date, months: u32, today: Date) -> bool {
    months_before(today, months).is_some_and(|day| since < day)
}

/// The same day so many months before, or the last of that month where it has no such day.
fn months_before(day: Date, months: u32) -> Option<Date> {
    let count = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let count = count.checked_sub(i32::try_from(months).ok()?)?;
    let year = i16::try_from(count.div_euclid(12)).ok()?;
    let month = i8::try_from(count.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.day().min(first.days_in_month())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_back_over_years_and_short_months() {
        let day = |year, month, day| Date::new(year, month, day).unwrap();
        assert_eq!(months_before(day(2026, 3, 31), 1), Some(day(2026, 2, 28)));
        assert_eq!(months_before(day(2024, 2, 29), 24), Some(day(2022, 2, 28)));
        assert_eq!(months_before(day(2026, 1, 15), 1), Some(day(2025, 12, 15)));
        assert_eq!(months_before(day(1, 1, 1), 200_000), None);
    }
}
