//! The end of a citation: the year, and where in the journal it stands.

use super::trimmed;

/// The year, volume, issue and pages, as `2007;7(4):58-63`.
#[derive(Debug, Default)]
pub(super) struct Locator {
    pub(super) edition: Option<String>,
    pub(super) year: Option<u32>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) pages: Option<String>,
}

impl Locator {
    /// Reads what follows the journal or the title of a book.
    pub(super) fn read(text: &str) -> Self {
        let mut locator = Self::default();
        let Some((at, year)) = years(text).next() else {
            locator.edition = edition(trimmed(text)).map(str::to_owned);
            return locator;
        };
        locator.year = Some(year);
        // The full stop of `2nd ed.` belongs to it.
        let before = text.get(..at).unwrap_or_default();
        let before = before.trim_start_matches(['.', ',', ' ']).trim_end();
        locator.edition = edition(before).map(str::to_owned);
        let after = text.get(at + 4..).unwrap_or_default();
        locator.place(after);
        locator
    }

    /// Reads what follows the year: perhaps a month and a day, then the volume.
    fn place(&mut self, text: &str) {
        // The month ends with a semicolon; a comma stands before an issue alone.
        let Some(at) = text.find([';', ',', ':']) else {
            return;
        };
        let rest = text.get(at + 1..).unwrap_or_default().trim_start();
        if let Some(issue) = rest
            .strip_prefix("Issue")
            .or_else(|| rest.strip_prefix("issue"))
        {
            self.issue = word(issue, &['.', ';', ',', ':', ' ']);
            return;
        }
        if text.get(at..=at) == Some(":") {
            self.pages = pages(rest);
            return;
        }
        self.volume = word(rest, &['(', ':', '.', ',', ';']);
        let rest = rest.trim_start_matches(|one| !matches!(one, '(' | ':' | '.' | ';' | ','));
        let rest = match rest
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'))
        {
            Some((issue, rest)) => {
                self.issue = word(issue, &[]);
                rest
            }
            None => rest,
        };
        self.pages = pages(rest.trim_start_matches([':', ' ', ',']));
    }
}

/// Where the year of a citation without emphasis begins: the first one that a place in a journal follows, else the
/// last one of all.
pub(super) fn start(text: &str) -> Option<usize> {
    let followed = |at: &usize| {
        let after = text.get(at + 4..).unwrap_or_default();
        let month =
            after.trim_start_matches(|one: char| one.is_alphanumeric() || one == ' ' || one == '-');
        // A month and a day are short.
        after.len() - month.len() <= 12 && month.starts_with(';')
    };
    let all = years(text).map(|(at, _)| at);
    all.clone().find(followed).or_else(|| all.last())
}

/// The text before the last sentence, and that sentence. Abbreviated words with full stops stay together, as in
/// `Arch. Phys. Med.`
pub(super) fn last_sentence(text: &str) -> (&str, &str) {
    let mut end = text.len();
    let mut last = text;
    let mut before = "";
    while let Some((head, tail)) = cut(text.get(..end).unwrap_or_default()) {
        before = text.get(..head).unwrap_or_default();
        last = text.get(tail..).unwrap_or_default();
        let sentence = text.get(tail..end).unwrap_or_default();
        let abbreviated = sentence.len() <= 6 && !sentence.contains(' ');
        // What comes before an abbreviated word is one too, or the sentence that ends there.
        let one_before =
            cut(before).map_or(before, |(_, from)| before.get(from..).unwrap_or_default());
        if !abbreviated || one_before.contains(' ') {
            break;
        }
        end = head;
    }
    (before, last)
}

/// Where the last sentence but one ends, and where the last one begins.
fn cut(text: &str) -> Option<(usize, usize)> {
    let ends = [". ", "? ", "! "];
    let at = ends.iter().filter_map(|end| text.rfind(end)).max()?;
    let keeps_mark = text.get(at..=at) != Some(".");
    Some((at + usize::from(keeps_mark), at + 2))
}

/// The edition of a book, as `2nd ed.`
pub(super) fn edition(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split(' ').collect();
    let [.., number, word] = words.as_slice() else {
        return None;
    };
    let is_edition = matches!(
        word.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "ed" | "edition"
    );
    let starts =
        number.starts_with(|one: char| one.is_ascii_digit()) || text.split(' ').count() == 2;
    (is_edition && starts).then_some(text)
}

/// Every number of four digits between 1800 and 2099 that stands alone, and where.
fn years(text: &str) -> impl Iterator<Item = (usize, u32)> + Clone + '_ {
    let bytes = text.as_bytes();
    let digit = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let starts = text.char_indices().map(|(at, _)| at);
    starts.filter_map(move |at| {
        let alone = !digit(at + 4) && at.checked_sub(1).is_none_or(|before| !digit(before));
        let year: u32 = text.get(at..at + 4)?.parse().ok()?;
        (alone && (1800..2100).contains(&year)).then_some((at, year))
    })
}

/// Pages end with a full stop, a semicolon or the text; spaces within them are a slip of the print.
fn pages(text: &str) -> Option<String> {
    let mut pages = word(text, &['.', ';', ','])?;
    pages.retain(|one| !one.is_whitespace());
    let fits = pages.chars().any(|one| one.is_ascii_digit()) && pages.chars().count() <= 24;
    fits.then_some(pages)
}

fn word(text: &str, ends: &[char]) -> Option<String> {
    let text = text.trim();
    let word = text.split(ends).next().unwrap_or_default().trim();
    (!word.is_empty()).then(|| word.to_owned())
}
