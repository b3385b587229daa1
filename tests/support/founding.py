# SPDX-License-Identifier: Apache-2.0
"""Sets small elections up from nothing: trustees, credentials, the Setup event."""

from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from isonomia.groups import Group, group
from isonomia.protocol.messages import Election as ElectionMessage
from isonomia.protocol.messages import encode
from isonomia.protocol.secret.credentials import generate, public_credential, secret_exponent
from isonomia.protocol.tokens import base58_token
from support.forge import Event, Record
from support.holding import Holding
from support.trustees import Made, pedersen, single

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


def group_order(text: str) -> bytes:
    """Numbers by value, points by their bytes in RFC 8032, which are those of the text backwards."""
    return bytes.fromhex(text)[::-1] if len(text) == 64 else int(text).to_bytes(256)


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
    private = [generate(random) for _ in range(voters)]
    pairs = [(str(public_credential(g, secret_exponent(g, uuid, c))), c) for c in private]
    pairs.sort(key=lambda pair: group_order(pair[0]))  # as all releases do
    public, credentials = [p for p, _ in pairs], [c for _, c in pairs]
    entries = public if weights is None else [f"{p},{w}" for p, w in zip(public, weights, strict=True)]
    contents = [encode(election), encode([item.item for item in made]), encode(entries)]
    keys = {key: value for item in made for key, value in item.keys.items()}
    record = Record(TIMESTAMP, [Event("Setup", contents)])
    return Founded(Holding(record, lambda _: keys, seed + 1, backend), credentials)
