//! Documents: what an edition was taken from, how much of it is known, and in whose words.

use coverdict_model::position::{Holding, Position};
use coverdict_model::source::{Edition, Otherwise, SourceKind, Status};

use super::successions::newest;
use crate::{Problem, Spans, Subject, codes};

/// Newest editions in use that name no document. Of one known from an excerpt that is told instead.
pub(super) fn missing(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let bare = |edition: &&Edition| edition.document.is_none() && !edition.excerpt;
    let editions = newest(subject.corpus, subject.today).filter(bare);
    let problems = editions.map(|edition| {
        let message = format!("{} names no document that it was taken from", edition.id);
        let code = codes::DOCUMENT_MISSING;
        let problem = subject.in_edition(code, &edition.id, &["id"], message);
        problem.helped("add `document: {name: …, sha256: …}`")
    });
    problems.collect()
}

/// Newest editions in use that are known from an excerpt.
pub(super) fn excerpts(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let editions = newest(subject.corpus, subject.today).filter(|edition| edition.excerpt);
    let problems = editions.map(|edition| {
        let message = format!("{} is in use and known from an excerpt", edition.id);
        let code = codes::EXCERPT_IN_USE;
        let problem = subject.in_edition(code, &edition.id, &["excerpt"], message);
        problem.helped("get the whole document, and record what it says")
    });
    problems.collect()
}

/// Drafts whose day has surely come.
pub(super) fn drafts(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let drafts = subject.corpus.editions.values().filter(|edition| {
        edition.status == Status::Draft && edition.effective.latest() <= subject.today
    });
    let problems = drafts.map(|edition| {
        let message = format!(
            "{} was to take effect on {} and is a draft",
            edition.id, edition.effective
        );
        let code = codes::DRAFT_DUE;
        let problem = subject.in_edition(code, &edition.id, &["status"], message);
        problem.helped("publish it, give it another day, or remove it")
    });
    problems.collect()
}

/// Positions that do not support, without their publisher's own words.
pub(super) fn labels(subject: &Subject<'_>, _: &Spans) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edition in subject.corpus.editions.values() {
        if !has_labels(edition.kind) || edition.status != Status::Active {
            continue;
        }
        let mut told = |path: &[&str], name: &coverdict_model::id::Id, what: &str| {
            let message = format!("{what} `{name}` refuses, and in which words is not recorded");
            let problem = subject.in_edition(codes::LABEL_MISSING, &edition.id, path, message);
            let help = "add `label: …` in the publisher's own words";
            problems.push(problem.about(name).helped(help));
        };
        for (name, rule) in &edition.rules {
            if rule.label.is_none() && refuses(&rule.holding) {
                told(&["rules", name.as_str(), "position"], name, "the rule");
            }
        }
        for (name, service) in &edition.services {
            if let Otherwise::Holds {
                holding,
                label: None,
                ..
            } = &service.otherwise
                && refuses(holding)
            {
                let path = ["services", name.as_str(), "otherwise"];
                told(&path, name, "what holds otherwise for");
            }
        }
    }
    problems
}

/// Whether a source of this kind states positions in words of its publisher's own: a statute's are the law's.
fn has_labels(kind: SourceKind) -> bool {
    matches!(
        kind,
        SourceKind::Ncd | SourceKind::Lcd | SourceKind::Article | SourceKind::CoveragePolicy
    )
}

fn refuses(holding: &Holding) -> bool {
    holding.position() == Position::NotSupported
}
