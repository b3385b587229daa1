# SPDX-License-Identifier: Apache-2.0
"""``isonomia claim``: what the evidence says about a result that somebody else announced."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from isonomia.cli.options import FILE
from isonomia.cli.output import json_option
from isonomia.present.catalogue import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])


def report_options(function: F) -> F:
    """``--report``, ``--figures``, ``--language``."""
    for option in (
        click.option(
            "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of report and figures."
        ),
        click.option("--figures", type=FILE, metavar="DIR", help="Write the report's figures as SVG and PNG."),
        click.option(
            "--report", type=FILE, metavar="FILE", multiple=True,
            help="Write a report to a new .html or .pdf file; may be given twice.",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


@click.group()
def claim() -> None:
    """Test a result that somebody else announced.

    \b
    Examples:
      isonomia claim contradictions protocols.csv totals.csv
      isonomia claim load results.xlsx
    """


@claim.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--out", type=FILE, metavar="FILE", help="Write the certificates to a new file.")
@click.option("--strongest", is_flag=True, help="Certificates of the most wrong votes, not of the fewest documents.")
@report_options
@json_option
def contradictions(
    files: tuple[Path, ...],
    out: Path | None,
    strongest: bool,
    report: tuple[Path, ...],
    figures: Path | None,
    language: str,
) -> None:
    """What cannot be true at once in protocols, totals and proven votes: arithmetic, no model.

    Every finding is a certificate: the documents it needs with their hashes, one inequality, and how many
    votes at least are wrongly told. `isonomia claim script` prints a program that checks it without isonomia.
    Exit code: 0 nothing found, 1 contradictions, 2 an error. The format is in docs/claims/contradictions.md.

    \b
    Examples:
      isonomia claim contradictions protocols.csv totals.csv
      isonomia claim contradictions all.csv --strongest --out certificates.json
      isonomia claim contradictions all.csv --report contradictions.html --report contradictions.pdf
    """
    from isonomia.cli.claim_contradictions import find
    from isonomia.cli.claim_report import Wanted

    find(files, out, strongest, Wanted(report, figures, language))


@claim.command()
@json_option
def script() -> None:
    """Print the program that re-checks certificates; it needs Python alone.

    \b
    Example:
      isonomia claim script > recheck.py
      python3 recheck.py certificates.json protocols.csv totals.csv
    """
    from isonomia.cli.claim_contradictions import print_script

    print_script()


mapping_option = click.option(
    "--mapping", type=FILE, metavar="FILE", help="What the columns are, where the guess is wrong (TOML)."
)


@claim.command()
@click.argument("file", type=FILE)
@mapping_option
@click.option("--out", type=FILE, metavar="FILE", help="Write the table in one form to a new CSV file.")
@json_option
def load(file: Path, mapping: Path | None, out: Path | None) -> None:
    """Read a table of stations: what each column was taken for, and each row that was left out.

    FILE is CSV or XLSX, packed with xz or zip if you like. Columns are recognised by their headings (English,
    Russian, Belarusian, French, Spanish), candidates by adding up to the valid votes. docs/claims/tables.md.

    \b
    Examples:
      isonomia claim load results.xlsx
      isonomia claim load results.csv.xz --mapping columns.toml --out clean.csv
    """
    from isonomia.cli.claim_table import show_table

    show_table(file, mapping, out)


@claim.command()
@click.argument("file", type=FILE)
@mapping_option
@click.option("--leader", metavar="NAME", help="Whose votes; else who has most. A part of the name is enough.")
@click.option(
    "--turnout", type=click.Choice(["issued", "cast"]), help="Who took part: ballots issued (if told) or cast."
)
@click.option(
    "--large", type=click.IntRange(0), default=10_000, show_default=True, metavar="N",
    help="Leave units of N voters out of the curve (electronic voting); 0: none.",
)  # fmt: skip
@click.option(
    "--simulations", type=click.IntRange(0, 10_000), default=20, show_default=True, metavar="N",
    help="Simulated clean elections.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Of the simulations.")
@report_options
@json_option
def forensics(
    file: Path,
    mapping: Path | None,
    leader: str | None,
    turnout: str | None,
    large: int,
    simulations: int,
    seed: int,
    report: tuple[Path, ...],
    figures: Path | None,
    language: str,
) -> None:
    """Do the numbers of all stations look like those of an election? An anomaly is not a proof.

    Whole percentages (exact), anomalous votes as a curve, repeated numbers, digits, stations to look at; with
    --json the fingerprint too. Beside each stands the same on clean elections. docs/claims/forensics.md.
    Exit code: 0 whatever was found: none of it is a verdict on an election.

    \b
    Examples:
      isonomia claim forensics results.csv.xz
      isonomia claim forensics results.xlsx --leader "Ada" --turnout cast --mapping columns.toml
      isonomia claim forensics results.csv --report results.html --report results.pdf --figures pictures
    """
    from isonomia.cli.claim_forensics import Asked, examine
    from isonomia.cli.claim_report import Wanted

    chosen: Literal["issued", "cast"] | None = "issued" if turnout == "issued" else "cast" if turnout else None
    examine(file, Asked(mapping, leader, chosen, large, simulations, seed), Wanted(report, figures, language))
