# SPDX-License-Identifier: Apache-2.0
"""Events that are dropped, reordered, repeated, or come when they may not."""

from collections.abc import Callable

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from isonomia.protocol.messages import Event as Message
from isonomia.record.writer import entry_bytes
from support.forge import Event, Record, failing, load

from .scene import tallied, voted

FIRST_BALLOT, SECOND_BALLOT = slice(6, 8), slice(8, 10)
"""Entries behind the header and the five of the set-up: a ballot and its event."""

TALLY = {"tally.envelope", "tally.ciphertexts", "decryption.proof", "result.decryptions"}
"""What fails when the tally that was decrypted is not that of the ballots."""


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A record with its result: Setup, 3 ballots, EndBallots, EncryptedTally, 2 decryptions, Result."""
    return tallied(trustees=(1, 1)).holding.record.write()


@pytest.fixture
def record(whole: bytes) -> Record:
    return load(whole)


def test_untouched_record_is_valid(record: Record) -> None:
    assert record.failing() == set()


def test_ballot_cut_out(record: Record) -> None:
    """The entries alone: whoever wrote the next event had seen it."""
    blocks = record.blocks()
    del blocks[FIRST_BALLOT]
    assert failing(b"".join(blocks)) == {"chain.events"} | TALLY


def test_ballot_dropped_and_the_chain_rewritten(record: Record) -> None:
    """Everything after it hashed anew; the trustees decrypted another tally."""
    record.events.remove(record.of("Ballot")[1])
    assert record.failing() == TALLY


def test_two_ballots_change_places(record: Record) -> None:
    blocks = record.blocks()
    blocks[FIRST_BALLOT], blocks[SECOND_BALLOT] = blocks[SECOND_BALLOT], blocks[FIRST_BALLOT]
    assert failing(b"".join(blocks)) == {"chain.events"}


ALTERATIONS: dict[str, Callable[[Message], Message]] = {
    "height too large": lambda event: replace(event, height=event.height + 1),
    "height too small": lambda event: replace(event, height=event.height - 1),
    "negative height": lambda event: replace(event, height=-1),
    "no parent": lambda event: replace(event, parent=UNSET),
    "another parent": lambda event: replace(event, parent="0" * 64),
    "parent in capitals": lambda event: replace(event, parent=str(event.parent).upper()),
}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("name", ALTERATIONS)
def test_link(record: Record, name: str, backend: str) -> None:
    """One event is linked wrongly, and all after it are linked to it as it is."""
    record.of("Ballot")[1].alter = ALTERATIONS[name]
    assert record.failing(backend) == {"chain.events"}


def test_first_event_with_a_parent(record: Record) -> None:
    """As if an older history had been cut off."""
    record.events[0].alter = lambda event: replace(event, parent="0" * 64)
    assert record.failing() == {"chain.events"}


EXTRA = {
    "ballots are ended twice": ("EndBallots", 5),
    "ballot after the end": ("Ballot", 5),
    "ballot after the tally": ("Ballot", 6),
    "ballot after the result": ("Ballot", 9),
    "end of ballots after the result": ("EndBallots", 9),
    "second set-up": ("Setup", 4),
    "second set-up after the result": ("Setup", 9),
    "second tally": ("EncryptedTally", 6),
    "decryption after the result": ("PartialDecryption", 9),
    "second result": ("Result", 9),
    "an event of no kind": ("Comment", 2),
    "an event of almost a kind": ("ballot", 2),
    "end of shuffles without a ranking": ("EndShuffles", 6),
}


@pytest.mark.parametrize("name", EXTRA)
def test_event_too_many(record: Record, name: str) -> None:
    """It brings no data of its own: only its coming is wrong."""
    kind, position = EXTRA[name]
    record.events.insert(position, Event(kind))
    assert record.failing() == {"chain.order"}


@pytest.mark.parametrize(
    ("kind", "more"),
    [("PartialDecryption", {"result.decryptions"}), ("Result", {"result.decryptions"}), ("EncryptedTally", TALLY)],
)
def test_counting_while_ballots_are_cast(record: Record, kind: str, more: set[str]) -> None:
    """Nothing may be decrypted before the close: the last voters would know how the others voted."""
    early = record.of(kind)[0]
    record.events.remove(early)
    record.events.insert(2, early)
    assert record.failing() == {"chain.order"} | more


@pytest.mark.parametrize(
    ("kind", "more"), [("Setup", set()), ("EndBallots", set()), ("EncryptedTally", {"result.decryptions"})]
)
def test_event_missing(record: Record, kind: str, more: set[str]) -> None:
    record.events.remove(record.of(kind)[0])
    assert record.failing() == {"chain.order"} | more


def test_end_of_shuffles_missing() -> None:
    """Somebody could still shuffle what is decrypted already."""
    record = tallied("ranking").holding.record
    record.events.remove(record.of("EndShuffles")[0])
    assert record.failing() == {"chain.order"}


def test_no_events() -> None:
    assert Record(1, []).failing() == {"chain.order"}


def test_end_of_ballots_with_a_payload(record: Record) -> None:
    record.of("EndBallots")[0].contents = [b'"more ballots to come"']
    assert record.failing() == {"chain.payload", "chain.unreferenced"}


@pytest.mark.parametrize("position", [1, 6, 8, -1, None])
def test_data_that_nothing_refers_to(record: Record, position: int | None) -> None:
    """Room to hide something: a second tally, a ballot kept for later, names."""
    blocks = record.blocks()
    stray = entry_bytes("data", b'["a stray"]', record.timestamp)[1]
    blocks.insert(len(blocks) if position is None else position, stray)
    assert failing(b"".join(blocks)) == {"chain.unreferenced"}


def test_event_before_its_data(record: Record) -> None:
    """A reader who stops at the event would not know what it says."""
    record = voted().holding.record
    blocks = record.blocks()
    blocks[-2:] = reversed(blocks[-2:])
    assert failing(b"".join(blocks)) == {"chain.payload", "ballot.unique", "chain.unreferenced"}


def test_payload_of_an_earlier_event(record: Record) -> None:
    """One ballot cannot be the payload of two events, nor a tally that of a ballot."""
    record.of("Ballot")[1].publish = False
    record.of("Ballot")[1].contents = record.of("Ballot")[0].contents
    assert record.failing() == {"chain.payload", "ballot.unique"}


def test_parts_of_the_set_up_in_another_order(record: Record) -> None:
    """Releases write them in the order in which they are referred to: room for a hidden message otherwise."""
    blocks = record.blocks()
    blocks[1], blocks[2] = blocks[2], blocks[1]
    assert failing(b"".join(blocks)) == {"chain.payload"}
