# SPDX-License-Identifier: Apache-2.0
"""Elections, rolls and certificates that are not what they should be."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from isonomia.protocol.messages import encode
from support.forge import Record, altered
from support.founding import RANKING, REFERENDUM, found

from .scene import tallied, voted

ELECTION, TRUSTEES, ROLL = 0, 1, 2


def changed(record: Record, part: int, change: Callable[[Any], Any]) -> set[str]:
    setup = record.events[0]
    setup.contents[part] = altered(setup.contents[part], change)
    return record.failing()


def founded(*questions: dict[str, Any], group: str = "Ed25519", **options: Any) -> Record:
    """An election without ballots: nothing after the set-up gets in the way."""
    return found(group, questions or [REFERENDUM], **options).holding.record


# --- the roll --------------------------------------------------------------------------------------


def test_credential_that_stands_twice() -> None:
    """With two weights it would be the server's choice which one counts."""
    assert changed(founded(weights=[1, 2, 3]), ROLL, lambda roll: roll.append(roll[0])) == {"roll.distinct"}
    assert changed(founded(weights=[1, 2, 3]), ROLL, lambda roll: roll.append(roll[0] + "0")) == {"roll.distinct"}


@pytest.mark.parametrize("backend", ["kernel", "reference"])
@pytest.mark.parametrize("text", ["", "0" * 64, "f" * 64, "0" * 63 + "2"])
def test_credential_that_is_no_element(text: str, backend: str) -> None:
    record = founded()
    record.events[0].contents[ROLL] = altered(record.events[0].contents[ROLL], lambda roll: roll.append(text))
    assert record.failing(backend) == {"roll.elements"}


@pytest.mark.parametrize("weight", ["", "-1", "+1", "01", "1.5", "0x10", "1_000", "1,2", " 1", "１", "9" * 19])
def test_weight_that_is_no_number(weight: str) -> None:
    """Releases read some of these, by the rules of their library of large numbers."""
    record = founded(weights=[1, 1, 1])
    assert changed(record, ROLL, lambda roll: roll.__setitem__(0, f"{roll[0][:-2]},{weight}")) == {"roll.weights"}


def test_weight_where_every_vote_is_shown() -> None:
    """A ranking's answers are published one by one: a weight would tell whose they are, or be lost."""
    assert founded(RANKING, weights=[1, 2, 1]).failing() == {"roll.weights"}


@pytest.mark.parametrize("weight", [0, 2, 100])
def test_weight_changed_after_the_tally(weight: int) -> None:
    """The election's hash does not cover the roll; the tally that was published before does."""
    record = tallied(weights=[1, 1, 1]).holding.record
    failing = changed(record, ROLL, lambda roll: roll.__setitem__(0, f"{roll[0][:-2]},{weight}"))
    assert failing == {"tally.envelope", "tally.ciphertexts", "decryption.proof", "result.decryptions"}


def test_voter_struck_off_after_she_voted() -> None:
    assert changed(voted().holding.record, ROLL, lambda roll: roll.pop(0)) == {"ballot.credential"}


def certified(**more: Any) -> set[str]:
    """What fails if the set-up has a certificate that says what is right, but for ``more``."""
    record = founded()
    election, _, roll = record.events[0].contents
    certificate = {
        "uuid": msgspec.json.decode(election)["uuid"],
        "voter_list_length": 3,
        "public_creds_hash": sha256(roll).hexdigest(),
        "verification_key": "",
        "encryption_key": "",
    }
    record.events[0].contents.append(encode(certificate | more))
    return record.failing()


def test_certificate_of_another_roll() -> None:
    """Release 3.2's certificate of the credential authority: entries were added after she signed it."""
    assert certified() == set()
    assert certified(public_creds_hash=sha256(b"another roll").hexdigest()) == {"roll.certificate"}
    assert certified(voter_list_length=2) == {"roll.certificate"}
    assert certified(uuid="1" * 14) == {"roll.certificate"}
    assert certified(x=1) == {"json.keys"}


@pytest.mark.parametrize("entry", ["-1", "9" * 700, "1" + "0" * 5000])
def test_credential_that_no_sorting_key_can_hold(entry: str) -> None:
    """Whether the roll is sorted is looked at too: numbers out of every bound must not stop the verifier."""
    failing = changed(founded(group="BELENIOS-2048"), ROLL, lambda roll: roll.__setitem__(0, entry))
    assert failing == {"roll.elements"}


# --- the election ----------------------------------------------------------------------------------

QUESTIONS: dict[str, dict[str, Any]] = {
    "no answers": {"answers": [], "min": 0, "max": 0, "question": ""},
    "more than there are": {"answers": ["A"], "min": 2, "max": 2, "question": ""},
    "min over max": {"answers": ["A", "B"], "min": 2, "max": 1, "question": ""},
    "negative min": {"answers": ["A", "B"], "min": -1, "max": 1, "question": ""},
    "max over answers": {"answers": ["A", "B"], "min": 0, "max": 3, "question": ""},
    "empty list": {"type": "Lists", "value": {"answers": [["L", "a"], []], "question": ""}},
    "list of a name": {"type": "Lists", "value": {"answers": [["L", "a"], ["M"]], "question": ""}},
    "no lists": {"type": "Lists", "value": {"answers": [], "question": ""}},
    "ranking too long": {"type": "NonHomomorphic", "value": {"answers": ["A"] * 31, "question": ""}},
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_that_cannot_be_answered(name: str) -> None:
    assert founded(QUESTIONS[name]).failing() == {"setup.questions"}


def test_ranking_in_a_group_without_embedding() -> None:
    assert founded(RANKING, group="BELENIOS-2048").failing() == {"setup.questions"}


def test_no_questions() -> None:
    record = founded()
    assert changed(record, ELECTION, lambda election: election.update(questions=[])) == {"setup.questions"}


@pytest.mark.parametrize("uuid", ["", "1" * 13, "0" * 14, "l" * 14, "11111111111111/..", "1" * 257, "１" * 14])
def test_identifier(uuid: str) -> None:
    assert changed(founded(), ELECTION, lambda election: election.update(uuid=uuid)) == {"setup.uuid"}


def test_kind_of_question_that_is_not_known() -> None:
    question = {"type": "Approval", "value": {}}
    assert changed(founded(), ELECTION, lambda election: election.update(questions=[question])) == {"json.syntax"}


def test_unknown_member_of_the_election() -> None:
    """What we do not understand could change what the election is about."""
    assert changed(founded(), ELECTION, lambda election: election.update(quorum=50)) == {"json.keys"}
