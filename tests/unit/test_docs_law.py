# SPDX-License-Identifier: Apache-2.0
"""docs/law.md: its files are files, its commands run, and they say what stands there."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from isonomia.cli import app
from isonomia.law.law import Law

PAGE = Path(__file__).parents[2] / "docs" / "law.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> Iterator[tuple[str, str, str]]:
    """Kind, content, and the last line before each fenced block."""
    page = PAGE.read_text()
    for match in _BLOCK.finditer(page):
        yield match[1], match[2], page[: match.start()].rstrip().rsplit("\n", 1)[-1]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page shows: the name stands in the line before, in backticks with a colon."""
    for kind, content, before in blocks():
        if kind in ("csv", "toml"):
            name = re.search(r"`([a-z]+\.[a-z]+)`:$", before)
            assert name, f"what is this file called? {before}"
            (tmp_path / name[1]).write_text(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def transcripts() -> list[tuple[str, list[str]]]:
    """Each command with the lines that it prints; "..." are lines left out."""
    found: list[tuple[str, list[str]]] = []
    for kind, content, _ in blocks():
        for line in content.splitlines() if kind == "console" else ():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def test_commands_print_what_the_page_shows(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = transcripts()
    assert len(shown) == 7
    for command, expected in shown:
        program, *args = shlex.split(command)
        assert program == "isonomia"
        assert app.run(args) == 0, command
        printed = [re.sub(r" \[.*\]$", "", line) for line in capsys.readouterr().out.splitlines()]
        at = 0
        for line in expected:
            if line != "...":
                wanted = re.sub(r" \[.*\]$", "", line)  # articles: docs keep the arithmetic readable
                assert wanted in printed[at:], f"{command}: {line}"
                at = printed.index(wanted, at) + 1
    assert (shelf / "rounds.svg").exists()


def test_the_shell_draws_the_same_lot(shelf: Path) -> None:
    (script,) = (content for kind, content, _ in blocks() if kind == "sh")
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["Blaise", "Ada"]


def test_every_part_of_a_law_file_is_explained() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE.read_text(), re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {*Law.__struct_fields__} - {"format"} == explained - {"cites"}


def test_every_option_of_apply_is_explained() -> None:
    from isonomia.cli.law import apply

    page = PAGE.read_text()
    for parameter in apply.params:
        for option in parameter.opts:
            if option.startswith("--") and option not in ("--help",):
                assert option in page or option.removeprefix("--").replace("-", " ") in page, option
