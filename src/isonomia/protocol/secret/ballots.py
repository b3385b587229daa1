# SPDX-License-Identifier: Apache-2.0
"""Makes ballots (section "Ballots")."""

from collections.abc import Sequence
from typing import Any

from isonomia.groups import SecretScalar
from isonomia.protocol import challenges
from isonomia.protocol.messages import (
    AnswerH,
    AnswerL,
    AnswerNH,
    Ballot,
    QuestionH,
    QuestionL,
    Signature,
    UnsignedBallot,
    encode,
)
from isonomia.protocol.public.elections import Election
from isonomia.protocol.public.questions import Question
from isonomia.protocol.secret import homomorphic, lists, nonhomomorphic
from isonomia.protocol.secret.credentials import public_credential
from isonomia.protocol.secret.encryption import InvalidVote
from isonomia.protocol.secret.schnorr import prove_schnorr
from isonomia.protocol.tokens import Random


def make_ballot(election: Election, exponent: SecretScalar, votes: Sequence[Any], random: Random) -> Ballot[Any]:
    """A signed ballot; ``votes`` has for each question numbers shaped as its answers.

    ``exponent`` is the credential's. Raises InvalidVote, which names the question.
    """
    group = election.group
    if len(votes) != len(election.questions):
        raise InvalidVote(f"{len(votes)} answers given to {len(election.questions)} questions")
    credential = str(public_credential(group, exponent))
    context = challenges.ballot_context(election.fingerprint, credential)
    answers = []
    for number, (question, vote) in enumerate(zip(election.questions, votes, strict=True)):
        try:
            answers.append(_make_answer(election, question, vote, context, random))
        except InvalidVote as error:
            raise InvalidVote(f"question {number}: {error}") from None
    unsigned = UnsignedBallot(election.uuid, election.fingerprint, credential, tuple(answers))
    digest = challenges.fingerprint(encode(unsigned))
    proof = prove_schnorr(group, [group.g], exponent, lambda texts: challenges.signature(digest, texts[0]), random)
    return Ballot(election.uuid, election.fingerprint, credential, tuple(answers), Signature(digest, proof))


def _make_answer(
    election: Election, question: Question, vote: Any, context: str, random: Random
) -> AnswerH | AnswerNH | AnswerL:
    if isinstance(question, QuestionH):
        return homomorphic.make_answer(election.group, election.y, question, vote, context, random)
    if isinstance(question, QuestionL):
        return lists.make_answer(election.group, election.y, question, vote, context, random)
    return nonhomomorphic.make_answer(election.group, election.y, question, vote, context, random)
