// SPDX-License-Identifier: Apache-2.0
//! Products of powers, with public exponents in variable time and with secret ones in constant time.

use crypto_bigint::MultiExponentiateBoundedExp;
use crypto_bigint::modular::FixedMontyForm;
use rug::Integer;

use super::element::Element;
use super::multiexp::multiply_vartime_public;
use super::parameters::{Parameters, to_integer};
use super::scalar::{LIMBS, Number, Secret};
use super::tables::to_montgomery;
use crate::parallel;

/// From so many powers on, eight at once are faster than one by one.
#[cfg(target_arch = "x86_64")]
const WORTHWHILE: usize = 4;

/// The element with tables.
pub(super) fn prepare(element: &Element) -> Element {
    if element.tables().is_some() { element.clone() } else { element.with_tables() }
}

/// One product a row.
pub(super) fn products_vartime_public(group: &Parameters, rows: &[Vec<(&Element, Integer)>]) -> Vec<Element> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = super::lanes::Lanes::new(group)
        && rows.iter().map(Vec::len).sum::<usize>() >= WORTHWHILE
    {
        return crate::lanes::products::products_vartime_public(&lanes, rows);
    }
    products_one_by_one_vartime_public(group, rows)
}

/// The same on any processor.
pub(super) fn products_one_by_one_vartime_public(
    group: &Parameters,
    rows: &[Vec<(&Element, Integer)>],
) -> Vec<Element> {
    parallel::map(rows, 1, |row| product_vartime_public(group, row))
}

/// The product of one row.
pub(super) fn product_vartime_public(group: &Parameters, row: &[(&Element, Integer)]) -> Element {
    let mut product = Integer::from(1);
    let mut plain = Vec::new();
    for (element, exponent) in row {
        let factor = match element.tables() {
            _ if *exponent == 1 => element.value().clone(),
            Some(tables) => tables.public(group, element.value()).power_vartime_public(group, exponent),
            None => {
                plain.push((element.value(), exponent));
                continue;
            }
        };
        product = product * factor % &group.p;
    }
    Element::new(product * multiply_vartime_public(group, &plain) % &group.p)
}

/// One product a row, in constant time: only which bases are prepared, and how many there are, shows.
pub(super) fn secret_products(group: &Parameters, rows: &[Vec<(&Element, &Secret)>]) -> Vec<Element> {
    parallel::map(rows, 1, |row| secret_product(group, row))
}

fn secret_product(group: &Parameters, row: &[(&Element, &Secret)]) -> Element {
    let mut product = FixedMontyForm::one(&group.montgomery);
    let mut plain: Vec<(FixedMontyForm<LIMBS>, Number)> = Vec::new();
    for (element, exponent) in row {
        match element.tables() {
            Some(tables) => {
                let table = tables.secret(group, element.value());
                product = product.mul(&table.power(&group.montgomery, exponent));
            }
            None => plain.push((to_montgomery(group, element.value()), *exponent.number())),
        }
    }
    if !plain.is_empty() {
        let bits = group.scalars.bits();
        let power = FixedMontyForm::multi_exponentiate_bounded_exp(plain.as_slice(), bits);
        product = product.mul(&power);
    }
    for (_, exponent) in &mut plain {
        zeroize::Zeroize::zeroize(exponent);
    }
    Element::new(to_integer(&product.retrieve()))
}
