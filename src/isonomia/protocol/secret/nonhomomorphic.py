# SPDX-License-Identifier: Apache-2.0
"""Makes answers to non-homomorphic questions (section "Non-homomorphic answers")."""

from collections.abc import Sequence

from isonomia.groups import Element, EmbeddingError, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import AnswerNH, Ciphertext, QuestionNH
from isonomia.protocol.secret.encryption import InvalidVote
from isonomia.protocol.secret.randomness import draw
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.tokens import Random


def make_answer(
    group: Group, y: Element, question: QuestionNH, vote: Sequence[int], context: str, random: Random
) -> AnswerNH:
    """Encrypts one small integer for each answer; ``context`` is S_0. Raises InvalidVote."""
    if len(vote) != len(question.answers):
        raise InvalidVote(f"{len(vote)} numbers given, {len(question.answers)} wanted")
    try:
        embedded = group.of_ints(vote)
    except EmbeddingError as error:
        raise InvalidVote(str(error)) from None
    r = draw(group, random)
    one = group.secret(1)  # so that what is embedded is multiplied in constant time too
    alpha, beta = group.secret_products([[(group.g, r)], [(y, r), (embedded, one)]])
    ciphertext = Ciphertext(*group.texts([alpha, beta]))
    proof = prove_schnorr(
        group,
        [group.g],
        r,
        lambda texts: challenges.raweg(context, str(y), ciphertext, texts[0]),
        random,
    )
    return AnswerNH(ciphertext, proof)
