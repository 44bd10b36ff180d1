//! The publications that an edition cites.

use coverdict_model::{
    corpus::Corpus,
    reference::{Reference, Verified},
    source::Edition,
};

use crate::outline::Item;

/// The publications, by their numbers in the document's own list.
pub(super) fn list(corpus: &Corpus, edition: &Edition) -> Vec<Item> {
    let cited = edition.references.iter();
    let mut cited: Vec<_> = cited
        .filter_map(|name| Some((name, corpus.references.get(name)?)))
        .collect();
    cited.sort_by_key(|(name, reference)| (reference.number.unwrap_or(u32::MAX), *name));
    cited
        .into_iter()
        .map(|(name, reference)| {
            let differs = reference.differs.as_ref();
            let differs = differs.map(|differs| Item::named("differs", differs));
            Item::named(name.as_str(), citation(reference))
                .aside(Some(verified(reference)))
                .of(differs.into_iter().collect())
        })
        .collect()
}

/// The citation in the customary order: authors, title, journal, year, volume, issue, pages, numbers.
pub(crate) fn citation(reference: &Reference) -> String {
    let said = |text: &Option<String>| text.clone();
    let year = reference.year.map(|year| year.to_string());
    let issue = reference.issue.as_ref().map(|issue| format!("({issue})"));
    let volume = match (&reference.volume, issue) {
        (None, None) => None,
        (volume, issue) => Some(format!(
            "{}{}",
            volume.as_deref().unwrap_or_default(),
            issue.unwrap_or_default()
        )),
    };
    let numbered =
        |name: &str, text: &Option<String>| text.as_ref().map(|text| format!("{name} {text}"));
    let parts = [
        Some(reference.authors.join(", ")),
        said(&reference.title),
        said(&reference.journal),
        year,
        volume,
        said(&reference.pages),
        numbered("PMID", &reference.pmid),
        numbered("DOI", &reference.doi),
        numbered("trial", &reference.trial),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
}

fn verified(reference: &Reference) -> String {
    let how = match reference.verified {
        Verified::Yes => "verified",
        Verified::InPart => "verified in part",
        Verified::No => "not verified",
    };
    match &reference.verified_from {
        Some(from) => format!("{how}, from {from}"),
        None => how.to_owned(),
    }
}
