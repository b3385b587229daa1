# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with group elements and scalars; raised by every backend."""


class GroupError(ValueError):
    """Base of what the groups raise about their input."""


class ElementError(GroupError):
    """A text is not the serialization of an element of the prime-order subgroup."""


class EmbeddingError(GroupError):
    """Integers cannot be embedded into, or read from, an element of this group."""


class LogarithmError(GroupError):
    """No discrete logarithm within the bound."""


class UnknownGroup(GroupError):
    """The name is of no group that we know."""


class SecretRefused(RuntimeError):
    """The reference backend was asked to use a secret without having been told that it may."""
