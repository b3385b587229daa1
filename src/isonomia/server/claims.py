# SPDX-License-Identifier: Apache-2.0
"""Tables of results that anybody may upload, and what the command line says of them.

A process of its own reads the table, with limits on its time and memory and without the server's settings; one runs
at a time, beside the worker's other jobs. What it cannot be kept from is written in docs/guide/operator.md.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from isonomia.server import jobs
from isonomia.server.models import Job, UploadedTable
from isonomia.server.tokens import hash_of, new_token

MOST_WAITING: Final = 20
MOST_KEPT: Final = 500
"""Tables of the last week, examined or not."""
LIFE: Final = timedelta(days=7)
SECONDS: Final = 300
MEMORY: Final = 6 << 30
"""Bytes of address space; what is really used is a quarter of it at the most."""
LARGEST_REPORT: Final = 200 << 20
REPORTS: Final = {"report.html": "text/html; charset=utf-8", "report.pdf": "application/pdf"}
MAPPING: Final = "columns.toml"

_SAFE_NAME = re.compile(r"[\w(][\w() .-]{0,60}\.(csv|tsv|txt|xlsx|xz|zip)", re.IGNORECASE)
_LIMITED: Final = (sys.executable, "-m", "isonomia.server.limited", *map(str, (2 * SECONDS, MEMORY, LARGEST_REPORT)))
_COMMAND: Final = (*_LIMITED, sys.executable, "-m", "isonomia.cli", "claim", "forensics")


class Full(Exception):
    """Too many tables are waiting."""


def folder(own: UploadedTable) -> Path:
    """Where the files of a table are."""
    return Path(settings.CLAIMS) / own.token_hash[:32]


def receive(name: str, content: bytes, options: list[str], mapping: str) -> str:
    """Keep a table and have it examined; gives the token of its report. Raises Full and OSError."""
    waiting = UploadedTable.objects.filter(state=UploadedTable.WAITING).count()
    if waiting >= MOST_WAITING or UploadedTable.objects.count() >= MOST_KEPT:
        raise Full
    token, token_hash = new_token()
    own = UploadedTable(
        token_hash=token_hash,
        name=name if _SAFE_NAME.fullmatch(name) else "table.csv",
        options=[*options, *(["--mapping", MAPPING] if mapping else [])],
        day=timezone.now().date(),
    )
    place = folder(own)
    place.mkdir(mode=0o700, parents=True)
    try:
        (place / own.name).write_bytes(content)
        if mapping:
            (place / MAPPING).write_text(mapping)
        with transaction.atomic():
            own.save()
            jobs.enqueue("claim", arguments={"table": own.pk}, once=f"claim:{own.pk}")
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)  # nothing would ever find it again
        raise
    return token


def find(token: str) -> UploadedTable | None:
    """The table of a token."""
    return UploadedTable.objects.filter(token_hash=hash_of(token)).first()


def forget() -> None:
    """Remove the tables of last week, and what they have become."""
    for own in UploadedTable.objects.filter(day__lt=(timezone.now() - LIFE).date()):
        own.delete()
        shutil.rmtree(folder(own), ignore_errors=True)


@jobs.handler("claim", lane="claims")
def _examine(job: Job) -> None:
    own = UploadedTable.objects.filter(pk=job.arguments["table"], state=UploadedTable.WAITING).first()
    if own is None:
        return
    try:
        own.trouble = _trouble(own)
    except (OSError, ValueError) as error:
        own.trouble = f"The table could not be examined ({type(error).__name__}). Run it on a machine of your own."
    _clear(own)
    own.state = UploadedTable.FAILED if own.trouble else UploadedTable.DONE
    own.save(update_fields=["state", "trouble"])


def _clear(own: UploadedTable) -> None:
    """The table and what else the program has left are not needed any more; of a failed one nothing is."""
    for path in folder(own).iterdir():
        if own.trouble or path.name not in REPORTS:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _trouble(own: UploadedTable) -> str:
    """Have the report made; gives what was wrong with the table, empty if nothing."""
    place = folder(own)
    for name in REPORTS:
        (place / name).unlink(missing_ok=True)  # of an attempt that was interrupted
    reports = [argument for name in REPORTS for argument in ("--report", name)]
    done = _Running.run([*_COMMAND, own.name, *own.options, *reports, "--json"], place)
    if done is None:
        return f"It took longer than {SECONDS} seconds, and was stopped. Run it on a machine of your own."
    if done.returncode == 0 and all((place / name).exists() for name in REPORTS):
        return ""
    try:
        error = json.loads(done.stdout)["error"]
        return f"{error['message']}: {error['hint']}"[:1000]
    except (ValueError, KeyError, TypeError):
        return "The table could not be examined: it may need too much memory. Run it on a machine of your own."


class Interrupted(Exception):
    """The worker ends: the table is examined again when it is back."""


class _Running:
    """The one process that examines a table; the worker ends it when it ends."""

    current: subprocess.Popen[bytes] | None = None
    stopping = False
    lock = threading.Lock()

    @classmethod
    def run(cls, command: list[str], place: Path) -> subprocess.CompletedProcess[bytes] | None:
        """None if it took too long. Nothing of the server's environment is handed on."""
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(place), "MPLCONFIGDIR": str(place)}
        environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        with cls.lock:
            child = subprocess.Popen(  # noqa: S603
                command, cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            cls.current = child
        try:
            out, _ = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return None
        finally:
            cls.current = None
        if cls.stopping:
            raise Interrupted
        return subprocess.CompletedProcess(command, child.returncode, out)

    @classmethod
    def stop(cls) -> None:
        with cls.lock:
            cls.stopping = True
            if cls.current is not None:
                cls.current.kill()


stop = _Running.stop
