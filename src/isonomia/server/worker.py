# SPDX-License-Identifier: Apache-2.0
"""The process that does jobs: one a data directory, told to stop by SIGTERM, safe to be killed."""

import fcntl
import logging
import os
import signal
import threading
from pathlib import Path
from types import FrameType

import django
from django.db import close_old_connections

from isonomia.server.process import end_with_parent

PAUSE = 1.0
"""Seconds between two looks at the table when nothing was due."""
_TIDY = 600
"""Rounds between two removals of what is over."""
_LOG = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Do what is due until told to stop."""
    from isonomia.server import claims, jobs

    jobs.resume()
    slow = threading.Thread(target=_rounds, args=(stop, True), daemon=True)
    slow.start()
    _rounds(stop, False)
    claims.stop()


def _rounds(stop: threading.Event, slow: bool) -> None:
    from isonomia.server import jobs, tidy

    rounds = 0
    while not stop.is_set():
        try:
            close_old_connections()
            if rounds % _TIDY == 0 and not slow:
                tidy.tidy()
            done = jobs.run_due(1 if slow else 100, slow=slow)
        except Exception as error:  # the database may be gone for a while
            _LOG.error("the worker could not look for jobs: %s", type(error).__name__)
            done = 0
        rounds += 1
        if done == 0:
            stop.wait(PAUSE)


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
