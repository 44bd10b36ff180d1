//! "And/or" where it decides.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    places::Places,
    problem::Found,
    subject::Subject,
};
use crate::{
    criteria::Criterion,
    document::{Place, Text},
    recognise::{Meaning, Role},
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0018",
    name: "and-or",
    severity: Severity::Note,
    title: "A criterion, a scope or a position says \"and/or\".",
    explanation: "Write \"or\" where one is enough, \"and\" where both are needed, and \"either or both\" where nothing hangs on it: two reviewers can read it in two ways.",
});

static AND_OR: Pattern = pattern!(r"(?i)\band\s*/\s*or\b");

/// What evidence is lacking of, and names of positions.
const OF_EVIDENCE: &[&str] = &[
    "efficacy",
    "effectiveness",
    "safety",
    "utility",
    "experimental",
    "investigational",
    "investigative",
    "unproven",
];

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let criteria = criteria(subject);
    let readings = [Meaning::Position, Meaning::Scope].map(|meaning| subject.readings(meaning));
    let readings = readings
        .into_iter()
        .flatten()
        .filter_map(|reading| reading.place);
    let decisive: Places = readings.chain(criteria).collect();
    // What a publisher calls a position is not what it hangs on.
    let labels: Places = subject
        .readings(Meaning::Label)
        .filter_map(|label| label.place)
        .collect();
    let mut found: Vec<Found> = Vec::new();
    let own = subject
        .prose()
        .filter(|said| matches!(said.role, Role::Position | Role::Exclusions | Role::Other));
    for said in own {
        for one in AND_OR.each(said.text.as_str()).filter_map(|one| one.get(0)) {
            let Some(place) = said.text.place_of(one.range()) else {
                continue;
            };
            if decisive.hold(place)
                && !labels.hold(place)
                && !is_of_evidence(said.text, one.range())
            {
                found.push(told(said.text, one.range(), place));
            }
        }
    }
    found
}

fn told(text: &Text, range: std::ops::Range<usize>, place: Place) -> Found {
    let sentences = crate::sentence::sentences(text.as_str());
    let sentence = sentences
        .into_iter()
        .find(|sentence| sentence.start <= range.start && range.end <= sentence.end);
    let sentence = sentence.unwrap_or(0..text.as_str().len());
    let words = text.as_str().get(sentence.clone()).unwrap_or_default();
    let around = around(
        words,
        range.start.saturating_sub(sentence.start),
        range.len(),
    );
    let found = Found::new(format!("\"{around}\" can be read as \"and\" and as \"or\""))
        .at(around, Some(place));
    found.with("the sentence", brief(words), text.place_of(sentence))
}

/// Whether what is joined is that of which evidence is lacking, or names of a position: nothing hangs on it.
fn is_of_evidence(text: &Text, range: std::ops::Range<usize>) -> bool {
    let before = text.as_str().get(..range.start).unwrap_or_default();
    let behind = text.as_str().get(range.end..).unwrap_or_default();
    let words = [
        before.split_whitespace().next_back(),
        behind.split_whitespace().next(),
    ];
    words.into_iter().flatten().any(|word| {
        let word = word
            .trim_matches(|mark: char| !mark.is_alphabetic())
            .to_lowercase();
        OF_EVIDENCE.contains(&word.as_str())
    })
}

/// What is joined: the two words before and behind.
fn around(words: &str, at: usize, length: usize) -> &str {
    let before = words.get(..at).unwrap_or_default().trim_end();
    let start = before
        .rmatch_indices(' ')
        .nth(1)
        .map_or(0, |(space, _)| space + 1);
    let behind = words.get(at + length..).unwrap_or_default();
    let end = behind
        .match_indices([' ', ',', ';', '.'])
        .find(|(at, _)| *at > 0)
        .map_or(behind.len(), |(end, _)| end);
    words.get(start..at + length + end).unwrap_or(words).trim()
}

/// Where the criteria stand.
fn criteria(subject: &Subject<'_>) -> Vec<Place> {
    fn add(criterion: &Criterion, places: &mut Vec<Place>) {
        places.extend(criterion.place);
        criterion.below.iter().for_each(|below| add(below, places));
    }
    let mut places = Vec::new();
    let outlines = subject.ingested.outlines.iter();
    outlines
        .flat_map(|outline| &outline.criteria)
        .for_each(|criterion| add(criterion, &mut places));
    places
}
