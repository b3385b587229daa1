# SPDX-License-Identifier: Apache-2.0
"""``isonomia monitor``: honest and dishonest boards, bad networks, files that somebody is writing."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from attack.scene import changed_by_its_voter, tallied, voted
from e2e.commands import ENVIRONMENT
from isonomia.cli import monitor as command
from isonomia.cli import state_file
from isonomia.cli.app import run
from isonomia.cli.failure import CliError
from isonomia.cli.monitor_mirror import open_mirror
from isonomia.cli.monitor_rounds import EVERY, Monitor, Round
from isonomia.cli.monitor_source import PathSource, Source, UrlSource, source
from isonomia.record.archive import Entry, open_archive
from isonomia.record.errors import RecordError
from isonomia.verify import StateError, read_state
from isonomia.verify.state import written
from support.board import Board, serving
from support.forge import Record, load
from support.resuming import ends

Look = Callable[..., Round]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Setup, 3 ballots, EndBallots, EncryptedTally, PartialDecryption, Result."""
    return tallied().holding.record.write()


@pytest.fixture
def record(whole: bytes) -> Record:
    return load(whole)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as board:
        yield board


class Watcher:
    """A monitor that is started anew for each call, as after a crash; its clock counts rounds."""

    def __init__(self, folder: Path, source: Source) -> None:
        self.folder, self.source = folder, source
        self.rounds = 0
        self.slept: list[float] = []
        self.while_asleep: Callable[[], None] = lambda: None

    @property
    def mirror(self) -> Path:
        return self.folder / "watch.mirror"

    @property
    def state(self) -> Path:
        return self.folder / "watch.json"

    def __call__(self, rounds: int = 1, *, full: bool = False) -> Round:
        with open_mirror(self.mirror) as mirror:
            monitor = Monitor(self.source, mirror, self.state, now=self._now, sleep=self._sleep, workers=1)
            for _ in range(rounds):
                found = monitor.round(full=full)
        return found

    def _now(self) -> str:
        self.rounds += 1
        return f"round {self.rounds}"

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.while_asleep()

    @property
    def evidence(self) -> list[Path]:
        return sorted(self.folder.glob("watch.mirror.evidence-*"))


@pytest.fixture
def watch(tmp_path: Path, board: Board) -> Watcher:
    return Watcher(tmp_path, UrlSource(board.url, silence=0.3, longest=0.5))


@pytest.fixture
def watch_file(tmp_path: Path) -> Watcher:
    return Watcher(tmp_path, PathSource(tmp_path / "election.bel"))


# --- a record that grows --------------------------------------------------------------------------


@pytest.mark.parametrize("manner", ["ranges", "no ranges", "no length", "refuses", "another range", "no range named"])
def test_grows_event_by_event(watch: Watcher, board: Board, whole: bytes, manner: str) -> None:
    """Started anew in each round; honest content is found whatever a server does with ranges."""
    board.manner = manner
    for height, end in enumerate(ends(whole)):
        board.content = whole[:end]
        found = watch()
        assert (found.status, found.height, sum(found.added.values())) == ("ok", height, 1)
        assert watch.mirror.read_bytes() == whole[:end]
    assert found.report is not None
    assert found.report.result == [[2, 1]]
    assert watch().added == {}
    assert watch.evidence == []


def test_fetches_only_what_is_new(watch: Watcher, board: Board, whole: bytes) -> None:
    board.content = whole[: ends(whole)[2]]
    watch()
    board.content = whole
    watch()
    start = ends(whole)[2] - 1024  # the entry of the last event: a header, and less than a block
    assert board.asked == [None, f"bytes={start}-"]


def test_checks_only_what_is_new(watch: Watcher, board: Board, whole: bytes) -> None:
    board.content = whole[: ends(whole)[2]]
    watch()
    board.content = whole[: ends(whole)[3]]
    found = watch()
    assert found.report is not None
    numbers = {check.id: check.checked for check in found.report.checks}
    assert (numbers["ballot.unique"], numbers["ballot.signature"]) == (3, 1)


