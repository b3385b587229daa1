// SPDX-License-Identifier: Apache-2.0
//! Points of the prime-order subgroup, and their text: 64 lower-case hexadecimal digits, which are
//! the bytes of RFC 8032 reversed, so that the sign of x is bit 255 of a big-endian number.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;

use super::products::Tables;
use crate::error::ElementError;
use crate::membership::{Surrounding, first_stranger_vartime_public};
use crate::parallel;

/// How many points share one inversion when they are written.
const BATCH: usize = 256;

/// A point of the prime-order subgroup.
#[derive(Clone)]
pub struct Element {
    point: EdwardsPoint,
    /// The compressed point, once it is known: it costs an inversion.
    compressed: OnceLock<[u8; 32]>,
    tables: Option<Arc<Tables>>,
}

impl Element {
    /// The caller vouches for the point being in the subgroup.
    pub(super) fn new(point: EdwardsPoint) -> Self {
        Self { point, compressed: OnceLock::new(), tables: None }
    }

    pub(super) fn with_tables(&self, tables: Tables) -> Self {
        Self { tables: Some(Arc::new(tables)), ..self.clone() }
    }

    pub(super) fn point(&self) -> &EdwardsPoint {
        &self.point
    }

    pub(super) fn tables(&self) -> Option<&Tables> {
        self.tables.as_deref()
    }

    /// The 256-bit number of the specification, in little-endian bytes.
    pub(super) fn compressed(&self) -> &[u8; 32] {
        self.compressed.get_or_init(|| self.point.compress().to_bytes())
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.point == other.point
    }
}

impl Eq for Element {}

impl Hash for Element {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.compressed().hash(state);
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hexadecimal(self.compressed()))
    }
}

fn to_hexadecimal(little_endian: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    let bytes = little_endian.iter().rev();
    bytes.flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn from_hexadecimal(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut little_endian = [0; 32];
    for (byte, pair) in little_endian.iter_mut().rev().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Some(little_endian)
}

/// Whether y, which is the number without its bit 255, is p = 2^255 - 19 or more.
fn is_unreduced(compressed: &[u8; 32]) -> bool {
    compressed[0] >= 0xed
        && compressed[1..31].iter().all(|&byte| byte == 0xff)
        && compressed[31] & 0x7f == 0x7f
}

/// Whether y is 1 or -1, where x is zero.
fn has_zero_x(compressed: &[u8; 32]) -> bool {
    let mut y = *compressed;
    y[31] &= 0x7f;
    let mut one = [0; 32];
    one[0] = 1;
    let mut minus_one = [0xff; 32];
    minus_one[0] = 0xec;
    minus_one[31] = 0x7f;
    y == one || y == minus_one
}

/// The point of the whole curve with this compressed form. dalek itself takes a y that is not
/// reduced, and a negative zero; RFC 8032, section 5.1.3, and we do not.
pub(super) fn uncompress_vartime_public(compressed: &[u8; 32]) -> Result<EdwardsPoint, ElementError> {
    if is_unreduced(compressed) {
        return Err(ElementError::NotReduced);
    }
    if has_zero_x(compressed) && compressed[31] & 0x80 != 0 {
        return Err(ElementError::NegativeZero);
    }
    CompressedEdwardsY(*compressed).decompress().ok_or(ElementError::NotOnCurve)
}

fn parse_vartime_public(text: &str) -> Result<Element, ElementError> {
    let bytes = from_hexadecimal(text).ok_or(ElementError::NotHexadecimal)?;
    let point = uncompress_vartime_public(&bytes)?;
    Ok(Element { point, compressed: OnceLock::from(bytes), tables: None })
}

/// The whole curve.
struct Curve;

impl Surrounding for Curve {
    type Element = EdwardsPoint;

    fn multiply_vartime_public(&self, product: &mut EdwardsPoint, factor: &EdwardsPoint) {
        *product += factor;
    }

    fn is_member_vartime_public(&self, point: &EdwardsPoint) -> bool {
        is_member_vartime_public(point)
    }
}

/// Whether q times the point is the identity: (q-1) P = -P, since q-1 is a scalar and q is not.
pub(super) fn is_member_vartime_public(point: &EdwardsPoint) -> bool {
    EdwardsPoint::vartime_multiscalar_mul([-Scalar::ONE], [point]) == -point
}

/// Reads one element and checks that it is in the subgroup.
pub(super) fn read_vartime_public(text: &str) -> Result<Element, ElementError> {
    let element = parse_vartime_public(text)?;
    match is_member_vartime_public(&element.point) {
        true => Ok(element),
        false => Err(ElementError::NotInSubgroup),
    }
}

/// Reads many; the error is that of the first that is wrong.
pub(super) fn read_many_vartime_public(texts: &[&str]) -> Result<Vec<Element>, ElementError> {
    let parsed = parallel::map(texts, 32, |text| parse_vartime_public(text));
    let readable = parsed.iter().map_while(|element| element.as_ref().ok());
    let points: Vec<EdwardsPoint> = readable.map(|element| element.point).collect();
    match first_stranger_vartime_public(&Curve, &points) {
        Some(_) => Err(ElementError::NotInSubgroup),
        None => parsed.into_iter().collect(),
    }
}

/// The texts of many elements, which share inversions.
pub(super) fn texts_vartime_public(elements: &[&Element]) -> Vec<String> {
    parallel::map_chunks(elements, BATCH, |chunk| {
        let points: Vec<EdwardsPoint> = chunk.iter().map(|element| element.point).collect();
        let compressed = EdwardsPoint::compress_batch_alloc(&points);
        compressed.iter().map(|bytes| to_hexadecimal(bytes.as_bytes())).collect()
    })
}
