//! Slips in criteria.

use std::collections::BTreeSet;

use coverdict_model::{
    criterion::{Comparison, Criterion, Members, Test},
    id::Id,
    value::Value,
};

use super::{Kind, Slip, numbers, with};

/// Every slip in a criterion and those below it. The field is the name or place of the criterion concerned.
pub(super) fn slips(criterion: &Criterion) -> Vec<Slip<Criterion>> {
    below(criterion, "")
}

fn below(criterion: &Criterion, place: &str) -> Vec<Slip<Criterion>> {
    let named = criterion.id.as_ref().map(|id| format!("criterion {id}"));
    let place = named.unwrap_or_else(|| place.to_owned());
    let own = of_test(&criterion.test).into_iter();
    let own = own.map(|slip| slip.within(&place, |test| with(criterion, |it| it.test = test)));
    let mut slips: Vec<Slip<Criterion>> = own.collect();
    for (at, child) in criterion.children().enumerate() {
        let place = match place.is_empty() {
            true => format!("criterion {}", at + 1),
            false => format!("{place}.{}", at + 1),
        };
        for slip in below(child, &place) {
            let mut whole = criterion.clone();
            if let Some(child) = child_mut(&mut whole.test, at) {
                *child = slip.changed;
                slips.push(Slip::new(slip.kind, slip.field, slip.change, whole));
            }
        }
    }
    slips
}

fn child_mut(test: &mut Test, at: usize) -> Option<&mut Criterion> {
    match test {
        Test::All(of) | Test::Any(of) | Test::None(of) | Test::AtLeast { of, .. } => of.get_mut(at),
        Test::ByReading { of, .. } => of.values_mut().nth(at),
        Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => None,
    }
}

fn of_test(test: &Test) -> Vec<Slip<Test>> {
    let group = |change: &str, test: Test| vec![Slip::new(Kind::Group, "", change, test)];
    match test {
        Test::All(of) if of.len() > 1 => group("all -> any", Test::Any(of.clone())),
        Test::Any(of) if of.len() > 1 => group("any -> all", Test::All(of.clone())),
        Test::None(of) => group("none -> any", Test::Any(of.clone())),
        Test::AtLeast { count, of } => {
            let possible = numbers::counts_around(*count).into_iter();
            let possible = possible.filter(|count| (*count as usize) <= of.len());
            let slips = possible.map(|other| {
                let change = format!("at least {count} of -> at least {other} of");
                let test = Test::AtLeast {
                    count: other,
                    of: of.clone(),
                };
                Slip::new(Kind::Threshold, "", change, test)
            });
            slips.collect()
        }
        Test::Fact { fact, comparison } => {
            let slips = of_comparison(comparison).into_iter();
            let slips = slips.map(|slip| {
                slip.within("", |comparison| Test::Fact {
                    fact: fact.clone(),
                    comparison,
                })
            });
            slips.collect()
        }
        Test::All(_)
        | Test::Any(_)
        | Test::ByReading { .. }
        | Test::Service(_)
        | Test::PositionOf { .. } => Vec::new(),
    }
}

/// What is said of a value, and how a comparison with it is put.
type Compare = (&'static str, fn(Value) -> Comparison);

const AT_LEAST: Compare = ("at least", Comparison::AtLeast);
const AT_MOST: Compare = ("at most", Comparison::AtMost);
const ABOVE: Compare = ("above", Comparison::Above);
const BELOW: Compare = ("below", Comparison::Below);

fn of_comparison(comparison: &Comparison) -> Vec<Slip<Comparison>> {
    match comparison {
        Comparison::AtLeast(value) => compared(value, AT_LEAST, ABOVE),
        Comparison::Above(value) => compared(value, ABOVE, AT_LEAST),
        Comparison::AtMost(value) => compared(value, AT_MOST, BELOW),
        Comparison::Below(value) => compared(value, BELOW, AT_MOST),
        Comparison::In(values) if values.len() == 1 => {
            let around = values.iter().flat_map(|value| {
                let next_to = numbers::next_to(value).into_iter();
                next_to.map(move |other| (value, other))
            });
            let slips = around.map(|(value, other)| {
                let change = format!("equals {value} -> equals {other}");
                Slip::new(Kind::Threshold, "", change, Comparison::In([other].into()))
            });
            slips.collect()
        }
        Comparison::In(values) => lost(values, Comparison::In),
        Comparison::AnyIn(Members::Listed(names)) => {
            lost(names, |names| Comparison::AnyIn(Members::Listed(names)))
        }
        Comparison::NoneIn(Members::Listed(names)) => {
            lost(names, |names| Comparison::NoneIn(Members::Listed(names)))
        }
        Comparison::AllIn(Members::Listed(names)) => {
            lost(names, |names| Comparison::AllIn(Members::Listed(names)))
        }
        Comparison::IsTrue(_)
        | Comparison::Is(_)
        | Comparison::AnyIn(Members::ValueSet(_))
        | Comparison::NoneIn(Members::ValueSet(_))
        | Comparison::AllIn(Members::ValueSet(_)) => Vec::new(),
    }
}

fn compared(value: &Value, this: Compare, strict: Compare) -> Vec<Slip<Comparison>> {
    let (word, put) = this;
    let off = numbers::next_to(value).into_iter().map(|other| {
        let change = format!("{word} {value} -> {word} {other}");
        Slip::new(Kind::Threshold, "", change, put(other))
    });
    let (other, put) = strict;
    let change = format!("{word} {value} -> {other} {value}");
    let turned = Slip::new(Kind::Threshold, "", change, put(value.clone()));
    off.chain([turned]).collect()
}

/// Each of several left out.
fn lost<T: Ord + Clone + std::fmt::Display>(
    of: &BTreeSet<T>,
    put: impl Fn(BTreeSet<T>) -> Comparison,
) -> Vec<Slip<Comparison>> {
    let several = of.iter().filter(|_| of.len() > 1);
    let slips = several.map(|one| {
        let rest = with(of, |of| _ = of.remove(one));
        Slip::new(Kind::Word, "", format!("{one} left out"), put(rest))
    });
    slips.collect()
}

/// Each name of a set left out, of whatever kind of slip that is.
pub(super) fn without(kind: Kind, names: &BTreeSet<Id>) -> Vec<Slip<BTreeSet<Id>>> {
    let slips = names.iter().map(|name| {
        let rest = with(names, |names| _ = names.remove(name));
        Slip::new(kind, "", format!("{name} left out"), rest)
    });
    slips.collect()
}
