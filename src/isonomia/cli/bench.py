# SPDX-License-Identifier: Apache-2.0
"""``isonomia bench make``: a large record with real ballots, to measure verifiers with."""

import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from isonomia.cli.crowd import Crowd
from isonomia.cli.failure import CliError
from isonomia.cli.output import json_option, wants_json
from isonomia.groups import NAMES, group

MOST_PROCESSES = 1024


@click.group()
def bench() -> None:
    """Make large records, to measure verifiers with."""


@bench.command()
@click.option("--voters", type=click.IntRange(1, 10_000_000), default=1000, show_default=True, help="How many.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("bench-record"), show_default=True
)
@click.option("--group", "group_name", type=click.Choice(NAMES), default=NAMES[0], show_default=True)
@click.option("--seed", type=int, default=None, help="Of the simulated voters' choices; drawn and shown if not given.")
@click.option("--processes", type=click.IntRange(1, MOST_PROCESSES), help="As many as there are cores unless given.")
@json_option
def make(voters: int, out: Path, group_name: str, seed: int | None, processes: int | None) -> None:
    """Write the record of an election in which every simulated voter has voted once, through to its result.

    One of six answers is chosen; two of three trustees decrypt. Keys, credentials and ballots are real and
    fresh; only what the voters want comes from the seed. Ballots are made on all cores, verified once for the
    tally, and appended without a sync for each: this measures verifiers, not the holding of elections.

    \b
    Examples:
      isonomia bench make --voters 1000
      isonomia bench make --voters 100000 --out large --json
    """
    seed = secrets.randbelow(10**6) if seed is None else seed
    processes = processes or os.cpu_count() or 1
    telling = _Telling(Console(file=sys.stderr if wants_json() else sys.stdout, highlight=False, quiet=wants_json()))
    crowd = Crowd(group(group_name), voters, seed, out, processes=processes)
    try:
        result = _make(crowd, telling)
    except BrokenProcessPool:
        hint = "most often memory was short: choose fewer --processes"
        raise CliError("process-died", "a process that made ballots has died", hint) from None
    size = crowd.record.stat().st_size
    if wants_json():
        data = {
            "record": str(crowd.record),
            "voters": voters,
            "ballots": crowd.cast,
            "group": crowd.group.name,
            "backend": crowd.group.backend,
            "seed": seed,
            "processes": processes,
            "bytes": size,
            "result": result,
            "in_the_clear": crowd.counts,
            "seconds": {name: round(value, 3) for name, value in telling.seconds.items()},
        }
        click.echo(json.dumps(data))
    else:
        telling.say(
            f"{crowd.cast} ballots, {size / 1e6:.0f} MB, {sum(telling.seconds.values()):.0f} s:\n  {crowd.record}"
        )
    if result != crowd.counts:
        raise CliError("internal", "the result is not what the simulated voters chose", "please report it")


def _make(crowd: Crowd, telling: "_Telling") -> list[int]:
    telling.say(
        f"{crowd.voters} voters, group {crowd.group.name} ({crowd.group.backend}), seed {crowd.seed}, "
        f"{crowd.processes} processes"
    )
    with telling.step("set up"):
        crowd.draft()
        crowd.key_ceremony()
    with telling.step("credentials", crowd.voters) as advance:
        crowd.issue_credentials(advance)
    with telling.step("open"):
        crowd.open()
    with telling.step("ballots", crowd.voters) as advance:
        crowd.vote_together(advance)
    with telling.step("verify and tally", crowd.voters) as advance:
        crowd.tally_once(advance)
    with telling.step("decrypt"):
        crowd.decrypt_together((1, 3))
    with telling.step("result"):
        return crowd.publish_once()


class _Telling:
    """Says what is done, how far it is and how long it took."""

    def __init__(self, console: Console) -> None:
        self.seconds: dict[str, float] = {}
        self._console = console

    def say(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Gives a function that is told how many are done."""
        began = time.monotonic()
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        hidden = not self._console.is_terminal or self._console.quiet
        with Progress(*columns, console=self._console, transient=True, disable=hidden) as progress:
            task = progress.add_task(name, total=total)
            yield self._hinting(name, total, began, lambda done: progress.update(task, completed=done))
        self.seconds[name] = time.monotonic() - began
        self.say(f"  {name}: {self.seconds[name]:.1f} s")

    def _hinting(
        self, name: str, total: int | None, began: float, tell: Callable[[int], None]
    ) -> Callable[[int], None]:
        """Tells; and once there is something to judge by, says how long the rest will take, if that is long."""
        hinted = False

        def advance(done: int) -> None:
            nonlocal hinted
            tell(done)
            passed = time.monotonic() - began
            if not hinted and total and passed > 5:
                hinted = True
                left = passed / max(done, 1) * (total - done)
                if left > 10:
                    self.say(f"  {name}: about {left / 60:.1f} minutes more")

        return advance
