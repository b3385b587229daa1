// SPDX-License-Identifier: Apache-2.0
//! Small integers in an element (specification, section "Finite fields").

use rug::Integer;

use super::element::Element;
use super::parameters::Parameters;
use crate::error::EmbeddingError;

/// See [`crate::Group::of_ints_vartime`]; the time depends on the integers.
pub(super) fn of_ints_vartime(group: &Parameters, values: &[u32]) -> Result<Element, EmbeddingError> {
    let embedding = group.embedding.ok_or(EmbeddingError::None)?;
    embedding.check(values)?;
    let mut number = Integer::new();
    for value in values {
        number <<= embedding.bits_per_int;
        number += value;
    }
    number <<= embedding.padding;
    (0..1u32 << embedding.padding)
        .map(|epsilon| Integer::from(&number + epsilon))
        .take_while(|candidate| *candidate < group.p)
        .find(|candidate| *candidate != 0 && group.is_in_subgroup_vartime_public(candidate))
        .map(Element::new)
        .ok_or(EmbeddingError::NotFound)
}

/// See [`crate::Group::to_ints_vartime_public`].
pub(super) fn to_ints_vartime_public(
    group: &Parameters,
    element: &Element,
    count: usize,
) -> Result<Vec<u32>, EmbeddingError> {
    let embedding = group.embedding.ok_or(EmbeddingError::None)?;
    let mut number = Integer::from(element.value() >> embedding.padding);
    let mut values = vec![0; count];
    for value in values.iter_mut().rev() {
        *value = number.mod_u(1 << embedding.bits_per_int);
        number >>= embedding.bits_per_int;
    }
    Ok(values)
}
