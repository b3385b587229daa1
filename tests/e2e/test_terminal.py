# SPDX-License-Identifier: Apache-2.0
"""What happens at a terminal: questions are asked, secrets are not shown."""

import json
import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from e2e.commands import ENVIRONMENT, Desk

QUESTIONS = [
    {"question": "Adopt?", "answers": ["Yes", "No"], "blank": True, "min": 1, "max": 1},
    {"type": "NonHomomorphic", "value": {"question": "Rank", "answers": ["A", "B"]}},
]


def converse(desk: Desk, args: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Answer each prompt once it has come; gives the exit code and all that was on the screen."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(desk.path)
        command = [sys.executable, "-c", "from isonomia.cli import main; main()", *args]
        os.execve(sys.executable, command, ENVIRONMENT | {"TERM": "xterm", "COLUMNS": "80"})  # noqa: S606
    seen, position, end = "", 0, time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 65536).decode(errors="replace")
            except OSError:  # how Linux says that the other side has gone
                break
        if answers and (found := seen.find(answers[0][0], position)) >= 0:
            position = found + len(answers[0][0])
            os.write(terminal, answers.pop(0)[1].encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.filterwarnings("ignore:.*use of forkpty.*:DeprecationWarning")
def test_a_newcomer_at_a_terminal(desk: Desk) -> None:
    phrase = "a passphrase of mine"
    code, seen = converse(
        desk,
        ["trustee", "new", "--out", "a.key"],
        [("New passphrase", phrase), ("Repeat", "mistyped"), ("New passphrase", phrase), ("Repeat", phrase)],
    )
    assert code == 0, seen
    assert phrase not in seen
    desk("election", "draft", "--template", desk.write_json("q", {"name": "N", "questions": QUESTIONS}), "--dir", "b")
    desk("credentials", "generate", "b", "--voters", desk.write("v", "ann\nbob\n"), "--private", "codes")
    desk("election", "open", "b", "--trustee", "a.key.public.json")
    credential = json.loads((desk.path / "codes").read_text())["ann"]
    code, seen = converse(
        desk,
        ["vote", "b"],
        [
            ("or blank: ", "7"),
            ("or blank: ", "No"),
            ("in order, with commas: ", "1"),
            ("in order, with commas: ", "2,1"),
            ("[y/N]: ", "y"),
            ("not shown): ", credential),
        ],
    )
    assert code == 0, seen
    assert "Rank: A: 2, B: 1" in seen
    assert credential not in seen
    assert "Tracker: " in seen
    assert desk("verify", "b")["counts"]["ballots"] == 1
    code, seen = converse(desk, ["vote", "b"], [("or blank: ", "blank"), ("commas: ", "1,2"), ("[y/N]: ", "n")])
    assert code == 2
    assert "nothing is cast" in seen
    code, seen = converse(desk, ["trustee", "check", "b", "--key", "a.key", "--prove"], [("Passphrase", "wrong")])
    assert code == 2
    assert "the passphrase is wrong" in seen
    assert desk("verify", "b")["counts"]["ballots"] == 1
