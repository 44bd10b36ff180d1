//! No two profiles serve the same member.

use coverdict_model::profile::Profile;

use super::Report;
use crate::diagnostic::Code;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    let profiles: Vec<_> = draft.corpus.profiles.values().collect();
    for (at, second) in profiles.iter().enumerate() {
        let first = profiles
            .iter()
            .take(at)
            .find(|first| overlap(first, second));
        let Some(first) = first else { continue };
        let files = &draft.origins.profiles;
        let (Some(place), Some(other)) = (files.get(&second.id), files.get(&first.id)) else {
            continue;
        };
        let message = format!("`{}` and `{}` serve the same members", first.id, second.id);
        let code = Code::PROFILES_OVERLAP;
        let at = report.places.value(other.file, &["lines-of-business"]);
        let problem = report
            .places
            .at_value(place.file, &["lines-of-business"], code, message);
        report.problems.push(
            problem
                .with_context(other.file, at, "the other profile")
                .with_help("separate them by line of business, funding or payer"),
        );
    }
}

fn overlap(first: &Profile, second: &Profile) -> bool {
    first.payer == second.payer
        && !first
            .lines_of_business
            .is_disjoint(&second.lines_of_business)
        && match (&first.funding, &second.funding) {
            (Some(first), Some(second)) => !first.is_disjoint(second),
            _ => true,
        }
}
