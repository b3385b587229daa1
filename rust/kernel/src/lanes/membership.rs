// SPDX-License-Identifier: Apache-2.0
//! Membership in the subgroup, eight elements at a time: the method, and why it is sound, are in
//! [`crate::membership`]. All of this module is variable time and for public data.

use rayon::prelude::*;

use super::products::powers_vartime_public;
use super::{Engine, LANES};
use crate::parallel;

/// Fewer elements are tested faster one by one.
pub const WORTHWHILE: usize = 200;

/// Elements whose subsets stand in one table.
const TEETH: usize = 4;

/// Vectors of random subsets: 128 of them.
const VECTORS: usize = 128 / LANES;

/// Random bytes that choose the subsets of the elements of one table.
const CHOICES: usize = 128 * TEETH / 8;

/// Elements that one thread takes at a time.
const TASK: usize = 256;

/// The place of the first element whose power with `order` is not neutral, if there is one. If it says
/// that there is none, the probability that it is wrong is at most 2^-128; if it names one, it is right.
pub fn first_stranger_vartime_public<E: Engine>(
    engine: &E,
    order: &[u64],
    elements: &[E::Element],
) -> Option<usize>
where
    E::Element: PartialEq,
{
    if elements.len() >= WORTHWHILE
        && let Some(subsets) = random_subsets_vartime_public(engine, elements)
        && first_wrong_vartime_public(engine, order, &subsets).is_none()
    {
        return None;
    }
    first_wrong_vartime_public(engine, order, elements)
}

/// Each element is tested.
fn first_wrong_vartime_public<E: Engine>(engine: &E, order: &[u64], elements: &[E::Element]) -> Option<usize>
where
    E::Element: PartialEq,
{
    let rows: Vec<_> = elements.iter().map(|element| vec![(element, order.to_vec())]).collect();
    let neutral = engine.identity();
    powers_vartime_public(engine, &rows).iter().position(|power| *power != neutral)
}

/// The products of 128 random subsets; none without randomness from the operating system.
fn random_subsets_vartime_public<E: Engine>(engine: &E, elements: &[E::Element]) -> Option<Vec<E::Element>> {
    let mut random = vec![0; CHOICES * elements.len().div_ceil(TEETH)];
    getrandom::fill(&mut random).ok()?;
    let tasks = elements.par_chunks(TASK).zip(random.par_chunks(CHOICES * TASK / TEETH));
    let parts: Vec<Vec<E::Vector>> = parallel::run(|| {
        tasks.map(|(elements, random)| task_vartime_public(engine, elements, random)).collect()
    });
    let mut sums = vec![engine.neutral(); VECTORS];
    for part in parts {
        for (sum, part) in sums.iter_mut().zip(part) {
            engine.multiply(sum, &engine.entries(&part).each_ref());
        }
    }
    Some(engine.collect(&sums))
}

/// In lane l of vector v the product of this task's part of subset 8 v + l.
fn task_vartime_public<E: Engine>(engine: &E, elements: &[E::Element], random: &[u8]) -> Vec<E::Vector> {
    let mut sums = vec![engine.neutral(); VECTORS];
    let tables = elements.chunks(TEETH * LANES).flat_map(|chunk| subset_tables(engine, chunk));
    for (table, choices) in tables.zip(random.chunks(CHOICES)) {
        for (sum, choices) in sums.iter_mut().zip(choices.chunks(CHOICES / VECTORS)) {
            let digit = |lane: usize| usize::from(choices[lane / 2] >> (4 * (lane % 2)) & 15);
            engine.multiply(sum, &std::array::from_fn(|lane| &table[digit(lane)]));
        }
    }
    sums
}

/// For each four of up to 32 elements the products of their subsets.
fn subset_tables<E: Engine>(engine: &E, elements: &[E::Element]) -> Vec<Vec<E::Entry>> {
    let fours = elements.chunks(TEETH);
    let mut vectors = vec![engine.neutral()];
    for tooth in 0..TEETH {
        let neutral = engine.identity();
        let own: Vec<&E::Element> = fours.clone().map(|four| four.get(tooth).unwrap_or(&neutral)).collect();
        let entries = engine.entries(&engine.spread(&own));
        for digit in 0..vectors.len() {
            let mut vector = vectors[digit].clone();
            engine.multiply(&mut vector, &entries.each_ref());
            vectors.push(vector);
        }
    }
    let mut tables: Vec<Vec<E::Entry>> = vec![Vec::with_capacity(vectors.len()); fours.len()];
    for vector in &vectors {
        for (table, entry) in tables.iter_mut().zip(engine.entries(vector)) {
            table.push(entry);
        }
    }
    tables
}
