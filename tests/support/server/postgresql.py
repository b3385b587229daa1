# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of our own in a temporary folder, from Debian's package: a socket, no port, nothing kept."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest


def _found(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else None)


def installed() -> bool:
    """Whether there is a PostgreSQL."""
    return _found("initdb") is not None


def _program(name: str) -> str:
    path = _found(name)
    if path is None:
        pytest.exit(f"{name} is not installed: apt-get install postgresql", 4)
    return path


class Postgresql:
    """A cluster; root starts it as the user postgres, for it refuses root."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="isonomia-pg-"))
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(self._folder, "postgres")
        cluster = str(self._folder / "cluster")
        self._run("initdb", "-D", cluster, "-A", "trust", "-U", "isonomia", "-E", "UTF8", "--locale=C.UTF-8")
        self._control = ("-D", cluster, "-w", "-s")
        options = f"-k {self._folder} -c listen_addresses= -c max_connections=50"
        self._run("pg_ctl", *self._control, "-l", str(self._folder / "log"), "-o", options, "start")

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run([*self._as, _program(name), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)

    def url(self, database: str) -> str:
        """For DATABASE_URL."""
        return f"postgresql://isonomia@{quote(str(self._folder), safe='')}/{database}"

    def stop(self) -> None:
        self._run("pg_ctl", *self._control, "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)
