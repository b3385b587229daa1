# SPDX-License-Identifier: Apache-2.0
"""Openings made by the booth (TypeScript), checked by Python: docs/ballot-opening.md is all that they share.

Every lie is made in an honest opening; the assertion is the identifier of the check and the place that is named.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.cli.app import run
from isonomia.protocol.public.ballots import tracker
from isonomia.protocol.public.findings import Failure
from isonomia.verify import examine
from isonomia.verify.opening import check_opened
from isonomia.verify.setup import Setup
from support.booth import Booth, Refused
from support.forge import Event

from .test_booth_elections import CASES, UUID, Held


def compact(value: Any) -> bytes:
    """As the booth writes it."""
    return json.dumps(value, separators=(",", ":")).encode()


class Challenged(NamedTuple):
    """A ballot that a voter challenges, in an election that is open."""

    held: Held
    setup: Setup
    ballot: bytes
    opening: dict[str, Any]
    votes: list[Any]

    def check(self, opening: dict[str, Any] | None = None, ballot: bytes | None = None) -> tuple[Any, list[Failure]]:
        own = compact(self.opening if opening is None else opening)
        votes, findings = check_opened(self.setup, ballot or self.ballot, own)
        assert (votes is None) == bool(findings.failures)
        return votes, findings.failures


@cache
def challenged(booth: Booth, name: str) -> Challenged:
    case = CASES[name]
    held = Held(booth, case)
    credential = next(iter(held.private.values()))
    made = booth("vote", election=held.election.decode(), credential=credential, votes=case.votes[0])
    setup = examine(BytesIO(held.holding.record.write())).setup
    assert setup is not None
    return Challenged(held, setup, made["ballot"].encode(), json.loads(made["opening"]), case.votes[0])


@pytest.mark.parametrize("name", CASES)
def test_opening_is_accepted_and_tells_the_votes(booth: Booth, name: str) -> None:
    own = challenged(booth, name)
    assert own.check() == (own.votes, [])


def leaves(nested: Any, path: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """The way to every number of nested lists."""
    if not isinstance(nested, list):
        return [path]
    return [way for i, part in enumerate(nested) for way in leaves(part, (*path, i))]


def changed(opening: dict[str, Any], member: str, path: tuple[int, ...], change: Callable[[Any], Any]) -> Any:
    own = deepcopy(opening)
    place = own[member]
    for i in path[:-1]:
        place = place[i]
    place[path[-1]] = change(place[path[-1]])
    return own


def place_of(path: tuple[int, ...]) -> str:
    """As the checks of ballots name it."""
    names = {1: ("question",), 2: ("question", "choice"), 3: ("question", "list", "choice")}[len(path)]
    return ", ".join(f"{name} {i}" for name, i in zip(names, path, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_every_number_that_is_changed_is_named(booth: Booth, name: str) -> None:
    """One number at a time: each r, each vote. Nothing else is complained of."""
    own = challenged(booth, name)
    q = own.held.holding.group.q
    for path in leaves(own.opening["randomness"]):
        _, failures = own.check(changed(own.opening, "randomness", path, lambda r: str((int(r) + 1) % q)))
        assert [(f.check, f.where) for f in failures] == [("opening.randomness", place_of(path))]
    for path in leaves(own.opening["votes"]):
        _, failures = own.check(changed(own.opening, "votes", path, lambda m: 1 - m if m < 2 else m - 1))
        ranking = own.held.case.questions[path[0]].get("type") == "NonHomomorphic"
        named = place_of(path[:1] if ranking else path)
        assert [(f.check, f.where) for f in failures] == [("opening.votes", named)]


FORMS: dict[str, tuple[Callable[[str, int], str], str]] = {
    "not reduced": (lambda r, q: str(int(r) + q), "opening.scalars"),
    "negative": (lambda r, q: str(int(r) - q), "opening.scalars"),
    "a leading zero": (lambda r, _: "0" + r, "opening.scalars"),
    "hexadecimal": (lambda r, _: hex(int(r)), "opening.scalars"),
    "nothing": (lambda *_: "", "opening.scalars"),
    "other digits": (lambda r, _: r.translate({48 + i: 0x660 + i for i in range(10)}), "opening.scalars"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["all kinds", "finite field, rankings and lists"])
def test_another_writing_of_a_number_is_refused(booth: Booth, name: str, form: str) -> None:
    """r + q opens the same ciphertext: there would be two openings of one ballot."""
    own, (change, check) = challenged(booth, name), FORMS[form]
    q = own.held.holding.group.q
    for path in leaves(own.opening["randomness"])[::3]:
        _, failures = own.check(changed(own.opening, "randomness", path, lambda r: change(r, q)))
        assert [(f.check, f.where) for f in failures] == [(check, place_of(path))]


LIES: dict[str, tuple[Callable[[dict[str, Any]], Any], str, str]] = {
    "of another election": (lambda o: o.update(election_uuid="z" * 14), "opening.election", "the opening"),
    "of another ballot": (lambda o: o.update(tracker="A" * 43), "opening.tracker", "the opening"),
    "of another version": (lambda o: o.update(version=2), "json.syntax", "the opening, $.version"),
    "of another format": (lambda o: o.update(format="opening"), "json.syntax", "the opening, $.format"),
    "a key more": (lambda o: o.update(more=1), "json.keys", "the opening, $"),
    "a key less": (lambda o: o.pop("tracker"), "json.keys", "the opening, $"),
    "an answer less": (lambda o: o["votes"].pop(), "opening.shape", "the opening"),
    "a question more": (lambda o: o["randomness"].append("1"), "opening.shape", "the opening"),
    "a list less": (lambda o: o["votes"][0].pop(), "opening.shape", "question 0"),
    "a candidate less": (lambda o: o["randomness"][0][1].pop(), "opening.shape", "question 0"),
    "a number moved to the next list": (
        lambda o: o["votes"][0][1].insert(0, o["votes"][0][0].pop()),
        "opening.shape",
        "question 0",
    ),
    "a rank less": (lambda o: o["votes"][1].pop(), "opening.shape", "question 1"),
    "a rank more, which changes nothing": (lambda o: o["votes"][1].insert(0, 0), "opening.shape", "question 1"),
    "a choice more": (lambda o: o["votes"][2].append(0), "opening.shape", "question 2"),
    "randomness left over": (lambda o: o["randomness"][2].append("0"), "opening.shape", "question 2"),
    "two choices": (lambda o: o["votes"][2].__setitem__(0, 2), "opening.votes", "question 2, choice 0"),
    "a rank that no element holds": (lambda o: o["votes"][1].__setitem__(0, 256), "opening.votes", "question 1"),
    "a negative rank": (
        lambda o: o["votes"][1].__setitem__(0, -1),
        "json.syntax",
        "the opening, votes of question 1, $[0]",
    ),
    "a text as a choice": (
        lambda o: o["votes"][2].__setitem__(0, "0"),
        "json.syntax",
        "the opening, votes of question 2, $[0]",
    ),
    "a number as randomness": (
        lambda o: o["randomness"][2].__setitem__(0, 0),
        "json.syntax",
        "the opening, randomness of question 2, $[0]",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_opening_that_lies_is_named(booth: Booth, lie: str) -> None:
    own, (change, check, where) = challenged(booth, "all kinds"), LIES[lie]
    opening = deepcopy(own.opening)
    change(opening)
    _, failures = own.check(opening)
    assert [(f.check, f.where) for f in failures] == [(check, where)]


def test_doubled_key_is_refused(booth: Booth) -> None:
    own = challenged(booth, "all kinds")
    doubled = compact(own.opening).replace(b'{"format"', b'{"version":1,"format"')
    _, findings = check_opened(own.setup, own.ballot, doubled)
    assert [(f.check, f.where) for f in findings.failures] == [("json.keys", "the opening, $")]


@pytest.mark.parametrize("form", ["spaces", "spaces within", "another order", "escaped"])
def test_another_writing_of_the_file_is_refused(booth: Booth, form: str) -> None:
    """By both judges alike."""
    own = challenged(booth, "one of two")
    honest = compact(own.opening)
    written = {
        "spaces": honest + b" ",
        "spaces within": honest.replace(b"[[1,0]]", b"[[1, 0]]"),
        "another order": compact(dict(reversed(own.opening.items()))),
        "escaped": honest.replace(b'"boothTest', b'"\\u0062oothTest'),
    }[form]
    assert written != honest
    _, findings = check_opened(own.setup, own.ballot, written)
    assert [(f.check, f.where) for f in findings.failures] == [("opening.canonical", "the opening")]
    with pytest.raises(Refused, match=r"^(json|opening):"):
        booth("checkOpening", election=own.held.election.decode(), ballot=own.ballot.decode(), opening=written.decode())


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_change_of_bytes_is_refused(booth: Booth, data: st.DataObject) -> None:
    """Whatever the bytes: a failure that is told, and no other exception."""
    own = challenged(booth, "all kinds")
    honest = compact(own.opening)
    start = data.draw(st.integers(0, len(honest) - 1))
    end = data.draw(st.integers(start, min(len(honest), start + 40)))
    changed = honest[:start] + data.draw(st.binary(max_size=8)) + honest[end:]
    votes, findings = check_opened(own.setup, own.ballot, changed)
    assert (votes is None and bool(findings.failures)) or changed == honest


def test_opening_of_another_ballot_of_the_same_choices_is_named(booth: Booth) -> None:
    """The device shows one tracker and opens another ballot, which holds what she chose."""
    own, case = challenged(booth, "one of two"), CASES["one of two"]
    credential = next(iter(own.held.private.values()))
    made = booth("vote", election=own.held.election.decode(), credential=credential, votes=case.votes[0])
    _, failures = own.check(json.loads(made["opening"]))
    assert {f.check for f in failures} == {"opening.tracker", "opening.randomness"}


def test_fresh_randomness_for_each_ballot(booth: Booth) -> None:
    """An opened number r, used again, would open the ballot that is cast."""
    own, case = challenged(booth, "all kinds"), CASES["all kinds"]
    credential = next(iter(own.held.private.values()))
    text = own.held.election.decode()
    made = [booth("vote", election=text, credential=credential, votes=case.votes[0]) for _ in range(3)]
    used = [r for m in made for _, r in texts(json.loads(m["opening"])["randomness"])]
    alphas = [value for m in made for key, value in texts(json.loads(m["ballot"])) if key == "alpha"]
    assert len(set(used)) == len(used) == len(set(alphas)) == len(alphas)


def texts(nested: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text within, with the key that it has."""
    if isinstance(nested, dict):
        return [found for k, part in nested.items() for found in texts(part, k)]
    if isinstance(nested, list):
        return [found for part in nested for found in texts(part, key)]
    return [(key, nested)] if isinstance(nested, str) else []


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def files(booth: Booth, tmp_path: Path) -> tuple[Challenged, Path, Path]:
    """The record and the file that the booth saves."""
    own = challenged(booth, "all kinds")
    record, saved = tmp_path / "record.bel", tmp_path / f"{UUID}.opening.json"
    record.write_bytes(own.held.holding.record.write())
    content = {"ballot": own.ballot.decode(), "opening": json.dumps(own.opening, separators=(",", ":"))}
    saved.write_text(json.dumps(content))
    return own, record, saved


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = run([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def failed(answer: Any) -> list[str]:
    return [check["id"] for check in answer["checks"] if not check["passed"]]


def test_saved_file_is_verified(files: tuple[Challenged, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    own, record, saved = files
    code, answer = told(capsys, "ballot", "verify", record, saved)
    assert (code, answer["valid"], answer["in_record"], failed(answer)) == (0, True, False, [])
    assert [told["vote"] for told in answer["opening"]["answers"]] == own.votes
    (record.parent / "ballot.json").write_bytes(own.ballot + b"\n")
    (record.parent / "opening.json").write_bytes(compact(own.opening) + b"\n")
    both = ("ballot", "verify", record, record.parent / "ballot.json", "--opening", record.parent / "opening.json")
    assert told(capsys, *both) == (0, answer)
    assert told(capsys, *both, "--reference") == (0, answer)
    assert run([*map(str, ("ballot", "verify", record, saved))]) == 0
    shown = capsys.readouterr().out
    lists, ranking, board = (own.get("value", own) for own in own.held.case.questions)
    names = lists["answers"][0]
    assert [f"- {name}\n" in shown for name in names] == [True, False, True]  # [1, 0, 1]
    assert f"- 255: {ranking['answers'][0]}\n" in shown
    assert [f"- {name}\n" in shown for name in board["answers"]] == [False, True, False]  # [0, 0, 1, 0], blank first
    assert "Only you can say" in shown


def test_server_that_counts_a_ballot_it_confirmed_as_spoiled_is_named(
    files: tuple[Challenged, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The ballot is challenged, confirmed, opened, and then in the record all the same."""
    own, record, saved = files
    forged = deepcopy(own.held.holding.record)
    forged.events.append(Event("Ballot", [own.ballot]))
    record.write_bytes(forged.write())
    (record.parent / "spoiled.json").write_text(json.dumps([tracker(own.ballot)]))
    code, answer = told(capsys, "ballot", "verify", record, saved, "--spoiled", record.parent / "spoiled.json")
    assert (code, answer["valid"], answer["in_record"]) == (1, False, True)
    assert failed(answer) == ["opening.not-cast"]
    [failure] = next(c for c in answer["checks"] if c["id"] == "opening.not-cast")["failures"]
    assert "height 1 " in failure["why"]
    assert "the operator has broken" in failure["why"]


def test_file_of_two_ballots_is_refused(
    files: tuple[Challenged, Path, Path], booth: Booth, capsys: pytest.CaptureFixture[str]
) -> None:
    _, record, saved = files
    other = record.parent / "other.json"
    other.write_text('{"election_uuid":"x"}')
    code, answer = told(capsys, "ballot", "verify", record, other, "--opening", saved)
    assert (code, answer["error"]["code"]) == (2, "another-ballot")


@pytest.mark.parametrize("content", ['{"ballot":"x"}', '{"opening":1,"ballot":2}', '{"opening":"x","ballot":"y"}', "["])
def test_bad_files_are_told(
    files: tuple[Challenged, Path, Path], capsys: pytest.CaptureFixture[str], content: str
) -> None:
    _, record, saved = files
    saved.write_text(content)
    code, answer = told(capsys, "ballot", "verify", record, saved)
    assert code in (1, 2)
    assert "error" in answer or not answer["valid"]
