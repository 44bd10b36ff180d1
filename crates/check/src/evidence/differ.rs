//! In what a citation differs from a record of the publication.

use coverdict_literature::comparable_doi;
use coverdict_literature::words::{folded, initials, same_journal, surname};
use coverdict_model::reference::Reference;

use super::records::Record;

/// A field in which a citation differs from a record, each as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The field, as a reference of a corpus names it.
    pub(super) field: &'static str,
    pub(super) citation: String,
    pub(super) record: String,
}

/// The fields that both state and in which they differ. Case, diacritics, punctuation, shortened names of journals,
/// shortened last pages and left out second initials are no difference.
pub(super) fn differences(reference: &Reference, record: &Record) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut hold =
        |field, citation: Option<&str>, record: Option<&str>, same: &dyn Fn(&str, &str) -> bool| {
            let (Some(citation), Some(record)) = (citation, record) else {
                return;
            };
            if !same(citation, record) {
                found.push(Difference {
                    field,
                    citation: citation.to_owned(),
                    record: record.to_owned(),
                });
            }
        };
    let exact = |one: &str, other: &str| one == other;
    let loosely = |one: &str, other: &str| folded(one) == folded(other);
    hold(
        "pmid",
        reference.pmid.as_deref(),
        record.pmid.as_deref(),
        &exact,
    );
    hold(
        "doi",
        reference.doi.as_deref(),
        record.doi.as_deref(),
        &|one, other| comparable_doi(one) == comparable_doi(other),
    );
    hold(
        "title",
        reference.title.as_deref(),
        record.title.as_deref(),
        &loosely,
    );
    let [own, other] = [reference.year, record.year].map(|year| year.map(|year| year.to_string()));
    hold("year", own.as_deref(), other.as_deref(), &exact);
    if let Some(place) = &record.place {
        hold(
            "volume",
            reference.volume.as_deref(),
            place.volume.as_deref(),
            &loosely,
        );
        hold(
            "issue",
            reference.issue.as_deref(),
            place.issue.as_deref(),
            &loosely,
        );
        hold(
            "pages",
            reference.pages.as_deref(),
            place.pages.as_deref(),
            &|one, other| whole_pages(one) == whole_pages(other),
        );
        let journals = &place.journals;
        let known = |one: &str, _: &str| journals.iter().any(|journal| same_journal(one, journal));
        hold(
            "journal",
            reference.journal.as_deref(),
            journals.first().map(String::as_str),
            &known,
        );
    }
    if let Some((citation, record)) = authors(&reference.authors, &record.authors) {
        hold("authors", Some(&citation), Some(&record), &|_, _| false);
    }
    found
}

/// The authors of both, where those of the citation are not the first of the record's. A list that does not end with
/// `et al.` has to have them all.
fn authors(citation: &[String], record: &[String]) -> Option<(String, String)> {
    if citation.is_empty() || record.is_empty() {
        return None;
    }
    let cut = citation.last().is_some_and(|last| folded(last) == "et al");
    let named: Vec<&String> = citation
        .iter()
        .filter(|one| folded(one) != "et al")
        .collect();
    let same = |own: &String, other: &String| {
        let (own_initials, others) = (initials(own), initials(other));
        surname(own) == surname(other)
            && (own_initials.is_empty()
                || others.is_empty()
                || others.starts_with(&own_initials)
                || own_initials.starts_with(&others))
    };
    let agree = named
        .iter()
        .zip(record)
        .all(|(own, other)| same(own, other));
    let complete = match cut {
        true => named.len() < record.len(),
        false => named.len() == record.len(),
    };
    (!agree || !complete).then(|| (citation.join(", "), record.join(", ")))
}

/// Pages with the last one in full: 310-28 are 310-328.
pub(super) fn whole_pages(pages: &str) -> String {
    let bare: String = pages.chars().filter(|one| !one.is_whitespace()).collect();
    let bare = bare
        .replace(['–', '—'], "-")
        .trim_end_matches('.')
        .to_ascii_uppercase();
    let Some((first, last)) = bare.split_once('-') else {
        return bare;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    match digits(first) && digits(last) && last.len() < first.len() {
        true => {
            let kept = first.get(..first.len() - last.len()).unwrap_or_default();
            format!("{first}-{kept}{last}")
        }
        false => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_pages_are_written_in_full() {
        assert_eq!(whole_pages("310-28"), "310-328");
        assert_eq!(whole_pages("1255- 1259."), "1255-1259");
        assert_eq!(whole_pages("e376"), "E376");
        assert_eq!(whole_pages("99-101"), "99-101");
    }

    #[test]
    fn authors_are_the_first_of_the_record() {
        let list = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
        let record = list("Roe AB, Poé C, Del Loe D");
        for agrees in [
            "Roe A, et al.",
            "Roe A, Poe C, Del Loe D",
            "Roe AB, Poe C, et al.",
        ] {
            assert_eq!(authors(&list(agrees), &record), None, "{agrees}");
        }
        for differs in [
            "Roe A",
            "Poe C, Roe A, et al.",
            "Roe B, et al.",
            "Roe A, Poe C, Del Loe D, Zoe E",
            "Roe A, Poe C, Del Loe D, et al.",
        ] {
            assert!(authors(&list(differs), &record).is_some(), "{differs}");
        }
        assert_eq!(authors(&[], &record), None);
    }
}
