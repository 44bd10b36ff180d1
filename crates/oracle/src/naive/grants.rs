//! What grants have in common, by trying.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use coverdict_model::{
    date::{Date, day_number, from_day_number},
    grant::{Grant, Period},
    id::Id,
    position::Holding,
};

use super::step::Voice;

/// The grants of those on file that support.
pub(crate) fn of(voices: &BTreeSet<Voice>) -> BTreeSet<&Grant> {
    let on_file = voices.iter().filter(|voice| voice.by.is_some());
    on_file
        .filter_map(|voice| match &voice.holding {
            Holding::Supported { grant } => Some(grant),
            _ => None,
        })
        .collect()
}

/// What both of two lists of alternatives grant.
pub(crate) fn in_all(some: &BTreeSet<Grant>, others: &BTreeSet<Grant>) -> BTreeSet<Grant> {
    if some == others {
        return some.clone();
    }
    let mut common = BTreeSet::new();
    for one in some {
        for other in others {
            common.extend(largest_in_both(one, other));
        }
    }
    common
}

/// The grants among these that grant something which no other does.
pub(crate) fn without_narrower(grants: &BTreeSet<Grant>) -> BTreeSet<Grant> {
    let mut left = grants.clone();
    left.retain(|grant| {
        let mut others = grants.iter().filter(|other| *other != grant);
        !others.any(|other| is_within(grant, other))
    });
    left
}

/// Whether the quantity and the period of a grant are within those of another.
pub(crate) fn terms_are_within(grant: &Grant, other: &Grant) -> bool {
    let terms = |grant: &Grant| Grant {
        items: None,
        scopes: None,
        ..grant.clone()
    };
    is_within(&terms(grant), &terms(other))
}

/// Of the grants made of the parts of both, the one within both within which all the others are.
fn largest_in_both(one: &Grant, other: &Grant) -> Option<Grant> {
    let sets = |a: &Option<BTreeSet<Id>>, b: &Option<BTreeSet<Id>>| match (a, b) {
        (Some(a), Some(b)) => Some(a.iter().filter(|name| b.contains(*name)).cloned().collect()),
        (a, b) => a.clone().or_else(|| b.clone()),
    };
    let mut possible = Vec::new();
    for quantity in [&one.quantity, &other.quantity] {
        let mut periods = vec![one.period, other.period];
        if one.period.is_some() && other.period.is_some() {
            periods.extend((1..100).map(|days| Some(Period::Days(days))));
        }
        for period in periods {
            let grant = Grant {
                items: sets(&one.items, &other.items),
                scopes: sets(&one.scopes, &other.scopes),
                quantity: quantity.clone(),
                period,
            };
            let is_empty =
                |names: &Option<BTreeSet<Id>>| names.as_ref().is_some_and(BTreeSet::is_empty);
            if is_within(&grant, one)
                && is_within(&grant, other)
                && !is_empty(&grant.items)
                && !is_empty(&grant.scopes)
            {
                possible.push(grant);
            }
        }
    }
    let is_largest = |grant: &&Grant| possible.iter().all(|other| is_within(other, grant));
    possible.iter().find(is_largest).cloned()
}

fn is_within(grant: &Grant, other: &Grant) -> bool {
    let names = |mine: &Option<BTreeSet<Id>>, theirs: &Option<BTreeSet<Id>>| {
        theirs.as_ref().is_none_or(|theirs| {
            mine.as_ref()
                .is_some_and(|mine| mine.iter().all(|name| theirs.contains(name)))
        })
    };
    let quantity = other.quantity.as_ref().is_none_or(|limit| {
        let mine = grant.quantity.as_ref();
        mine.is_some_and(|mine| mine.count == limit.count && mine.at_most <= limit.at_most)
    });
    let period = other.period.is_none_or(|limit| {
        grant
            .period
            .is_some_and(|mine| always_ends_first(mine, limit))
    });
    names(&grant.items, &other.items) && names(&grant.scopes, &other.scopes) && quantity && period
}

/// Whether a period ends no later than another, from whichever day of four years both begin.
fn always_ends_first(period: Period, other: Period) -> bool {
    thread_local! {
        static TRIED: RefCell<BTreeMap<(Period, Period), bool>> = RefCell::default();
    }
    TRIED.with_borrow_mut(|tried| {
        *tried
            .entry((period, other))
            .or_insert_with(|| on_every_day(period, other))
    })
}

fn on_every_day(period: Period, other: Period) -> bool {
    let first = coverdict_model::date::parse_day("2023-01-01").map(day_number);
    let first = first.unwrap_or_default();
    (0..4 * 366)
        .filter_map(|later| from_day_number(first + later))
        .all(|start| end(start, period) <= end(start, other))
}

/// The day number on which a period is over. A month that lacks the day ends on its last.
fn end(start: Date, period: Period) -> i64 {
    match period {
        Period::Days(days) => day_number(start) + i64::from(days),
        Period::Months(months) => {
            let months = i32::from(start.month()) - 1 + i32::try_from(months).unwrap_or(0);
            let (year, month) = (i32::from(start.year()) + months / 12, months % 12 + 1);
            let day = |day: i8| {
                coverdict_model::date::parse_day(&format!("{year:04}-{month:02}-{day:02}")).ok()
            };
            let day = (1..=start.day()).rev().find_map(day);
            day.map_or(0, day_number)
        }
    }
}
