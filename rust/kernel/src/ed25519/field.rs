// SPDX-License-Identifier: Apache-2.0
//! Integers modulo p = 2^255 - 19 as five digits of 51 bits, and points made of them. All of this
//! module is variable time and for public data: secrets are left to dalek.
//!
//! Digits may be a little longer than 51 bits: at most 2^51 + 2^16, which every function here, and in
//! `lanes`, takes and gives.

pub(super) const DIGITS: usize = 5;
pub(super) const DIGIT_BITS: u32 = 51;
pub(super) const MASK: u64 = (1 << DIGIT_BITS) - 1;

/// An integer modulo p.
pub(super) type Field = [u64; DIGITS];

pub(super) const ZERO: Field = [0; DIGITS];
pub(super) const ONE: Field = [1, 0, 0, 0, 0];
/// -121665/121666.
pub(super) const D: Field =
    [0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff];
/// A square root of -1.
pub(super) const SQRT_MINUS_ONE: Field =
    [0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d];
/// 2p, whose digits are above all that is subtracted.
pub(super) const TWICE_P: Field = [2 * (MASK - 18), 2 * MASK, 2 * MASK, 2 * MASK, 2 * MASK];

/// Carries once: from digits below 2^63 / 19.
fn carry(digits: Field) -> Field {
    let over = digits.map(|digit| digit >> DIGIT_BITS);
    let low = digits.map(|digit| digit & MASK);
    std::array::from_fn(|place| low[place] + if place == 0 { 19 * over[4] } else { over[place - 1] })
}

pub(super) fn add(a: &Field, b: &Field) -> Field {
    carry(std::array::from_fn(|place| a[place] + b[place]))
}

pub(super) fn subtract(a: &Field, b: &Field) -> Field {
    carry(std::array::from_fn(|place| a[place] + TWICE_P[place] - b[place]))
}

pub(super) fn multiply(a: &Field, b: &Field) -> Field {
    let mut sums = [0u128; DIGITS];
    for (i, &left) in a.iter().enumerate() {
        for (j, &right) in b.iter().enumerate() {
            // 2^255 is 19
            let left = if i + j < DIGITS { left } else { 19 * left };
            sums[(i + j) % DIGITS] += u128::from(left) * u128::from(right);
        }
    }
    // sums are below 5 * 19 * 2^103: what is carried has less than 60 bits
    let mut over = 0;
    let mut digits = sums.map(|sum| {
        let sum = sum + u128::from(over);
        over = (sum >> DIGIT_BITS) as u64;
        sum as u64 & MASK
    });
    let lowest = u128::from(digits[0]) + 19 * u128::from(over);
    digits[0] = lowest as u64 & MASK;
    digits[1] += (lowest >> DIGIT_BITS) as u64;
    digits
}

fn square_times(a: &Field, times: u32) -> Field {
    (0..times).fold(*a, |power, _| multiply(&power, &power))
}

/// a^(p - 2), which is 1/a for all but zero.
fn invert(a: &Field) -> Field {
    // p - 2 = 2^255 - 21: 250 ones, then 01011
    let run = |short: &Field, long: &Field, times: u32| multiply(&square_times(short, times), long);
    let ones2 = run(a, a, 1);
    let ones4 = run(&ones2, &ones2, 2);
    let ones5 = run(&ones4, a, 1);
    let ones10 = run(&ones5, &ones5, 5);
    let ones20 = run(&ones10, &ones10, 10);
    let ones40 = run(&ones20, &ones20, 20);
    let ones50 = run(&ones40, &ones10, 10);
    let ones100 = run(&ones50, &ones50, 50);
    let ones200 = run(&ones100, &ones100, 100);
    let ones250 = run(&ones200, &ones50, 50);
    run(&run(&ones250, a, 2), &ones2, 3)
}

