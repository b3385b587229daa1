# SPDX-License-Identifier: Apache-2.0
"""The small elections that are attacked: everything in them is right until a test changes it."""

from collections.abc import Callable
from typing import Any

import msgspec

from isonomia.protocol.messages import Ballot, encode
from support.forge import Event
from support.founding import BOARD, LISTS, RANKING, REFERENDUM, Founded, Structure, found
from support.holding import Holding, sign

VOTES: dict[str, list[Any]] = {
    "referendum": [[1, 0], [0, 1], [1, 0]],
    "board": [[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]],
    "ranking": [[1, 2, 3], [3, 1, 2], [2, 2, 0]],
    "lists": [[[1, 0, 1], [0, 0]], [[0, 0, 0], [1, 1]], [[1, 1, 1], [0, 0]]],
}
QUESTIONS = {"referendum": REFERENDUM, "board": BOARD, "ranking": RANKING, "lists": LISTS}


def voted(*kinds: str, group: str = "Ed25519", trustees: Structure = (1,), weights: list[int] | None = None) -> Founded:
    """An open election in which each of three voters has voted once."""
    kinds = kinds or ("referendum",)
    founded = found(group, [QUESTIONS[kind] for kind in kinds], trustees=trustees, weights=weights)
    for number, credential in enumerate(founded.credentials):
        founded.holding.cast(credential, [VOTES[kind][number] for kind in kinds])
    return founded


def tallied(*kinds: str, **options: Any) -> Founded:
    """The same with its result."""
    founded = voted(*kinds, **options)
    founded.holding.finish(shufflers=(1,))
    return founded


def ballot_in(holding: Holding, event: Event) -> Ballot[Any]:
    """The ballot of an event."""
    return holding.shapes.ballot(event.content, "ballot")


def changed_by_its_voter(founded: Founded, number: int, change: Callable[[Any], Any]) -> None:
    """A voter changes the JSON of her ballot in place, and signs it again: outsiders cannot."""
    holding, event = founded.holding, founded.holding.record.of("Ballot")[number]
    value = msgspec.json.decode(event.content)
    change(value)
    ballot = holding.shapes.ballot(encode(value), "the changed ballot")
    exponent = holding.exponent(founded.credentials[number])
    event.content = encode(sign(holding.group, ballot, exponent, holding.random))
