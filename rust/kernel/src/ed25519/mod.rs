// SPDX-License-Identifier: Apache-2.0
//! The group Ed25519 (specification, section "Ed25519"), on `curve25519-dalek`.

mod element;
mod embedding;
mod field;
mod generator;
#[cfg(target_arch = "x86_64")]
mod lanes;
mod logarithm;
mod products;
mod scalar;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::scalar::Scalar;

pub use self::element::Element;
pub use self::scalar::Secret;
use crate::error::{ElementError, EmbeddingError, LogarithmError};
use crate::group::{Embedding, Group, Row, SecretRow};
use crate::parallel;

/// The group. It has no parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ed25519;

impl Group for Ed25519 {
    type Element = Element;
    type Exponent = Scalar;
    type Secret = Secret;

    fn name(&self) -> &str {
        "Ed25519"
    }

    fn order(&self) -> Vec<u8> {
        scalar::order().to_vec()
    }

    fn g(&self) -> Element {
        products::prepare(&Element::new(ED25519_BASEPOINT_POINT))
    }

    fn identity(&self) -> Element {
        Element::identity()
    }

    fn embedding(&self) -> Option<Embedding> {
        Some(embedding::embedding())
    }

    fn element_vartime_public(&self, text: &str) -> Result<Element, ElementError> {
        element::read_vartime_public(text)
    }

    fn elements_vartime_public(&self, texts: &[&str]) -> Result<Vec<Element>, ElementError> {
        element::read_many_vartime_public(texts)
    }

    fn texts_vartime_public(&self, elements: &[&Element]) -> Vec<String> {
        element::texts_vartime_public(elements)
    }

    fn multiply_vartime_public(&self, left: &Element, right: &Element) -> Element {
        left.times_vartime_public(right)
    }

    fn divide_vartime_public(&self, left: &Element, right: &Element) -> Element {
        left.times_vartime_public(&right.inverse_vartime_public())
    }

    fn prepare(&self, element: &Element) -> Element {
        products::prepare(element)
    }

    fn exponent(&self, bytes: &[u8]) -> Scalar {
        scalar::from_little_endian(bytes)
    }

    fn exponent_vartime_public(&self, text: &str) -> Option<Scalar> {
        scalar::from_decimal_vartime_public(text)
    }

    fn exponent_sum<'a>(&self, exponents: impl Iterator<Item = &'a Scalar>) -> Scalar {
        exponents.sum()
    }

    fn exponent_minus_product(&self, left: &Scalar, right: &Scalar) -> Scalar {
        -(left * right)
    }

    fn product_vartime_public(&self, row: &Row<'_, Self>) -> Element {
        Element::new(products::product_vartime_public(row))
    }

    fn products_vartime_public(&self, rows: &[Row<'_, Self>]) -> Vec<Element> {
        products::products_vartime_public(rows)
    }

    fn secret_from_random(&self, random: &[u8]) -> Option<Secret> {
        (random.len() == self.random_size()).then(|| Secret(scalar::from_little_endian(random)))
    }

    fn secret(&self, reduced: &[u8]) -> Option<Secret> {
        scalar::from_canonical(reduced)
    }

    fn reveal(&self, secret: &Secret) -> Vec<u8> {
        secret.0.to_bytes().to_vec()
    }

    fn secret_add(&self, left: &Secret, right: &Secret) -> Secret {
        Secret(left.0 + right.0)
    }

    fn secret_subtract(&self, left: &Secret, right: &Secret) -> Secret {
        Secret(left.0 - right.0)
    }

    fn secret_multiply(&self, left: &Secret, right: &Secret) -> Secret {
        Secret(left.0 * right.0)
    }

    fn secret_negate(&self, secret: &Secret) -> Secret {
        Secret(-secret.0)
    }

    fn secret_products(&self, rows: &[SecretRow<'_, Self>]) -> Vec<Element> {
        products::secret_products(rows)
    }

    fn of_ints_vartime(&self, values: &[u32]) -> Result<Element, EmbeddingError> {
        embedding::of_ints_vartime(values)
    }

    fn to_ints_vartime_public(&self, element: &Element, count: usize) -> Result<Vec<u32>, EmbeddingError> {
        Ok(embedding::to_ints_vartime_public(element, count))
    }

    fn generator_vartime_public(&self, index: i64) -> Element {
        generator::generator_vartime_public(index)
    }

    fn logarithms_vartime_public(
        &self,
        elements: &[&Element],
        bound: u64,
    ) -> Result<Vec<u64>, LogarithmError> {
        parallel::run(|| logarithm::logarithms_vartime_public(elements, bound))
    }
}
