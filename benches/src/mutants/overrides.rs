//! Rules that set each other aside without effect.

use std::collections::BTreeMap;

use coverdict_model::{
    criterion::{Criterion, Test},
    id::Id,
    source::Rule,
};

/// Leaves out where one rule sets another aside and it can have no effect: they cannot apply together; or whenever the
/// one applies so does a third that nothing sets aside, and that sets the other one aside.
///
/// The same holds of the other way round: what is set aside anyway sets nothing aside.
pub(super) fn without_needless(rules: &mut BTreeMap<Id, Rule>) {
    let known = rules.clone();
    let bare: BTreeMap<&Id, Criterion> = known
        .iter()
        .map(|(name, rule)| (name, bare(&rule.when)))
        .collect();
    let never_set_aside = |name: &Id| !known.values().any(|rule| rule.overrides.contains(name));
    let whenever = |one: &Id, third: &Id| {
        let (Some(first), Some(second)) = (known.get(one), known.get(third)) else {
            return false;
        };
        let dates = second.from.is_none() && second.until.is_none();
        let dates = dates || (first.from == second.from && first.until == second.until);
        let phases = second.phases.is_empty() || first.phases == second.phases;
        let criteria = bare.get(one).zip(bare.get(third));
        dates && phases && criteria.is_some_and(|(first, second)| implies(first, second))
    };
    let is_needless = |one: &Id, other: &Id| {
        let criteria = bare.get(one).zip(bare.get(other));
        let apart = criteria
            .is_some_and(|(first, second)| excludes(first, second) || excludes(second, first));
        let by_a_third = |one: &Id, other: &Id| {
            known.iter().any(|(third, rule)| {
                third != one
                    && rule.overrides.contains(other)
                    && never_set_aside(third)
                    && whenever(one, third)
            })
        };
        apart || by_a_third(one, other) || by_a_third(other, one)
    };
    for (name, rule) in rules {
        rule.overrides.retain(|other| !is_needless(name, other));
    }
}

/// A criterion without the names and citations in it.
fn bare(criterion: &Criterion) -> Criterion {
    let all = |of: &[Criterion]| of.iter().map(bare).collect();
    Criterion::new(match &criterion.test {
        Test::All(of) => Test::All(all(of)),
        Test::Any(of) => Test::Any(all(of)),
        Test::None(of) => Test::None(all(of)),
        Test::AtLeast { count, of } => Test::AtLeast {
            count: *count,
            of: all(of),
        },
        Test::ByReading { reading, of } => Test::ByReading {
            reading: reading.clone(),
            of: of
                .iter()
                .map(|(name, criterion)| (name.clone(), bare(criterion)))
                .collect(),
        },
        test => test.clone(),
    })
}

/// Whether, as far as can be seen by how they are put together, a criterion is met wherever another is.
fn implies(one: &Criterion, other: &Criterion) -> bool {
    one == other
        || match (&one.test, &other.test) {
            (_, Test::All(of)) => of.iter().all(|part| implies(one, part)),
            (Test::Any(of), _) => of.iter().all(|part| implies(part, other)),
            (_, Test::Any(parts)) if parts.iter().any(|part| implies(one, part)) => true,
            (Test::All(of), _) => of.iter().any(|part| implies(part, other)),
            _ => false,
        }
}

/// Whether a criterion demands that something fails which another one demands.
fn excludes(one: &Criterion, other: &Criterion) -> bool {
    match &one.test {
        Test::None(of) => of.iter().any(|part| implies(other, part)),
        Test::All(of) => of.iter().any(|part| excludes(part, other)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use coverdict_model::{criterion::Comparison, position::Holding, source::Cite};

    use super::*;

    fn id(name: &str) -> Id {
        Id::new(name).unwrap()
    }

    fn fact(name: &str) -> Criterion {
        Criterion::new(Test::Fact {
            fact: id(name),
            comparison: Comparison::IsTrue(true),
        })
    }

    fn all(of: &[&str]) -> Criterion {
        Criterion::new(Test::All(of.iter().map(|name| fact(name)).collect()))
    }

    fn rule(when: Criterion, overrides: &[&str]) -> Rule {
        Rule {
            when,
            holding: Holding::LeftToDiscretion,
            label: None,
            cite: Cite::default(),
            from: None,
            until: None,
            phases: Default::default(),
            overrides: overrides.iter().map(|name| id(name)).collect(),
        }
    }

    fn left(rules: [(&str, Rule); 3]) -> Vec<String> {
        let mut rules: BTreeMap<Id, Rule> = rules.map(|(name, rule)| (id(name), rule)).into();
        without_needless(&mut rules);
        let left = rules.iter().flat_map(|(name, rule)| {
            rule.overrides
                .iter()
                .map(move |other| format!("{name} {other}"))
        });
        left.collect()
    }

    #[test]
    fn what_a_wider_rule_sets_aside_the_narrower_one_need_not() {
        let wide = rule(all(&["a"]), &["refusal"]);
        let narrow = rule(all(&["a", "b"]), &["refusal"]);
        let refusal = rule(fact("c"), &[]);
        let rules = [("narrow", narrow), ("refusal", refusal), ("wide", wide)];
        assert_eq!(left(rules), ["wide refusal"]);
    }

    #[test]
    fn what_is_set_aside_anyway_sets_nothing_aside() {
        let wide = rule(all(&["a"]), &["refusal"]);
        let narrow = rule(all(&["a", "b"]), &[]);
        let refusal = rule(fact("c"), &["narrow"]);
        let rules = [("narrow", narrow), ("refusal", refusal), ("wide", wide)];
        assert_eq!(left(rules), ["wide refusal"]);
    }

    #[test]
    fn a_rule_that_can_be_set_aside_itself_stands_for_no_other() {
        let wide = rule(all(&["a"]), &["refusal"]);
        let narrow = rule(all(&["a", "b"]), &["refusal", "wide"]);
        let refusal = rule(fact("c"), &[]);
        let rules = [("narrow", narrow), ("refusal", refusal), ("wide", wide)];
        assert_eq!(
            left(rules),
            ["narrow refusal", "narrow wide", "wide refusal"]
        );
    }

    #[test]
    fn rules_that_cannot_apply_together_do_not_set_each_other_aside() {
        let other = rule(
            Criterion::new(Test::None(vec![all(&["a", "b"])])),
            &["covered"],
        );
        let covered = rule(all(&["b", "a", "c"]), &[]);
        let near = rule(all(&["a", "c"]), &["covered"]);
        let rules = [("covered", covered), ("near", near), ("other", other)];
        assert_eq!(left(rules), ["near covered"]);
    }
}
