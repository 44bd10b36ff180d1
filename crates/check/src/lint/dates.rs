//! Dates: notice, gaps and ends between the editions of a source.

use coverdict_model::{
    attestation::Subject as Attested,
    date::day_number,
    id::Id,
    position::Position,
    source::{Edition, SourceKind, Status},
};
use rustc_hash::FxHashSet;

use super::successions::successions;
use crate::{Problem, Spans, Subject, codes};

/// Policies that refuse something and took effect too soon after they were published. Where a date is not known to the
/// day, and of corrections, nothing is told.
pub(super) fn notice(subject: &Subject<'_>, spans: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        let wanted = match edition.kind {
            SourceKind::CoveragePolicy => spans.notice_days,
            SourceKind::Lcd => spans.lcd_notice_days,
            _ => continue,
        };
        let corrects = edition.supersedes.is_some() || edition.status != Status::Active;
        let published = edition.published.and_then(|day| day.exact());
        let (Some(published), Some(effective), false) =
            (published, edition.effective.exact(), corrects)
        else {
            continue;
        };
        let days = day_number(effective) - day_number(published);
        if days >= i64::from(wanted) || !refuses(edition) {
            continue;
        }
        let message = match days {
            ..0 => format!(
                "{} was published {} days after it took effect",
                edition.id, -days
            ),
            0 => format!("{} took effect on the day of its publication", edition.id),
            _ => format!(
                "{} took effect {days} days after its publication, and {wanted} are asked for",
                edition.id
            ),
        };
        let code = codes::NOTICE_TOO_SHORT;
        let problem = subject.in_edition(code, &edition.id, &["published"], message);
        problems.push(problem.helped("check `published` and `effective` against the document"));
    }
    problems
}

/// Gaps between editions that nobody vouches for.
pub(super) fn gaps(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let attested = attested(subject);
    neighbours(subject, |edition, next| {
        let ended = edition.ended?;
        let known = attested.contains(&edition.id.source);
        if known || ended.latest() >= next.effective.earliest() {
            return None;
        }
        let message = format!(
            "{} ends on {ended}, and the next edition on file begins on {}",
            edition.id, next.effective
        );
        let code = codes::GAP_IN_SUCCESSION;
        let problem = subject.in_edition(code, &edition.id, &["ended"], message);
        Some(problem.helped("put the edition between them on file, or attest the succession"))
    })
}

/// Editions that end after the next one has surely begun.
pub(super) fn ends(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    neighbours(subject, |edition, next| {
        let ended = edition.ended?;
        if ended.earliest() <= next.effective.latest() {
            return None;
        }
        let message = format!(
            "{} ends on {ended}, and the next edition begins on {} already",
            edition.id, next.effective
        );
        let code = codes::ENDED_AFTER_SUCCESSOR;
        let problem = subject.in_edition(code, &edition.id, &["ended"], message);
        Some(problem.helped("correct one of the two dates"))
    })
}

/// Editions that were recorded before there were any.
pub(super) fn recorded(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        let Some(published) = edition.published else {
            continue;
        };
        if edition.status == Status::Draft || edition.recorded >= published.earliest() {
            continue;
        }
        let message = format!(
            "{} was recorded on {} and published on {published}",
            edition.id, edition.recorded
        );
        let code = codes::RECORDED_BEFORE_PUBLISHED;
        let problem = subject.in_edition(code, &edition.id, &["recorded"], message);
        problems.push(problem.helped("correct one of the two dates"));
    }
    problems
}

/// What is to be told of an edition and the next one of its source, the other one shown beside it.
fn neighbours(
    subject: &Subject<'_>,
    told: impl Fn(&Edition, &Edition) -> Option<Problem>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for editions in successions(subject.corpus).values() {
        for pair in editions.windows(2) {
            let &[edition, next] = pair else { continue };
            if let Some(problem) = told(edition, next) {
                let place = subject.atlas.edition(&next.id, &["effective"]);
                let problem = problem.beside(place, "the next edition").of(&next.id);
                problems.push(problem);
            }
        }
    }
    problems
}

/// The sources whose succession somebody vouches for.
fn attested<'c>(subject: &Subject<'c>) -> FxHashSet<&'c Id> {
    let attestations = subject.corpus.attestations.values();
    let sources = attestations.filter_map(|one| match &one.subject {
        Attested::Succession { sources } => Some(sources),
        Attested::Sources { .. } => None,
    });
    sources.flatten().collect()
}

fn refuses(edition: &Edition) -> bool {
    let mut rules = edition.rules.values();
    let mut services = edition.services.values();
    rules.any(|rule| rule.holding.position() == Position::NotSupported)
        || services.any(|service| service.otherwise.unfavourable().is_some())
}
