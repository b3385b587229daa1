# SPDX-License-Identifier: Apache-2.0
"""``isonomia law``: laws as files, and what they make of counts. What the commands do is in ``law_commands``."""

from pathlib import Path

import click

from isonomia.cli.options import FILE
from isonomia.cli.output import json_option
from isonomia.present.catalogue import LANGUAGES

language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the explanation."
)


@click.group()
def law() -> None:
    """Apply an election's law to its counts: who is elected, and why.

    A law is a small file with its sources; LAW is one that comes with isonomia, by its id, or your own file.

    \b
    Examples:
      isonomia law list
      isonomia law show by-president --language be
      isonomia law apply by-president first.csv
    """


@law.command("list")
@language_option
@json_option
def list_(language: str) -> None:
    """The laws that come with isonomia.

    \b
    Example:
      isonomia law list
    """
    from isonomia.cli.law_commands import list_laws

    list_laws(language)


@law.command()
@click.argument("law_", metavar="LAW")
@language_option
@json_option
def show(law_: str, language: str) -> None:
    """A law in words: each rule, and where it stands.

    \b
    Examples:
      isonomia law show fr-president --language fr
      isonomia law show statute.toml
    """
    from isonomia.cli.law_commands import show_law

    show_law(law_, language)


@law.command()
@click.argument("law_", metavar="LAW")
@json_option
def check(law_: str) -> None:
    """Does a law file hold together? Lists every problem with its line.

    \b
    Example:
      isonomia law check statute.toml
    """
    from isonomia.cli.law_commands import check_law

    check_law(law_)


_COUNT = click.IntRange(min=0, max=10**18)


@law.command()
@click.argument("law_", metavar="LAW")
@click.argument("counts", metavar="[COUNTS]...", nargs=-1)
@click.option("--against-all", type=_COUNT, metavar="N", help="Votes against all candidates.")
@click.option("--blank", type=_COUNT, metavar="N", help="Blank ballots.")
@click.option("--invalid", type=_COUNT, metavar="N", help="Invalid ballots.")
@click.option("--participants", type=_COUNT, metavar="N", help="Voters who took part.")
@click.option("--registered", type=_COUNT, metavar="N", help="Voters on the roll.")
@click.option("--claimed", metavar="PERCENT,...", help="Announced percentages instead of counts, as 80.1 or Ada=80.1.")
@click.option("--turnout", metavar="PERCENT", help="Of an announced result: the turnout.")
@click.option("--total", type=_COUNT, metavar="N", help="Of an announced result: the votes that percentages are of.")
@click.option("--margin", is_flag=True, help="Tell how few altered or removed ballots would change the outcome.")
@click.option("--seats", type=click.IntRange(1, 100_000), metavar="N", help="Seats, where the law leaves them out.")
@click.option("--exempt", metavar="LIST", multiple=True, help="A list that needs not reach the threshold. Repeatable.")
@click.option("--repeat", is_flag=True, help="This is the repeat of a vote that was not valid.")
@click.option("--standing", metavar="NAME", multiple=True, help="Who stands, where no vote was held. Repeatable.")
@click.option(
    "--withdrew", metavar="NAME=ROUND", multiple=True, help="Who withdrew, and no longer stands in which round."
)
@click.option("--died", metavar="NAME=ROUND", multiple=True, help="Who died, or may no longer stand.")
@click.option("--born", metavar="NAME=DATE", multiple=True, help="Dates of birth, where age breaks ties.")
@click.option("--districts", metavar="NAME=N", multiple=True, help="Districts won, where they break ties.")
@click.option("--lot", metavar="TEXT", multiple=True, help="A text of the public lot. Repeatable, in their order.")
@click.option("--commitment", "commitments", metavar="HASH", multiple=True, help="What each was committed to.")
@click.option("--question", type=click.IntRange(0, 10_000), metavar="N", help="Of a record: which question, from 0.")
@click.option("--against", metavar="ANSWER", help="Of a record: the answer that is against all.")
@click.option("--svg", type=FILE, metavar="FILE", help="Write a picture.")
@click.option("--png", type=FILE, metavar="FILE", help="Write it as PNG (needs isonomia[figures]).")
@language_option
@json_option
def apply(
    law_: str,
    counts: tuple[str, ...],
    against_all: int | None,
    blank: int | None,
    invalid: int | None,
    participants: int | None,
    registered: int | None,
    claimed: str | None,
    turnout: str | None,
    total: int | None,
    margin: bool,
    seats: int | None,
    exempt: tuple[str, ...],
    repeat: bool,
    standing: tuple[str, ...],
    withdrew: tuple[str, ...],
    died: tuple[str, ...],
    born: tuple[str, ...],
    districts: tuple[str, ...],
    lot: tuple[str, ...],
    commitments: tuple[str, ...],
    question: int | None,
    against: str | None,
    svg: Path | None,
    png: Path | None,
    language: str,
) -> None:
    """What the law says to these votes, step by step, with the articles.

    COUNTS are NAME=NUMBER words, or files: CSV, JSON, or a record (.bel, which must verify). Several files
    are the rounds of one election, in their order. Nothing is guessed: what does not fit is an error with its
    file and line.

    With --claimed: what an announced result would mean. A rounded percentage is an interval of half its last
    digit to either side, of what the law's majority is a share of. Name all candidates. The outcome is told if
    it is the same for all whole counts that fit.

    With --margin: each altered ballot counts one, whatever it said and says then. For rankings it is a bound.

    \b
    Examples:
      isonomia law apply by-president Ada=420 Blaise=380 \\
          --against-all 40 --participants 860 --registered 1000
      isonomia law apply fr-president first.csv second.csv --language fr
      isonomia law apply ie-president ballots.csv --svg count.svg --margin
      isonomia law apply by-president --claimed "80.1,10.1,against all=4.59" \\
          --turnout 84.28 --registered 6844932
      isonomia law apply by-president 4fW7cbzUxTqCJB.bel --against "Against all"

    \b
    CSV, as many lines as there are candidates; against all, blank, invalid,
    participants and registered are no candidates:
      candidate,votes
      Ada,420
      participants,860

    \b
    With rounds or regions:          Ranked ballots (1 is best):
      round,candidate,votes            ballots,Ada,Blaise,Emmy
      1,Ada,420                        12,1,2,
    """
    from isonomia.cli.law_commands import Pictures, apply_law
    from isonomia.cli.law_input import Asked, Given

    totals = {
        "against_all": against_all,
        "blank": blank,
        "invalid": invalid,
        "participants": participants,
        "registered": registered,
    }
    given = Given(lot, commitments, born, districts, withdrew, died, standing, exempt, seats, repeat)
    if claimed is not None:
        from isonomia.cli.law_claim import Claimed, claim_law

        if counts or against_all or blank or invalid or margin or svg or png:
            raise click.UsageError("--claimed goes without counts, their margin and pictures")
        return claim_law(law_, Claimed(claimed, turnout, registered, participants, total), given, language)
    if turnout is not None or total is not None:
        raise click.UsageError("--turnout and --total go with --claimed")
    pictures, asked = Pictures(svg, png), Asked(question, against)
    return apply_law(law_, counts, totals, asked, given, pictures, language, with_margin=margin)
