# SPDX-License-Identifier: Apache-2.0
"""``isonomia diff``: what is compared is bytes; what is told is entries, events and ballots."""

import io
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attack.scene import tallied
from isonomia.cli.app import run
from isonomia.protocol.public.ballots import tracker
from isonomia.record.archive import open_archive
from isonomia.record.writer import entry_bytes
from isonomia.verify.history import compare, last_event, whole_events
from support.forge import Event, Record, load
from support.resuming import ends

Diff = Callable[[bytes, bytes], tuple[int, Any]]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Setup, 3 ballots, EndBallots, EncryptedTally, PartialDecryption, Result."""
    return tallied().holding.record.write()


@pytest.fixture
def record(whole: bytes) -> Record:
    return load(whole)


@pytest.fixture
def diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Diff:
    """The exit code, and the object; the words must agree with it, and hold no traceback."""

    def call(old: bytes, new: bytes) -> tuple[int, Any]:
        paths = [str(tmp_path / "old.bel"), str(tmp_path / "new.bel")]
        for path, content in zip(paths, (old, new), strict=True):
            Path(path).write_bytes(content)
        code = run(["diff", *paths, "--json"])
        found = json.loads(capsys.readouterr().out)
        assert run(["diff", *paths]) == code
        text = capsys.readouterr()
        if code == 2:
            assert text.out == ""
            assert found["error"]["message"] in text.err
        else:
            assert text.out.startswith(found["relation"].upper())
        return code, found

    return call


def test_equal(diff: Diff, whole: bytes) -> None:
    code, found = diff(whole, whole)
    assert (code, found["relation"], found["added"]["events"], found["unfinished"]) == (0, "equal", {}, 0)
    assert found["common"]["events"] == 8


def test_every_older_part_is_extended(diff: Diff, whole: bytes) -> None:
    for height, end in enumerate(ends(whole)[:-1]):
        code, found = diff(whole[:end], whole)
        assert (code, found["relation"]) == (0, "extends")
        assert (found["added"]["first_height"], found["added"]["last_height"]) == (height + 1, 7)
        assert sum(found["added"]["events"].values()) == 7 - height


def test_what_was_added(diff: Diff, whole: bytes, record: Record) -> None:
    """Trackers are computed from the ballots themselves here."""
    _, found = diff(whole[: ends(whole)[1]], whole)
    assert found["added"]["events"] == {
        "Ballot": 2,
        "EndBallots": 1,
        "EncryptedTally": 1,
        "PartialDecryption": 1,
        "Result": 1,
    }
    trackers = [tracker(event.content) for event in record.of("Ballot")]
    assert found["added"]["ballots"] == [{"height": 2, "tracker": trackers[1]}, {"height": 3, "tracker": trackers[2]}]


def test_new_is_older(diff: Diff, whole: bytes) -> None:
    code, found = diff(whole, whole[: ends(whole)[4]])
    assert (code, found["relation"], found["common"]["events"]) == (1, "older", 5)
    assert found["added"]["events"] == {"EncryptedTally": 1, "PartialDecryption": 1, "Result": 1}


def test_history_written_anew(diff: Diff, whole: bytes, record: Record) -> None:
    """A ballot is replaced and everything behind it hashed again: each of the two is well-formed."""
    ballots = record.of("Ballot")
    names = [entry_bytes("data", ballot.content, 0)[0] for ballot in ballots]
    ballots[1].contents = [ballots[2].content]
    record.events.remove(ballots[2])
    code, found = diff(whole, record.write())
    parting = found["parting"]
    assert (code, found["relation"]) == (1, "changed")
    assert (parting["height"], parting["entry"], parting["only_framing"]) == (2, 9, False)
    assert parting["byte"] >= ends(whole)[1]
    assert parting["old"]["entry"] == names[1]
    assert parting["new"]["entry"] == names[2]
    assert parting["old"]["event"] != parting["new"]["event"]


def test_ballot_taken_out(diff: Diff, whole: bytes, record: Record) -> None:
    record.events.remove(record.of("Ballot")[0])
    code, found = diff(whole[: ends(whole)[3]], record.until("EndBallots").write())
    assert (code, found["relation"], found["parting"]["height"]) == (1, "changed", 1)


@pytest.mark.parametrize("old_longer", [True, False])
def test_every_byte_counts(whole: bytes, old_longer: bool) -> None:
    """Wherever one bit is changed, that byte is named, whichever of the two it is in."""
    end = ends(whole)[4]
    for byte in range(600, end, 997):
        other = bytearray(whole if not old_longer else whole[:end])
        other[byte] ^= 1
        old, new = (bytes(other), whole) if not old_longer else (whole, bytes(other))
        history = compare(open_archive(io.BytesIO(old)), open_archive(io.BytesIO(new)))
        assert history.parting is not None
        assert history.parting.byte == byte
        assert history.parting.height == sum(e <= byte for e in ends(whole))


def test_header_counts(diff: Diff, whole: bytes, record: Record) -> None:
    record.timestamp += 1
    code, found = diff(whole, record.write())
    assert (code, found["parting"]["entry"], found["parting"]["height"]) == (1, 1, 0)


def test_only_the_framing_is_rewritten(diff: Diff, whole: bytes) -> None:
    """Another mode of the file; the checksum follows."""
    at = ends(whole)[1]
    header = bytearray(whole[at : at + 512])
    header[100:108] = b"0000600\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    code, found = diff(whole, whole[:at] + bytes(header) + whole[at + 512 :])
    assert (code, found["relation"], found["parting"]["only_framing"]) == (1, "changed", True)


@pytest.mark.parametrize("size", [1, 511, 512, 700])
def test_entry_still_being_written(diff: Diff, whole: bytes, size: int) -> None:
    end = ends(whole)[2]
    code, found = diff(whole[:end], whole[: end + size])
    assert (code, found["relation"], found["added"]["events"], found["unfinished"]) == (0, "extends", {}, size)
    code, found = diff(whole[: end + size], whole)
    assert (code, found["relation"], found["added"]["first_height"]) == (0, "extends", 3)
    code, found = diff(whole[: end + size], whole[:end])
    assert (code, found["relation"]) == (1, "older")


@pytest.mark.parametrize("tail", [bytes(1024), b"x" * 512, b"\0" * 511 + b"x"])
def test_damage_behind_the_old_part(diff: Diff, whole: bytes, tail: bytes) -> None:
    code, found = diff(whole, whole + tail)
    assert (code, found["error"]["code"]) == (2, "bad-content")
    assert "new.bel" in found["error"]["message"]


def test_wrong_hash_in_the_added_part(diff: Diff, whole: bytes) -> None:
    changed = bytearray(whole)
    changed[ends(whole)[2] + 600] ^= 1
    code, found = diff(whole[: ends(whole)[2]], bytes(changed))
    assert (code, found["error"]["code"]) == (2, "bad-content")


def test_event_that_is_no_event(diff: Diff, whole: bytes) -> None:
    code, found = diff(whole, whole + entry_bytes("event", b"{}", 1795344240)[1])
    assert (code, found["error"]["code"]) == (2, "bad-content")


def test_event_whose_payload_is_no_hash(diff: Diff, whole: bytes, record: Record) -> None:
    record.events.append(Event("Ballot"))
    code, found = diff(whole, record.write())
    assert (code, found["added"]["ballots"]) == (0, [{"height": 8, "tracker": None}])


def test_type_that_would_move_the_cursor(
    record: Record, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record.events.append(Event("\x1b[2J"))
    (tmp_path / "old").write_bytes(whole)
    (tmp_path / "new").write_bytes(record.write())
    assert run(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("which", [0, 1])
def test_not_a_record(diff: Diff, whole: bytes, which: int) -> None:
    pair = [whole, whole]
    pair[which] = b"<html>"
    code, found = diff(*pair)
    assert (code, found["error"]["code"]) == (2, "not-a-record")
    assert ["old.bel", "new.bel"][which] in found["error"]["message"]


def test_no_file_and_no_two_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(tmp_path / "a.bel"), str(tmp_path / "b.bel")]) == 2
    assert run(["diff", "-", "-"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_memory_is_flat() -> None:
    """4 MB are compared in pieces: a third of that is the most that is held at once."""
    blocks = load(tallied().holding.record.write()).until("EndBallots").blocks()
    filling = [entry_bytes("data", b'"%s"' % os.urandom(10_000).hex().encode(), 1795344240)[1] for _ in range(200)]
    old, new = b"".join(blocks), b"".join([*blocks, *filling])
    tracemalloc.start()
    try:
        history = compare(open_archive(io.BytesIO(old)), open_archive(io.BytesIO(new)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert history.extends
    assert history.waiting == len(new) - len(old)
    assert peak < len(new) / 3


def test_whole_events(whole: bytes) -> None:
    """Torn tails and data without their event wait; anything else is told."""
    end = ends(whole)[2]
    for more in (0, 1, 512, 3000):
        assert whole_events(io.BytesIO(whole[: end + more])) == (end, {"Setup": 1, "Ballot": 2}, None)
    assert last_event(io.BytesIO(whole[:end]))[0] + 1024 == end
    for tail in (bytes(512), b"x" * 512):
        found = whole_events(io.BytesIO(whole[:end] + tail))
        assert found.length == end
        assert found.problem is not None
    assert whole_events(io.BytesIO(b"")) == (0, {}, None)
    assert last_event(io.BytesIO(b"")) == (0, None)
