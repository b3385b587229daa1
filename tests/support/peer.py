# SPDX-License-Identifier: Apache-2.0
"""The other implementation: Debian's ``belenios-tool``, started as a program."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from support.forge import Record

TOOL = "belenios-tool"


def required_tool(name: str = TOOL) -> str:
    """Its path; without it the test is skipped, or fails where ISONOMIA_REQUIRE_PEERS=1 (CI)."""
    path = shutil.which(name)
    if path is not None:
        return path
    why = f"{name} is not installed: nobody else's verifier looked at our records"
    if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1":
        pytest.fail(why)
    pytest.skip(why)


def written(record: Record, folder: Path) -> Path:
    """The folder, made, with nothing but this record in it."""
    folder.mkdir()
    (folder / "election.bel").write_bytes(record.write())
    return folder


def complaint(tool: str, *arguments: str | Path) -> str | None:
    """What the peer says against its arguments; None if it says that all is right."""
    done = subprocess.run([tool, "election", *arguments], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode == 0 and "all checks passed" in done.stderr:
        return None
    return f"exit {done.returncode}: {done.stdout}{done.stderr}"
