//! A bibliography as an outline: what was found first, then who rests on what.

use coverdict_check::evidence::{
    Bibliography, CODES, Nature, Notice, Publication, RecordKind, Told,
};
use coverdict_model::id::Id;

use crate::{
    outline::{Block, Item, Outline, Part, Table},
    verb::show::citation,
};

/// The most sources that a matrix has; beyond, pairs are listed.
const MOST_IN_MATRIX: usize = 60;

/// The bibliography as an outline.
pub(super) fn outline(bibliography: &Bibliography) -> Outline {
    let mut parts = vec![summary(bibliography)];
    parts.extend(found(bibliography));
    parts.extend(sources(bibliography));
    parts.extend(shared(bibliography));
    parts.extend(records(bibliography));
    parts.extend(publications(bibliography));
    Outline {
        title: format!("Evidence of a corpus, as of {}", bibliography.today),
        parts,
    }
}

fn summary(bibliography: &Bibliography) -> Part {
    let publications = &bibliography.publications;
    let count =
        |of: &dyn Fn(&Publication) -> bool| publications.iter().filter(|one| of(one)).count();
    let weighing = |severity: &str| {
        let problems = bibliography
            .problems
            .iter()
            .filter(|one| one.severity == severity);
        counted(problems.count(), severity)
    };
    let without = bibliography.sources_without.len();
    let entries = vec![
        ("publications", publications.len().to_string()),
        (
            "sources",
            format!(
                "{} cite publications, {without} cite none",
                bibliography.sources.len()
            ),
        ),
        (
            "older",
            format!(
                "{} than {} years, {} without a year",
                count(&|one| one.stale),
                bibliography.stale_after,
                count(&|one| one.age.is_none())
            ),
        ),
        (
            "found",
            format!(
                "{}, {}, {}",
                weighing("error"),
                weighing("warning"),
                weighing("note")
            ),
        ),
        (
            "corpus",
            bibliography
                .corpus
                .get(..12)
                .unwrap_or(&bibliography.corpus)
                .to_owned(),
        ),
    ];
    Part::new("Summary", vec![Block::Entries(entries)])
}

/// What was found, by its codes, with what to do told once.
fn found(bibliography: &Bibliography) -> Option<Part> {
    let mut codes: Vec<(&str, Vec<&Told>)> = Vec::new();
    for problem in &bibliography.problems {
        match codes.last_mut().filter(|(code, _)| *code == problem.code) {
            Some((_, problems)) => problems.push(problem),
            None => codes.push((&problem.code, vec![problem])),
        }
    }
    let item = |(code, problems): (&str, Vec<&Told>)| {
        let known = CODES.iter().find(|one| one.id() == code);
        let first = problems.first();
        let name = first
            .map(|one| format!("{} {} {}", one.severity, one.code, one.name))
            .unwrap_or_default();
        let does = known.map(|code| code.explanation().to_owned());
        Item::named(name, known.map_or("", |code| code.title()))
            .aside(does)
            .of(problems.into_iter().map(problem).collect())
    };
    let items: Vec<Item> = codes.into_iter().map(item).collect();
    (!items.is_empty()).then(|| Part::new("Found", vec![Block::Items(items)]))
}

fn problem(told: &Told) -> Item {
    let details = told.details.iter().map(Item::plain).collect();
    Item::plain(&told.message)
        .aside(Some(format!("{}:{}", told.file, told.line)))
        .of(details)
}

fn sources(bibliography: &Bibliography) -> Option<Part> {
    let head = [
        "source",
        "publisher",
        "publications",
        "newest",
        "age",
        "without a year",
        "rests on the same as",
    ];
    let number = |number: Option<u32>| number.map(|one| one.to_string()).unwrap_or_default();
    let row = |one: &coverdict_check::evidence::CitingSource| {
        vec![
            one.source.to_string(),
            one.publisher.to_string(),
            one.publications.to_string(),
            number(one.newest),
            number(one.age_of_newest),
            one.undated.to_string(),
            joined(one.same_literature.iter()),
        ]
    };
    let table = Table {
        head: head.map(str::to_owned).to_vec(),
        rows: bibliography.sources.iter().map(row).collect(),
    };
    (!table.rows.is_empty()).then(|| Part::new("Sources", vec![Block::Table(table)]))
}

