// SPDX-License-Identifier: Apache-2.0
//! Elements of the subgroup and their text, a decimal number.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rug::Integer;

use super::parameters::Parameters;
use super::tables::Tables;
use crate::error::ElementError;
use crate::group::is_natural;
use crate::membership::{Surrounding, first_stranger_vartime_public};
use crate::parallel;

/// Fewer elements are tested one by one.
#[cfg(target_arch = "x86_64")]
const FEW: usize = 4;

/// An integer in 1..p that is in the subgroup.
#[derive(Clone)]
pub struct Element {
    value: Integer,
    tables: Option<Arc<Tables>>,
}

impl Element {
    /// The caller vouches for the number being in the subgroup.
    pub(super) fn new(value: Integer) -> Self {
        Self { value, tables: None }
    }

    pub(super) fn with_tables(&self) -> Self {
        Self { value: self.value.clone(), tables: Some(Arc::default()) }
    }

    pub(super) fn value(&self) -> &Integer {
        &self.value
    }

    pub(super) fn tables(&self) -> Option<&Tables> {
        self.tables.as_deref()
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Element {}

impl Hash for Element {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value.to_string())
    }
}

/// A decimal number without sign, spaces or leading zeros, of at most `digits` digits.
pub(super) fn from_decimal(text: &str, digits: usize) -> Option<Integer> {
    if is_natural(text, digits) { text.parse().ok() } else { None }
}

impl Surrounding for Parameters {
    type Element = Integer;

    fn multiply_vartime_public(&self, product: &mut Integer, factor: &Integer) {
        *product *= factor;
        *product %= &self.p;
    }

    fn is_member_vartime_public(&self, x: &Integer) -> bool {
        self.is_in_subgroup_vartime_public(x)
    }

    fn has_cheap_test(&self) -> bool {
        self.is_safe()
    }
}

fn parse_vartime_public(group: &Parameters, text: &str) -> Result<Integer, ElementError> {
    let value = from_decimal(text, group.digits).ok_or(ElementError::NotDecimal)?;
    match value >= 1 && value < group.p {
        true => Ok(value),
        false => Err(ElementError::NotInRange),
    }
}

/// Reads one element and checks that it is in the subgroup.
pub(super) fn read_vartime_public(group: &Parameters, text: &str) -> Result<Element, ElementError> {
    let value = parse_vartime_public(group, text)?;
    match group.is_in_subgroup_vartime_public(&value) {
        true => Ok(Element::new(value)),
        false => Err(ElementError::NotInSubgroup),
    }
}

/// Reads many; the error is that of the first that is wrong.
pub(super) fn read_many_vartime_public(
    group: &Parameters,
    texts: &[&str],
) -> Result<Vec<Element>, ElementError> {
    let mut parsed = parallel::map(texts, 64, |text| parse_vartime_public(group, text));
    let wrong = parsed.iter().position(Result::is_err).map(|place| parsed.split_off(place));
    let values: Vec<Integer> = parsed.into_iter().flatten().collect();
    let elements: Vec<Element> = values.into_iter().map(Element::new).collect();
    if first_outside_vartime_public(group, &elements).is_some() {
        return Err(ElementError::NotInSubgroup);
    }
    wrong.and_then(|mut wrong| wrong.swap_remove(0).err()).map_or(Ok(elements), Err)
}

/// The first of numbers in 1..p that is not in the subgroup.
fn first_outside_vartime_public(group: &Parameters, elements: &[Element]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = super::lanes::Lanes::new(group)
        && !group.is_safe()
        && elements.len() >= FEW
    {
        let order = group.q.as_limbs();
        return crate::lanes::membership::first_stranger_vartime_public(&lanes, order, elements);
    }
    let values: Vec<Integer> = elements.iter().map(|element| element.value.clone()).collect();
    first_stranger_vartime_public(group, &values)
}

/// The texts of many elements.
pub(super) fn texts_vartime_public(elements: &[&Element]) -> Vec<String> {
    parallel::map(elements, 64, |element| element.value.to_string())
}
