# SPDX-License-Identifier: Apache-2.0
"""Sets small elections up from nothing: trustees, credentials, the Setup event."""

from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from isonomia.groups import Group, group
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    CertKeys,
    Certs,
    Context,
    RawCoefexps,
    SignedMsg,
    ThresholdParameters,
    encode,
)
from isonomia.protocol.messages import Election as ElectionMessage
from isonomia.protocol.secret import pki
from isonomia.protocol.secret.credentials import base58_token, generate, public_credential, secret_exponent
from isonomia.protocol.secret.trustees import public_key
from support.forge import Event, Record
from support.holding import Holding

TIMESTAMP = 1795344240

Structure = Sequence[int | tuple[int, int]]
"""Trustees: 1 is a single one, (t, n) are n of whom t suffice."""

REFERENDUM: dict[str, Any] = {"answers": ["Yes", "No"], "min": 1, "max": 1, "question": "Agree?"}
BOARD: dict[str, Any] = {"answers": ["A", "B", "C"], "blank": True, "min": 1, "max": 2, "question": "Whom?"}
RANKING: dict[str, Any] = {"type": "NonHomomorphic", "value": {"answers": ["A", "B", "C"], "question": "Rank"}}
LISTS: dict[str, Any] = {
    "type": "Lists",
    "value": {"answers": [["List 1", "1-1", "1-2"], ["List 2", "2-1"]], "question": "Assembly"},
}


class Made(NamedTuple):
    """One item of the trustees structure with what its makers keep."""

    item: tuple[str, Any]
    keys: dict[str, int]
    product: Any
    """Its part of the election's public key."""


def single(g: Group, random: Any) -> Made:
    private = g.scalar(random(g.random_size))
    key = public_key(g, private, random)
    return Made(("Single", key), {key.public_key: private.reveal()}, g.element(key.public_key))


def pedersen(g: Group, threshold: int, size: int, random: Any) -> Made:
    """All trustees of a threshold group in one place: polynomials in the clear (section "Polynomials")."""
    own = [pki.derive_keys(g, base58_token(22, random)) for _ in range(size)]
    certs = [
        pki.sign(
            g,
            keys.signing,
            _text(
                CertKeys(
                    context=Context(g.name, size, threshold, i),
                    verification=keys.verification,
                    encryption=keys.encryption,
                )
            ),
            random,
        )
        for i, keys in enumerate(own, start=1)
    ]
    polynomials = [[g.scalar(random(g.random_size)).reveal() for _ in range(threshold)] for _ in own]
    coefexps = [[str(g.power(g.g, a)) for a in polynomial] for polynomial in polynomials]
    shares = [
        sum(a * j**k for polynomial in polynomials for k, a in enumerate(polynomial)) % g.q for j in range(1, size + 1)
    ]
    parameters = threshold_parameters(g, threshold, [keys.signing for keys in own], certs, coefexps, shares, random)
    product = g.power(g.g, sum(polynomial[0] for polynomial in polynomials))
    return Made(("Pedersen", parameters), {str(g.power(g.g, s)): s for s in shares}, product)


def threshold_parameters(
    g: Group,
    threshold: int,
    signing: Sequence[Any],
    certs: list[SignedMsg],
    coefexps: list[list[str]],
    shares: Sequence[int],
    random: Any,
) -> ThresholdParameters:
    """Everything signed by its maker, whatever it says."""
    keys = []
    for own, share in zip(signing, shares, strict=True):
        key = public_key(g, g.secret(share), random)
        keys.append(
            type(key)(pok=key.pok, public_key=key.public_key, signature=pki.signature(g, own, key.public_key, random))
        )
    return ThresholdParameters(
        threshold=threshold,
        certs=certs,
        coefexps=[
            pki.sign(g, own, _text(RawCoefexps(texts)), random) for own, texts in zip(signing, coefexps, strict=True)
        ],
        signatures=[
            pki.signature(g, own, challenges.certs_sig(encode(Certs(certs, texts))), random)
            for own, texts in zip(signing, coefexps, strict=True)
        ],
        verification_keys=keys,
    )


def _text(message: Any) -> str:
    return encode(message).decode()


class Founded(NamedTuple):
    """An open election and its voters' private credentials, in the order of the roll."""

    holding: Holding
    credentials: list[str]


def found(
    group_name: str,
    questions: Sequence[dict[str, Any]],
    *,
    voters: int = 3,
    weights: Sequence[int] | None = None,
    trustees: Structure = (1,),
    seed: int = 1,
    backend: str = "kernel",
) -> Founded:
    """An election with nothing but its Setup event. The same seed gives the same bytes."""
    g = group(group_name, backend, allow_secrets=backend == "reference")
    random = Random(seed).randbytes
    made = [single(g, random) if kind == 1 else pedersen(g, *kind, random) for kind in trustees]  # type: ignore[misc]
    return founded(g, questions, made, voters=voters, weights=weights, random=random, seed=seed, backend=backend)


def founded(
    g: Group,
    questions: Sequence[dict[str, Any]],
    made: Sequence[Made],
    *,
    voters: int = 3,
    weights: Sequence[int] | None = None,
    random: Any,
    seed: int = 1,
    backend: str = "kernel",
) -> Founded:
    """As ``found``, with trustees who are there already."""
    uuid = base58_token(14, random)
    product = g.identity
    for item in made:
        product = product * item.product
    election = ElectionMessage(
        version=1,
        description="for tests",
        name="Test",
        group=g.name,
        public_key=str(product),
        questions=list(questions),
        uuid=uuid,  # type: ignore[arg-type]
    )
    credentials = [generate(random) for _ in range(voters)]
    public = [str(public_credential(g, secret_exponent(g, uuid, c))) for c in credentials]
    entries = public if weights is None else [f"{p},{w}" for p, w in zip(public, weights, strict=True)]
    contents = [encode(election), encode([item.item for item in made]), encode(entries)]
    keys = {key: value for item in made for key, value in item.keys.items()}
    record = Record(TIMESTAMP, [Event("Setup", contents)])
    return Founded(Holding(record, lambda _: keys, seed + 1, backend), credentials)