/// How many publications each two sources share: a matrix, or the pairs where there are too many sources for one.
fn shared(bibliography: &Bibliography) -> Option<Part> {
    let ids: Vec<&Id> = bibliography.sources.iter().map(|one| &one.source).collect();
    if ids.len() < 2 {
        return None;
    }
    let table = match ids.len() <= MOST_IN_MATRIX {
        true => Table {
            head: std::iter::once("shared".to_owned())
                .chain(ids.iter().map(ToString::to_string))
                .collect(),
            rows: ids
                .iter()
                .map(|id| matrix_row(bibliography, id, &ids))
                .collect(),
        },
        false => Table {
            head: ["source", "source", "shared", "of"]
                .map(str::to_owned)
                .to_vec(),
            rows: bibliography.shared.iter().map(pair).collect(),
        },
    };
    Some(Part::new("Shared publications", vec![Block::Table(table)]))
}

fn matrix_row(bibliography: &Bibliography, id: &Id, ids: &[&Id]) -> Vec<String> {
    let cells = ids
        .iter()
        .map(|other| bibliography.shared_by(id, other).to_string());
    std::iter::once(id.to_string()).chain(cells).collect()
}

fn pair(shared: &coverdict_check::evidence::Shared) -> Vec<String> {
    let [one, other] = &shared.sources;
    vec![
        one.to_string(),
        other.to_string(),
        shared.publications.to_string(),
        shared.of.to_string(),
    ]
}

fn records(bibliography: &Bibliography) -> Option<Part> {
    let records = &bibliography.records;
    let kind = |kind: RecordKind| match kind {
        RecordKind::Nbib => "PubMed, MEDLINE form",
        RecordKind::PubmedXml => "PubMed, XML",
        RecordKind::Crossref => "Crossref",
        RecordKind::RetractionWatch => "Retraction Watch",
    };
    let item = |file: &coverdict_check::evidence::FileRead| {
        let text = format!(
            "{}; {}, {} of them of publications here",
            kind(file.kind),
            counted(file.records as usize, "record"),
            file.matched
        );
        Item::named(&file.file, text)
    };
    let mut items: Vec<Item> = records.files.iter().map(item).collect();
    let without = joined(records.without.iter());
    items.extend((!without.is_empty()).then(|| Item::plain(format!("no record of {without}"))));
    (!items.is_empty()).then(|| Part::new("Records", vec![Block::Items(items)]))
}

fn publications(bibliography: &Bibliography) -> Option<Part> {
    let items: Vec<Item> = bibliography.publications.iter().map(publication).collect();
    (!items.is_empty()).then(|| Part::new("Publications", vec![Block::Items(items)]))
}

fn publication(publication: &Publication) -> Item {
    let age = match publication.age {
        Some(age) if publication.stale => format!("{age} years old, stale"),
        Some(age) => format!("{age} years old"),
        None => "without a year".to_owned(),
    };
    let cited = match publication.cited_by.is_empty() {
        true => "cited by no edition in use".to_owned(),
        false => format!("cited by {}", joined(publication.cited_by.iter())),
    };
    let mut aside = vec![age];
    aside.extend(publication.design.map(|one| one.name().to_owned()));
    aside.push(cited);
    let mut under: Vec<Item> = publication
        .notices
        .iter()
        .map(|one| Item::plain(happened(one)))
        .collect();
    let differs = publication
        .references
        .values()
        .filter_map(|one| one.differs.as_ref());
    under.extend(differs.map(|differs| Item::named("differs", differs)));
    let text = publication
        .references
        .values()
        .next()
        .map(citation)
        .unwrap_or_default();
    Item::named(joined(publication.references.keys()), text)
        .aside(Some(aside.join("; ")))
        .of(under)
}

/// What was published about a publication, in words.
pub(super) fn happened(notice: &Notice) -> String {
    let what = match notice.nature {
        Nature::Retraction => "retracted",
        Nature::Withdrawal => "withdrawn",
        Nature::Concern => "expression of concern",
        Nature::Correction => "corrected",
        Nature::Reinstatement => "reinstated",
    };
    let mut parts = vec![what.to_owned()];
    parts.extend(notice.date.map(|date| date.to_string()));
    parts.extend(notice.notice.clone());
    parts.extend((!notice.reasons.is_empty()).then(|| notice.reasons.join("; ")));
    parts.join(", ")
}

/// Names one after the other.
pub(super) fn joined(names: impl Iterator<Item = impl ToString>) -> String {
    names
        .map(|one| one.to_string())
        .collect::<Vec<_>>()
        .join("; ")
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
