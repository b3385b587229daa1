# SPDX-License-Identifier: Apache-2.0
"""Voters with patched software who encrypt what the question does not allow, and prove it as well as they can."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from isonomia.groups import Element, Group
from isonomia.protocol import challenges
from isonomia.protocol.messages import UNSET, Proof, encode
from isonomia.protocol.secret import encryption, homomorphic, lists
from isonomia.protocol.tokens import Random
from support.founding import BOARD, LISTS, REFERENDUM, found
from support.holding import sign

from .scene import ballot_in, voted

ANY: dict[str, Any] = {"answers": ["A", "B"], "min": 0, "max": 2, "question": "Any of two"}

INDIVIDUAL, OVERALL, BLANK = "ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"
LIST, NONZERO = "ballot.list-proof", "ballot.nonzero-proof"

INVALID = {
    "two votes for one": (ANY, [2, 0], {INDIVIDUAL}),
    "a vote against": (ANY, [1, -1], {INDIVIDUAL}),
    "a thousand votes": (REFERENDUM, [1000, 0], {INDIVIDUAL, OVERALL}),
    "two where one is asked": (REFERENDUM, [1, 1], {OVERALL}),
    "none where one is asked": (REFERENDUM, [0, 0], {OVERALL}),
    "two that make one": (REFERENDUM, [2, -1], {INDIVIDUAL}),
    "three of two": (BOARD, [0, 1, 1, 1], {OVERALL}),
    "neither blank nor enough": (BOARD, [0, 0, 0, 0], {OVERALL}),
    "blank and a choice": (BOARD, [1, 1, 0, 0], {BLANK}),
    "a candidate of another list": (LISTS, [[1, 1, 0], [0, 1]], {LIST}),
    "two lists": (LISTS, [[1, 1, 0], [1, 1]], {OVERALL}),
    "no list": (LISTS, [[0, 0, 0], [0, 0]], {OVERALL, NONZERO}),
    "a list without candidates": (LISTS, [[1, 0, 0], [0, 0]], {NONZERO}),
    "a candidate twice": (LISTS, [[1, 2, 0], [0, 0]], {INDIVIDUAL}),
}


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The booth's own check of a vote is the voter's to remove; what she encrypts counts modulo q."""

    def encrypt(group: Group, y: Element, values: Sequence[int], random: Random) -> encryption.Encrypted:
        return encryption.encrypt(group, y, [value % group.q for value in values], random)

    for module in (homomorphic, lists):
        monkeypatch.setattr(module, "check_vote", lambda *_: None)
        monkeypatch.setattr(module, "encrypt", encrypt)


@pytest.mark.usefixtures("patched")
@pytest.mark.parametrize("name", INVALID)
def test_invalid_vote(name: str) -> None:
    question, vote, guilty = INVALID[name]
    holding, credentials = found("Ed25519", [question])
    holding.cast(credentials[0], [vote])
    assert holding.record.failing() == guilty


@pytest.mark.usefixtures("patched")
@pytest.mark.parametrize("group", ["BELENIOS-2048", "RFC-3526-2048"])
@pytest.mark.parametrize("backend", ["kernel", "reference"])
def test_invalid_vote_in_other_groups(group: str, backend: str) -> None:
    holding, credentials = found(group, [ANY])
    holding.cast(credentials[0], [[2, 0]])
    assert holding.record.failing(backend) == {INDIVIDUAL}


def test_answer_without_blank_proof_where_blank_is_allowed() -> None:
    """Releases 2.0 to 3.3.0 take such an answer, with a ciphertext too few, and then cannot tally."""
    holding, credentials = found("Ed25519", [BOARD])
    no_blank = replace(holding.election.questions[0], blank=UNSET)
    event = holding.cast(credentials[0], [[1, 0, 0, 0]])
    honest = ballot_in(holding, event)
    context = challenges.ballot_context(holding.election.fingerprint, honest.credential)
    answer = homomorphic.make_answer(holding.group, holding.election.y, no_blank, [1, 0, 0], context, holding.random)
    ballot = replace(honest, answers=(answer,))
    event.content = encode(sign(holding.group, ballot, holding.exponent(credentials[0]), holding.random))
    assert holding.record.failing() == {"ballot.shape"}


def test_proofs_of_zeros() -> None:
    """Challenges that sum to zero would be a proof if the hash were of nothing."""
    holding, credentials = voted()
    event = holding.record.of("Ballot")[0]
    ballot = ballot_in(holding, event)
    zero = Proof("0", "0")
    answer = replace(ballot.answers[0], individual_proofs=[[zero, zero]] * 2, overall_proof=[zero])
    ballot = replace(ballot, answers=(answer,))
    event.content = encode(sign(holding.group, ballot, holding.exponent(credentials[0]), holding.random))
    assert holding.record.failing() == {INDIVIDUAL, OVERALL}
