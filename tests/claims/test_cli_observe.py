# SPDX-License-Identifier: Apache-2.0
"""``isonomia observe``: what it writes, what it refuses, and that nothing is lost when writing is interrupted."""

import errno
import fcntl
import json
import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from claims.observing import BLANK, ELECTION, Book
from isonomia.claims.observers.observation import Kind
from isonomia.cli import app, observe_file
from isonomia.cli.observe import observe

OPEN = ("--passphrase-file", "pass")
RECORD = ("record", "n.jsonl", "--station", "12", "--figure", "Ada=1", *OPEN)
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""The SHA-256 of "abc": FIPS 180-2, appendix B.1."""
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code and the one JSON object."""

    def call(*args: object) -> tuple[int, Any]:
        code = app.run(["observe", *map(str, args), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def begun(here: Path, run: Run) -> Path:
    """A folder with a form, a passphrase and a file that was begun."""
    (here / "form.csv").write_text(BLANK)
    (here / "pass").write_text("correct horse battery staple\n")
    assert run("begin", "n.jsonl", "--election", ELECTION, *OPEN)[0] == 0
    return here


def failed(run: Run, *args: object) -> tuple[str, str]:
    code, told = run(*args)
    assert code == 2
    assert told["error"]["hint"]
    return told["error"]["code"], told["error"]["message"]


def collect(run: Run, *files: str, out: str = "out", form: str = "form.csv") -> tuple[int, Any]:
    return run("collect", *files, "--election", ELECTION, "--form", form, "--out", out)


def test_steps_of_an_observer(begun: Path, run: Run) -> None:
    code, told = run(*RECORD, "--figure", " CAST=3", "--day", "2025-01-26", "--form", "form.csv")
    assert code == 0
    assert told["recorded"] == [
        {
            "number": 1, "day": "2025-01-26", "kind": "protocol", "station": "12", "replaces": None,
            "figures": {"Ada": 1, "cast": 3}, "photos": [],
        }
    ]  # fmt: skip
    (begun / "p.jpg").write_bytes(b"abc")
    assert run("correct", "n.jsonl", "--entry", 1, "--figure", "Ada=2", "--photo", "p.jpg", *OPEN)[0] == 0
    code, told = run("record", "n.jsonl", "--station", "13", "--photo", "p.jpg", *OPEN)
    assert told["recorded"][0]["photos"] == [ABC]
    assert told["recorded"][0]["kind"] == "photos"
    assert run("withdraw", "n.jsonl", "--entry", 3, *OPEN)[0] == 0
    code, told = run("check", "n.jsonl", "--head", told["head"])
    assert (code, told["right"]) == (0, True)
    assert [own["kind"] for own in told["files"][0]["entries"]] == ["protocol", "correction", "photos", "withdrawal"]
    code, told = collect(run, "n.jsonl")
    assert (code, told["rows"], told["look_into"]) == (0, 1, False)
    assert (begun / told["publication"]).read_text().splitlines()[1].startswith("protocol,12,Minsk,,,,,,2,,observers=")


def test_words_are_told_in_each_step(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["observe", *RECORD]) == 0
    assert "protocol: 12; Ada 1" in capsys.readouterr().out
    assert app.run(["observe", "check", "n.jsonl"]) == 0
    out = capsys.readouterr().out
    assert "RIGHT, every line: n.jsonl" in out
    assert "only who noted a later hash can tell" in out
    (begun / "bad.jsonl").write_bytes(Path("n.jsonl").read_bytes().replace(b'"Ada":1', b'"Ada":2'))
    assert app.run(["observe", "check", "bad.jsonl"]) == 1
    assert "bad.jsonl, entry 1: the signature is not" in capsys.readouterr().out
    command = ["observe", "collect", "n.jsonl", "bad.jsonl", "--election", ELECTION, "--form", "form.csv", "--out", "o"]
    assert app.run(command) == 1
    out = capsys.readouterr().out
    assert "bad.jsonl is left out whole: ask for another copy." in out
    assert "Rows: 1. Stations: 1 of 3. Pseudonyms: 1; one costs nothing" in out
    assert "1 station has one observer only" in out


def test_filled_form_is_recorded_row_by_row(begun: Path, run: Run) -> None:
    (begun / "f.csv").write_text(BLANK.replace("13,Minsk,yes,,,,,,", "13,Minsk,yes,,,,,4,5"))
    code, told = run("record", "n.jsonl", "--csv", "f.csv", "--form", "form.csv", *OPEN)
    assert (code, [own["figures"] for own in told["recorded"]]) == (0, [{"Ada": 4, "Blaise": 5}])
    assert told["blank"] == ["12", "14"]


def test_collect_names_all_that_is_left_out(begun: Path, run: Run) -> None:
    old = Book("ada").add("12", Ada=2)
    files = {
        "old": old.content,
        "new": old.copy().add("nowhere", Ada=1).content,
        "robbed": old.copy().add("12", Kind.WITHDRAWAL, replaces=1).content,
        "altered": Book("eva").add("12", Ada=2).content.replace(b'"Ada":2', b'"Ada":3'),
        "torn": Book("kim").add("13", Ada=2).add("14", Ada=2).content[:-9],
        "other": Book("ada", "by-2020").content,
        "empty": b"",
        "none": b"kind,unit,Ada\n",
    }
    for name, content in files.items():
        (begun / name).write_bytes(content)
    code, told = collect(run, *files)
    assert (code, told["look_into"]) == (1, True)
    failures = {(own["file"], one["check"], one["where"]) for own in told["files"] for one in own["failures"]}
    assert failures == {
        ("altered", "observer.signature", "altered, entry 1"),
        ("torn", "observer.tail", "torn, after entry 1"),
        ("empty", "observer.tail", "empty, the header"),
        ("none", "observer.line", "none, the header, byte 0"),
    }
    assert {own["file"] for own in told["files"] if not own["used"]} == {"altered", "empty", "none"}
    assert {(own["file"], own["entry"], own["reason"]) for own in told["left_out"]} == {
        ("old", None, "older-copy"), ("other", None, "other-election"), ("new", 2, "unknown-station"),
        ("robbed", 1, "withdrawn"),
    }  # fmt: skip
    assert [sorted([own["one"], own["other"]]) for own in told["forks"]] == [["new", "robbed"]]
    rows = (begun / told["publication"]).read_text().splitlines()[1:-1]
    assert [row.split(",")[1] for row in rows] == ["12", "13"]
    report = (begun / "out" / "private" / "report.json").read_text()
    assert not any(re.search(rf': "{name}["\s,]', report) for name in files)  # hashes instead of names
    assert {own["file"] for own in json.loads(report)["files"]} == {sha256(own).hexdigest() for own in files.values()}


@pytest.mark.parametrize(
    ("kind", "figures", "left"),
    [(Kind.WITHDRAWAL, {}, ["13"]), (Kind.CORRECTION, {"Ada": 900}, ["12", "13"])],
    ids=["withdrawal", "correction"],
)
def test_collect_names_what_a_longer_copy_takes_back(
    begun: Path, run: Run, capsys: pytest.CaptureFixture[str], kind: Kind, figures: dict[str, int], left: list[str]
) -> None:
    """The attack: who has the key and the file signs one entry more. The collector has the older copy still."""
    book = Book("ada").add("12", Ada=2).add("13", Ada=1)
    robbed = book.copy().add("12", kind, replaces=1, **figures)
    for name, own in (("a.jsonl", book), ("b.jsonl", robbed)):
        (begun / name).write_bytes(own.content)
    code, told = collect(run, "a.jsonl", "b.jsonl")
    assert (code, told["look_into"]) == (1, True)
    assert told["taken_back"] == [{"file": "a.jsonl", "entry": 1, "by": "b.jsonl", "by_entry": 3, "station": "12"}]
    rows = (begun / told["publication"]).read_text().splitlines()[1:-1]
    assert [row.split(",")[1] for row in rows] == left
    kept = json.loads((begun / "out" / "private" / "report.json").read_text())
    assert kept["look_into"]
    older, longer = (sha256(own.content).hexdigest() for own in (book, robbed))
    assert kept["taken_back"] == [{"file": older, "entry": 1, "by": longer, "by_entry": 3, "station": "12"}]
    command = ["observe", "collect", "b.jsonl", "a.jsonl", "--election", ELECTION, "--form", "form.csv", "--out", "o"]
    assert app.run(command) == 1
    assert "a.jsonl, entry 1 (12): stood in this copy, and entry 3 of b.jsonl takes it back" in capsys.readouterr().out


def test_station_that_the_form_has_not_is_not_kept_with_what_was_taken_back(begun: Path, run: Run) -> None:
    """An infiltrator's words get into no file, by this way neither."""
    book = Book("spy").add("13", Ada=1).add("Anna Ivanova", Ada=1)
    (begun / "a").write_bytes(book.content)
    (begun / "b").write_bytes(book.add("Anna Ivanova", Kind.WITHDRAWAL, replaces=2).content)
    code, told = collect(run, "a", "b")
    assert (code, told["taken_back"][0]["station"]) == (1, "Anna Ivanova")
    report = (begun / "out" / "private" / "report.json").read_text()
    assert json.loads(report)["taken_back"][0].keys() == {"file", "entry", "by", "by_entry"}
    assert "Ivanova" not in report


@pytest.mark.parametrize(
    ("feeds", "checks"), [(200_000, {"observer.limit"}), (90_000, {"observer.line", "observer.limit"})]
)
def test_file_of_line_feeds_does_not_stop_the_others(
    begun: Path, run: Run, capsys: pytest.CaptureFixture[str], feeds: int, checks: set[str]
) -> None:
    (begun / "bad").write_bytes(Book("spy").add("12", Ada=900).content + b"\n" * feeds)
    (begun / "ada").write_bytes(Book("ada").add("12", Ada=2).content)
    (begun / "eva").write_bytes(Book("eva").add("13", Ada=3).content)
    code, told = collect(run, "ada", "bad", "eva")
    assert (code, told["rows"]) == (1, 2)
    assert {own["file"]: own["used"] for own in told["files"]} == {"ada": True, "bad": False, "eva": True}
    (failures,) = [own["failures"] for own in told["files"] if own["file"] == "bad"]
    assert len(failures) <= 100
    assert {one["check"] for one in failures} == checks
    assert failures[-1]["check"] == "observer.limit"
    rows = (begun / told["publication"]).read_text().splitlines()[1:-1]
    assert [row.split(",")[1] for row in rows] == ["12", "13"]
    files = ["ada", "bad", "eva"]
    assert app.run(["observe", "collect", *files, "--election", ELECTION, "--form", "form.csv", "--out", "o"]) == 1
    assert capsys.readouterr().out.count("[observer.") <= 50


def test_nothing_to_publish_writes_nothing(begun: Path, run: Run) -> None:
    code, told = collect(run, "n.jsonl")
    assert (code, told["publication"], told["rows"]) == (1, None, 0)
    assert not (begun / "out").exists()


def test_photo_hashes_in_the_open_only_where_asked_for(begun: Path, run: Run) -> None:
    (begun / "p.jpg").write_bytes(b"abc")
    assert run(*RECORD, "--photo", "p.jpg")[0] == 0
    assert (
        run("collect", "n.jsonl", "--election", ELECTION, "--form", "form.csv", "--out", "o", "--plain-hashes")[0] == 0
    )
    assert f"photos=sha256:{ABC}\n" in (begun / "o" / "publication" / "observations.csv").read_text()
    assert sorted(path.name for path in (begun / "o" / "private").iterdir()) == ["report.json"]


BAD: dict[str, tuple[tuple[object, ...], str, str]] = {
    "no NAME=N": ((*RECORD, "--figure", "Blaise"), "usage", "'Blaise' is not NAME=N"),
    "a space": ((*RECORD, "--figure", "cast=1 200"), "usage", "--figure cast: '1 200' is not a whole number"),
    "a comma": ((*RECORD, "--figure", "cast=1,200"), "usage", "'1,200' is not a whole number"),
    "negative": ((*RECORD, "--figure", "cast=-1"), "usage", "'-1' is not a whole number"),
    "too large": ((*RECORD, "--figure", "cast=1000000000"), "usage", "is not a whole number from 0 to 999999999"),
    "other digits": ((*RECORD, "--figure", "cast=١"), "usage", "is not a whole number"),
    "twice": ((*RECORD, "--figure", "Ada=1"), "usage", "'Ada' is there twice"),
    "a name of ours": ((*RECORD, "--figure", "source=1"), "usage", "'source' is no name of a figure"),
    "a percentage": ((*RECORD, "--figure", "Ada %=1"), "usage", "'Ada %' is no name of a figure"),
    "not in the form": ((*RECORD, "--figure", "Adda=1", "--form", "form.csv"), "claim", "has no such column"),
    "a time": ((*RECORD, "--day", "2025-01-26T20:00"), "usage", "is not a day as 2020-08-09"),
    "no such day": ((*RECORD, "--day", "2025-02-30"), "usage", "is not a day as 2020-08-09"),
    "no such photo": ((*RECORD, "--photo", "nowhere.jpg"), "not-found", "nowhere.jpg"),
    "empty photo": ((*RECORD, "--photo", "empty.jpg"), "empty", "empty.jpg: the photo is empty"),
    "photo twice": ((*RECORD, "--photo", "pass", "--photo", "pass"), "same-photo", "this photo is given twice"),
    "two lines": (("record", "n.jsonl", "--station", "1\n2", "--figure", "Ada=1", *OPEN, "--form", "form.csv"), "claim",
                  "what is recorded, column 'unit': form.csv has no station '1 2'"),
    "a row of no station": (("record", "n.jsonl", "--csv", "odd.csv", *OPEN, "--form", "form.csv"), "claim",
                            "odd.csv, row 3, column 'unit': form.csv has no station '15'"),
    "a column of no form": (("record", "n.jsonl", "--csv", "adda.csv", *OPEN, "--form", "form.csv"), "claim",
                            "adda.csv, row 2, column 'Adda': form.csv has no such column"),
    "no station": (("record", "n.jsonl", "--figure", "Ada=1", *OPEN), "usage", "give --station or --csv"),
    "nothing": (("record", "n.jsonl", "--station", "12", *OPEN), "usage", "there is nothing to record"),
    "blank form": (("record", "n.jsonl", "--csv", "form.csv", *OPEN), "nothing", "no row has figures"),
    "no such entry": (("withdraw", "n.jsonl", "--entry", 1, *OPEN), "not-found", "there is no entry 1"),
    "another key": ((*RECORD, "--key", "other.jsonl.key"), "refused", "begun with another key"),
    "no key": ((*RECORD, "--key", "form.csv"), "key-file", "not a sealed key file"),
    "wrong passphrase": ((*RECORD[:-1], "form.csv"), "wrong-passphrase", "n.jsonl.key"),
    "exists": (("begin", "n.jsonl", "--election", ELECTION, *OPEN), "exists", "n.jsonl"),
    "no label": (("begin", "m.jsonl", "--election", "Ada Lovelace", *OPEN), "usage", "is no label of an election"),
    "no form": (("collect", "n.jsonl", "--election", ELECTION, "--form", "pass", "--out", "o"), "claim", "pass, row 1"),
    "collected": (("collect", "n.jsonl", "--election", ELECTION, "--form", "form.csv", "--out", "."), "exists", "."),
    "twice named": (("collect", "n.jsonl", "n.jsonl", "--election", ELECTION, "--form", "form.csv", "--out", "o"),
                    "same-file", "twice"),
    "a head that is none": (("check", "n.jsonl", "--head", "abc"), "usage", "--head: is not 64"),
    "a head of many": (("check", "n.jsonl", "n.jsonl", "--head", "0"), "usage", "--head is of one file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD, ids=lambda name: name.replace(" ", "-"))
def test_bad_input_is_named_and_nothing_is_written(begun: Path, run: Run, name: str) -> None:
    args, code, why = BAD[name]
    (begun / "empty.jpg").touch()
    (begun / "odd.csv").write_text("kind,unit,Ada\nprotocol,12,3\nprotocol,15,4\n")
    (begun / "adda.csv").write_text("kind,unit,Adda\nprotocol,12,3\n")
    if name == "another key":
        assert run("begin", "other.jsonl", "--election", ELECTION, *OPEN)[0] == 0
    before = {path: path.read_bytes() for path in begun.iterdir()}
    told = failed(run, *args)
    assert told[0] == code
    assert why in told[1]
    assert {path: path.read_bytes() for path in begun.iterdir()} == before


def test_full_disk_takes_nothing_away(begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(*RECORD)[0] == 0
    before = (begun / "n.jsonl").read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(observe_file.os, "fsync", full)
    assert failed(run, *RECORD)[0] == "disk-full"
    assert (begun / "n.jsonl").read_bytes() == before


@pytest.mark.parametrize("left", [1, 40, -1], ids=["one byte", "a part", "all but the end of line"])
def test_torn_line_is_named_mended_and_gone_on_from(begun: Path, run: Run, left: int) -> None:
    """The power failed in the middle of the second entry."""
    assert run(*RECORD)[0] == 0
    whole = (begun / "n.jsonl").read_bytes()
    assert run(*RECORD)[0] == 0
    second = (begun / "n.jsonl").read_bytes().removeprefix(whole)
    (begun / "n.jsonl").write_bytes(whole + second[:left])
    code, told = run("check", "n.jsonl")
    assert (code, told["files"][0]["failures"][0]["where"]) == (1, "n.jsonl, after entry 1")
    assert failed(run, *RECORD)[0] == "torn"
    code, told = run("repair", "n.jsonl")
    assert (code, told["repaired"]) == (0, True)
    if left == -1:
        assert (told["kept"], (begun / "n.jsonl").read_bytes()) == (None, whole + second)
    else:
        assert (begun / told["kept"]).read_bytes() == second[:left]
        assert (begun / "n.jsonl").read_bytes() == whole
    assert run(*RECORD)[0] == 0
    assert run("check", "n.jsonl")[0] == 0
    assert run("repair", "n.jsonl") == (0, {"file": "n.jsonl", "repaired": False, "kept": None})


def test_altered_file_is_not_gone_on_with(begun: Path, run: Run) -> None:
    assert run(*RECORD)[0] == 0
    path = begun / "n.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"Ada":1', b'"Ada":2'))
    for args in (RECORD, ("repair", "n.jsonl")):
        code, why = failed(run, *args)
        assert (code, "n.jsonl, entry 1: the signature" in why) == ("damaged", True)


def test_entry_that_would_make_the_file_too_long_to_be_read_is_not_written(
    begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observe_file, "MOST_LINES", 2)
    assert run(*RECORD)[0] == 0
    before = (begun / "n.jsonl").read_bytes()
    assert failed(run, *RECORD)[0] == "too-long"
    assert (begun / "n.jsonl").read_bytes() == before


def test_two_writers_at_once_are_one_after_the_other(begun: Path, run: Run) -> None:
    with (begun / "n.jsonl").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert failed(run, *RECORD)[0] == "busy"


def test_every_command_has_an_example_and_json() -> None:
    assert sorted(observe.commands) == ["begin", "check", "collect", "correct", "record", "repair", "withdraw"]
    for name, command in observe.commands.items():
        assert f"isonomia observe {name}" in (command.help or "")
        assert "--json" in [text for parameter in command.params for text in parameter.opts]
