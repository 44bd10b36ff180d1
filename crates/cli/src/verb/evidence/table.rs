//! The publications of a bibliography as a table.

use anyhow::{Context as _, Result};
use coverdict_check::evidence::{Bibliography, Publication};
use coverdict_model::reference::Reference;

use super::page::{happened, joined};

const COLUMNS: [&str; 19] = [
    "references",
    "sources",
    "editions",
    "authors",
    "title",
    "journal",
    "year",
    "volume",
    "issue",
    "pages",
    "pmid",
    "doi",
    "trial",
    "age",
    "stale",
    "design",
    "notices",
    "verified",
    "differs",
];

/// The table as CSV, several values in one cell apart by `; `.
pub(super) fn csv(bibliography: &Bibliography) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for publication in &bibliography.publications {
        writer.write_record(row(publication))?;
    }
    let bytes = writer.into_inner().context("the table cannot be written")?;
    Ok(String::from_utf8(bytes)?)
}

fn row(publication: &Publication) -> [String; 19] {
    let stated = |field: fn(&Reference) -> Option<&str>| {
        publication.stated(field).unwrap_or_default().to_owned()
    };
    let first = || publication.references.values();
    let number = |number: Option<u32>| number.map(|one| one.to_string()).unwrap_or_default();
    let differs = first().filter_map(|one| one.differs.as_deref());
    [
        joined(publication.references.keys()),
        joined(publication.sources().into_iter()),
        joined(publication.cited_by.iter()),
        first()
            .next()
            .map(|one| one.authors.join("; "))
            .unwrap_or_default(),
        stated(|one| one.title.as_deref()),
        stated(|one| one.journal.as_deref()),
        number(publication.year()),
        stated(|one| one.volume.as_deref()),
        stated(|one| one.issue.as_deref()),
        stated(|one| one.pages.as_deref()),
        stated(|one| one.pmid.as_deref()),
        stated(|one| one.doi.as_deref()),
        stated(|one| one.trial.as_deref()),
        number(publication.age),
        publication.stale.to_string(),
        publication
            .design
            .map(|one| one.name().to_owned())
            .unwrap_or_default(),
        joined(publication.notices.iter().map(happened)),
        joined(first().map(|one| one.verified.name())),
        joined(differs),
    ]
}
