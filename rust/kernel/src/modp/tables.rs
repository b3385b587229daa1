// SPDX-License-Identifier: Apache-2.0
//! Tables of powers of one base, made when they are first used.

use std::sync::OnceLock;

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{CtAssign, CtEq, Word};
use rug::Integer;

#[cfg(target_arch = "x86_64")]
use super::lanes::Entry;
use super::parameters::Parameters;
use super::scalar::{LIMBS, Number, Secret, to_number};
use crate::lanes::exponents::window;
#[cfg(target_arch = "x86_64")]
use crate::lanes::products::Fixed;

/// The tables of a prepared element.
#[derive(Default)]
pub(super) struct Tables {
    public: OnceLock<PublicTable>,
    secret: OnceLock<SecretTable>,
    #[cfg(target_arch = "x86_64")]
    lanes: OnceLock<Fixed<Entry>>,
}

impl Tables {
    pub(super) fn public(&self, group: &Parameters, base: &Integer) -> &PublicTable {
        self.public.get_or_init(|| PublicTable::new(group, base))
    }

    #[cfg(target_arch = "x86_64")]
    pub(super) fn lanes(&self, make: impl FnOnce() -> Fixed<Entry>) -> &Fixed<Entry> {
        self.lanes.get_or_init(make)
    }

    pub(super) fn secret(&self, group: &Parameters, base: &Integer) -> &SecretTable {
        self.secret.get_or_init(|| SecretTable::new(group, base))
    }
}

/// base^(d * 2^(w i)) at place i and d - 1, for the digits d = 1..2^w of public exponents.
pub(super) struct PublicTable {
    width: u32,
    rows: Vec<Vec<Integer>>,
}

impl PublicTable {
    fn new(group: &Parameters, base: &Integer) -> Self {
        let bits = group.q.significant_bits();
        let width = if bits <= 512 { 8 } else { 6 }; // 2 MB for 256 bits, 6 MB for 2048
        let mut rows = Vec::new();
        let mut base = base.clone();
        for _ in 0..bits.div_ceil(width) {
            let next = |power: &Integer| Some(Integer::from(power * &base) % &group.p);
            let mut row: Vec<Integer> =
                std::iter::successors(Some(base.clone()), next).take(1 << width).collect();
            base = row.pop().unwrap_or_default();
            rows.push(row);
        }
        Self { width, rows }
    }

    /// base^exponent.
    pub(super) fn power_vartime_public(&self, group: &Parameters, exponent: &Integer) -> Integer {
        let words = exponent.to_digits(rug::integer::Order::Lsf);
        let mut product = Integer::from(1);
        for (row, place) in self.rows.iter().zip(0..) {
            if let Some(digit) = window(&words, place * self.width, self.width).checked_sub(1) {
                product *= &row[digit];
                product %= &group.p;
            }
        }
        product
    }
}

const SECRET_WIDTH: u32 = 4;
const DIGITS: usize = 1 << SECRET_WIDTH;

/// base^(d * 16^i) in Montgomery form at place i and d.
pub(super) struct SecretTable {
    rows: Vec<[Number; DIGITS]>,
}

impl SecretTable {
    fn new(group: &Parameters, base: &Integer) -> Self {
        let mut base = to_montgomery(group, base);
        let mut rows = Vec::new();
        for _ in 0..group.scalars.bits().div_ceil(SECRET_WIDTH) {
            let mut power = FixedMontyForm::one(&group.montgomery);
            rows.push(std::array::from_fn(|_| {
                let entry = *power.as_montgomery();
                power = power.mul(&base);
                entry
            }));
            base = power;
        }
        Self { rows }
    }

    /// base^exponent in constant time: every entry of every row is read.
    pub(super) fn power(
        &self,
        montgomery: &FixedMontyParams<LIMBS>,
        exponent: &Secret,
    ) -> FixedMontyForm<LIMBS> {
        let words = exponent.number().as_words();
        let mut product = FixedMontyForm::one(montgomery);
        for (row, bit) in self.rows.iter().zip((0..).step_by(SECRET_WIDTH as usize)) {
            // a digit never straddles two words
            let digit = words[(bit / Word::BITS) as usize] >> (bit % Word::BITS) & (DIGITS as Word - 1);
            let mut factor = row[0];
            for (entry, value) in row.iter().zip(0..) {
                let value: Word = value;
                factor.ct_assign(entry, value.ct_eq(&digit));
            }
            product = product.mul(&FixedMontyForm::from_montgomery(factor, montgomery));
        }
        product
    }
}

/// An element in Montgomery form.
pub(super) fn to_montgomery(group: &Parameters, value: &Integer) -> FixedMontyForm<LIMBS> {
    // a value below p always fits
    FixedMontyForm::new(&to_number(value).unwrap_or_default(), &group.montgomery)
}
