// SPDX-License-Identifier: Apache-2.0
//! Eight independent numbers at a time, in the lanes of AVX-512 registers, for public data only.
//!
//! [`Engine`] is what a group must be able to do with eight of its elements; [`products`] computes
//! products of powers with it, and shares the work between powers of the same base. Processors without
//! these instructions (IFMA: 52-bit multiplication in each lane) go the other way through the kernel.
//!
//! No `unsafe`: functions marked with `target_feature` may be called from one another, and
//! [`fearless_simd::kernel`] calls the first of them with the proof that the processor has the features.
#![cfg_attr(not(target_arch = "x86_64"), allow(dead_code))]

pub mod exponents;
pub mod membership;
pub mod products;
#[cfg(target_arch = "x86_64")]
pub mod registers;
#[cfg(all(test, target_arch = "x86_64"))]
pub mod tests;

/// How many lanes there are.
pub const LANES: usize = 8;

/// What a group can do with eight elements at once. All of it is variable time, for public data.
pub trait Engine: Sync {
    /// An element of the group, as the rest of the kernel knows it.
    type Element: Sync + Send + Clone;
    /// An exponent.
    type Exponent: Sync;
    /// Eight elements, one in each lane.
    type Vector: Clone + Send + Sync;
    /// One element, ready to be multiplied into a lane.
    type Entry: Clone + Send + Sync;

    /// How many bits the longest exponent has.
    fn bits(&self) -> u32;
    /// The words of an exponent, least significant first.
    fn words(&self, exponent: &Self::Exponent) -> Vec<u64>;
    /// Whether an exponent is 1.
    fn is_one(&self, exponent: &Self::Exponent) -> bool;
    /// The tables of a prepared element.
    fn fixed<'a>(&self, element: &'a Self::Element) -> Option<&'a products::Fixed<Self::Entry>>;

    /// The neutral element in each lane.
    fn neutral(&self) -> Self::Vector;
    /// Up to eight elements, each in its lane; the rest is neutral.
    fn spread(&self, elements: &[&Self::Element]) -> Self::Vector;
    /// Each element squared so many times.
    fn square(&self, vector: &mut Self::Vector, times: u32);
    /// Each lane multiplied by its entry.
    fn multiply(&self, vector: &mut Self::Vector, entries: &[&Self::Entry; LANES]);
    /// What is in the lanes, as entries.
    fn entries(&self, vector: &Self::Vector) -> [Self::Entry; LANES];
    /// What is in the lanes of all vectors, in order.
    fn collect(&self, vectors: &[Self::Vector]) -> Vec<Self::Element>;

    /// The neutral element.
    fn identity(&self) -> Self::Element;
    /// The product of two elements.
    fn product(&self, left: &Self::Element, right: &Self::Element) -> Self::Element;
}
