# SPDX-License-Identifier: Apache-2.0
"""Checks of answers to homomorphic questions (section "Homomorphic answers")."""

from collections.abc import Iterator
from itertools import chain

from isonomia.groups import Claim, Element
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH, Proof, QuestionH
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder, Pair
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.questions import allows_blank, shape

BIT = (0, 1)
"""What a choice encrypts: one of these."""


def total(pairs: list[Pair], identity: Element) -> Pair:
    """The product of ciphertexts: an encryption of the sum."""
    alpha = beta = identity
    for pair in pairs:
        alpha, beta = alpha * pair.alpha, beta * pair.beta
    return Pair(alpha, beta)


def _has_shape(question: QuestionH, answer: AnswerH) -> bool:
    count, blank = shape(question), allows_blank(question)
    blank_proofs = 0 if answer.blank_proof is UNSET else len(answer.blank_proof)
    return (
        len(answer.choices) == count
        and len(answer.individual_proofs) == count
        and all(len(proofs) == 2 for proofs in answer.individual_proofs)
        and len(answer.overall_proof) == question.max - question.min + 1 + blank
        and blank_proofs == 2 * blank
        and (answer.blank_proof is UNSET) != blank
    )


def check_answer(
    question: QuestionH,
    answer: AnswerH,
    context: str,
    commitments: Commitments,
    findings: Findings,
    where: str,
) -> list[Pair] | None:
    """Registers the checks of all proofs; gives the ciphertexts, or None if the shape is wrong.

    ``context`` is S_0. Raises Undecodable when a number or an element cannot be read.
    """
    if not findings.require(
        "ballot.shape", _has_shape(question, answer), where, "ciphertexts or proofs are missing or too many"
    ):
        return None
    decoder = Decoder(commitments.group, findings, "ballot", commitments.known)
    places = [f"{where}, choice {number}" for number in range(len(answer.choices))]
    pairs = decoder.pairs(answer.choices, places)
    decoder.require_proofs(_proofs(answer), _proof_places(answer, where))
    prefix = challenges.disjunction("prove", context)
    for pair, proofs, place in zip(pairs, answer.individual_proofs, places, strict=True):
        commitments.add_disjunction(
            Claim(prefix, pair, (pair, pair), BIT, proofs),
            findings,
            "ballot.individual-proof",
            place,
            "the proof that 0 or 1 is encrypted is wrong",
        )
    _check_sum(
        question, answer, pairs, challenges.answer_context(context, answer.choices), commitments, findings, where
    )
    return pairs


def _proofs(answer: AnswerH) -> list[Proof]:
    blank = () if answer.blank_proof is UNSET else answer.blank_proof
    return [*chain.from_iterable(answer.individual_proofs), *answer.overall_proof, *blank]


def _proof_places(answer: AnswerH, where: str) -> Iterator[str]:
    for number in range(len(answer.individual_proofs)):
        yield f"{where}, choice {number}, proof 0"
        yield f"{where}, choice {number}, proof 1"
    for number in range(len(answer.overall_proof)):
        yield f"{where}, overall proof {number}"
    for number in range(0 if answer.blank_proof is UNSET else len(answer.blank_proof)):
        yield f"{where}, blank proof {number}"


def _check_sum(
    question: QuestionH,
    answer: AnswerH,
    pairs: list[Pair],
    context: str,
    commitments: Commitments,
    findings: Findings,
    where: str,
) -> None:
    """``context`` is S."""
    blank = allows_blank(question)
    summed = total(pairs[blank:], commitments.group.identity)
    values = range(question.min, question.max + 1)
    ciphertexts = [summed] * len(values)
    if not blank:
        commitments.add_disjunction(
            Claim(challenges.disjunction("prove", context), summed, ciphertexts, values, answer.overall_proof),
            findings,
            "ballot.overall-proof",
            where,
            f"the proof that {question.min} to {question.max} answers are chosen is wrong",
        )
        return
    assert answer.blank_proof is not UNSET  # the shape says so
    commitments.add_disjunction(
        Claim(challenges.disjunction("bproof0", context), (), (pairs[0], summed), (0, 0), answer.blank_proof),
        findings,
        "ballot.blank-proof",
        where,
        "the proof that a blank vote chooses nothing is wrong",
    )
    commitments.add_disjunction(
        Claim(
            challenges.disjunction("bproof1", context), (), (pairs[0], *ciphertexts), (1, *values), answer.overall_proof
        ),
        findings,
        "ballot.overall-proof",
        where,
        f"the proof that the vote is blank or {question.min} to {question.max} answers are chosen is wrong",
    )
