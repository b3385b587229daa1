# SPDX-License-Identifier: Apache-2.0
"""Makes answers to homomorphic questions (section "Homomorphic answers")."""

from collections.abc import Sequence
from functools import partial

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, AnswerH, Ciphertext, Proof, QuestionH
from isonomia.protocol.public.questions import allows_blank, shape
from isonomia.protocol.secret.disjunction import Claim, prove_disjunction
from isonomia.protocol.secret.encryption import Encrypted, InvalidVote, encrypt
from isonomia.protocol.tokens import Random


def check_vote(question: QuestionH, vote: Sequence[int]) -> None:
    """The vote is a 0 or 1 for each choice (blank first, where allowed). Raises InvalidVote."""
    blank = allows_blank(question)
    if len(vote) != shape(question):
        first = " (blank first)" if blank else ""
        raise InvalidVote(f"{len(vote)} numbers given, {shape(question)} wanted{first}")
    if any(value not in (0, 1) for value in vote):
        raise InvalidVote("every choice is 0 or 1")
    chosen = sum(vote[blank:])
    if blank and vote[0]:
        if chosen:
            raise InvalidVote("a blank vote chooses nothing else")
    elif not question.min <= chosen <= question.max:
        raise InvalidVote(f"{chosen} answers chosen, {question.min} to {question.max} may be")


def make_answer(
    group: Group, y: Element, question: QuestionH, vote: Sequence[int], context: str, random: Random
) -> AnswerH:
    """Encrypts and proves; ``context`` is S_0. Raises InvalidVote."""
    check_vote(question, vote)
    encrypted = encrypt(group, y, vote, random)
    individual = [prove_bit(group, y, context, encrypted, i, value, random) for i, value in enumerate(vote)]
    whole = challenges.answer_context(context, encrypted.ciphertexts)
    if allows_blank(question):
        return _with_blank(group, y, question, vote, whole, encrypted, individual, random)
    r, m = encrypted.total(group)
    claims = _sum_claims(group, question, r, m, sum(vote))
    challenge = partial(challenges.iprove, whole, total_ciphertext(group, encrypted.ciphertexts))
    return AnswerH(encrypted.ciphertexts, individual, prove_disjunction(group, y, claims, challenge, random), UNSET)


def prove_bit(
    group: Group, y: Element, context: str, encrypted: Encrypted, i: int, value: int, random: Random
) -> list[Proof]:
    """That ciphertext i encrypts 0 or 1."""
    r, m = encrypted.randomness[i], encrypted.plaintexts[i]
    claims = [Claim(r, m, bit, group.secret(int(value == bit))) for bit in (0, 1)]
    return prove_disjunction(group, y, claims, partial(challenges.iprove, context, encrypted.ciphertexts[i]), random)


def total_ciphertext(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """The serialized product of ciphertexts."""
    alphas = group.elements([c.alpha for c in ciphertexts])
    betas = group.elements([c.beta for c in ciphertexts])
    rows = [[(element, 1) for element in own] for own in (alphas, betas)]
    return Ciphertext(*group.texts(group.products(rows)))


def _sum_claims(group: Group, question: QuestionH, r: SecretScalar, m: SecretScalar, chosen: int | None) -> list[Claim]:
    values = range(question.min, question.max + 1)
    return [Claim(r, m, value, group.secret(int(value == chosen))) for value in values]


def _with_blank(
    group: Group,
    y: Element,
    question: QuestionH,
    vote: Sequence[int],
    context: str,
    encrypted: Encrypted,
    individual: list[list[Proof]],
    random: Random,
) -> AnswerH:
    r0, m0 = encrypted.randomness[0], encrypted.plaintexts[0]
    r, m = encrypted.total(group, start=1)
    is_blank = vote[0]
    blank_proof = prove_disjunction(
        group,
        y,
        [Claim(r0, m0, 0, group.secret(1 - is_blank)), Claim(r, m, 0, group.secret(is_blank))],
        partial(challenges.bproof0, context),
        random,
    )
    chosen = None if is_blank else sum(vote[1:])
    overall = prove_disjunction(
        group,
        y,
        [Claim(r0, m0, 1, group.secret(is_blank)), *_sum_claims(group, question, r, m, chosen)],
        partial(challenges.bproof1, context),
        random,
    )
    return AnswerH(encrypted.ciphertexts, individual, overall, blank_proof)
