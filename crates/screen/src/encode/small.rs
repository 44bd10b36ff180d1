//! The cells of numbers.

use arrow_buffer::NullBuffer;
use rustc_hash::FxHashMap;

use super::ODD;
use crate::texts::unsay;

/// Remembers the cells of numbers, those of small ones by place.
#[derive(Debug, Clone, Default)]
pub(super) struct Small {
    /// [`ODD`] where nothing is remembered.
    small: Vec<u32>,
    others: FxHashMap<i64, u32>,
}

impl Small {
    /// How many numbers are remembered by place: all days till the middle of the next century.
    const MOST: usize = 1 << 16;

    /// Appends the cell of every number, made when it is new, and another one for null. What is odd is
    /// looked at each time.
    pub(super) fn append<N: Copy + Into<i64>>(
        &mut self,
        numbers: &[N],
        nulls: Option<&NullBuffer>,
        null: u32,
        make: &mut dyn FnMut(i64) -> u32,
        out: &mut Vec<u32>,
    ) {
        let start = out.len();
        let known = self.small.as_slice();
        out.extend(numbers.iter().map(|number| {
            // A negative number is no place.
            let place = (*number).into().cast_unsigned();
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            known.get(place).copied().unwrap_or(ODD)
        }));
        let found = out.get_mut(start..).unwrap_or_default();
        if found.contains(&ODD) {
            for (row, (cell, number)) in found.iter_mut().zip(numbers).enumerate() {
                // What stands in the place of a null is any number.
                if *cell == ODD && nulls.is_none_or(|nulls| nulls.is_valid(row)) {
                    *cell = self.look((*number).into(), make);
                }
            }
        }
        unsay(out, start, nulls, null);
    }

    fn look(&mut self, number: i64, make: &mut dyn FnMut(i64) -> u32) -> u32 {
        let place = usize::try_from(number).ok();
        match place.filter(|place| *place < Self::MOST) {
            Some(place) => {
                if self.small.len() <= place {
                    self.small.resize(place + 1, ODD);
                }
                let Some(known) = self.small.get_mut(place) else {
                    return ODD;
                };
                if *known == ODD {
                    *known = make(number);
                }
                *known
            }
            None => {
                if self.others.len() >= Self::MOST {
                    self.others.clear();
                }
                *self.others.entry(number).or_insert_with(|| make(number))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_at_once_and_what_is_odd_each_time() {
        let mut small = Small::default();
        let mut looked = Vec::new();
        let mut make = |number: i64| {
            looked.push(number);
            match number {
                7 => ODD,
                _ => u32::try_from(number.rem_euclid(100)).unwrap(),
            }
        };
        let nulls = NullBuffer::from(vec![true, false, true, true, true, true, true]);
        let numbers = [3_i64, 9, 3, -1, 1 << 40, 7, 65_536];
        let mut out = vec![99];
        for _ in 0..2 {
            small.append(&numbers, Some(&nulls), 50, &mut make, &mut out);
        }
        small.append(&[5_i32, 3], None, 50, &mut make, &mut out);
        let once = [3, 50, 3, 99, 76, ODD, 36];
        assert_eq!(out, [&[99], once.as_slice(), &once, &[5, 3]].concat());
        assert_eq!(looked, [3, -1, 1 << 40, 7, 65_536, 7, 5]);
    }
}
