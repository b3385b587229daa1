// SPDX-License-Identifier: Apache-2.0
//! Eight points at once. All of this module is variable time and for public points.
//!
//! Numbers modulo p have five digits of 51 bits, each digit of eight numbers in one register. The
//! processor multiplies 52 bits: digits are at most 2^51 + 2^16 between any two functions here.

use std::arch::x86_64::{
    _mm512_add_epi64, _mm512_and_si512, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64, _mm512_set1_epi64,
    _mm512_setzero_si512, _mm512_slli_epi64, _mm512_srli_epi64, _mm512_sub_epi64,
};

use curve25519_dalek::scalar::Scalar;
use fearless_simd::Avx512;

use super::element::{self, Element};
use super::field::{self, D, DIGIT_BITS, DIGITS, Field, MASK, ONE, Point, SQRT_MINUS_ONE, TWICE_P, ZERO};
use crate::lanes::products::Fixed;
use crate::lanes::registers::{Register, load, proof, store, transpose};
use crate::lanes::{Engine, LANES};

#[cfg(test)]
mod tests;

/// Bits of a digit in the tables of prepared points: 43 places of 64 entries take half a megabyte.
const WIDTH: u32 = 6;

/// Eight numbers modulo p.
type Numbers = [Register; DIGITS];

/// Eight points (X/Z, Y/Z) with T = XY/Z.
#[derive(Clone)]
pub struct Vector {
    x: Numbers,
    y: Numbers,
    z: Numbers,
    t: Numbers,
}

/// The digits of Y + X, Y - X, 2Z and 2dT of one point, and four words that are zero.
#[derive(Clone)]
pub struct Entry([Register; 3]);

