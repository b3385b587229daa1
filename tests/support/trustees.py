# SPDX-License-Identifier: Apache-2.0
"""Makes trustees of both kinds, all in one place; a test may have one of them lie."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from isonomia.groups import Element, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    UNSET,
    CertKeys,
    Certs,
    Context,
    RawCoefexps,
    SignedMsg,
    ThresholdParameters,
    TrusteePublicKey,
    UnsetType,
    encode,
)
from isonomia.protocol.secret import pki
from isonomia.protocol.secret.trustees import public_key
from isonomia.protocol.tokens import Random, base58_token


class Made(NamedTuple):
    """One item of the trustees structure with what its makers keep."""

    item: tuple[str, Any]
    keys: dict[str, int]
    """Private keys by public keys."""
    product: Element
    """Its part of the election's public key."""


def single(g: Group, random: Random) -> Made:
    """A mandatory trustee."""
    private = g.scalar(random(g.random_size))
    key = public_key(g, private, random)
    return Made(("Single", key), {key.public_key: private.reveal()}, g.element(key.public_key))


def contexts(g: Group, threshold: int, size: int) -> list[Context]:
    """What honest certificates say."""
    return [Context(g.name, size, threshold, index) for index in range(1, size + 1)]


def seeds(size: int, random: Random) -> list[str]:
    return [base58_token(22, random) for _ in range(size)]


def certificate(g: Group, keys: pki.Keys, context: Context | UnsetType, random: Random) -> SignedMsg:
    """Signed by its trustee, whatever it says."""
    message = CertKeys(context=context, verification=keys.verification, encryption=keys.encryption)
    return pki.sign(g, keys.signing, encode(message).decode(), random)


def pedersen(
    g: Group,
    threshold: int,
    size: int,
    random: Random,
    *,
    said: Sequence[Context | UnsetType] | None = None,
    from_seeds: Sequence[str] | None = None,
) -> Made:
    """Trustees of whom a threshold suffices, their polynomials in the clear (section "Polynomials")."""
    own = [pki.derive_keys(g, seed) for seed in from_seeds or seeds(size, random)]
    said = said or contexts(g, threshold, size)
    certs = [certificate(g, keys, context, random) for keys, context in zip(own, said, strict=True)]
    polynomials = [[g.scalar(random(g.random_size)).reveal() for _ in range(threshold)] for _ in own]
    coefexps = [[str(g.power(g.g, a)) for a in polynomial] for polynomial in polynomials]
    sums = [sum(column) for column in zip(*polynomials, strict=True)]
    shares = [value(sums, index) % g.q for index in range(1, size + 1)]
    parameters = threshold_parameters(g, own, own, certs, coefexps, shares, random)
    keys = {str(g.power(g.g, share)): share for share in shares}
    return Made(("Pedersen", parameters), keys, g.power(g.g, sums[0]))


def value(polynomial: Sequence[int], x: int) -> int:
    """The polynomial at x, constant coefficient first."""
    return sum(a * x**k for k, a in enumerate(polynomial))


def threshold_parameters(
    g: Group,
    own: Sequence[pki.Keys],
    signing_keys: Sequence[pki.Keys],
    certs: list[SignedMsg],
    coefexps: Sequence[list[str]],
    shares: Sequence[int],
    random: Random,
) -> ThresholdParameters:
    """``own`` sign what they say of polynomials; ``signing_keys`` sign the verification keys."""
    return ThresholdParameters(
        threshold=len(coefexps[0]),
        certs=certs,
        coefexps=[
            pki.sign(g, keys.signing, encode(RawCoefexps(texts)).decode(), random)
            for keys, texts in zip(own, coefexps, strict=True)
        ],
        signatures=[
            pki.signature(g, keys.signing, challenges.certs_sig(encode(Certs(certs, texts))), random)
            for keys, texts in zip(own, coefexps, strict=True)
        ],
        verification_keys=[
            _signed_key(g, keys, share, random) for keys, share in zip(signing_keys, shares, strict=True)
        ],
    )


def _signed_key(g: Group, keys: pki.Keys, share: int, random: Random) -> TrusteePublicKey:
    key = public_key(g, g.secret(share), random)
    signature = pki.signature(g, keys.signing, key.public_key, random)
    return TrusteePublicKey(pok=key.pok, public_key=key.public_key, signature=signature, name=UNSET)
