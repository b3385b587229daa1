# SPDX-License-Identifier: Apache-2.0
"""One measurement of forensics, in a process of its own: prints JSON. Started by forensics.py."""

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from forensics import DRAWS, SIMULATIONS
from task import measured, say

from isonomia.claims.forensics.integers import FEWEST, MOST_PERCENT, integers
from isonomia.claims.forensics.stations import Stations, stations_of
from isonomia.claims.tables.table import load
from isonomia.cli import app


def load_table(path: str) -> dict[str, float]:
    """From the file to numbers by station."""
    return measured(lambda: load("stations.csv", Path(path).read_bytes()))


def integer_test(path: str) -> dict[str, float]:
    """The exact test, the table being there."""
    own = _stations(path)
    return measured(lambda: integers(own))


def draws(path: str) -> dict[str, float]:
    """The same by Monte Carlo: Kobak, Shpilkin, Pshenichnikov 2016, section 2; fails if the two disagree."""
    own = _stations(path)
    found: list[float] = []
    result = measured(lambda: found.append(_monte_carlo(own)))
    exact = integers(own)
    if abs(found[0] - exact.excess) > 4 * exact.deviation / DRAWS**0.5:
        raise SystemExit(f"the excess is {found[0]:.2f} by Monte Carlo, {exact.excess:.2f} exactly")
    return result


def _monte_carlo(own: Stations) -> float:
    """The excess: observed stations less the mean of simulated ones."""
    draw = np.random.default_rng(1)
    turnout, share = own.took_part / np.maximum(own.registered, 1), own.leader / np.maximum(own.cast, 1)
    most = MOST_PERCENT / 100
    kept = (own.registered >= FEWEST) & (own.cast > 0) & (turnout > 0) & (turnout <= most) & (share <= most)
    registered, cast, turnout, share = own.registered[kept], own.cast[kept], turnout[kept], share[kept]

    def whole(percent: np.ndarray) -> np.ndarray:
        return np.abs(percent - np.round(percent)) <= 0.05 + 1e-9

    observed = (whole(100 * turnout) | whole(100 * share)).sum()
    simulated = [
        (
            whole(100 * draw.binomial(registered, turnout) / registered)
            | whole(100 * draw.binomial(cast, share) / cast)
        ).sum()
        for _ in range(DRAWS)
    ]
    return float(observed - np.mean(simulated))


def report(path: str) -> dict[str, float]:
    """The command: from the file to HTML, PDF and figures on the disk."""

    def work() -> None:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            out = Path(folder)
            files = [
                f"--report={out / 'report.html'}",
                f"--report={out / 'report.pdf'}",
                f"--figures={out / 'figures'}",
            ]
            if app.run(["claim", "forensics", path, "--simulations", str(SIMULATIONS), *files]):
                raise SystemExit("the report was not made")

    return measured(work)


def _stations(path: str) -> Stations:
    return stations_of(load("stations.csv", Path(path).read_bytes()))[1]


TASKS: dict[str, Callable[[str], dict[str, float]]] = {
    "load": load_table,
    "integers": integer_test,
    "draws": draws,
    "report": report,
}

if __name__ == "__main__":
    say(TASKS[sys.argv[1]](*sys.argv[2:]))
