// SPDX-License-Identifier: Apache-2.0
//! The three Python classes of a group, written once: what each method means is said in
//! `isonomia.groups.api`.

use pyo3::prelude::*;
use pyo3::types::{PyInt, PyString};

/// So many integers are read from an element at most: a guard for memory, far above any capacity.
pub const MOST_INTS: usize = 1 << 16;

/// Bounds of discrete logarithms end here; a search takes hours long before.
pub const LARGEST_BOUND: u64 = 1 << 62;

/// An `isonomia.groups.api.Claim`.
pub type Claim<'py, Element> = (
    Bound<'py, PyString>,
    Vec<Bound<'py, Element>>,
    Vec<(Bound<'py, Element>, Bound<'py, Element>)>,
    Vec<Bound<'py, PyInt>>,
    Vec<Bound<'py, PyAny>>,
);

macro_rules! group_classes {
    ($Group:ident, $Element:ident, $Secret:ident, $kernel:ty, $(#[$doc:meta])* { $($constructor:tt)* }) => {
        crate::classes::element_class!($Element, $kernel);
        crate::classes::secret_class!($Secret, $kernel);

        $(#[$doc])*
        #[pyclass(frozen, module = "isonomia._kernel")]
        pub struct $Group {
            group: $kernel,
            q: Py<PyInt>,
            g: <$kernel as Group>::Element,
        }

        impl $Group {
            fn of(py: Python<'_>, group: $kernel) -> PyResult<Self> {
                let q = convert::to_python(py, &group.order())?.unbind();
                let g = group.g();
                Ok(Self { group, q, g })
            }

            fn wrap(&self, element: <$kernel as Group>::Element) -> $Element {
                $Element { group: self.group.clone(), element }
            }

            fn wrap_secret(&self, secret: <$kernel as Group>::Secret) -> $Secret {
                $Secret { group: self.group.clone(), secret }
            }

            fn own<'a>(
                &self,
                element: &'a Bound<'_, $Element>,
            ) -> PyResult<&'a <$kernel as Group>::Element> {
                element.get().of_group(&self.group)
            }

            fn own_all<'a>(
                &self,
                elements: &'a [Bound<'_, $Element>],
            ) -> PyResult<Vec<&'a <$kernel as Group>::Element>> {
                elements.iter().map(|element| self.own(element)).collect()
            }

            fn own_secret<'a>(
                &self,
                secret: &'a Bound<'_, $Secret>,
            ) -> PyResult<&'a <$kernel as Group>::Secret> {
                secret.get().of_group(&self.group)
            }

            fn exponent(&self, exponent: &Bound<'_, PyInt>) -> PyResult<<$kernel as Group>::Exponent> {
                if let Ok(short) = exponent.extract::<u64>() {
                    return Ok(self.group.exponent(&short.to_le_bytes()));
                }
                let reduced = convert::reduced(exponent, self.q.bind(exponent.py()))?;
                Ok(self.group.exponent(&reduced))
            }

            fn exponent_of_text(
                &self,
                proof: &Bound<'_, PyAny>,
                part: &Bound<'_, PyString>,
            ) -> PyResult<<$kernel as Group>::Exponent> {
                let number = proof.getattr(part)?;
                let number = self.group.exponent_vartime_public(convert::text(number.cast()?));
                number.ok_or_else(|| PyValueError::new_err("a number of a proof is not one of 0..q-1"))
            }

            fn claim<'a>(
                &self,
                claim: &'a crate::classes::Claim<'_, $Element>,
            ) -> PyResult<Claim<'a, $kernel>> {
                let (prefix, statement, ciphertexts, values, proofs) = claim;
                if ciphertexts.len() != values.len() || ciphertexts.len() != proofs.len() {
                    return Err(PyValueError::new_err("as many ciphertexts, values and proofs are needed"));
                }
                let branches = ciphertexts.iter().zip(values).zip(proofs).map(|(((alpha, beta), value), proof)| {
                    Ok(Branch {
                        ciphertext: (self.own(alpha)?, self.own(beta)?),
                        value: self.exponent(value)?,
                        challenge: self.exponent_of_text(proof, intern!(proof.py(), "challenge"))?,
                        response: self.exponent_of_text(proof, intern!(proof.py(), "response"))?,
                    })
                });
                Ok(Claim {
                    prefix: prefix.to_str()?,
                    statement: self.own_all(statement)?,
                    branches: branches.collect::<PyResult<_>>()?,
                })
            }
        }

        #[pymethods]
        impl $Group {
            $($constructor)*

            #[getter]
            fn name(&self) -> &str {
                self.group.name()
            }

            #[getter]
            fn backend(&self) -> &'static str {
                "kernel"
            }

            #[getter]
            fn q(&self, py: Python<'_>) -> Py<PyInt> {
                self.q.clone_ref(py)
            }

            #[getter]
            fn g(&self) -> $Element {
                self.wrap(self.g.clone())
            }

            #[getter]
            fn identity(&self) -> $Element {
                self.wrap(self.group.identity())
            }

            #[getter]
            fn embedding<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
                self.group.embedding().map(|embedding| convert::embedding(py, embedding)).transpose()
            }

            #[getter]
            fn random_size(&self) -> usize {
                self.group.random_size()
            }

            fn __repr__(&self) -> String {
                format!("<group {} of the kernel>", self.group.name())
            }

            fn element(&self, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<$Element> {
                let text = convert::text(text);
                let element = py.detach(|| self.group.element_vartime_public(text));
                element.map(|element| self.wrap(element)).map_err(errors::exception)
            }

            fn elements(&self, py: Python<'_>, texts: Vec<Bound<'_, PyString>>) -> PyResult<Vec<$Element>> {
                let texts: Vec<&str> = texts.iter().map(convert::text).collect();
                let elements = py.detach(|| self.group.elements_vartime_public(&texts));
                let elements = elements.map_err(errors::exception)?;
                Ok(elements.into_iter().map(|element| self.wrap(element)).collect())
            }

            fn texts(&self, py: Python<'_>, elements: Vec<Bound<'_, $Element>>) -> PyResult<Vec<String>> {
                let elements = self.own_all(&elements)?;
                Ok(py.detach(|| self.group.texts_vartime_public(&elements)))
            }

            fn prepare(&self, py: Python<'_>, element: &Bound<'_, $Element>) -> PyResult<$Element> {
                let element = self.own(element)?;
                Ok(self.wrap(py.detach(|| self.group.prepare(element))))
            }

            fn power(
                &self,
                py: Python<'_>,
                base: &Bound<'_, $Element>,
                exponent: &Bound<'_, PyInt>,
            ) -> PyResult<$Element> {
                let row = vec![(self.own(base)?, self.exponent(exponent)?)];
                let power = py.detach(|| self.group.product_vartime_public(&row));
                Ok(self.wrap(power))
            }

            fn products(
                &self,
                py: Python<'_>,
                rows: Vec<Vec<(Bound<'_, $Element>, Bound<'_, PyInt>)>>,
            ) -> PyResult<Vec<$Element>> {
                let rows = rows
                    .iter()
                    .map(|row| row.iter().map(|(base, x)| Ok((self.own(base)?, self.exponent(x)?))).collect())
                    .collect::<PyResult<Vec<_>>>()?;
                let products = py.detach(|| self.group.products_vartime_public(&rows));
                Ok(products.into_iter().map(|element| self.wrap(element)).collect())
            }

            fn are_scalars(&self, texts: Vec<Bound<'_, PyString>>) -> bool {
                texts.iter().all(|text| self.group.exponent_vartime_public(convert::text(text)).is_some())
            }

            fn disjunctions(
                &self,
                py: Python<'_>,
                y: &Bound<'_, $Element>,
                claims: Vec<crate::classes::Claim<'_, $Element>>,
            ) -> PyResult<Vec<bool>> {
                let y = self.own(y)?;
                let claims = claims.iter().map(|claim| self.claim(claim)).collect::<PyResult<Vec<_>>>()?;
                Ok(py.detach(|| disjunctions_vartime_public(&self.group, &self.g, y, &claims)))
            }

            fn scalar(&self, random: &[u8]) -> PyResult<$Secret> {
                let secret = self.group.secret_from_random(random);
                secret.map(|secret| self.wrap_secret(secret)).ok_or_else(|| {
                    let (size, given) = (self.group.random_size(), random.len());
                    PyValueError::new_err(format!("{size} random bytes are needed, {given} given"))
                })
            }

            fn secret(&self, value: &Bound<'_, PyInt>) -> PyResult<$Secret> {
                // the conversion fails for a negative value, whose message must not show it
                let bytes = convert::to_bytes(value).ok().map(Zeroizing::new);
                let secret = bytes.and_then(|bytes| self.group.secret(&bytes));
                secret
                    .map(|secret| self.wrap_secret(secret))
                    .ok_or_else(|| PyValueError::new_err("the secret is not between 0 and q-1"))
            }

            fn secret_products(
                &self,
                py: Python<'_>,
                rows: Vec<Vec<(Bound<'_, $Element>, Bound<'_, $Secret>)>>,
            ) -> PyResult<Vec<$Element>> {
                let rows = rows
                    .iter()
                    .map(|row| row.iter().map(|(base, x)| Ok((self.own(base)?, self.own_secret(x)?))).collect())
                    .collect::<PyResult<Vec<_>>>()?;
                let products = py.detach(|| self.group.secret_products(&rows));
                Ok(products.into_iter().map(|element| self.wrap(element)).collect())
            }

            fn of_ints(&self, py: Python<'_>, values: Vec<Bound<'_, PyInt>>) -> PyResult<$Element> {
                let values = convert::small_integers(&values, self.group.embedding())?;
                let element = py.detach(|| self.group.of_ints_vartime(&values));
                element.map(|element| self.wrap(element)).map_err(errors::exception)
            }

            fn to_ints(&self, element: &Bound<'_, $Element>, count: usize) -> PyResult<Vec<u32>> {
                if count > crate::classes::MOST_INTS {
                    return Err(errors::embedding("no element holds so many integers"));
                }
                self.group.to_ints_vartime_public(self.own(element)?, count).map_err(errors::exception)
            }

            fn generator(&self, index: i64) -> $Element {
                self.wrap(self.group.generator_vartime_public(index))
            }

            fn discrete_logarithms(
                &self,
                py: Python<'_>,
                elements: Vec<Bound<'_, $Element>>,
                bound: &Bound<'_, PyInt>,
            ) -> PyResult<Vec<u64>> {
                let elements = self.own_all(&elements)?;
                let bound = bound.extract().ok().filter(|&bound| bound <= crate::classes::LARGEST_BOUND);
                let bound = bound.ok_or_else(|| PyValueError::new_err("the bound is negative or above 2^62"))?;
                py.detach(|| self.group.logarithms_vartime_public(&elements, bound)).map_err(errors::exception)
            }
        }
    };
}
pub(crate) use group_classes;

