# SPDX-License-Identifier: Apache-2.0
"""Checks of answers to Lists questions (sections "Lists answers", "Proofs of list constraints",
"Proof of encryption of non-zero")."""

from isonomia.groups import Claim, Element
from isonomia.protocol import challenges
from isonomia.protocol.messages import AnswerL, QuestionL
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder, Pair
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.homomorphic import BIT, total
from isonomia.protocol.public.questions import shape


def _has_shape(question: QuestionL, answer: AnswerL) -> bool:
    expected = shape(question)
    return (
        [len(row) for row in answer.choices] == expected
        and [len(row) for row in answer.individual_proofs] == expected
        and all(len(proofs) == 2 for row in answer.individual_proofs for proofs in row)
        and len(answer.list_proofs) == len(expected)
        and all(len(proofs) == 2 for proofs in answer.list_proofs)
        and len(answer.nonzero_proof.response) == 2
    )


def check_answer(
    question: QuestionL,
    answer: AnswerL,
    context: str,
    y: Element,
    commitments: Commitments,
    findings: Findings,
    where: str,
) -> list[list[Pair]] | None:
    """Registers the checks of all proofs; gives the ciphertexts, or None if the shape is wrong.

    ``context`` is S_0. Raises Undecodable when a number or an element cannot be read.
    """
    if not findings.require(
        "ballot.shape", _has_shape(question, answer), where, "ciphertexts or proofs are missing or too many"
    ):
        return None
    decoder = Decoder(commitments.group, findings, "ballot", commitments.known)
    pairs = _check_bits(answer, context, commitments, decoder, where)
    context = challenges.answer_context(context, (c for row in answer.choices for c in row))
    identity = commitments.group.identity
    lists = total([row[0] for row in pairs], identity)
    candidates = [total(row[1:], identity) for row in pairs]
    decoder.require_proofs([answer.overall_proof], [f"{where}, overall proof"])
    commitments.add_disjunction(
        Claim(challenges.disjunction("prove", context), lists, (lists,), (1,), (answer.overall_proof,)),
        findings,
        "ballot.overall-proof",
        where,
        "the proof that exactly one list is chosen is wrong",
    )
    for number, proofs in enumerate(answer.list_proofs):
        place = f"{where}, list {number}"
        decoder.require_proofs(proofs, (f"{place}, list proof {j}" for j in range(2)))
        ciphertexts = (pairs[number][0], candidates[number])
        commitments.add_disjunction(
            Claim(challenges.disjunction("lproof", context), (), ciphertexts, (1, 0), proofs),
            findings,
            "ballot.list-proof",
            place,
            "the proof that the list is chosen or none of its candidates is wrong",
        )
    _check_nonzero(answer, total(candidates, identity), context, y, commitments, decoder, where)
    return pairs


def _check_bits(
    answer: AnswerL, context: str, commitments: Commitments, decoder: Decoder, where: str
) -> list[list[Pair]]:
    result = []
    prefix = challenges.disjunction("prove", context)
    for i, row in enumerate(answer.choices):
        places = [f"{where}, list {i}, choice {j}" for j in range(len(row))]
        pairs = decoder.pairs(row, places)
        for pair, proofs, place in zip(pairs, answer.individual_proofs[i], places, strict=True):
            decoder.require_proofs(proofs, (f"{place}, proof {j}" for j in range(2)))
            commitments.add_disjunction(
                Claim(prefix, pair, (pair, pair), BIT, proofs),
                decoder.findings,
                "ballot.individual-proof",
                place,
                "the proof that 0 or 1 is encrypted is wrong",
            )
        result.append(pairs)
    return result


def _check_nonzero(
    answer: AnswerL,
    summed: Pair,
    context: str,
    y: Element,
    commitments: Commitments,
    decoder: Decoder,
    where: str,
) -> None:
    proof, place, check = answer.nonzero_proof, f"{where}, nonzero proof", "ballot.nonzero-proof"
    group, findings = commitments.group, decoder.findings
    commitment = decoder.element(proof.commitment, f"{place}, commitment")
    c, t1, t2 = decoder.scalars(
        [
            (proof.challenge, f"{place}, challenge"),
            (proof.response[0], f"{place}, response 0"),
            (proof.response[1], f"{place}, response 1"),
        ]
    )
    rows = [
        [(summed.alpha, t1), (group.g, t2)],
        [(summed.beta, t1), (y, t2), (commitment, c)],
    ]

    def compare(texts: list[str]) -> None:
        expected = challenges.nonzero(context, [proof.commitment, *texts]) % group.q
        passed = commitment != group.identity and expected == c
        findings.require(check, passed, where, "the proof that a candidate is chosen is wrong")

    commitments.add(rows, compare)
