# SPDX-License-Identifier: Apache-2.0
"""``isonomia booth serve`` in a process of its own."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from support.server.running import COMMAND


class LocalBooth:
    """Where it listens, and what it said when it began."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.origin = told["check"].removesuffix("/check")


@contextmanager
def local_booth(address: str, *options: str) -> Iterator[LocalBooth]:
    """Started for the election at an address; ends without an error."""
    command = [*COMMAND, "booth", "serve", address, "--port", "0", "--json", *options]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ISONOMIA", "DJANGO"))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, "it did not start"
            yield LocalBooth(json.loads(line))
        finally:
            process.terminate()
            code = process.wait(30)
        assert code == 0
