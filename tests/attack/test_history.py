# SPDX-License-Identifier: Apache-2.0
"""A history that was changed after it was verified, and states that lie.

That every other defect is found after a state too is checked in all tests of this folder (conftest.py).
"""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from isonomia import __version__
from isonomia.protocol.messages import encode
from isonomia.verify import Report, State, examine
from isonomia.verify.checks import SINCE
from isonomia.verify.state import prefix_hash
from property.test_elections import FEW, Plan, plans
from support.forge import Event, Record, altered, load
from support.founding import found
from support.resuming import ends, require_same, run, state_at

from .scene import VOTES, ballot_in, changed_by_its_voter, tallied, voted


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Setup, 3 ballots, EndBallots, EncryptedTally, 2 decryptions, Result."""
    return tallied(trustees=(1, 1)).holding.record.write()


@pytest.fixture
def record(whole: bytes) -> Record:
    return load(whole)


def state(whole: bytes, height: int) -> State:
    """Of an honest verification."""
    made = state_at(whole, ends(whole)[height])
    assert made is not None
    assert (made.height, made.length) == (height, ends(whole)[height])
    return made


def failing(report: Report) -> set[str]:
    return {failure.check for failure in report.failures}


def checked(report: Report) -> dict[str, int]:
    return {check.id: check.checked for check in report.checks}


# --- going on -------------------------------------------------------------------------------------


@FEW
@given(plans(rankings=True), st.data())
def test_random_elections_cut_anywhere(plan: Plan, data: st.DataObject) -> None:
    """Revotes, weights and the tally come out as in a full run, with all that was said before and after the cut."""
    holding, credentials = found(
        "Ed25519", plan.questions, voters=plan.voters, weights=plan.weights, trustees=plan.trustees
    )
    for voter, votes in plan.cast:
        holding.cast(credentials[voter], votes)
    holding.finish(shufflers=[t.owner for t in holding.trustees[:2]])
    content = holding.record.write()
    longer, shorter = sorted(data.draw(st.lists(st.sampled_from(ends(content)), min_size=2, max_size=2)), reverse=True)
    state = state_at(content, shorter)
    assert state is not None
    full, resumed = run(content[:longer]).report, run(content[:longer], since=state).report
    assert full.valid
    require_same(full, resumed)


def test_every_cut_of_one_election(whole: bytes) -> None:
    for older in range(len(ends(whole))):
        for newer in range(older, len(ends(whole))):
            content = whole[: ends(whole)[newer]]
            require_same(run(content).report, run(content, since=state(whole, older)).report)


@pytest.mark.parametrize("kind", ["referendum", "board", "ranking", "lists"])
def test_vote_again_after_the_cut(kind: str) -> None:
    """The earlier ballot is in the part that is not checked again; only the later one counts."""
    founded = voted(kind, weights=None if kind == "ranking" else [2, 3, 5])
    founded.holding.cast(founded.credentials[0], [VOTES[kind][1]])
    founded.holding.finish()
    content = founded.holding.record.write()
    full = run(content).report
    assert (full.counts["ballots"], full.counts["counted"]) == (4, 3)
    for height in (1, 2, 3, 4):
        require_same(full, run(content, since=state(content, height)).report)


def test_numbers_are_of_what_was_checked_now(whole: bytes) -> None:
    report = run(whole, since=state(whole, 2)).report
    numbers = checked(report)
    assert (numbers["ballot.unique"], numbers["ballot.credential"]) == (3, 3)
    assert (numbers["ballot.signature"], numbers["ballot.individual-proof"]) == (1, 2)
    assert numbers["tally.ciphertexts"] > 0
    assert report.notes[-1].startswith(
        f"proofs of 2 ballots were checked before, up to event 2 ({state(whole, 2).event}"
    )


def test_a_tally_that_was_compared_before_is_not_added_up_again(whole: bytes) -> None:
    numbers = checked(run(whole, since=state(whole, 5)).report)
    assert (numbers["tally.envelope"], numbers["tally.ciphertexts"]) == (1, 0)
    assert (numbers["decryption.proof"], numbers["result.value"]) == (4, 2)


def test_attacks_are_verified_a_second_time(record: Record, resumed: list[int]) -> None:
    """Or the other tests of this folder would say nothing about states."""
    record.of("PartialDecryption")[1].envelope["owner"] = 1
    assert "decryption.owner" in record.failing()
    assert resumed == [6]


# --- history that changed -------------------------------------------------------------------------


def test_ballot_dropped_and_the_chain_rewritten(whole: bytes, record: Record) -> None:
    """An open record without one ballot is valid in itself: nobody else can tell."""
    earlier = state(whole, 3)
    shorter = record.until("EndBallots")
    shorter.events.remove(shorter.of("Ballot")[1])
    assert run(shorter.write()).report.valid
    assert failing(run(shorter.write(), since=earlier).report) == {SINCE}


def test_ballot_replaced_by_a_valid_one(whole: bytes) -> None:
    """By the server, with the voter's second ballot in the place of her first."""
    founded = voted()
    earlier = state_at(founded.holding.record.write(), len(founded.holding.record.write()))
    founded.holding.cast(founded.credentials[1], [[1, 0]])
    second = founded.holding.record.events.pop()
    founded.holding.record.events[2] = second
    report = run(founded.holding.record.write(), since=earlier).report
    assert failing(report) == {SINCE}
    assert checked(report)["ballot.signature"] == 3  # nothing is taken over


