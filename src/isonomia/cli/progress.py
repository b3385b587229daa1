# SPDX-License-Identifier: Apache-2.0
"""Progress on stderr, only on a terminal, only of what takes over a second."""

import sys
from threading import Lock, Timer
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from isonomia.verify import Progress as Position

PATIENCE = 1.0


class Working:
    """``with Working("Checking the record") as working: …``; may be told how far it is."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = Lock()
        self._done = False
        self._started = monotonic()
        self._timer: Timer | None = None
        self._progress: Progress | None = None
        if sys.stderr.isatty():
            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(bar_width=30),
                TextColumn("{task.fields[more]}"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._progress.add_task(what, total=None, more="")

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._timer = Timer(PATIENCE, self._start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def _start(self) -> None:
        with self._lock:
            if self._progress is not None and not self._done:
                self._progress.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._done = True
            if self._progress is not None:
                self._progress.stop()

    def update(self, done: int, total: int, more: str = "") -> None:
        """How far it is."""
        if self._progress is not None:
            self._progress.update(self._task, completed=done, total=max(total, 1), more=more)

    def position(self, position: Position) -> None:
        """How far a verification is."""
        rate = position.ballots / max(monotonic() - self._started, 0.001)
        ballots = f"{position.ballots} ballots, {rate:.0f} a second" if position.ballots else ""
        self.update(position.position, position.length, ballots)
