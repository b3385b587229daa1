# SPDX-License-Identifier: Apache-2.0
"""``isonomia observe``: what an observer saw, signed under a pseudonym; and many observers' files merged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from isonomia.cli.law import language_option
from isonomia.cli.options import FILE
from isonomia.cli.output import json_option
from isonomia.cli.secret_input import passphrase_option

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def observe() -> None:
    """Record what a station's protocol says, under a pseudonym; merge what many observers recorded.

    Read docs/claims/observers.md before the day: it says what protects you, and what does not.

    \b
    Examples:
      isonomia observe begin notes.jsonl --election by-2025
      isonomia observe record notes.jsonl --station "Minsk 12" \\
          --figure Ada=250 --figure cast=420 --photo IMG_1.jpg
      isonomia observe check notes.jsonl
      isonomia observe collect *.jsonl --election by-2025 --form form.csv --out collected
    """


def _key_options(function: F) -> F:
    key = click.option("--key", type=FILE, metavar="FILE", help="Your key file; FILE.key unless given.")
    return key(passphrase_option(function))


figure_option = click.option("--figure", "figures", multiple=True, metavar="NAME=N", help="A figure. Repeatable.")
photo_option = click.option(
    "--photo", "photos", type=FILE, multiple=True, metavar="FILE", help="Record a photo's hash. Repeatable."
)
day_option = click.option("--day", metavar="YYYY-MM-DD", help="When you saw it; today unless given.")
form_option = click.option("--form", type=FILE, metavar="FILE", help="The collector's form, to check names against.")


@observe.command()
@click.argument("file", type=FILE)
@click.option("--election", required=True, metavar="LABEL", help="Which election: the label that the collector told.")
@_key_options
@language_option
@json_option
def begin(file: Path, election: str, key: Path | None, passphrase_file: Path | None, language: str) -> None:
    """Make a pseudonym and begin a file: a key that nobody can lead back to you, sealed with a passphrase.

    It writes FILE, and the key file beside it. A new pseudonym for each election; nothing in FILE names you.

    \b
    Example:
      isonomia observe begin notes.jsonl --election by-2025
    """
    from isonomia.cli.observe_steps import begin_file

    begin_file(file, election, key, passphrase_file, language)


@observe.command()
@click.argument("file", type=FILE)
@click.option("--station", metavar="NAME", help="The station, as the form names it.")
@figure_option
@photo_option
@click.option("--csv", "filled", type=FILE, metavar="FILE", help="Take stations and figures from a filled form.")
@form_option
@day_option
@_key_options
@language_option
@json_option
def record(
    file: Path,
    station: str | None,
    figures: tuple[str, ...],
    photos: tuple[Path, ...],
    filled: Path | None,
    form: Path | None,
    day: str | None,
    key: Path | None,
    passphrase_file: Path | None,
    language: str,
) -> None:
    """Record a station's protocol: its figures, and the hashes of photos. Photos stay where they are.

    Names are those of the form: registered, received, issued, cast, valid, blank, invalid, and the candidates.
    With photos and no figures, only their hashes are recorded. What is recorded is on the disk when this ends.

    \b
    Examples:
      isonomia observe record notes.jsonl --station "Minsk 12" \\
          --figure Ada=250 --figure Blaise=160 --figure valid=410 --photo IMG_1.jpg
      isonomia observe record notes.jsonl --csv filled.csv --form form.csv
    """
    from isonomia.cli.observe_steps import Asked, record_protocols

    record_protocols(file, Asked(station, figures, photos, filled, form, day), key, passphrase_file, language)


@observe.command()
@click.argument("file", type=FILE)
@click.option("--entry", type=click.IntRange(1), required=True, metavar="N", help="The entry with the mistake.")
@figure_option
@photo_option
@form_option
@day_option
@_key_options
@language_option
@json_option
def correct(
    file: Path,
    entry: int,
    figures: tuple[str, ...],
    photos: tuple[Path, ...],
    form: Path | None,
    day: str | None,
    key: Path | None,
    passphrase_file: Path | None,
    language: str,
) -> None:
    """Replace the figures of an entry by others; give all of them again. Both stay in the file.

    Only for your own mistakes. If the commission changed its protocol, record the second one too.

    \b
    Example:
      isonomia observe correct notes.jsonl --entry 1 --figure Ada=205 --figure valid=410
    """
    from isonomia.cli.observe_steps import Asked, correct_entry

    correct_entry(file, entry, Asked(None, figures, photos, None, form, day), key, passphrase_file, language)


@observe.command()
@click.argument("file", type=FILE)
@click.option("--entry", type=click.IntRange(1), required=True, metavar="N", help="The entry that shall not stand.")
@day_option
@_key_options
@language_option
@json_option
def withdraw(
    file: Path, entry: int, day: str | None, key: Path | None, passphrase_file: Path | None, language: str
) -> None:
    """Say that an entry does not stand (the wrong station, say). It stays in the file.

    \b
    Example:
      isonomia observe withdraw notes.jsonl --entry 2
    """
    from isonomia.cli.observe_steps import withdraw_entry

    withdraw_entry(file, entry, day, key, passphrase_file, language)


@observe.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--head", metavar="HASH", help="A hash that was noted before: is that line still in the file?")
@language_option
@json_option
def check(files: tuple[Path, ...], head: str | None, language: str) -> None:
    """Is each line of observers' files as it was signed, and is none missing between the others?

    Whether entries at the end were taken away, a file alone cannot tell: note the hash of the last line, which
    `record` and this command print, or tell it somebody, and give it with --head.
    Exit code: 0 right, 1 not, 2 an error.

    \b
    Examples:
      isonomia observe check notes.jsonl
      isonomia observe check notes.jsonl --head 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9
    """
    from isonomia.cli.observe_steps import check_files

    check_files(files, head, language)


@observe.command()
@click.argument("file", type=FILE)
@language_option
@json_option
def repair(file: Path, language: str) -> None:
    """Make a file whole whose last line was torn when the power failed. The torn bytes are kept beside it.

    \b
    Example:
      isonomia observe repair notes.jsonl
    """
    from isonomia.cli.observe_steps import repair_file

    repair_file(file, language)


@observe.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--election", required=True, metavar="LABEL", help="Which election; files of others are left out.")
@click.option("--form", type=FILE, required=True, metavar="FILE", help="Its stations and figures (CSV).")
@click.option("--out", type=FILE, required=True, metavar="DIR", help="The folder to make.")
@click.option("--plain-hashes", is_flag=True, help="Publish photos' SHA-256 as they are: read the guide first.")
@language_option
@json_option
def collect(files: tuple[Path, ...], election: str, form: Path, out: Path, plain_hashes: bool, language: str) -> None:
    """Check and merge observers' files, and write what can be published. Nothing is left out silently.

    DIR/publication is for everybody: a file that `isonomia claim contradictions` takes, of stations, figures,
    hashes and one-time pseudonyms. DIR/private is for nobody: what was left out and why, and what opens the
    sealed hashes of photos. Exit code: 0 all is in it, 1 something has to be looked into, 2 an error.

    \b
    Examples:
      isonomia observe collect inbox/*.jsonl --election by-2025 --form form.csv --out collected
      isonomia claim contradictions collected/publication/observations.csv totals.csv
    """
    from isonomia.cli.observe_collect import collect_files

    collect_files(files, election, form, out, plain_hashes, language)
