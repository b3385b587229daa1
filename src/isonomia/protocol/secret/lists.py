# SPDX-License-Identifier: Apache-2.0
"""Makes answers to Lists questions (sections "Lists answers", "Proofs of list constraints",
"Proof of encryption of non-zero")."""

from collections.abc import Sequence
from functools import partial
from itertools import chain

from isonomia.groups import Element, Group, SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import AnswerL, NonzeroProof, Proof, QuestionL
from isonomia.protocol.public.questions import shape
from isonomia.protocol.secret.disjunction import Claim, prove_disjunction
from isonomia.protocol.secret.encryption import Encrypted, InvalidVote, encrypt
from isonomia.protocol.secret.homomorphic import prove_bit, total_ciphertext
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.tokens import Random


def check_vote(question: QuestionL, vote: Sequence[Sequence[int]]) -> None:
    """One list is chosen, and at least one of its candidates. Raises InvalidVote."""
    expected = shape(question)
    if [len(row) for row in vote] != expected:
        raise InvalidVote(f"numbers are wanted in rows of {expected}: each list, then its candidates")
    if any(value not in (0, 1) for row in vote for value in row):
        raise InvalidVote("every choice is 0 or 1")
    if sum(row[0] for row in vote) != 1:
        raise InvalidVote("exactly one list is to be chosen")
    if any(sum(row[1:]) and not row[0] for row in vote):
        raise InvalidVote("a candidate is chosen outside the chosen list")
    if not any(sum(row[1:]) for row in vote):
        raise InvalidVote("at least one candidate of the chosen list is to be chosen")


def make_answer(
    group: Group,
    y: Element,
    question: QuestionL,
    vote: Sequence[Sequence[int]],
    context: str,
    random: Random,
) -> AnswerL:
    """Encrypts and proves; ``context`` is S_0. Raises InvalidVote."""
    check_vote(question, vote)
    rows = [encrypt(group, y, row, random) for row in vote]
    individual = [
        [prove_bit(group, y, context, row, j, value, random) for j, value in enumerate(own)]
        for row, own in zip(rows, vote, strict=True)
    ]
    choices = [row.ciphertexts for row in rows]
    whole = challenges.answer_context(context, chain.from_iterable(choices))
    return AnswerL(
        choices,
        individual,
        _prove_one_list(group, y, rows, whole, random),
        [_prove_list(group, y, row, own[0], whole, random) for row, own in zip(rows, vote, strict=True)],
        _prove_nonzero(group, y, rows, whole, random),
    )


def _prove_one_list(group: Group, y: Element, rows: list[Encrypted], context: str, random: Random) -> Proof:
    heads = Encrypted(
        [row.ciphertexts[0] for row in rows],
        [row.randomness[0] for row in rows],
        [row.plaintexts[0] for row in rows],
    )
    r, m = heads.total(group)
    challenge = partial(challenges.iprove, context, total_ciphertext(group, heads.ciphertexts))
    return prove_disjunction(group, y, [Claim(r, m, 1, group.secret(1))], challenge, random)[0]


def _prove_list(group: Group, y: Element, row: Encrypted, chosen: int, context: str, random: Random) -> list[Proof]:
    r, m = row.total(group, start=1)
    claims = [
        Claim(row.randomness[0], row.plaintexts[0], 1, group.secret(chosen)),
        Claim(r, m, 0, group.secret(1 - chosen)),
    ]
    return prove_disjunction(group, y, claims, partial(challenges.lproof, context), random)


def _prove_nonzero(group: Group, y: Element, rows: list[Encrypted], context: str, random: Random) -> NonzeroProof:
    summed = total_ciphertext(group, [c for row in rows for c in row.ciphertexts[1:]])
    alpha, beta = group.elements([summed.alpha, summed.beta])
    r: SecretScalar = group.secret(0)
    for row in rows:
        r = r + row.total(group, start=1)[0]
    s, w1, w2 = (draw(group, random) for _ in range(3))  # s = 0 has no chance worth a branch
    products = group.secret_products(
        [
            [(beta, s), (y, -(s * r))],
            [(alpha, w1), (group.g, w2)],
            [(beta, w1), (y, w2)],
        ]
    )
    texts = group.texts(products)
    c = challenges.nonzero(context, texts) % group.q
    t1, t2 = w1 - s * c, w2 + s * r * c
    return NonzeroProof(texts[0], str(c), [str(t1.reveal()), str(t2.reveal())])
