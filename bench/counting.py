# SPDX-License-Identifier: Apache-2.0
"""The counting methods on random ballots, beside pref_voting and belenios-tool on the same file: a table."""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inputs import kept
from measure import Figures, Program, in_turn

TASK = str(Path(__file__).with_name("counting_task.py"))
CANDIDATES = 10
GRADES = 6
SEATS = 3
FEW, SMALL, LARGE = 10_000, 100_000, 1_000_000

TEXT = f"""## Counting

From a file of ballots to who is elected: reading, checking and the count with all its steps, in one process.
{CANDIDATES} candidates, {SEATS} seats for STV. Ballots are random and nearly all different,
which is the worst case: every one is a complete ranking in any order, or any of {GRADES} grades for each candidate.
Medians of {{runs}} runs; seconds of wall clock, in brackets those of the processor. pref_voting is measured in the same
way once its compiled parts are warm; its Schulze and ranked pairs take margins, its Majority Judgment another rule for
ties. `belenios-tool` is compiled, and measured with its start; its STV overflows its stack at a million, the time of
its Majority Judgment grows with the square of the ballots. Ratios are the other's time over ours: below 1 it is faster.

| method | ballots | ours | peak, MB | target | pref_voting | peak, MB | ratio | belenios-tool | ratio |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
{{rows}}
"""


@dataclass(frozen=True)
class Method:
    """What it is called in counting_task.py; the kind of its ballots; whether pref_voting has it, and the arguments of
    ``belenios-tool method``, which is not asked about more ballots than it can do in seconds."""

    name: str
    kind: str
    in_pref_voting: bool = False
    in_belenios: tuple[str, ...] = ()
    belenios_up_to: int = LARGE


METHODS = (
    Method("Borda", "ranks", True),
    Method("contingent", "ranks"),
    Method("IRV", "ranks", True),
    Method("ranked pairs", "ranks", True),
    Method("Schulze", "ranks", True, ("schulze", "--blank-allowed=true")),
    Method("STV, Scottish", "ranks"),
    Method("STV, Meek", "ranks"),
    Method(
        "STV, belenios-tool's",
        "ranks",
        False,
        ("stv", f"--nseats={SEATS}"),
        belenios_up_to=SMALL,  # its stack overflows at a million
    ),
    Method("approval", "grades"),
    Method("score", "grades", True),
    Method("STAR", "grades", True),
    Method(
        "Majority Judgment",
        "grades",
        True,
        ("majority-judgment", "--blank-allowed=true", f"--ngrades={GRADES}"),
        belenios_up_to=FEW,  # its time grows with the square of the ballots: a minute for 100,000
    ),
)
AT = {
    FEW: ("Majority Judgment",),
    SMALL: tuple(method.name for method in METHODS),
    LARGE: ("Schulze", "STV, Scottish", "STV, Meek", "STV, belenios-tool's", "Majority Judgment"),
}
TARGETS = {SMALL: "1 s", LARGE: "10 s"}


def ballots(kind: str, number: int) -> Path:
    """A JSON array of rows with each candidate's rank or grade, 1 the best, as belenios-tool takes it."""

    def make(folder: Path) -> None:
        rng = random.Random(number)  # noqa: S311 (the same ballots each time)
        places = range(1, CANDIDATES + 1)
        with (folder / "ballots.json").open("w") as file:
            for at in range(number):
                ranks = (
                    rng.sample(places, CANDIDATES)
                    if kind == "ranks"
                    else rng.choices(range(1, GRADES + 1), k=CANDIDATES)
                )
                file.write(f"{',' if at else '['}{ranks}\n".replace(" ", ""))
            file.write("]\n")

    return kept(f"ballots-{kind}-{number}", make) / "ballots.json"


def section(runs: int) -> str:
    """The part of README.md."""
    return TEXT.format(runs=runs, rows="\n".join(_rows(runs)))


def _rows(runs: int) -> Iterator[str]:
    for number, names in AT.items():
        for method in METHODS:
            if method.name in names:
                row = _measured(method, number, runs)
                print(row, file=sys.stderr, flush=True)
                yield row


def _measured(method: Method, number: int, runs: int) -> str:
    path = ballots(method.kind, number)
    programs = {"ours": _task("isonomia", method, path)}
    if method.in_pref_voting and number == SMALL:
        programs["pref_voting"] = _task("pref_voting", method, path)
    if method.in_belenios and number <= method.belenios_up_to:
        programs["belenios"] = Program(("belenios-tool", "method", *method.in_belenios), stdin=path)
    found = dict(zip(programs, in_turn(list(programs.values()), runs), strict=True))
    own = found["ours"]
    cells = [
        *(method.name, f"{number:,}", _seconds(own), f"{own.megabytes:.0f}", TARGETS.get(number, "")),
        *_peer(found.get("pref_voting"), own, has_memory=True),
        *_peer(found.get("belenios"), own, has_memory=False),
    ]
    return f"| {' | '.join(cells)} |"


def _task(program: str, method: Method, path: Path) -> Program:
    return Program((sys.executable, TASK, program, method.name, str(path)), is_task=True)


def _seconds(figures: Figures) -> str:
    return f"{figures.wall:.2f} ({figures.cpu:.2f})"


def _peer(figures: Figures | None, own: Figures, *, has_memory: bool) -> list[str]:
    if figures is None:
        return [""] * (3 if has_memory else 2)
    memory = [f"{figures.megabytes:.0f}"] if has_memory else []
    ratio = f"{figures.wall / own.wall:.1f} ({figures.cpu / own.cpu:.1f})"
    return [_seconds(figures), *memory, ratio]


if __name__ == "__main__":
    print(section(runs=int(sys.argv[1]) if len(sys.argv) > 1 else 1))
