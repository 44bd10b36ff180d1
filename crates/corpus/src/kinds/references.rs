//! References: publications that editions cite.

use coverdict_model::reference::{Reference, Verified};

use super::catalogue::{Declared, declared};
use super::common::{count, empty_list, list, optional, text, word};
use crate::diagnostic::Problems;
use crate::read::Item;

/// Reads a file of references.
pub(crate) fn references(root: Item<'_>, problems: &mut Problems) -> Vec<Declared<Reference>> {
    let Some(mut file) = root.mapping("a file of references", problems) else {
        return Vec::new();
    };
    let entries = file.required("references", problems);
    file.finish(problems);
    declared(entries, "references by name", problems, reference)
}

fn reference(item: Item<'_>, problems: &mut Problems) -> Option<Reference> {
    let mut mapping = item.mapping("a reference", problems)?;
    let number = optional(mapping.optional("number"), |item| count(item, problems));
    let authors = mapping
        .required("authors", problems)
        .and_then(|item| authors(item, problems));
    let year = optional(mapping.optional("year"), |item| count(item, problems));
    let verified = mapping
        .required("verified", problems)
        .and_then(|item| word(item, Verified::ALL, Verified::name, problems));
    let mut said = |key| optional(mapping.optional(key), |item| text(item, problems));
    let title = said("title");
    let journal = said("journal");
    let volume = said("volume");
    let issue = said("issue");
    let pages = said("pages");
    let pmid = said("pmid");
    let doi = said("doi");
    let trial = said("trial");
    let verified_from = said("verified-from");
    let differs = said("differs");
    mapping.finish(problems);
    Some(Reference {
        number: number?,
        authors: authors?,
        title: title?,
        journal: journal?,
        year: year?,
        volume: volume?,
        issue: issue?,
        pages: pages?,
        pmid: pmid?,
        doi: doi?,
        trial: trial?,
        verified: verified?,
        verified_from: verified_from?,
        differs: differs?,
    })
}

fn authors(item: Item<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let authors = list(item, "a list of authors", problems, text)?;
    if authors.is_empty() {
        problems.push(empty_list(item));
        return None;
    }
    Some(authors)
}
