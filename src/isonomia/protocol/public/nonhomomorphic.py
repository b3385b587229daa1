# SPDX-License-Identifier: Apache-2.0
"""Checks of answers to non-homomorphic questions (section "Non-homomorphic answers")."""

from isonomia.groups import Element
from isonomia.protocol import challenges
from isonomia.protocol.messages import AnswerNH
from isonomia.protocol.public.commitments import Commitments
from isonomia.protocol.public.decoding import Decoder, Pair
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.schnorr import check_schnorr


def check_answer(
    answer: AnswerNH,
    context: str,
    y: Element,
    commitments: Commitments,
    findings: Findings,
    where: str,
) -> Pair:
    """Registers the check of the proof that the voter knows the randomness; gives the ciphertext.

    ``context`` is S: for these answers S_0 itself, as other tools write and check it.
    Raises Undecodable when a number or an element cannot be read.
    """
    decoder = Decoder(commitments.group, findings, "ballot", commitments.known)
    pair = decoder.pairs([answer.choices], [where])[0]
    check_schnorr(
        commitments,
        [(commitments.group.g, pair.alpha)],
        decoder.proof(answer.proof, where),
        lambda texts: challenges.raweg(context, str(y), answer.choices, texts[0]),
        findings,
        "ballot.encryption-proof",
        where,
        "the proof of knowing what is encrypted is wrong",
    )
    return pair
