# SPDX-License-Identifier: Apache-2.0
"""``isonomia verify --state`` and ``--since``: what is written, when, and over what."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from attack.scene import changed_by_its_voter, tallied, voted
from isonomia.cli import files
from isonomia.cli.app import run
from support.founding import BOARD, found
from support.resuming import ends

Verify = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Setup, 3 ballots, EndBallots, EncryptedTally, PartialDecryption, Result."""
    return tallied().holding.record.write()


@pytest.fixture
def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Verify:
    monkeypatch.chdir(tmp_path)

    def call(content: bytes, *more: str) -> tuple[int, Any]:
        Path("e.bel").write_bytes(content)
        code = run(["verify", "e.bel", "--json", *more])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out)

    return call


def test_what_is_written(verify: Verify, whole: bytes) -> None:
    """As docs/monitoring.md says, computed here anew."""
    end = ends(whole)[3]
    _, report = verify(whole[:end], "--state", "s.json")
    content = Path("s.json").read_bytes()
    state = json.loads(content)
    assert content == json.dumps(state, sort_keys=True, separators=(",", ":")).encode()
    digest = state.pop("sha256")
    assert digest == sha256(json.dumps(state, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert state == {
        "format": "isonomia state",
        "version": 1,
        "release": "0.1.0",
        "uuid": report["uuid"],
        "election": report["fingerprints"]["election"],
        "height": 3,
        "event": report["fingerprints"]["last_event"],
        "length": end,
        "prefix": sha256(whole[:end]).hexdigest(),
        "ballots": 3,
    }


def test_from_one_to_the_next(verify: Verify, whole: bytes) -> None:
    """The same file is read and written; the last report says the same as a full one."""
    verify(whole[: ends(whole)[0]], "--state", "s.json")
    for end in ends(whole)[1:]:
        code, report = verify(whole[:end], "--since", "s.json", "--state", "s.json")
        assert code == 0
        assert json.loads(Path("s.json").read_text())["length"] == end
    _, full = verify(whole)
    for name in ("valid", "stage", "uuid", "fingerprints", "counts", "result"):
        assert report[name] == full[name]


def test_state_of_what_is_not_valid(verify: Verify) -> None:
    founded = voted()
    changed_by_its_voter(founded, 0, lambda b: b["answers"][0]["individual_proofs"][0][0].update(response="1"))
    assert verify(founded.holding.record.write(), "--state", "s.json")[0] == 1
    assert not Path("s.json").exists()


def test_history_that_changed(verify: Verify, whole: bytes) -> None:
    """The state of before stays: it is the evidence."""
    verify(whole, "--state", "s.json")
    before = Path("s.json").read_bytes()
    code, report = verify(whole[: ends(whole)[4]], "--since", "s.json", "--state", "s.json")
    assert (code, [check["id"] for check in report["checks"] if not check["passed"]]) == (1, ["history.since"])
    assert Path("s.json").read_bytes() == before


def test_nothing_else_is_written_over(verify: Verify, whole: bytes) -> None:
    Path("letter").write_text("Dear all,")
    assert verify(whole, "--state", "letter")[1]["error"]["code"] == "exists"
    assert verify(whole, "--state", "e.bel")[1]["error"]["code"] == "exists"
    assert verify(whole, "--state", "no/such/folder")[1]["error"]["code"] == "not-found"
    verify(whole, "--state", "s.json")
    other = found("Ed25519", [BOARD], seed=2).holding.record.write()
    assert verify(other, "--since", "s.json")[1]["error"]["code"] == "state"
    assert verify(other, "--state", "s.json")[1]["error"]["code"] == "state"
    assert Path("letter").read_text() == "Dear all,"
    assert verify(whole, "--since", "s.json")[0] == 0


def test_disk_is_full_while_a_state_is_written(verify: Verify, whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old state is whole, and nothing else is left in the folder."""
    verify(whole[: ends(whole)[2]], "--state", "s.json")
    before = Path("s.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    code, report = verify(whole, "--state", "s.json")
    assert (code, report["error"]["code"]) == (2, "disk-full")
    assert Path("s.json").read_bytes() == before
    assert {path.name for path in Path().iterdir()} == {"e.bel", "s.json"}