/// What an addition needs of the second point.
struct Addend {
    sum: Numbers,
    difference: Numbers,
    z2: Numbers,
    t2d: Numbers,
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn carry(digits: Numbers) -> Numbers {
    let mask = _mm512_set1_epi64(MASK.cast_signed());
    let over = digits.map(|digit| _mm512_srli_epi64::<DIGIT_BITS>(digit));
    let low = digits.map(|digit| _mm512_and_si512(digit, mask));
    [
        _mm512_add_epi64(low[0], times19(over[4])),
        _mm512_add_epi64(low[1], over[0]),
        _mm512_add_epi64(low[2], over[1]),
        _mm512_add_epi64(low[3], over[2]),
        _mm512_add_epi64(low[4], over[3]),
    ]
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn times19(word: Register) -> Register {
    let three = _mm512_add_epi64(word, _mm512_slli_epi64::<1>(word));
    _mm512_add_epi64(three, _mm512_slli_epi64::<4>(word))
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn add(a: &Numbers, b: &Numbers) -> Numbers {
    carry(std::array::from_fn(|place| _mm512_add_epi64(a[place], b[place])))
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn subtract(a: &Numbers, b: &Numbers) -> Numbers {
    let p2 = broadcast(&TWICE_P);
    carry(std::array::from_fn(|place| _mm512_sub_epi64(_mm512_add_epi64(a[place], p2[place]), b[place])))
}

/// Low halves are below 2^52 and high ones below 2^51; both are added up by their place, ten places in
/// all. As a digit has 51 bits, a high half counts twice in the next place: sums are below 2^56. The
/// upper five places count 19 times in the lower ones: below 2^61. So one round of carries is enough.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn multiply(a: &Numbers, b: &Numbers) -> Numbers {
    let mut low = [_mm512_setzero_si512(); 2 * DIGITS];
    let mut high = [_mm512_setzero_si512(); 2 * DIGITS];
    for i in 0..DIGITS {
        for j in 0..DIGITS {
            low[i + j] = _mm512_madd52lo_epu64(low[i + j], a[i], b[j]);
            high[i + j + 1] = _mm512_madd52hi_epu64(high[i + j + 1], a[i], b[j]);
        }
    }
    fold(&low, &high)
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn fold(low: &[Register; 2 * DIGITS], high: &[Register; 2 * DIGITS]) -> Numbers {
    let sum = |place: usize| _mm512_add_epi64(low[place], _mm512_slli_epi64::<1>(high[place]));
    carry(std::array::from_fn(|place| _mm512_add_epi64(sum(place), times19(sum(place + DIGITS)))))
}

/// As [`multiply`], with the products of two different digits once.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn square(a: &Numbers) -> Numbers {
    let mut low = [_mm512_setzero_si512(); 2 * DIGITS];
    let mut high = [_mm512_setzero_si512(); 2 * DIGITS];
    for i in 0..DIGITS {
        for j in i + 1..DIGITS {
            low[i + j] = _mm512_madd52lo_epu64(low[i + j], a[i], a[j]);
            high[i + j + 1] = _mm512_madd52hi_epu64(high[i + j + 1], a[i], a[j]);
        }
    }
    low = low.map(|sum| _mm512_slli_epi64::<1>(sum));
    high = high.map(|sum| _mm512_slli_epi64::<1>(sum));
    for i in 0..DIGITS {
        low[2 * i] = _mm512_madd52lo_epu64(low[2 * i], a[i], a[i]);
        high[2 * i + 1] = _mm512_madd52hi_epu64(high[2 * i + 1], a[i], a[i]);
    }
    fold(&low, &high)
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn square_times(a: &Numbers, times: u32) -> Numbers {
    let mut power = *a;
    for _ in 0..times {
        power = square(&power);
    }
    power
}

/// a^(2^250 - 1), and a^3.
#[target_feature(enable = "avx512f,avx512ifma")]
fn power_of_250_ones(a: &Numbers) -> (Numbers, Numbers) {
    let ones2 = multiply(&square(a), a);
    let ones4 = multiply(&square_times(&ones2, 2), &ones2);
    let ones5 = multiply(&square(&ones4), a);
    let ones10 = multiply(&square_times(&ones5, 5), &ones5);
    let ones20 = multiply(&square_times(&ones10, 10), &ones10);
    let ones40 = multiply(&square_times(&ones20, 20), &ones20);
    let ones50 = multiply(&square_times(&ones40, 10), &ones10);
    let ones100 = multiply(&square_times(&ones50, 50), &ones50);
    let ones200 = multiply(&square_times(&ones100, 100), &ones100);
    (multiply(&square_times(&ones200, 50), &ones50), ones2)
}

/// a^(p - 2): p - 2 = 2^255 - 21 is 250 ones and 01011.
#[target_feature(enable = "avx512f,avx512ifma")]
fn invert(a: &Numbers) -> Numbers {
    let (ones250, ones2) = power_of_250_ones(a);
    let power = multiply(&square_times(&ones250, 2), a);
    multiply(&square_times(&power, 3), &ones2)
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn broadcast(number: &Field) -> Numbers {
    number.map(|digit| _mm512_set1_epi64(digit.cast_signed()))
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn load_numbers(proof: Avx512, numbers: &[Field; LANES]) -> Numbers {
    let mut registers = broadcast(&ZERO);
    for (digit, register) in registers.iter_mut().enumerate() {
        *register = load(proof, std::array::from_fn(|lane| numbers[lane][digit]));
    }
    registers
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn store_numbers(proof: Avx512, numbers: &Numbers) -> [Field; LANES] {
    let digits = numbers.map(|register| store(proof, register));
    std::array::from_fn(|lane| std::array::from_fn(|digit| digits[digit][lane]))
}

/// Doubles so many times; dbl-2008-hwcd with a = -1. T is needed by additions only.
#[target_feature(enable = "avx512f,avx512ifma")]
fn double_times(point: &mut Vector, times: u32) {
    for left in (0..times).rev() {
        let (xx, yy, zz) = (square(&point.x), square(&point.y), square(&point.z));
        let h = add(&xx, &yy);
        let e = subtract(&h, &square(&add(&point.x, &point.y)));
        let g = subtract(&xx, &yy);
        let f = add(&add(&zz, &zz), &g);
        point.x = multiply(&e, &f);
        point.y = multiply(&g, &h);
        point.z = multiply(&f, &g);
        if left == 0 {
            point.t = multiply(&e, &h);
        }
    }
}

/// add-2008-hwcd-3: complete on the whole curve.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn add_points(point: &Vector, other: &Addend) -> Vector {
    let a = multiply(&subtract(&point.y, &point.x), &other.difference);
    let b = multiply(&add(&point.y, &point.x), &other.sum);
    let c = multiply(&point.t, &other.t2d);
    let d = multiply(&point.z, &other.z2);
    let (e, f, g, h) = (subtract(&b, &a), subtract(&d, &c), add(&d, &c), add(&b, &a));
    Vector { x: multiply(&e, &f), y: multiply(&g, &h), z: multiply(&f, &g), t: multiply(&e, &h) }
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn add_entries(point: &mut Vector, entries: &[&Entry; LANES]) {
    let [a0, a1, a2, a3, a4, b0, b1, b2] = transpose(entries.map(|entry| entry.0[0]));
    let [b3, b4, c0, c1, c2, c3, c4, d0] = transpose(entries.map(|entry| entry.0[1]));
    let [d1, d2, d3, d4, ..] = transpose(entries.map(|entry| entry.0[2]));
    let addend = Addend {
        sum: [a0, a1, a2, a3, a4],
        difference: [b0, b1, b2, b3, b4],
        z2: [c0, c1, c2, c3, c4],
        t2d: [d0, d1, d2, d3, d4],
    };
    *point = add_points(point, &addend);
}

#[target_feature(enable = "avx512f,avx512ifma")]
fn to_entries(point: &Vector) -> [Entry; LANES] {
    let zero = _mm512_setzero_si512();
    let [a0, a1, a2, a3, a4] = add(&point.y, &point.x);
    let [b0, b1, b2, b3, b4] = subtract(&point.y, &point.x);
    let [c0, c1, c2, c3, c4] = add(&point.z, &point.z);
    let [d0, d1, d2, d3, d4] = multiply(&point.t, &broadcast(&field::add(&D, &D)));
    let first = transpose([a0, a1, a2, a3, a4, b0, b1, b2]);
    let second = transpose([b3, b4, c0, c1, c2, c3, c4, d0]);
    let third = transpose([d1, d2, d3, d4, zero, zero, zero, zero]);
    std::array::from_fn(|lane| Entry([first[lane], second[lane], third[lane]]))
}

/// The points with this y, and with this sign of x. None where there is no such point.
#[target_feature(enable = "avx512f,avx512ifma")]
fn decompress(proof: Avx512, compressed: &[[u8; 32]; LANES]) -> [Option<Point>; LANES] {
    let ys = compressed.each_ref().map(field::from_bytes);
    let y = load_numbers(proof, &ys);
    let one = broadcast(&ONE);
    // x^2 = u / v with u = y^2 - 1, v = d y^2 + 1; a candidate is u v^3 (u v^7)^((p - 5) / 8)
    let yy = square(&y);
    let u = subtract(&yy, &one);
    let v = add(&multiply(&yy, &broadcast(&D)), &one);
    let v3 = multiply(&square(&v), &v);
    let uv3 = multiply(&u, &v3);
    let uv7 = multiply(&multiply(&uv3, &v3), &v);
    // (p - 5) / 8 = 2^252 - 3 is 250 ones and 01
    let (ones250, _) = power_of_250_ones(&uv7);
    let x = multiply(&uv3, &multiply(&square_times(&ones250, 2), &uv7));
    let vxx = multiply(&v, &square(&x));
    let first = store_numbers(proof, &subtract(&vxx, &u));
    let second = store_numbers(proof, &add(&vxx, &u));
    let candidates = store_numbers(proof, &x);
    let others = store_numbers(proof, &multiply(&x, &broadcast(&SQRT_MINUS_ONE)));
    let xs: [Option<Field>; LANES] = std::array::from_fn(|lane| {
        let x = match (field::is_zero(&first[lane]), field::is_zero(&second[lane])) {
            (true, _) => candidates[lane],
            (_, true) => others[lane],
            _ => return None,
        };
        let is_negative = field::to_bytes(&x)[0] & 1 == 1;
        let wants_negative = compressed[lane][31] >> 7 == 1;
        Some(if is_negative == wants_negative { x } else { field::subtract(&ZERO, &x) })
    });
    let ts = multiply(&load_numbers(proof, &xs.map(|x| x.unwrap_or(ZERO))), &y);
    let ts = store_numbers(proof, &ts);
    std::array::from_fn(|lane| xs[lane].map(|x| Point { x, y: ys[lane], z: ONE, t: ts[lane] }))
}

/// The points with Z = 1, with one inversion.
#[target_feature(enable = "avx512f,avx512ifma")]
fn normalize(proof: Avx512, vectors: &[Vector]) -> Vec<Point> {
    let mut product = broadcast(&ONE);
    let mut before = Vec::with_capacity(vectors.len());
    for vector in vectors {
        before.push(product);
        product = multiply(&product, &vector.z);
    }
    let mut inverse = invert(&product);
    let mut points = Vec::with_capacity(LANES * vectors.len());
    for (vector, before) in vectors.iter().zip(before).rev() {
        let own = multiply(&inverse, &before);
        inverse = multiply(&inverse, &vector.z);
        let (x, y) = (multiply(&vector.x, &own), multiply(&vector.y, &own));
        let t = store_numbers(proof, &multiply(&x, &y));
        let (x, y) = (store_numbers(proof, &x), store_numbers(proof, &y));
        points.extend((0..LANES).rev().map(|lane| Point { x: x[lane], y: y[lane], z: ONE, t: t[lane] }));
    }
    points.reverse();
    points
}

fearless_simd::kernel!(
    fn enter_load(proof: Avx512, points: &[Point; 8]) -> Vector {
        Vector {
            x: load_numbers(proof, &points.map(|point| point.x)),
            y: load_numbers(proof, &points.map(|point| point.y)),
            z: load_numbers(proof, &points.map(|point| point.z)),
            t: load_numbers(proof, &points.map(|point| point.t)),
        }
    }
);
fearless_simd::kernel!(
    fn enter_double(_proof: Avx512, point: &mut Vector, times: u32) {
        double_times(point, times);
    }
);
fearless_simd::kernel!(
    fn enter_add(_proof: Avx512, point: &mut Vector, entries: &[&Entry; 8]) {
        add_entries(point, entries);
    }
);
fearless_simd::kernel!(
    fn enter_entries(_proof: Avx512, point: &Vector) -> [Entry; 8] {
        to_entries(point)
    }
);
fearless_simd::kernel!(
    fn enter_decompress(proof: Avx512, compressed: &[[u8; 32]; 8]) -> [Option<Point>; 8] {
        decompress(proof, compressed)
    }
);
fearless_simd::kernel!(
    fn enter_normalize(proof: Avx512, vectors: &[Vector]) -> Vec<Point> {
        normalize(proof, vectors)
    }
);

fn words(bytes: &[u8; 32]) -> Vec<u64> {
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    bytes.chunks_exact(8).map(word).collect()
}

/// The group on a processor with the instructions.
#[derive(Clone, Copy)]
pub(super) struct Lanes(Avx512);

impl Lanes {
    /// None if the processor has not the instructions.
    pub(super) fn new() -> Option<Self> {
        proof().map(Self)
    }

    /// q in words.
    pub(super) fn order(self) -> Vec<u64> {
        words(&super::scalar::order())
    }

    /// The points of the whole curve with these compressed forms, which are canonical.
    pub(super) fn decompress(self, compressed: &[[u8; 32]]) -> Vec<Option<Point>> {
        let eight = |chunk: &[[u8; 32]]| {
            let own = std::array::from_fn(|lane| chunk.get(lane).copied().unwrap_or_default());
            enter_decompress(self.0, &own).into_iter().take(chunk.len())
        };
        compressed.chunks(LANES).flat_map(eight).collect()
    }
}

impl Engine for Lanes {
    type Element = Element;
    type Exponent = Scalar;
    type Vector = Vector;
    type Entry = Entry;

    fn bits(&self) -> u32 {
        253
    }

    fn words(&self, exponent: &Scalar) -> Vec<u64> {
        words(exponent.as_bytes())
    }

    fn is_one(&self, exponent: &Scalar) -> bool {
        *exponent == Scalar::ONE
    }

    fn fixed<'a>(&self, element: &'a Element) -> Option<&'a Fixed<Entry>> {
        let plain = || Fixed::new(self, &Element::from_coordinates(element.coordinates(*self)), WIDTH);
        element.tables().map(|tables| tables.lanes(plain))
    }

    fn neutral(&self) -> Vector {
        enter_load(self.0, &[Point::NEUTRAL; LANES])
    }

    fn spread(&self, elements: &[&Element]) -> Vector {
        element::find_coordinates_vartime_public(*self, elements);
        let point = |lane: usize| elements.get(lane).map_or(Point::NEUTRAL, |own| own.coordinates(*self));
        enter_load(self.0, &std::array::from_fn(point))
    }

    fn square(&self, vector: &mut Vector, times: u32) {
        enter_double(self.0, vector, times);
    }

    fn multiply(&self, vector: &mut Vector, entries: &[&Entry; LANES]) {
        enter_add(self.0, vector, entries);
    }

    fn entries(&self, vector: &Vector) -> [Entry; LANES] {
        enter_entries(self.0, vector)
    }

    fn collect(&self, vectors: &[Vector]) -> Vec<Element> {
        enter_normalize(self.0, vectors).into_iter().map(Element::from_affine).collect()
    }

    fn identity(&self) -> Element {
        Element::identity()
    }

    fn product(&self, left: &Element, right: &Element) -> Element {
        left.times_vartime_public(right)
    }
}
