# SPDX-License-Identifier: Apache-2.0
"""``make bench``: measures everything in one go and writes README.md and growth.svg."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import counting
import forensics
import inputs
import report
from measure import Figures, Program, in_turn, task
from report import Growth, Row

HERE = Path(__file__).parent
PEER = "belenios-tool"
ENCRYPTED = 200
GROWTH = (100, 300, 1000, 3000, 10_000)
LARGER = (30_000, 100_000)
PART = (10, 50)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="of each program; the table says how many")
    parser.add_argument("--ciphertexts", type=int, default=1000, help="of the shuffles")
    parser.add_argument("--largest", type=int, default=GROWTH[-1], help="ballots for growth, up to 100,000")
    parser.add_argument("--only-growth", action="store_true", help="measure that alone: growth.json, no README.md")
    parser.add_argument("--out", type=Path, default=HERE, help="where README.md and growth.svg go")
    options = parser.parse_args()
    options.out.mkdir(exist_ok=True)
    if options.only_growth:
        measure_growth(options.runs, options.largest, options.out)
        return
    if shutil.which(PEER) is None:
        sys.exit(f"{PEER} is not installed: there is nobody to be compared with (Debian: apt install belenios-tool)")
    rows: list[Row] = []
    for row in measure_all(options.runs, options.ciphertexts):
        print(row.as_text(), file=sys.stderr, flush=True)
        rows.append(row)
    growth = measure_growth(options.runs, options.largest, options.out)
    sections = counting.section(options.runs), forensics.section(options.runs)
    report.write(options.out, rows, growth, sections, options.runs)


def measure_all(runs: int, ciphertexts: int) -> Iterator[Row]:
    cli = (sys.executable, "-c", "from isonomia.cli import main; main()")
    start, peer_start = in_turn([Program((*cli, "verify", "--help")), Program((PEER, "--version"))], 2 * runs)
    yield Row("start: `verify --help`, `belenios-tool --version`", "ms", 1e3, start, (PEER, peer_start), "150 ms")
    yield from _verify_ed25519(runs)
    yield from _verify_belenios(runs, peer_start)
    yield from _encrypt(runs, peer_start)
    yield from _shuffles(runs, ciphertexts)
    for name in ("Ed25519", "BELENIOS-2048"):
        [own] = in_turn([task("logarithms", name)], runs)
        yield Row(f"six discrete logarithms up to 10^12, {name}", "s", 1, own)


def _verify_ed25519(runs: int) -> Iterator[Row]:
    record, maker = inputs.bench_1000()
    few, more = (inputs.first_ballots(record, count) for count in PART)
    programs = [task("verify", record), task("verify", few, "reference"), task("verify", more, "reference")]
    own, *reference = in_turn(programs, runs)
    plain = ("plain Python", _less(reference[1], reference[0], 1 / (PART[1] - PART[0])))
    what = f"verify 1,000 ballots (Ed25519, 1 of 6, made by {maker}), a ballot"
    yield Row(what, "ms", 1e3, _less(own, None, 1 / 1000), plain, "0.8, reach for 0.4")
    yield Row("the same: peak memory of the process", "MB", 1, Figures(own.megabytes, 0), None, "200 MB", False)


def _verify_belenios(runs: int, peer_start: Figures) -> Iterator[Row]:
    record, maker = inputs.bench_100_belenios2048()
    peer = Program((PEER, "election", "verify", "--dir", str(record.parent)))
    own, other = in_turn([task("verify", record), peer], runs)
    what = f"verify 100 ballots (BELENIOS-2048, 1 of 6, made by {maker}), a ballot"
    others = (PEER, _less(other, peer_start, 1 / 100))
    yield Row(what, "ms", 1e3, _less(own, None, 1 / 100), others, "5 times, reach for 8")


def _encrypt(runs: int, peer_start: Figures) -> Iterator[Row]:
    folder = inputs.to_vote_in("Ed25519")
    [own] = in_turn([task("encrypt", folder, ENCRYPTED, cores=1)], runs)
    yield Row("encrypt and prove one ballot (Ed25519), one core", "ms", 1e3, own, None, "2 ms")
    folder = inputs.to_vote_in("BELENIOS-2048")
    files = ("--dir", folder / "dir", "--privcred", folder / "credential", "--ballot", folder / "choice")
    peer = Program((PEER, "election", "generate-ballot", *map(str, files)))
    own, other = in_turn([task("encrypt", folder, ENCRYPTED // 10, cores=1), peer], runs)
    others = (PEER, _less(other, peer_start, 1))
    yield Row("encrypt and prove one ballot (BELENIOS-2048), one core", "ms", 1e3, own, others)


def _shuffles(runs: int, ciphertexts: int) -> Iterator[Row]:
    """What a record with a shuffle takes longer than the same without it; the same way for the peer."""
    without, shuffled = inputs.shuffled(ciphertexts, "RFC-3526-2048")
    peers = [Program((PEER, "election", "verify", "--dir", str(path.parent))) for path in (without, shuffled)]
    own = in_turn([task("verify", without), task("verify", shuffled), *peers], runs)
    what = f"check a shuffle of {ciphertexts:,} ciphertexts"
    others = (PEER, _less(own[3], own[2], 1))
    yield Row(f"{what} (RFC-3526-2048)", "s", 1, _less(own[1], own[0], 1), others, "5 times")
    without, shuffled = inputs.shuffled(ciphertexts, "Ed25519")
    programs = [task("verify", path, name) for name in ("kernel", "reference") for path in (without, shuffled)]
    own = in_turn(programs, runs)
    others = ("plain Python", _less(own[3], own[2], 1))
    yield Row(f"{what} (Ed25519)", "s", 1, _less(own[1], own[0], 1), others)


def measure_growth(runs: int, largest: int, folder: Path) -> list[Growth]:
    """Verification of records of our own with so many ballots; what is not measured now is kept from earlier."""
    counts = [ballots for ballots in (*GROWTH, *LARGER) if ballots <= largest]
    records = [inputs.simulated(ballots, "Ed25519") for ballots in counts]
    load = round(os.getloadavg()[0], 1)
    figures = in_turn([task("verify", record) for record in records], runs)
    today = datetime.now(tz=UTC).date().isoformat()
    measured = [Growth(*both, runs, today, load) for both in zip(counts, figures, strict=True)]
    for own in measured:
        print(own.as_text(), file=sys.stderr, flush=True)
    return report.kept_growth(folder / "growth.json", measured)


def _less(figures: Figures, other: Figures | None, factor: float) -> Figures:
    """What is left of the seconds without the other's, for each of so many."""
    wall, cpu = (other.wall, other.cpu) if other else (0, 0)
    return Figures((figures.wall - wall) * factor, (figures.cpu - cpu) * factor, figures.megabytes)


if __name__ == "__main__":
    main()
