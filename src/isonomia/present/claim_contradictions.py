# SPDX-License-Identifier: Apache-2.0
"""Contradictions in words, for people who have to repeat them."""

from collections.abc import Iterator, Sequence

from isonomia.claims.certificate import Certificate, Contradiction, Finding
from isonomia.claims.documents import TURNOUT
from isonomia.claims.notes import Note
from isonomia.claims.percentages import is_above_the_whole, is_of_a_limit
from isonomia.present.catalogue import words
from isonomia.present.claim_notes import note_lines
from isonomia.present.text import safe

_TITLES = {
    Contradiction.PROVEN_ABOVE_COUNT: "More votes are proven than were counted",
    Contradiction.SUM_ABOVE_TOTAL: "Parts have more votes than the whole",
    Contradiction.MORE_THAN_POSSIBLE: "More than there can be",
    Contradiction.DOES_NOT_ADD_UP: "Columns do not add up",
    Contradiction.WENT_DOWN: "A later total is below an earlier one",
    Contradiction.TWO_COUNTS: "Two official counts of one unit",
    Contradiction.IMPOSSIBLE_PERCENTAGE: "A percentage that no whole number of votes gives",
}
_MOST = 12
"""Documents of a certificate that are shown; all are in the file of --out and with --json."""


def lines(found: Sequence[Finding], documents: int, strongest: bool, notes: Sequence[Note] = ()) -> Iterator[str]:
    """A paragraph for each finding, the count, and what is to be looked at."""
    for number, finding in enumerate(found, 1):
        own = finding.strongest if strongest else finding.shortest
        yield f"{number}. {_TITLES[own.kind]}: {_inequality(own)}"
        yield f"   At least {_votes(own.wrong)} wrong.{_more(own, finding)}"
        for document in own.documents[:_MOST]:
            place = document.place
            yield safe(f"   {document.kind} of {document.unit}: {place}, SHA-256 {place.sha256}")
        if len(own.documents) > _MOST:
            yield f"   and {len(own.documents) - _MOST} documents more"
    yield f"{documents} documents, {len(found)} contradictions."
    for line in note_lines(notes, words("en")):
        yield safe(f"Note: {line}")


def _votes(count: int) -> str:
    return f"{count:,} votes are" if count != 1 else "1 vote is"


def _more(own: Certificate, finding: Finding) -> str:
    if finding.strongest.wrong <= own.wrong:
        return ""
    return f" With all documents that say so ({len(finding.strongest.documents)}): {finding.strongest.wrong:,}."


def _inequality(own: Certificate) -> str:
    if own.percentage is not None:
        return safe(_percentage(own))
    unit = own.documents[own.right[0].document].unit
    left, right = (" + ".join(dict.fromkeys(term.quantity for term in side)) for side in (own.left, own.right))
    if own.kind is Contradiction.SUM_ABOVE_TOTAL:
        left = f"{left} in {len(own.left)} parts of {unit}"
    return safe(f"{left}, {own.sum(own.left):,} > {own.sum(own.right):,}, {right} ({unit})")


def _percentage(own: Certificate) -> str:
    assert own.percentage is not None
    document = own.documents[own.percentage.document]
    name = own.percentage.quantity
    if name == "*":
        return f"the candidates' percentages together are not the whole ({document.unit})"
    told = f"{'turnout' if name == TURNOUT else name}, {document.percents[name]} %"
    if is_above_the_whole(own):
        return f"{told} is more than the whole ({document.unit})"
    votes = f"{own.sum(own.left):,} of {own.sum(own.right):,}" if own.left else f"any number of {own.sum(own.right):,}"
    if is_of_a_limit(own):
        votes += f" or fewer ({own.right[0].quantity})"
    return f"{told} is not {votes}, rounded to the nearest ({document.unit})"
