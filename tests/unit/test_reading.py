# SPDX-License-Identifier: Apache-2.0
"""Reading takes memory in proportion to what is read (fuzzing and large records found where it did not)."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from isonomia.cli.failure import CliError
from isonomia.cli.files import read_small
from isonomia.groups import group
from isonomia.protocol.public import credentials
from isonomia.protocol.public.findings import Findings


def peak(action: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_small_file_takes_little(tmp_path: Path) -> None:
    path = tmp_path / "small"
    path.write_bytes(b"[1]")
    assert peak(lambda: read_small(path)) < 1 << 20
    assert read_small(path) == b"[1]"


def test_file_is_read_whole_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isonomia.cli.files.LARGEST", 200_000)
    path = tmp_path / "file"
    path.write_bytes(bytes(range(250)) * 800)
    assert read_small(path) == bytes(range(250)) * 800
    path.write_bytes(bytes(200_001))
    with pytest.raises(CliError, match="over 200000 bytes"):
        read_small(path)


@pytest.mark.parametrize("chunk", [1, 2, 3, 100])
def test_roll_in_chunks_is_the_same_roll(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands where: what is no element, the identity, and a second one of the same."""
    own = group("Ed25519")
    texts = [str(own.power(own.g, i)) for i in range(1, 7)]
    entries = [*texts, "no element", str(own.identity), texts[2], "02" + 62 * "0"]

    def found() -> tuple[dict[str, int], list[tuple[str, str]]]:
        findings = Findings()
        roll = credentials.read_roll(own, entries, findings, "roll")
        return roll, sorted((failure.check, failure.where) for failure in findings.failures)

    monkeypatch.setattr(credentials, "CHUNK", chunk)
    roll, failures = found()
    assert list(roll) == list(dict.fromkeys(entries))
    assert failures == [
        ("roll.distinct", "roll, entry 8"),
        ("roll.elements", "roll, entry 6"),
        ("roll.elements", "roll, entry 7"),
        ("roll.elements", "roll, entry 9"),
    ]