macro_rules! element_class {
    ($Element:ident, $kernel:ty) => {
        /// An element: immutable, hashable, with `*`, `/` and `==`.
        #[pyclass(frozen, module = "isonomia._kernel")]
        pub struct $Element {
            group: $kernel,
            element: <$kernel as Group>::Element,
        }

        impl $Element {
            fn of_group(&self, group: &$kernel) -> PyResult<&<$kernel as Group>::Element> {
                if self.group == *group {
                    return Ok(&self.element);
                }
                Err(PyTypeError::new_err("an element of another group"))
            }
        }

        #[pymethods]
        impl $Element {
            fn __str__(&self) -> String {
                self.element.to_string()
            }

            fn __repr__(&self) -> String {
                format!("<element of {} {:.12}…>", self.group.name(), self.element.to_string())
            }

            fn __mul__(&self, other: &Bound<'_, Self>) -> PyResult<Self> {
                let element =
                    self.group.multiply_vartime_public(&self.element, other.get().of_group(&self.group)?);
                Ok(Self { group: self.group.clone(), element })
            }

            fn __truediv__(&self, other: &Bound<'_, Self>) -> PyResult<Self> {
                let element =
                    self.group.divide_vartime_public(&self.element, other.get().of_group(&self.group)?);
                Ok(Self { group: self.group.clone(), element })
            }

            fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
                let other = other.cast::<Self>().map(Bound::get);
                other.is_ok_and(|other| self.group == other.group && self.element == other.element)
            }

            fn __hash__(&self) -> u64 {
                convert::hash(&self.element)
            }
        }
    };
}
pub(crate) use element_class;

