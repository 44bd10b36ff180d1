//! Lines on which one entry alone stands: most of those that any source concerns.
//!
//! What is found on them hangs on the scope, the entry, and which of its conditions hold. Once a walk
//! has told what, the next line needs none.

use super::{
    conditions::{FALSE, Place, TRUE},
    entries::{Entries, EntryId, Holds},
    evaluate::Line,
    walk::Stop,
};

/// A scope, an entry, and a bit for each of its conditions that holds.
pub(super) type Alone = (u32, EntryId, u32);

/// The most rules that are told apart, of two bits each.
const MOST_RULES: usize = 16;

/// What the finding on a line hangs on.
///
/// # Errors
/// Where a condition is unknown, or there are too many.
pub(super) fn alone(
    scope: u32,
    entry: EntryId,
    entries: &Entries<'_>,
    day: i32,
    line: Line<'_, '_>,
) -> Result<Alone, Stop> {
    let rules = entries.rules(entry);
    if rules.len() > MOST_RULES {
        return Err(Stop::Beyond);
    }
    let mut bits = 0;
    let mut none_applies = true;
    for rule in rules {
        none_applies |= rule.is_first;
        let applies = match rule.condition {
            None => none_applies,
            Some(_) if day < rule.from || day >= rule.until => false,
            Some(condition) => is_true(line, condition)?,
        };
        none_applies &= !applies;
        let is_within = match rule.holds {
            Holds::Supports {
                covers: true,
                within,
            } if applies => is_true(line, within)?,
            _ => false,
        };
        bits = bits << 2 | u32::from(applies) << 1 | u32::from(is_within);
    }
    Ok((scope, entry, bits))
}

fn is_true(line: Line<'_, '_>, condition: Place) -> Result<bool, Stop> {
    match line.truth(condition) {
        TRUE => Ok(true),
        FALSE => Ok(false),
        _ => Err(Stop::Unknown),
    }
}