def test_whole_is_compared_now_and_then(watch: Watcher, board: Board, whole: bytes) -> None:
    board.content = whole
    watch(EVERY)
    watch(EVERY)
    assert [number for number, asked in enumerate(board.asked) if asked is None] == [0, EVERY]
    watch(full=True)
    assert board.asked[-1] is None


def test_record_in_pieces(watch: Watcher, board: Board, whole: bytes) -> None:
    """A server may give less than was asked for, and says so."""
    board.content = whole[: ends(whole)[0]]
    watch()
    board.content, board.manner, board.stop = whole, "pieces", 12_000
    found = watch()
    assert (found.status, found.height) == ("ok", 7)
    assert watch.mirror.read_bytes() == whole


def test_state_is_one_of_verify(watch: Watcher, board: Board, whole: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    board.content = whole
    watch()
    assert run(["verify", str(watch.mirror), "--since", str(watch.state), "--json"]) == 0
    assert "proofs of 3 ballots were checked before" in capsys.readouterr().out


# --- what is being written ------------------------------------------------------------------------


@pytest.mark.parametrize("remote", [True, False])
@pytest.mark.parametrize("more", [1, 511, 512, 2000, -1, -1024])
def test_event_that_is_being_written(
    watch: Watcher, watch_file: Watcher, board: Board, whole: bytes, more: int, remote: bool
) -> None:
    """Torn anywhere, or its data without it: nothing is wrong, nothing is kept of it, it is told."""
    before, after = ends(whole)[1], ends(whole)[2]
    cut = before + more if more > 0 else after + more

    def publish(content: bytes) -> Round:
        board.content = content
        (watch.folder / "election.bel").write_bytes(content)
        return (watch if remote else watch_file)()

    publish(whole[:before])
    found = publish(whole[:cut])
    assert (found.status, found.waiting, found.added) == ("ok", cut - before, {})
    found = publish(whole[:after])
    assert (found.status, found.waiting, found.added) == ("ok", 0, {"Ballot": 1})


def test_set_up_that_is_being_written(watch_file: Watcher, whole: bytes) -> None:
    (watch_file.folder / "election.bel").write_bytes(whole[:2048])
    assert (watch_file().status, watch_file.state.exists()) == ("waiting", False)
    (watch_file.folder / "election.bel").write_bytes(whole)
    assert watch_file().status == "ok"


def test_torn_event_may_be_taken_back(watch: Watcher, board: Board, whole: bytes) -> None:
    """The disk of the server was full: what was never whole was never published."""
    end = ends(whole)[2]
    for length in (end + 700, end):
        board.content = whole[:length]
        assert watch().status == "ok"
    board.content = whole
    assert watch().status == "ok"


# --- history that changes -------------------------------------------------------------------------


@pytest.mark.parametrize("manner", ["ranges", "no ranges", "no length", "refuses", "another range"])
def test_history_is_written_anew(watch: Watcher, board: Board, whole: bytes, record: Record, manner: str) -> None:
    """A ballot is dropped and everything behind it hashed again; the new record is longer, and valid."""
    board.manner, board.content = manner, whole[: ends(whole)[3]]
    watch()
    kept = watch.mirror.read_bytes()
    founded = voted()
    founded.holding.record.events.remove(founded.holding.record.of("Ballot")[1])
    founded.holding.cast(founded.credentials[0], [[0, 1]])
    founded.holding.finish()
    board.content = founded.holding.record.write()
    found = watch()
    assert found.status == "alarm"
    assert found.alarm is not None
    new = [event.hash for event in _events(board.content)]
    old = [event.hash for event in _events(whole)]
    assert (found.alarm["kind"], found.alarm["height"]) == ("rewritten", 2)
    assert (found.alarm["held"], found.alarm["seen"]) == (old[2], new[2])
    [folder] = watch.evidence
    assert found.alarm["evidence"] == str(folder)
    assert (folder / "held.bel").read_bytes() == kept == watch.mirror.read_bytes()
    assert (folder / "seen.bel").read_bytes() == board.content
    assert json.loads((folder / "alarm.json").read_text())["seen"] == new[2]


def _events(content: bytes) -> list[Entry]:
    return [e for e in open_archive(io.BytesIO(content)) if isinstance(e, Entry) and e.kind == "event"]


def test_evidence_is_kept_once_and_never_overwritten(watch: Watcher, board: Board, whole: bytes) -> None:
    board.content = whole
    watch()
    for cut, folders in ((4, 1), (4, 1), (5, 2), (4, 2)):
        board.content = whole[: ends(whole)[cut]]
        assert watch().status == "alarm"
        assert len(watch.evidence) == folders
    assert (watch.evidence[0] / "seen.bel").read_bytes() == whole[: ends(whole)[4]]
    board.content = whole
    assert watch().status == "ok"


@pytest.mark.parametrize("manner", ["ranges", "no ranges"])
@pytest.mark.parametrize("cut", [0, 1, -1])
def test_record_becomes_shorter(watch: Watcher, board: Board, whole: bytes, manner: str, cut: int) -> None:
    """At an event, within an entry: what was seen is gone."""
    board.manner, board.content = manner, whole
    watch()
    board.content = whole[: ends(whole)[4] + cut]
    found = watch()
    assert found.alarm is not None
    assert (found.alarm["kind"], found.alarm["seen"]) == ("shortened", None)
    assert found.alarm["height"] == (4 if cut < 0 else 5)
    assert found.alarm["held"] == _events(whole)[found.alarm["height"]].hash


def test_byte_in_the_middle(watch: Watcher, board: Board, whole: bytes) -> None:
    """The last event is the same: only a comparison of the whole can tell, and it comes."""
    board.content = whole
    watch()
    changed = bytearray(whole)
    changed[ends(whole)[1] + 700] ^= 1
    board.content = bytes(changed)
    assert watch().status == "ok"
    found = watch(full=True)
    assert found.alarm is not None
    assert (found.status, found.alarm["height"]) == ("alarm", 2)
    board.content = whole
    assert watch().status == "ok"
    board.content = bytes(changed)
    assert "alarm" in [watch().status for _ in range(EVERY)]


def test_byte_in_the_middle_of_a_file(watch_file: Watcher, whole: bytes) -> None:
    """Of a file every byte is compared in every round."""
    path = watch_file.folder / "election.bel"
    path.write_bytes(whole)
    watch_file()
    changed = bytearray(whole)
    changed[ends(whole)[1] + 700] ^= 1
    path.write_bytes(changed)
    assert watch_file().status == "alarm"


def test_only_ranges_differ(watch: Watcher, board: Board, whole: bytes) -> None:
    """The whole decides: the server is at fault, history is not changed; it is told."""
    board.content = whole[: ends(whole)[3]]
    watch()
    board.content, board.manner = whole, "other bytes"
    found = watch()
    assert (found.status, found.height, watch.evidence) == ("ok", 7, [])
    assert "differs" in found.notes[0]


def test_mirror_is_lost(watch: Watcher, board: Board, whole: bytes, record: Record) -> None:
    """The state alone remembers: the same record fills the mirror again, another one does not."""
    board.content = whole[: ends(whole)[3]]
    watch()
    watch.mirror.unlink()
    board.content = whole
    assert watch().status == "ok"
    watch.mirror.unlink()
    record.events.remove(record.of("Ballot")[0])
    board.content = record.write()
    found = watch()
    assert found.alarm is not None
    assert (found.alarm["height"], found.alarm["held"]) == (7, _events(whole)[7].hash)
    board.content = whole[: ends(whole)[3]]
    assert watch().status == "alarm"


def test_mirror_is_exchanged(watch: Watcher, board: Board, whole: bytes, record: Record) -> None:
    board.content = whole
    watch()
    record.events.remove(record.of("Ballot")[0])
    watch.mirror.write_bytes(record.write())
    with pytest.raises(CliError, match="not the record"):
        watch()


@pytest.mark.parametrize("damage", [slice(3000, 3001), slice(100, 101)])
def test_mirror_is_damaged(watch: Watcher, board: Board, whole: bytes, damage: slice) -> None:
    board.content = whole
    watch()
    content = bytearray(watch.mirror.read_bytes())
    content[damage] = bytes([content[damage][0] ^ 1])
    watch.mirror.write_bytes(content)
    with pytest.raises((CliError, RecordError)):
        watch()


def test_mirror_torn_by_a_crash(watch: Watcher, board: Board, whole: bytes) -> None:
    """While it was appended to: the part that is not whole is fetched again."""
    board.content = whole[: ends(whole)[2]]
    watch()
    with watch.mirror.open("ab") as file:
        file.write(whole[ends(whole)[2] : ends(whole)[2] + 900])
    assert watch().status == "ok"
    board.content = whole
    assert watch().status == "ok"
    assert watch.mirror.read_bytes() == whole


# --- records that are not valid -------------------------------------------------------------------


def test_bad_ballot(watch: Watcher, board: Board) -> None:
    """It is published and kept; the state stays before it, so every round says so, also of what comes later."""
    founded = voted()
    honest = founded.holding.record.write()
    changed_by_its_voter(founded, 2, lambda b: b["answers"][0]["individual_proofs"][0][0].update(response="1"))
    bad = founded.holding.record.write()
    board.content = honest[: ends(honest)[2]]
    watch()
    founded.holding.close()
    for content in (bad, founded.holding.record.write()):
        board.content = content
        found = watch(2)
        assert (found.status, found.height) == ("invalid", 2)
        assert found.report is not None
        assert {failure.check for failure in found.report.failures} == {"ballot.individual-proof"}
    board.content = honest  # replaced when somebody has complained
    assert watch().status == "alarm"


def test_never_valid(watch: Watcher, board: Board) -> None:
    founded = voted()
    changed_by_its_voter(founded, 0, lambda b: b["answers"][0]["individual_proofs"][0][0].update(response="1"))
    board.content = founded.holding.record.write()
    assert (watch().status, watch().status, watch.state.exists()) == ("invalid", "invalid", False)


@pytest.mark.parametrize("tail", [bytes(1024), b"x" * 512])
def test_rubbish_behind_the_last_event(watch: Watcher, board: Board, whole: bytes, tail: bytes) -> None:
    """Not valid while it is there; it is not kept, for nobody could have taken it for an event."""
    board.content = whole + tail
    assert (watch().status, watch.mirror.read_bytes()) == ("invalid", whole)
    board.content = whole
    assert watch().status == "ok"


# --- networks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("manner", ["503", "404", "500", "silence", "portal", "compresses"])
def test_source_is_not_seen(watch: Watcher, board: Board, whole: bytes, manner: str) -> None:
    """Not an alarm; since when is told, also after a restart; then all goes on."""
    board.content = whole[: ends(whole)[3]]
    watch()
    board.manner = manner
    for _ in range(2):
        found = watch()
        assert (found.status, found.unseen_since, found.alarm) == ("unreachable", "round 1", None)
    board.manner, board.content = "ranges", whole
    assert (watch().status, watch.evidence) == ("ok", [])


def test_never_seen(watch: Watcher, board: Board) -> None:
    board.manner = "404"
    found = watch()
    assert (found.status, found.unseen_since, watch.slept) == ("unreachable", "", [])


def test_nobody_listens(tmp_path: Path, whole: bytes) -> None:
    with serving() as board:
        pass
    watch = Watcher(tmp_path, UrlSource(board.url, silence=0.3))
    assert watch().status == "unreachable"
    assert watch.slept == [1.0, 3.0, 9.0]


def test_seen_again_in_the_same_round(watch: Watcher, board: Board, whole: bytes) -> None:
    board.content, board.manner = whole, "503"

    def mend() -> None:
        board.manner = "ranges"

    watch.while_asleep = mend
    assert (watch().status, watch.slept) == ("ok", [1.0])


@pytest.mark.parametrize("stop", [0, 100, 5000, 20000])
def test_connection_breaks(watch: Watcher, board: Board, whole: bytes, stop: int) -> None:
    """What came is used as far as it is whole events; a short answer says nothing about the record."""
    assert stop < len(whole)
    board.content, board.manner, board.stop = whole, "breaks", stop
    found = watch()
    assert (found.alarm, watch.evidence) == (None, [])
    assert found.status == ("ok" if stop == 20000 else "unreachable")
    assert whole.startswith(watch.mirror.read_bytes())
    board.manner = "ranges"
    assert (watch().status, watch.mirror.read_bytes()) == ("ok", whole)
    board.manner = "breaks"
    found = watch(full=True)
    assert (found.status, found.alarm) == ("unreachable", None)


def test_large_record_over_a_bad_line(watch: Watcher, board: Board, whole: bytes) -> None:
    """Every attempt goes on where the last one broke off."""
    board.content, board.manner, board.stop = whole, "breaks", 12_000
    found = watch()
    assert len(watch.slept) > 1
    while found.status == "unreachable" and watch.rounds < 10:
        found = watch()
    assert watch.mirror.read_bytes() == whole


def test_answer_without_a_length_ends_early(watch: Watcher, board: Board, whole: bytes) -> None:
    """Nobody can tell whether the line broke or the record was cut: it was not seen, and that is told."""
    board.content = whole
    watch()
    board.manner, board.stop = "no length", 9000
    found = watch(full=True)
    assert (found.status, found.unseen_since) == ("unreachable", "round 1")


def test_slow_server(watch: Watcher, board: Board, whole: bytes) -> None:
    """It never falls silent and never ends; what came in time is used."""
    board.content, board.manner = whole, "drips"
    found = watch()
    assert found.alarm is None
    assert whole.startswith(watch.mirror.read_bytes())


def test_file_vanishes(watch_file: Watcher, whole: bytes) -> None:
    """Or something else has its name for a while, as a copy that somebody is making."""
    path = watch_file.folder / "election.bel"
    assert watch_file().status == "unreachable"
    path.write_bytes(whole)
    assert watch_file().status == "ok"
    for content in (b"", b"<html>", whole[:100]):
        path.write_bytes(content)
        found = watch_file()
        assert (found.status, found.unseen_since) == (
            ("alarm", None) if content == whole[:100] else ("unreachable", "round 2")
        )


# --- states ---------------------------------------------------------------------------------------


def test_state_of_another_release(watch: Watcher, board: Board, whole: bytes) -> None:
    """It may not have checked all that this one checks: everything is checked again, history is not forgotten."""
    board.content = whole
    watch()
    state = state_file.load(watch.state)
    watch.state.write_bytes(written(replace(state, release="0.0.1")))
    found = watch()
    assert found.report is not None
    assert (found.status, found.notes != []) == ("ok", True)
    assert {c.id: c.checked for c in found.report.checks}["ballot.signature"] == 3
    assert state_file.load(watch.state).release == state.release


def test_state_in_every_way_broken(watch: Watcher, board: Board, whole: bytes) -> None:
    board.content = whole
    watch()
    content = watch.state.read_bytes()
    assert read_state(content, "it") == state_file.load(watch.state)
    for at in range(len(content)):
        for other in (content[:at], content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], content + b"\n"):
            with pytest.raises(StateError, match="it: "):
                read_state(other, "it")


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, Any]]:
    monkeypatch.setattr(command, "sleep", lambda _: None)

    def call(given: str, *more: str) -> tuple[int, Any]:
        code = run(["monitor", given, "--state", str(tmp_path / "watch.json"), "--once", "--json", *more])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out)

    return call


