# SPDX-License-Identifier: Apache-2.0
"""One measurement of our own, in a process of its own: prints JSON. Started by run.py."""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from isonomia.groups import group


def measured(work: Callable[[], Any]) -> dict[str, float]:
    """Seconds of wall clock and of all processors."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - processor}


def verify(path: str, backend: str = "kernel") -> dict[str, float]:
    """A whole record; fails if it is not valid."""
    from isonomia.verify import verify as verified

    def work() -> None:
        with open(path, "rb") as file:
            report = verified(file, backend=backend)
        if not report.valid:
            raise SystemExit(f"{path} is not valid: {report.failures[0]}")

    return measured(work)


def encrypt(folder: str, count: str) -> dict[str, float]:
    """So many ballots with all proofs, after one that makes the tables; seconds a ballot."""
    from isonomia.parties import record_file, voter

    [path] = Path(folder, "dir").glob("*.bel")
    credential, votes = Path(folder, "credential").read_text(), json.loads(Path(folder, "choice").read_text())
    with record_file.open_record(path, group) as record:
        setup = record.require_setup()
        voter.vote(setup, credential, votes, os.urandom)
        result = measured(lambda: [voter.vote(setup, credential, votes, os.urandom) for _ in range(int(count))])
    return {name: value / int(count) for name, value in result.items()}


def logarithms(name: str) -> dict[str, float]:
    """Six logarithms with the bound 10^12, as of the counts of an election with six answers."""
    own, bound = group(name), 10**12
    expected = [0, 1, 123_456, 98_765_432_101, bound // 2 + 1, bound]
    elements = own.products([[(own.g, exponent)] for exponent in expected])
    found: list[int] = []
    result = measured(lambda: found.extend(own.discrete_logarithms(elements, bound)))
    if found != expected:
        raise SystemExit("a logarithm is wrong")
    return result


TASKS: dict[str, Callable[..., dict[str, float]]] = {"verify": verify, "encrypt": encrypt, "logarithms": logarithms}


def say(result: dict[str, float]) -> None:
    """As JSON, with the peak of this process's memory."""
    # not from getrusage: there a process starts with the peak of its parent
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    print(json.dumps({**result, "megabytes": int(peak[1]) / 1024 if peak else 0}))


if __name__ == "__main__":
    say(TASKS[sys.argv[1]](*sys.argv[2:]))
