//! What an edition holds of a line, as conditions.

use std::collections::BTreeMap;

use coverdict_logic::CondId;
use coverdict_model::position::{Basis, Holding, Kind, Position};

use super::{
    Comparing,
    parts::{covers, granted},
};
use crate::examine::{Examiner, Says};

/// What an edition holds of a line: per answer that is told apart the cases in which it gives it.
pub(super) struct Held {
    /// For each part, where it is granted and nothing else is held.
    pub(super) granted: Vec<CondId>,
    /// Where it is not supported and nothing else is held.
    pub(super) against: CondId,
    /// The same by kind and basis, and the other answers: discretion, a confirmed benefit, nothing, a contradiction.
    pub(super) told_apart: BTreeMap<String, CondId>,
}

impl Comparing<'_> {
    /// What an edition holds. Law that requires coverage, a floor, is heard as far as it supports.
    pub(super) fn held(&mut self, says: &Says<'_>, is_floor: bool) -> Held {
        let examiner = &mut self.examiner;
        let [supports, against, discretion, confirmed] = [
            Position::Supported,
            Position::NotSupported,
            Position::LeftToDiscretion,
            Position::BenefitConfirmed,
        ]
        .map(
            |position| match is_floor && position != Position::Supported {
                true => CondId::FALSE,
                false => says.holds(position, examiner),
            },
        );
        let alone = |examiner: &mut Examiner<'_>, one: CondId, others: [CondId; 2]| {
            let others = examiner.any(others);
            examiner.and_not(one, others)
        };
        let supported = alone(examiner, supports, [against, discretion]);
        let refused = alone(examiner, against, [supports, discretion]);
        let left = alone(examiner, discretion, [supports, against]);
        let decides = examiner.any([supports, against, discretion]);
        let confirmed = examiner.and_not(confirmed, decides);
        let per_part = self.parts.iter().map(|part| {
            let voices = says.voices.iter();
            let covering = voices.filter(|voice| {
                granted(&voice.statement.holding).is_some_and(|grant| covers(grant, part))
            });
            let covering: Vec<CondId> = covering
                .map(|voice| examiner.all([voice.stands, voice.statement.within_quantity]))
                .collect();
            let covering = examiner.any(covering);
            examiner.all([covering, supported])
        });
        let per_part: Vec<CondId> = per_part.collect();
        let mut told_apart = reasons(examiner, says, refused);
        for grant in &self.grants {
            // What a wider grant holds too is granted by it.
            let voices = says.voices.iter();
            let as_wide = voices.filter(|voice| {
                granted(&voice.statement.holding).is_some_and(|other| grant.lies_within(other))
            });
            let as_wide: Vec<CondId> = as_wide.map(|voice| voice.stands).collect();
            let as_wide = examiner.any(as_wide);
            let as_wide = examiner.all([as_wide, supported]);
            told_apart.insert(format!("supported {grant:?}"), as_wide);
        }
        told_apart.insert("left-to-discretion".to_owned(), left);
        told_apart.insert("benefit-confirmed".to_owned(), confirmed);
        Held {
            granted: per_part,
            against: refused,
            told_apart,
        }
    }
}

/// When an edition gives each reason against a service, where it holds nothing else. Beside a clinical reason no other
/// counts.
fn reasons(
    examiner: &mut Examiner<'_>,
    says: &Says<'_>,
    refused: CondId,
) -> BTreeMap<String, CondId> {
    let mut reasons: BTreeMap<(Kind, Basis), CondId> = BTreeMap::new();
    for voice in &says.voices {
        if let Holding::NotSupported { kind, basis } = voice.statement.holding {
            let known = reasons.get(&(kind, basis)).copied();
            let stands = examiner.any([known.unwrap_or(CondId::FALSE), voice.stands]);
            reasons.insert((kind, basis), stands);
        }
    }
    let clinical = reasons
        .iter()
        .filter(|((kind, _), _)| *kind == Kind::Clinical);
    let clinical: Vec<CondId> = clinical.map(|(_, stands)| *stands).collect();
    let clinical = examiner.any(clinical);
    let mut told = BTreeMap::new();
    for ((kind, basis), stands) in reasons {
        let stands = examiner.all([stands, refused]);
        let stands = match kind {
            Kind::Clinical => stands,
            _ => examiner.and_not(stands, clinical),
        };
        told.insert(format!("not-supported {kind} {basis}"), stands);
    }
    told
}
