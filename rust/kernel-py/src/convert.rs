// SPDX-License-Identifier: Apache-2.0
//! Python integers to and from little-endian bytes.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::LazyLock;

use isonomia_kernel::{Embedding, EmbeddingError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt, PyString};

use crate::errors;

/// A Python integer from little-endian bytes.
pub fn to_python<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyInt>> {
    let number = py.get_type::<PyInt>().call_method1("from_bytes", (PyBytes::new(py, bytes), "little"))?;
    Ok(number.cast_into()?)
}

/// The little-endian bytes of a Python integer that is not negative.
pub fn to_bytes(number: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let py = number.py();
    let bits: usize = number.call_method0(intern!(py, "bit_length"))?.extract()?;
    let bytes = number.call_method1(intern!(py, "to_bytes"), (bits.div_ceil(8), intern!(py, "little")))?;
    Ok(bytes.cast::<PyBytes>()?.as_bytes().to_vec())
}

/// The little-endian bytes of a Python integer, of any size and sign, modulo q.
pub fn reduced(number: &Bound<'_, PyInt>, q: &Bound<'_, PyInt>) -> PyResult<Vec<u8>> {
    to_bytes(&number.rem(q)?)
}

/// A text; one with lone surrogates, which is not Unicode, as the empty text, which no group accepts.
pub fn text<'a>(text: &'a Bound<'_, PyString>) -> &'a str {
    text.to_str().unwrap_or_default()
}

/// The integers of a vector to be embedded.
pub fn small_integers(values: &[Bound<'_, PyInt>], embedding: Option<Embedding>) -> PyResult<Vec<u32>> {
    let embedding = embedding.ok_or_else(|| errors::exception(EmbeddingError::None))?;
    let maximum = ((1u64 << embedding.bits_per_int) - 1) as u32;
    let small = |value: &Bound<'_, PyInt>| {
        value.extract().map_err(|_| errors::exception(EmbeddingError::TooLarge { maximum }))
    };
    values.iter().map(small).collect()
}

/// A hash for Python, salted for each process: elements come from strangers.
pub fn hash(value: &impl Hash) -> u64 {
    static SALT: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    SALT.hash_one(value)
}

/// An `isonomia.groups.api.Embedding`.
pub fn embedding(py: Python<'_>, embedding: Embedding) -> PyResult<Bound<'_, PyAny>> {
    let Embedding { bits_per_int, padding, capacity } = embedding;
    py.import("isonomia.groups.api")?.getattr("Embedding")?.call1((bits_per_int, padding, capacity))
}
