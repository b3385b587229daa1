# SPDX-License-Identifier: Apache-2.0
"""``claim contradictions`` and ``claim script``."""

import json
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import click

from isonomia.claims.contradictions import contradictions
from isonomia.claims.reading import read_documents
from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, refuse_existing, write_new
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.present.claim_contradictions import lines


def find(paths: tuple[Path, ...], out: Path | None, strongest: bool) -> None:
    """Prints findings; exits with 1 if there are any."""
    if out is not None:
        refuse_existing(out)
    with Working("Reading documents"):
        contents = {path: read_small(path) for path in paths}
        names = _names(contents)
        statements = [own for path, content in contents.items() for own in read_documents(names[path], content)]
        found = contradictions(statements)
    certificates = [(one.strongest if strongest else one.shortest).as_json() for one in found]
    data: dict[str, Any] = {
        "documents": len(statements),
        "contradictions": len(found),
        "certificates": [
            own | {"wrong_votes_with_all_documents": one.strongest.wrong}
            for own, one in zip(certificates, found, strict=True)
        ],
    }
    if out is not None:
        write_new(out, json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
    emit(data, lines(found, len(statements), strongest))
    if found:
        click.get_current_context().exit(1)


def _names(contents: dict[Path, bytes]) -> dict[Path, str]:
    """The files' names alone: a certificate shows nobody's folders. Raises CliError if one file is named twice."""
    names = [path.name for path in contents]
    if doubled := {name for name in names if names.count(name) > 1}:
        raise CliError("same-name", f"two files have the name {min(doubled)}", "rename one: certificates name them")
    if len(set(contents.values())) < len(contents):
        raise CliError("same-file", "two files have the same content", "give each once: a document is one witness")
    return {path: path.name for path in contents}


def print_script() -> None:
    """The stand-alone script, as it is in the package."""
    text = resources("isonomia.cli").joinpath("claim_recheck.py").read_text(encoding="utf-8")
    emit({"script": text}, [text.removesuffix("\n")])
