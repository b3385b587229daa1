# SPDX-License-Identifier: Apache-2.0
"""Ballots that an earlier run has checked: whose they are is read now, what they encrypt when it is needed."""

from collections.abc import Sequence
from typing import Any

import msgspec

from isonomia.groups import ElementError
from isonomia.protocol.messages import Ballot
from isonomia.protocol.public.ballots import Choices
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.tally import Tally
from isonomia.record.errors import RecordError
from isonomia.verify.chain import Chain, Place
from isonomia.verify.setup import Setup

CHUNK = 64
"""Ballots whose elements are read together."""


class _Whose(msgspec.Struct):
    credential: str


def whose(content: bytes) -> str | None:
    """The credential of a ballot that was read strictly before; None if that cannot be true."""
    try:
        return msgspec.json.decode(content, type=_Whose).credential
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


class Recalled:
    """Those that count, and are in no tally yet."""

    def __init__(self, setup: Setup, chain: Chain) -> None:
        self.total_weight = 0
        self._setup = setup
        self._chain = chain
        self._places: dict[str, tuple[Place, int]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def add(self, credential: str, place: Place, weight: int) -> None:
        """The last ballot of a voter, so far."""
        self.forget(credential)
        self._places[credential] = place, weight
        self.total_weight += weight

    def forget(self, credential: str) -> None:
        """A later ballot of this voter replaces hers, if there is one."""
        _, weight = self._places.pop(credential, (None, 0))
        self.total_weight -= weight

    def move_into(self, tally: Tally) -> dict[str, Place]:
        """Count them all; gives where each one stands.

        Raises RecordError if one of them cannot be read: then whoever wrote the state has lied.
        """
        places, self._places, self.total_weight = self._places, {}, 0
        credentials = list(places)
        for at in range(0, len(credentials), CHUNK):
            chunk = credentials[at : at + CHUNK]
            ballots = [self._read(places[credential][0]) for credential in chunk]
            for credential, choices in zip(chunk, _choices(self._setup.election, ballots), strict=True):
                tally.add(credential, choices, places[credential][1])
        return {credential: place for credential, (place, _) in places.items()}

    def _read(self, place: Place) -> Ballot[Any]:
        content = self._chain.archive.read_at(*place)
        return self._setup.shapes.ballot(content, f"the ballot at byte {place.offset}, checked before")


def _choices(election: Election, ballots: Sequence[Ballot[Any]]) -> list[Choices]:
    """The ciphertexts of many ballots."""
    texts = [t for own in ballots for answer in own.answers for c in flat(answer.choices) for t in (c.alpha, c.beta)]
    try:
        known = dict(zip(texts, election.group.elements(texts), strict=True))
    except ElementError as error:
        raise RecordError("a ballot that was checked before", str(error), "ballot.elements") from None

    def pair(ciphertext: Any) -> Pair:
        return Pair(known[ciphertext.alpha], known[ciphertext.beta])

    return [tuple(mapped(answer.choices, pair) for answer in own.answers) for own in ballots]
