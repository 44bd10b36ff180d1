//! The number before a citation, and the identifiers after it.

use super::Citation;

/// The number of a line in its list, as `12.`, `12)` or `[12]`, and the rest.
pub(super) fn number(line: &str) -> (Option<u32>, &str) {
    let open = line.strip_prefix('[').unwrap_or(line);
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = open.split_at_checked(digits).unwrap_or(("", open));
    let after = rest.strip_prefix(['.', ')', ']']);
    match (number.parse(), after) {
        (Ok(number), Some(after)) if digits <= 4 && after.starts_with(' ') => {
            (Some(number), after.trim_start())
        }
        _ => (None, line),
    }
}

/// What begins the tail of a citation, in lower case.
const MARKS: &[&str] = &[
    "pmid",
    "pmcid",
    "doi:",
    "doi ",
    "https://",
    "http://",
    "www.",
    "available at",
    "accessed ",
    "epub ",
    "issn",
    "isbn",
    "cited ",
    "[internet]",
];

/// Takes the identifiers out of a citation; what comes before them is given back.
pub(super) fn identifiers<'t>(text: &'t str, citation: &mut Citation) -> &'t str {
    let lower = text.to_ascii_lowercase();
    citation.pmid = after(text, &lower, &["pmid:", "pmid "]).map(|word| digits_or_word(&word));
    citation.pmcid = after(text, &lower, &["pmcid:", "pmcid "]);
    citation.doi = after(text, &lower, &["doi.org/", "doi:", "doi "]).map(bare_doi);
    citation.issn = after(text, &lower, &["issn:", "issn "]);
    citation.isbn = after(text, &lower, &["isbn:", "isbn-13:", "isbn-10:", "isbn "]);
    citation.url = ["https://", "http://"].iter().find_map(|scheme| {
        let url = text
            .get(lower.find(scheme)?..)?
            .split([' ', '>', ')'])
            .next()?;
        let is_doi = url.contains("doi.org/");
        (!is_doi).then(|| url.trim_end_matches(['.', ',', ';']).to_owned())
    });
    citation.trial = trial(text);
    let tail = MARKS.iter().filter_map(|mark| boundary(&lower, mark)).min();
    let body = text.get(..tail.unwrap_or(text.len())).unwrap_or(text);
    body.trim_end_matches([' ', '(', '['])
}

/// The word after the first of these marks that stands in the text.
fn after(text: &str, lower: &str, marks: &[&str]) -> Option<String> {
    marks.iter().find_map(|mark| {
        let rest = text
            .get(boundary(lower, mark)? + mark.len()..)?
            .trim_start();
        // A mark can follow another, as in `doi: https://doi.org/`.
        let word = rest.split([' ', ';', '>', ']']).next()?;
        let word = word.trim_end_matches(['.', ',', ')']);
        (!word.is_empty()).then(|| word.to_owned())
    })
}

/// Where a mark stands that no letter comes before.
fn boundary(lower: &str, mark: &str) -> Option<usize> {
    let mut found = lower.match_indices(mark).map(|(at, _)| at);
    found.find(|at| {
        let before = lower
            .get(..*at)
            .and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric())
    })
}

fn digits_or_word(word: &str) -> String {
    word.trim_start_matches("PMID")
        .trim_start_matches(':')
        .to_owned()
}

fn bare_doi(doi: String) -> String {
    match doi.find("10.") {
        Some(at) => doi.get(at..).unwrap_or_default().to_owned(),
        None => doi,
    }
}

/// The first number of a trial, however many digits it has.
fn trial(text: &str) -> Option<String> {
    let words = text.split(|one: char| !one.is_ascii_alphanumeric());
    let mut trials = words.filter(|word| {
        let registers = ["NCT", "ISRCTN", "ACTRN"];
        let number = registers
            .iter()
            .find_map(|register| word.strip_prefix(register));
        number.is_some_and(|number| {
            number.len() >= 4 && number.bytes().all(|one| one.is_ascii_digit())
        })
    });
    trials.next().map(str::to_owned)
}
