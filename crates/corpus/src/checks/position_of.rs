//! What a rule asks of another step has to lie below its own, so that questions never go in a circle.

use std::collections::BTreeSet;

use coverdict_model::{
    criterion::{Criterion, Test},
    profile::Profile,
    source::{EditionId, SourceKind},
};

use super::Report;
use super::reach::Reach;
use crate::diagnostic::Code;

/// A rule's question for the position of another step.
struct Question<'c> {
    edition: &'c EditionId,
    asker: SourceKind,
    asked: SourceKind,
    /// The keys that lead to the question.
    path: Vec<String>,
    /// The profiles in which it can be asked.
    profiles: Vec<&'c Profile>,
}

pub(super) fn check(report: &mut Report<'_>) {
    let questions = questions(report);
    for question in &questions {
        // A profile that has no such step answers no: nothing there is unclear.
        let unclear = question.profiles.iter().find(|profile| {
            let step = |kind| {
                profile
                    .steps
                    .iter()
                    .position(|step| step.kinds.contains(&kind))
            };
            step(question.asker)
                .zip(step(question.asked))
                .is_some_and(|(asker, asked)| asked <= asker)
        });
        if let Some(profile) = unclear {
            let circle = leads_back(&questions, question, profile);
            refuse(report, question, profile, circle);
        }
    }
}

fn questions<'c>(report: &Report<'c>) -> Vec<Question<'c>> {
    let corpus = &report.draft.corpus;
    let reach = Reach::new(corpus);
    let mut questions = Vec::new();
    for (id, edition) in &corpus.editions {
        for (name, rule) in &edition.rules {
            let mut path = vec!["rules".to_owned(), name.to_string(), "when".to_owned()];
            let mut found = Vec::new();
            walk(&rule.when, &mut path, &mut found);
            questions.extend(found.into_iter().map(|(asked, path)| Question {
                edition: id,
                asker: edition.kind,
                asked,
                path,
                profiles: reach.profiles(&edition.applies),
            }));
        }
    }
    questions
}

fn walk(criterion: &Criterion, path: &mut Vec<String>, found: &mut Vec<(SourceKind, Vec<String>)>) {
    let group: &[&str] = match &criterion.test {
        Test::All(_) => &["all"],
        Test::Any(_) => &["any"],
        Test::None(_) => &["none"],
        Test::AtLeast { .. } => &["at-least", "of"],
        Test::ByReading { .. } => &["by-reading", "of"],
        Test::PositionOf { source, .. } => {
            let mut path = path.clone();
            path.push("position-of".to_owned());
            found.push((*source, path));
            return;
        }
        Test::Service(_) | Test::Fact { .. } => return,
    };
    let names: Option<Vec<String>> = match &criterion.test {
        Test::ByReading { of, .. } => Some(of.keys().map(ToString::to_string).collect()),
        _ => None,
    };
    let length = path.len();
    path.extend(group.iter().map(|key| (*key).to_owned()));
    for (at, child) in criterion.children().enumerate() {
        let name = names.as_ref().and_then(|names| names.get(at)).cloned();
        path.push(name.unwrap_or_else(|| at.to_string()));
        walk(child, path, found);
        path.pop();
    }
    path.truncate(length);
}

/// Whether what is asked asks, itself or through others, the kind that asks.
fn leads_back(questions: &[Question<'_>], start: &Question<'_>, profile: &Profile) -> bool {
    let mut seen = BTreeSet::from([start.asked]);
    let mut open = vec![start.asked];
    while let Some(kind) = open.pop() {
        if kind == start.asker {
            return true;
        }
        let next = questions.iter().filter(|question| {
            question.asker == kind && question.profiles.iter().any(|one| one.id == profile.id)
        });
        for question in next {
            if seen.insert(question.asked) {
                open.push(question.asked);
            }
        }
    }
    false
}

fn refuse(report: &mut Report<'_>, question: &Question<'_>, profile: &Profile, circle: bool) {
    let origins = &report.draft.origins;
    let (Some(place), Some(profile_place)) = (
        origins.editions.get(question.edition),
        origins.profiles.get(&profile.id),
    ) else {
        return;
    };
    let (file, profile_file) = (place.file, profile_place.file);
    let (asker, asked) = (question.asker, question.asked);
    let (code, message) = if circle {
        let message = format!("`{asker}` asks what `{asked}` holds, which asks back");
        (Code::POSITION_OF_CYCLE, message)
    } else {
        let message = format!(
            "`{asked}` is not below `{asker}` in the profile `{}`",
            profile.id
        );
        (Code::POSITION_OF_NOT_BELOW, message)
    };
    let path: Vec<_> = question.path.iter().map(String::as_str).collect();
    let at = report.places.key(profile_file, &["steps"]);
    let problem = report.places.at_value(file, &path, code, message);
    report.problems.push(
        problem
            .with_context(profile_file, at, "the order of this profile")
            .with_help("ask a kind of source that comes later, or limit under `applies` whom the source is for"),
    );
}
