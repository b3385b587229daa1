# SPDX-License-Identifier: Apache-2.0
"""Votes as somebody hands them in to ``law apply``: each number keeps its place, so that an error can name it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from isonomia.cli.failure import CliError
from isonomia.law.apply import Held
from isonomia.law.counts import Counts
from isonomia.law.errors import BallotError, CandidatesError, CountsError, LawError

TOTALS = {
    "against all": "against_all",
    "blank": "blank",
    "invalid": "invalid",
    "participants": "participants",
    "registered": "registered",
}
"""Names that are no candidates: the other numbers of a protocol."""

HINT = "nothing is guessed: mend it, and do it again"


@dataclass
class Place:
    """Where votes were read: a file, and the line of each name in it, as far as there are any."""

    where: str
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, name: str) -> int | None:
        return self.lines.get(name)


@dataclass
class Vote:
    """One vote, as the law is applied to it."""

    held: Held
    place: Place


@dataclass
class Sheet:
    """The numbers of one protocol under way."""

    place: Place
    votes: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, text: str, line: int | None = None) -> None:
        """A name and its number as they are written. Raises CliError."""
        where = f"{self.place.where}:{line}" if line is not None else self.place.where
        number = whole(text, f"{where}: {name}")
        total = TOTALS.get(name.casefold())
        key = total or name
        if not name:
            raise CliError("bad-votes", f"{where}: a number without a name", HINT)
        if key in (self.totals if total else self.votes):
            raise CliError("bad-votes", f"{where}: {name} stands there twice", HINT)
        (self.totals if total else self.votes)[key] = number
        if line is not None:
            self.place.lines[key] = line

    def counts(self) -> Counts:
        """Raises CliError."""
        with placed([self.place]):
            return Counts.of(self.votes, **self.totals)


def whole(text: str, what: str) -> int:
    """A whole number, written with digits alone. Raises CliError."""
    digits = text.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= 18:
        return int(digits)
    raise CliError("bad-votes", f"{what}: {text.strip()[:40]!r} is not a whole number of votes", "write digits alone")


@contextmanager
def placed(places: Sequence[Place]) -> Iterator[None]:
    """Says where the votes stand that an error of the law is about; what was read last is looked at first."""
    try:
        yield
    except LawError as error:
        raise CliError("bad-votes", f"{_where(error, places)}{error}", HINT) from error


def _where(error: LawError, places: Sequence[Place]) -> str:
    name = error.field if isinstance(error, CountsError) else None
    if isinstance(error, BallotError):
        name = f"ballot {error.ballot}"
    if isinstance(error, CandidatesError):
        name = "candidates"
    if name is None or not places:
        return ""
    for place in reversed(places):
        if (line := place.line(name)) is not None:
            return f"{place.where}:{line}: "
    return f"{places[-1].where}: "


def typed(words: Iterable[str], totals: Mapping[str, int | None]) -> list[Vote]:
    """``NAME=NUMBER`` words of the command line, and the totals that have options of their own. Raises CliError."""
    sheet = Sheet(Place("the command line"))
    for word in words:
        name, sign, number = word.rpartition("=")
        if not sign:
            raise CliError(
                "bad-votes", f"{word!r} is neither a file nor NAME=NUMBER", "see `isonomia law apply --help`"
            )
        sheet.add(name.strip(), number)
    for key, own in totals.items():
        if own is not None:
            if key in sheet.totals:
                raise CliError("bad-votes", f"{key} is given twice", HINT)
            sheet.totals[key] = own
    return [Vote(sheet.counts(), sheet.place)]
