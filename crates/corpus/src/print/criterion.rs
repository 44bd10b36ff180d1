//! Criteria.

use coverdict_model::criterion::{Comparison, Criterion, Members, Test};

use super::common::{Entries, cite, named, raw, text, texts, value};
use crate::yaml::Doc;

/// A criterion.
pub(super) fn criterion(one: &Criterion) -> Doc {
    Entries::new()
        .maybe("id", one.id.as_ref().map(text))
        .extended(test(&one.test))
        .maybe("cite", one.cite.as_ref().map(cite))
        .doc()
}

fn test(test: &Test) -> Entries {
    let group = |of: &[Criterion]| Doc::List(of.iter().map(criterion).collect());
    let entries = Entries::new();
    match test {
        Test::All(of) => entries.with("all", group(of)),
        Test::Any(of) => entries.with("any", group(of)),
        Test::None(of) => entries.with("none", group(of)),
        Test::AtLeast { count, of } => {
            let doc = Entries::new()
                .with("count", raw(count))
                .with("of", group(of));
            entries.with("at-least", doc.doc())
        }
        Test::ByReading { reading, of } => {
            let doc = Entries::new()
                .with("reading", text(reading))
                .with("of", named(of, criterion));
            entries.with("by-reading", doc.doc())
        }
        Test::Service(name) => entries.with("service", text(name)),
        Test::Fact { fact, comparison } => {
            let (key, operand) = compared(comparison);
            entries.with("fact", text(fact)).with(key, operand)
        }
        Test::PositionOf { source, basis } => {
            let doc = Entries::new()
                .with("source", text(source))
                .maybe("basis", basis.as_ref().map(text));
            entries.with("position-of", doc.doc())
        }
    }
}

fn compared(comparison: &Comparison) -> (&'static str, Doc) {
    match comparison {
        Comparison::IsTrue(truth) => ("is", raw(truth)),
        Comparison::Is(state) => ("is", text(state)),
        Comparison::AtLeast(bound) => ("at-least", value(bound)),
        Comparison::AtMost(bound) => ("at-most", value(bound)),
        Comparison::Above(bound) => ("above", value(bound)),
        Comparison::Below(bound) => ("below", value(bound)),
        Comparison::In(values) => match values.iter().collect::<Vec<_>>().as_slice() {
            [one] => ("equals", value(one)),
            all => ("in", Doc::List(all.iter().copied().map(value).collect())),
        },
        Comparison::AnyIn(list) => ("any-in", members(list)),
        Comparison::NoneIn(list) => ("none-in", members(list)),
        Comparison::AllIn(list) => ("all-in", members(list)),
    }
}

fn members(members: &Members) -> Doc {
    match members {
        Members::ValueSet(name) => Entries::new().with("value-set", text(name)).doc(),
        Members::Listed(names) => texts(names),
    }
}
