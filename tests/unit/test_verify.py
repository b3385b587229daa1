# SPDX-License-Identifier: Apache-2.0
"""What a report says; what makes it say no is in tests/attack."""

import json
import threading
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

import pytest

from isonomia.record.archive import Entry, open_archive
from isonomia.verify import Progress, verify
from isonomia.verify.checks import TITLES
from support.forge import Event, altered
from support.founding import BOARD, RANKING, REFERENDUM, Founded, found
from support.samples import sample


def voted() -> Founded:
    """A referendum in which all three voters have said Yes."""
    founded = found("Ed25519", [REFERENDUM])
    for credential in founded.credentials:
        founded.holding.cast(credential, [[1, 0]])
    return founded


def test_every_check_is_reported_once_in_order() -> None:
    report = voted().holding.record.verify()
    assert [(check.id, check.title) for check in report.checks] == list(TITLES.items())


def test_json_of_a_report() -> None:
    """What other programs read."""
    report = voted().holding.record.verify()
    value = json.loads(json.dumps(report.as_json()))
    assert (value["valid"], value["stage"], value["group"], value["backend"]) == (True, "open", "Ed25519", "kernel")
    assert {check["id"]: check["checked"] for check in value["checks"]}["ballot.signature"] == 3
    assert all(check["passed"] and check["failures"] == [] for check in value["checks"])


def test_counts() -> None:
    """Three voters of weights 1, 10 and 100; the second votes twice, the third does not."""
    holding, credentials = found("Ed25519", [REFERENDUM], weights=[1, 10, 100], trustees=(1, (1, 2)))
    for voter in (0, 1, 1):
        holding.cast(credentials[voter], [[1, 0]])
    assert holding.record.verify().counts == {
        "registered": 3,
        "registered_weight": 111,
        "ballots": 3,
        "counted": 2,
        "counted_weight": 11,
        "trustees": 3,
        "shuffles": 0,
        "partial_decryptions": 0,
    }


def test_fingerprints_are_those_of_the_entries() -> None:
    """Setup parts in compact Base64, as voters see them; the last event in hexadecimal, as its name says."""
    record = voted().holding.record
    report = record.verify()
    for name, content in zip(("election", "trustees", "credentials"), record.events[0].contents, strict=True):
        assert report.fingerprints[name] == b64encode(sha256(content).digest()).decode().rstrip("=")
    *_, last = open_archive(BytesIO(record.write()))
    assert isinstance(last, Entry)
    assert report.fingerprints["last_event"] == last.hash


def test_all_failures_are_listed_with_their_places() -> None:
    """Not the first alone: two ballots, two different defects, and a result that is wrong as well."""
    holding, _ = voted()
    holding.finish()
    first, second, _ = holding.record.of("Ballot")
    first.content = altered(first.content, lambda ballot: ballot["signature"]["proof"].update(response="1"))
    second.content = altered(second.content, lambda ballot: ballot["signature"]["proof"].update(response="01"))
    result = holding.record.of("Result")[0]
    result.content = altered(result.content, lambda value: value["result"][0].reverse())
    failures = {failure.check: failure for failure in holding.record.verify().failures}
    assert set(failures) == {"ballot.signature", "ballot.scalars", "result.value"}
    assert sha256(first.content).hexdigest() in failures["ballot.signature"].where
    assert sha256(second.content).hexdigest() in failures["ballot.scalars"].where
    assert "question 0" in failures["result.value"].where


def test_set_up_that_cannot_be_read() -> None:
    """What follows is not called wrong, but the report says that nobody looked."""
    record = voted().holding.record
    record.events[0].content = b"no"
    report = record.verify()
    assert {failure.check for failure in report.failures} == {"json.syntax"}
    assert "could not be checked" in " ".join(report.notes)
    assert (report.uuid, report.counts, report.result) == (None, {}, None)


def test_progress_grows_to_the_end() -> None:
    content = voted().holding.record.write()
    steps: list[Progress] = []
    verify(BytesIO(content), workers=1, on_progress=steps.append)
    positions = [step.position for step in steps]
    assert positions == sorted(set(positions))
    assert (steps[-1].ballots, steps[-1].length) == (3, len(content))
    assert len(content) - steps[-1].position < 512


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_number_of_threads_changes_nothing(workers: int) -> None:
    content = sample("president-ed25519").path.read_bytes()
    before = threading.active_count()
    assert verify(BytesIO(content), workers=workers) == verify(BytesIO(content), workers=1)
    assert threading.active_count() == before


def test_failures_come_in_the_order_of_the_record_for_any_number_of_threads() -> None:
    record = sample("president-ed25519").record()
    for event in record.of("Ballot")[::3]:
        event.content = altered(event.content, lambda ballot: ballot["signature"]["proof"].update(response="1"))
    one, many = (verify(BytesIO(record.write()), workers=workers) for workers in (1, 5))
    assert len(one.failures) >= 19
    assert one.failures == many.failures


def test_language_of_release_3_3_is_noted() -> None:
    record = found("Ed25519", [REFERENDUM]).holding.record
    setup = record.events[0]
    setup.content = altered(setup.content, lambda election: election.update(language=["fr", "ltr"]))
    report = record.verify()
    assert report.failures == []
    assert "'fr'" in " ".join(report.notes)


def test_timestamp_as_a_number_is_accepted_and_as_a_string_noted() -> None:
    """The specification has a number, all releases write a string."""
    record = found("Ed25519", [REFERENDUM]).holding.record
    content = record.write()
    text = verify(BytesIO(content), workers=1)
    assert (text.failures, text.notes) == ([], ("the header's timestamp is written as a string",))
    as_number = content.replace(b'"timestamp":"1795344240"}', b'"timestamp":1795344240}\0\0')
    header = bytearray(as_number[:512])
    header[124:135] = b"%011o" % len(b'{"version":1,"timestamp":1795344240}')
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    number = verify(BytesIO(bytes(header) + as_number[512:]), workers=1)
    assert (number.failures, number.notes) == ([], ())


def test_fewer_shuffles_than_trustees_are_told() -> None:
    holding, credentials = found("Ed25519", [RANKING], trustees=(1, 1))
    holding.cast(credentials[0], [[1, 2, 3]])
    holding.finish(shufflers=(2,))
    assert "1 shuffles by 2 trustees" in holding.record.verify().notes


def test_nobody_voted() -> None:
    """Nothing to shuffle and nothing to decrypt: still a result."""
    holding, _ = found("Ed25519", [BOARD, RANKING])
    holding.finish(shufflers=())
    report = holding.record.verify()
    assert report.failures == []
    assert report.result == [[0, 0, 0, 0], []]


def test_open_and_closed_records_have_no_result() -> None:
    record = voted().holding.record
    assert (record.verify().stage, record.verify().result) == ("open", None)
    record.events.append(Event("EndBallots"))
    assert (record.verify().stage, record.verify().result) == ("closed", None)
