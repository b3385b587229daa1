# SPDX-License-Identifier: Apache-2.0
"""All lock files are installed into one environment: they pin the same versions, with hashes and without addresses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted([*ROOT.glob("requirements/*.lock"), *ROOT.glob("bench/*.lock")])


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+) ", lock.read_text(), re.MULTILINE))


def test_there_are_locks() -> None:
    assert {lock.stem for lock in LOCKS} >= {"dev", "oracles"}
    assert pins(ROOT / "requirements" / "dev.lock")["pytest"]


def test_one_environment_has_one_version_of_each() -> None:
    """Whichever `make` target comes last, nothing is replaced that an earlier one installed."""
    pinned: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pins(lock).items():
            pinned.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in pinned.items() if len(versions) > 1} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_hashes_and_no_lock_an_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
