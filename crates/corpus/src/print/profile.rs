//! Precedence profiles.

use coverdict_model::{
    position::Position,
    profile::{Binding, Profile, Step},
};

use super::common::{Entries, cite, text, texts};
use super::criterion::criterion;
use crate::yaml::Doc;

/// The file of a profile.
#[must_use]
pub fn profile(profile: &Profile) -> String {
    Entries::new()
        .with("profile", text(&profile.id))
        .with("title", text(&profile.title))
        .maybe("payer", profile.payer.as_ref().map(text))
        .with("lines-of-business", texts(&profile.lines_of_business))
        .maybe("funding", profile.funding.as_ref().map(texts))
        .with("cite", cite(&profile.cite))
        .with("steps", Doc::List(profile.steps.iter().map(step).collect()))
        .doc()
        .to_string()
}

fn step(step: &Step) -> Doc {
    let all = step.positions.len() == Position::ALL.len();
    let positions = (!step.is_floor() && !all).then(|| texts(&step.positions));
    let binding = (step.binding != Binding::AsApplied).then(|| text(step.binding));
    Entries::new()
        .with("id", text(&step.id))
        .with("kinds", texts(&step.kinds))
        .maybe("positions", positions)
        .maybe("binding", binding)
        .maybe("when", step.when.as_ref().map(criterion))
        .with("cite", cite(&step.cite))
        .doc()
}
