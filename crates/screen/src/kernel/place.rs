//! The editions that speak on a line, each on its step.

use super::{
    conditions::{FALSE, UNKNOWN},
    evaluate::Line,
    index::{Certainty, Index, NO_ENTRY, Span},
    scope::Scope,
    walk::{Placed, Stop},
};
use crate::encode::{Column, UNSAID};

/// Appends the entries that speak on a line near these spans, of which editions published after a day are
/// late.
pub(super) fn place(
    index: &Index<'_>,
    scope: &Scope,
    spans: &[Span],
    before: i32,
    line: Line<'_, '_>,
    placed: &mut Vec<Placed>,
) -> Result<(), Stop> {
    let start = placed.len();
    let cell = |slot: u32| match line.lines.columns.get(slot as usize) {
        Some(Column::Scalar(values)) => values.get(line.row).copied().unwrap_or(UNSAID),
        _ => UNSAID,
    };
    let mut found = |span: &Span| {
        if span.standing == Certainty::Open || span.published > before {
            // It matters only to whom some edition of the source applies.
            return concerns_nobody(index, scope, span, line).then_some(());
        }
        let tested = match span.test.is_none() {
            true => true,
            false => match cell(u32::from(span.test.slot)) {
                cell if cell >= u64::BITS => false,
                cell if span.test.cells >> cell & 1 == 0 => return Some(()),
                _ => true,
            },
        };
        let entry = span.entry;
        let (true, Some((place, step))) = (entry != NO_ENTRY, scope.step_of(span.kind)) else {
            return Some(());
        };
        if !index.entries.all.get(entry as usize)?.may_speak {
            return Some(());
        }
        if !tested || step.binding_stated || span.standing != Certainty::Whole {
            let details = index.entries.details.get(entry as usize)?;
            let applies = match step.binding_stated {
                true => details.applies_stated,
                false => details.applies,
            };
            match line.truth(applies) {
                FALSE => return Some(()),
                UNKNOWN => return None,
                _ => {}
            }
        }
        placed.push((place, entry));
        Some(())
    };
    for span in spans {
        found(span).ok_or(Stop::Beyond)?;
    }
    placed.get_mut(start..).unwrap_or_default().sort_unstable();
    Ok(())
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
