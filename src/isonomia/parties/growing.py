# SPDX-License-Identifier: Apache-2.0
"""A record that grows, wherever it is kept: a file (:mod:`isonomia.parties.record_file`) or a server's board."""

from collections.abc import Sequence
from typing import Protocol

from isonomia.verify.setup import Setup


class GrowingRecord(Protocol):
    """What the steps of the administrator need of a record, which its writer holds alone meanwhile."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def events(self) -> Sequence[str]:
        """The types of all events but ballots, in order."""

    def holds_ballot(self, ballot_hash: str) -> bool:
        """Whether the ballot of this SHA-256 is in it."""

    def require_setup(self) -> Setup:
        """The election."""

    def append(self, kind: str, payloads: Sequence[bytes] = ()) -> str:
        """Append an event behind its payloads, all or nothing; gives its hash."""
