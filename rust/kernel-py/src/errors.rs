// SPDX-License-Identifier: Apache-2.0
//! The kernel's errors as the exceptions of `isonomia.groups.errors`.

use isonomia_kernel::Error;
use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

/// The exceptions, by the names that they have in Python.
mod python {
    pyo3::import_exception!(isonomia.groups.errors, ElementError);
    pyo3::import_exception!(isonomia.groups.errors, EmbeddingError);
    pyo3::import_exception!(isonomia.groups.errors, LogarithmError);
}

/// The exception for an error of the kernel.
pub fn exception(error: impl Into<Error>) -> PyErr {
    let error = error.into();
    let message = error.to_string();
    match error {
        Error::Element(_) => python::ElementError::new_err(message),
        Error::Embedding(_) => python::EmbeddingError::new_err(message),
        Error::Logarithm(_) => python::LogarithmError::new_err(message),
        Error::Parameter(_) => PyValueError::new_err(message),
    }
}

/// An EmbeddingError that the conversion from Python finds before the kernel does.
pub fn embedding(message: impl Into<String>) -> PyErr {
    python::EmbeddingError::new_err(message.into())
}
