// SPDX-License-Identifier: Apache-2.0
//! Products of powers of public numbers with public exponents. All of this module is variable time.

use rayon::prelude::*;
use rug::Integer;
use rug::integer::Order;

use super::parameters::Parameters;
use crate::lanes::exponents::window;
use crate::parallel;

/// Longer products are cut into pieces of this length for the threads.
const PIECE: usize = 1024;

/// A base, and the 64-bit words of its exponent.
type Term<'a> = (&'a Integer, Vec<u64>);

/// The product of the powers.
pub(super) fn multiply_vartime_public(group: &Parameters, terms: &[(&Integer, &Integer)]) -> Integer {
    match terms {
        [] => Integer::from(1),
        [(base, exponent)] => group.power_vartime_public(base, exponent),
        _ if terms.len() <= PIECE => piece_vartime_public(&group.p, terms),
        _ => parallel::run(|| {
            let pieces = terms.par_chunks(PIECE).map(|piece| piece_vartime_public(&group.p, piece));
            pieces.reduce(|| Integer::from(1), |left, right| left * right % &group.p)
        }),
    }
}

fn piece_vartime_public(p: &Integer, terms: &[(&Integer, &Integer)]) -> Integer {
    let bits = terms.iter().map(|(_, exponent)| exponent.significant_bits()).max().unwrap_or(0);
    let terms: Vec<Term<'_>> =
        terms.iter().map(|(base, exponent)| (*base, exponent.to_digits(Order::Lsf))).collect();
    let count = terms.len() as u64;
    let straus = |width: u32| count * ((1 << (width - 1)) + u64::from(bits) / u64::from(width + 1));
    let pippenger = |width: u32| u64::from(bits.div_ceil(width)) * (count + (2 << width));
    let best = |cost: &dyn Fn(u32) -> u64| (2..12).map(|w| (cost(w), w)).min().unwrap_or((0, 4));
    match (best(&straus), best(&pippenger)) {
        ((few, width), (many, _)) if few <= many => straus_vartime_public(p, &terms, bits, width),
        (_, (_, width)) => pippenger_vartime_public(p, &terms, bits, width),
    }
}

fn multiply(accumulator: &mut Integer, factor: &Integer, p: &Integer) {
    *accumulator *= factor;
    *accumulator %= p;
}

fn square(accumulator: &mut Integer, p: &Integer) {
    accumulator.square_mut();
    *accumulator %= p;
}

/// Straus: the powers share their squarings; sliding windows with odd digits.
fn straus_vartime_public(p: &Integer, terms: &[Term<'_>], bits: u32, width: u32) -> Integer {
    let tables: Vec<Vec<Integer>> = terms.iter().map(|(base, _)| odd_powers(base, width, p)).collect();
    let digits: Vec<Vec<u16>> = terms.iter().map(|(_, exponent)| odd_digits(exponent, bits, width)).collect();
    let mut product = Integer::from(1);
    for bit in (0..bits as usize).rev() {
        square(&mut product, p);
        for (table, digits) in tables.iter().zip(&digits) {
            if digits[bit] != 0 {
                multiply(&mut product, &table[usize::from(digits[bit] / 2)], p);
            }
        }
    }
    product
}

/// base, base^3, base^5, ... below base^(2^width).
fn odd_powers(base: &Integer, width: u32, p: &Integer) -> Vec<Integer> {
    let square = Integer::from(base.square_ref()) % p;
    let next = |power: &Integer| Some(Integer::from(power * &square) % p);
    std::iter::successors(Some(base.clone()), next).take(1 << (width - 1)).collect()
}

/// An exponent as a sum of odd digits below 2^width times powers of two, one place a bit.
fn odd_digits(exponent: &[u64], bits: u32, width: u32) -> Vec<u16> {
    let mut digits = vec![0; bits as usize];
    let mut bit = 0;
    while bit < bits {
        let digit = window(exponent, bit, width);
        if digit % 2 == 1 {
            digits[bit as usize] = digit as u16;
            bit += width;
        } else {
            bit += 1;
        }
    }
    digits
}

/// Pippenger: for each digit, bases with the same digit are multiplied first.
fn pippenger_vartime_public(p: &Integer, terms: &[Term<'_>], bits: u32, width: u32) -> Integer {
    let mut product = Integer::from(1);
    for place in (0..bits.div_ceil(width)).rev() {
        for _ in 0..width {
            square(&mut product, p);
        }
        let mut buckets: Vec<Option<Integer>> = vec![None; 1 << width];
        for (base, exponent) in terms {
            let bucket = &mut buckets[window(exponent, place * width, width)];
            match bucket {
                Some(bucket) => multiply(bucket, base, p),
                None => *bucket = Some((*base).clone()),
            }
        }
        multiply(&mut product, &weigh(&buckets, p), p);
    }
    product
}

/// The product of `buckets[d]^d`.
fn weigh(buckets: &[Option<Integer>], p: &Integer) -> Integer {
    let mut above = Integer::from(1);
    let mut product = Integer::from(1);
    for bucket in buckets[1..].iter().rev() {
        if let Some(bucket) = bucket {
            multiply(&mut above, bucket, p);
        }
        if above != 1 {
            multiply(&mut product, &above, p);
        }
    }
    product
}
