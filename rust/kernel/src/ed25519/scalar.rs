// SPDX-License-Identifier: Apache-2.0
//! Integers modulo q = 2^252 + 27742317777372353535851937790883648493.

use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroize;

use crate::group::is_natural;

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

/// How many decimal digits q has.
const DIGITS: usize = 77;

/// So many digits at a time are added to a number.
const STEP: usize = 19;

/// A number below q from its decimal text, without sign or leading zeros; public.
pub(super) fn from_decimal_vartime_public(text: &str) -> Option<Scalar> {
    if !is_natural(text, DIGITS) {
        return None;
    }
    let mut number = [0u64; 5]; // 77 digits have 256 bits at most
    for digits in text.as_bytes().chunks(STEP) {
        let value = digits.iter().fold(0, |value, digit| 10 * value + u64::from(digit - b'0'));
        let mut carry = u128::from(value);
        for limb in &mut number {
            carry += u128::from(*limb) * u128::from(10u64.pow(digits.len() as u32));
            *limb = carry as u64;
            carry >>= 64;
        }
    }
    let mut bytes = [0; 32];
    for (bytes, limb) in bytes.chunks_exact_mut(8).zip(number) {
        bytes.copy_from_slice(&limb.to_le_bytes());
    }
    if number[4] != 0 { None } else { Scalar::from_canonical_bytes(bytes).into() }
}
