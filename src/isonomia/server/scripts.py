# SPDX-License-Identifier: Apache-2.0
"""The scripts that the pages run, as this copy has them, and their fingerprint; knows nothing of Django.

The fingerprint is what ``sha256sum *.js | LC_ALL=C sort | sha256sum`` prints in the folder of the built scripts.
"""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256, sha384
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
"""Scripts in ``booth``, the style sheet, the icon."""

FOLDER: Final = "booth"


class NotBuilt(Exception):
    """The scripts are not there: ``make pages`` builds them, and a wheel has them."""


def scripts(static: Path = STATIC) -> dict[str, bytes]:
    """Every script by its name (``vote.js``), sorted. Raises NotBuilt and OSError."""
    found = {path.name: path.read_bytes() for path in sorted((static / FOLDER).glob("*.js"))}
    if not found:
        raise NotBuilt(f"{static / FOLDER}: there are no scripts")
    return found


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, as ``sha256sum`` says it."""
    return sha256(content).hexdigest()


def integrity(content: bytes) -> str:
    """``sha384-…``, as browsers check it (subresource integrity)."""
    return "sha384-" + b64encode(sha384(content).digest()).decode()


def fingerprint(contents: Mapping[str, bytes]) -> str:
    """One hash for all: SHA-256 of the sorted lines ``hash  name``."""
    lines = sorted(f"{digest(content)}  {name}\n" for name, content in contents.items())
    return digest("".join(lines).encode())
