// SPDX-License-Identifier: Apache-2.0
//! The classes of Ed25519.

use isonomia_kernel::{Branch, Claim, Group, disjunctions_vartime_public, ed25519};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyInt, PyString};
use zeroize::Zeroizing;

use crate::{convert, errors};

crate::classes::group_classes!(
    Ed25519,
    Ed25519Element,
    Ed25519Secret,
    ed25519::Ed25519,
    /// The group Ed25519 of the specification.
    {
        #[new]
        fn new(py: Python<'_>) -> PyResult<Self> {
            Self::of(py, ed25519::Ed25519)
        }
    }
);
