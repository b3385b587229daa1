// SPDX-License-Identifier: Apache-2.0
//! Points of the prime-order subgroup, and their text: 64 lower-case hexadecimal digits, which are
//! the bytes of RFC 8032 reversed, so that the sign of x is bit 255 of a big-endian number.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};

use super::field::{self, Point};
use super::products::Tables;
use crate::error::ElementError;
use crate::membership::{Surrounding, first_stranger_vartime_public};
use crate::parallel;

/// How many points share one inversion when they are written.
const BATCH: usize = 256;

/// Fewer points are read faster one by one.
#[cfg(target_arch = "x86_64")]
const FEW: usize = 4;

/// A point of the prime-order subgroup, in one form at least; the others are made when they are needed.
#[derive(Clone)]
pub struct Element {
    /// For dalek.
    point: OnceLock<EdwardsPoint>,
    /// For our own arithmetic with public points.
    coordinates: OnceLock<Point>,
    /// For texts.
    compressed: OnceLock<[u8; 32]>,
    tables: Option<Arc<Tables>>,
}

impl Element {
    /// The caller vouches for the point being in the subgroup.
    pub(super) fn new(point: EdwardsPoint) -> Self {
        Self { point: point.into(), coordinates: OnceLock::new(), compressed: OnceLock::new(), tables: None }
    }

    /// As [`Element::new`].
    pub(super) fn from_coordinates(point: Point) -> Self {
        Self { point: OnceLock::new(), coordinates: point.into(), compressed: OnceLock::new(), tables: None }
    }

    /// As [`Element::new`], for coordinates with Z = 1.
    pub(super) fn from_affine(point: Point) -> Self {
        let compressed = field::encode(&point.x, &point.y);
        Self { compressed: compressed.into(), ..Self::from_coordinates(point) }
    }

    /// The neutral element, in every form.
    pub(super) fn identity() -> Self {
        Self { point: EdwardsPoint::identity().into(), ..Self::from_affine(Point::NEUTRAL) }
    }

    pub(super) fn with_tables(&self, tables: Tables) -> Self {
        Self { tables: Some(Arc::new(tables)), ..self.clone() }
    }

    pub(super) fn point(&self) -> &EdwardsPoint {
        self.point.get_or_init(|| {
            let point = CompressedEdwardsY(*self.compressed()).decompress();
            point.expect("what is compressed was a point")
        })
    }

    /// Our own coordinates; public.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn coordinates(&self, lanes: super::lanes::Lanes) -> Point {
        *self.coordinates.get_or_init(|| {
            let point = lanes.decompress(&[*self.compressed()])[0];
            point.expect("what is compressed was a point")
        })
    }

    pub(super) fn tables(&self) -> Option<&Tables> {
        self.tables.as_deref()
    }

    /// The 256-bit number of the specification, in little-endian bytes.
    pub(super) fn compressed(&self) -> &[u8; 32] {
        self.compressed.get_or_init(|| match (self.point.get(), self.coordinates.get()) {
            (None, Some(coordinates)) => field::compress(&[coordinates])[0],
            _ => self.point().compress().to_bytes(),
        })
    }

    /// The product, in the notation of the group; public.
    pub(super) fn times_vartime_public(&self, other: &Self) -> Self {
        match (self.coordinates.get(), other.coordinates.get()) {
            (Some(own), Some(others)) => Self::from_coordinates(own.plus(others)),
            _ => Self::new(self.point() + other.point()),
        }
    }

    /// The inverse; public.
    pub(super) fn inverse_vartime_public(&self) -> Self {
        match self.coordinates.get() {
            Some(own) => Self::from_coordinates(own.negative()),
            None => Self::new(-self.point()),
        }
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        if let (Some(own), Some(others)) = (self.compressed.get(), other.compressed.get()) {
            return own == others;
        }
        match (self.coordinates.get(), other.coordinates.get()) {
            (Some(own), Some(others)) => own.is_same(others),
            _ => self.point() == other.point(),
        }
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

/// What RFC 8032, section 5.1.3, asks of a compressed point before it is decompressed: dalek itself
/// takes a y that is not reduced, and a negative zero.
fn check_compressed(compressed: &[u8; 32]) -> Result<(), ElementError> {
    if is_unreduced(compressed) {
        return Err(ElementError::NotReduced);
    }
    if has_zero_x(compressed) && compressed[31] & 0x80 != 0 {
        return Err(ElementError::NegativeZero);
    }
    Ok(())
}

/// The point of the whole curve with this compressed form.
pub(super) fn uncompress_vartime_public(compressed: &[u8; 32]) -> Result<EdwardsPoint, ElementError> {
    check_compressed(compressed)?;
    CompressedEdwardsY(*compressed).decompress().ok_or(ElementError::NotOnCurve)
}

/// Finds our own coordinates of those that have none, together.
#[cfg(target_arch = "x86_64")]
pub(super) fn find_coordinates_vartime_public(lanes: super::lanes::Lanes, elements: &[&Element]) {
    let without: Vec<&Element> =
        elements.iter().filter(|element| element.coordinates.get().is_none()).copied().collect();
    if without.len() > 1 {
        compress_vartime_public(&without);
        let compressed: Vec<[u8; 32]> = without.iter().map(|element| *element.compressed()).collect();
        for (element, point) in without.iter().zip(lanes.decompress(&compressed)) {
            // another thread may have been faster, with the same result
            element.coordinates.get_or_init(|| point.expect("what is compressed was a point"));
        }
    }
}

fn parse_bytes_vartime_public(text: &str) -> Result<[u8; 32], ElementError> {
    let bytes = from_hexadecimal(text).ok_or(ElementError::NotHexadecimal)?;
    check_compressed(&bytes)?;
    Ok(bytes)
}

fn parse_vartime_public(text: &str) -> Result<Element, ElementError> {
    let bytes = parse_bytes_vartime_public(text)?;
    let point = CompressedEdwardsY(bytes).decompress().ok_or(ElementError::NotOnCurve)?;
    Ok(Element { compressed: bytes.into(), ..Element::new(point) })
}

/// Many at once, each in one form or the other.
fn parse_many_vartime_public(texts: &[&str]) -> Vec<Result<Element, ElementError>> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = super::lanes::Lanes::new()
        && texts.len() >= FEW
    {
        return parallel::map_chunks(texts, BATCH, |texts| parse_in_lanes_vartime_public(lanes, texts));
    }
    parallel::map(texts, 32, |text| parse_vartime_public(text))
}