def test_exit_codes(once: Callable[..., tuple[int, Any]], board: Board, whole: bytes) -> None:
    board.manner = "404"
    assert once(board.url)[0] == 2
    board.manner, board.content = "ranges", whole[: ends(whole)[3]]
    code, line = once(board.url)
    assert (code, line["status"], line["added"], line["valid"]) == (0, "ok", {"Setup": 1, "Ballot": 3}, True)
    board.content = whole + bytes(512)
    assert once(board.url)[0] == 1
    board.content = whole[: ends(whole)[3]]
    code, line = once(board.url)
    assert (code, line["status"], line["alarm"]["height"]) == (3, "alarm", 4)


def test_rounds_go_on_after_an_alarm(
    tmp_path: Path, board: Board, whole: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line a round; interrupted, it says by its code that there was one."""
    contents = iter([whole, whole[: ends(whole)[2]], whole, None])
    board.content = next(contents) or b""

    def turn(_: float) -> None:
        content = next(contents)
        if content is None:
            raise KeyboardInterrupt
        board.content = content

    monkeypatch.setattr(command, "sleep", turn)
    args = ["monitor", board.url, "--state", str(tmp_path / "w.json"), "--mirror", str(tmp_path / "m")]
    assert run([*args, "--json"]) == 3
    statuses = [json.loads(line)["status"] for line in capsys.readouterr().out.splitlines()]
    assert statuses == ["ok", "alarm", "ok"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ended_by_a_signal(tmp_path: Path, whole: bytes, number: signal.Signals) -> None:
    """As a process of its own: what was found is on the disk, and the exit code says that there was no alarm."""
    (tmp_path / "e.bel").write_bytes(whole)
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    command = [sys.executable, "-c", program + "from isonomia.cli import main; main()", "monitor", "e.bel"]
    with subprocess.Popen(
        [*command, "--state", "w.json", "--json"], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["status"] == "ok"
        process.send_signal(number)
        assert process.wait(20) == 0
    assert state_file.load(tmp_path / "w.json").height == 7


@pytest.mark.parametrize("kind", ["ok", "alarm", "unseen", "invalid", "waiting"])
def test_words(
    tmp_path: Path, watch_file: Watcher, whole: bytes, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line for each thing that somebody must know, and nothing that moves a cursor."""
    path = tmp_path / "election.bel"
    content = {"invalid": whole + b"\x1b[2J".ljust(512, b"\0"), "waiting": whole[:2048]}.get(kind, whole)
    path.write_bytes(content)
    args = ["monitor", str(path), "--state", str(tmp_path / "watch.json"), "--once"]
    code = run(args)
    if kind == "alarm":
        path.write_bytes(whole[: ends(whole)[3]])
        code = run(args)
    elif kind == "unseen":
        path.unlink()
        code = run(args)
    assert code == {"ok": 0, "waiting": 0, "invalid": 1, "unseen": 2, "alarm": 3}[kind]
    last = capsys.readouterr().out
    assert {"unseen": "UNSEEN", "invalid": "INVALID", "alarm": "ALARM"}.get(kind, kind) in last
    assert "\x1b" not in last


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("-", "usage"),
        ("ftp://example.org/e.bel", "usage"),
        ("file:///etc/passwd", "usage"),
        ("https://ann:secret@example.org/e.bel", "usage"),
        ("http://", "usage"),
        ("http://[::1/", "usage"),
    ],
)
def test_source_that_is_none(once: Callable[..., tuple[int, Any]], given: str, code: str) -> None:
    exit_code, line = once(given)
    assert (exit_code, line["error"]["code"]) == (2, code)
    assert "secret" not in json.dumps(line)


