// SPDX-License-Identifier: Apache-2.0
//! The groups of the Belenios v1 protocol (specification, section "Groups"): Ed25519, and subgroups
//! of prime order of the integers modulo a prime of up to 2048 bits.
//!
//! Two kinds of exponent never mix. [`Group::Exponent`] is public and is used in variable time, by
//! functions with `vartime_public` in their name. [`Group::Secret`] is secret: the time and the memory
//! addresses of what is done with it do not depend on its value, and it is cleared when dropped.
//!
//! What this does not promise: that no copy of a secret stays behind in registers, on the stack, or in
//! the temporaries of the libraries; and that the final multiplication of elements that
//! [`Group::multiply_vartime_public`] does hides an element that is itself a secret: compute such a
//! product as a row of [`Group::secret_products`].
//!
//! The crate does no I/O, draws no randomness but for checks in batches, and knows nothing of Python.
#![forbid(unsafe_code)]

mod disjunction;
mod dlog;
pub mod ed25519;
mod error;
mod group;
mod lanes;
mod membership;
pub mod modp;
mod parallel;

pub use disjunction::{Branch, Claim, disjunctions_vartime_public};
pub use error::{ElementError, EmbeddingError, Error, LogarithmError, ParameterError};
pub use group::{Embedding, Group, Row, SecretRow};
