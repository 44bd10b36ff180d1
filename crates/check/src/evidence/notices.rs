//! What records say: retractions and other notices, differences, identifiers that a reference lacks.

use std::collections::BTreeSet;

use coverdict_model::id::Id;

use crate::{Atlas, Problem};

use super::{
    bibliography::Publication,
    codes,
    differ::differences,
    enrich::{By, Matched},
    findings::{at, cited, listed},
    records::{Nature, Notice, RecordKind},
};

/// What the records of a publication say about it.
pub(super) fn of(
    atlas: &Atlas<'_>,
    publication: &Publication,
    records: &[Matched],
    found: &mut Vec<Problem>,
) {
    let Some(id) = publication.id() else { return };
    let (sure, by_title): (Vec<_>, Vec<_>) = records.iter().partition(|one| one.by != By::Title);
    told(atlas, publication, id, &sure, found);
    perhaps(atlas, publication, id, &by_title, found);
    for one in records.iter().filter(|one| one.record.place.is_some()) {
        compared(atlas, publication, one, found);
    }
    lacking(atlas, publication, id, records, found);
}

/// The notices of records that are of the publication.
pub(super) fn sure(records: &[Matched]) -> BTreeSet<Notice> {
    let sure = records.iter().filter(|one| one.by != By::Title);
    sure.flat_map(|one| one.record.notices.iter().cloned())
        .collect()
}

fn told(
    atlas: &Atlas<'_>,
    publication: &Publication,
    id: &Id,
    records: &[&Matched],
    found: &mut Vec<Problem>,
) {
    let natures = [
        (Nature::Retraction, codes::RETRACTED, "was retracted"),
        (Nature::Withdrawal, codes::WITHDRAWN, "was withdrawn"),
        (
            Nature::Concern,
            codes::CONCERN,
            "has an expression of concern",
        ),
        (Nature::Correction, codes::CORRECTED, "was corrected"),
        (
            Nature::Reinstatement,
            codes::REINSTATED,
            "was retracted and reinstated",
        ),
    ];
    let reinstated = reinstated(records);
    for (nature, code, happened) in natures {
        let skipped = match nature {
            Nature::Retraction => reinstated,
            Nature::Reinstatement => !reinstated,
            _ => false,
        };
        let details = details(records, nature);
        if details.is_empty() || skipped {
            continue;
        }
        let message = format!("{id} {happened}{}", resting(publication));
        found.push(with_details(
            atlas,
            cited(at(atlas, code, id, None, message), publication),
            id,
            details,
        ));
    }
}

/// A retraction or withdrawal that is matched by the title alone is no error, and is told where none is sure.
fn perhaps(
    atlas: &Atlas<'_>,
    publication: &Publication,
    id: &Id,
    records: &[&Matched],
    found: &mut Vec<Problem>,
) {
    let details: Vec<String> = [Nature::Retraction, Nature::Withdrawal, Nature::Concern]
        .into_iter()
        .flat_map(|nature| details(records, nature))
        .collect();
    if details.is_empty()
        || publication
            .notices
            .iter()
            .any(|one| one.nature == Nature::Retraction)
    {
        return;
    }
    let message = format!(
        "{id} has the title of a publication that was retracted, withdrawn or put in doubt{}",
        resting(publication)
    );
    found.push(with_details(
        atlas,
        cited(
            at(atlas, codes::PERHAPS_RETRACTED, id, None, message),
            publication,
        ),
        id,
        details,
    ));
}

/// Whether the last thing that happened was a reinstatement; without both dates it was not.
fn reinstated(records: &[&Matched]) -> bool {
    let last = |nature: Nature| {
        let notices = records.iter().flat_map(|one| &one.record.notices);
        notices
            .filter(|one| one.nature == nature)
            .filter_map(|one| one.date)
            .map(|date| date.latest())
            .max()
    };
    matches!((last(Nature::Retraction), last(Nature::Reinstatement)), (Some(out), Some(back)) if back >= out)
}

