// SPDX-License-Identifier: Apache-2.0
//! What can be wrong with what the groups are given. No message contains a secret.

use std::fmt;

/// A text is not the serialization of an element of the prime-order subgroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementError {
    /// Ed25519: the text is not 64 lower-case hexadecimal digits.
    NotHexadecimal,
    /// Ed25519: y is p or more.
    NotReduced,
    /// Ed25519: no point has this y.
    NotOnCurve,
    /// Ed25519: x is zero, which has no negative.
    NegativeZero,
    /// Finite field: not a decimal number without leading zeros, or with more digits than p.
    NotDecimal,
    /// Finite field: zero, or p or more.
    NotInRange,
    /// An element of the surrounding set, but not of the subgroup.
    NotInSubgroup,
}

impl fmt::Display for ElementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotHexadecimal => "not 64 lower-case hexadecimal digits",
            Self::NotReduced => "y is not reduced modulo p",
            Self::NotOnCurve => "not on the curve",
            Self::NegativeZero => "x is zero and marked as negative",
            Self::NotDecimal => "not a decimal number without leading zeros, of at most as many digits as p",
            Self::NotInRange => "not between 1 and p-1",
            Self::NotInSubgroup => "not in the subgroup of prime order",
        })
    }
}

/// Integers cannot be embedded into, or read from, an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddingError {
    /// The group has no embedding.
    None,
    /// More integers than fit.
    TooMany {
        /// How many were given.
        given: usize,
        /// How many fit.
        capacity: usize,
    },
    /// An integer is too large.
    TooLarge {
        /// The largest that can be embedded.
        maximum: u32,
    },
    /// No padding gives an element of the group.
    NotFound,
}

impl fmt::Display for EmbeddingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("this group has no embedding: it cannot carry such a question"),
            Self::TooMany { given, capacity } => {
                write!(f, "{given} integers do not fit: at most {capacity} do")
            }
            Self::TooLarge { maximum } => write!(f, "not between 0 and {maximum}"),
            Self::NotFound => f.write_str("no element of the group embeds these integers"),
        }
    }
}

/// No discrete logarithm within the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogarithmError {
    /// The place, from 0, of the first element that has none.
    pub position: usize,
    /// The bound.
    pub bound: u64,
}

impl fmt::Display for LogarithmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, bound } = self;
        write!(f, "element {position} is no power of g with an exponent from 0 to {bound}")
    }
}

/// Group parameters that cannot be used; says what is wrong with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterError(pub &'static str);

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// See [`ElementError`].
    Element(ElementError),
    /// See [`EmbeddingError`].
    Embedding(EmbeddingError),
    /// See [`LogarithmError`].
    Logarithm(LogarithmError),
    /// See [`ParameterError`].
    Parameter(ParameterError),
}

macro_rules! one_of {
    ($($variant:ident($kind:ty)),*) => {
        impl fmt::Display for Error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$variant(error) => error.fmt(f)),* }
            }
        }
        impl std::error::Error for Error {}
        $(
            impl std::error::Error for $kind {}
            impl From<$kind> for Error {
                fn from(error: $kind) -> Self { Self::$variant(error) }
            }
        )*
    };
}
one_of!(
    Element(ElementError),
    Embedding(EmbeddingError),
    Logarithm(LogarithmError),
    Parameter(ParameterError)
);
