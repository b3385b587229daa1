// SPDX-License-Identifier: Apache-2.0
//! Independent generators (specification, table `GetGenerator` for a finite field).

use rug::Integer;
use rug::integer::Order;
use sha2::{Digest, Sha256};

use super::element::Element;
use super::parameters::Parameters;

/// The generator of that index. That it is 0, 1, g, or that of another index is as likely as a
/// collision of SHA-256; the specification aborts then, and checks it outside of this pure part.
pub(super) fn generator_vartime_public(group: &Parameters, index: i64) -> Element {
    let digest: [u8; 32] = Sha256::digest(format!("ggen|{index}")).into();
    let x = Integer::from_digits(&digest, Order::Msf);
    Element::new(group.power_vartime_public(&x, &group.cofactor))
}
