//! Slips in what editions are read by: profiles, value sets, mappings and the fact catalogue.

use std::collections::BTreeMap;

use coverdict_model::{
    corpus::{CodeMapping, Patterns},
    fact::{Catalogue, Derivation, Fact, Window},
    id::Id,
    profile::{Binding, Profile, Step},
};

use super::{Kind, Slip, criteria, numbers, with};

/// Every slip in a precedence profile.
pub(super) fn of_profile(profile: &Profile) -> Vec<Slip<Profile>> {
    let served = criteria::without(Kind::Applies, &profile.lines_of_business).into_iter();
    let mut slips: Vec<Slip<Profile>> = served
        .map(|slip| {
            slip.within("lines of business", |lines| {
                with(profile, |it| it.lines_of_business = lines)
            })
        })
        .collect();
    for pair in profile.steps.windows(2) {
        let [first, second] = pair else { continue };
        let change = format!("{} before {}", second.id, first.id);
        let at = profile.steps.iter().position(|step| step == first);
        let swapped = with(profile, |it| {
            at.into_iter().for_each(|at| it.steps.swap(at, at + 1));
        });
        slips.push(Slip::new(Kind::Precedence, "steps", change, swapped));
    }
    for (at, step) in profile.steps.iter().enumerate() {
        let place = format!("step {}", step.id);
        for slip in of_step(step) {
            slips.push(slip.within(&place, |step| {
                with(profile, |it| {
                    it.steps
                        .get_mut(at)
                        .into_iter()
                        .for_each(|it| *it = step.clone());
                })
            }));
        }
        let lost = with(profile, |it| _ = it.steps.remove(at));
        slips.push(Slip::new(Kind::Precedence, place, "left out", lost));
    }
    slips
}

fn of_step(step: &Step) -> Vec<Slip<Step>> {
    let other = match step.binding {
        Binding::AsApplied => Binding::Stated,
        Binding::Stated => Binding::AsApplied,
    };
    let change = format!("{} -> {other}", step.binding);
    let bound = with(step, |it| it.binding = other);
    let mut slips = vec![Slip::new(Kind::Precedence, "binding", change, bound)];
    if let Some(when) = &step.when {
        let lost = with(step, |it| it.when = None);
        slips.push(Slip::new(Kind::Precedence, "when", "left out", lost));
        let found = criteria::slips(when).into_iter();
        slips.extend(
            found.map(|slip| slip.within("", |when| with(step, |it| it.when = Some(when)))),
        );
    }
    slips
}

/// Every code left out.
pub(super) fn of_patterns(patterns: &Patterns) -> Vec<Slip<Patterns>> {
    let members = criteria::without(Kind::Code, &patterns.members).into_iter();
    let members =
        members.map(|slip| slip.within("", |members| with(patterns, |it| it.members = members)));
    let prefixes = criteria::without(Kind::Code, &patterns.prefixes).into_iter();
    let prefixes = prefixes.map(|slip| {
        slip.within("what begins so", |prefixes| {
            with(patterns, |it| it.prefixes = prefixes)
        })
    });
    members.chain(prefixes).collect()
}

/// Every slip in a mapping.
pub(super) fn of_mapping(mapping: &CodeMapping) -> Vec<Slip<CodeMapping>> {
    let to = mapping.to.iter().flat_map(|(name, codes)| {
        let found = of_patterns(codes).into_iter();
        found.map(move |slip| {
            slip.within(&format!("to {name}"), |codes| {
                with(mapping, |it| _ = it.to.insert(name.clone(), codes))
            })
        })
    });
    let to_none = of_patterns(&mapping.to_none).into_iter();
    let to_none =
        to_none.map(|slip| slip.within("none", |codes| with(mapping, |it| it.to_none = codes)));
    to.chain(to_none).collect()
}

/// Every slip in the declarations of facts and in what holds between them.
pub(super) fn of_catalogue(catalogue: &Catalogue) -> Vec<Slip<Catalogue>> {
    let facts = in_map(&catalogue.facts, "fact", of_fact).into_iter();
    let facts = facts.map(|slip| slip.within("", |facts| with(catalogue, |it| it.facts = facts)));
    let constraints = in_map(&catalogue.constraints, "constraint", criteria::slips).into_iter();
    let constraints = constraints.map(|slip| {
        slip.within("", |constraints| {
            with(catalogue, |it| it.constraints = constraints)
        })
    });
    facts.chain(constraints).collect()
}

fn of_fact(fact: &Fact) -> Vec<Slip<Fact>> {
    let mut slips = Vec::new();
    if let Some(days) = fact.look_back {
        for other in numbers::counts_around(days) {
            let change = format!("{days} days -> {other}");
            let changed = with(fact, |it| it.look_back = Some(other));
            slips.push(Slip::new(Kind::Threshold, "look-back", change, changed));
        }
    }
    if let Some(Derivation::Count {
        window,
        includes_request,
        ..
    }) = &fact.derived
    {
        let (days, put): (Option<u32>, fn(u32) -> Window) = match window {
            Window::DaysUpTo(days) => (Some(*days), Window::DaysUpTo),
            Window::DaysFrom(days) => (Some(*days), Window::DaysFrom),
            Window::CalendarYear | Window::RollingYear | Window::Ever => (None, Window::DaysFrom),
        };
        if let Some(days) = days {
            for other in numbers::counts_around(days) {
                let change = format!("{days} days -> {other}");
                let changed = counted(fact, |window, _| *window = put(other));
                slips.push(Slip::new(Kind::Threshold, "window", change, changed));
            }
        }
        let change = format!("{includes_request} -> {}", !includes_request);
        let changed = counted(fact, |_, includes| *includes = !*includes);
        slips.push(Slip::new(
            Kind::Threshold,
            "includes-request",
            change,
            changed,
        ));
    }
    slips
}

fn counted(fact: &Fact, change: impl FnOnce(&mut Window, &mut bool)) -> Fact {
    with(fact, |fact| {
        if let Some(Derivation::Count {
            window,
            includes_request,
            ..
        }) = &mut fact.derived
        {
            change(window, includes_request);
        }
    })
}

/// For each name of a map the slips in its value, in the map.
fn in_map<V: Clone>(
    map: &BTreeMap<Id, V>,
    place: &str,
    slips: impl Fn(&V) -> Vec<Slip<V>>,
) -> Vec<Slip<BTreeMap<Id, V>>> {
    let of_all = map.iter().flat_map(|(name, value)| {
        let place = format!("{place} {name}");
        let found = slips(value).into_iter();
        found.map(move |slip| {
            slip.within(&place, |value| {
                with(map, |map| _ = map.insert(name.clone(), value))
            })
        })
    });
    of_all.collect()
}
