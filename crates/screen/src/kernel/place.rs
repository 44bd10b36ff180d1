//! The editions that speak on a line, each on its step.

use smallvec::SmallVec;

use super::{
    conditions::{FALSE, UNKNOWN},
    evaluate::Line,
    index::{Index, Span},
    scope::Scope,
    walk::{Placed, Stop},
};
use crate::encode::{Column, UNSAID};

/// Finds the entries that speak on a line with this code and day, of which editions published after
/// the second day are late.
pub(super) fn place(
    index: &Index<'_>,
    scope: &Scope,
    code: u32,
    (day, before): (i32, i32),
    line: Line<'_, '_>,
    placed: &mut SmallVec<[Placed; 8]>,
) -> Result<(), Stop> {
    let cell = |slot: u32| match line.lines.columns.get(slot as usize) {
        Some(Column::Scalar(values)) => values.get(line.row).copied().unwrap_or(UNSAID),
        _ => UNSAID,
    };
    let found = |span: &Span| {
        if day < span.first || day >= span.end {
            return Some(());
        }
        if span.is_open || span.published > before {
            // It matters only to whom some edition of the source applies.
            return concerns_nobody(index, scope, span, line).then_some(());
        }
        let (Some(entry), Some((place, step))) = (span.entry, scope.step_of(span.kind)) else {
            return Some(());
        };
        for test in &span.tests {
            let cell = cell(test.slot);
            if cell < u64::BITS && test.cells >> cell & 1 == 0 {
                return Some(());
            }
        }
        let is_certain = span.is_tested
            && !step.binding_stated
            && span.tests.iter().all(|test| cell(test.slot) < u64::BITS);
        if !is_certain || !may_speak(index, entry) {
            let details = index.entries.details.get(entry as usize)?;
            let applies = match step.binding_stated {
                true => details.applies_stated,
                false => details.applies,
            };
            match line.truth(applies) {
                _ if !details.may_speak => return Some(()),
                FALSE => return Some(()),
                UNKNOWN => return None,
                _ => {}
            }
        }
        placed.push((place, entry));
        Some(())
    };
    index.spans(code, cell, found).ok_or(Stop::Beyond)?;
    placed.sort_unstable_by_key(|(_, entry)| *entry);
    Ok(())
}

fn may_speak(index: &Index<'_>, entry: u32) -> bool {
    let entry = index.entries.all.get(entry as usize);
    entry.is_some_and(|entry| entry.may_speak)
}

/// Whether no edition of a source that lists the code applies to the line.
fn concerns_nobody(index: &Index<'_>, scope: &Scope, span: &Span, line: Line<'_, '_>) -> bool {
    if scope.step_of(span.kind).is_none() {
        return true;
    }
    let listing = index.listings.get(span.listing as usize);
    let entries = listing.into_iter().flatten();
    let details = entries.map(|entry| index.entries.details.get(*entry as usize));
    details
        .into_iter()
        .all(|details| details.is_some_and(|details| line.truth(details.applies) == FALSE))
}