macro_rules! secret_class {
    ($Secret:ident, $kernel:ty) => {
        /// A secret integer modulo q, cleared from memory with the object.
        #[pyclass(frozen, module = "isonomia._kernel")]
        pub struct $Secret {
            group: $kernel,
            secret: <$kernel as Group>::Secret,
        }

        impl $Secret {
            fn of_group(&self, group: &$kernel) -> PyResult<&<$kernel as Group>::Secret> {
                if self.group == *group {
                    return Ok(&self.secret);
                }
                Err(PyTypeError::new_err("a secret of another group"))
            }

            /// Another secret of the group, or an integer, which is taken modulo q.
            fn operand(&self, other: &Bound<'_, PyAny>) -> PyResult<<$kernel as Group>::Secret> {
                if let Ok(secret) = other.cast::<Self>() {
                    return secret.get().of_group(&self.group).cloned();
                }
                let int =
                    other.cast::<PyInt>().map_err(|_| PyTypeError::new_err("not a secret or an int"))?;
                let q = convert::to_python(other.py(), &self.group.order())?;
                let reduced = Zeroizing::new(convert::reduced(int, &q)?);
                self.group.secret(&reduced).ok_or_else(|| PyValueError::new_err("not reduced modulo q"))
            }

            fn wrap(&self, secret: <$kernel as Group>::Secret) -> Self {
                Self { group: self.group.clone(), secret }
            }
        }

        #[pymethods]
        impl $Secret {
            fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok(self.wrap(self.group.secret_add(&self.secret, &self.operand(other)?)))
            }

            fn __radd__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                self.__add__(other)
            }

            fn __sub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok(self.wrap(self.group.secret_subtract(&self.secret, &self.operand(other)?)))
            }

            fn __rsub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok(self.wrap(self.group.secret_subtract(&self.operand(other)?, &self.secret)))
            }

            fn __mul__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok(self.wrap(self.group.secret_multiply(&self.secret, &self.operand(other)?)))
            }

            fn __rmul__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
                self.__mul__(other)
            }

            fn __neg__(&self) -> Self {
                self.wrap(self.group.secret_negate(&self.secret))
            }

            fn reveal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyInt>> {
                convert::to_python(py, &Zeroizing::new(self.group.reveal(&self.secret)))
            }

            fn __repr__(&self) -> &'static str {
                "<secret>"
            }

            /// There is no hash either: Python takes it away from a class that compares.
            fn __richcmp__(&self, _other: &Bound<'_, PyAny>, _how: CompareOp) -> PyResult<bool> {
                Err(PyTypeError::new_err("secret scalars are not compared"))
            }

            fn __reduce__(&self) -> PyResult<()> {
                Err(PyTypeError::new_err("secret scalars are not pickled"))
            }
        }
    };
}
pub(crate) use secret_class;
