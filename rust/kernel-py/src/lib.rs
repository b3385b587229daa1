// SPDX-License-Identifier: Apache-2.0
//! `isonomia._kernel`: the groups of `isonomia-kernel` as Python objects with the interface of
//! `isonomia.groups.api`. No arithmetic here: conversions, errors, and the release of the GIL.
#![forbid(unsafe_code)]

mod classes;
mod convert;
mod ed25519;
mod errors;
mod finite_field;

use pyo3::prelude::*;

/// Groups in constant time for secrets, and fast for public data.
#[pymodule]
mod _kernel {
    use super::*;

    #[pymodule_export]
    use super::ed25519::{Ed25519, Ed25519Element, Ed25519Secret};
    #[pymodule_export]
    use super::finite_field::{FiniteField, FiniteFieldElement, FiniteFieldSecret};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
