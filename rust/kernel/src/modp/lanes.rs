// SPDX-License-Identifier: Apache-2.0
//! Eight numbers modulo p at once. All of this module is variable time and for public numbers.
//!
//! A number is 40 digits of 52 bits, each digit of eight numbers in one register, and stands for
//! itself times R = 2^2080 modulo p (Montgomery). Numbers are below 2p; 4p < R, so products are, too.

use std::arch::x86_64::{
    _mm512_add_epi64, _mm512_and_si512, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64, _mm512_set1_epi64,
    _mm512_setzero_si512, _mm512_srli_epi64,
};

use fearless_simd::Avx512;
use rug::Integer;
use rug::integer::Order;

use super::element::Element;
use super::parameters::Parameters;
use crate::lanes::products::Fixed;
use crate::lanes::registers::{Register, load, proof, store, transpose};
use crate::lanes::{Engine, LANES};

#[cfg(test)]
mod tests;

const DIGITS: usize = 40;
const DIGIT_BITS: u32 = 52;
const MASK: u64 = (1 << DIGIT_BITS) - 1;

/// The digits of one number.
type Digits = [u64; DIGITS];

/// The digits of eight numbers.
#[derive(Clone)]
pub struct Vector(Box<[Register; DIGITS]>);

/// One number, in registers of eight digits.
#[derive(Clone)]
pub struct Entry([Register; DIGITS / LANES]);

/// What Montgomery's multiplication needs to know of p.
#[derive(Debug)]
pub(super) struct Modulus {
    p: Digits,
    /// -1/p modulo 2^52.
    inverse: u64,
    /// R^2 modulo p.
    square: Digits,
    /// R modulo p.
    one: Digits,
}

/// A field on a processor with the instructions.
pub(super) struct Lanes<'a> {
    proof: Avx512,
    group: &'a Parameters,
}

impl<'a> Lanes<'a> {
    /// None if the processor has not the instructions.
    pub(super) fn new(group: &'a Parameters) -> Option<Self> {
        Some(Self { proof: proof()?, group })
    }
}

impl Modulus {
    /// p is odd and has at most 2048 bits.
    pub(super) fn new(p: &Integer) -> Self {
        let power = |exponent: u32| Integer::from(1) << exponent;
        let word = p.clone().invert(&power(DIGIT_BITS)).unwrap_or_default();
        let inverse = (power(DIGIT_BITS) - word).to_u64_wrapping() & MASK;
        let radix = DIGIT_BITS * DIGITS as u32;
        let remainder = |exponent: u32| to_digits(&(power(exponent) % p));
        Self { p: to_digits(p), inverse, square: remainder(2 * radix), one: remainder(radix) }
    }
}

/// Digits of 52 bits from words of 64.
fn to_digits(number: &Integer) -> Digits {
    let words = number.as_limbs();
    std::array::from_fn(|digit| {
        let bit = DIGIT_BITS as usize * digit;
        let word = |place: usize| u128::from(words.get(place).copied().unwrap_or(0));
        let both = word(bit / 64) | word(bit / 64 + 1) << 64;
        (both >> (bit % 64)) as u64 & MASK
    })
}

/// A number from digits of 52 bits.
fn to_integer(digits: impl Iterator<Item = u64>) -> Integer {
    let mut words = Vec::with_capacity(DIGITS);
    let (mut low, mut bits) = (0u128, 0);
    for digit in digits {
        low |= u128::from(digit) << bits;
        bits += DIGIT_BITS;
        if bits >= 64 {
            words.push(low as u64);
            low >>= 64;
            bits -= 64;
        }
    }
    words.push(low as u64);
    Integer::from_digits(&words, Order::Lsf)
}

/// What the products of a factor with two neighbouring digits add to the place of the upper one.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn accumulate(sum: Register, upper: Register, lower: Register, factor: Register) -> Register {
    _mm512_madd52hi_epu64(_mm512_madd52lo_epu64(sum, upper, factor), lower, factor)
}

