# SPDX-License-Identifier: Apache-2.0
"""``isonomia serve``: the web process and the worker, started again if they die, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Final

MODULES: Final = ("isonomia.server.web", "isonomia.server.worker")
_LOOK: Final = 0.2
_GRACE: Final = 25.0
_QUICK: Final = 3.0
"""Seconds: a process that lives no longer than that cannot run here."""


class CannotRun(Exception):
    """The port is taken, or a process ended at once."""


def serve(data: Path, bind: str, port: int, workers: int) -> None:
    """Run until SIGTERM or SIGINT. Raises CannotRun. The caller has prepared the data directory."""
    listening = _listen(bind, port)
    environment = {
        **os.environ,
        "ISONOMIA_DATA": str(data.absolute()),
        "ISONOMIA_BIND": f"fd://{listening.fileno()}",
        "ISONOMIA_WORKERS": str(workers),
        "DJANGO_SETTINGS_MODULE": "isonomia.server.settings",
    }
    environment.pop("GUNICORN_CMD_ARGS", None)
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    children = {module: _start(module, environment, listening) for module in MODULES}
    try:
        while not stop.wait(_LOOK):
            for module, (child, began) in children.items():
                if child.poll() is not None:
                    if time.monotonic() - began < _QUICK:
                        raise CannotRun(f"{module} ended at once with exit code {child.returncode}")
                    children[module] = _start(module, environment, listening)
    finally:
        _end([child for child, _ in children.values()])
        listening.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_parent() -> None:
    """In a child: end, as if told to, once the parent is gone; it may have been killed."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _listen(bind: str, port: int) -> socket.socket:
    """The socket is the parent's, so that a web process that is started again misses no caller."""
    try:
        return socket.create_server((bind, port), family=socket.AF_INET6 if ":" in bind else socket.AF_INET)
    except OSError as error:
        raise CannotRun(f"{bind} port {port}: {error.strerror or error}") from None


def _start(module: str, environment: dict[str, str], listening: socket.socket) -> tuple[subprocess.Popen[bytes], float]:
    command = [sys.executable, "-m", module]
    child = subprocess.Popen(command, env=environment, pass_fds=[listening.fileno()])  # noqa: S603
    return child, time.monotonic()


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    until = time.monotonic() + _GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
