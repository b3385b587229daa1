# SPDX-License-Identifier: Apache-2.0
"""``--report`` and ``--figures`` of the commands of ``claim``: checked before the work, written after all of it."""

import platform
import shlex
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import click

from isonomia import __version__
from isonomia.cli.failure import CliError
from isonomia.cli.files import refuse_existing, write_new
from isonomia.cli.output import say
from isonomia.cli.progress import Working
from isonomia.present.pdf import PdfMissing, pdf, require_pdf
from isonomia.present.plot import Picture, require_figures
from isonomia.present.png import FiguresMissing, png

KINDS = (".html", ".pdf")
_WIDTH = 100
"""Columns of a command."""
_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
"""To see whether PNG can be made."""


class Wanted(NamedTuple):
    """What is to be written, and in which language."""

    reports: tuple[Path, ...]
    figures: Path | None
    language: str

    def __bool__(self) -> bool:
        return bool(self.reports) or self.figures is not None


def check(wanted: Wanted, names: Sequence[str], *, plots: bool) -> None:
    """Raises UsageError, CliError and OSError before any work: a wrong ending, a file that is there, a library that
    is not. ``names``: of the figures; ``plots``: whether they need matplotlib."""
    for path in wanted.reports:
        if path.suffix.lower() not in KINDS:
            raise click.UsageError(f"--report {path}: a report ends with {' or '.join(KINDS)}")
    if len(set(wanted.reports)) < len(wanted.reports):
        raise click.UsageError("--report names one file twice")
    refuse_existing(*wanted.reports, *figure_files(wanted.figures, names))
    try:
        if wanted and plots:
            require_figures()
        if any(path.suffix.lower() == ".pdf" for path in wanted.reports):
            require_pdf()
        if wanted.figures is not None:
            png(_NOTHING)
    except (FiguresMissing, PdfMissing) as error:
        raise CliError("reports", str(error), error.hint) from None


def figure_files(folder: Path | None, names: Sequence[str]) -> list[Path]:
    """Where the figures go; the folder is made if it is not there, its own folder must be."""
    if folder is None:
        return []
    if not folder.is_dir():
        refuse_existing(folder)
        return []
    return [folder / f"{name}{ending}" for name in names for ending in (".svg", ".png")]


def write(wanted: Wanted, page: Callable[[], str], drawn: Sequence[Picture]) -> list[str]:
    """Everything is made first and written then. Gives the names of the files."""
    made: list[tuple[Path, bytes]] = []
    with Working("Writing the report"):
        try:
            text = page() if wanted.reports else ""
            for path in wanted.reports:
                made.append((path, pdf(text) if path.suffix.lower() == ".pdf" else text.encode()))
            if wanted.figures is not None:
                for picture in drawn:
                    made.append((wanted.figures / f"{picture.name}.svg", picture.svg.encode()))
                    made.append((wanted.figures / f"{picture.name}.png", png(picture.svg)))
        except (FiguresMissing, PdfMissing) as error:
            raise CliError("reports", str(error), error.hint) from None
        if wanted.figures is not None:
            wanted.figures.mkdir(exist_ok=True)
        for path, content in made:
            write_new(path, content)
    for path, _ in made:
        say(f"Written: {path}")
    return [str(path) for path, _ in made]


def command_line(*parts: str) -> str:
    """A command of ``claim`` as it is typed into a shell."""
    return typed("isonomia", "claim", *parts)


def typed(program: str, *parts: str) -> str:
    """As it is typed into a shell; over several lines if it is long, for a page cuts lines that are too long."""
    lines = [program]
    for part in map(shlex.quote, parts):
        if len(lines[-1]) + len(part) < _WIDTH:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return " \\\n    ".join(lines)


def versions(*packages: str) -> tuple[tuple[str, str], ...]:
    """Of isonomia, Python and libraries."""
    found = [("isonomia", __version__), ("Python", platform.python_version())]
    for name in packages:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)
