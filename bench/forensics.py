# SPDX-License-Identifier: Apache-2.0
"""Forensics of a table of 97,000 stations, beside the paper's Monte Carlo on the same table: a table of times."""

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from inputs import kept
from measure import Figures, Program, in_turn

TASK = str(Path(__file__).with_name("forensics_task.py"))
STATIONS = 97_000
PARTIES = 14
SIMULATIONS = 20
DRAWS = 1000
"""Of the paper's Monte Carlo."""
_VOTERS = "Число избирателей, внесенных в список избирателей на момент окончания голосования"

TEXT = f"""## Forensics

A simulated table of {STATIONS:,} stations with Russian headings (CSV, {PARTIES} parties, 22 columns), made by the bench
from a seed. The report is `isonomia claim forensics` with {SIMULATIONS} simulated elections, HTML, PDF and all figures
as SVG and PNG, from the file to the disk. The other is the integer test as its paper describes it, written plainly in
numpy by us: {DRAWS:,} simulated elections in place of exact probabilities; both have to find the same excess within the
error of those draws. (The authors' notebook tells 43 to 78 s for it, on their machine: that was not run here.)
Medians of {{runs}} runs, each in a process of its own; seconds of wall clock, in brackets those of the processors. The
machine's load average before them was {{load:.1f}}.

| what | ours | peak, MB | target | Monte Carlo | peak, MB | ratio |
|---|--:|--:|--:|--:|--:|--:|
{{rows}}
"""


def section(runs: int) -> str:
    """The part of README.md."""
    load = os.getloadavg()[0]
    return TEXT.format(runs=runs, load=load, rows="\n".join(_rows(runs)))


def stations() -> Path:
    """The table."""

    def make(folder: Path) -> None:
        import numpy as np

        draw = np.random.default_rng(1)
        voters = draw.integers(50, 3000, STATIONS)
        issued = draw.binomial(voters, draw.beta(6, 5, STATIONS))
        invalid = draw.binomial(issued, 0.02)
        shares = draw.dirichlet([8.0] + [1.0] * (PARTIES - 1), STATIONS)
        votes = draw.multinomial(issued - invalid, shares)
        with (folder / "stations.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([
                *("регион", "тик", "уик", _VOTERS, "Число избирательных бюллетеней, выданных избирателям"),
                *("Число избирательных бюллетеней, содержащихся в ящиках для голосования",),
                *("Число недействительных бюллетеней", "Число действительных бюллетеней"),
                *(f"{place}. Партия {place}" for place in range(1, PARTIES + 1)),
            ])  # fmt: skip
            columns = (voters, issued, issued, invalid, issued - invalid, *votes.T)
            numbers = zip(*(column.tolist() for column in columns), strict=True)
            for place, row in enumerate(numbers):
                writer.writerow([f"Область {place % 85}", f"ТИК {place % 2800}", f"УИК {place}", *row])

    return kept(f"stations-{STATIONS}", make) / "stations.csv"


def _rows(runs: int) -> Iterator[str]:
    table = str(stations())
    load, own, other, report = in_turn([_task(name, table) for name in ("load", "integers", "draws", "report")], runs)
    for row in (
        _row("load the table", load, "10 s"),
        _row("integer test", own, "3 s", other),
        _row("the whole report", report, "60 s, 1,500 MB"),
    ):
        print(row, file=sys.stderr, flush=True)
        yield row


def _task(name: str, table: str) -> Program:
    return Program((sys.executable, TASK, name, table), is_task=True)


def _row(what: str, own: Figures, target: str, other: Figures | None = None) -> str:
    peer = ["", "", ""]
    if other is not None:
        ratio = f"{other.wall / own.wall:.0f} ({other.cpu / own.cpu:.0f})"
        peer = [_seconds(other), f"{other.megabytes:.0f}", ratio]
    return f"| {' | '.join([what, _seconds(own), f'{own.megabytes:.0f}', target, *peer])} |"


def _seconds(figures: Figures) -> str:
    return f"{figures.wall:.2f} ({figures.cpu:.2f})"


if __name__ == "__main__":
    print(section(runs=int(sys.argv[1]) if len(sys.argv) > 1 else 1))
