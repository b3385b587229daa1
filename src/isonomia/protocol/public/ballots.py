# SPDX-License-Identifier: Apache-2.0
"""Checks of a ballot in itself (section "Ballots"); what the rest of the record says of it is not here."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from isonomia.groups import ElementError
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    Answer,
    AnswerH,
    AnswerL,
    AnswerNH,
    Ballot,
    QuestionH,
    QuestionL,
    encode,
)
from isonomia.protocol.public import homomorphic, lists, nonhomomorphic
from isonomia.protocol.public.commitments import Commitments, Known
from isonomia.protocol.public.decoding import Decoder, Pair, Undecodable
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.nesting import flat, mapped
from isonomia.protocol.public.questions import Question
from isonomia.protocol.public.schnorr import check_schnorr

Choices = tuple[Any, ...]
"""For each question its ciphertexts of elements: a list, one pair, or a list of lists."""


class Received(NamedTuple):
    """A ballot to check, and where its failures go."""

    ballot: Ballot[Any]
    findings: Findings
    where: str


def check_ballot(election: Election, ballot: Ballot[Any], findings: Findings, where: str) -> Choices | None:
    """All that can be checked with the election alone; gives the ciphertexts if they can be read."""
    return check_ballots(election, [Received(ballot, findings, where)])[0]


def check_ballots(election: Election, received: Sequence[Received]) -> list[Choices | None]:
    """As :func:`check_ballot`, for many at once: elements and commitments are computed together."""
    commitments = Commitments(election.group, _read_together(election, received), election.y)
    result = [_register(election, own, commitments) for own in received]
    commitments.run()
    return result


def read_choices(election: Election, ballot: Ballot[Any]) -> Choices:
    """The ciphertexts of a ballot that was checked before. Raises ElementError."""
    texts = [text for answer in ballot.answers for c in flat(answer.choices) for text in (c.alpha, c.beta)]
    known = dict(zip(texts, election.group.elements(texts), strict=True))
    return tuple(mapped(answer.choices, lambda c: Pair(known[c.alpha], known[c.beta])) for answer in ballot.answers)


def _read_together(election: Election, received: Sequence[Received]) -> Known:
    """All elements of all ballots; none if any is wrong: each ballot then reads its own and says which."""
    texts = [text for own in received for text in _element_texts(own.ballot)]
    try:
        return dict(zip(texts, election.group.elements(texts), strict=True))
    except ElementError:
        return {}


def _element_texts(ballot: Ballot[Any]) -> Iterator[str]:
    yield ballot.credential
    for answer in ballot.answers:
        for ciphertext in flat(answer.choices):
            yield ciphertext.alpha
            yield ciphertext.beta
        if isinstance(answer, AnswerL):
            yield answer.nonzero_proof.commitment


def _register(election: Election, received: Received, commitments: Commitments) -> Choices | None:
    ballot, findings, where = received
    _check_reference(election, ballot, findings, where)
    _check_signature(ballot, commitments, findings, where)
    context = challenges.ballot_context(election.fingerprint, ballot.credential)
    choices = []
    for number, (question, answer) in enumerate(zip(election.questions, ballot.answers, strict=True)):
        place = f"{where}, question {number}"
        try:
            choices.append(_check_answer(question, answer, context, election, commitments, findings, place))
        except Undecodable:
            choices.append(None)
    return None if None in choices else tuple(choices)


def _check_reference(election: Election, ballot: Ballot[Any], findings: Findings, where: str) -> None:
    findings.require(
        "ballot.election",
        ballot.election_uuid == election.uuid and ballot.election_hash == election.fingerprint,
        where,
        "is for another election (uuid or hash differs)",
    )


def _check_signature(ballot: Ballot[Any], commitments: Commitments, findings: Findings, where: str) -> None:
    expected = challenges.fingerprint(encode(ballot.unsigned()))
    if not findings.require(
        "ballot.signed-hash",
        ballot.signature.hash == expected,
        where,
        "the signed hash is not of this ballot",
    ):
        return
    decoder = Decoder(commitments.group, findings, "ballot", commitments.known)
    try:
        credential = decoder.element(ballot.credential, f"{where}, credential")
        proof = decoder.proof(ballot.signature.proof, f"{where}, signature")
    except Undecodable:
        return
    check_schnorr(
        commitments,
        [(commitments.group.g, credential)],
        proof,
        lambda texts: challenges.signature(ballot.signature.hash, texts[0]),
        findings,
        "ballot.signature",
        where,
        "the signature is not by the ballot's credential",
    )


def _check_answer(
    question: Question,
    answer: Answer,
    context: str,
    election: Election,
    commitments: Commitments,
    findings: Findings,
    where: str,
) -> Any:
    if isinstance(question, QuestionH) and isinstance(answer, AnswerH):
        return homomorphic.check_answer(question, answer, context, commitments, findings, where)
    if isinstance(question, QuestionL) and isinstance(answer, AnswerL):
        return lists.check_answer(question, answer, context, election.y, commitments, findings, where)
    if isinstance(answer, AnswerNH):
        return nonhomomorphic.check_answer(answer, context, election.y, commitments, findings, where)
    raise TypeError("the answer was not read as its question asks")


def tracker(content: bytes) -> str:
    """The smart ballot tracker of a serialized ballot."""
    return challenges.fingerprint(content)
