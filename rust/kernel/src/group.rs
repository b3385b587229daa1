// SPDX-License-Identifier: Apache-2.0
//! What every group can do; the Python side of the same is `isonomia.groups.api`.

use std::fmt::Display;
use std::hash::Hash;

use crate::error::{ElementError, EmbeddingError, LogarithmError};

/// How vectors of small integers become elements (specification, `of_ints`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// κ: every integer is below 2^κ.
    pub bits_per_int: u32,
    /// p: so many low bits are searched for an element of the group.
    pub padding: u32,
    /// The longest vector that fits.
    pub capacity: usize,
}

impl Embedding {
    /// The embedding into numbers of as many bits as the modulus, with the capacity that Belenios
    /// gives it. A full vector can make a number above the modulus: then no element is found.
    pub fn into_bits(bits: u32, bits_per_int: u32, padding: u32) -> Self {
        let capacity = (bits.saturating_sub(padding) / bits_per_int) as usize;
        Self { bits_per_int, padding, capacity }
    }

    /// Checks that the integers fit.
    pub fn check(&self, values: &[u32]) -> Result<(), EmbeddingError> {
        if values.len() > self.capacity {
            return Err(EmbeddingError::TooMany { given: values.len(), capacity: self.capacity });
        }
        let maximum = ((1u64 << self.bits_per_int) - 1) as u32;
        match values.iter().all(|&value| value <= maximum) {
            true => Ok(()),
            false => Err(EmbeddingError::TooLarge { maximum }),
        }
    }
}

/// A product of powers with public exponents.
pub type Row<'a, G> = Vec<(&'a <G as Group>::Element, <G as Group>::Exponent)>;

/// A product of powers with secret exponents. The bases and the number of factors are public.
pub type SecretRow<'a, G> = Vec<(&'a <G as Group>::Element, &'a <G as Group>::Secret)>;

/// A cyclic group of prime order q, written multiplicatively as in the specification.
pub trait Group: Clone + PartialEq + Send + Sync + 'static {
    /// An element of the group: nothing else can be made.
    type Element: Clone + Eq + Hash + Display + Send + Sync;
    /// A public exponent modulo q.
    type Exponent: Clone + PartialEq + Send + Sync;
    /// A secret integer modulo q; cleared when dropped, and neither printable nor comparable.
    type Secret: Clone + Send + Sync;

    /// The string that stands for the group in the election object.
    fn name(&self) -> &str;
    /// q, in little-endian bytes.
    fn order(&self) -> Vec<u8>;
    /// g.
    fn g(&self) -> Self::Element;
    /// The neutral element.
    fn identity(&self) -> Self::Element;
    /// The embedding, if the group has one.
    fn embedding(&self) -> Option<Embedding>;

    /// Reads one element and checks that it is in the subgroup (`of_string` and `check`).
    /// Only the text that `Display` would give back is accepted; public.
    fn element_vartime_public(&self, text: &str) -> Result<Self::Element, ElementError>;
    /// Reads many; the error is that of the first that is wrong.
    fn elements_vartime_public(&self, texts: &[&str]) -> Result<Vec<Self::Element>, ElementError>;
    /// Their serializations (`to_string`).
    fn texts_vartime_public(&self, elements: &[&Self::Element]) -> Vec<String>;

    /// The product.
    fn multiply_vartime_public(&self, left: &Self::Element, right: &Self::Element) -> Self::Element;
    /// The quotient.
    fn divide_vartime_public(&self, left: &Self::Element, right: &Self::Element) -> Self::Element;
    /// The same element with precomputed tables, for one that is raised to many powers.
    fn prepare(&self, element: &Self::Element) -> Self::Element;

    /// A public exponent from up to 64 little-endian bytes, or those of a number below q; modulo q.
    fn exponent(&self, bytes: &[u8]) -> Self::Exponent;
    /// A public exponent from its text: decimal, without sign or leading zeros, and below q.
    fn exponent_vartime_public(&self, text: &str) -> Option<Self::Exponent>;
    /// The sum modulo q; public.
    fn exponent_sum<'a>(&self, exponents: impl Iterator<Item = &'a Self::Exponent>) -> Self::Exponent;
    /// The product modulo q with its sign changed; public.
    fn exponent_minus_product(&self, left: &Self::Exponent, right: &Self::Exponent) -> Self::Exponent;
    /// The product of the powers of one row. Variable time: public data only.
    fn product_vartime_public(&self, row: &Row<'_, Self>) -> Self::Element;
    /// For each row the product of its powers. Variable time: public data only.
    fn products_vartime_public(&self, rows: &[Row<'_, Self>]) -> Vec<Self::Element>;

    /// How many random bytes [`Group::secret_from_random`] needs: those of q and 16 more, so that
    /// the result is within 2^-128 of uniform.
    fn random_size(&self) -> usize {
        self.order().len() + 16
    }
    /// Random little-endian bytes reduced modulo q. `None` for another length.
    fn secret_from_random(&self, random: &[u8]) -> Option<Self::Secret>;
    /// A secret from the little-endian bytes of a number below q. `None` for q and more.
    fn secret(&self, reduced: &[u8]) -> Option<Self::Secret>;
    /// The little-endian bytes of a secret: the only way out.
    fn reveal(&self, secret: &Self::Secret) -> Vec<u8>;
    /// The sum modulo q.
    fn secret_add(&self, left: &Self::Secret, right: &Self::Secret) -> Self::Secret;
    /// The difference modulo q.
    fn secret_subtract(&self, left: &Self::Secret, right: &Self::Secret) -> Self::Secret;
    /// The product modulo q.
    fn secret_multiply(&self, left: &Self::Secret, right: &Self::Secret) -> Self::Secret;
    /// The negative modulo q.
    fn secret_negate(&self, secret: &Self::Secret) -> Self::Secret;
    /// For each row the product of its powers, in constant time.
    fn secret_products(&self, rows: &[SecretRow<'_, Self>]) -> Vec<Self::Element>;

    /// Embeds small integers (`of_ints`), a voter's secret, but not in constant time: the search for
    /// the padding ends when an element is found, which is a function of the integers. It runs once a
    /// vote, on the voter's own machine.
    fn of_ints_vartime(&self, values: &[u32]) -> Result<Self::Element, EmbeddingError>;
    /// The last `count` integers embedded in an element (`to_ints`): defined for every element.
    fn to_ints_vartime_public(
        &self,
        element: &Self::Element,
        count: usize,
    ) -> Result<Vec<u32>, EmbeddingError>;
    /// The pure part of `GetGenerator`; -1 is the secondary generator.
    fn generator_vartime_public(&self, index: i64) -> Self::Element;
    /// For each element the x in 0..=bound with g^x = element; variable time.
    fn logarithms_vartime_public(
        &self,
        elements: &[&Self::Element],
        bound: u64,
    ) -> Result<Vec<u64>, LogarithmError>;
}

/// Whether a text is a decimal number without sign, spaces or leading zeros, of at most `digits` digits.
pub(crate) fn is_natural(text: &str, digits: usize) -> bool {
    (1..=digits).contains(&text.len())
        && text.bytes().all(|digit| digit.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}
