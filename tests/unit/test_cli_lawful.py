# SPDX-License-Identifier: Apache-2.0
"""The demo's election and ``verify --terms`` say what follows under the law that the terms name."""

import json
from pathlib import Path
from typing import Any

import pytest

from isonomia.cli import app

Shown = pytest.CaptureFixture[str]


def demo(*args: str) -> None:
    """Hold one; its exit code says that the record is valid and its result that of the voters."""
    with pytest.raises(SystemExit) as ended:
        app.run(["demo", *args])
    assert ended.value.code == 0


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A demo's record and terms."""
    folder = tmp_path_factory.mktemp("demo")
    demo("--voters", "40", "--seed", "5", "--out", str(folder), "--json")
    (record,), (terms,) = folder.rglob("*.bel"), folder.rglob("*.terms.json")
    return record, terms


def run(capsys: Shown, *args: object, code: int = 0) -> Any:
    assert app.run([*map(str, args), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_demo_says_what_follows_and_is_right(tmp_path: Path, capsys: Shown) -> None:
    """By hand from the counts: did more than half take part, has somebody more than half of them, who are the two."""
    for voters, seed in ((1, 0), (40, 5), (60, 3)):
        demo("--voters", str(voters), "--seed", str(seed), "--out", str(tmp_path), "--json")
        told = json.loads(capsys.readouterr().out)
        *candidates, against = told["in_the_clear"]
        took_part = sum(candidates) + against
        ranked = sorted(zip(candidates, told["candidates"], strict=False), reverse=True)
        if 2 * took_part <= voters:
            assert told["verdict"] == "not valid"
        elif 2 * ranked[0][0] > took_part:
            assert (told["verdict"], told["elected"]) == ("elected", [ranked[0][1]])
        elif ranked[1][0] == ranked[2][0]:
            assert told["verdict"] == "open tie"
        else:
            assert (told["verdict"], set(told["next"])) == ("next round", {name for _, name in ranked[:2]})
        assert told["finding"]


def test_the_demo_tells_its_story_to_the_end(tmp_path: Path, capsys: Shown) -> None:
    demo("--voters", "60", "--seed", "3", "--out", str(tmp_path))
    out = capsys.readouterr().out
    for part in ("What follows", "President of Belarus", "Turnout: ", "[EC 79; ", "Second round between", "law apply"):
        assert part in out


def test_verify_says_what_follows_under_the_named_law(held: tuple[Path, Path], capsys: Shown) -> None:
    record, terms = held
    told = run(capsys, "verify", record, "--terms", terms)
    assert told["valid"]
    assert told["law"] == {**told["law"], "file": "by-president.toml", "id": "by-president"}
    assert told["law"]["verdict"] == run(capsys, "law", "apply", "by-president", record)["verdict"]
    assert app.run(["verify", str(record), "--terms", str(terms)]) == 0
    assert f"Under the law: {told['law']['finding']}" in capsys.readouterr().out
    assert "law" not in run(capsys, "verify", record)


def test_another_law_than_the_promised_one_is_refused(held: tuple[Path, Path], tmp_path: Path, capsys: Shown) -> None:
    """One more space in the file, and it is not the law that voters were promised."""
    record, terms = held
    text = (Path(app.__file__).parents[1] / "law" / "files" / "by-president.toml").read_text()
    (tmp_path / "same.toml").write_text(text)
    (tmp_path / "other.toml").write_text(text + " ")
    told = run(capsys, "verify", record, "--terms", terms, "--law", tmp_path / "same.toml")
    assert told["law"]["id"] == "by-president"
    refused = run(capsys, "verify", record, "--terms", terms, "--law", tmp_path / "other.toml", code=2)
    assert refused["error"]["code"] == "other-law"


def test_a_record_under_another_law_is_said(held: tuple[Path, Path], capsys: Shown) -> None:
    """The terms say which answer is against all; the French law knows no such vote."""
    record, _ = held
    assert app.run(["law", "apply", "fr-president", str(record)]) == 2
    told = capsys.readouterr().err
    assert "the terms promise another law (by-president.toml" in told
    assert "against_all: the law knows no such vote" in told
