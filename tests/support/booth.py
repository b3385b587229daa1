# SPDX-License-Identifier: Apache-2.0
"""The second implementation, booth/core in TypeScript, as a program that does one step a line."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BOOTH = Path(__file__).parents[2] / "booth"


class Refused(Exception):
    """The booth refuses; ``code`` is stable."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"{code}: {message}")


class Booth:
    """A running booth. Secrets go through its standard input, never its command line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, step: str, **arguments: Any) -> Any:
        """The output of a step of ``booth/core/steps.ts``. Raises Refused."""
        source, sink = self._process.stdin, self._process.stdout
        assert source is not None
        assert sink is not None
        source.write(json.dumps({"step": step, "input": arguments}) + "\n")
        source.flush()
        line = sink.readline()
        assert line, "the booth has crashed: its standard error says why"
        answer = json.loads(line)
        if "error" in answer:
            raise Refused(**answer["error"])
        return answer["output"]


@contextmanager
def running(folder: Path) -> Iterator[Booth]:
    """Bundles the booth into the folder and runs it; skips, or fails in CI, without Node.js and its packages."""
    node = shutil.which("node")
    if node is None or not (BOOTH / "node_modules").is_dir():
        why = "Node.js or booth/node_modules is missing (`npm ci` in booth/): the second implementation did not run"
        if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1":
            pytest.fail(why)
        pytest.skip(why)
    subprocess.run([node, BOOTH / "tools" / "build_role.mjs", folder], check=True, timeout=60)
    command = [node, folder / "role.mjs"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Booth(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0
