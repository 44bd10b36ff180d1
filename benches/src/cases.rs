//! Generated cases over a generated corpus.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    case::Case,
    corpus::Corpus,
    criterion::{Criterion, Test},
    date::PartialDate,
    id::Id,
    quantity::{Decimal, Quantity},
    source::Edition,
    value::{Reading, Statement, Value},
};

use crate::{
    corpus::{BOOLEANS, MEASUREMENTS, id, unit},
    draw::Draw,
};

/// So many cases, each about a code of one of the policies, with this many of the facts that the
/// policy's rule looks at missing (as many as it has, if fewer).
#[must_use]
pub fn cases(corpus: &Corpus, count: usize, missing: u64, seed: u64) -> Vec<Case> {
    let mut draw = Draw::new(seed);
    let editions: Vec<&Edition> = corpus.editions.values().collect();
    (0..count)
        .filter_map(|number| case(&editions, number, missing, &mut draw))
        .collect()
}

fn case(editions: &[&Edition], number: usize, missing: u64, draw: &mut Draw) -> Option<Case> {
    let edition = editions.get(draw.below(editions.len() as u64) as usize)?;
    let service = edition.services.values().next()?;
    let code = service
        .codes
        .iter()
        .nth(draw.below(service.codes.len() as u64) as usize)?;
    let mut looked_at = BTreeSet::new();
    edition
        .rules
        .values()
        .for_each(|rule| facts(&rule.when, &mut looked_at));
    let mut left_out = BTreeSet::new();
    let looked_at: Vec<&Id> = looked_at.into_iter().collect();
    while (left_out.len() as u64) < missing.min(looked_at.len() as u64) {
        left_out.extend(
            looked_at
                .get(draw.below(looked_at.len() as u64) as usize)
                .copied(),
        );
    }
    let mut said = BTreeMap::new();
    let mut say = |fact: Id, reading: Reading| {
        if !left_out.contains(&fact) {
            said.insert(fact, vec![Statement::from(reading)]);
        }
    };
    let name = |word: &str| Id::new(word).ok();
    let word = |name: Id| Reading::Known(Value::Name(name));
    say(name("payer")?, word(edition.publisher.clone()));
    say(name("plan")?, word(id("plan", draw.below(200))));
    say(name("line-of-business")?, word(name("commercial")?));
    say(name("funding")?, word(name("insured")?));
    say(name("state")?, word(name("CA")?));
    let members = BTreeSet::from([name(code.as_str())?]);
    say(
        name("code")?,
        Reading::Members {
            members,
            complete: true,
        },
    );
    for number in 0..BOOLEANS {
        say(
            id("yes", number),
            Reading::Known(Value::Boolean(draw.chance(60))),
        );
    }
    for number in 0..MEASUREMENTS {
        let value = Decimal::new(draw.below(1000) as i64, 1);
        say(
            id("measure", number),
            Reading::Known(Value::Decimal(Quantity {
                value,
                unit: unit(),
            })),
        );
    }
    let start = edition.effective.earliest();
    let month = 1 + draw.below(12) as i8;
    Some(Case {
        id: id("case", number as u64),
        date_of_service: PartialDate::Month(start.year(), month).earliest(),
        through: None,
        known_as_of: None,
        facts: said,
    })
}

/// The facts that a criterion compares.
fn facts<'c>(criterion: &'c Criterion, found: &mut BTreeSet<&'c Id>) {
    if let Test::Fact { fact, .. } = &criterion.test {
        found.insert(fact);
    }
    criterion.children().for_each(|child| facts(child, found));
}
