// SPDX-License-Identifier: Apache-2.0
//! Secret integers modulo q, in constant time. All numbers have 2048 bits, whatever q is, so that
//! one type serves every group: this costs a microsecond a product.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{CtLt, NonZero, Odd, U2048};
use rug::Integer;
use rug::integer::Order;
use zeroize::{Zeroize, Zeroizing};

/// A number of 2048 bits.
pub(super) type Number = U2048;

/// How many machine words a number has.
pub(super) const LIMBS: usize = Number::LIMBS;

/// How many bytes a number has.
const BYTES: usize = 256;

/// A public integer as a number, if it is not too long.
pub(super) fn to_number(integer: &Integer) -> Option<Number> {
    from_little_endian(&integer.to_digits::<u8>(Order::Lsf))
}

fn from_little_endian(bytes: &[u8]) -> Option<Number> {
    let mut padded = Zeroizing::new([0; BYTES]);
    padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(Number::from_le_slice(padded.as_slice()))
}

/// A secret integer in 0..q.
#[derive(Clone)]
pub struct Secret(Number);

impl Secret {
    pub(super) fn number(&self) -> &Number {
        &self.0
    }

    pub(super) fn to_little_endian(&self) -> Vec<u8> {
        let mut bytes = self.0.to_le_bytes();
        let copy = bytes.as_ref().to_vec();
        bytes.zeroize();
        copy
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The integers modulo q.
#[derive(Debug)]
pub(super) struct Scalars {
    q: NonZero<Number>,
    montgomery: FixedMontyParams<LIMBS>,
}

impl Scalars {
    pub(super) fn new(q: Odd<Number>) -> Self {
        Self { q: *q.as_nz_ref(), montgomery: FixedMontyParams::new_vartime(q) }
    }

    /// How many bits q has: public.
    pub(super) fn bits(&self) -> u32 {
        self.q.bits_vartime()
    }

    /// A number in 0..q.
    pub(super) fn canonical(&self, bytes: &[u8]) -> Option<Secret> {
        let secret = Secret(from_little_endian(bytes)?);
        bool::from(secret.0.ct_lt(&self.q)).then_some(secret)
    }

    /// Any little-endian bytes modulo q: Horner's rule with digits of half the size of a number.
    pub(super) fn reduce(&self, bytes: &[u8]) -> Secret {
        let radix = self.form(&Number::ONE.shl_vartime(Number::BITS / 2));
        let mut sum = FixedMontyForm::zero(&self.montgomery);
        for digit in bytes.chunks(BYTES / 2).rev() {
            let digit = Secret(from_little_endian(digit).unwrap_or_default());
            sum = sum.mul(&radix).add(&self.form(&digit.0));
        }
        let secret = Secret(sum.retrieve());
        sum.zeroize();
        secret
    }

    /// Any number, in Montgomery form: the conversion is a Montgomery product with a reduced number,
    /// which reduces.
    fn form(&self, number: &Number) -> FixedMontyForm<LIMBS> {
        FixedMontyForm::new(number, &self.montgomery)
    }

    pub(super) fn add(&self, left: &Secret, right: &Secret) -> Secret {
        Secret(left.0.add_mod(&right.0, &self.q))
    }

    pub(super) fn subtract(&self, left: &Secret, right: &Secret) -> Secret {
        Secret(left.0.sub_mod(&right.0, &self.q))
    }

    pub(super) fn multiply(&self, left: &Secret, right: &Secret) -> Secret {
        let mut left = self.form(&left.0);
        let mut right = self.form(&right.0);
        let mut product = left.mul(&right);
        let secret = Secret(product.retrieve());
        left.zeroize();
        right.zeroize();
        product.zeroize();
        secret
    }

    pub(super) fn negate(&self, secret: &Secret) -> Secret {
        Secret(secret.0.neg_mod(&self.q))
    }
}
