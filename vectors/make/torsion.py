# SPDX-License-Identifier: Apache-2.0
"""Elements outside the group of prime order, and proofs that hold of them for who does not look.

T is the element of order 2: (0, -1) on the curve, -1 modulo p. A proof whose challenge is even does not see
T in what it is about, so a cheat draws until it is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from isonomia.groups import Group, SecretScalar
from isonomia.groups.parameters import BELENIOS_2048, ED25519_P, RFC_3526_2048
from isonomia.protocol.messages import Proof
from isonomia.protocol.secret.disjunction import Claim, prove_disjunction
from isonomia.protocol.secret.schnorr import prove_schnorr

_P = {field.name: field.p for field in (BELENIOS_2048, RFC_3526_2048)}


def with_t(group: Group, text: str) -> str:
    """The element times T."""
    if group.name in _P:
        return str(_P[group.name] - int(text))
    sign, y = int(text, 16) >> 255, int(text, 16) & (1 << 255) - 1
    x_is_zero = y in (1, ED25519_P - 1)
    return f"{(0 if x_is_zero else sign ^ 1) << 255 | (ED25519_P - y):064x}"


def is_even(proof: Any) -> bool:
    """Whether T vanishes from the commitment."""
    return int(proof.challenge) % 2 == 0


def until(make: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """Draws until it is good."""
    while not good(made := make()):
        pass
    return made


def even_schnorr(group: Group, secret: SecretScalar, challenge: Callable[[list[str]], int], random: Any) -> Proof:
    """A proof of knowledge that also holds for the public value times T."""
    return until(lambda: prove_schnorr(group, [group.g], secret, challenge, random), is_even)


def even_disjunction(
    group: Group, y: Any, claims: Sequence[Claim], challenge: Callable[[list[str]], int], random: Any
) -> list[Proof]:
    """A disjunction that also holds for ciphertexts times T."""
    return until(
        lambda: prove_disjunction(group, y, claims, challenge, random), lambda proofs: all(map(is_even, proofs))
    )
