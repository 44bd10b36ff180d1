//! A copyright whose year is older than the document.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};
use coverdict_model::date::{day_number, from_day_number};

use super::{
    find::{Pattern, pattern},
    problem::Found,
    subject::Subject,
};
use crate::{
    document::{Place, Reason, Text},
    recognise::Meaning,
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0013",
    name: "copyright-year-old",
    severity: Severity::Note,
    title: "The year of a copyright is older than the document.",
    explanation: "Bring the notice up to date. An old year of the CPT notice may mean that the codes are those of that year as well: compare them with the present list.",
});

static NOTICE: Pattern = pattern!(
    r"(?i)(?:©|\(c\)\s|\bcopyright(?:ed)?\b)[^.;\d]{0,40}?\b(?P<year>(?:19|20)\d\d)(?:\s*[-–,]\s*(?P<until>(?:19|20)\d\d))*\b"
);
static CPT: Pattern = pattern!(r"(?i)american medical association|\bAMA\b");

/// How long before it takes effect a document may be printed, in days.
const NOTICE_DAYS: i64 = 92;

/// A notice: its year, and whether it is that of CPT.
struct Notice {
    year: i16,
    is_cpt: bool,
    words: String,
    place: Option<Place>,
}

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let Some((year, of)) = year(subject) else {
        return Vec::new();
    };
    let heads = subject
        .document
        .aside
        .iter()
        .filter(|aside| aside.reason == Reason::RunningHead);
    let heads = heads.flat_map(|aside| aside.block.texts());
    let texts = subject.prose().map(|said| said.text).chain(heads);
    let notices: Vec<Notice> = texts.flat_map(notices).collect();
    let mut found = Vec::new();
    for is_cpt in [false, true] {
        let own = notices.iter().filter(|notice| notice.is_cpt == is_cpt);
        let Some(newest) = own.max_by_key(|notice| notice.year) else {
            continue;
        };
        // The CPT of a year is printed, and dated, in the year before.
        let least = if is_cpt { year - 1 } else { year };
        if newest.year < least {
            let whose = if is_cpt {
                "copyright of CPT"
            } else {
                "copyright"
            };
            let message = format!(
                "the {whose} is of {}, and the document of {of}",
                newest.year
            );
            found.push(Found::new(message).at(&newest.words, newest.place));
        }
    }
    found
}

/// The year of which a notice should be, and the date that says so.
fn year(subject: &Subject<'_>) -> Option<(i16, String)> {
    if let Some(review) = subject.date(Meaning::LastReview) {
        return Some((review.date.earliest().year(), review.date.to_string()));
    }
    let effective = subject.date(Meaning::Effective)?;
    let printed = from_day_number(day_number(effective.date.earliest()) - NOTICE_DAYS)?;
    Some((printed.year(), effective.date.to_string()))
}

fn notices(text: &Text) -> Vec<Notice> {
    let found = NOTICE.each(text.as_str()).filter_map(|one| {
        let whole = one.get(0)?;
        let year = one.name("until").or(one.name("year"))?;
        let rest = text.as_str().get(whole.start()..)?;
        // Whose it is stands behind the year, or before the next sentence.
        let sentence = rest.split(". ").next().unwrap_or(rest);
        Some(Notice {
            year: year.as_str().parse().ok()?,
            is_cpt: CPT.is_in(sentence),
            words: whole.as_str().to_owned(),
            place: text.place_of(whole.range()),
        })
    });
    found.collect()
}
