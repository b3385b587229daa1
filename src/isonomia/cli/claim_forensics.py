# SPDX-License-Identifier: Apache-2.0
"""``claim forensics``."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isonomia.cli.claim_report import Wanted, check
from isonomia.cli.claim_table import open_table, table_data
from isonomia.cli.output import emit
from isonomia.cli.progress import Working
from isonomia.present.claim_forensics import lines
from isonomia.present.claim_table import lines as table_lines

if TYPE_CHECKING:
    from isonomia.claims.forensics.assess import Assessment, Simulated
    from isonomia.claims.forensics.integers import Integers
    from isonomia.claims.forensics.stations import Turnout


FIGURES = ("fingerprint", "comb", "z", "curve")


class Asked(NamedTuple):
    """The options."""

    mapping: Path | None
    leader: str | None
    turnout: "Turnout | None"
    large: int
    simulations: int
    seed: int


def examine(path: Path, asked: Asked, wanted: Wanted) -> None:
    """Prints every test of a table, and writes the report that is asked for."""
    check(wanted, FIGURES, plots=True)
    table = open_table(path, asked.mapping)

    import numpy as np

    from isonomia.claims.forensics.assess import CONTROL, UNSEEN, WORDS, assess
    from isonomia.claims.forensics.stations import stations_of
    from isonomia.claims.forensics.suspects import fingerprint

    leader, stations = stations_of(table, leader=asked.leader, turnout=asked.turnout)
    with Working("Testing, and simulating clean elections") as working:
        randomness = np.random.default_rng(asked.seed)
        simulations, large = asked.simulations, asked.large or None
        own = assess(stations, randomness, simulations=simulations, large=large, tell=working.update)
    told = table_data(table)
    data: dict[str, Any] = {
        "file": table.name,
        "sha256": table.sha256,
        "left_out": len(table.left_out),
        "rows_left_out": told["left_out"],
        "columns": told["columns"],
        "notes": told["notes"],
        "leader": leader,
        "words": WORDS,
        "seed": asked.seed,
        "clean_election": CONTROL,
        "not_seen": UNSEEN,
        "fingerprint": fingerprint(stations).tolist(),
    }
    if wanted:
        from isonomia.cli.claim_forensics_report import write_report

        data["written"] = write_report(path, table, leader, stations, own, asked, wanted)
    emit(data | _data(own), [*table_lines(table), "", *lines(own, leader)])


def _data(own: "Assessment") -> dict[str, Any]:
    return {
        "stations": own.stations,
        "not_possible": own.not_possible,
        "integers": _integers(own.integers)
        | {"anomalous": own.is_anomalous, "simulated": _simulated(own.z), "false_alarms": own.alarms},
        "regions": {name: _integers(region) for name, region in own.regions.items()},
        "anomalous_votes": [
            {"window_percent": one.percent, "stations": one.stations, "votes": round(one.votes)} for one in own.curve
        ],
        "large_units": {"rows": own.large.row.tolist(), "leader": int(own.large.leader.sum())},
        "repeated": _simulated(own.repeated),
        "last_digit_chi2": _simulated(own.last_digit),
        "digits": {
            name: _number(getattr(own.digits, name))
            for name in ("second_mean", "last_mean", "fives", "percent_fives", "last_chi2", "skew", "kurtosis")
        },
        "digits_if_clean": {
            name: [_number(value) for value in own.digit(name).clean]
            for name in ("second_mean", "last_mean", "fives", "percent_fives", "last_chi2", "skew", "kurtosis")
        },
        "red_list": [
            {"reason": red.reason, "rows": red.rows.tolist(), "of_100_voters": red.large, "leader": red.leader}
            for red in own.red
        ],
    }


def _integers(own: "Integers") -> dict[str, Any]:
    numbers = {"expected": own.expected, "excess": own.excess, "deviation": own.deviation, "z": own.z}
    whole = {"stations": own.stations, "observed": own.observed, "unseen_stations": own.unseen}
    return whole | {name: round(value, 4) for name, value in numbers.items()}


def _simulated(own: "Simulated") -> dict[str, Any]:
    clean = [_number(value) for value in own.clean]
    return {"observed": _number(own.observed), "clean": clean, "clean_at_least": own.at_least}


def _number(value: float) -> float | None:
    """JSON has no NaN."""
    return None if isnan(value) else round(value, 4)
