# SPDX-License-Identifier: Apache-2.0
"""The report of ``claim forensics``: gathers what :mod:`isonomia.present.forensic_page` tells."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from isonomia.claims.forensics.anomalous import anomalous
from isonomia.claims.forensics.comb import comb
from isonomia.claims.forensics.integers import eligible
from isonomia.claims.forensics.suspects import fingerprint
from isonomia.claims.tables.headings import Role
from isonomia.cli.claim_report import Wanted, command_line, versions, write
from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small
from isonomia.present.catalogue import words
from isonomia.present.claim_page import Again, Input
from isonomia.present.forensic_figures import Comb
from isonomia.present.forensic_page import Examined, pictures, report
from isonomia.present.png import FiguresMissing

if TYPE_CHECKING:
    from isonomia.claims.forensics.assess import Assessment
    from isonomia.claims.forensics.stations import Stations
    from isonomia.claims.tables.table import Table
    from isonomia.cli.claim_forensics import Asked


def write_report(
    path: Path, table: "Table", leader: str, stations: "Stations", own: "Assessment", asked: "Asked", wanted: Wanted
) -> list[str]:
    """Raises CliError and OSError. Gives the names of the files that were written."""
    speaking = words(wanted.language)
    issued = asked.turnout != "cast" and Role.ISSUED in table.totals
    files = [Input(path.name, table.sha256, speaking.gettext("the table of stations"))]
    mapping = b"" if asked.mapping is None else read_small(asked.mapping)
    if asked.mapping is not None:
        what = speaking.gettext("what the columns are")
        files.append(Input(asked.mapping.name, sha256(mapping).hexdigest(), what))
    turnout, share = _combs(stations, asked.seed)
    apart = asked.large if asked.large and len(own.large.row) else None
    examined = Examined(
        files=tuple(files),
        table=table,
        mapping=mapping.decode("utf-8-sig"),
        leader=leader,
        leader_votes=int(stations.leader.sum()),
        took_part="issued" if issued else "cast",
        own=own,
        fingerprint=fingerprint(stations),
        turnout=turnout,
        share=share,
        large=apart,
        with_large=anomalous(stations, large=None) if apart else None,
        seed=asked.seed,
        again=_again(path, leader, issued=issued, asked=asked, language=wanted.language),
    )
    try:
        drawn = pictures(examined, speaking)
    except FiguresMissing as error:
        raise CliError("reports", str(error), error.hint) from None
    return write(wanted, lambda: report(examined, drawn, speaking), drawn)


def _combs(stations: "Stations", seed: int) -> tuple[Comb, Comb]:
    """Of the stations of the integer test, and of those that it has in the first simulated election of this seed."""
    possible = stations.only(stations.possible)
    elections = possible, possible.clean(np.random.default_rng(seed))
    real, clean = (one.only(eligible(one)) for one in elections)
    return (
        Comb(comb(real.took_part, real.registered), comb(clean.took_part, clean.registered)),
        Comb(comb(real.leader, real.cast), comb(clean.leader, clean.cast)),
    )


def _again(path: Path, leader: str, *, issued: bool, asked: "Asked", language: str) -> Again:
    """Every choice told, those that were left to isonomia too."""
    mapping = [] if asked.mapping is None else ["--mapping", asked.mapping.name]
    command = command_line(
        *("forensics", path.name, *mapping, "--leader", leader, "--turnout", "issued" if issued else "cast"),
        *("--large", str(asked.large), "--simulations", str(asked.simulations), "--seed", str(asked.seed)),
        *("--language", language, "--report", "report.html"),
    )
    return Again(command, versions("numpy", "polars", "matplotlib"))
