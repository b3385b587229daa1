# SPDX-License-Identifier: Apache-2.0
"""Records that are torn, padded, or of another kind, seen by the verifier (the reader's own tests: test_archive.py)."""

from io import BytesIO

import pytest

from isonomia.groups import UnknownGroup
from isonomia.record.errors import NotARecord, UnknownVersion
from isonomia.record.writer import entry_bytes, start
from isonomia.verify import verify
from support.forge import altered, failing

from .scene import tallied, voted

ENTRY = 512


@pytest.fixture(scope="module")
def whole() -> bytes:
    return tallied().holding.record.write()


@pytest.mark.parametrize("missing", [1, 100, 511, 513])
def test_end_torn_off(whole: bytes, missing: int) -> None:
    """In the middle of an entry; what came before it is checked, and the data that lost its event is told."""
    assert failing(whole[:-missing]) == {"archive.tail", "chain.unreferenced"}


def test_trailing_bytes(whole: bytes) -> None:
    assert failing(whole + b"more") == {"archive.tail"}


@pytest.mark.parametrize("blocks", [1, 2, 20])
def test_end_of_archive_blocks(whole: bytes, blocks: int) -> None:
    """Other tools of tar stop there: whatever were appended later, they would not see."""
    assert failing(whole + bytes(ENTRY * blocks)) == {"archive.tail"}


def test_second_record_behind_the_first(whole: bytes) -> None:
    """Every entry of it stands there already, and its header may not come again."""
    assert failing(whole + whole) == {"archive.names"}


def test_timestamp_of_one_entry(whole: bytes) -> None:
    """The time when a ballot came would tell who cast it; every release writes one time everywhere."""
    record = voted().holding.record
    blocks = record.blocks()
    record.timestamp += 1
    blocks[-2] = record.blocks()[-2]
    assert failing(b"".join(blocks)) == {"archive.tar"}


def test_content_under_the_name_of_another() -> None:
    """A ballot exchanged in the file alone: every hash and event stays as it was."""
    record = voted().holding.record
    blocks = record.blocks()
    name, content = blocks[-2][:ENTRY], bytearray(blocks[-2][ENTRY:])
    content[-ENTRY] ^= 1
    blocks[-2] = name + bytes(content)
    assert failing(b"".join(blocks)) == {"archive.hashes", "chain.payload", "ballot.unique"}


@pytest.mark.parametrize("timestamp", ["yesterday", "-1", "1e9", "99999999999999999"])
def test_timestamp_that_is_none(timestamp: str) -> None:
    header = entry_bytes("data", b'{"version":1,"timestamp":"%s"}' % timestamp.encode(), 1795344240)[1]
    assert failing(renamed(header, b"BELENIOS") + b"".join(voted().holding.record.blocks()[1:])) == {"archive.header"}


HEADERS = {
    "space": (b'{"version":1, "timestamp":"1795344240"}', "json.compact"),
    "other order": (b'{"timestamp":"1795344240","version":1}', "json.compact"),
    "escape": (b'{"version":1,"timestamp":"\\u0031795344240"}', "json.compact"),
    "leading zero": (b'{"version":1,"timestamp":"01795344240"}', "archive.header"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_second_text_of_the_first_entry(name: str) -> None:
    """No event names it: whoever copies the record could write it anew, and peers refuse what they do not write."""
    content, guilty = HEADERS[name]
    header = renamed(entry_bytes("data", content, 1795344240)[1], b"BELENIOS")
    assert failing(header + b"".join(voted().holding.record.blocks()[1:])) == {guilty}


def renamed(entry: bytes, name: bytes) -> bytes:
    """The entry under another name, its checksum right again."""
    header = bytearray(name.ljust(100, b"\0") + entry[100:ENTRY])
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + entry[ENTRY:]


def test_ballot_of_a_megabyte() -> None:
    """What no answer to these questions can need is not read at all: nobody fills the verifier's memory."""
    record = voted().holding.record
    event = record.of("Ballot")[0]
    event.content = altered(event.content, lambda ballot: ballot.update(credential="0" * 1_000_000))
    assert record.failing() == {"archive.tar", "chain.payload", "ballot.unique"}


def test_group_that_is_not_known() -> None:
    record = voted().holding.record
    setup = record.events[0]
    setup.content = altered(setup.content, lambda election: election.update(group="BELENIOS-1024"))
    with pytest.raises(UnknownGroup, match="BELENIOS-1024"):
        record.verify()


def test_group_that_is_another_one() -> None:
    """Known, but the elements are not of it."""
    record = voted().holding.record
    setup = record.events[0]
    setup.content = altered(setup.content, lambda election: election.update(group="RFC-3526-2048"))
    assert record.failing() == {"setup.public-key"}


def test_election_of_version_2() -> None:
    record = voted().holding.record
    setup = record.events[0]
    setup.content = altered(setup.content, lambda election: election.update(version=2))
    with pytest.raises(UnknownVersion):
        record.verify()


def test_record_of_version_2(whole: bytes) -> None:
    header = start(1795344240).replace(b'"version":1', b'"version":2')
    with pytest.raises(UnknownVersion, match="version is 2"):
        verify(BytesIO(header + whole[len(header) :]))


@pytest.mark.parametrize("content", [b"", b"\0" * 1024, b"PK\3\4", b'{"version":1}', b"\x1f\x8b" + bytes(600)])
def test_no_record_at_all(content: bytes) -> None:
    with pytest.raises(NotARecord):
        verify(BytesIO(content))
