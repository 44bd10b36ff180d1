//! What a supporting rule supports, and what two grants have in common.

use std::{collections::BTreeSet, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;

/// What a supporting rule supports. A part that is not stated is not limited.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct Grant {
    /// The items supported; none stated: every item.
    pub items: Option<BTreeSet<Id>>,
    /// The parts of the scope supported, such as `sleep`; none stated: the whole scope.
    pub scopes: Option<BTreeSet<Id>>,
    /// The quantity supported.
    pub quantity: Option<QuantityLimit>,
    /// How long the support runs.
    pub period: Option<Period>,
}

/// A limit on a count that the fact catalogue derives.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub struct QuantityLimit {
    /// The integer fact that it limits.
    pub count: Id,
    /// The greatest value that is within the grant.
    pub at_most: i64,
}

/// A length of time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// So many days.
    Days(u32),
    /// So many calendar months.
    Months(u32),
}

impl Grant {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        *self == Self::default()
    }

    /// Whether all that it supports, another one supports too.
    #[must_use]
    pub fn lies_within(&self, other: &Self) -> bool {
        are_within(self.items.as_ref(), other.items.as_ref())
            && are_within(self.scopes.as_ref(), other.scopes.as_ref())
            && self.terms_lie_within(other)
    }

    /// Whether its quantity and period lie within another's, whatever the items and scope of both.
    #[must_use]
    pub fn terms_lie_within(&self, other: &Self) -> bool {
        is_within(&self.quantity, &other.quantity, QuantityLimit::lies_within)
            && is_within(&self.period, &other.period, |mine, theirs| {
                mine.lies_within(*theirs)
            })
    }

    /// What both support. None where that is nothing, or cannot be said as one grant, as with limits
    /// on two different counts.
    #[must_use]
    pub fn in_common(&self, other: &Self) -> Option<Self> {
        Some(Self {
            items: both(&self.items, &other.items, shared)?,
            scopes: both(&self.scopes, &other.scopes, shared)?,
            quantity: both(&self.quantity, &other.quantity, QuantityLimit::in_common)?,
            period: both(&self.period, &other.period, |mine, theirs| {
                Some(mine.in_common(*theirs))
            })?,
        })
    }
}

/// Of grants, those that lie within no other.
#[must_use]
pub fn widest(grants: &BTreeSet<Grant>) -> BTreeSet<Grant> {
    let is_wider = |grant: &Grant, other: &Grant| grant != other && grant.lies_within(other);
    grants
        .iter()
        .filter(|grant| !grants.iter().any(|other| is_wider(grant, other)))
        .cloned()
        .collect()
}

/// What two lists of alternative grants have in common, as alternatives of which none lies within
/// another.
#[must_use]
pub fn in_common(these: &BTreeSet<Grant>, those: &BTreeSet<Grant>) -> BTreeSet<Grant> {
    let pairs = these
        .iter()
        .flat_map(|this| those.iter().filter_map(|that| this.in_common(that)));
    widest(&pairs.collect())
}

impl QuantityLimit {
    fn lies_within(&self, other: &Self) -> bool {
        self.count == other.count && self.at_most <= other.at_most
    }

    fn in_common(&self, other: &Self) -> Option<Self> {
        (self.count == other.count).then(|| self.min(other).clone())
    }
}

impl Period {
    /// Whether it ends no later than another that begins on the same day, whichever day that is.
    #[must_use]
    pub fn lies_within(self, other: Self) -> bool {
        match (self, other) {
            (Self::Days(mine), Self::Days(theirs)) => mine <= theirs,
            (Self::Months(mine), Self::Months(theirs)) => mine <= theirs,
            (Self::Days(days), Self::Months(months)) => u64::from(days) <= shortest(months),
            (Self::Months(months), Self::Days(days)) => longest(months) <= u64::from(days),
        }
    }

    /// The longest period that lies within both.
    #[must_use]
    pub fn in_common(self, other: Self) -> Self {
        match (self, other) {
            _ if self.lies_within(other) => self,
            _ if other.lies_within(self) => other,
            (Self::Months(months), _) | (_, Self::Months(months)) => {
                Self::Days(u32::try_from(shortest(months)).unwrap_or(u32::MAX))
            }
            // INVARIANT: two numbers of days always lie one within the other.
            (Self::Days(_), Self::Days(_)) => self,
        }
    }
}

/// The fewest days that so many calendar months have.
fn shortest(months: u32) -> u64 {
    const PART: [u64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
    days(months, 365, PART)
}

/// The most days that so many calendar months can have.
fn longest(months: u32) -> u64 {
    const PART: [u64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
    days(months, 366, PART)
}

fn days(months: u32, year: u64, part: [u64; 12]) -> u64 {
    let rest = part.get((months % 12) as usize).copied().unwrap_or(0);
    u64::from(months / 12) * year + rest
}

fn are_within(mine: Option<&BTreeSet<Id>>, theirs: Option<&BTreeSet<Id>>) -> bool {
    match (mine, theirs) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(mine), Some(theirs)) => mine.is_subset(theirs),
    }
}

