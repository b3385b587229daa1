# SPDX-License-Identifier: Apache-2.0
"""The table and the plot."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib as mpl
from measure import Figures

TEXT = """<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Written by run.py: change it there. -->
# Benchmarks

`make bench`, after `make setup` and with `belenios-tool` installed, measures all of this in one go and writes
this page. Medians of {runs} runs; programs that are compared run in turn on the same input, in processes of
their own. Seconds are of wall clock on all cores, beside them those of the processors together; the time to start
is not in them but in the first row. Ratio: the other's wall clock over ours, and in brackets that of the
processors' time, which suffers less from what else the machine does. "Plain Python" is our own reference,
`--reference`, measured on the first ballots of the record.

| what | unit | ours | processors | other | its figure | its processors | ratio | target |
|---|---|--:|--:|---|--:|--:|--:|---|
{rows}

A shuffle costs what a record with it takes longer to verify than the same record without it, for us and for
the others. `belenios-tool` checks the ballots in `election verify`; it uses one core. It knows no Ed25519.

## Growth

![Seconds to verify, against ballots](growth.svg)

| ballots | s | ms a ballot | processors busy | peak memory, MB | runs | measured | load before |
|--:|--:|--:|--:|--:|--:|---|--:|
{growth}

`make bench BENCH_OPTIONS="--largest 100000"` measures the largest as well; what a run does not measure is kept
from the last one that did. "Processors busy" is their time over that of the clock. "Load before" is the machine's
load average when the runs began: above about 0.5 other programs took a part of the processors, which makes a
verification slower and fewer of them look busy.

{sections}
## The machine

{machine}
"""


@dataclass(frozen=True)
class Growth:
    """A line of the table of growth."""

    ballots: int
    figures: Figures
    runs: int
    day: str
    load: float

    def as_text(self) -> str:
        own = self.figures
        return (
            f"| {self.ballots:,} | {own.wall:.2f} | {own.wall / self.ballots * 1e3:.2f} | {own.cpu / own.wall:.2f} "
            f"| {own.megabytes:.0f} | {self.runs} | {self.day} | {self.load:.1f} |"
        )


def kept_growth(path: Path, measured: list[Growth]) -> list[Growth]:
    """What was measured now, and from the file what was measured earlier; all is in the file then."""
    lines = json.loads(path.read_text()) if path.exists() else []
    earlier = [Growth(**line | {"figures": Figures(**line["figures"])}) for line in lines]
    together = {own.ballots: own for own in [*earlier, *measured]}
    growth = [together[ballots] for ballots in sorted(together)]
    path.write_text(json.dumps([asdict(own) for own in growth], indent=1) + "\n")
    return growth


@dataclass(frozen=True)
class Row:
    """A line of the table: seconds times ``factor`` are in ``unit``."""

    what: str
    unit: str
    factor: float
    own: Figures
    other: tuple[str, Figures] | None = None
    target: str = ""
    has_processors: bool = True

    def cells(self) -> list[str]:
        own = [_number(self.own.wall * self.factor), self._processors(self.own)]
        if self.other is None:
            return [self.what, self.unit, *own, "", "", "", "", self.target]
        name, other = self.other
        ratio = f"{other.wall / self.own.wall:.1f}"
        if self.has_processors and other.cpu:
            ratio += f" ({other.cpu / self.own.cpu:.1f})"
        others = [_number(other.wall * self.factor), self._processors(other)]
        return [self.what, self.unit, *own, name, *others, ratio, self.target]

    def as_text(self) -> str:
        return f"| {' | '.join(self.cells())} |"

    def _processors(self, figures: Figures) -> str:
        return _number(figures.cpu * self.factor) if self.has_processors else ""


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def write(folder: Path, rows: list[Row], growth: list[Growth], sections: Sequence[str], runs: int) -> None:
    """README.md and growth.svg."""
    text = TEXT.format(
        runs=runs,
        rows="\n".join(row.as_text() for row in rows),
        growth="\n".join(own.as_text() for own in growth),
        sections="\n".join(sections),
        machine="\n".join(f"- {line}" for line in _machine()),
    )
    (folder / "README.md").write_text(text)
    _plot(growth, folder / "growth.svg")


def _machine() -> list[str]:
    cpu = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*:\s*(.*)", cpu)
    family = re.search(r"cpu family\s*:\s*(\d+)", cpu)
    flags = (re.search(r"flags\s*:\s*(.*)", cpu) or ["", ""])[1].split()
    way = "eight elements at a time (AVX-512 IFMA)" if "avx512ifma" in flags else "one element at a time"
    return [
        f"{os.cpu_count()} cores, {model[1] if model else platform.processor()}"
        f"{f', family {family[1]}' if family else ''}; the kernel computes {way}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        _said("rustc", "--version"),
        f"GMP {_system_gmp()} in the kernel and in belenios-tool",
        f"belenios-tool {_said('belenios-tool', '--version')}",
    ]


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 (named below)
    return done.stdout.strip()


def _system_gmp() -> str:
    try:
        return _said("pkg-config", "--modversion", "gmp")
    except (OSError, subprocess.CalledProcessError):
        return "of the system"


def _plot(growth: list[Growth], path: Path) -> None:
    mpl.use("agg")
    mpl.rcParams["svg.hashsalt"] = "isonomia"
    from matplotlib import pyplot

    ballots, seconds = [own.ballots for own in growth], [own.figures.wall for own in growth]
    figure, axes = pyplot.subplots(figsize=(6, 3.6), layout="constrained")
    slope = seconds[-1] / ballots[-1]
    axes.plot([0, ballots[-1]], [0, seconds[-1]], color="0.75", linewidth=1, label=f"{slope * 1e3:.2f} ms a ballot")
    axes.plot(ballots, seconds, "o-", color="#1b5e9e", label="isonomia, all cores")
    axes.set(xlabel="ballots (Ed25519, 1 of 6)", ylabel="seconds to verify", xlim=0, ylim=0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