fn details(records: &[&Matched], nature: Nature) -> Vec<String> {
    let mut details = BTreeSet::new();
    for one in records {
        for notice in one
            .record
            .notices
            .iter()
            .filter(|notice| notice.nature == nature)
        {
            details.insert(detail(one, notice));
        }
    }
    details.into_iter().collect()
}

fn detail(matched: &Matched, notice: &Notice) -> String {
    let mut parts = vec![place(matched)];
    parts.extend(notice.date.map(|date| date.to_string()));
    parts.extend(notice.notice.clone());
    if !notice.reasons.is_empty() {
        parts.push(notice.reasons.join("; "));
    }
    parts.join(", ")
}

/// The file and line of a record, and by what it was matched.
fn place(matched: &Matched) -> String {
    let line = match matched.kind {
        // The reader of JSON does not tell lines.
        RecordKind::Crossref => String::new(),
        _ => format!(":{}", matched.record.line),
    };
    let by = match matched.by {
        By::Pmid => "PubMed number",
        By::Doi => "DOI",
        By::Title => "title",
    };
    format!("{}{line}, by {by}", matched.file)
}

fn resting(publication: &Publication) -> String {
    let sources = publication.sources();
    match sources.len() {
        0 => "; no source in use rests on it".to_owned(),
        1 => format!("; {} rests on it", listed(sources.iter())),
        _ => format!("; {} rest on it", listed(sources.iter())),
    }
}

fn compared(
    atlas: &Atlas<'_>,
    publication: &Publication,
    matched: &Matched,
    found: &mut Vec<Problem>,
) {
    for (id, reference) in &publication.references {
        let differences = differences(reference, &matched.record);
        let Some(first) = differences.first() else {
            continue;
        };
        let fields = listed(differences.iter().map(|one| one.field));
        let message = format!(
            "{id} differs from its record in {fields} ({})",
            place(matched)
        );
        let mut problem = cited(
            at(
                atlas,
                codes::DIFFERS_FROM_RECORD,
                id,
                Some(first.field),
                message,
            ),
            publication,
        );
        for one in &differences {
            let (file, span) = atlas.declared(&["references", id.as_str(), one.field]);
            let text = format!(
                "{}: `{}` here, `{}` in the record",
                one.field, one.citation, one.record
            );
            problem.diagnostic = problem.diagnostic.with_context(file, span, text);
        }
        found.push(problem);
    }
}

/// Identifiers of the first record that has them, where no reference of the publication has.
fn lacking(
    atlas: &Atlas<'_>,
    publication: &Publication,
    id: &Id,
    records: &[Matched],
    found: &mut Vec<Problem>,
) {
    let has = |field: fn(&coverdict_model::reference::Reference) -> Option<&str>| {
        publication.stated(field).is_some()
    };
    let articles = || records.iter().filter(|one| one.record.place.is_some());
    let pmid = articles().find_map(|one| Some((one, one.record.pmid.clone()?)));
    let doi = articles().find_map(|one| Some((one, one.record.doi.clone()?)));
    let lacked = [
        ("PubMed number", has(|one| one.pmid.as_deref()), pmid),
        ("DOI", has(|one| one.doi.as_deref()), doi),
    ];
    for (kind, has, record) in lacked {
        if let Some((matched, value)) = record.filter(|_| !has) {
            let message = format!(
                "{id} has no {kind}, and its record has {value} ({})",
                place(matched)
            );
            found.push(cited(
                at(atlas, codes::IDENTIFIER_FOUND, id, None, message),
                publication,
            ));
        }
    }
}

fn with_details(atlas: &Atlas<'_>, mut problem: Problem, id: &Id, details: Vec<String>) -> Problem {
    let (file, span) = atlas.declared(&["references", id.as_str()]);
    for detail in details {
        problem.diagnostic = problem.diagnostic.with_context(file, span, detail);
    }
    problem
}
