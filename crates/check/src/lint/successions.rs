//! The editions of each source, in the order in which they take effect.

use std::collections::BTreeMap;

use coverdict_model::{
    corpus::Corpus,
    date::Date,
    id::Id,
    source::{Edition, Status},
};

/// The editions of each source by their start; drafts and editions that another one corrects are left out.
pub(super) fn successions(corpus: &Corpus) -> BTreeMap<&Id, Vec<&Edition>> {
    let mut sources: BTreeMap<&Id, Vec<&Edition>> = BTreeMap::new();
    for edition in corpus.editions.values() {
        if edition.status != Status::Draft {
            sources.entry(&edition.id.source).or_default().push(edition);
        }
    }
    for editions in sources.values_mut() {
        let corrected: Vec<&Id> = editions
            .iter()
            .filter_map(|edition| edition.supersedes.as_ref())
            .collect();
        editions.retain(|edition| !corrected.contains(&&edition.id.edition));
        editions.sort_by_key(|edition| {
            let start = edition.effective;
            (start.earliest(), start.latest(), &edition.id)
        });
    }
    sources
}

/// The newest edition of each source, where it is in use and has not surely ended on a day.
pub(super) fn newest(corpus: &Corpus, today: Date) -> impl Iterator<Item = &Edition> {
    let newest = successions(corpus)
        .into_values()
        .filter_map(|mut editions| editions.pop());
    newest.filter(move |edition| edition.status == Status::Active && !has_ended(edition, today))
}

/// The editions in use that can be in force on a day or later.
pub(super) fn present(corpus: &Corpus, today: Date) -> Vec<&Edition> {
    let mut present = Vec::new();
    for editions in successions(corpus).into_values() {
        let next = editions.iter().skip(1).map(|next| next.effective.latest());
        let next = next.map(Some).chain([None]);
        for (edition, next) in editions.iter().zip(next) {
            let followed = next.is_some_and(|next| next <= today);
            if edition.status == Status::Active && !followed && !has_ended(edition, today) {
                present.push(*edition);
            }
        }
    }
    present
}

/// Whether an edition's stated end has surely come by a day.
fn has_ended(edition: &Edition, today: Date) -> bool {
    edition.ended.is_some_and(|ended| ended.latest() <= today)
}
