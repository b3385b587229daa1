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


@quickcount.command()
@click.argument("frame", type=FILE)
@click.option("--margin", type=click.FloatRange(0.01, 50), default=1.0, show_default=True, callback=_percent,
              metavar="POINTS", help="Half the width of the intervals (95 %).")  # fmt: skip
@click.option("--response", type=click.FloatRange(1, 100), default=100.0, show_default=True, callback=_percent,
              metavar="PERCENT", help="Of the stations, how many will answer.")  # fmt: skip
@click.option("--seed", metavar="TEXT", help="Drawn in public; needed for --out.")
@click.option("--out", type=FILE, metavar="FILE", help="Write the stations of the sample (rows of FRAME).")
@click.option("--mapping", type=FILE, metavar="FILE", help="What the columns of FRAME are (TOML).")
@json_option
def design(
    frame: Path, margin: float, response: float, seed: str | None, out: Path | None, mapping: Path | None
) -> None:
    """How many stations, and which: FRAME is a table of an earlier election with all stations.

    Strata are its column of strata, else its regions. docs/claims/quick-count.md.

    \b
    Example:
      isonomia quickcount design last-election.csv --margin 0.5 --seed "19 4 22 7" --out sample.csv
    """
    from isonomia.cli.quickcount_commands import design_sample

    design_sample(frame, mapping, margin, response, seed, out)


@quickcount.command()
@click.argument("sample", type=FILE)
@click.option("--frame", type=FILE, required=True, metavar="FILE", help="A table of all stations, for the strata.")
@click.option("--claimed", multiple=True, metavar="NAME=PERCENT", help="Is this official figure inside? Repeatable.")
@click.option("--mapping", type=FILE, metavar="FILE", help="What the columns of both tables are (TOML).")
@json_option
def estimate(sample: Path, frame: Path, claimed: tuple[str, ...], mapping: Path | None) -> None:
    """Each candidate's share of the votes with its interval of 95 %, from the stations that answered.

    Exit code: 0, or 1 if a claimed percentage is outside its interval.

    \b
    Example:
      isonomia quickcount estimate observed.csv --frame last-election.csv --claimed Ada=80.1
    """
    from isonomia.cli.quickcount_commands import estimate_shares

    estimate_shares(sample, frame, mapping, claimed)
