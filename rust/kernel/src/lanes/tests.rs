// SPDX-License-Identifier: Apache-2.0
//! What the engines of all groups are tested with: the same computed eight at a time and one by one.

use super::exponents::{Shape, significant_bits, window};
use super::registers::{Register, load, proof, store, transpose};
use crate::group::{Group, Row};

/// A generator of numbers that look random; the same in every run.
pub struct Numbers(u64);

impl Numbers {
    pub fn new() -> Self {
        Self(0x1234_5678_9abc_def0)
    }

    pub fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// Calls `check` with rows of every shape that is treated in a way of its own.
pub fn check_edge_rows<G: Group>(group: &G, check: impl Fn(&[Row<'_, G>])) {
    let mut numbers = Numbers::new();
    let mut bases: Vec<G::Element> = (0..20).map(|index| group.generator_vartime_public(index)).collect();
    bases.push(group.identity());
    bases.push(group.g());
    bases.push(group.prepare(&bases[0]));
    bases.push(group.prepare(&group.identity()));
    bases.push(bases[1].clone()); // equal, and another object
    let exponents = exponents(group, &mut numbers);
    let mut terms = |count: usize| -> Row<'_, G> {
        let term =
            |_| (&bases[numbers.below(bases.len())], exponents[numbers.below(exponents.len())].clone());
        (0..count).map(term).collect()
    };
    check(&[]);
    check(&[vec![], vec![]]);
    check(&[vec![], terms(40), vec![], terms(1)]);
    for rows in [1, 7, 8, 9, 100] {
        let few: Vec<Row<'_, G>> = (0..rows).map(|row| terms(row % 5)).collect();
        check(&few);
    }
    check(&[terms(33), terms(64), terms(65), terms(5), terms(2), terms(300)]);
    for exponent in &exponents {
        let alone: Vec<Row<'_, G>> = bases.iter().map(|base| vec![(base, exponent.clone())]).collect();
        check(&alone);
        let twice = (&bases[3], exponent.clone());
        check(&[vec![twice.clone(), twice.clone()], vec![twice.clone()], vec![twice; 40]]);
    }
}

/// 0, 1, 2, the largest, short ones, and some between.
fn exponents<G: Group>(group: &G, numbers: &mut Numbers) -> Vec<G::Exponent> {
    let mut largest = group.order();
    largest[0] -= 1; // q is odd
    let size = largest.len();
    let mut random = |size: usize| -> Vec<u8> { (0..size).map(|_| numbers.next() as u8).collect() };
    let mut below = random(size);
    below[size - 1] = 0;
    [vec![], vec![1], vec![2], vec![255; 8], random(31), below, largest]
        .into_iter()
        .filter(|bytes| is_below(bytes, &group.order()))
        .map(|bytes| group.exponent(&bytes))
        .collect()
}

fn is_below(bytes: &[u8], bound: &[u8]) -> bool {
    let byte = |number: &[u8], place: usize| number.get(place).copied().unwrap_or(0);
    let places = (0..bytes.len().max(bound.len())).rev();
    let difference =
        places.map(|place| (byte(bytes, place), byte(bound, place))).find(|(own, other)| own != other);
    difference.is_some_and(|(own, other)| own < other)
}

#[test]
fn digits_add_up_to_the_exponent() {
    let mut numbers = Numbers::new();
    for bits in [1, 5, 253, 256, 2047] {
        for shape in [Shape::comb(bits), Shape::windows(bits)] {
            let mut words: Vec<u64> = (0..bits.div_ceil(64)).map(|_| numbers.next()).collect();
            if bits % 64 != 0 {
                *words.last_mut().expect("one at least") &= (1 << (bits % 64)) - 1;
            }
            // each bit of the exponent is in one digit
            let mut found = vec![0; words.len() + 1];
            for (column, digit) in shape.digits(&words).into_iter().enumerate() {
                for tooth in (0..shape.teeth).filter(|tooth| digit >> tooth & 1 == 1) {
                    let bit = column as u32 * if shape.spacing == 1 { shape.squarings } else { 1 };
                    let bit = (bit + tooth * shape.spacing) as usize;
                    assert_eq!(found[bit / 64] >> (bit % 64) & 1, 0);
                    found[bit / 64] |= 1u64 << (bit % 64);
                }
            }
            assert_eq!(found[..words.len()], words, "{shape:?}");
            assert_eq!(found[words.len()], 0);
        }
    }
}

#[test]
fn windows_and_sizes() {
    assert_eq!(window(&[0xf << 60, 0b101], 62, 5), 0b10111);
    assert_eq!(window(&[1], 64, 8), 0);
    assert_eq!([&[][..], &[0], &[1], &[5, 1], &[7, 0]].map(significant_bits), [0, 0, 1, 65, 3]);
}

fearless_simd::kernel!(
    fn transposed(proof: Avx512, rows: [[u64; 8]; 8]) -> [[u64; 8]; 8] {
        let mut registers: [Register; 8] = [load(proof, rows[0]); 8];
        for (register, row) in registers.iter_mut().zip(rows) {
            *register = load(proof, row);
        }
        let mut columns = rows;
        for (column, register) in columns.iter_mut().zip(transpose(registers)) {
            *column = store(proof, register);
        }
        columns
    }
);

#[test]
fn transposition() {
    let Some(proof) = proof() else { return };
    let number = |row: usize, column: usize| 10 * row as u64 + column as u64;
    let rows = std::array::from_fn(|row| std::array::from_fn(|column| number(row, column)));
    let columns = transposed(proof, rows);
    assert_eq!(columns, std::array::from_fn(|column| std::array::from_fn(|row| number(row, column))));
}
