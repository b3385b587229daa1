// SPDX-License-Identifier: Apache-2.0
//! The table of the baby steps of Shanks's algorithm, and how large it should be.
//!
//! An entry is eight bytes: half of the key of an element and the number of the step. Different
//! elements can share them, so whatever is found must be checked by computing the power.

use rayon::prelude::*;

/// No table has more entries: two slots of 8 bytes each make 512 MB.
const LARGEST: u128 = 1 << 25;

/// So many keys are computed before they are put into the table.
const WAVE: usize = 1 << 20;

/// How many baby steps make the whole search of `count` logarithms in 0..=`bound` cheapest, if one
/// giant step covers `reach` times as many numbers as there are baby steps.
pub fn best_size(bound: u64, count: usize, reach: u32) -> usize {
    let balanced = (u128::from(bound) * count.max(1) as u128 / u128::from(reach)).isqrt() + 1;
    balanced.min(u128::from(bound) + 1).min(LARGEST) as usize
}

/// Baby steps 0, 1, 2, ... by their keys.
pub struct Table {
    /// Zero if empty, else the upper half of the key, and the number of the step plus one.
    slots: Vec<u64>,
}

impl Table {
    /// A table of `size` steps; `keys(first, count)` gives the keys of `count` steps from `first`.
    pub fn new(size: usize, chunk: usize, keys: impl Fn(usize, usize) -> Vec<u64> + Sync) -> Self {
        let mut table = Self { slots: vec![0; (2 * size).next_power_of_two()] };
        for first in (0..size).step_by(WAVE) {
            let last = size.min(first + WAVE);
            let starts: Vec<usize> = (first..last).step_by(chunk).collect();
            let wave: Vec<Vec<u64>> =
                starts.par_iter().map(|&start| keys(start, chunk.min(last - start))).collect();
            for (step, key) in (first as u64..).zip(wave.into_iter().flatten()) {
                table.insert(key, step);
            }
        }
        table
    }

    fn insert(&mut self, key: u64, step: u64) {
        let mut place = self.home(key);
        while self.slots[place] != 0 {
            place = self.next(place);
        }
        self.slots[place] = (key >> 32 << 32) | (step + 1);
    }

    /// The steps that may have this key.
    pub fn candidates(&self, key: u64) -> impl Iterator<Item = u64> + '_ {
        let mut place = self.home(key);
        std::iter::from_fn(move || {
            let slot = self.slots[place];
            place = self.next(place);
            (slot != 0).then_some(slot)
        })
        .filter(move |slot| slot >> 32 == key >> 32)
        .map(|slot| (slot & 0xffff_ffff) - 1)
    }

    fn home(&self, key: u64) -> usize {
        key as usize & (self.slots.len() - 1)
    }

    fn next(&self, place: usize) -> usize {
        (place + 1) & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_balanced_and_capped() {
        assert_eq!(best_size(0, 1, 2), 1);
        assert_eq!(best_size(1, 1, 2), 1);
        assert_eq!(best_size(3, 100, 1), 4);
        assert_eq!(best_size(1_000_000, 1, 1), 1001);
        assert_eq!(best_size(u64::MAX, 1000, 1) as u128, LARGEST);
    }

    #[test]
    fn every_step_is_found_and_steps_with_one_key_are_all_found() {
        let keys = |first: usize, count: usize| (first..first + count).map(|n| n as u64 / 2).collect();
        let table = Table::new(1000, 7, keys);
        for step in 0..1000u64 {
            assert!(table.candidates(step / 2).any(|found| found == step));
        }
    }
}
