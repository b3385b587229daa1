// SPDX-License-Identifier: Apache-2.0
//! Independent generators (specification, table `GetGenerator` for Ed25519).

use sha2::{Digest, Sha256};

use super::element::{Element, uncompress_vartime_public};

/// The generator of that index. That it is 1, g, or that of another index is as likely as a
/// collision of SHA-256; the specification aborts then, and checks it outside of this pure part.
pub(super) fn generator_vartime_public(index: i64) -> Element {
    let mut y = shift_right_by_two(Sha256::digest(format!("ggen|{index}")).into());
    loop {
        if let Ok(point) = uncompress_vartime_public(&y) {
            return Element::new(point.mul_by_cofactor());
        }
        increment(&mut y);
    }
}

/// A big-endian number divided by 4, in little-endian bytes.
fn shift_right_by_two(mut number: [u8; 32]) -> [u8; 32] {
    number.reverse();
    let byte = |place: usize| number.get(place).copied().unwrap_or(0);
    std::array::from_fn(|place| byte(place) >> 2 | byte(place + 1) << 6)
}

fn increment(little_endian: &mut [u8; 32]) {
    for byte in little_endian {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            return;
        }
    }
}
