# SPDX-License-Identifier: Apache-2.0
"""The trustees structure and what follows from it (section "Trustees"); its checks are in ``trustee_checks``."""

from collections.abc import Sequence
from dataclasses import dataclass

from isonomia.groups import Element, Group
from isonomia.protocol.messages import (
    CertKeys,
    ThresholdParameters,
    TrusteePublicKey,
)

MOST_TRUSTEES = 1000


@dataclass(frozen=True)
class Single:
    """A mandatory trustee."""

    key: TrusteePublicKey


@dataclass(frozen=True)
class Pedersen:
    """Trustees of whom a threshold suffices, with the messages inside the signed messages."""

    parameters: ThresholdParameters
    cert_keys: tuple[CertKeys, ...]
    coefexps: tuple[list[str], ...]

    @property
    def size(self) -> int:
        return len(self.cert_keys)


Kind = Single | Pedersen


@dataclass(frozen=True)
class Trustee:
    """One who makes partial decryptions; ``owner`` counts from 1 through the whole structure."""

    owner: int
    item: int
    """Which item of the structure she belongs to."""
    index: int
    """Her place in a threshold group, from 1; 1 for a single one."""
    public_key: Element


def verification_keys(kinds: Sequence[Kind]) -> list[tuple[int, int, TrusteePublicKey]]:
    """(item, index within it from 1, key) of every trustee, in the order of owners."""
    keys = []
    for item, kind in enumerate(kinds):
        own = [kind.key] if isinstance(kind, Single) else kind.parameters.verification_keys
        keys += [(item, index, key) for index, key in enumerate(own, start=1)]
    return keys


def read_trustees(group: Group, kinds: Sequence[Kind]) -> list[Trustee]:
    """Every trustee with her key. Raises ElementError."""
    return [
        Trustee(owner, item, index, group.element(key.public_key))
        for owner, (item, index, key) in enumerate(verification_keys(kinds), start=1)
    ]


def joint_key(group: Group, kinds: Sequence[Kind]) -> Element:
    """The election's public key, y: the product of the sub-keys.

    Raises ElementError, and IndexError where a list of coefficients is empty: check the structure first.
    """
    key = group.identity
    for kind in kinds:
        texts = [kind.key.public_key] if isinstance(kind, Single) else [c[0] for c in kind.coefexps]
        for text in texts:
            key = key * group.element(text)
    return key
