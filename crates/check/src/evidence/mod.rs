//! The bibliography of a corpus: what its sources rest on, whether it still stands, and who shares it.
//!
//! Nothing is looked up: what is known of publications beyond the corpus comes from files that the user has
//! downloaded. What is malformed or differs is told and never corrected.

mod bibliography;
mod codes;
mod differ;
mod enrich;
mod findings;
mod notices;
mod records;
mod relevance;
mod same;
mod told;

use std::collections::BTreeSet;

use coverdict_corpus::Loaded;
use coverdict_model::date::Date;

use crate::{Atlas, Problem};

pub use bibliography::{Bibliography, CitingSource, Publication, Shared, last_recorded};
pub use codes::CODES;
pub use enrich::{FileRead, RecordsRead};
pub use records::{Nature, Notice, RecordError, RecordFile, RecordKind};
pub use told::Told;

/// The bibliography of a corpus as on a day, held against files of records; and what was found, at its places, errors
/// first. A publication is stale when it is more years old than stated.
///
/// # Errors
/// A file of records cannot be read, or something in it is wrong.
pub fn evidence(
    loaded: &Loaded,
    today: Date,
    stale_after: u32,
    files: &[RecordFile],
) -> Result<(Bibliography, Vec<Problem>), RecordError> {
    let corpus = &loaded.corpus;
    let atlas = Atlas::new(&loaded.sources);
    let (mut publications, clashes) = bibliography::publications(corpus, today, stale_after);
    let (matched, records) = enrich::enrich(&publications, files)?;
    let mut found = Vec::new();
    for (publication, matched) in publications.iter_mut().zip(&matched) {
        publication.notices = notices::sure(matched);
        notices::of(&atlas, publication, matched, &mut found);
        findings::malformed(&atlas, publication, &mut found);
        findings::citing_and_dating(&atlas, publication, &mut found);
    }
    findings::sameness(&atlas, &publications, &clashes, &mut found);
    findings::off_subject(corpus, &atlas, &publications, &mut found);
    let (sources, shared) = bibliography::sources(corpus, today, &publications);
    for source in &sources {
        findings::stale(&atlas, source, stale_after, &mut found);
    }
    found.sort_by_key(|one| {
        let place = one.diagnostic.primary();
        let code = one.diagnostic.code().id();
        (
            one.diagnostic.severity(),
            code,
            place.file,
            place.span,
            one.diagnostic.message().to_owned(),
        )
    });
    let citing: BTreeSet<_> = sources.iter().map(|one| &one.source).collect();
    let all = corpus.editions.keys().map(|edition| &edition.source);
    let sources_without = all.filter(|id| !citing.contains(id)).cloned().collect();
    let bibliography = Bibliography {
        corpus: loaded.digest.clone(),
        today,
        stale_after,
        sources_without,
        shared,
        records,
        problems: found
            .iter()
            .map(|one| Told::new(one, &loaded.sources))
            .collect(),
        publications,
        sources,
    };
    Ok((bibliography, found))
}
