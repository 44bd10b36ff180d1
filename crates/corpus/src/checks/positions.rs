//! Every position that an edition takes is one that its step allows.

use coverdict_model::{
    position::Position,
    profile::{Profile, Step},
    source::{Edition, EditionId, Otherwise},
};

use super::Report;
use super::reach::Reach;
use crate::diagnostic::Code;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    let reach = Reach::new(&draft.corpus);
    // What a mandate takes is checked where it stands, whatever the profiles.
    let editions = draft.corpus.editions.iter();
    for (id, edition) in editions.filter(|(_, edition)| !edition.kind.is_floor()) {
        let steps: Vec<_> = reach
            .profiles(&edition.applies)
            .into_iter()
            .filter_map(|profile| Some((profile, step_of(profile, edition)?)))
            .collect();
        for (path, position) in positions(edition) {
            let refusing = steps
                .iter()
                .find(|(_, (_, step))| !step.positions.contains(&position));
            if let Some(&(profile, step)) = refusing {
                refuse(report, (id, &path, position), (profile, step));
            }
        }
    }
}

/// A step with its number.
type Numbered<'p> = (usize, &'p Step);

fn step_of<'p>(profile: &'p Profile, edition: &Edition) -> Option<Numbered<'p>> {
    let mut steps = profile.steps.iter().enumerate();
    steps.find(|(_, step)| step.kinds.contains(&edition.kind))
}

/// The positions that an edition takes, each with the keys that lead there.
fn positions(edition: &Edition) -> impl Iterator<Item = (Vec<&str>, Position)> {
    let rules = edition.rules.iter().map(|(name, rule)| {
        let path = vec!["rules", name.as_str(), "position"];
        (path, rule.holding.position())
    });
    let services = edition.services.iter().filter_map(|(name, service)| {
        let path = vec!["services", name.as_str(), "otherwise", "position"];
        match &service.otherwise {
            Otherwise::Silent => None,
            Otherwise::Holds { holding, .. } => Some((path, holding.position())),
        }
    });
    rules.chain(services)
}

fn refuse(
    report: &mut Report<'_>,
    (id, path, position): (&EditionId, &[&str], Position),
    (profile, (number, step)): (&Profile, Numbered<'_>),
) {
    let origins = &report.draft.origins;
    let (Some(place), Some(profile_place)) =
        (origins.editions.get(id), origins.profiles.get(&profile.id))
    else {
        return;
    };
    let (file, profile_file) = (place.file, profile_place.file);
    let allowed: Vec<_> = step
        .positions
        .iter()
        .map(|position| format!("`{position}`"))
        .collect();
    let message = format!(
        "`{position}` is not allowed on the step `{}` of the profile `{}`",
        step.id, profile.id
    );
    let help = format!(
        "the step allows {}: correct the position, or limit under `applies` whom the source is for",
        allowed.join(", ")
    );
    let number = number.to_string();
    let at = report
        .places
        .value(profile_file, &["steps", &number, "positions"]);
    let code = Code::POSITION_NOT_ALLOWED;
    let problem = report.places.at_value(file, path, code, message);
    report.problems.push(
        problem
            .with_context(profile_file, at, "what the step allows")
            .with_help(help),
    );
}
