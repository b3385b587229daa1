# SPDX-License-Identifier: Apache-2.0
"""Whether the opening of a challenged ballot is right (``docs/ballot-opening.md``)."""

from typing import Any, Final

from isonomia.protocol.public.ballots import tracker
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.openings import SHAPE, Opened, check_opening
from isonomia.record.errors import RecordError
from isonomia.record.openings import OpeningFile, read_answer, read_opening
from isonomia.verify.setup import Setup

CANONICAL: Final = "opening.canonical"
NOT_CAST: Final = "opening.not-cast"

OPENING_TITLES: Final[dict[str, str]] = {
    CANONICAL: "The opening is written in its one form",
    "opening.election": "The opening is for this election",
    "opening.tracker": "The opening is of this ballot",
    SHAPE: "The opening has as many numbers as the ballot has ciphertexts",
    "opening.scalars": "Every number r of the opening is reduced",
    "opening.randomness": "Every ciphertext is made with the number r that the opening tells",
    "opening.votes": "Every ciphertext encrypts what the opening tells",
    NOT_CAST: "The opened ballot was not accepted",
}
"""Listed only where an opening is given."""

WHERE: Final = "the opening"


def check_opened(setup: Setup, content: bytes, opening: bytes) -> tuple[list[Any] | None, Findings]:
    """What a ballot encrypts, or None if its opening is not right; and everything that was found.

    That the ballot itself is right, :func:`isonomia.verify.acceptance.check_alone` tells.
    """
    findings = Findings()
    try:
        told, canonical = read_opening(opening, WHERE)
        ballot = setup.shapes.ballot(content, "the ballot")
    except RecordError as error:
        findings.fail(error.check, error.where, error.why)
        return None, findings
    findings.require(CANONICAL, canonical, WHERE, "is not written compactly, with its members in order")
    election = setup.election
    own = told.election_uuid == election.uuid
    findings.require("opening.election", own, WHERE, f"is for the election {told.election_uuid[:40]!a}")
    why = "is of another ballot: its tracker is not the SHA-256 of this one"
    findings.require("opening.tracker", told.tracker == tracker(content), WHERE, why)
    opened = _answers(setup, told, findings)
    if opened is not None:
        check_opening(election, ballot, opened, findings)
    return (None if opened is None or findings.failures else [own.vote for own in opened]), findings


def _answers(setup: Setup, told: OpeningFile, findings: Findings) -> list[Opened] | None:
    """The answers to all questions; None if one cannot be read, once all failures are noted."""
    questions = setup.election.questions
    for name, parts in (("votes", told.votes), ("randomness", told.randomness)):
        why = f"{name} has {len(parts)} entries, the election {len(questions)} questions"
        findings.require(SHAPE, len(parts) == len(questions), WHERE, why)
    if {len(told.votes), len(told.randomness)} != {len(questions)}:
        return None
    opened = []
    for number, question in enumerate(questions):
        try:
            opened.append(read_answer(question, told, number, WHERE))
        except RecordError as error:
            findings.fail(error.check, error.where, error.why)
    return opened if len(opened) == len(questions) else None


def check_not_cast(findings: Findings, height: int | None, listed: bool | None) -> None:
    """That an opened ballot was not accepted at an event of the record.

    ``listed`` says whether its tracker stands on the server's list of challenged ballots; None if nobody knows.
    """
    why = f"was accepted at height {height} and counts like any other, though it was opened"
    if listed:
        why += "; the server had confirmed that it is spoiled: the operator has broken that promise"
    elif listed is None:
        why += "; if its tracker stands on the server's list of challenged ballots, the operator has broken a promise"
    findings.require(NOT_CAST, height is None, "the ballot", why)
