# SPDX-License-Identifier: Apache-2.0
"""``isonomia serve`` as an operator starts it: real processes, killed at the worst moment, and its public files."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from support.server.running import COMMAND, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "data")
    yield started
    if started.process.poll() is None:
        assert started.stop() == 0


def test_it_starts_without_configuration_and_stops_on_a_signal(server: Server) -> None:
    with urlopen(f"{server.origin}/api/openapi.json", timeout=10) as answer:  # noqa: S310
        document = json.load(answer)
        policy = answer.headers["Content-Security-Policy"]
    assert "/api/elections/{uuid}/ballots" in document["paths"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    with closing(server.database()) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert (server.data / "session-key").stat().st_mode & 0o777 == 0o600
    assert server.stop() == 0


def test_a_worker_that_is_killed_takes_its_job_up_again(server: Server) -> None:
    """The job was taken (its row says so) when everything was killed; after the restart it is done."""
    server.kill()
    now, later = "2026-01-01 00:00:00+00:00", "2099-01-01 00:00:00+00:00"
    with closing(server.database()) as database:
        row = ("close", "{}", later, 1, "")  # taken: one attempt, out of sight of others, no trouble known
        database.execute("INSERT INTO server_job (kind, arguments, due, attempts, trouble) VALUES (?,?,?,?,?)", row)
        database.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('old', '', ?)", (now,)
        )
        database.commit()
    server.process = server.start()
    until = time.monotonic() + 30
    jobs = sessions = 1
    while jobs or sessions:
        assert time.monotonic() < until
        time.sleep(0.2)
        with closing(server.database()) as database:
            jobs = database.execute("SELECT count(*) FROM server_job").fetchone()[0]
            sessions = database.execute("SELECT count(*) FROM django_session").fetchone()[0]


def test_a_port_that_is_taken_is_an_error_not_a_traceback(server: Server, tmp_path: Path) -> None:
    arguments = ["serve", "--data", str(tmp_path / "other"), "--port", str(server.port), "--json"]
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout.splitlines()[-1])["error"]["code"] == "cannot-serve"
    assert "Traceback" not in done.stderr + done.stdout
