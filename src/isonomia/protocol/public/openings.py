# SPDX-License-Identifier: Apache-2.0
"""Checks the opening of a challenged ballot: every ciphertext is computed again from disclosed numbers.

An opening is ours, not of the specification: ``docs/ballot-opening.md`` defines it. This module knows no secret:
what it computes with is public once a ballot is opened, and is used in variable time.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from isonomia.groups import Element, EmbeddingError, Group
from isonomia.protocol.messages import Answer, Ballot, Ciphertext, QuestionH, QuestionNH
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.questions import Question, allows_blank

SHAPE = "opening.shape"
RANDOMNESS = "opening.randomness"
VOTES = "opening.votes"


class Opened(NamedTuple):
    """One question of an opening."""

    vote: Any
    """Numbers nested as the answers: a list, or a list of lists for Lists."""
    randomness: Any
    """Decimal texts nested as the ciphertexts: a list, one text, or a list of lists."""


class _Claimed(NamedTuple):
    """That a ciphertext is made with a number r and holds a plaintext."""

    ciphertext: Ciphertext
    r: str
    plaintext: Element | None
    """None if the opening's numbers can be in no ciphertext of this question: noted already."""
    where: str


def check_opening(election: Election, ballot: Ballot[Any], opened: list[Opened], findings: Findings) -> None:
    """That a ballot encrypts what its opening tells, question by question; every failure is noted.

    The ballot is one that was read by the election's shapes, ``opened`` has an entry for each question.
    Raises ValueError if it has not.
    """
    for number, (question, answer, own) in enumerate(zip(election.questions, ballot.answers, opened, strict=True)):
        _check_answer(election, question, answer, own, findings, f"question {number}")


def _check_answer(
    election: Election, question: Question, answer: Answer, opened: Opened, findings: Findings, where: str
) -> None:
    ciphertexts = _outline(answer.choices)
    numbers = [None] * len(question.answers) if isinstance(question, QuestionNH) else ciphertexts
    shaped = _outline(opened.vote) == numbers and _outline(opened.randomness) == ciphertexts
    why = "has not as many numbers as the ballot has ciphertexts and the question answers"
    if not findings.require(SHAPE, shaped, where, why):
        return
    plaintexts = _plaintexts(election.group, question, opened.vote, findings, where)
    places = list(_places(answer.choices, where))
    rows = zip(flat(answer.choices), flat(opened.randomness), plaintexts, places, strict=True)
    for row in rows:
        _check_ciphertext(election, _Claimed(*row), findings)


def _outline(nested: Any) -> Any:
    return mapped(nested, lambda _: None)


def _plaintexts(group: Group, question: Question, vote: Any, findings: Findings, where: str) -> list[Element | None]:
    """What each ciphertext must hold."""
    if isinstance(question, QuestionNH):
        try:
            element = group.of_ints(vote)
        except EmbeddingError as error:
            findings.fail(VOTES, where, f"tells numbers that no ballot can hold: {error}")
            return [None]
        return [element]
    bits = {0: group.identity, 1: group.g}
    places = _places(vote, where)
    found = [(bits.get(number), place) for number, place in zip(flat(vote), places, strict=True)]
    for plaintext, place in found:
        if plaintext is None:
            findings.fail(VOTES, place, "tells a number other than 0 and 1")
    return [plaintext for plaintext, _ in found]


def _check_ciphertext(election: Election, claimed: _Claimed, findings: Findings) -> None:
    """``alpha = g^r`` and ``beta = y^r m``."""
    group, (ciphertext, text, plaintext, where) = election.group, claimed
    try:
        [r] = Decoder(group, findings, "opening").scalars([(text, where)])
    except Undecodable:
        return
    made = findings.require(
        RANDOMNESS, ciphertext.alpha == str(group.power(group.g, r)), where, "was not made with this number r"
    )
    if made and plaintext is not None:
        beta = str(group.power(election.y, r) * plaintext)
        findings.require(VOTES, ciphertext.beta == beta, where, "encrypts something else than the opening tells")


def _places(nested: Any, where: str) -> Iterator[str]:
    """As checks of ballots name them."""
    if not isinstance(nested, list):
        yield where
        return
    for i, part in enumerate(nested):
        if isinstance(part, list):
            yield from (f"{where}, list {i}, choice {j}" for j in range(len(part)))
        else:
            yield f"{where}, choice {i}"


def choices(question: Question, vote: Any) -> list[str] | list[tuple[int, str]]:
    """The texts of the chosen answers, for a ranking all with their numbers; ``""`` for a blank vote.

    The vote is one that :func:`check_opening` found right.
    """
    if isinstance(question, QuestionNH):
        return list(zip(vote, question.answers, strict=True))
    blank = [""] if isinstance(question, QuestionH) and allows_blank(question) else []
    texts = [*blank, *flat(question.answers)]
    return [text for text, chosen in zip(texts, flat(vote), strict=True) if chosen]