/// a * b / R. A digit of the sum takes four products below 2^52 for each digit of b: less than 2^60.
///
/// Two digits of b at a time: with a multiple of p each, the two lowest digits of the sum become
/// multiples of 2^52, and are shifted out.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma")]
fn multiply(modulus: &Modulus, a: &[Register; DIGITS], b: &[Register; DIGITS]) -> [Register; DIGITS] {
    let zero = _mm512_setzero_si512();
    let inverse = broadcast(modulus.inverse);
    let p = |place: usize| broadcast(modulus.p[place]);
    let quotient = |low: Register| _mm512_madd52lo_epu64(zero, low, inverse);
    let mut sum = [zero; DIGITS];
    for pair in b.chunks_exact(2) {
        let low = _mm512_madd52lo_epu64(sum[0], a[0], pair[0]);
        let first = quotient(low);
        let carry = _mm512_srli_epi64::<DIGIT_BITS>(_mm512_madd52lo_epu64(low, first, p(0)));
        let next = accumulate(_mm512_add_epi64(sum[1], carry), a[1], a[0], pair[0]);
        let next = accumulate(next, p(1), p(0), first);
        let low = _mm512_madd52lo_epu64(next, a[0], pair[1]);
        let second = quotient(low);
        let carry = _mm512_srli_epi64::<DIGIT_BITS>(_mm512_madd52lo_epu64(low, second, p(0)));
        for place in 0..DIGITS - 2 {
            let next = accumulate(sum[place + 2], a[place + 2], a[place + 1], pair[0]);
            let next = accumulate(next, p(place + 2), p(place + 1), first);
            let next = accumulate(next, a[place + 1], a[place], pair[1]);
            sum[place] = accumulate(next, p(place + 1), p(place), second);
        }
        let next = _mm512_madd52hi_epu64(zero, a[DIGITS - 1], pair[0]);
        let next = _mm512_madd52hi_epu64(next, p(DIGITS - 1), first);
        let next = accumulate(next, a[DIGITS - 1], a[DIGITS - 2], pair[1]);
        sum[DIGITS - 2] = accumulate(next, p(DIGITS - 1), p(DIGITS - 2), second);
        let next = _mm512_madd52hi_epu64(zero, a[DIGITS - 1], pair[1]);
        sum[DIGITS - 1] = _mm512_madd52hi_epu64(next, p(DIGITS - 1), second);
        sum[0] = _mm512_add_epi64(sum[0], carry);
    }
    let mask = broadcast(MASK);
    let mut carry = zero;
    for digit in &mut sum {
        let whole = _mm512_add_epi64(*digit, carry);
        carry = _mm512_srli_epi64::<DIGIT_BITS>(whole);
        *digit = _mm512_and_si512(whole, mask);
    }
    sum
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn broadcast(word: u64) -> Register {
    _mm512_set1_epi64(word.cast_signed())
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn spread_digits(digits: &Digits) -> [Register; DIGITS] {
    digits.map(|digit| broadcast(digit))
}

/// The entries of eight lanes in one vector.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn gather(entries: &[&Entry; LANES]) -> [Register; DIGITS] {
    let mut numbers = [_mm512_setzero_si512(); DIGITS];
    for (part, numbers) in numbers.chunks_exact_mut(LANES).enumerate() {
        numbers.copy_from_slice(&transpose(entries.map(|entry| entry.0[part])));
    }
    numbers
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn square_times(modulus: &Modulus, number: &mut [Register; DIGITS], times: u32) {
    for _ in 0..times {
        *number = multiply(modulus, number, number);
    }
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn multiply_entries(modulus: &Modulus, number: &mut [Register; DIGITS], entries: &[&Entry; LANES]) {
    *number = multiply(modulus, number, &gather(entries));
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn to_entries(number: &[Register; DIGITS]) -> [Entry; LANES] {
    let mut entries: [Entry; LANES] =
        std::array::from_fn(|_| Entry([_mm512_setzero_si512(); DIGITS / LANES]));
    for (part, digits) in number.chunks_exact(LANES).enumerate() {
        let rows = transpose(std::array::from_fn(|digit| digits[digit]));
        for (entry, row) in entries.iter_mut().zip(rows) {
            entry.0[part] = row;
        }
    }
    entries
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn to_montgomery(proof: Avx512, modulus: &Modulus, numbers: &[Digits; LANES]) -> [Register; DIGITS] {
    let mut registers = [_mm512_setzero_si512(); DIGITS];
    for (digit, register) in registers.iter_mut().enumerate() {
        *register = load(proof, std::array::from_fn(|lane| numbers[lane][digit]));
    }
    multiply(modulus, &registers, &spread_digits(&modulus.square))
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn from_montgomery(proof: Avx512, modulus: &Modulus, numbers: &[Register; DIGITS]) -> [[u64; LANES]; DIGITS] {
    let mut one = [0; DIGITS];
    one[0] = 1;
    let numbers = multiply(modulus, numbers, &spread_digits(&one));
    numbers.map(|register| store(proof, register))
}

fearless_simd::kernel!(
    fn enter_neutral(_proof: Avx512, modulus: &Modulus) -> Vector {
        Vector(Box::new(spread_digits(&modulus.one)))
    }
);
fearless_simd::kernel!(
    fn enter_spread(proof: Avx512, modulus: &Modulus, numbers: &[Digits; LANES]) -> Vector {
        Vector(Box::new(to_montgomery(proof, modulus, numbers)))
    }
);
fearless_simd::kernel!(
    fn enter_square(_proof: Avx512, modulus: &Modulus, vector: &mut Vector, times: u32) {
        square_times(modulus, &mut vector.0, times);
    }
);
fearless_simd::kernel!(
    fn enter_multiply(_proof: Avx512, modulus: &Modulus, vector: &mut Vector, entries: &[&Entry; 8]) {
        multiply_entries(modulus, &mut vector.0, entries);
    }
);
fearless_simd::kernel!(
    fn enter_entries(_proof: Avx512, vector: &Vector) -> [Entry; 8] {
        to_entries(&vector.0)
    }
);
fearless_simd::kernel!(
    fn enter_digits(proof: Avx512, modulus: &Modulus, vector: &Vector) -> [[u64; 8]; DIGITS] {
        from_montgomery(proof, modulus, &vector.0)
    }
);

impl Engine for Lanes<'_> {
    type Element = Element;
    type Exponent = Integer;
    type Vector = Vector;
    type Entry = Entry;

    fn bits(&self) -> u32 {
        self.group.q.significant_bits()
    }

    fn words(&self, exponent: &Integer) -> Vec<u64> {
        exponent.as_limbs().to_vec()
    }

    fn is_one(&self, exponent: &Integer) -> bool {
        *exponent == 1
    }

    fn fixed<'a>(&self, element: &'a Element) -> Option<&'a Fixed<Entry>> {
        let width = if self.bits() <= 512 { 8 } else { 6 }; // 3 MB for 256 bits, 7 MB for 2048
        let plain = || Fixed::new(self, &Element::new(element.value().clone()), width);
        element.tables().map(|tables| tables.lanes(plain))
    }

    fn neutral(&self) -> Vector {
        enter_neutral(self.proof, &self.group.modulus)
    }

    fn spread(&self, elements: &[&Element]) -> Vector {
        let one = Integer::from(1);
        let value = |lane: usize| elements.get(lane).map_or(&one, |element| element.value());
        let numbers = std::array::from_fn(|lane| to_digits(value(lane)));
        enter_spread(self.proof, &self.group.modulus, &numbers)
    }

    fn square(&self, vector: &mut Vector, times: u32) {
        enter_square(self.proof, &self.group.modulus, vector, times);
    }

    fn multiply(&self, vector: &mut Vector, entries: &[&Entry; LANES]) {
        enter_multiply(self.proof, &self.group.modulus, vector, entries);
    }

    fn entries(&self, vector: &Vector) -> [Entry; LANES] {
        enter_entries(self.proof, vector)
    }

    fn collect(&self, vectors: &[Vector]) -> Vec<Element> {
        let numbers = |vector| {
            let digits = enter_digits(self.proof, &self.group.modulus, vector);
            (0..LANES).map(move |lane| to_integer(digits.iter().map(|digit| digit[lane])))
        };
        let reduced = |number: Integer| if number >= self.group.p { number - &self.group.p } else { number };
        vectors.iter().flat_map(numbers).map(|number| Element::new(reduced(number))).collect()
    }

    fn identity(&self) -> Element {
        Element::new(Integer::from(1))
    }

    fn product(&self, left: &Element, right: &Element) -> Element {
        Element::new(Integer::from(left.value() * right.value()) % &self.group.p)
    }
}
