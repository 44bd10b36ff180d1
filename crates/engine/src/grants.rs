//! What the supporting rules that govern grant together: what every completion has in common, and what
//! one walk grants and another does not.

use coverdict_logic::Algebra;
use coverdict_model::{grant::Grant, position::Holding};

use crate::{
    outcome::Voice,
    settle::stated,
    walk::{Walked, Walker, covers},
};

/// The most grants that are looked through for what they have in common. Beyond it fewer are found,
/// which states less than it could, and nothing wrong.
const MAX_GRANTS: usize = 64;

/// The grants of rules that govern, and whatever several of them have in common, each with where it
/// lies within a grant that governs: everywhere, if all completions have it in common.
pub(crate) fn in_common<A: Algebra>(
    walker: &mut Walker<'_, '_, A>,
    voices: &[(Voice, A::Set)],
) -> Vec<(Grant, A::Set)> {
    let setting = walker.setting;
    let given: Vec<(&Grant, &A::Set)> = voices
        .iter()
        .filter_map(|(voice, set)| match &stated(setting, *voice)?.holding {
            Holding::Supported { grant } => Some((grant, set)),
            _ => None,
        })
        .collect();
    let mut grants: Vec<Grant> = Vec::new();
    for (grant, _) in &given {
        let common = grants.iter().filter_map(|known| known.in_common(grant));
        let found: Vec<Grant> = common.chain([(*grant).clone()]).collect();
        for grant in found {
            if !grants.contains(&grant) && grants.len() < MAX_GRANTS {
                grants.push(grant);
            }
        }
    }
    let mut holding = Vec::with_capacity(grants.len());
    for grant in grants {
        let mut holds = walker.algebra.never();
        for (_, set) in given.iter().filter(|(other, _)| grant.lies_within(other)) {
            holds = walker.algebra.or(&holds, set);
        }
        holding.push((grant, holds));
    }
    holding
}

/// Where a requested part is granted on terms, of quantity and period, by a rule that governs the other
/// walk, and on none as wide by a rule that governs this one.
pub(crate) fn lost<A: Algebra>(
    walker: &mut Walker<'_, '_, A>,
    walked: &Walked<A::Set>,
    other: &Walked<A::Set>,
) -> A::Set {
    let mine = granting(walker, walked);
    let theirs = granting(walker, other);
    let setting = walker.setting;
    let mut lost = walker.algebra.never();
    for part in &setting.parts {
        for (grant, set) in theirs.iter().filter(|(grant, _)| covers(grant, part)) {
            let mut kept = walker.algebra.never();
            for (wide, set) in &mine {
                if covers(wide, part) && grant.terms_lie_within(wide) {
                    kept = walker.algebra.or(&kept, set);
                }
            }
            let here = walker.algebra.and_not(set, &kept);
            lost = walker.algebra.or(&lost, &here);
        }
    }
    lost
}

/// The grants of the rules that govern a walk, each with where it does and its quantity is kept.
fn granting<'p, A: Algebra>(
    walker: &mut Walker<'_, 'p, A>,
    walked: &Walked<A::Set>,
) -> Vec<(&'p Grant, A::Set)> {
    let mut granting = Vec::new();
    for ((_, _, candidate, edition, service, rule), walk) in walked.rules() {
        if walker.algebra.is_never(&walk.governs) {
            continue;
        }
        let Some(statement) = stated(walker.setting, (candidate, edition, service, rule)) else {
            continue;
        };
        if let Holding::Supported { grant } = &statement.holding {
            let within = walker.evaluate(statement.within_quantity);
            granting.push((grant, walker.algebra.and(&walk.governs, &within)));
        }
    }
    granting
}
