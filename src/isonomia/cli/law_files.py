# SPDX-License-Identifier: Apache-2.0
"""Law files: those that come with isonomia, by their ids, and people's own."""

from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small
from isonomia.law.errors import LawFileError
from isonomia.law.law import Law
from isonomia.law.reading import read_law


class LawFile(NamedTuple):
    """A law and the hash by which an election's terms name it."""

    law: Law
    sha256: str


def shipped() -> list[str]:
    """The laws that come with isonomia, by their ids."""
    folder = files("isonomia.law") / "files"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def open_law(name: str) -> LawFile:
    """A law by its id, or from a file. Raises CliError."""
    if name in shipped():
        content = (files("isonomia.law") / "files" / f"{name}.toml").read_bytes()
    else:
        path = Path(name)
        if not path.suffix and not path.exists():
            raise CliError("unknown-law", f"there is no law {name!r}", "see `isonomia law list`, or name a .toml file")
        content = read_small(path)
    try:
        return LawFile(read_law(content, name), sha256(content).hexdigest())
    except LawFileError as error:
        raise CliError(
            "law-file",
            "; ".join(str(error).split("\n")),
            "mend the file; `isonomia law show by-president` is an example",
        ) from None
