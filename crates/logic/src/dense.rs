//! Keys numbered in the order of their coming, each once.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

/// No number: a slot that is free.
const FREE: u32 = u32::MAX;

/// Keys with their numbers, found by hash.
///
/// The slots hold nothing but numbers, so that they stay small and are cheap to lay out again.
#[derive(Clone, Debug)]
pub(crate) struct Dense<K> {
    keys: Vec<K>,
    /// Numbers by hash, at least half of them free; as many as a power of two.
    slots: Vec<u32>,
}

impl<K: Eq + Hash> Dense<K> {
    /// No keys, with slots for this many, which is a power of two.
    pub(crate) fn new(slots: usize) -> Self {
        Self {
            keys: Vec::with_capacity(slots / 2),
            slots: vec![FREE; slots],
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn key(&self, number: u32) -> Option<&K> {
        self.keys.get(number as usize)
    }

    /// The number of a key.
    pub(crate) fn number(&self, key: &K) -> Option<u32> {
        let number = self.slots.get(self.slot(key)).copied();
        number.filter(|number| *number != FREE)
    }

    /// Numbers a key that has no number yet; none once there is no number left.
    pub(crate) fn add(&mut self, key: K) -> Option<u32> {
        let number = u32::try_from(self.keys.len())
            .ok()
            .filter(|number| *number != FREE)?;
        if self.keys.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(&key);
        *self.slots.get_mut(slot)? = number;
        self.keys.push(key);
        Some(number)
    }

    /// The slot of a key, or the free one where it belongs.
    fn slot(&self, key: &K) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = hash(key) & last;
        // INVARIANT: half of the slots are free, so that the search ends.
        while let Some(number) = self.slots.get(slot)
            && *number != FREE
            && self.key(*number) != Some(key)
        {
            slot = (slot + 1) & last;
        }
        slot
    }

    /// Lays out four times as many slots.
    fn grow(&mut self) {
        let slots = self.slots.len() * 4;
        self.slots.clear();
        self.slots.resize(slots, FREE);
        for (number, key) in (0_u32..).zip(&self.keys) {
            let mut slot = hash(key) & (slots - 1);
            while self.slots.get(slot).is_some_and(|other| *other != FREE) {
                slot = (slot + 1) & (slots - 1);
            }
            if let Some(slot) = self.slots.get_mut(slot) {
                *slot = number;
            }
        }
    }
}

fn hash(key: &impl Hash) -> usize {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish() as usize
}

#[cfg(test)]
mod tests {
    use super::Dense;

    #[test]
    fn keys_keep_their_numbers_while_the_slots_grow() {
        let mut dense = Dense::new(2);
        // Squares, so that many fall on the same slot.
        let key = |number: u32| number * number * 7;
        for number in 0..1000 {
            assert_eq!(dense.number(&key(number)), None);
            assert_eq!(dense.add(key(number)), Some(number));
        }
        for number in 0..1000 {
            assert_eq!(dense.number(&key(number)), Some(number));
            assert_eq!(dense.key(number), Some(&key(number)));
        }
        assert_eq!((dense.len(), dense.key(1000)), (1000, None));
    }
}
