//! What is found in a bibliography, each at its place in the files.

use std::collections::BTreeMap;

use coverdict_corpus::diagnostic::{Code, Diagnostic};
use coverdict_literature::Identifier;
use coverdict_model::{corpus::Corpus, id::Id, reference::Reference};

use crate::{Atlas, Problem};

use super::{
    bibliography::{CitingSource, Publication},
    codes, relevance,
    same::Clash,
};

/// A problem with a reference, at one of its fields.
pub(super) fn at(
    atlas: &Atlas<'_>,
    code: Code,
    id: &Id,
    field: Option<&str>,
    message: String,
) -> Problem {
    let whole = ["references", id.as_str()];
    let (file, span) = match field {
        Some(field) => atlas.declared(&["references", id.as_str(), field]),
        None => atlas.declared(&whole),
    };
    let (file, span) = match span == Default::default() {
        true => atlas.declared(&whole),
        false => (file, span),
    };
    Problem::new(Diagnostic::new(code, file, span, message).with_help(code.explanation())).about(id)
}

/// Identifiers that are malformed; also an ISSN or ISBN that stands in another field.
pub(super) fn malformed(atlas: &Atlas<'_>, publication: &Publication, found: &mut Vec<Problem>) {
    for (id, reference) in &publication.references {
        for (field, kind, text) in identifiers(reference) {
            let Err(fault) = kind.check(&text) else {
                continue;
            };
            let code = match kind {
                Identifier::Pmid | Identifier::Pmcid => codes::MALFORMED_PMID,
                Identifier::Doi => codes::MALFORMED_DOI,
                Identifier::Trial => codes::MALFORMED_TRIAL,
                Identifier::Issn => codes::MALFORMED_ISSN,
                Identifier::Isbn => codes::MALFORMED_ISBN,
            };
            let message = format!("{} `{text}` of {id} is malformed: {fault}", kind.name());
            found.push(cited(
                at(atlas, code, id, Some(field), message),
                publication,
            ));
        }
    }
}

fn identifiers(reference: &Reference) -> Vec<(&'static str, Identifier, String)> {
    let own = [
        ("pmid", Identifier::Pmid, &reference.pmid),
        ("doi", Identifier::Doi, &reference.doi),
        ("trial", Identifier::Trial, &reference.trial),
    ];
    let own = own
        .into_iter()
        .filter_map(|(field, kind, text)| Some((field, kind, text.clone()?)));
    let texts = [
        ("title", &reference.title),
        ("journal", &reference.journal),
        ("volume", &reference.volume),
    ];
    let within = texts
        .into_iter()
        .filter_map(|(field, text)| Some((field, text.as_deref()?)));
    let within = within.flat_map(|(field, text)| {
        let read = coverdict_literature::citation(text);
        let numbers = [(Identifier::Issn, read.issn), (Identifier::Isbn, read.isbn)];
        numbers
            .into_iter()
            .filter_map(move |(kind, text)| Some((field, kind, text?)))
    });
    own.chain(within).collect()
}

/// References that are one publication, and such that contradict each other.
pub(super) fn sameness(
    atlas: &Atlas<'_>,
    publications: &[Publication],
    clashes: &[Clash],
    found: &mut Vec<Problem>,
) {
    for publication in publications {
        let mut ids = publication.references.keys();
        let Some(first) = ids.next() else { continue };
        for id in ids {
            let message = format!("{id} is the same publication as {first}");
            let mut problem = at(atlas, codes::SAME_PUBLICATION, id, None, message);
            let (file, span) = atlas.declared(&["references", first.as_str()]);
            problem.diagnostic = problem
                .diagnostic
                .with_context(file, span, format!("{first}"));
            found.push(cited(problem, publication));
        }
    }
    for Clash {
        references: [one, other],
        common,
        against,
    } in clashes
    {
        let message = format!("{other} has the {common} of {one}, and their {against} differ");
        let problem = at(atlas, codes::IDENTIFIERS_CLASH, other, None, message);
        let either = |publication: &&Publication| {
            publication.references.contains_key(one) || publication.references.contains_key(other)
        };
        found.push(publications.iter().filter(either).fold(problem, cited));
    }
}

/// References that no edition in use cites, and such without a year.
pub(super) fn citing_and_dating(
    atlas: &Atlas<'_>,
    publication: &Publication,
    found: &mut Vec<Problem>,
) {
    let Some(id) = publication.id() else { return };
    if publication.cited_by.is_empty() {
        let message = format!("no edition in use cites {id}");
        found.push(at(atlas, codes::NEVER_CITED, id, None, message));
    }
    if publication.year().is_none() {
        let message = format!("{id} has no year");
        found.push(cited(
            at(atlas, codes::UNDATED, id, None, message),
            publication,
        ));
    }
}

/// Sources whose newest publication is old.
pub(super) fn stale(
    atlas: &Atlas<'_>,
    source: &CitingSource,
    stale_after: u32,
    found: &mut Vec<Problem>,
) {
    let (Some(newest), Some(age)) = (source.newest, source.age_of_newest) else {
        return;
    };
    let Some(edition) = source.editions.last().filter(|_| age > stale_after) else {
        return;
    };
    let (file, span) = atlas.edition(edition, &["references"]);
    let message = format!(
        "the newest publication that {} cites is of {newest}: {age} years old, where {stale_after} are asked for",
        source.source
    );
    let diagnostic =
        Diagnostic::new(codes::STALE, file, span, message).with_help(codes::STALE.explanation());
    let problem = Problem::new(diagnostic).about(&source.source);
    found.push(source.editions.iter().fold(problem, Problem::of));
}

/// References whose title has nothing in common with any edition that cites them.
pub(super) fn off_subject(
    corpus: &Corpus,
    atlas: &Atlas<'_>,
    publications: &[Publication],
    found: &mut Vec<Problem>,
) {
    let words: BTreeMap<_, _> = corpus
        .editions
        .values()
        .filter(|one| !one.references.is_empty())
        .map(|edition| (&edition.id, relevance::words(corpus, edition)))
        .collect();
    for publication in publications {
        let (Some(id), Some(title)) = (
            publication.id(),
            publication.stated(|one| one.title.as_deref()),
        ) else {
            continue;
        };
        let concerned = |edition: &_| {
            let words = words.get(edition);
            words.is_none_or(|words| relevance::concerns(title, words))
        };
        if publication.cited_by.is_empty() || publication.cited_by.iter().any(concerned) {
            continue;
        }
        let sources = listed(publication.sources().into_iter());
        let message = format!("the title of {id} has no word in common with {sources}");
        let problem = at(atlas, codes::OFF_SUBJECT, id, Some("title"), message);
        found.push(cited(problem, publication));
    }
}

/// The same problem, of the editions that cite a publication.
pub(super) fn cited(problem: Problem, publication: &Publication) -> Problem {
    publication.cited_by.iter().fold(problem, Problem::of)
}

/// Names one after the other, the last after `and`.
pub(super) fn listed(names: impl Iterator<Item = impl ToString>) -> String {
    let names: Vec<String> = names.map(|one| one.to_string()).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}