fn is_within<T>(mine: &Option<T>, theirs: &Option<T>, lies: impl Fn(&T, &T) -> bool) -> bool {
    match (mine, theirs) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(mine), Some(theirs)) => lies(mine, theirs),
    }
}

/// The limit that two limits make together, of which either may be absent; `None` where both cannot
/// be kept with anything left.
fn both<T: Clone>(
    mine: &Option<T>,
    theirs: &Option<T>,
    common: impl Fn(&T, &T) -> Option<T>,
) -> Option<Option<T>> {
    match (mine, theirs) {
        (None, None) => Some(None),
        (Some(one), None) | (None, Some(one)) => Some(Some(one.clone())),
        (Some(mine), Some(theirs)) => common(mine, theirs).map(Some),
    }
}

fn shared(mine: &BTreeSet<Id>, theirs: &BTreeSet<Id>) -> Option<BTreeSet<Id>> {
    let shared: BTreeSet<Id> = mine.intersection(theirs).cloned().collect();
    (!shared.is_empty()).then_some(shared)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(1) => f.write_str("1 day"),
            Self::Days(days) => write!(f, "{days} days"),
            Self::Months(1) => f.write_str("1 month"),
            Self::Months(months) => write!(f, "{months} months"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::{day_number, from_day_number};

    fn ids(names: &[&str]) -> Option<BTreeSet<Id>> {
        Some(names.iter().map(|name| name.parse().unwrap()).collect())
    }

    fn visits(at_most: i64) -> Grant {
        Grant {
            quantity: Some(QuantityLimit {
                count: "visits".parse().unwrap(),
                at_most,
            }),
            ..Grant::default()
        }
    }

    #[test]
    fn the_smaller_limit_is_in_common() {
        assert_eq!(visits(12).in_common(&visits(6)), Some(visits(6)));
        assert_eq!(visits(12).in_common(&Grant::default()), Some(visits(12)));
        let months = |months| Grant {
            period: Some(Period::Months(months)),
            ..Grant::default()
        };
        assert_eq!(months(12).in_common(&months(6)), Some(months(6)));
    }

    #[test]
    fn what_has_no_item_in_common_has_nothing_in_common() {
        let items = |names| Grant {
            items: ids(names),
            ..Grant::default()
        };
        assert_eq!(items(&["a"]).in_common(&items(&["b"])), None);
        assert_eq!(
            items(&["a", "b"]).in_common(&items(&["b", "c"])),
            Some(items(&["b"]))
        );
    }

    #[test]
    fn limits_on_different_counts_make_no_one_grant() {
        let mut sessions = visits(3);
        if let Some(limit) = &mut sessions.quantity {
            limit.count = "sessions".parse().unwrap();
        }
        assert_eq!(visits(3).in_common(&sessions), None);
        assert!(!visits(3).lies_within(&sessions));
    }

    #[test]
    fn alternatives_that_lie_within_others_are_left_out() {
        let these = BTreeSet::from([visits(3), visits(5)]);
        assert_eq!(
            in_common(&these, &BTreeSet::from([Grant::default()])),
            BTreeSet::from([visits(5)])
        );
    }

    /// The days that so many months have, from each day of the years 2000 to 2003 whose day of the
    /// month is the first.
    fn lengths(months: u32) -> Vec<u64> {
        let first = |month: u32| {
            let (year, month) = (2000 + month / 12, month % 12 + 1);
            crate::date::parse_day(&format!("{year}-{month:02}-01")).unwrap()
        };
        (0..48)
            .map(|start| {
                let days = day_number(first(start + months)) - day_number(first(start));
                assert!(from_day_number(day_number(first(start))).is_some());
                u64::try_from(days).unwrap()
            })
            .collect()
    }

    #[test]
    fn months_are_as_short_and_as_long_as_the_calendar_makes_them() {
        for months in 0..12 {
            let lengths = lengths(months);
            assert_eq!(lengths.iter().min(), Some(&shortest(months)), "{months}");
            assert_eq!(lengths.iter().max(), Some(&longest(months)), "{months}");
        }
        for months in 12..60 {
            let lengths = lengths(months);
            assert!(lengths.iter().all(|days| shortest(months) <= *days));
            assert!(lengths.iter().all(|days| longest(months) >= *days));
        }
    }

    #[test]
    fn days_and_months_are_compared_only_where_every_month_agrees() {
        let (days, months) = (Period::Days, Period::Months);
        assert!(days(28).lies_within(months(1)) && !days(29).lies_within(months(1)));
        assert!(months(1).lies_within(days(31)) && !months(1).lies_within(days(30)));
        assert_eq!(days(30).in_common(months(1)), days(28));
        assert_eq!(months(3).in_common(days(365)), months(3));
    }
}
