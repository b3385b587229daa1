// SPDX-License-Identifier: Apache-2.0
//! Small integers in the y-coordinate of a point (specification, section "Ed25519").

use super::element::{Element, is_member_vartime_public, uncompress_vartime_public};
use crate::error::EmbeddingError;
use crate::group::Embedding;

const BITS_PER_INT: u32 = 8;
const PADDING: u32 = 14;

/// (255 - 14) / 8 = 30 integers: their numbers have 254 bits, and so are reduced y-coordinates.
pub(super) fn embedding() -> Embedding {
    Embedding::into_bits(255, BITS_PER_INT, PADDING)
}

/// See [`crate::Group::of_ints_vartime`], which says why what is meant for public points may be used.
pub(super) fn of_ints_vartime(values: &[u32]) -> Result<Element, EmbeddingError> {
    embedding().check(values)?;
    let mut number = [0; 32];
    for (place, &value) in values.iter().rev().enumerate() {
        // bit 14 + 8 * place is bit 6 of a byte
        let low = 1 + place;
        number[low] |= (value << 6) as u8;
        number[low + 1] |= (value >> 2) as u8;
    }
    (0..1u16 << PADDING)
        .find_map(|epsilon| {
            let mut candidate = number;
            candidate[0] = epsilon as u8;
            candidate[1] |= (epsilon >> 8) as u8;
            let point = uncompress_vartime_public(&candidate).ok()?;
            is_member_vartime_public(&point).then(|| Element::new(point))
        })
        .ok_or(EmbeddingError::NotFound)
}

/// See [`crate::Group::to_ints_vartime_public`]: digits of the whole compressed number, sign bit included, as
/// Belenios reads them.
pub(super) fn to_ints_vartime_public(element: &Element, count: usize) -> Vec<u32> {
    let number = element.compressed();
    let byte = |place: usize| u32::from(number.get(place).copied().unwrap_or(0));
    (0..count).rev().map(|place| (byte(1 + place) >> 6 | byte(2 + place) << 2) & 0xff).collect()
}