/// The number in 0..p as 32 little-endian bytes.
pub(super) fn to_bytes(a: &Field) -> [u8; 32] {
    let mut digits = carry(carry(*a));
    // now below 2p: whether p must be taken off shows in the carry of a + 19 out of bit 255
    let over = digits.iter().fold(19, |over, digit| (digit + over) >> DIGIT_BITS);
    let mut over = 19 * over;
    for digit in &mut digits {
        let sum = *digit + over;
        *digit = sum & MASK;
        over = sum >> DIGIT_BITS;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        let (digit, shift) = (8 * place / DIGIT_BITS as usize, 8 * place % DIGIT_BITS as usize);
        let next = digits.get(digit + 1).copied().unwrap_or(0);
        *byte = (digits[digit] >> shift | next << (DIGIT_BITS as usize - shift)) as u8;
    }
    bytes
}

/// 255 bits of 32 little-endian bytes.
pub(super) fn from_bytes(bytes: &[u8; 32]) -> Field {
    let word =
        |place: usize| (0..8).rev().fold(0, |word, byte| word << 8 | u64::from(bytes[8 * place + byte]));
    let words = [word(0), word(1), word(2), word(3)];
    std::array::from_fn(|digit| {
        let bit = DIGIT_BITS as usize * digit;
        let next = words.get(bit / 64 + 1).copied().unwrap_or(0);
        ((u128::from(words[bit / 64]) | u128::from(next) << 64) >> (bit % 64)) as u64 & MASK
    })
}

pub(super) fn is_zero(a: &Field) -> bool {
    to_bytes(a) == [0; 32]
}

/// A point (X/Z, Y/Z) with T = XY/Z.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) x: Field,
    pub(super) y: Field,
    pub(super) z: Field,
    pub(super) t: Field,
}

impl Point {
    pub(super) const NEUTRAL: Self = Self { x: ZERO, y: ONE, z: ONE, t: ZERO };

    pub(super) fn negative(&self) -> Self {
        Self { x: subtract(&ZERO, &self.x), t: subtract(&ZERO, &self.t), ..*self }
    }

    /// The sum; complete. Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited", 3.1.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let a = multiply(&subtract(&self.y, &self.x), &subtract(&other.y, &other.x));
        let b = multiply(&add(&self.y, &self.x), &add(&other.y, &other.x));
        let c = multiply(&multiply(&self.t, &add(&D, &D)), &other.t);
        let d = multiply(&self.z, &add(&other.z, &other.z));
        let (e, f, g, h) = (subtract(&b, &a), subtract(&d, &c), add(&d, &c), add(&b, &a));
        Self { x: multiply(&e, &f), y: multiply(&g, &h), z: multiply(&f, &g), t: multiply(&e, &h) }
    }

    /// Whether both are the same point.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let same = |a, b| is_zero(&subtract(&multiply(a, &other.z), &multiply(b, &self.z)));
        same(&self.x, &other.x) && same(&self.y, &other.y)
    }
}

/// The compressed points of RFC 8032, section 5.1.2, with one inversion.
pub(super) fn compress(points: &[&Point]) -> Vec<[u8; 32]> {
    let mut product = ONE;
    let mut before = Vec::with_capacity(points.len());
    for point in points {
        before.push(product);
        product = multiply(&product, &point.z);
    }
    let mut inverse = invert(&product);
    let mut compressed: Vec<[u8; 32]> = points
        .iter()
        .zip(before)
        .rev()
        .map(|(point, before)| {
            let own = multiply(&inverse, &before);
            inverse = multiply(&inverse, &point.z);
            encode(&multiply(&point.x, &own), &multiply(&point.y, &own))
        })
        .collect();
    compressed.reverse();
    compressed
}

/// y, and the lowest bit of x in bit 255.
pub(super) fn encode(x: &Field, y: &Field) -> [u8; 32] {
    let mut bytes = to_bytes(y);
    bytes[31] |= to_bytes(x)[0] << 7;
    bytes
}
