# SPDX-License-Identifier: Apache-2.0
"""``isonomia serve`` as an operator starts it: real processes, killed at the worst moment, and its public files."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

COMMAND = (sys.executable, "-c", "from isonomia.cli import main; main()")


class Server:
    """A server in a process group of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("ISONOMIA", "DJANGO"))}
        arguments = ["serve", "--data", str(self.data), "--port", str(self.port), "--workers", "1"]
        process = subprocess.Popen([*COMMAND, *arguments], env=environment, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urlopen(f"{self.origin}/api/openapi.json", timeout=5).close()  # noqa: S310
                return process
            except (URLError, ConnectionError):
                assert process.poll() is None
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        """Power failure: every process of the group at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "isonomia.sqlite3", timeout=30)


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
