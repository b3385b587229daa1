// SPDX-License-Identifier: Apache-2.0
//! Products of powers, with public exponents in variable time and with secret ones in constant time.

#[cfg(target_arch = "x86_64")]
use std::sync::OnceLock;

use curve25519_dalek::edwards::{EdwardsBasepointTable, EdwardsPoint, VartimeEdwardsPrecomputation};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{
    BasepointTable, Identity, MultiscalarMul, VartimeMultiscalarMul, VartimePrecomputedMultiscalarMul,
};
use rayon::prelude::*;

use super::element::Element;
#[cfg(target_arch = "x86_64")]
use super::lanes::Entry;
use super::scalar::Secret;
#[cfg(target_arch = "x86_64")]
use crate::lanes::products::Fixed;
use crate::parallel;

/// From so many powers on, eight at once are faster than one by one.
#[cfg(target_arch = "x86_64")]
const WORTHWHILE: usize = 8;

/// So many rows are worth a thread's while.
const ROWS: usize = 4;

/// From so many points on, dalek turns from Straus's method to Pippenger's.
const STRAUS: usize = 190;

/// Longer rows are cut into pieces of this length for the threads; Pippenger's method gains little
/// by longer ones.
const PIECE: usize = 4096;

/// The tables of a prepared element.
pub(super) struct Tables {
    /// For a power alone: 64 additions, no doubling; constant time.
    alone: Box<EdwardsBasepointTable>,
    /// For a power that shares the doublings of others.
    shared: VartimeEdwardsPrecomputation,
    /// For many public powers at once; made when first used.
    #[cfg(target_arch = "x86_64")]
    lanes: OnceLock<Fixed<Entry>>,
}

#[cfg(target_arch = "x86_64")]
impl Tables {
    pub(super) fn lanes(&self, make: impl FnOnce() -> Fixed<Entry>) -> &Fixed<Entry> {
        self.lanes.get_or_init(make)
    }
}

/// The element with its tables.
pub(super) fn prepare(element: &Element) -> Element {
    if element.tables().is_some() {
        return element.clone();
    }
    element.with_tables(Tables {
        alone: Box::new(EdwardsBasepointTable::create(element.point())),
        shared: VartimeEdwardsPrecomputation::new([element.point()]),
        #[cfg(target_arch = "x86_64")]
        lanes: OnceLock::new(),
    })
}

/// One product a row.
pub(super) fn products_vartime_public(rows: &[Vec<(&Element, Scalar)>]) -> Vec<Element> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = super::lanes::Lanes::new()
        && rows.iter().map(Vec::len).sum::<usize>() >= WORTHWHILE
    {
        return crate::lanes::products::products_vartime_public(&lanes, rows);
    }
    products_one_by_one_vartime_public(rows)
}

/// The same on any processor.
pub(super) fn products_one_by_one_vartime_public(rows: &[Vec<(&Element, Scalar)>]) -> Vec<Element> {
    parallel::map(rows, ROWS, |row| Element::new(product_vartime_public(row)))
}

/// The product of one row.
pub(super) fn product_vartime_public(row: &[(&Element, Scalar)]) -> EdwardsPoint {
    let mut sum = EdwardsPoint::identity();
    let mut prepared = Vec::new();
    let (mut points, mut exponents) = (Vec::new(), Vec::new());
    for (element, exponent) in row {
        match element.tables() {
            _ if *exponent == Scalar::ONE => sum += element.point(),
            Some(tables) => prepared.push((tables, exponent)),
            None => {
                points.push(*element.point());
                exponents.push(*exponent);
            }
        }
    }
    // the doublings that plain points need serve one prepared point as well
    if (1..STRAUS).contains(&points.len())
        && let Some((tables, exponent)) = prepared.pop()
    {
        sum += tables.shared.vartime_mixed_multiscalar_mul([exponent], &exponents, &points);
    } else {
        sum += multiply_vartime_public(&points, &exponents);
    }
    for (tables, exponent) in prepared {
        sum += tables.alone.mul_base(exponent);
    }
    sum
}

/// Straus's method for few points and Pippenger's for many, as dalek chooses; very many in pieces.
fn multiply_vartime_public(points: &[EdwardsPoint], exponents: &[Scalar]) -> EdwardsPoint {
    match points.len() {
        0 => EdwardsPoint::identity(), // dalek would double it 256 times
        1..=PIECE => EdwardsPoint::vartime_multiscalar_mul(exponents, points),
        _ => {
            let pieces = points.par_chunks(PIECE).zip(exponents.par_chunks(PIECE));
            let piece = |(points, exponents)| multiply_vartime_public(points, exponents);
            parallel::run(|| pieces.map(piece).sum())
        }
    }
}

/// One product a row, in constant time: only which bases are prepared, and how many there are, shows.
pub(super) fn secret_products(rows: &[Vec<(&Element, &Secret)>]) -> Vec<Element> {
    parallel::map(rows, ROWS, |row| Element::new(secret_product(row)))
}

fn secret_product(row: &[(&Element, &Secret)]) -> EdwardsPoint {
    let mut sum = EdwardsPoint::identity();
    let mut plain = Vec::new();
    for (element, exponent) in row {
        match element.tables() {
            Some(tables) => sum += tables.alone.mul_base(&exponent.0),
            None => plain.push((element.point(), &exponent.0)),
        }
    }
    match plain.as_slice() {
        [] => sum,
        [(point, exponent)] => sum + *point * *exponent,
        _ => {
            let exponents = plain.iter().map(|(_, exponent)| *exponent);
            let points = plain.iter().map(|(point, _)| *point);
            sum + EdwardsPoint::multiscalar_mul(exponents, points)
        }
    }
}
