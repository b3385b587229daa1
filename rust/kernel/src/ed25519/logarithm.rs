// SPDX-License-Identifier: Apache-2.0
//! Discrete logarithms in an interval, by baby steps and giant steps. All of this module is
//! variable time and for public points.
//!
//! A point and its negative have the same y, so a table of 0..T recognizes -T..T: a giant step
//! covers 2T + 1 numbers. Only y is computed of a step, many with one inversion.

use curve25519_dalek::constants::ED25519_BASEPOINT_TABLE;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use rayon::prelude::*;

use super::element::Element;
use crate::dlog::{Table, best_size};
use crate::error::LogarithmError;

/// How many steps share one inversion.
const BATCH: usize = 256;

fn power_of_g(exponent: u64) -> EdwardsPoint {
    ED25519_BASEPOINT_TABLE * &Scalar::from(exponent)
}

/// The keys of `count` points `first`, `first + step`, ...: the low 64 bits of their y.
fn keys(first: EdwardsPoint, step: &EdwardsPoint, count: usize) -> Vec<u64> {
    let points: Vec<EdwardsPoint> =
        std::iter::successors(Some(first), |point| Some(point + step)).take(count).collect();
    let low = |bytes: &[u8; 32]| bytes[..8].iter().rev().fold(0, |n, &byte| n << 8 | u64::from(byte));
    EdwardsPoint::compress_batch_alloc(&points).iter().map(|point| low(point.as_bytes())).collect()
}

/// See [`crate::Group::logarithms_vartime_public`].
pub(super) fn logarithms_vartime_public(
    elements: &[&Element],
    bound: u64,
) -> Result<Vec<u64>, LogarithmError> {
    let size = best_size(bound, elements.len(), 2);
    let g = power_of_g(1);
    let table = Table::new(size, BATCH, |first, count| keys(power_of_g(first as u64), &g, count));
    let search = Search { table, reach: size as u64 - 1, bound };
    let found: Vec<Option<u64>> =
        elements.par_iter().map(|element| search.logarithm(element.point())).collect();
    let place = |(position, x): (usize, Option<u64>)| x.ok_or(LogarithmError { position, bound });
    found.into_iter().enumerate().map(place).collect()
}

struct Search {
    /// The powers 0..=reach of g.
    table: Table,
    reach: u64,
    bound: u64,
}

impl Search {
    fn logarithm(&self, point: &EdwardsPoint) -> Option<u64> {
        // The centres 0, w, 2w, ... with w = 2 reach + 1 reach everything in 0..=bound.
        let width = 2 * self.reach + 1;
        let giant = -power_of_g(width);
        let centres = (self.bound - self.bound.min(self.reach)).div_ceil(width) + 1;
        let batches = centres.div_ceil(BATCH as u64);
        (0..batches).into_par_iter().find_map_any(|batch| {
            let first = batch * BATCH as u64;
            let count = (centres - first).min(BATCH as u64) as usize;
            let start = point - power_of_g(first * width);
            let keys = keys(start, &giant, count);
            (first..).zip(keys).find_map(|(jump, key)| self.check(point, jump * width, key))
        })
    }

    fn check(&self, point: &EdwardsPoint, centre: u64, key: u64) -> Option<u64> {
        self.table
            .candidates(key)
            .flat_map(|step| [centre.checked_add(step), centre.checked_sub(step)])
            .flatten()
            .find(|&x| x <= self.bound && power_of_g(x) == *point)
    }
}
