//! Results of an evaluation, reusable without giving back memory.

use crate::CondId;
use crate::algebra::Pending;

/// The truths of conditions evaluated so far, for one pool, algebra and set of supplied truths.
///
/// [`Self::reset`] forgets them all in constant time and keeps the memory.
#[derive(Clone, Debug)]
pub struct Memo<S> {
    epoch: u32,
    entries: Vec<Entry<S>>,
    pending: Vec<Pending>,
    operands: Vec<S>,
}

#[derive(Clone, Debug)]
struct Entry<S> {
    epoch: u32,
    followed: bool,
    set: Option<S>,
}

impl<S> Memo<S> {
    /// An empty memo.
    #[must_use]
    pub fn new() -> Self {
        Self {
            epoch: 1,
            entries: Vec::new(),
            pending: Vec::new(),
            operands: Vec::new(),
        }
    }

    /// Forgets every result, as is needed before another algebra, case or supplied truth.
    pub fn reset(&mut self) {
        self.epoch = self.epoch.checked_add(1).unwrap_or_else(|| {
            self.entries.clear();
            1
        });
    }

    /// The truth of a condition, if it has been evaluated since the last reset.
    #[must_use]
    pub fn get(&self, condition: CondId) -> Option<&S> {
        self.entries
            .get(condition.index())
            .filter(|entry| entry.epoch == self.epoch)
            .and_then(|entry| entry.set.as_ref())
    }

    pub(crate) fn set(&mut self, condition: CondId, set: S) {
        if let Some(entry) = self.entries.get_mut(condition.index()) {
            *entry = Entry {
                epoch: self.epoch,
                followed: false,
                set: Some(set),
            };
        }
    }

    /// Makes room for a pool of so many conditions.
    pub(crate) fn fit(&mut self, len: usize) {
        if self.entries.len() < len {
            self.entries.resize_with(len, || Entry {
                epoch: 0,
                followed: false,
                set: None,
            });
        }
    }

    /// Marks a known condition as followed; whether it was not followed before.
    pub(crate) fn follow(&mut self, condition: CondId) -> bool {
        let epoch = self.epoch;
        self.entries
            .get_mut(condition.index())
            .filter(|entry| entry.epoch == epoch)
            .is_some_and(|entry| !std::mem::replace(&mut entry.followed, true))
    }

    pub(crate) fn take_pending(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.pending)
    }

    pub(crate) fn return_pending(&mut self, mut pending: Vec<Pending>) {
        pending.clear();
        self.pending = pending;
    }

    pub(crate) fn take_operands(&mut self) -> Vec<S> {
        std::mem::take(&mut self.operands)
    }

    pub(crate) fn return_operands(&mut self, mut operands: Vec<S>) {
        operands.clear();
        self.operands = operands;
    }
}

impl<S> Default for Memo<S> {
    fn default() -> Self {
        Self::new()
    }
}
