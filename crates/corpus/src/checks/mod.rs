//! What can only be checked when the whole corpus is read, one check a file.
//!
//! The trees are gone by then: a problem names its place by the keys that lead there, and the file is parsed once more.

mod constraints;
mod cycles;
mod derivations;
mod mappings;
mod overrides;
mod places;
mod position_of;
mod positions;
mod profiles;
mod reach;
mod satisfiable;
mod succession;
mod well_known;

use places::Places;

use crate::diagnostic::{Problems, Sources};
use crate::load::Draft;

/// Takes up what is wrong between the files of a corpus.
pub(crate) fn check(draft: &Draft, sources: &Sources, problems: &mut Problems) {
    let mut report = Report {
        draft,
        places: Places::new(sources),
        problems,
    };
    well_known::check(&mut report);
    derivations::check(&mut report);
    mappings::check(&mut report);
    constraints::check(&mut report);
    overrides::check(&mut report);
    succession::check(&mut report);
    profiles::check(&mut report);
    positions::check(&mut report);
    position_of::check(&mut report);
}

/// What a check looks at, and where its problems go.
struct Report<'r> {
    draft: &'r Draft,
    places: Places<'r>,
    problems: &'r mut Problems,
}
