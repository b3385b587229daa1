# SPDX-License-Identifier: Apache-2.0
"""The groups of the specification behind one façade: the Rust kernel, and a reference in plain Python."""

from functools import cache

from isonomia.groups.api import Claim, Element, Embedding, Group, SecretScalar
from isonomia.groups.errors import (
    ElementError,
    EmbeddingError,
    GroupError,
    LogarithmError,
    SecretRefused,
    UnknownGroup,
)
from isonomia.groups.parameters import (
    BELENIOS_2048,
    ED25519,
    EMBEDDING_RFC_3526_2048,
    RFC_3526_2048,
    FiniteField,
)

__all__ = [
    "NAMES",
    "Claim",
    "Element",
    "ElementError",
    "Embedding",
    "EmbeddingError",
    "Group",
    "GroupError",
    "LogarithmError",
    "SecretRefused",
    "SecretScalar",
    "UnknownGroup",
    "group",
]

_FIELDS: dict[str, tuple[FiniteField, tuple[int, int] | None]] = {
    BELENIOS_2048.name: (BELENIOS_2048, None),
    RFC_3526_2048.name: (RFC_3526_2048, EMBEDDING_RFC_3526_2048),
}

NAMES = (ED25519, *_FIELDS)
"""The groups that we know; the first is what new elections use."""


@cache
def group(name: str, backend: str = "kernel", *, allow_secrets: bool = False) -> Group:
    """The group of that name. ``backend`` is "kernel" or "reference"; the group tells which it is.

    ``allow_secrets`` lets the reference, which is not constant time, use secrets.
    Raises UnknownGroup, and ValueError for a backend that there is not.
    """
    if name not in NAMES:
        raise UnknownGroup(f"the group {name[:40]!r} is not known; known are {', '.join(NAMES)}")
    if backend == "kernel":
        return _kernel(name)
    if backend == "reference":
        return _reference(name, allow_secrets)
    raise ValueError(f"no backend {backend!r}: it is 'kernel' or 'reference'")


def _kernel(name: str) -> Group:
    from isonomia import _kernel

    if name == ED25519:
        return _kernel.Ed25519()
    field, embedding = _FIELDS[name]
    bits, padding = embedding or (None, None)
    return _kernel.FiniteField(field.name, field.p, field.q, field.g, bits, padding)


def _reference(name: str, allow_secrets: bool) -> Group:
    from isonomia.groups.reference import ReferenceEd25519, ReferenceFiniteField

    if name == ED25519:
        return ReferenceEd25519(allow_secrets=allow_secrets)
    field, embedding = _FIELDS[name]
    return ReferenceFiniteField(field, embedding, allow_secrets=allow_secrets)
