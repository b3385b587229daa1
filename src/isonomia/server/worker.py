# SPDX-License-Identifier: Apache-2.0
"""The process that does jobs: one a data directory, told to stop by SIGTERM, safe to be killed."""

import fcntl
import logging
import os
import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import django
from django.db import close_old_connections, connection

from isonomia.server.process import end_with_parent

if TYPE_CHECKING:
    from isonomia.server import jobs

PAUSE = 1.0
"""Seconds between two looks at the table when nothing was due."""
_TIDY = 600
"""Rounds between two removals of what is over."""
_GRACE = 15.0
"""Seconds in which a job that was begun may end after SIGTERM; else it is done again later."""
_LOG = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Do what is due until told to stop: each lane in a thread, so that no mail server holds up a closing."""
    from isonomia.server import claims, jobs

    jobs.resume()
    beside: list[jobs.Lane] = ["codes", "steps", "mails", "claims"]
    threads = [threading.Thread(target=_rounds, args=(stop, lane), daemon=True) for lane in beside]
    for thread in threads:
        thread.start()
    _rounds(stop, "clock")
    claims.stop()
    until = time.monotonic() + _GRACE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def _rounds(stop: threading.Event, lane: "jobs.Lane") -> None:
    from isonomia.server import jobs, tidy

    rounds = 0
    while not stop.is_set():
        try:
            close_old_connections()
            if rounds % _TIDY == 0 and lane == "steps":
                tidy.tidy()
            done = jobs.run_due(1, lane=lane)
        except Exception as error:  # the database may be gone for a while
            _LOG.error("the worker could not look for jobs: %s", type(error).__name__)
            done = 0
        rounds += 1
        if done == 0:
            stop.wait(PAUSE)
    connection.close()  # each thread has its own


def main() -> None:
    """Started by :mod:`isonomia.server.process`. Waits while another worker has the data directory."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which sends SIGTERM
    end_with_parent()
    django.setup()
    with open(Path(os.environ["ISONOMIA_DATA"]) / "worker.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run(stop)


if __name__ == "__main__":
    main()
