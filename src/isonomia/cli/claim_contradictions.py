# SPDX-License-Identifier: Apache-2.0
"""``claim contradictions`` and ``claim script``."""

import json
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import click

from isonomia.claims.certificate import Finding
from isonomia.claims.contradictions import contradictions
from isonomia.claims.documents import Statement
from isonomia.claims.notes import Note, notes
from isonomia.claims.reading import read_documents
from isonomia.cli.claim_report import Wanted, check, command_line, typed, versions, write
from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small, refuse_existing, write_new
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.present.catalogue import words
from isonomia.present.claim_contradictions import lines
from isonomia.present.claim_page import Again, Input
from isonomia.present.contradiction_page import Held, pictures, report

FIGURES = ("contradictions",)


def find(paths: tuple[Path, ...], out: Path | None, strongest: bool, wanted: Wanted) -> None:
    """Prints findings, and writes the report that is asked for; exits with 1 if there are any."""
    if out is not None:
        refuse_existing(out)
    check(wanted, FIGURES, plots=False)
    with Working("Reading documents"):
        contents = {path: read_small(path) for path in paths}
        names = _names(contents)
        statements = [own for path, content in contents.items() for own in read_documents(names[path], content)]
        found, noted = contradictions(statements), notes(statements)
    certificates = [(one.strongest if strongest else one.shortest).as_json() for one in found]
    data: dict[str, Any] = {
        "documents": len(statements),
        "contradictions": len(found),
        "certificates": [
            own | {"wrong_votes_with_all_documents": one.strongest.wrong}
            for own, one in zip(certificates, found, strict=True)
        ],
        "notes": [note.as_json() for note in noted],
    }
    if wanted:
        data["written"] = _report(names, contents, statements, found, noted, strongest, wanted)
    if out is not None:
        write_new(out, json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
    emit(data, lines(found, len(statements), strongest, noted))
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


def _report(
    names: dict[Path, str],
    contents: dict[Path, bytes],
    statements: list[Statement],
    found: list[Finding],
    noted: list[Note],
    strongest: bool,
    wanted: Wanted,
) -> list[str]:
    speaking = words(wanted.language)
    what = speaking.gettext("documents")
    files = [Input(names[path], sha256(content).hexdigest(), what) for path, content in contents.items()]
    own = [file.name for file in files]
    option = ["--strongest"] if strongest else []
    again = Again(
        command_line("contradictions", *own, *option, "--language", wanted.language, "--report", "report.html"),
        versions(),
        (
            command_line("contradictions", *own, *option, "--out", "certificates.json"),
            command_line("script") + " > recheck.py",
            typed("python3", "recheck.py", "certificates.json", *own),
        ),
    )
    script = sha256(_script().encode()).hexdigest()
    held = Held(tuple(files), len(statements), found, noted, strongest, script, again)
    drawn = pictures(held, speaking)
    return write(wanted, lambda: report(held, drawn, speaking), drawn)


def _script() -> str:
    return resources("isonomia.cli").joinpath("claim_recheck.py").read_text(encoding="utf-8")


def print_script() -> None:
    """The stand-alone script, as it is in the package."""
    text = _script()
    emit({"script": text}, [text.removesuffix("\n")])
