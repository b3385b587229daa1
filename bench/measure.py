# SPDX-License-Identifier: Apache-2.0
"""Runs programs in turn, several times, and takes medians."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TASK = str(Path(__file__).with_name("task.py"))


@dataclass(frozen=True)
class Program:
    """A command; if it is our own task, it measures itself, without its start."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_task: bool = False
    stdin: Path | None = None


def task(*arguments: str | Path, cores: int | None = None) -> Program:
    """One of task.py, on so many cores or on all."""
    environment = {} if cores is None else {"RAYON_NUM_THREADS": str(cores)}
    return Program((sys.executable, TASK, *map(str, arguments)), environment, is_task=True)


@dataclass(frozen=True)
class Figures:
    """Medians of all runs: seconds of wall clock and of processors, and of our own the peak of memory in MB."""

    wall: float
    cpu: float
    megabytes: float = 0


def once(program: Program) -> Figures:
    """Raises RuntimeError if the program fails."""
    began = time.perf_counter()
    with (
        open(program.stdin or os.devnull, "rb") as given,
        subprocess.Popen(  # noqa: S603 (programs that run.py names)
            program.command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **program.environment},
        ) as process,
    ):
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(program.command)}: exit {process.returncode}\n{output}")
    if program.is_task:
        return Figures(**json.loads(output.splitlines()[-1]))
    return Figures(wall, usage.ru_utime + usage.ru_stime)


def in_turn(programs: Sequence[Program], runs: int) -> list[Figures]:
    """Each program once, then each once again, and so on; so what disturbs one disturbs all."""
    rounds = [[once(program) for program in programs] for _ in range(runs)]
    return [
        Figures(*(statistics.median(getattr(run, name) for run in own) for name in ("wall", "cpu", "megabytes")))
        for own in zip(*rounds, strict=True)
    ]
