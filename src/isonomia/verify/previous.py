# SPDX-License-Identifier: Apache-2.0
"""A second round checked against the record of the first (``verify SECOND --previous FIRST``).

The terms of the second name the last event of the first; who stands follows from the first result under the law
that both terms name. That the voters are the same people no record can tell: credentials are new in every election.
What can be told is that there are as many, with the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final, NamedTuple

from isonomia.law.apply import apply
from isonomia.law.ballots import Profile
from isonomia.law.case import Facts
from isonomia.law.counts import Counts
from isonomia.law.errors import HeldError, LawError
from isonomia.law.judgement import Follows, Judgement, Left
from isonomia.law.lot import draw, seed_of
from isonomia.law.reading import read_law
from isonomia.protocol.messages import QuestionH
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.questions import Question
from isonomia.record import terms
from isonomia.record.errors import RecordError
from isonomia.record.terms import Previous, Terms
from isonomia.verify.lawful import votes_of
from isonomia.verify.report import Report, check_reports
from isonomia.verify.setup import Setup
from isonomia.verify.verifier import Examined

RECORD: Final = "previous.record"
TERMS: Final = "previous.terms"
LINK: Final = "previous.link"
LAW: Final = "previous.law"
CANDIDATES: Final = "previous.candidates"
ROLL: Final = "previous.roll"

PREVIOUS_TITLES: Final[dict[str, str]] = {
    RECORD: "The previous record is valid and has its result",
    TERMS: "The previous terms are those that the previous election names",
    LINK: "The terms name the previous record, by its identifier and its last event",
    LAW: "Both elections are held under one law, and the law file given is that law",
    CANDIDATES: "Those stand whom the law sends on from the previous result, and nobody else",
    ROLL: "There are as many voters as before, with the same weights",
}
"""Listed only where a previous record is given."""


class File(NamedTuple):
    """The content of a file, and what it is called in a report."""

    content: bytes
    where: str


class First(NamedTuple):
    """The round before: its record, examined; its terms; the law."""

    examined: Examined
    where: str
    terms: File
    law: File


def with_previous(report: Report, second: Examined, own: File, first: First) -> Report:
    """The report with the checks of the previous round added to it; ``own`` are the terms of the second."""
    findings, notes = Findings(), list(report.notes)
    _check_record(first, findings)
    before = _read_terms(first.terms, findings, TERMS)
    if before is not None:
        _check_terms(first, before, findings)
    after = _read_terms(own, findings, LINK)
    if after is not None:
        _check_link(first, after.previous, own.where, findings)
    if before is not None and after is not None:
        _check_law(first, before, after, own.where, findings)
        if first.examined.setup and second.setup:
            _check_roll(first.examined.setup, second.setup, findings)
            _check_candidates(first, before, after, second.setup, findings, notes)
    return replace(report, checks=report.checks + check_reports(findings, PREVIOUS_TITLES), notes=tuple(notes))


def what_follows(examined: Examined, before: Terms, law: File, previous: Previous) -> Judgement:
    """The law applied to the result of a first round, with what ``previous`` tells of the time since.

    Raises LawError, also if the terms name no law.
    """
    if before.law is None:
        raise HeldError("the terms name no law: nobody can tell what follows from the result")
    if before.previous is not None:
        raise HeldError("the record is of a later round itself; only second rounds can be told from one record")
    return follows_from(votes_of(examined, before.law), before, law, previous)


def follows_from(held: Counts | Profile, before: Terms, law: File, previous: Previous) -> Judgement:
    """As :func:`what_follows`, of votes that were read from a record that was checked before. Raises LawError."""
    return apply(read_law(law.content, law.where), [held], facts_of(held, before, previous))


def facts_of(held: Counts | Profile, before: Terms, previous: Previous) -> Facts:
    """What the terms of a second round tell of the time since the first: who withdrew, and the lot.

    Raises DrawError if the texts of the lot are not those committed to.
    """
    left = tuple(Left(name, 2) for name in previous.withdrawn)
    if not previous.lot:
        return Facts(left=left)
    commitments = before.law.commitments if before.law else []
    return Facts(left=left, lot=draw(seed_of(commitments, previous.lot), held.candidates))


def _read_terms(file: File, findings: Findings, check: str) -> Terms | None:
    try:
        return terms.read_terms(file.content, file.where)
    except RecordError as error:
        findings.fail(check, error.where, error.why)
        return None


def _check_record(first: First, findings: Findings) -> None:
    report = first.examined.report
    findings.require(RECORD, report.stage == "tallied", first.where, f"has no result: it is {report.stage}")
    for failure in report.failures:
        findings.fail(RECORD, f"{first.where}: {failure.where}", f"{failure.why} [{failure.check}]")


def _check_terms(first: First, before: Terms, findings: Findings) -> None:
    report, setup = first.examined.report, first.examined.setup
    named = terms.named_terms(setup.election.message.description) if setup else None
    why = "their SHA-256 is not the last line of the previous election's description"
    findings.require(TERMS, terms.terms_hash(first.terms.content) == named, first.terms.where, why)
    findings.require(TERMS, before.uuid == report.uuid, first.terms.where, f"are for {before.uuid[:40]!r}")


def _check_link(first: First, previous: Previous | None, where: str, findings: Findings) -> None:
    report = first.examined.report
    if previous is None:
        findings.fail(LINK, where, "name no previous election")
        return
    why = f"name election {previous.uuid[:40]!r}, the previous record is of {report.uuid}"
    findings.require(LINK, previous.uuid == report.uuid, where, why)
    last = report.fingerprints.get("last_event")
    why = f"name {previous.last_event[:64]!r} as the last event, the previous record ends with {last}"
    findings.require(LINK, previous.last_event == last, where, why)


def _check_law(first: First, before: Terms, after: Terms, where: str, findings: Findings) -> None:
    given = sha256(first.law.content).hexdigest()
    for own, at in ((before, first.terms.where), (after, where)):
        named = own.law.sha256 if own.law else None
        why = f"name the law {named and named[:64]!r}; the file {first.law.where} is {given}"
        findings.require(LAW, named == given, at, why)


def _check_roll(before: Setup, after: Setup, findings: Findings) -> None:
    weights = [Counter(setup.roll.values()) for setup in (before, after)]
    why = (
        f"has {len(after.roll)} voters of weight {sum(after.roll.values())}, "
        f"before there were {len(before.roll)} of weight {sum(before.roll.values())}"
    )
    findings.require(ROLL, weights[0] == weights[1], "the roll", why)


def _check_candidates(
    first: First, before: Terms, after: Terms, setup: Setup, findings: Findings, notes: list[str]
) -> None:
    previous = after.previous or Previous("", "")
    try:
        judgement = what_follows(first.examined, before, first.law, previous)
        names, against = standing(setup.election.questions, after)
    except LawError as error:
        findings.fail(CANDIDATES, first.where, str(error))
        return
    following = judgement.next
    if following is None or following.what is Follows.REPEAT:
        findings.fail(CANDIDATES, first.where, f"no further round follows from its result: {judgement.verdict}")
        return
    why = f"{_names(names)} stand, the law sends on {_names(following.candidates)}"
    findings.require(CANDIDATES, sorted(names) == sorted(following.candidates), "the question", why)
    assert first.examined.setup is not None  # or nothing would follow
    _, earlier = standing(first.examined.setup.election.questions, before)
    why = f"as the answer against all, {against!r} stands there; before it was {earlier!r}"
    findings.require(CANDIDATES, against == earlier, "the question", why)
    notes += [f"{name[:80]!r} has withdrawn, say the terms; no record can show it" for name in previous.withdrawn]
    keys = [{str(trustee.public_key) for trustee in own.trustees} for own in (first.examined.setup, setup) if own]
    notes.append(f"the trustees' keys are {_KEYS[keys[0] == keys[1], bool(keys[0] & keys[1])]}")


_KEYS: Final[dict[tuple[bool, bool], str]] = {
    (True, True): "those of the previous round",
    (False, True): "in part those of the previous round",
    (False, False): "others than in the previous round",
}


def standing(questions: Sequence[Question], own: Terms) -> tuple[list[str], str | None]:
    """Who can be voted for in the question that the law decides, and the answer against all.

    Raises HeldError if that cannot be told.
    """
    law = own.law
    if law is None or not 0 <= law.question < len(questions):
        raise HeldError("the terms do not name a question that the law decides")
    question = questions[law.question]
    if not isinstance(question, QuestionH) or question.max != 1:
        raise HeldError(f"question {law.question} is not one vote for one candidate")
    names = list(question.answers)
    if law.against_all is None:
        return names, None
    if not 0 <= law.against_all < len(names):
        raise HeldError(f"the terms name answer {law.against_all} as the one against all; there is none")
    return names, names.pop(law.against_all)


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"{name[:80]!r}" for name in names) or "nobody"
