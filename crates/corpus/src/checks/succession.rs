//! Editions of one source: which follows which has to be clear.

use std::collections::BTreeMap;

use coverdict_model::{
    attestation::Subject,
    date::Date,
    id::Id,
    source::{Edition, EditionId, Status},
};

use super::Report;
use super::cycles::{Graph, cycles, told};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::kinds::FileKind;
use crate::read::nearest;

/// The editions of one source by name.
type Editions<'e> = BTreeMap<&'e Id, &'e Edition>;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    let mut sources: BTreeMap<&Id, Editions<'_>> = BTreeMap::new();
    for (id, edition) in &draft.corpus.editions {
        let editions = sources.entry(&id.source).or_default();
        editions.insert(&id.edition, edition);
    }
    for editions in sources.values() {
        alike(report, editions);
        superseded(report, editions);
        overlapping(report, editions);
    }
    attested(report, &sources);
}

/// All editions of a source are of one kind and have one governing date.
fn alike(report: &mut Report<'_>, editions: &Editions<'_>) {
    let mut editions = editions.values();
    let Some(first) = editions.next() else { return };
    for edition in editions {
        if edition.governing_date != first.governing_date {
            let message = format!(
                "this edition is governed by `{}`, another of the source by `{}`",
                edition.governing_date, first.governing_date
            );
            let (code, key) = (Code::GOVERNING_DATES_DIFFER, "governing-date");
            differs(report, (edition, first), key, code, message);
        }
        if edition.kind != first.kind {
            let message = format!(
                "this edition is of kind `{}`, another of the source of kind `{}`",
                edition.kind, first.kind
            );
            differs(
                report,
                (edition, first),
                "source",
                Code::KINDS_DIFFER,
                message,
            );
        }
    }
}

fn superseded(report: &mut Report<'_>, editions: &Editions<'_>) {
    let mut graph = Graph::new();
    for (&name, edition) in editions {
        let Some(earlier) = &edition.supersedes else {
            continue;
        };
        graph.insert(name, vec![earlier]);
        if editions.contains_key(earlier) || report.draft.unread.kinds.contains(&FileKind::Edition)
        {
            continue;
        }
        let source = &edition.id.source;
        let message = format!("`{source}` has no edition `{earlier}` on file");
        let others = editions.keys().filter(|other| **other != name);
        let known = others.map(|other| other.as_str());
        let help = nearest(earlier.as_str(), known, "put it on file, or remove the key");
        push(
            report,
            &edition.id,
            "supersedes",
            Code::UNKNOWN_EDITION,
            message,
            &help,
        );
    }
    for cycle in cycles(&graph) {
        let first = cycle.first().and_then(|name| editions.get(name));
        if let Some(edition) = first {
            let message = told(&cycle, "supersedes");
            let help = "let only the later recorded edition supersede the other";
            push(
                report,
                &edition.id,
                "supersedes",
                Code::SUPERSEDES_CYCLE,
                message,
                help,
            );
        }
    }
}

/// Of editions that start on the same day, each supersedes the next.
fn overlapping(report: &mut Report<'_>, editions: &Editions<'_>) {
    let mut starting: BTreeMap<Date, Vec<(usize, &Edition)>> = BTreeMap::new();
    for edition in editions.values().filter(|one| one.status != Status::Draft) {
        if let Some(day) = edition.effective.exact() {
            let depth = earlier(editions, edition).count();
            starting.entry(day).or_default().push((depth, edition));
        }
    }
    for (day, mut together) in starting {
        // In the order of correction; where all correct each other, neighbours do.
        together.sort_by_key(|&(depth, edition)| (depth, &edition.id));
        for pair in together.windows(2) {
            let &[(_, first), (_, second)] = pair else {
                continue;
            };
            let mut corrected = earlier(editions, second);
            if !corrected.any(|edition| edition.id == first.id) {
                let message = format!("`{}` and `{}` both start on {day}", first.id, second.id);
                let code = Code::OVERLAPPING_EDITIONS;
                differs(report, (second, first), "effective", code, message);
            }
        }
    }
}

/// The editions that an edition supersedes, directly and through others.
fn earlier<'e>(editions: &Editions<'e>, edition: &'e Edition) -> impl Iterator<Item = &'e Edition> {
    let before = |edition: &Edition| editions.get(edition.supersedes.as_ref()?).copied();
    // In a circle, which is a problem of its own, the walk ends when it has seen all.
    std::iter::successors(before(edition), move |edition| before(edition)).take(editions.len())
}

/// A succession is attested of sources on file.
fn attested(report: &mut Report<'_>, known: &BTreeMap<&Id, Editions<'_>>) {
    let draft = report.draft;
    if draft.unread.kinds.contains(&FileKind::Edition) {
        return;
    }
    for (name, attestation) in &draft.corpus.attestations {
        let Subject::Succession { sources } = &attestation.subject else {
            continue;
        };
        let Some(place) = draft.origins.attestations.get(name) else {
            continue;
        };
        for source in sources.iter().filter(|source| !known.contains_key(source)) {
            let message = format!("no edition of `{source}` is on file");
            let names = known.keys().map(|name| name.as_str());
            let help = nearest(
                source.as_str(),
                names,
                "remove it, or put an edition on file",
            );
            let path = ["succession", source.as_str()];
            let code = Code::UNKNOWN_SOURCE;
            let problem = report.places.at_value(place.file, &path, code, message);
            report.problems.push(problem.with_help(help));
        }
    }
}

/// Takes up that two editions do not go together.
fn differs(
    report: &mut Report<'_>,
    (edition, other): (&Edition, &Edition),
    key: &str,
    code: Code,
    message: String,
) {
    let (Some((file, span)), Some((first, at))) = (
        place(report, &edition.id, key),
        place(report, &other.id, key),
    ) else {
        return;
    };
    let help = if code == Code::OVERLAPPING_EDITIONS {
        format!(
            "correct a date, or add `supersedes: \"{}\"`",
            other.id.edition
        )
    } else {
        "correct one of the two, or give the other source its own name".to_owned()
    };
    report.problems.push(
        Diagnostic::new(code, file, span, message)
            .with_context(first, at, "the other edition")
            .with_help(help),
    );
}

fn push(
    report: &mut Report<'_>,
    edition: &EditionId,
    key: &str,
    code: Code,
    message: String,
    help: &str,
) {
    if let Some((file, span)) = place(report, edition, key) {
        report
            .problems
            .push(Diagnostic::new(code, file, span, message).with_help(help));
    }
}

/// The value of a key of an edition, or its first key where it is not written.
fn place(report: &mut Report<'_>, edition: &EditionId, key: &str) -> Option<(FileId, Span)> {
    let file = report.draft.origins.editions.get(edition)?.file;
    let written = report.places.is_written(file, key);
    Some((
        file,
        report
            .places
            .value(file, &[if written { key } else { "source" }]),
    ))
}
