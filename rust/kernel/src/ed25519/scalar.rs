// SPDX-License-Identifier: Apache-2.0
//! Integers modulo q = 2^252 + 27742317777372353535851937790883648493.

use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroize;

/// A secret integer modulo q.
#[derive(Clone)]
pub struct Secret(pub(super) Scalar);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// q in little-endian bytes: one more than the scalar -1.
pub(super) fn order() -> [u8; 32] {
    let mut bytes = (-Scalar::ONE).to_bytes();
    bytes[0] += 1; // -1 ends in 0xec
    bytes
}

/// A number of up to 64 little-endian bytes modulo q, in constant time.
pub(super) fn from_little_endian(bytes: &[u8]) -> Scalar {
    let mut wide = [0; 64];
    let length = bytes.len().min(64);
    wide[..length].copy_from_slice(&bytes[..length]);
    let scalar = Scalar::from_bytes_mod_order_wide(&wide);
    wide.zeroize();
    scalar
}

/// A number below q of up to 32 little-endian bytes.
pub(super) fn from_canonical(bytes: &[u8]) -> Option<Secret> {
    let mut number = [0; 32];
    number.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let scalar = Option::from(Scalar::from_canonical_bytes(number)).map(Secret);
    number.zeroize();
    scalar
}