def test_files_that_are_something_else(once: Callable[..., tuple[int, Any]], tmp_path: Path, whole: bytes) -> None:
    """Neither the record nor anything else of the user's is written over."""
    path = tmp_path / "election.bel"
    path.write_bytes(whole)
    assert once(str(path), "--mirror", str(path))[1]["error"]["code"] == "usage"
    assert once(str(tmp_path), "--mirror", str(path))[1]["error"]["code"] == "usage"
    assert once(str(path), "--mirror", str(tmp_path / "watch.json"))[1]["error"]["code"] == "usage"
    (tmp_path / "letter").write_text("Dear all,")
    assert once(str(path), "--mirror", str(tmp_path / "letter"))[1]["error"]["code"] == "not-a-record"
    (tmp_path / "watch.json").write_text("{}")
    assert once(str(path))[1]["error"]["code"] == "state"
    assert not (tmp_path / "watch.mirror").exists()
    assert path.read_bytes() == whole
    assert (tmp_path / "letter").read_text() == "Dear all,"


def test_two_monitors_with_one_mirror(once: Callable[..., tuple[int, Any]], tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "election.bel").write_bytes(whole)
    with open_mirror(tmp_path / "watch.mirror"):
        assert once(str(tmp_path / "election.bel"))[1]["error"]["code"] == "busy"


def test_kinds_of_sources(tmp_path: Path) -> None:
    assert isinstance(source("HTTPS://example.org/e.bel"), UrlSource)
    assert isinstance(source(str(tmp_path)), PathSource)
