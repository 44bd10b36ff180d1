//! What stands on some neighbouring lines, found for all of them before any is answered.
//!
//! As where their spans are looked up, every stage is taken for all of them, so that one line's way
//! through memory does not wait for another's.

use std::{hint::black_box, ops};

use super::{Screener, conditions::TRUE, evaluate::Line, nearby::Nearby, place, walk::Placed};
use crate::encode::Lines;

/// What stands on each of some lines.
#[derive(Debug, Default)]
pub(super) struct Standing {
    first: usize,
    /// The scope of each line, none when columns cannot follow it.
    scopes: Vec<Option<u32>>,
    /// The entries of the lines, each with its step, one line after the other.
    placed: Vec<Placed>,
    /// The scope of each line, none when columns cannot follow it, and the end of its entries.
    lines: Vec<(Option<u32>, usize)>,
    /// Where the chains of the entries' first conditions begin.
    chains: Vec<u32>,
}

impl Standing {
    /// The scope of a row and its entries; none when columns cannot follow it.
    #[inline]
    pub(super) fn on(&self, row: usize) -> Option<(u32, &[Placed])> {
        let at = row.checked_sub(self.first)?;
        let start = match at.checked_sub(1) {
            Some(before) => self.lines.get(before)?.1,
            None => 0,
        };
        let (scope, end) = *self.lines.get(at)?;
        Some((scope?, self.placed.get(start..end)?))
    }
}

impl Screener<'_> {
    /// Finds what stands on rows whose spans were looked up.
    pub(super) fn stand(
        &mut self,
        lines: &Lines,
        nearby: &Nearby,
        rows: ops::Range<usize>,
        standing: &mut Standing,
    ) {
        standing.first = rows.start;
        standing.placed.clear();
        standing.lines.clear();
        standing.scopes.clear();
        let scopes = rows.clone().map(|row| self.scope(lines, nearby, row));
        standing.scopes.extend(scopes);
        black_box(nearby.touch(&self.kernel.index));
        for (row, scope) in rows.zip(&standing.scopes) {
            let start = standing.placed.len();
            let placed = &mut standing.placed;
            let scope =
                scope.filter(|scope| self.place(lines, nearby, row, *scope, placed).is_some());
            if scope.is_none() {
                standing.placed.truncate(start);
            }
            standing.lines.push((scope, standing.placed.len()));
        }
        self.touch(standing);
    }

    /// Reads the beginning of what is evaluated next, so that it is at hand by then.
    fn touch(&self, standing: &mut Standing) {
        let entries = &self.kernel.index.entries;
        let jumps = self.kernel.compiled.jumps();
        let first_rule =
            |(_, entry): &Placed| entries.all.get(*entry as usize).map(|entry| entry.rules.0);
        standing.chains.clear();
        let chains = &mut standing.chains;
        chains.extend(standing.placed.iter().filter_map(first_rule));
        for chain in chains.iter_mut() {
            let rule = entries.rules.get(*chain as usize);
            let condition = rule.and_then(|rule| rule.condition);
            *chain = condition.map_or(0, |condition| condition.chain);
        }
        black_box(jumps.touch(chains));
    }

    /// The scope of a row; none when columns cannot follow it.
    #[inline]
    fn scope(&mut self, lines: &Lines, nearby: &Nearby, row: usize) -> Option<u32> {
        nearby.spans(row)?;
        let kernel = self.kernel;
        let line = Line {
            compiled: &kernel.compiled,
            encoder: &self.encoder,
            lines,
            row,
        };
        self.scopes.of(kernel.program, kernel.known_as_of, line)
    }

    /// Finds the entries that speak on a row of a scope; none when columns cannot follow it.
    fn place(
        &self,
        lines: &Lines,
        nearby: &Nearby,
        row: usize,
        scope: u32,
        placed: &mut Vec<Placed>,
    ) -> Option<()> {
        let kernel = self.kernel;
        let spans = nearby.spans(row)?;
        let day = lines.days.get(row).copied()?;
        let request = lines.requests.get(row).copied()?;
        let line = Line {
            compiled: &kernel.compiled,
            encoder: &self.encoder,
            lines,
            row,
        };
        let scope = self.scopes.get(scope)?;
        if !scope.is_plain || kernel.mapped.iter().any(|slot| line.says(*slot)) {
            return None;
        }
        let mut constraints = kernel.constraints.iter();
        if constraints.any(|constraint| line.truth(*constraint) != TRUE) {
            return None;
        }
        let before = request.min(day);
        place::place(&kernel.index, scope, spans, before, line, placed).ok()
    }
}
