// SPDX-License-Identifier: Apache-2.0
//! How an exponent is cut into digits.
//!
//! Digit i of an exponent e is made of `teeth` of its bits, `spacing` apart, and stands for a product of
//! the powers base^(2^(spacing * j)), which a table holds for each digit. With `spacing` = 1 these are
//! windows of neighbouring bits: a small table, and `teeth` squarings between two digits. With as many
//! digits as `spacing` it is a comb: the table costs all squarings, and each exponent few of its own.

/// A way to cut exponents into digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shape {
    /// Bits in a digit.
    pub teeth: u32,
    /// From one bit of a digit to the next.
    pub spacing: u32,
    /// Squarings from one digit to the next.
    pub squarings: u32,
    /// Digits.
    pub columns: u32,
}

impl Shape {
    /// For a base with several exponents, or with one and no others to share squarings with.
    pub fn comb(bits: u32) -> Self {
        let teeth = if bits <= 512 { 5 } else { 6 };
        let columns = bits.div_ceil(teeth);
        Self { teeth, spacing: columns, squarings: 1, columns }
    }

    /// For many bases in one product, which share all squarings.
    pub fn windows(bits: u32) -> Self {
        let teeth = if bits <= 512 { 4 } else { 5 };
        Self { teeth, spacing: 1, squarings: teeth, columns: bits.div_ceil(teeth) }
    }

    /// The digits of an exponent, least significant first.
    pub fn digits(&self, words: &[u64]) -> Vec<u16> {
        if self.spacing == 1 {
            return (0..self.columns)
                .map(|column| window(words, column * self.teeth, self.teeth) as u16)
                .collect();
        }
        let mut digits = vec![0; self.columns as usize];
        for tooth in 0..self.teeth {
            for (column, digit) in (0..).zip(&mut digits) {
                *digit |= (bit(words, tooth * self.spacing + column) as u16) << tooth;
            }
        }
        digits
    }
}

fn bit(words: &[u64], place: u32) -> u64 {
    words.get((place / 64) as usize).map_or(0, |word| word >> (place % 64) & 1)
}

/// `width` bits of an exponent, from that bit on.
pub fn window(words: &[u64], bit: u32, width: u32) -> usize {
    let (place, shift) = ((bit / 64) as usize, bit % 64);
    let word = |place: usize| u128::from(words.get(place).copied().unwrap_or(0));
    let both = word(place) | word(place + 1) << 64;
    (both >> shift) as usize & ((1 << width) - 1)
}

/// How many bits a number has.
pub fn significant_bits(words: &[u64]) -> u32 {
    let last = words.iter().rposition(|&word| word != 0);
    last.map_or(0, |place| 64 * place as u32 + 64 - words[place].leading_zeros())
}
