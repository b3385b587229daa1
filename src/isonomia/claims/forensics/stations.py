# SPDX-License-Identifier: Apache-2.0
"""The numbers of each station that the tests are about, and elections without fraud made from them."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from isonomia.claims.errors import ClaimsError
from isonomia.claims.tables.headings import Role
from isonomia.claims.tables.table import Table

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

LARGE = 10_000
"""Voters of a unit that is no station in a building: electronic voting. Left out of methods about turnout."""


@dataclass(frozen=True, slots=True)
class Stations:
    """Numbers of votes, one a station: voters registered, voters who took part (ballots issued to them, or cast),
    ballots cast, votes for anybody, and for the leader. ``row``: in the file."""

    row: Counts
    region: NDArray[np.str_]
    registered: Counts
    took_part: Counts
    cast: Counts
    votes: Counts
    leader: Counts

    def only(self, mask: Mask) -> "Stations":
        """Some of them."""
        numbers = self.registered, self.took_part, self.cast, self.votes, self.leader
        return Stations(self.row[mask], self.region[mask], *(column[mask] for column in numbers))

    @property
    def possible(self) -> Mask:
        """Those with ballots, and no more of them than voters, nor more votes than ballots."""
        ballots = (self.took_part > 0) & (self.cast > 0)
        return ballots & (self.took_part <= self.registered) & (self.leader <= self.cast)

    def clean(self, randomness: np.random.Generator) -> "Stations":
        """The same stations in an election without fraud: every voter and every ballot of a station decides by
        itself, with the station's own turnout and share (the null of Kobak, Shpilkin, Pshenichnikov 2016)."""
        turnout = np.clip(self.took_part / np.maximum(self.registered, 1), 0, 1)
        share = np.clip(self.leader / np.maximum(self.cast, 1), 0, 1)
        took_part = randomness.binomial(self.registered, turnout)
        return replace(self, took_part=took_part, leader=randomness.binomial(self.cast, share))


Turnout = Literal["issued", "cast"]


def stations_of(table: Table, *, leader: str | None = None, turnout: Turnout | None = None) -> tuple[str, Stations]:
    """The leader's name and the stations. ``turnout``: what counts as taking part; ballots issued, if the table has
    them. Raises ClaimsError if the table lacks what is needed."""
    name = _leader(table, leader)
    if Role.REGISTERED not in table.totals:
        raise ClaimsError(table.name, "there is no column of registered voters", "tell it in a mapping file")
    if turnout == "issued" and Role.ISSUED not in table.totals:
        raise ClaimsError(table.name, "there is no column of ballots issued", "tell it in a mapping file")
    issued = turnout != "cast" and Role.ISSUED in table.totals
    took_part = table.totals[Role.ISSUED] if issued else table.cast
    registered = table.totals[Role.REGISTERED]
    numbers = registered, took_part, table.cast, table.valid, table.candidates[name]
    return name, Stations(table.row, table.region, *numbers)


def _leader(table: Table, leader: str | None) -> str:
    if leader is None:
        return max(table.candidates, key=lambda name: int(table.candidates[name].sum()))
    found = [name for name in table.candidates if leader.casefold() in name.casefold()]
    if leader in table.candidates or len(found) == 1:
        return leader if leader in table.candidates else found[0]
    why = f"{leader!r} is {'several candidates' if found else 'no candidate'}"
    raise ClaimsError(table.name, why, f"say one of {', '.join(table.candidates)[:300]}")
