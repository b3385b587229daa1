# SPDX-License-Identifier: Apache-2.0
"""Checks of answers to homomorphic questions (section "Homomorphic answers")."""

from functools import partial

from isonomia.groups import Element
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH, Ciphertext, QuestionH
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder, Pair
from isonomia.protocol.public.disjunction import Branch, check_disjunction
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.questions import allows_blank, shape


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
    y: Element,
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
    for choice, pair, proofs, place in zip(answer.choices, pairs, answer.individual_proofs, places, strict=True):
        check_disjunction(
            commitments,
            y,
            [Branch(pair, 0), Branch(pair, 1)],
            decoder.proofs(proofs, [f"{place}, proof {j}" for j in range(2)]),
            partial(challenges.iprove, context, choice),
            findings,
            "ballot.individual-proof",
            place,
            "the proof that 0 or 1 is encrypted is wrong",
        )
    _check_sum(question, answer, pairs, context, y, commitments, decoder, where)
    return pairs


def _check_sum(
    question: QuestionH,
    answer: AnswerH,
    pairs: list[Pair],
    context: str,
    y: Element,
    commitments: Commitments,
    decoder: Decoder,
    where: str,
) -> None:
    findings = decoder.findings
    blank = allows_blank(question)
    summed = total(pairs[blank:], commitments.group.identity)
    branches = [Branch(summed, value) for value in range(question.min, question.max + 1)]
    context = challenges.answer_context(context, answer.choices)
    overall_places = [f"{where}, overall proof {j}" for j in range(len(answer.overall_proof))]
    overall = decoder.proofs(answer.overall_proof, overall_places)
    if not blank:
        alpha, beta = commitments.group.texts(summed)
        check_disjunction(
            commitments,
            y,
            branches,
            overall,
            partial(challenges.iprove, context, Ciphertext(alpha, beta)),
            findings,
            "ballot.overall-proof",
            where,
            f"the proof that {question.min} to {question.max} answers are chosen is wrong",
        )
        return
    assert answer.blank_proof is not UNSET  # the shape says so
    blank_proofs = decoder.proofs(answer.blank_proof, [f"{where}, blank proof {j}" for j in range(2)])
    check_disjunction(
        commitments,
        y,
        [Branch(pairs[0], 0), Branch(summed, 0)],
        blank_proofs,
        partial(challenges.bproof0, context),
        findings,
        "ballot.blank-proof",
        where,
        "the proof that a blank vote chooses nothing is wrong",
    )
    check_disjunction(
        commitments,
        y,
        [Branch(pairs[0], 1), *branches],
        overall,
        partial(challenges.bproof1, context),
        findings,
        "ballot.overall-proof",
        where,
        f"the proof that the vote is blank or {question.min} to {question.max} answers are chosen is wrong",
    )
