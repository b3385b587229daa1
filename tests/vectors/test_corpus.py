# SPDX-License-Identifier: Apache-2.0
"""Every broken record is refused by the check that it names, and by no other than it lists; every honest one passes.

The kernel sees all of them. The plain-Python reference sees those on the curve and one of each check in the
2048-bit groups, where it takes seconds; with ISONOMIA_WHOLE_CORPUS=1, as in CI, it sees all too.
"""

import json
import os
from collections import Counter
from io import BytesIO

import pytest

from isonomia.cli.app import run
from isonomia.verify.checks import TERMS_TITLES, TITLES
from isonomia.verify.terms import with_terms
from isonomia.verify.verifier import examine
from support.corpus import FOLDER, UNREADABLE, Vector, corpus

BROKEN = [vector for vector in corpus() if vector.must_fail]
HONEST = [vector for vector in corpus() if not vector.must_fail]


def for_the_reference() -> list[Vector]:
    """All, or what plain Python checks in half a minute: of each check the smallest record of each group."""
    if os.environ.get("ISONOMIA_WHOLE_CORPUS") == "1":
        return list(corpus())
    smallest: dict[tuple[str | None, bool], Vector] = {}
    for vector in sorted(corpus(), key=lambda own: (FOLDER / own.file).stat().st_size):
        smallest.setdefault((vector.must_fail, vector.group == "Ed25519"), vector)
    return list(smallest.values())


def is_as_said(vector: Vector, backend: str) -> None:
    report = vector.report(backend)
    if vector.must_fail == UNREADABLE:
        assert report is None, "was read all the same"
        return
    assert report is not None, "is not even read"
    assert report.backend == (backend if report.counts else None)  # None: the set-up could not be read
    assert {failure.check for failure in report.failures} == vector.guilty, report.failures
    assert report.valid == (vector.must_fail is None)
    assert all(failure.where and failure.why for failure in report.failures)


@pytest.mark.parametrize("vector", BROKEN, ids=lambda own: own.name)
def test_broken_record_is_refused(vector: Vector) -> None:
    is_as_said(vector, "kernel")


@pytest.mark.parametrize("vector", HONEST, ids=lambda own: own.name)
def test_honest_record_is_valid(vector: Vector) -> None:
    is_as_said(vector, "kernel")


@pytest.mark.parametrize("vector", for_the_reference(), ids=lambda own: own.name)
def test_reference_agrees(vector: Vector) -> None:
    is_as_said(vector, "reference")


# --- through the command line --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "ballot-two-votes-ed25519",
        "shuffle-replaced-ed25519",
        "decryption-moves-a-vote-to-the-result",
        "json-deep",
        "tail-hidden-result",
        "result-large",
        "threshold-rushing-trustee",
    ],
)
def test_command_line_names_the_check(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    vector = next(own for own in corpus() if own.name == name)
    assert run(["verify", "--json", str(FOLDER / vector.file)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert not report["valid"]
    assert {check["id"] for check in report["checks"] if not check["passed"]} == vector.guilty


@pytest.mark.parametrize("vector", [v for v in BROKEN if v.must_fail == UNREADABLE], ids=lambda own: own.name)
def test_command_line_says_what_it_cannot_read(vector: Vector, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(FOLDER / vector.file)]) == 2
    out, err = capsys.readouterr()
    assert err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("vector", [v for v in corpus() if v.terms], ids=lambda own: own.name)
def test_command_line_checks_terms(vector: Vector, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["verify", "--json", "--terms", str(FOLDER / str(vector.terms)), str(FOLDER / vector.file)])
    assert status == (1 if vector.must_fail else 0)
    report = json.loads(capsys.readouterr().out)
    assert {check["id"] for check in report["checks"] if not check["passed"]} == vector.guilty
    assert run(["verify", str(FOLDER / vector.file)]) == 0, "without its terms, there is nothing wrong with it"


def test_terms_beside_an_election_that_cannot_be_read() -> None:
    """They are then of no election: said, and no traceback."""
    content = (FOLDER / "honest-terms.terms.json").read_bytes()
    unreadable = next(own for own in corpus() if own.name == "json-unknown-key-election")
    report = with_terms(examine(BytesIO(unreadable.read()), workers=1), content, "terms")
    assert {failure.check for failure in report.failures} == {"json.keys", "terms.hash", "terms.uuid"}


@pytest.mark.parametrize("name", ["honest-everything", "honest-large-weights", "honest-wrong-decryption-beside-enough"])
def test_command_line_accepts(name: str) -> None:
    assert run(["verify", str(FOLDER / f"{name}.bel")]) == 0


# --- the corpus itself ---------------------------------------------------------------------------------


def test_every_check_is_exercised() -> None:
    assert {vector.must_fail for vector in BROKEN} - {UNREADABLE} == {*TITLES, *TERMS_TITLES}


def test_manifest_lists_every_file_once() -> None:
    listed = [name for vector in corpus() for name in (vector.file, vector.terms) if name]
    assert sorted([*listed, "manifest.json"]) == sorted(path.name for path in FOLDER.iterdir())


def test_no_two_records_are_the_same() -> None:
    assert max(Counter(vector.read() for vector in corpus()).values()) == 1


def test_size() -> None:
    """All vectors are committed, and others fetch them."""
    files = [path for path in FOLDER.parent.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(path.stat().st_size for path in files) < 10_000_000
    assert len(BROKEN) > 500


def test_spread() -> None:
    groups = Counter(vector.group for vector in BROKEN)
    assert min(groups[name] for name in ("Ed25519", "BELENIOS-2048", "RFC-3526-2048")) >= 15
    for kind in ("homomorphic", "blank", "weights", "ranking", "lists"):
        assert sum(kind in vector.kind for vector in BROKEN) >= 5, kind
    for trustees in ("single", "2 of 3", "single + 2 of 3"):
        assert sum(trustees == vector.trustees for vector in BROKEN) >= 2, trustees
