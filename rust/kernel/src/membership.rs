// SPDX-License-Identifier: Apache-2.0
//! Membership of many elements of a surrounding abelian group in the subgroup, at once.
//!
//! The products of random subsets are tested instead of the elements. If an element x is not in the
//! subgroup, fix all choices but that of x: of the products with x and without it, at most one is in
//! the subgroup. So a random subset hides it with probability at most 1/2, and 128 independent ones
//! with at most 2^-128, whatever the elements are; they must only be fixed before the choices are
//! drawn, and these must be unpredictable.
//!
//! Each element gets 16 random bytes. For each of their places elements with the same byte are
//! multiplied into one of 256 buckets, and the 8 subsets of that place are products of buckets. So it
//! takes 16 products an element, and 16,384 products and 128 tests in all.

use rayon::prelude::*;

use crate::parallel;

/// Fewer elements are tested faster one by one.
pub const WORTHWHILE: usize = 400;

/// Fewer are tested by one thread.
const FEW: usize = 4;

const PLACES: usize = 16;

/// The surrounding group and the test of one element.
pub trait Surrounding: Sync {
    /// An element of it, which may be outside of the subgroup.
    type Element: Clone + Send + Sync;
    /// Multiplies one element by another.
    fn multiply_vartime_public(&self, product: &mut Self::Element, factor: &Self::Element);
    /// The exact test.
    fn is_member_vartime_public(&self, element: &Self::Element) -> bool;
    /// Whether the test costs no more than 16 products.
    fn has_cheap_test(&self) -> bool {
        false
    }
}

/// The place of the first element that is not in the subgroup, if there is one. If it says that
/// there is none, the probability that it is wrong is at most 2^-128; if it names one, it is right.
pub fn first_stranger_vartime_public<S: Surrounding>(group: &S, elements: &[S::Element]) -> Option<usize> {
    if elements.len() < FEW {
        return elements.iter().position(|element| !group.is_member_vartime_public(element));
    }
    parallel::run(|| first_of_many_vartime_public(group, elements))
}

fn first_of_many_vartime_public<S: Surrounding>(group: &S, elements: &[S::Element]) -> Option<usize> {
    let in_batch = elements.len() >= WORTHWHILE && !group.has_cheap_test();
    if in_batch && are_members_vartime_public(group, elements) {
        return None;
    }
    elements.par_iter().position_first(|element| !group.is_member_vartime_public(element))
}

/// Without randomness from the operating system the answer is no, and each element is tested.
fn are_members_vartime_public<S: Surrounding>(group: &S, elements: &[S::Element]) -> bool {
    let mut random = vec![0; PLACES * elements.len()];
    getrandom::fill(&mut random).is_ok()
        && random
            .par_chunks(elements.len())
            .all(|choices| are_eight_subsets_members_vartime_public(group, elements, choices))
}

fn are_eight_subsets_members_vartime_public<S: Surrounding>(
    group: &S,
    elements: &[S::Element],
    choices: &[u8],
) -> bool {
    let mut buckets: Vec<Option<S::Element>> = vec![None; 256];
    for (element, choice) in elements.iter().zip(choices) {
        accumulate_vartime_public(group, &mut buckets[usize::from(*choice)], element);
    }
    (0..8).all(|bit| {
        let mut product = None;
        let chosen = buckets.iter().enumerate().filter(|(choice, _)| choice >> bit & 1 == 1);
        for bucket in chosen.filter_map(|(_, bucket)| bucket.as_ref()) {
            accumulate_vartime_public(group, &mut product, bucket);
        }
        product.is_none_or(|product| group.is_member_vartime_public(&product))
    })
}

fn accumulate_vartime_public<S: Surrounding>(
    group: &S,
    product: &mut Option<S::Element>,
    factor: &S::Element,
) {
    match product {
        Some(product) => group.multiply_vartime_public(product, factor),
        None => *product = Some(factor.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The integers modulo 6 under addition, and the subgroup of 0 and 3, or that of 0, 2 and 4.
    struct ModuloSix(u8);

    impl Surrounding for ModuloSix {
        type Element = u8;

        fn multiply_vartime_public(&self, product: &mut u8, factor: &u8) {
            *product = (*product + factor) % 6;
        }

        fn is_member_vartime_public(&self, element: &u8) -> bool {
            element.is_multiple_of(self.0)
        }
    }

    #[test]
    fn strangers_are_found_in_short_and_long_lists() {
        for length in [1, 2, 3, WORTHWHILE - 1, WORTHWHILE, 2000] {
            for divisor in [2, 3] {
                let group = ModuloSix(divisor);
                let mut elements = vec![divisor; length];
                assert_eq!(first_stranger_vartime_public(&group, &elements), None);
                // alone, and two that cancel each other
                elements[length - 1] = 1;
                assert_eq!(first_stranger_vartime_public(&group, &elements), Some(length - 1));
                elements[length / 2] = 5;
                assert_eq!(first_stranger_vartime_public(&group, &elements), Some(length / 2));
                assert!(!are_members_vartime_public(&group, &elements));
                elements.fill(1);
                assert_eq!(first_stranger_vartime_public(&group, &elements), Some(0));
                assert!(!are_members_vartime_public(&group, &elements));
            }
        }
    }
}
