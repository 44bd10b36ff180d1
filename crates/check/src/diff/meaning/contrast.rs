//! A case on which two editions are seen to differ.

use std::collections::BTreeSet;

use coverdict_logic::CondId;
use coverdict_model::{
    case::Case,
    finding::{Coverage, Part},
    id::Id,
    value::Reading,
    well_known,
};

use super::Comparing;
use crate::{diff::Contrast, examine::Answer, witness::Frame};

impl Comparing<'_> {
    /// A case on which some goal holds; the two editions answer it differently.
    pub(super) fn contrast(
        &mut self,
        frame: &Frame,
        goals: Vec<(CondId, Option<&Part>)>,
        names: &BTreeSet<String>,
    ) -> Result<Option<Contrast>, String> {
        let name = names.first().cloned().unwrap_or_default();
        let mut unconfirmed = false;
        for (goal, part) in goals {
            let example = match self.examiner.example(goal) {
                Answer::No => continue,
                Answer::TooComplex => {
                    return Err(format!(
                        "what they hold of {name} is too complex to compare"
                    ));
                }
                Answer::Yes(example) => example,
            };
            let Some(case) = self.replayer.case("contrast", &self.dated(frame), &example) else {
                unconfirmed = true;
                continue;
            };
            let case = match part {
                Some(part) => with_part(case, part),
                None => case,
            };
            let held = self.alone.each_ref().map(|alone| alone.holds(&case));
            match held {
                [Some(old), Some(new)] if differ(&old.0, &new.0) || old.1 != new.1 => {
                    return Ok(Some(Contrast {
                        case,
                        old: old.0,
                        old_confirms_benefit: old.1,
                        new: new.0,
                        new_confirms_benefit: new.1,
                        assuming: self.examiner.told(&example.assuming),
                    }));
                }
                _ => unconfirmed = true,
            }
        }
        match unconfirmed {
            true => Err(format!(
                "they differ on {name}, but no case could be written down on which the engine shows it"
            )),
            false => Ok(None),
        }
    }
}

/// A case that asks for one part of a request.
fn with_part(mut case: Case, part: &Part) -> Case {
    for (fact, asked) in [
        (well_known::ITEMS, &part.item),
        (well_known::SCOPES, &part.scope),
    ] {
        if let (Ok(fact), Some(asked)) = (Id::new(fact), asked) {
            let reading = Reading::Members {
                members: [asked.clone()].into(),
                complete: true,
            };
            case.facts.insert(fact, vec![reading.into()]);
        }
    }
    case
}

/// Whether two answers differ in more than who gives them.
fn differ(old: &Coverage, new: &Coverage) -> bool {
    match (old, new) {
        (Coverage::Decided(old), Coverage::Decided(new)) => {
            old.answer != new.answer || old.bases != new.bases || old.grants != new.grants
        }
        _ => old != new,
    }
}
