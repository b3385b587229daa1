# SPDX-License-Identifier: Apache-2.0
"""What the tests of counting methods share: random profiles, real ballots, peers."""

import csv
import importlib
import json
import os
import random
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest

from isonomia.law.ballots import Profile
from isonomia.law.decisions import Drawn, Unbroken
from isonomia.law.methods.borda import borda
from isonomia.law.methods.contingent import contingent
from isonomia.law.methods.instant_runoff import instant_runoff
from isonomia.law.methods.ranked_pairs import ranked_pairs
from isonomia.law.methods.schulze import schulze
from isonomia.law.methods.stv_belenios import stv_belenios
from isonomia.law.methods.stv_meek import stv_meek
from isonomia.law.methods.stv_scottish import stv_scottish
from isonomia.law.outcome import Outcome
from isonomia.law.steps import Elected, Step
from support.peer import required_tool

RANKED = Path(__file__).parents[3] / "shared" / "data" / "ranked"
OPEN = Unbroken()

SINGLE: dict[str, Callable[..., Outcome]] = {
    "borda": borda,
    "contingent": contingent,
    "instant_runoff": instant_runoff,
    "ranked_pairs": ranked_pairs,
    "schulze": schulze,
}
"""Methods that elect one from ranked ballots."""
STV: dict[str, Callable[..., Outcome]] = {
    "stv_belenios": stv_belenios,
    "stv_meek": stv_meek,
    "stv_scottish": stv_scottish,
}

T = TypeVar("T", bound=Step)
Lines = list[tuple[int, Any]]


def steps_of(outcome: Outcome, kind: type[T]) -> list[T]:
    return [step for step in outcome.steps if isinstance(step, kind)]


def elected_in_steps(outcome: Outcome) -> tuple[str, ...]:
    return tuple(name for step in steps_of(outcome, Elected) for name, _ in step.votes)


def random_lines(rng: random.Random, names: str, *, ballots: int, complete: bool = False, most: int = 1) -> Lines:
    """Strict rankings: ``(count, names)``."""
    lines = []
    for _ in range(ballots):
        length = len(names) if complete else rng.randint(1, len(names))
        lines.append((rng.randint(1, most), rng.sample(names, length)))
    return lines


def random_profiles(seed: int, number: int, *, complete: bool = False, most: int = 6) -> Iterator[Profile]:
    rng = random.Random(seed)
    for _ in range(number):
        names = "ABCDEF"[: rng.randint(2, most)]
        yield Profile.of(names, random_lines(rng, names, ballots=rng.randint(1, 15), complete=complete))


def rankings(profile: Profile) -> Lines:
    """The strict ballots of a profile, as it would be given."""
    return [(line.ballots, [profile.candidates[place] for place in line.order]) for line in profile.lines]


def drawn(profile: Profile) -> Drawn:
    return Drawn(profile.candidates)


def data(name: str) -> str:
    path = RANKED / name
    if not path.exists():
        pytest.skip(f"no {path}: real ballots were not counted")
    return path.read_text()


def ward(name: str) -> tuple[Profile, int]:
    """A Scottish ward: the ballots, and how many councillors."""
    rows = [[cell for cell in row if cell] for row in csv.reader(data(name).splitlines())]
    names = [row[1] for row in rows if row[0].startswith("Candidate ")]
    assert len(names) == int(rows[0][0])
    ballots = [(int(row[0]), [names[int(cell) - 1] for cell in row[1:]]) for row in rows[1:] if row[0].isdigit()]
    return Profile.of(names, ballots), int(rows[0][1])


def debian(name: str, candidates: list[str]) -> Profile:
    ballots = []
    for line in data(name).splitlines():
        if not line.startswith("#"):
            count, order = line.split(": ")
            ballots.append((int(count), [candidates[int(place) - 1] for place in order.split(",")]))
    return Profile.of(candidates, ballots)


def belenios(method: str, rows: list[list[int]], *arguments: str) -> Any:
    """What ``belenios-tool method`` says to these ballots; skips (or fails, in CI) where there is none."""
    command = [required_tool(), "method", method, *arguments]
    done = subprocess.run(command, input=json.dumps(rows), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def oracle(name: str) -> ModuleType:
    """A library of other people (requirements/oracles.in); what it warns of is theirs. Without it the test is skipped,
    or fails where ISONOMIA_REQUIRE_PEERS=1 (CI)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except ImportError as error:
            why = f"{name} cannot be imported ({error}): nobody else counted these ballots"
            if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1":
                pytest.fail(why)
            pytest.skip(why)
