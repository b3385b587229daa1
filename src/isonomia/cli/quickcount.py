# SPDX-License-Identifier: Apache-2.0
"""``isonomia quickcount``: a sample of stations, and what it says of the whole."""

from pathlib import Path

import click

from isonomia.cli.options import FILE
from isonomia.cli.output import json_option


@click.group()
def quickcount() -> None:
    """A quick count: a stratified random sample of stations, and what it says of all.

    \b
    Examples:
      isonomia quickcount design last-election.csv --margin 0.5 --seed "19 4 22 7" --out sample.csv
      isonomia quickcount estimate observed.csv --frame last-election.csv --claimed Ada=80.1
    """


def _percent(context: click.Context, parameter: click.Parameter, value: float) -> float:
    return value / 100


_BASES = click.Choice(["valid", "cast", "registered"])
_BASE = "What percentages are of: votes for candidates, ballots cast, or voters on the list."


@quickcount.command()
@click.argument("frame", type=FILE)
@click.option("--base", type=_BASES, default="valid", show_default=True, help=_BASE)
@click.option("--margin", type=click.FloatRange(0.01, 50), default=1.0, show_default=True, callback=_percent,
              metavar="POINTS", help="Half the width of the intervals (95 %).")  # fmt: skip
@click.option("--response", type=click.FloatRange(1, 100), default=100.0, show_default=True, callback=_percent,
              metavar="PERCENT", help="Of the stations, how many will answer.")  # fmt: skip
@click.option("--seed", metavar="TEXT", help="Drawn in public; needed for --out.")
@click.option("--out", type=FILE, metavar="FILE", help="Write the stations of the sample (rows of FRAME).")
@click.option("--mapping", type=FILE, metavar="FILE", help="What the columns of FRAME are (TOML).")
@json_option
def design(
    frame: Path,
    base: str,
    margin: float,
    response: float,
    seed: str | None,
    out: Path | None,
    mapping: Path | None,
) -> None:
    """How many stations, and which: FRAME is a table of an earlier election with all stations.

    Strata are its column of strata, else its regions. docs/claims/quick-count.md.

    \b
    Example:
      isonomia quickcount design last-election.csv --margin 0.5 --seed "19 4 22 7" --out sample.csv
    """
    from isonomia.cli.quickcount_design import design_sample

    design_sample(frame, mapping, base, margin, response, seed, out)


@quickcount.command()
@click.argument("sample", type=FILE)
@click.option("--frame", type=FILE, required=True, metavar="FILE", help="A table of all stations, for the strata.")
@click.option("--drawn", type=FILE, metavar="FILE", help="The sample that `quickcount design --out` wrote.")
@click.option("--base", type=_BASES, help=_BASE + "  [default: valid]")
@click.option("--claimed", multiple=True, metavar="NAME=PERCENT", help="Is this official figure inside? Repeatable.")
@click.option("--mapping", type=FILE, metavar="FILE", help="What the columns of both tables are (TOML).")
@json_option
def estimate(
    sample: Path,
    frame: Path,
    drawn: Path | None,
    base: str | None,
    claimed: tuple[str, ...],
    mapping: Path | None,
) -> None:
    """Each candidate's share of the votes with its interval of 95 %, from the stations that answered.

    A station is found in the frame by the column row, as design writes it, else by its names. One that is not in it,
    was not drawn, or is there twice with other numbers is an error.
    Exit code: 0, or 1 if a claimed percentage is outside its interval.

    \b
    Examples:
      isonomia quickcount estimate observed.csv --frame last-election.csv --drawn sample.csv --claimed Ada=80.1
      isonomia quickcount estimate observed.csv --frame last-election.csv --base cast --claimed Ada=80.1
    """
    from isonomia.cli.quickcount_estimate import Asked, estimate_shares

    estimate_shares(sample, Asked(frame, mapping, drawn, base, claimed))
