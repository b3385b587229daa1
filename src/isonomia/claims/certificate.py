# SPDX-License-Identifier: Apache-2.0
"""A contradiction as something that others can check: a few documents and one inequality that cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from isonomia.claims.documents import Statement


class Contradiction(StrEnum):
    """What cannot be true at once."""

    PROVEN_ABOVE_COUNT = "proven-above-count"
    """More voters can prove a vote at a station than were counted there."""
    SUM_ABOVE_TOTAL = "sum-above-total"
    """Parts of a set have more votes than the whole set."""
    MORE_THAN_POSSIBLE = "more-than-possible"
    """More ballots than were issued, or more than there are voters."""
    DOES_NOT_ADD_UP = "does-not-add-up"
    """The columns of one document."""
    WENT_DOWN = "went-down"
    """A later total is below an earlier one."""
    TWO_COUNTS = "two-counts"
    """Two official documents about one unit say different numbers."""
    IMPOSSIBLE_PERCENTAGE = "impossible-percentage"
    """No whole number of votes gives it, rounded to the nearest."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number that a document says."""

    document: int
    quantity: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """``left`` is above ``right``, and cannot be: so at least ``wrong`` votes are wrongly told in these documents.

    Of a percentage, ``left`` is empty or the votes that it is of, ``right`` empty or what it is a share of.
    """

    kind: Contradiction
    documents: tuple[Statement, ...]
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    wrong: int
    percentage: Term | None = None

    def sum(self, terms: Iterable[Term]) -> int:
        """The numbers of the terms, added."""
        return sum(self.documents[term.document].numbers[term.quantity] for term in terms)

    def as_json(self) -> dict[str, Any]:
        """What the stand-alone script reads (``isonomia claim script``)."""
        data: dict[str, Any] = {
            "kind": self.kind.value,
            "documents": [_document(own) for own in self.documents],
            "left": [[term.document, term.quantity] for term in self.left],
            "right": [[term.document, term.quantity] for term in self.right],
            "left_sum": self.sum(self.left),
            "right_sum": self.sum(self.right),
            "wrong_votes_at_least": self.wrong,
        }
        if self.percentage is not None:
            data["percentage"] = [self.percentage.document, self.percentage.quantity]
        return data


def _document(own: Statement) -> dict[str, Any]:
    place = own.place
    return {"file": place.file, "sha256": place.sha256, "row": place.row, "kind": own.kind.value, "unit": own.unit}


@dataclass(frozen=True, slots=True)
class Finding:
    """``shortest``: the fewest documents that contradict each other; ``strongest``: those that prove the most."""

    shortest: Certificate
    strongest: Certificate
