# SPDX-License-Identifier: Apache-2.0
"""What is measured: records from ../shared where there are any, else our own of the same kind.

Records are made through the public API once and kept in target/bench.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from isonomia.cli.simulation import Simulation
from isonomia.groups import group
from isonomia.parties import administrator, contributions, record_file, trustee, voter
from isonomia.protocol.messages import encode

KEPT = Path(__file__).parents[1] / "target" / "bench"
SHARED = Path(__file__).parents[2] / "shared" / "records"
RANKING = b'{"type":"NonHomomorphic","value":{"answers":["a","b","c"],"question":"Rank them"}}'
BLOCK = 512


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, made if it is not there yet; a half-made one is never taken for it."""
    folder = KEPT / name
    if not folder.exists():
        print(f"making {name}", file=sys.stderr, flush=True)
        partial = KEPT / f"{name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        make(partial)
        partial.rename(folder)
    return folder


def record_of(folder: Path) -> Path:
    """The one record in a folder."""
    [record] = folder.rglob("*.bel")
    return record


def simulated(voters: int, group_name: str) -> Path:
    """A record in which so many have voted, one of six answers, through to its result."""

    def make(folder: Path) -> None:
        program = "from isonomia.cli import main; main()"
        options = ["--voters", str(voters), "--group", group_name, "--seed", "1", "--out", str(folder)]
        command = [sys.executable, "-c", program, "bench", "make", *options]
        subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603 (ourselves)

    return record_of(kept(f"{group_name}-{voters}", make))


def bench_1000() -> tuple[Path, str]:
    """1,000 ballots on Ed25519, and who made them."""
    given = SHARED / "bench-1000"
    return (record_of(given), "belenios-tool 3.0") if given.exists() else (simulated(1000, "Ed25519"), "isonomia")


def bench_100_belenios2048() -> tuple[Path, str]:
    """100 ballots on BELENIOS-2048, and who made them."""
    given = SHARED / "bench-100-belenios2048"
    if given.exists():
        return record_of(given), "belenios-tool 2.0"
    return simulated(100, "BELENIOS-2048"), "isonomia"


def first_ballots(record: Path, count: int) -> Path:
    """The record cut after so many ballots: an older, valid one."""

    def make(folder: Path) -> None:
        content = record.read_bytes()
        at = found = 0
        while found < count:
            name, size = content[at : at + 100].rstrip(b"\0"), int(content[at + 124 : at + 135].rstrip(b"\0 "), 8)
            text = content[at + BLOCK : at + BLOCK + size]
            at += BLOCK + -(-size // BLOCK) * BLOCK
            found += name.endswith(b".event.json") and json.loads(text)["type"] == "Ballot"
        (folder / record.name).write_bytes(content[:at])

    return record_of(kept(f"{record.stem}-first-{count}", make))


@dataclass
class Ranking(Simulation):
    """An election with one ranking."""

    def draft(self) -> None:
        template = administrator.Template(name="Ranking", questions=[msgspec.Raw(RANKING)], description="")
        self._draft, _ = administrator.draft(template, self.group, os.urandom)
        self.record = self.folder / f"{self._draft.uuid}.bel"

    def rank(self) -> None:
        """Everybody votes; then the tally is there to be shuffled."""
        with record_file.open_record(self.record, self._groups) as record:
            for credential in self._issued.private.values():
                cast = voter.vote(record.require_setup(), credential, [[2, 1, 3]], os.urandom)
                record.append("Ballot", [cast.content])
            administrator.close(record)
        with record_file.open_record(self.record, self._groups) as record:
            administrator.publish_tally(record, self._examine(record))

    def shuffle(self, record_path: Path) -> None:
        """A copy of the record, with the first trustee's shuffle."""
        shutil.copy(self.record, record_path)
        with record_file.open_record(record_path, self._groups) as record:
            made = trustee.shuffle(self._examine(record), 1, os.urandom)
            contributions.append_owned(record, "Shuffle", 1, encode(made))


def shuffled(ciphertexts: int, group_name: str) -> tuple[Path, Path]:
    """Records with so many rankings, without a shuffle and with one."""

    def make(folder: Path) -> None:
        for part in ("without", "with"):
            (folder / part).mkdir()
        election = Ranking(group(group_name), ciphertexts, 1, folder / "without")
        election.draft()
        election.key_ceremony()
        election.issue_credentials()
        election.open()
        election.rank()
        election.shuffle(folder / "with" / election.record.name)

    folder = kept(f"shuffle-{group_name}-{ciphertexts}", make)
    return record_of(folder / "without"), record_of(folder / "with")


def to_vote_in(group_name: str) -> Path:
    """A folder with an open record, a private credential and a choice, as belenios-tool takes them."""

    def make(folder: Path) -> None:
        election = Simulation(group(group_name), 2, 1, folder)
        election.draft()
        election.key_ceremony()
        election.issue_credentials()
        election.open()
        (folder / "dir").mkdir()
        election.record.rename(folder / "dir" / election.record.name)
        (folder / "credential").write_text(next(iter(election._issued.private.values())))
        (folder / "choice").write_text("[[0,0,1,0,0,0]]")

    return kept(f"vote-{group_name}", make)
