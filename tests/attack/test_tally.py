# SPDX-License-Identifier: Apache-2.0
"""Encrypted tallies that are not those of the ballots, and results that are not those of the tally."""

from collections.abc import Callable
from typing import Any

import pytest

from isonomia.groups.parameters import ED25519_Q
from isonomia.protocol.messages import encode
from support.forge import Event, Record, altered

from .scene import ballot_in, tallied, voted

BALLOTS_ARE_OTHERS = {"tally.envelope", "tally.ciphertexts", "decryption.proof", "result.decryptions"}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
def test_tally_without_one_ballot(backend: str) -> None:
    """The ballot stays on the board, and is not counted."""
    holding, _ = voted()
    dropped = holding.record.events.pop()
    holding.finish()
    holding.record.events.insert(3, dropped)
    assert holding.record.failing(backend) == BALLOTS_ARE_OTHERS


def test_earlier_ballot_counted_where_a_later_one_is() -> None:
    """Somebody under pressure voted again in private: the coerced vote may not be the one that counts."""
    holding, credentials = voted()
    earlier = holding.record.of("Ballot")[0]
    holding.cast(credentials[0], [[0, 1]])
    later = holding.record.events.pop()
    assert ballot_in(holding, earlier).credential == ballot_in(holding, later).credential
    holding.finish()
    holding.record.events.insert(4, later)
    assert holding.record.failing() == BALLOTS_ARE_OTHERS - {"tally.envelope"}


def test_both_ballots_of_one_voter_counted() -> None:
    holding, credentials = voted()
    holding.cast(credentials[0], [[1, 0]])
    twice, last = holding.record.of("Ballot")[0], holding.record.of("Ballot")[-1]
    holding.close()
    event = holding.tally()
    first, again = (ballot_in(holding, ballot).answers[0].choices for ballot in (twice, last))

    def stuffed(tally: Any) -> None:
        for ciphertext, more in zip(tally[0], first, strict=True):
            for part in ("alpha", "beta"):
                product = holding.group.element(ciphertext[part]) * holding.group.element(getattr(more, part))
                ciphertext[part] = str(product)

    event.content = altered(event.content, stuffed)
    event.envelope.update(num_tallied=4, total_weight=4)
    assert first != again
    assert holding.record.failing() == {"tally.envelope", "tally.ciphertexts"}


def test_ciphertexts_of_two_candidates_change_places() -> None:
    """The counts of all stay plausible."""
    record = closed()
    event = record.of("EncryptedTally")[0]
    event.content = altered(event.content, lambda tally: tally[0].reverse())
    assert record.failing() == {"tally.ciphertexts"}


def closed(*kinds: str) -> Record:
    holding, _ = voted(*kinds)
    holding.close()
    holding.tally()
    return holding.record


def test_ranking_replaced_by_another_voters() -> None:
    record = closed("ranking")
    event = record.of("EncryptedTally")[0]
    event.content = altered(event.content, lambda tally: tally[0].__setitem__(0, tally[0][1]))
    assert record.failing() == {"tally.ciphertexts"}


def test_ranking_left_out() -> None:
    record = closed("ranking")
    event = record.of("EncryptedTally")[0]
    event.content = altered(event.content, lambda tally: tally[0].pop())
    assert record.failing() == {"tally.ciphertexts"}


@pytest.mark.parametrize(
    "envelope",
    [
        {"num_tallied": 2, "total_weight": 3},
        {"num_tallied": 4, "total_weight": 3},
        {"num_tallied": 3, "total_weight": 4},
        {"num_tallied": 3, "total_weight": "30"},
        {"num_tallied": -3, "total_weight": 3},
    ],
)
def test_numbers_of_the_envelope(envelope: dict[str, Any]) -> None:
    """No release checks them, and pages show them as the turnout."""
    record = closed()
    record.of("EncryptedTally")[0].envelope = envelope
    assert record.failing() == {"tally.envelope"}


# --- results -----------------------------------------------------------------------------------------


def test_result_is_what_it_is() -> None:
    assert tallied().holding.record.verify().result == [[2, 1]]


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize(
    ("counts", "guilty"),
    [
        ([3, 1], "result.value"),
        ([1, 2], "result.value"),
        ([-1, 1], "result.value"),
        (["100000000000000000000000000000", 1], "result.value"),
        ([str(2 + ED25519_Q), 1], "json.syntax"),
    ],
    ids=["one more", "changed places", "negative", "large", "q more"],
)
def test_counts_of_another_result(counts: list[Any], guilty: str, backend: str) -> None:
    """Releases 2.0 to 2.2 took a count and q more for the same."""
    record = tallied().holding.record
    record.of("Result")[0].content = encode({"result": [counts]})
    assert record.failing(backend) == {guilty}


@pytest.mark.parametrize("text", ["02", "+2", "2.0", "", "two", "２"])
def test_count_that_is_no_number(text: str) -> None:
    assert result_with(lambda result: result[0].__setitem__(0, text)) == {"json.syntax"}


def result_with(change: Callable[[Any], None], *kinds: str) -> set[str]:
    record = tallied(*kinds).holding.record
    event = record.of("Result")[0]
    event.content = altered(event.content, lambda value: change(value["result"]))
    return record.failing()


@pytest.mark.parametrize("change", [lambda result: result[0].append(0), lambda result: result[0].pop()])
def test_count_too_many_or_missing(change: Callable[[Any], None]) -> None:
    assert result_with(change) == {"result.shape"}


def test_list_result_in_one_row() -> None:
    assert result_with(lambda result: result[0].__setitem__(0, result[0][0][:-1]), "lists") == {"result.shape"}


def test_candidate_of_a_list_gets_anothers_votes() -> None:
    assert result_with(lambda result: result[0][0].insert(0, result[0][0].pop()), "lists") == {"result.value"}


def test_ranking_altered() -> None:
    assert result_with(lambda result: result[0][0].reverse(), "ranking") == {"result.value"}


def test_rankings_in_another_order_than_decrypted() -> None:
    assert result_with(lambda result: result[0].reverse(), "ranking") == {"result.value"}


def test_ranking_left_out_of_the_result() -> None:
    assert result_with(lambda result: result[0].pop(), "ranking") == {"result.shape"}


def test_result_of_a_question_missing() -> None:
    assert result_with(lambda result: result.pop(), "referendum", "board") == {"json.syntax"}


def test_result_published_twice() -> None:
    """Peers take the last; which one was printed before the other came?"""
    record = tallied().holding.record
    record.events.append(Event("Result", [encode({"result": [[1, 2]]})]))
    assert record.failing() == {"chain.order"}
    assert record.verify().result == [[2, 1]]


def test_result_without_decryptions() -> None:
    record = tallied().holding.record
    record.events.remove(record.of("PartialDecryption")[0])
    assert record.failing() == {"result.decryptions"}
