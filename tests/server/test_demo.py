# SPDX-License-Identifier: Apache-2.0
"""``make demo``: what it puts on a server, what a newcomer does there, and that nobody else reads her mail."""

import json
import os
import pty
import re
import signal
import subprocess
import time
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest
from django.db import IntegrityError

from isonomia.board.imports import NotTheSame, take_in
from isonomia.board.ledger import NoRecord, reading
from isonomia.board.published import path_of
from isonomia.cli.demo_mail import mail_page
from isonomia.parties import voter
from isonomia.record.errors import RecordError
from isonomia.verify import examine
from support.peer import complaint, required_tool
from support.server.running import COMMAND
from support.server.site import Site
from support.server.walk import Walk

BETWEEN = "-" * 79 + "\n"


def start(out: Path, stdout: int, **more: str) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ISONOMIA", "DJANGO"))}
    arguments = ["demo", "--serve", "--voters", "10", "--seed", "1", "--port", "8765", "--out", str(out)]
    return subprocess.Popen([*COMMAND, *arguments], stdout=stdout, env={**environment, **more})


def test_without_a_terminal_it_answers_and_stops(tmp_path: Path) -> None:
    """The finished election's public file is the record as it was held, byte for byte; both tools find it valid."""
    tool = required_tool()
    process = start(tmp_path, subprocess.PIPE, DATABASE_URL="postgresql://nowhere.invalid/x", COLUMNS="200")
    told = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 0, told
    assert "It answers" in told
    [uuid] = re.findall(r"Look at a finished election +\S+/elections/(\w{14})\n", told)
    held = (tmp_path / uuid / f"{uuid}.bel").read_bytes()
    assert (tmp_path / uuid / "server" / "records" / f"{uuid}.bel").read_bytes() == held
    examined = examine(BytesIO(held))
    assert examined.report.valid
    assert examined.setup is not None
    assert (examined.setup.election.group.name, len(examined.setup.roll)) == ("BELENIOS-2048", 50)
    assert complaint(tool, "verify", "--dir", tmp_path / uuid) is None
    assert json.loads((tmp_path / uuid / f"{uuid}.terms.json").read_bytes())["law"]["file"] == "by-president.toml"


class Newcomer:
    """A browser that is no browser: cookies and JSON."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def call(self, path: str, content: bytes | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if content is not None:
            headers["X-CSRFToken"] = self.call("/api/session")["csrf"]
        with self.open(Request(self.origin + path, content, headers), timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())


def test_a_newcomer_votes_with_what_the_terminal_says(tmp_path: Path) -> None:
    mine, theirs = pty.openpty()
    process = start(tmp_path, theirs, COLUMNS="200")
    os.close(theirs)
    told = ""
    while "until Ctrl-C" not in told:
        told += os.read(mine, 4096).decode(errors="replace")
    origin, uuid = re.findall(r"(http://\S+)/elections/(\w{14})/vote", told)[0]
    credential = re.findall(r"your credential +(\S+)", told)[0]
    mails = re.findall(r"comes by mail +(\S+)", told)[0]
    newcomer = Newcomer(origin)
    until = time.monotonic() + 60
    while True:
        try:
            newcomer.call(f"/api/elections/{uuid}/codes", b'{"login": "newcomer"}')
            break
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)
    while not (code := re.search(r"\b\d{8}\b", read(mails))):
        assert time.monotonic() < until
        time.sleep(0.2)
    newcomer.call(f"/api/elections/{uuid}/voter", json.dumps({"login": "newcomer", "code": code[0]}).encode())
    with urlopen(f"{origin}/elections/{uuid}/record.bel", timeout=30) as record:  # noqa: S310
        setup = examine(BytesIO(record.read())).setup
    assert setup is not None
    made = voter.vote(setup, credential, [[0, 1, 0], [1, 0, 1, 0]], os.urandom)
    assert newcomer.call(f"/api/elections/{uuid}/ballots", made.content)["tracker"] == made.tracker
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    os.close(mine)


def read(address: str) -> str:
    with urlopen(address, timeout=10) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_a_mail_on_the_page_is_text_and_for_this_machine_alone(tmp_path: Path) -> None:
    """A page of another origin that had its name bound to 127.0.0.1 sends that name as the host."""
    mail = "To: a@example.org\nSubject: <script>1</script>\nContent-Type: text/plain\n\n<img src=x>\n"
    (tmp_path / "1.log").write_text(mail + BETWEEN + "To: half@example.org\n")
    with mail_page(tmp_path) as address:
        shown = read(address)
        with pytest.raises(HTTPError, match="403"):
            urlopen(Request(address, headers={"Host": "rebound.example.org"}), timeout=10)  # noqa: S310
    assert "&lt;img src=x&gt;" in shown
    assert "<script" not in shown
    assert "half@" not in shown  # it is being written


def test_a_record_is_taken_in_whole_or_not_at_all(site: Site) -> None:
    walk = Walk(site).open()
    walk.vote("ann", [1, 0])
    content = walk.download()
    with pytest.raises(IntegrityError):  # it is here
        take_in(walk.uuid, BytesIO(content))
    damaged = content[:-600] + bytes([content[-600] ^ 1]) + content[-599:]
    for wrong, error in ((damaged, RecordError), (content[:-512], RecordError), (content[:1024], NotTheSame)):
        with pytest.raises(error):
            take_in("11111111111111", BytesIO(wrong))
        with pytest.raises(NoRecord):
            reading("11111111111111")
        assert not path_of("11111111111111").exists()
    take_in("11111111111111", BytesIO(content))
    assert path_of("11111111111111").read_bytes() == content
