// SPDX-License-Identifier: Apache-2.0
//! Discrete logarithms in an interval, by baby steps and giant steps. All of this module is
//! variable time and for public numbers.

use rayon::prelude::*;
use rug::Integer;

use super::element::Element;
use super::parameters::Parameters;
use crate::dlog::{Table, best_size};
use crate::error::LogarithmError;

/// So many steps are a thread's task: its first costs a whole power.
const TASK: usize = 1024;

/// All words of a number mixed into one: small powers of a small g are zero in most of theirs.
fn key(value: &Integer) -> u64 {
    let mix = |key: u64, &word: &u64| (key ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    value.as_limbs().iter().fold(0, mix)
}

/// The keys of `count` numbers `first`, `first * step`, ...
fn keys(group: &Parameters, first: Integer, step: &Integer, count: usize) -> Vec<u64> {
    let next = |power: &Integer| Some(Integer::from(power * step) % &group.p);
    std::iter::successors(Some(first), next).take(count).map(|power| key(&power)).collect()
}

fn power_of_g(group: &Parameters, exponent: u64) -> Integer {
    group.power_vartime_public(&group.g, &exponent.into())
}

/// See [`crate::Group::logarithms_vartime_public`].
pub(super) fn logarithms_vartime_public(
    group: &Parameters,
    elements: &[&Element],
    bound: u64,
) -> Result<Vec<u64>, LogarithmError> {
    let size = best_size(bound, elements.len(), 1);
    let table =
        Table::new(size, TASK, |first, count| keys(group, power_of_g(group, first as u64), &group.g, count));
    let search = Search { group, table, width: size as u64, bound };
    let found: Vec<Option<u64>> =
        elements.par_iter().map(|element| search.logarithm(element.value())).collect();
    let place = |(position, x): (usize, Option<u64>)| x.ok_or(LogarithmError { position, bound });
    found.into_iter().enumerate().map(place).collect()
}

struct Search<'a> {
    group: &'a Parameters,
    /// The powers 0..width of g.
    table: Table,
    width: u64,
    bound: u64,
}

impl Search<'_> {
    fn logarithm(&self, value: &Integer) -> Option<u64> {
        let giant = self.group.inverse_vartime_public(&power_of_g(self.group, self.width));
        let jumps = self.bound / self.width + 1;
        (0..jumps.div_ceil(TASK as u64)).into_par_iter().find_map_any(|task| {
            let first = task * TASK as u64;
            let count = (jumps - first).min(TASK as u64) as usize;
            let start = value * self.group.power_vartime_public(&giant, &first.into()) % &self.group.p;
            let keys = keys(self.group, start, &giant, count);
            (first..).zip(keys).find_map(|(jump, key)| self.check(value, jump * self.width, key))
        })
    }

    fn check(&self, value: &Integer, start: u64, key: u64) -> Option<u64> {
        self.table
            .candidates(key)
            .map(|step| start + step)
            .find(|&x| x <= self.bound && power_of_g(self.group, x) == *value)
    }
}