#[cfg(target_arch = "x86_64")]
fn parse_in_lanes_vartime_public(
    lanes: super::lanes::Lanes,
    texts: &[&str],
) -> Vec<Result<Element, ElementError>> {
    let parsed: Vec<_> = texts.iter().map(|text| parse_bytes_vartime_public(text)).collect();
    let compressed: Vec<[u8; 32]> = parsed.iter().flatten().copied().collect();
    let mut points = lanes.decompress(&compressed).into_iter();
    let mut element = |bytes: [u8; 32]| {
        let point = points.next().flatten().ok_or(ElementError::NotOnCurve)?;
        Ok(Element { compressed: bytes.into(), ..Element::from_coordinates(point) })
    };
    parsed.into_iter().map(|bytes| element(bytes?)).collect()
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
    match is_member_vartime_public(element.point()) {
        true => Ok(element),
        false => Err(ElementError::NotInSubgroup),
    }
}

/// Reads many; the error is that of the first that is wrong.
pub(super) fn read_many_vartime_public(texts: &[&str]) -> Result<Vec<Element>, ElementError> {
    let mut elements = Vec::with_capacity(texts.len());
    let mut wrong = None;
    for element in parse_many_vartime_public(texts) {
        match element {
            Ok(element) => elements.push(element),
            Err(error) => {
                wrong = Some(error);
                break;
            }
        }
    }
    if first_outside_vartime_public(&elements).is_some() {
        return Err(ElementError::NotInSubgroup);
    }
    wrong.map_or(Ok(elements), Err)
}

/// The first of points of the whole curve that is not in the subgroup.
fn first_outside_vartime_public(elements: &[Element]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = super::lanes::Lanes::new()
        && elements.len() >= FEW
    {
        return crate::lanes::membership::first_stranger_vartime_public(&lanes, &lanes.order(), elements);
    }
    let points: Vec<EdwardsPoint> = elements.iter().map(|element| *element.point()).collect();
    first_stranger_vartime_public(&Curve, &points)
}

/// The texts of many elements, which share inversions.
pub(super) fn texts_vartime_public(elements: &[&Element]) -> Vec<String> {
    parallel::map_chunks(elements, BATCH, |chunk| {
        compress_vartime_public(chunk);
        chunk.iter().map(|element| to_hexadecimal(element.compressed())).collect()
    })
}

/// Compresses those that are not yet.
fn compress_vartime_public(elements: &[&Element]) {
    let (own, others): (Vec<&Element>, Vec<&Element>) = elements
        .iter()
        .filter(|element| element.compressed.get().is_none())
        .partition(|element| element.coordinates.get().is_some());
    let coordinates: Vec<&Point> = own.iter().filter_map(|element| element.coordinates.get()).collect();
    let points: Vec<EdwardsPoint> = others.iter().map(|element| *element.point()).collect();
    let compressed = EdwardsPoint::compress_batch_alloc(&points).into_iter().map(|bytes| bytes.to_bytes());
    let compressed = field::compress(&coordinates).into_iter().chain(compressed);
    for (element, compressed) in own.into_iter().chain(others).zip(compressed) {
        // another thread may have been faster, with the same result
        element.compressed.get_or_init(|| compressed);
    }
}
