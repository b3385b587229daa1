# SPDX-License-Identifier: Apache-2.0
"""Elections that began with other people's software go on with our command line, and their keys come in and out."""

import json
import shutil
from pathlib import Path

import pytest

from e2e.commands import Desk
from support.samples import Sample, sample


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def record(desk: Desk, given: Sample) -> str:
    shutil.copy(given.path, desk.path / "record.bel")
    return "record.bel"


def test_a_closed_election_is_counted_with_imported_keys(desk: Desk) -> None:
    given = sample("president-closed-ed25519")
    path = record(desk, given)
    for number, plain in enumerate(sorted((given.folder / "secrets").glob("*.privkey"))):
        desk.sealed("trustee", "import", str(plain), "--out", f"{number}.key")
        desk.sealed("trustee", "decrypt", path, "--key", f"{number}.key")
    assert desk("election", "result", path)["result"] == given.expected["result"]
    assert desk("verify", path)["valid"]


def test_an_open_election_of_another_tool_is_voted_in(desk: Desk) -> None:
    given = sample("president-open-ed25519")
    path = record(desk, given)
    desk.write("mine", given.credentials()["v1"] + "\n")
    cast = desk("vote", path, "--credential-file", "mine", "--choose", "0=5")
    report = desk("verify", path)
    assert report["counts"]["ballots"] == given.expected["ballots"] + 1
    assert desk("tracker", path, cast["tracker"])["counts"]


@pytest.mark.parametrize("name", ["mixed-threshold-ed25519", "threshold-belenios2048"])
@pytest.mark.parametrize("source", ["record", "certs"])
def test_threshold_keys_come_in(desk: Desk, name: str, source: str) -> None:
    given = sample(name)
    path = record(desk, given)
    secrets = given.folder / "secrets"
    seeds = sorted(secrets.glob("*.key"))
    certs = [path.read_text().strip() for path in secrets.glob("*.cert")]
    certs.sort(key=lambda cert: json.loads(json.loads(cert)["message"])["context"]["index"])
    desk.write("certs", "\n".join(certs) + "\n")
    where = ("--record", path) if source == "record" else ("--certs", "certs")
    found = set()
    for seed in seeds[:2]:
        keys = ("--seed-file", str(seed), "--dkey", str(seed.with_suffix(".dkey")))
        desk.sealed("trustee", "import", *keys, *where, "--out", f"{seed.stem}.sealed")
        checked = desk.sealed("trustee", "check", path, "--key", f"{seed.stem}.sealed")
        assert (checked["kind"], checked["proved"]) == ("threshold", True)
        found.add(checked["trustee"])
    assert len(found) == 2


def test_what_was_imported_is_exported(desk: Desk) -> None:
    plain = next((sample("president-ed25519").folder / "secrets").glob("*.privkey"))
    desk.sealed("trustee", "import", str(plain), "--out", "a.key")
    desk.sealed("trustee", "export", "a.key", "--out", "again.privkey")
    exported = desk.path / "again.privkey"
    assert exported.read_text().strip() == plain.read_text().strip()
    assert exported.stat().st_mode & 0o777 == 0o600
    assert (desk.path / "a.key").stat().st_mode & 0o777 == 0o600
    for path in desk.path.glob("a.key*"):
        assert json.loads(plain.read_text()) not in path.read_text()


def test_standard_input(desk: Desk) -> None:
    content = sample("president-ed25519").path.read_bytes()
    assert desk.run("verify", "-", "--json", stdin=content).json["valid"]
    assert desk.run("show", "-", "--json", stdin=content).json["phase"] == "tallied"
    assert desk.run("verify", "-", "--json", stdin=content[:-700]).code == 1
    assert desk.run("verify", "-", "--json", stdin=b"").json["error"]["code"] == "not-a-record"
