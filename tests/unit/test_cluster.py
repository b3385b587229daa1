# SPDX-License-Identifier: Apache-2.0
"""A record verified by a Dask cluster on this machine: the same report, also when a worker dies."""

import json
import os
import signal
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isonomia.cli.app import run
from isonomia.cluster import ClusterError, connected, examine_on, work
from isonomia.verify import Progress, Report, verify
from support.forge import Event, altered, load
from support.founding import BOARD, LISTS, RANKING, REFERENDUM, found

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # what Dask and its libraries warn of is theirs


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with connected("local:2") as made:
        yield made


@cache
def voted() -> bytes:
    """400 ballots of 20 voters: seven chunks."""
    holding, credentials = found("Ed25519", [REFERENDUM], voters=20)
    for number in range(400):
        yes = number % 3 == 0
        holding.cast(credentials[number * 7 % 20], [[int(yes), int(not yes)]])
    holding.finish()
    return holding.record.write()


def on(client: Any, content: bytes, **how: Any) -> Report:
    return examine_on(client, BytesIO(content), **how).report


def test_same_report(client: Any) -> None:
    assert on(client, voted()) == verify(BytesIO(voted()))


def test_same_report_of_every_kind_of_question(client: Any) -> None:
    holding, credentials = found("Ed25519", [BOARD, RANKING, LISTS], voters=2, trustees=(1, (1, 2)))
    for voter in (0, 1, 0):
        holding.cast(credentials[voter], [[0, 1, 0, 1], [1, 2, 3], [[1, 1, 0], [0, 0]]])
    holding.finish()
    content = holding.record.write()
    assert on(client, content) == verify(BytesIO(content))


def test_same_failures(client: Any) -> None:
    """A wrong signature, an element outside the group, an unreadable ballot, a ballot that came before."""
    record = load(voted())
    outside = {"alpha": "02" + 62 * "0"}
    for number, change in (
        (70, lambda ballot: ballot.update(signature={})),
        (200, lambda ballot: ballot["answers"][0]["choices"][0].update(outside)),
        (300, lambda ballot: ballot["signature"]["proof"].update(response="1")),
    ):
        record.events[number].content = altered(record.events[number].content, change)
    record.events.insert(390, Event("Ballot", record.events[5].contents, publish=False))
    content = record.write()
    report = on(client, content)
    assert report == verify(BytesIO(content))
    assert {"ballot.signature", "ballot.elements", "json.keys", "ballot.unique"} <= {f.check for f in report.failures}


def test_same_report_when_a_worker_dies() -> None:
    """Half-way, with chunks in its hands, and its chunks only there."""
    killed: list[int] = []
    with connected("local:2") as client:

        def kill(progress: Progress) -> None:
            if progress.ballots == 200 and not killed:
                pids = client.run(os.getpid)
                killed.append(pids.popitem()[1])
                os.kill(killed[0], signal.SIGKILL)

        assert on(client, voted(), on_progress=kill) == verify(BytesIO(voted()))
        assert killed
        assert killed[0] not in client.run(os.getpid).values()


def test_only_bytes_and_json_go_over_the_wire() -> None:
    """What is sent are texts and bytes of the record; what comes back is JSON."""
    sent: list[tuple[Any, ...]] = []

    class Recorder:
        def nthreads(self) -> dict[str, int]:
            return {"worker": 1}

        def submit(self, function: Any, *args: Any, **options: Any) -> "Done":
            sent.append(args)
            assert function is work.check
            return Done(function(*args))

    class Done:
        def __init__(self, answer: Any) -> None:
            assert isinstance(answer, bytes)
            assert set(json.loads(answer)) == {"release", "right", "checked"}
            self._answer = answer

        def done(self) -> bool:
            return True

        def result(self) -> bytes:
            return self._answer

        def release(self) -> None:
            pass

    assert on(Recorder(), voted()) == verify(BytesIO(voted()))
    assert len(sent) == 7
    for election, backend, ballots in sent:
        assert (type(election), type(backend), type(ballots)) == (bytes, str, list)
        assert {type(ballot) for ballot in ballots} == {bytes}
        assert election in voted()


@pytest.mark.parametrize(
    "answer",
    [
        b"no", b"{}", None, msgspec.json.encode(work.Answer("0.0.1", [True], {})),
        msgspec.json.encode(work.Answer("0.1.0", [], {})),
    ],
)  # fmt: skip
def test_answer_that_is_none(answer: bytes | None) -> None:
    class Liar:
        def nthreads(self) -> dict[str, int]:
            return {}

        def submit(self, *_: Any, **__: Any) -> Any:
            return self

        def done(self) -> bool:
            return True

        def result(self) -> Any:
            return answer

        def release(self) -> None:
            pass

    with pytest.raises(ClusterError):
        on(Liar(), voted())


@pytest.mark.parametrize("address", ["local:0", "local:x", "local:", "local:-1"])
def test_no_cluster(address: str) -> None:
    with pytest.raises(ClusterError, match="local:N"), connected(address):
        pass


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setattr("isonomia.cluster.scheduling.PATIENCE", 1)
    record = tmp_path / "a.bel"
    record.write_bytes(voted())
    assert run(["verify", str(record), "--cluster", "tcp://127.0.0.1:1", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "cluster"


def test_command_line(client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the address of a scheduler that runs already."""
    record = tmp_path / "a.bel"
    record.write_bytes(voted())
    reports = []
    for options in ([], ["--cluster", client.scheduler.address]):
        assert run(["verify", str(record), *options, "--json"]) == 0
        reports.append(json.loads(capsys.readouterr().out) | {"seconds": 0})
    assert reports[0] == reports[1]
