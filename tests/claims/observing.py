# SPDX-License-Identifier: Apache-2.0
"""Observers' files made in memory, without passphrases; and a form of an invented city."""

from hashlib import sha256
from typing import Self

from isonomia.claims.observers.form import read_form
from isonomia.claims.observers.observation import Chain, Kind, Observation
from isonomia.parties.observer import Observer
from isonomia.verify.observations import check_observations

ELECTION = "by-2025"
BLANK = (
    "kind,unit,within,complete,registered,cast,valid,invalid,Ada,Blaise\n"
    "protocol,12,Minsk,yes,,,,,,\n"
    "protocol,13,Minsk,yes,,,,,,\n"
    "protocol,14,Minsk,yes,,,,,,\n"
    "set,Minsk,Belarus,,,,,,,\n"
)
FORM = read_form("form.csv", BLANK.encode())


def photo(name: str) -> str:
    """A hash of something."""
    return sha256(name.encode()).hexdigest()


class Book:
    """An observer's file that grows. Two of one ``who`` have one key."""

    def __init__(self, who: str, election: str = ELECTION) -> None:
        self.observer = Observer(sha256(who.encode()).digest())
        self.content = self.observer.header(election)

    def chain(self, name: str = "a.jsonl") -> Chain:
        found = check_observations(name, self.content)
        assert found.problems == ()
        assert found.chain is not None
        return found.chain

    def add(
        self,
        station: str,
        kind: Kind = Kind.PROTOCOL,
        *photos: str,
        replaces: int | None = None,
        day: str = "2025-01-26",
        **figures: int,
    ) -> Self:
        chain = self.chain()
        own = Observation(len(chain.links), day, kind, station, replaces, figures, tuple(map(photo, photos)))
        self.content += self.observer.line(own, chain)
        return self

    def copy(self) -> "Book":
        other = Book.__new__(Book)
        other.observer, other.content = self.observer, self.content
        return other

    @property
    def lines(self) -> list[bytes]:
        """With their line feeds."""
        return self.content.splitlines(keepends=True)
