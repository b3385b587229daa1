# SPDX-License-Identifier: Apache-2.0
"""Ballots that are somebody else's, of another election, or cast twice."""

import pytest
from msgspec.structs import replace

from isonomia.protocol import challenges
from isonomia.protocol.messages import encode
from isonomia.protocol.secret import homomorphic
from support.forge import Event, altered
from support.holding import sign

from .scene import ballot_in, voted

PROOFS = {
    "referendum": {"ballot.individual-proof", "ballot.overall-proof"},
    "board": {"ballot.individual-proof", "ballot.overall-proof", "ballot.blank-proof"},
    "lists": {
        "ballot.individual-proof",
        "ballot.overall-proof",
        "ballot.list-proof",
        "ballot.nonzero-proof",
    },
    "ranking": {"ballot.encryption-proof"},
}
"""For each kind of question the proofs that an answer stands on."""


def test_untouched_election_is_valid() -> None:
    """What every other test here changes one thing of."""
    assert voted(*PROOFS).holding.record.failing() == set()


@pytest.mark.parametrize("publish", [True, False], ids=["published again", "referred to again"])
def test_ballot_is_accepted_twice(publish: bool) -> None:
    record = voted().holding.record
    record.events.append(Event("Ballot", record.of("Ballot")[0].contents, publish=publish))
    doubled = {"archive.names"} if publish else set()
    assert record.failing() == {"ballot.unique", "chain.payload"} | doubled


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("kind", PROOFS)
def test_copy_of_another_voters_choices(kind: str, backend: str) -> None:
    """Ballot copying (Cortier and Smyth 2011): her ciphertexts and proofs, signed by the copier."""
    holding, credentials = voted(kind)
    theirs, own = (ballot_in(holding, event) for event in holding.record.of("Ballot")[:2])
    copy = sign(holding.group, replace(own, answers=theirs.answers), holding.exponent(credentials[1]), holding.random)
    holding.record.events.append(Event("Ballot", [encode(copy)]))
    assert holding.record.failing(backend) == PROOFS[kind]


def test_signed_ballot_under_another_credential() -> None:
    """Her ballot is passed off as another voter's, to outvote him."""
    holding, _ = voted()
    theirs, victim = (ballot_in(holding, event) for event in holding.record.of("Ballot")[:2])
    stolen = replace(theirs, credential=victim.credential)
    holding.record.events.append(Event("Ballot", [encode(stolen)]))
    assert holding.record.failing() == {"ballot.signed-hash"} | PROOFS["referendum"]


def test_ballot_in_the_name_of_another_voter() -> None:
    """Made for his credential from the beginning; only his signature is out of reach."""
    holding, credentials = voted()
    victim = ballot_in(holding, holding.record.of("Ballot")[0])
    context = challenges.ballot_context(holding.election.fingerprint, victim.credential)
    question = holding.election.questions[0]
    answer = homomorphic.make_answer(holding.group, holding.election.y, question, [0, 1], context, holding.random)
    forged = sign(holding.group, replace(victim, answers=(answer,)), holding.exponent(credentials[1]), holding.random)
    holding.record.events.append(Event("Ballot", [encode(forged)]))
    assert holding.record.failing() == {"ballot.signature"}


def test_ballot_of_somebody_who_has_no_vote() -> None:
    holding, _ = voted()
    holding.cast("11111-111111-11111-111111", [[1, 0]])
    assert holding.record.failing() == {"ballot.credential"}


def test_signature_of_an_earlier_ballot_of_the_same_voter() -> None:
    """The board pairs her first signature with her second ballot's content."""
    holding, credentials = voted()
    holding.cast(credentials[0], [[0, 1]])
    first, second = holding.record.of("Ballot")[0], holding.record.of("Ballot")[-1]
    earlier = ballot_in(holding, first).signature
    second.content = encode(replace(ballot_in(holding, second), signature=earlier))
    assert holding.record.failing() == {"ballot.signed-hash"}


def test_ballots_of_the_first_round_in_the_second() -> None:
    """The same roll, trustees and uuid: only the election's hash tells the rounds apart."""
    record = voted().holding.record
    setup = record.events[0]
    setup.content = altered(setup.content, lambda election: election.update(name="Second round"))
    assert record.failing() == {"ballot.election"} | PROOFS["referendum"]


@pytest.mark.parametrize("member", ["election_uuid", "election_hash"])
def test_ballot_says_another_election(member: str) -> None:
    """Signed and proved for this one: what it says must be it too, or another board could take it."""
    holding, credentials = voted()
    event = holding.record.of("Ballot")[0]
    ballot = replace(ballot_in(holding, event), **{member: "11111111111111"})
    event.content = encode(sign(holding.group, ballot, holding.exponent(credentials[0]), holding.random))
    assert holding.record.failing() == {"ballot.election"}