def test_what_comes_with_a_changed_history_is_checked_in_full(whole: bytes, record: Record) -> None:
    """Somebody who changes the history gains nothing for the ballots behind the state's event."""
    earlier, shorter = state(whole, 3), record.until("EndBallots")
    shorter.of("Ballot")[0].content = altered(
        shorter.of("Ballot")[0].content, lambda ballot: ballot["signature"]["proof"].update(response="0")
    )
    assert failing(run(shorter.write(), since=earlier).report) == {SINCE, "ballot.signature"}


def test_record_older_than_the_state(whole: bytes) -> None:
    report = run(whole[: ends(whole)[2]], since=state(whole, 3)).report
    assert failing(report) == {SINCE}
    assert "older" in report.failures[0].why


def test_header_changed(whole: bytes) -> None:
    """No event names the header: only the bytes do."""
    other = load(whole)
    other.timestamp += 1
    report = run(other.write(), since=state(whole, 3)).report
    assert failing(report) == {SINCE}
    assert "header" in report.failures[0].why


def test_another_file_while_it_is_read(whole: bytes, record: Record) -> None:
    """The bytes are hashed first and read again later: between, somebody puts another record there."""
    record = record.until("EndBallots")
    honest, record.of("Ballot")[1].content = record.write(), record.of("Ballot")[2].content
    record.events.pop()
    forged = record.write()

    class Swapping(io.BytesIO):
        """Is read from its beginning for the header, for the hash, and then to be verified."""

        beginnings = 0

        def seek(self, offset: int, whence: int = 0, /) -> int:
            self.beginnings += (offset, whence) == (0, 0)
            if self.beginnings == 3:
                self.getbuffer()[: len(forged)] = forged
            return super().seek(offset, whence)

    examined = examine(Swapping(honest), since=state(whole, 3), workers=1)
    assert "chain.events" in failing(examined.report)  # the event of the state is there, not what it stands on
    assert examined.box is not None
    assert examined.box.recalled > 0  # so the hash was right


# --- states that lie ------------------------------------------------------------------------------


def lying(content: bytes, height: int) -> State:
    """As somebody writes it who never verified."""
    end = ends(content)[height]
    examined = run(content)
    prefix = prefix_hash(io.BytesIO(content), end)
    assert prefix is not None
    last = run(content[:end]).last
    assert last is not None
    return State(
        release=__version__,
        uuid=examined.report.uuid or "",
        election=examined.report.fingerprints["election"],
        height=height,
        event=last.hash,
        length=end,
        prefix=prefix,
        ballots=height,
    )


def test_lying_state_hides_a_bad_ballot() -> None:
    """What docs/monitoring.md warns of: kept as a test, so that nobody believes otherwise."""
    founded = voted()
    changed_by_its_voter(founded, 0, lambda b: b["answers"][0]["individual_proofs"][0][0].update(response="1"))
    content = founded.holding.record.write()
    assert failing(run(content).report) == {"ballot.individual-proof"}
    assert run(content, since=lying(content, 3)).report.valid


UNREADABLE: dict[str, tuple[bytes, set[str]]] = {
    "no JSON": (b"][", {"json.syntax"}),
    "no credential": (b"{}", {"json.syntax"}),
    "a number": (b'{"credential":1}', {"json.syntax"}),
    "a stranger's": (b'{"credential":"?"}', {"ballot.credential"}),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_lying_state_about_no_ballot_at_all(name: str) -> None:
    content, failures = UNREADABLE[name]
    record = voted().holding.record
    record.of("Ballot")[0].content = content
    whole = record.write()
    assert failing(run(whole, since=lying(whole, 3)).report) == failures


def change_alpha(ballot: dict[str, Any]) -> None:
    ballot["answers"][0]["choices"][0]["alpha"] = "0" * 63 + "2"


@pytest.mark.parametrize(
    ("change", "check"),
    [(change_alpha, "ballot.elements"), (lambda ballot: ballot.update(answers=[]), "json.syntax")],
    ids=["no element", "no answers"],
)
def test_lying_state_about_ciphertexts(change: Any, check: str) -> None:
    """They are read when the tally is there: no traceback, and not valid."""
    founded = tallied()
    ballot = founded.holding.record.of("Ballot")[0]
    ballot.content = altered(ballot.content, change)
    whole = founded.holding.record.write()
    assert check in failing(run(whole, since=lying(whole, 3)).report)


def test_state_of_an_event_that_is_not_there(whole: bytes) -> None:
    false = replace(state(whole, 3), event="0" * 64)
    assert failing(run(whole, since=false).report) == {SINCE}


def test_ballot_of_before_the_cut_again_behind_it(whole: bytes) -> None:
    founded = voted()
    record = founded.holding.record
    earlier = state_at(record.write(), len(record.write()))
    record.events.append(Event("Ballot", [encode(ballot_in(founded.holding, record.of("Ballot")[0]))]))
    report = run(record.write(), since=earlier).report
    assert failing(report) == {"ballot.unique", "chain.payload", "archive.names"}
