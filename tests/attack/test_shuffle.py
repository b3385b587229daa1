# SPDX-License-Identifier: Apache-2.0
"""Shuffles that change votes, or that nobody made."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from isonomia.protocol.messages import Ciphertext, Shuffle, encode
from isonomia.protocol.public.decoding import Pair
from isonomia.protocol.secret import shuffles
from support.forge import Event, altered
from support.founding import Founded
from support.holding import Holding

from .scene import voted


def closed(group: str = "Ed25519") -> Founded:
    """Three rankings are to be shuffled; two trustees, for one may not shuffle twice."""
    founded = voted("ranking", group=group, trustees=(1, 1))
    founded.holding.close()
    founded.holding.tally()
    return founded


def publish(holding: Holding, shuffle: Shuffle, owner: int = 1) -> Event:
    event = Event("Shuffle", [encode(shuffle)], {"owner": owner})
    holding.record.events.append(event)
    return event


def shuffle(holding: Holding) -> Shuffle:
    return shuffles.make_shuffle(holding.election, holding.before_shuffle(), holding.random)


Shuffled = shuffles._Shuffled


def proved(holding: Holding, change: Callable[[Shuffled], Shuffled]) -> Shuffle:
    """A shuffle that its maker changes before she proves it with what she knows."""
    before = holding.before_shuffle()[0]
    pairs = [Pair(*holding.group.elements([c.alpha, c.beta])) for c in before]
    made = change(shuffles.gen_shuffle(holding.group, holding.election.y, pairs, holding.random))
    after = [Ciphertext(*holding.group.texts(pair)) for pair in made.pairs]
    proof = shuffles.gen_shuffle_proof(holding.election, before, after, made, holding.random)
    return Shuffle([after], [proof])


def test_honest_shuffle_passes() -> None:
    holding, _ = closed()
    publish(holding, proved(holding, lambda made: made))
    assert holding.record.failing() == set()


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("group", ["Ed25519", "RFC-3526-2048"])
def test_ciphertext_of_the_shufflers_own(group: str, backend: str) -> None:
    """One voter's ranking becomes hers."""
    holding, _ = closed(group)
    g = holding.group
    own = Pair(g.g, holding.election.y * g.of_ints([1, 1, 1]))
    publish(holding, proved(holding, lambda made: made._replace(pairs=[own, *made.pairs[1:]])))
    assert holding.record.failing(backend) == {"shuffle.proof"}


def test_ciphertext_twice() -> None:
    """No permutation: one ranking counts double, another not at all."""
    holding, _ = closed()

    def doubled(made: Shuffled) -> Shuffled:
        first, _, third = made.permutation
        return made._replace(pairs=[made.pairs[0]] * 2 + made.pairs[2:], permutation=[first, first, third])

    publish(holding, proved(holding, doubled))
    assert holding.record.failing() == {"shuffle.proof"}


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_two_ciphertexts_changed_so_that_their_product_stays(half: str) -> None:
    """What a proof of the sum alone would not see; each half has an equation of its own."""
    holding, _ = closed()
    g = holding.group.g

    def moved(made: Shuffled) -> Shuffled:
        first, second, last = made.pairs
        first = first._replace(**{half: getattr(first, half) * g})
        second = second._replace(**{half: getattr(second, half) / g})
        return made._replace(pairs=[first, second, last])

    publish(holding, proved(holding, moved))
    assert holding.record.failing() == {"shuffle.proof"}


@pytest.mark.parametrize("number", range(6))
def test_one_response_changed(number: int) -> None:
    """Responses are not hashed: each of s1, s2, s3, s4, s_hat and s_prime answers to an equation."""
    holding, _ = closed()
    event = publish(holding, shuffle(holding))

    def one_more(value: Any) -> None:
        responses = value["proofs"][0][1]
        if isinstance(responses[number], list):
            responses[number][-1] = str((int(responses[number][-1]) + 1) % holding.group.q)
        else:
            responses[number] = str((int(responses[number]) + 1) % holding.group.q)

    event.content = altered(event.content, one_more)
    assert holding.record.failing() == {"shuffle.proof"}


def test_proof_of_another_shuffle() -> None:
    holding, _ = closed()
    publish(holding, replace(shuffle(holding), proofs=shuffle(holding).proofs))
    assert holding.record.failing() == {"shuffle.proof"}


def test_shuffle_of_what_was_before_the_last_one() -> None:
    """The second trustee leaves the first one's shuffle out: together with her alone all is known."""
    holding, _ = closed()
    publish(holding, shuffle(holding))
    publish(holding, shuffle(holding), owner=2)
    assert holding.record.failing() == {"shuffle.proof"}


def test_shuffle_of_another_election() -> None:
    holding, _ = closed()
    publish(holding, shuffle(holding))
    setup = holding.record.events[0]
    setup.content = altered(setup.content, lambda election: election.update(name="Second round"))
    failing = holding.record.failing()
    assert failing == {"ballot.election", "ballot.encryption-proof", "shuffle.proof"}


@pytest.mark.parametrize("owner", [0, 3, -1])
def test_shuffle_by_nobody(owner: int) -> None:
    holding, _ = closed()
    publish(holding, shuffle(holding), owner)
    assert holding.record.failing() == {"shuffle.owner"}


def test_two_shuffles_by_one_trustee() -> None:
    """Two names of one person are no two trustees."""
    holding, _ = closed()
    for _ in range(2):
        own = shuffle(holding)
        holding.take_shuffle(own)
        publish(holding, own)
    assert holding.record.failing() == {"shuffle.owner"}


def test_no_shuffle() -> None:
    """The order of the tally tells whose ranking is whose. Peers' ``verify`` accepts this."""
    holding, _ = closed()
    holding.shuffles()
    holding.decrypt(1, 2)
    holding.publish()
    assert holding.record.failing() == {"shuffle.owner"}
