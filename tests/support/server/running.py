# SPDX-License-Identifier: Apache-2.0
"""``isonomia serve`` in processes of its own."""

import email
import email.policy
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from support.server.smtp import Mailbox

COMMAND = (sys.executable, "-c", "from isonomia.cli import main; main()")


class Server:
    """A server in a process group of its own; with a mailbox, it sends its mails there."""

    def __init__(
        self, data: Path, mailbox: Mailbox | None = None, database: str = "", settings: dict[str, str] | None = None
    ) -> None:
        self.data = data
        self.mailbox = mailbox
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("ISONOMIA", "DJANGO")) and key != "DATABASE_URL"
        }
        if mailbox is not None:
            self.environment["ISONOMIA_MAIL"] = mailbox.url
        if database:
            self.environment["DATABASE_URL"] = database
        self.environment |= settings or {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        arguments = ["serve", "--data", str(self.data), "--port", str(self.port), "--workers", "1"]
        process = subprocess.Popen([*COMMAND, *arguments], env=self.environment, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urlopen(f"{self.origin}/api/openapi.json", timeout=5).close()  # noqa: S310
                return process
            except OSError:  # refused, or too slow to answer yet
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

    def fsck(self) -> int:
        """Compare database and public files; gives the exit code."""
        command = [*COMMAND, "board", "fsck", "--data", str(self.data)]
        return subprocess.run(command, env=self.environment, timeout=60, check=False).returncode

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "isonomia.sqlite3", timeout=30)

    def mail(self, address: str, pattern: str, after: int = 0) -> str:
        """What a pattern finds in the newest mail that has it, the first ``after`` left out; waits for it."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = [text for to, text in self.mails() if to == address]
            for text in reversed(found[after:]):
                if match := re.search(pattern, text):
                    return match[1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address}")

    def mails(self) -> list[tuple[str, str]]:
        """Addresses and texts of all mails, the oldest first."""
        if self.mailbox is not None:
            return self.mailbox.mails()
        files = sorted((self.data / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        parts = [part for path in files for part in path.read_bytes().split(b"-" * 79 + b"\n") if part.strip()]
        messages = [email.message_from_bytes(part, policy=email.policy.default) for part in parts]
        return [(message["To"], message.get_body().get_content()) for message in messages]
