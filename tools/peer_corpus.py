# SPDX-License-Identifier: Apache-2.0
"""Runs the corpus of broken records against ``belenios-tool``, and prints who refuses what, in Markdown.

    python tools/peer_corpus.py [--runs N] [NAME=PROGRAM ...]

Without arguments the ``belenios-tool`` of the path is asked. Each record is put alone into a folder, and the
program is run as ``PROGRAM election verify --dir FOLDER``: exit code 0 is accepted, anything else is refused.
Each is run three times unless told otherwise, for there are programs that do not always say the same.
What a program cannot read at all (a group, a kind of question) is found by the honest records: a record is
"not known" to it if none of the same group, or with the same kind of question, is accepted.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "vectors" / "broken"
SECONDS = 120

Vector = dict[str, Any]


@dataclass(frozen=True)
class Peer:
    """A program and what it says of each file."""

    name: str
    accepted: dict[str, list[bool]]
    """For each file what it says each time."""
    known: frozenset[str]
    """Groups and kinds of questions of which it accepts an honest record."""

    def knows(self, vector: Vector) -> bool:
        return needs(vector) <= self.known

    def verdict(self, vector: Vector) -> str:
        if not self.knows(vector):
            return "–"
        said = self.accepted[vector["file"]]
        return "accepts" if all(said) else "accepts at times" if any(said) else "refuses"


def needs(vector: Vector) -> set[str]:
    """What a reader must know to read this: its group, and its kinds of questions if they are not in all releases."""
    return {vector["group"]} | {kind for kind in ("lists", "ranking") if kind in vector["kind"]}


def accepts(program: str, file: str) -> bool:
    """What the program says of one record."""
    with tempfile.TemporaryDirectory() as folder:
        copy(file, folder)
        command = [program, "election", "verify", "--dir", folder]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def copy(file: str, folder: str) -> None:
    (Path(folder) / "election.bel").write_bytes((FOLDER / file).read_bytes())


def asked(name: str, program: str, vectors: list[Vector], runs: int) -> Peer:
    """A peer that has seen everything, so many times."""
    files = [vector["file"] for vector in vectors]
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        rounds = [list(executor.map(partial(accepts, program), files)) for _ in range(runs)]
    accepted = dict(zip(files, map(list, zip(*rounds, strict=True)), strict=True))
    known = [needs(v) for v in vectors if v["must_fail"] is None and any(accepted[v["file"]])]
    return Peer(name, accepted, frozenset().union(*known))


def row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def by_check(peers: list[Peer], vectors: list[Vector]) -> Iterable[str]:
    """For each check how many of its records each peer always refuses, of those that it can read."""
    yield row(["check", "records", *(peer.name for peer in peers)])
    yield row(["---"] * (len(peers) + 2))
    checks = sorted({str(v["must_fail"]) for v in vectors if v["must_fail"]})
    for check in checks:
        own = [v for v in vectors if v["must_fail"] == check]
        cells = []
        for peer in peers:
            verdicts = [peer.verdict(v) for v in own if peer.knows(v)]
            cells.append(f"{verdicts.count('refuses')} of {len(verdicts)}" if verdicts else "–")
        yield row([f"`{check}`", len(own), *cells])


def in_all(peers: list[Peer], broken: list[Vector]) -> Iterable[str]:
    """How many each peer can read, and refuses, with our strictness and without."""
    yield row(["", *(peer.name for peer in peers)])
    yield row(["---"] * (len(peers) + 1))
    for words, own in (
        ("broken records", broken),
        ("of these not only by our strictness", [v for v in broken if not v["strict"]]),
    ):
        read = [[peer.verdict(v) for v in own if peer.knows(v)] for peer in peers]
        yield row([f"{words}: refused, of those it can read", *(f"{r.count('refuses')} of {len(r)}" for r in read)])


def listed(peers: list[Peer], vectors: list[Vector]) -> Iterable[str]:
    """One line a record."""
    yield row(["record", "what", *(peer.name for peer in peers)])
    yield row(["---"] * (len(peers) + 2))
    for vector in vectors:
        name = vector["file"].removesuffix(".bel") + (" (strict)" if vector["strict"] else "")
        yield row([name, vector["what"].replace("|", "\\|"), *(peer.verdict(vector) for peer in peers)])


def main(arguments: list[str]) -> int:
    runs = int(arguments[1]) if arguments[:1] == ["--runs"] else 3
    arguments = arguments[2:] if arguments[:1] == ["--runs"] else arguments
    named = [argument.partition("=") for argument in arguments or ["belenios-tool=belenios-tool"]]
    everything: list[Vector] = json.loads((FOLDER / "manifest.json").read_text())["records"]
    vectors = [v for v in everything if "terms" not in v]  # terms are ours: without them, nothing is wrong with these
    peers = [asked(name, program or name, vectors, runs) for name, _, program in named]
    broken = [v for v in vectors if v["must_fail"]]
    surprising = [v for v in broken if any(peer.verdict(v).startswith("accepts") for peer in peers)]
    honest = [v for v in vectors if not v["must_fail"]]
    print("## In all\n", *in_all(peers, broken), sep="\n")
    print("\n## Always refused, by check\n", *by_check(peers, broken), sep="\n")
    print("\n## Broken records that somebody accepts\n", *listed(peers, surprising), sep="\n")
    print("\n## Honest records\n", *listed(peers, honest), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
