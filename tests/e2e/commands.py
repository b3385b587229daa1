# SPDX-License-Identifier: Apache-2.0
"""Runs the command line as a process of its own, as people do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import isonomia

PASSPHRASE = "correct horse battery"  # noqa: S105 (of tests)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(isonomia.__file__).parents[1]), "PYTHONUTF8": "1"}


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The only object on stdout."""
        return json.loads(self.out)


class Desk:
    """A directory in which somebody works."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "pass").write_text(PASSPHRASE + "\n")

    def run(self, *args: str, stdin: bytes = b"") -> Ran:
        """Run and give back whatever happens; a traceback never may."""
        command = [sys.executable, "-c", "from isonomia.cli import main; main()", *args]
        done = subprocess.run(
            command, cwd=self.path, env=ENVIRONMENT, input=stdin, capture_output=True, check=False, timeout=300
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err, ran.err
        return ran

    def __call__(self, *args: str) -> Any:
        """Run with ``--json``; must succeed."""
        ran = self.run(*args, "--json")
        assert ran.code == 0, (args, ran)
        return ran.json

    def sealed(self, *args: str) -> Any:
        """Run something that needs the passphrase."""
        return self(*args, "--passphrase-file", "pass")

    def write(self, name: str, content: str) -> str:
        (self.path / name).write_text(content, encoding="utf-8")
        return name

    def write_json(self, name: str, value: Any) -> str:
        return self.write(name, json.dumps(value, ensure_ascii=False))
