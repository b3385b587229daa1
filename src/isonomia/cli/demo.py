# SPDX-License-Identifier: Apache-2.0
"""``isonomia demo``: a whole election in a minute, as a newcomer first sees it."""

import json
import secrets
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from isonomia.cli.simulation import CANDIDATES, LAW, PARTIES, Simulation
from isonomia.groups import NAMES, group
from isonomia.law.apply import apply
from isonomia.law.judgement import Judgement
from isonomia.present.catalogue import words
from isonomia.present.law_text import finding, told
from isonomia.present.text import hanging
from isonomia.verify import Report, examine
from isonomia.verify.lawful import votes_of


@click.command()
@click.option("--voters", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="How many.")
@click.option("--seed", type=int, default=None, help="Of the simulated voters' choices; drawn and shown if not given.")
@click.option("--group", "group_name", type=click.Choice(NAMES), default=NAMES[0], show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the story.")
@click.option("--serve", is_flag=True, help="End in a server on this machine, until Ctrl-C: vote in it yourself.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Of the server.")
def demo(voters: int, seed: int | None, group_name: str, out: Path, as_json: bool, serve: bool, port: int) -> None:
    """Hold a presidential election with simulated voters, verify it, and show the result.

    Five candidates and "against all"; three rival parties share the key, and two of them are enough to
    count. Keys, credentials and ballots are real and fresh; only what the voters want comes from the seed. What
    follows from the result is said under the law of Belarus, which the election's terms name.

    With --serve, a server then shows a finished election and an open one. Without a terminal, or with
    DEMO_SERVE=0 in the environment, it stops as soon as it answers.

    Example: isonomia demo --voters 200 --seed 7 --out election
    """
    if serve and as_json:
        raise click.UsageError("--serve and --json do not go together")
    seed = secrets.randbelow(10**6) if seed is None else seed
    console = Console(file=sys.stderr if as_json else sys.stdout, highlight=False, quiet=as_json)
    simulation = Simulation(group(group_name), voters, seed, out)
    started = time.monotonic()
    result = _hold(simulation, console)
    with open(simulation.record, "rb") as file:
        examined = examine(file)
    report = examined.report
    judgement = apply(simulation.law.law, [votes_of(examined, simulation.named_law)]) if report.valid else None
    if as_json:
        click.echo(json.dumps(_as_json(simulation, result, report, judgement, time.monotonic() - started)))
    else:
        _tell(simulation, result, report, judgement, console)
    if not report.valid or result != simulation.counts:
        sys.exit(1)
    if serve:
        from isonomia.cli.demo_server import serve_demo  # imports the server's libraries

        serve_demo(out, seed, port, console)
    sys.exit(0)


def _hold(simulation: Simulation, console: Console) -> list[int]:
    def step(text: str, action: Callable[[], object]) -> None:
        console.print(f"[bold]•[/] {text}", soft_wrap=True)
        action()

    console.print(
        f"[bold]A presidential election[/]: {simulation.voters} voters, group {simulation.group.name} "
        f"({simulation.group.backend}), choices from seed {simulation.seed}\n",
        soft_wrap=True,
    )
    step("The administrator drafts it: the questions, and the terms that voters are promised", simulation.draft)
    step(
        f"{PARTIES[0]}, {PARTIES[1].lower()} and {PARTIES[2].lower()} make a key: two of three must agree to use it",
        simulation.key_ceremony,
    )
    step("The credential authority makes a private credential for every voter", simulation.issue_credentials)
    step("The election opens: its public record begins", simulation.open)
    step("The voters vote, each ballot encrypted, proved and signed", lambda: _vote(simulation, console))
    step("The election closes; ballots are added up while they are encrypted", simulation.close_and_tally)
    for owner in (1, 3):
        party = PARTIES[owner - 1]
        step(f"{party}: check the whole record, decrypt the sum", partial(simulation.decrypt, owner))
    console.print("[bold]•[/] The result is published")
    return simulation.publish()


def _vote(simulation: Simulation, console: Console) -> None:
    columns = (TextColumn("  ballots"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        for _ in simulation.vote():
            progress.advance(task)
    console.print(f"  {simulation.cast} ballots were cast, those of voters who voted twice included")


def _tell(
    simulation: Simulation, result: list[int], report: Report, judgement: Judgement | None, console: Console
) -> None:
    console.print(f"\n[bold]Result[/] of {sum(result)} voters:\n")
    width = max(map(len, CANDIDATES))
    for name, count in sorted(zip(CANDIDATES, result, strict=True), key=lambda item: -item[1]):
        share = count / max(1, sum(result))
        console.print(f"  {name:<{width}}  {count:>6}  {share:>6.1%}  {'█' * round(share * 40)}")
    checked = sum(check.checked for check in report.checks)
    verdict = "[bold green]valid[/]" if report.valid else "[bold red]NOT VALID[/]"
    console.print(f"\nThe record is {verdict}: {checked} objects passed {len(report.checks)} checks.")
    for failure in report.failures[:5]:
        console.print(f"  {failure.check}: {failure.where}: {failure.why}", markup=False)
    same = "the same" if result == simulation.counts else "[bold red]NOT the same[/]"
    console.print(f"The simulated voters' choices, counted in the clear, are {same}.\n")
    if judgement is not None:
        _judge(simulation, judgement, console)
    program = sys.argv[0] if Path(sys.argv[0]).name == "isonomia" else "isonomia"
    console.print("Everything that proves it is in one file; look, and check it yourself:", soft_wrap=True)
    for command in ("show", "verify"):
        console.print(f"  {program} {command} {simulation.record}", markup=False, soft_wrap=True)
    console.print(f"  {program} verify {simulation.record} --terms {simulation.terms}", markup=False, soft_wrap=True)
    console.print(f"  {program} law apply {LAW} {simulation.record} --language be", markup=False, soft_wrap=True)
    console.print("or with somebody else's program, the Belenios project's own:")
    console.print(f"  belenios-tool election verify --dir {simulation.folder}", markup=False, soft_wrap=True)
    if simulation.group.name == NAMES[0]:
        console.print("  (release 2.1 or newer; for 2.0, run the demo with --group BELENIOS-2048)")


def _judge(simulation: Simulation, judgement: Judgement, console: Console) -> None:
    """What the law says, in its arithmetic; the tables stand above already."""
    law, english = simulation.law.law, words("en")
    outcome = finding(judgement, law, english)[0].text
    columns = console.width if console.is_terminal else None
    console.print(
        f"[bold]What follows[/] under the law that the terms name ({law.title.en}, {law.id}):\n", soft_wrap=True
    )
    for said in told(judgement, law, english):
        if not said.heading and not said.rows and said.text not in outcome:
            console.print(hanging("  ", f"{said.text} [{'; '.join(said.cites)}]", columns), soft_wrap=True)
    console.print(hanging("\n  ", outcome + "\n", columns, "bold"), soft_wrap=True)


def _as_json(
    simulation: Simulation, result: list[int], report: Report, judgement: Judgement | None, seconds: float
) -> dict[str, Any]:
    law = simulation.law
    found = finding(judgement, law.law, words("en")) if judgement else []
    return {
        "record": str(simulation.record),
        "terms": str(simulation.terms),
        "seed": simulation.seed,
        "voters": simulation.voters,
        "group": simulation.group.name,
        "backend": simulation.group.backend,
        "candidates": list(CANDIDATES),
        "result": result,
        "in_the_clear": simulation.counts,
        "valid": report.valid,
        "law": {"id": law.law.id, "sha256": law.sha256},
        "verdict": judgement and judgement.verdict.value,
        "elected": list(judgement.elected) if judgement else [],
        "next": list(judgement.next.candidates) if judgement and judgement.next else [],
        "finding": [said.text for said in found],
        "seconds": round(seconds, 3),
    }
