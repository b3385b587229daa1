# SPDX-License-Identifier: Apache-2.0
"""An observer: a key that is her pseudonym, and the lines that she signs with it (docs/claims/observers.md)."""

from collections.abc import Callable
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from isonomia.claims.observers.observation import Chain, History, Observation
from isonomia.parties.errors import PartyError
from isonomia.record.observations import (
    FORMAT,
    VERSION,
    Entry,
    Header,
    read_entry,
    read_header,
    signed_line,
    signed_part,
)

KEY_KIND: Final = "observer-key"
_UNSIGNED: Final = "0" * 128


class Observer:
    """Signs. ``secret``: 32 bytes, which ``repr`` does not show."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def header(self, election: str) -> bytes:
        """The first line of her file, with its line feed. Raises RecordError for a label that is none."""
        line = self._signed(Header(FORMAT, VERSION, election, self.public_key, _UNSIGNED), "header")
        read_header(line, "the header")
        return line + b"\n"

    def line(self, own: Observation, chain: Chain) -> bytes:
        """The next line of her file, with its line feed.

        Raises PartyError if the file is another's or the entry can not come there, RecordError if a name is none.
        """
        if chain.observer != self.public_key:
            raise PartyError(f"{chain.file}: this file was begun with another key", "give the key file of this one")
        if own.number != len(chain.links):
            raise ValueError("the entry has the number of another")
        if (why := History(chain.observations).objection(own)) is not None:
            raise PartyError(f"{chain.file}: {why}", "`isonomia observe check` shows the entries and their numbers")
        told = (own.day, own.kind, own.station, own.replaces, dict(own.figures), list(own.photos), _UNSIGNED)
        line = self._signed(Entry(own.number, chain.head, *told), "entry")
        read_entry(line, f"entry {own.number}")
        return line + b"\n"

    def _signed(self, message: Header | Entry, kind: str) -> bytes:
        part = signed_part(signed_line(message, _UNSIGNED), kind)
        return signed_line(message, self._key.sign(part).hex())


def new_secret(random: Callable[[int], bytes]) -> bytes:
    """The secret of a new pseudonym, which has nothing to do with any other. ``random``: secure bytes, so many."""
    return random(32)
