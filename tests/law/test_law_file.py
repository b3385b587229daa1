# SPDX-License-Identifier: Apache-2.0
"""Law files: those that are shipped, the schema, and what is refused, with the line."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.law.errors import FileProblem, LawFileError
from isonomia.law.law import Law, schema
from isonomia.law.reading import read_law

LAW = Path(__file__).parents[2] / "src" / "isonomia" / "law"
SHIPPED = sorted((LAW / "files").glob("*.toml"))
SCHEMA = json.loads((LAW / "schema.json").read_text())

HEAD = """\
format = 1
id = "test"
date = 2026-01-31
certainty = "model rules"
title = { en = "Test" }

[[sources]]
id = "Rules"
title = "Rules of the test"
where = "this file"
opened = 2026-01-31
language = "en"

"""
"""13 lines: what follows begins on line 14."""
ROUND = """\
[[rounds]]
elected = { more_than = "1/2", of = "valid votes" }
cites = ["Rules 1"]
"""
TWO = """\
[[rounds]]
elected = { more_than = "1/2", of = "valid votes" }
go_on = 2
cites = ["Rules 1"]

[[rounds]]
elected = "most votes"
cites = ["Rules 2"]
"""
RANKING = '[ranking]\nmethod = "instant-runoff"\ncites = ["Rules 1"]\n'
LISTS = '[lists]\nmethod = "dhondt"\nseats = 3\ncites = ["Rules 1"]\n'
QUESTION = '[question]\nadopted = { more_than = "1/2", of = "valid votes" }\ncites = ["Rules 1"]\n'
REGIONS = """\
[question.regions]
more_than = "1/2"
region = { more_than = "1/2", of = "valid votes" }
weights = { North = "1/1", South = "1/2" }
cites = ["Rules 2"]
"""


def law(*parts: str) -> Law:
    return read_law((HEAD + "".join(parts)).encode(), "test.toml")


def problems(*parts: str) -> list[tuple[int, str, str]]:
    with pytest.raises(LawFileError) as caught:
        law(*parts)
    return [(own.line, own.key, own.why) for own in caught.value.problems]


def as_json(value: Any) -> Any:
    """What JSON can hold of TOML: a date is its text."""
    if isinstance(value, dict):
        return {key: as_json(own) for key, own in value.items()}
    if isinstance(value, list):
        return [as_json(own) for own in value]
    return value.isoformat() if isinstance(value, date) else value


def test_some_laws_are_shipped() -> None:
    assert {"by-president", "fr-president"} <= {path.stem for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_laws_are_read_and_validate(path: Path) -> None:
    read = read_law(path.read_bytes(), path.name)
    assert read.id == path.stem
    jsonschema.validate(as_json(tomllib.loads(path.read_text())), SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_laws_speak_four_languages_and_use_every_source(path: Path) -> None:
    text = path.read_text()
    data = tomllib.loads(text)
    texts, cites = [data["title"]], set()

    def walk(value: Any) -> None:
        for key, own in value.items() if isinstance(value, dict) else enumerate(value):
            if key in ("text", "exempt"):
                texts.append(own)
            if key == "cites":
                cites.update(cite.split()[0] for cite in own)
            if isinstance(own, dict | list):
                walk(own)

    walk(data)
    assert all(set(own) == {"en", "be", "ru", "fr"} for own in texts)
    left_out = " ".join(own["en"] for own in data.get("leaves_out", []))
    for source in data["sources"]:
        assert source["id"] in cites or f"({source['id']} " in left_out


def test_the_schema_is_current() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert schema() == (LAW / "schema.json").read_text(), "write law.schema() to law/schema.json"


def test_the_schema_refuses_what_reading_refuses() -> None:
    good = as_json(tomllib.loads(HEAD + ROUND))
    jsonschema.validate(good, SCHEMA)
    for wrong in (
        good | {"format": 2},
        good | {"sort": 1},
        good | {"date": "2026-01-31\n"},
        good | {"rounds": [good["rounds"][0] | {"go_on": 1}]},
        good | {"rounds": [good["rounds"][0] | {"elected": {"more_than": "0.5", "of": "valid votes"}}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)


def test_each_way_to_decide_can_be_read() -> None:
    for part in (ROUND, TWO, RANKING, LISTS, QUESTION, QUESTION + REGIONS):
        assert law(part).id == "test"


TYPES = {
    "unknown key": (ROUND + "more = 1\n", (17, "rounds[1].more", "unknown key")),
    "unknown key in an inline table": (
        '[[rounds]]\nelected = { more_than = "1/2", over = "valid votes" }\ncites = ["Rules 1"]\n',
        (15, "rounds[1].elected.over", "unknown key"),
    ),
    "missing key": ('[[rounds]]\nelected = "most votes"\n', (14, "rounds[1]", "needs the key 'cites'")),
    "wrong type": (ROUND + "next_within = 14\n", (17, "rounds[1].next_within", "expected `str | null`, got `int`")),
    "a share that is no fraction": (
        '[[rounds]]\nelected = { more_than = "50 %", of = "valid votes" }\ncites = ["Rules 1"]\n',
        (15, "rounds[1].elected.more_than", 'a share is written "1/2"'),
    ),
    "a float": (
        '[[rounds]]\nelected = { more_than = 0.5, of = "valid votes" }\ncites = ["Rules 1"]\n',
        (15, "rounds[1].elected.more_than", "expected `str | null`, got `float`"),
    ),
    "unknown base": (
        '[[rounds]]\nelected = { more_than = "1/2", of = "all" }\ncites = ["Rules 1"]\n',
        (15, "rounds[1].elected.of", "invalid enum value 'all'"),
    ),
    "unknown method": (
        '[ranking]\nmethod = "irv"\ncites = ["Rules 1"]\n',
        (15, "ranking.method", "invalid enum value 'irv'"),
    ),
    "no citation": ('[[rounds]]\nelected = "most votes"\ncites = []\n', (16, "rounds[1].cites", "expected `array`")),
    "no seats": (LISTS.replace("3", "0"), (16, "lists.seats", "expected `int` >= 1")),
    "a duration of two units": (
        TWO.replace("go_on = 2", 'next_within = "P1M2D"'),
        (16, "rounds[1].next_within", "a duration is"),
    ),
    "a weight": (
        QUESTION + REGIONS.replace('"1/1"', '"one"'),
        (20, "question.regions.weights", 'a share is written "1/2"'),
    ),
}


@pytest.mark.parametrize(("part", "expected"), TYPES.values(), ids=TYPES)
def test_wrong_keys_and_types_are_named_with_their_line(part: str, expected: tuple[int, str, str]) -> None:
    ((line, key, why),) = problems(part)
    assert (line, key) == expected[:2]
    assert why.startswith(expected[2])


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ("date = 2026-01-31", 'date = "31.1.2026"', "a date is written"),
        ('id = "test"', 'id = "Test"', "an id is of"),
        ('id = "Rules"', 'id = "R 1"', "no spaces"),
        ('language = "en"', 'language = "English"', "a language is written"),
    ],
)
def test_what_is_written_in_another_way_is_told_how(right: str, wrong: str, why: str) -> None:
    text = HEAD + ROUND
    assert right in text
    with pytest.raises(LawFileError) as caught:
        read_law(text.replace(right, wrong, 1).encode(), "test.toml")
    assert caught.value.problems[0].why.startswith(why)


def test_errors_say_file_line_and_key() -> None:
    with pytest.raises(LawFileError, match=r"^test\.toml:17: rounds\[1\]\.more: unknown key$"):
        law(ROUND + "more = 1\n")


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"format = 1\nid = x\n", 2, "Invalid value"),
        (b"format = 1\nformat = 1\n", 2, "Cannot overwrite a value"),
        (b'format = 1\nid = "x', 2, "Unterminated string"),
        (b'format = 1\nid = """x\n\n', 4, "Unterminated string"),
        (b"format = 1\n\n# \xff\n", 3, "not UTF-8"),
        (b"#" * 70_000, 0, "more than 64,000 bytes"),
        (b"\n" * 3_000, 0, "more than 64,000 bytes or 2,000 lines"),
        (b"", 1, "needs the key 'format'"),
        (b"a = " + b"[" * 5_000, 0, "nested too deeply"),
        (b"a = " + b"[" * 450 + b"]" * 450, 1, "unknown key"),
        (b"a = " + b"9" * 5_000, 0, "nested too deeply, or a number of too many digits"),
    ],
)
def test_what_is_no_toml(content: bytes, line: int, why: str) -> None:
    with pytest.raises(LawFileError) as caught:
        read_law(content, "x.toml")
    assert caught.value.problems[0].line == line
    assert caught.value.problems[0].why.startswith(why)


def ties(purpose: str, *rules: str) -> str:
    return f'[ties]\n{purpose} = {{ by = {list(rules)}, cites = ["Rules 9"] }}\n'.replace("'", '"')


CONTRADICTIONS = {
    "no way to decide": ("", (1, "", "exactly one of")),
    "two ways to decide": (ROUND + RANKING, (17, "ranking", "exactly one of")),
    "a source that is not there": (
        ROUND.replace("Rules 1", "Code 1"),
        (16, "rounds[1].cites[1]", "'Code 1' cites 'Code', which is no id of the sources (Rules)"),
    ),
    "no article": (ROUND.replace("Rules 1", "Rules"), (16, "rounds[1].cites[1]", "'Rules' does not say which")),
    "two shares": (
        ROUND.replace("more_than", 'at_least = "1/3", more_than'),
        (15, "rounds[1].elected", "needs more_than or at_least"),
    ),
    "no share": (ROUND.replace('more_than = "1/2", ', ""), (15, "rounds[1].elected", "needs more_than or at_least")),
    "more than all": (ROUND.replace("1/2", "3/2"), (15, "rounds[1].elected.more_than", "more than there is")),
    "above all": (ROUND.replace("1/2", "1/1"), (15, "rounds[1].elected.more_than", "more than there is")),
    "a threshold above one": (
        LISTS + 'threshold = { at_least = "5/1", of = "valid votes", cites = ["Rules 3"] }\n',
        (18, "lists.threshold.at_least", "more than there is"),
    ),
    "at least nothing": (
        ROUND.replace('more_than = "1/2"', 'at_least = "0/1"'),
        (15, "rounds[1].elected.at_least", "asks for nothing"),
    ),
    "a next round that is not there": (ROUND + "go_on = 2\n", (17, "rounds[1].go_on", "no round follows")),
    "a time for a next round that is not there": (
        ROUND + 'next_within = "P14D"\n',
        (17, "rounds[1].next_within", "no round follows"),
    ),
    "a second round without who goes on": (
        TWO.replace("go_on = 2\n", ""),
        (14, "rounds[1]", "a round follows this one: go_on has to say"),
    ),
    "a round after most votes": (
        TWO.replace('{ more_than = "1/2", of = "valid votes" }', '"most votes"'),
        (15, "rounds[1].elected", "most votes always elect somebody"),
    ),
    "only if more stand than all": (
        TWO.replace("go_on = 2", 'go_on = "all"\nonly_if_more_stand = true'),
        (17, "rounds[1].only_if_more_stand", "needs a number in go_on"),
    ),
    "turnout of ranked ballots": (
        RANKING + '[turnout]\nmore_than = "1/2"\ncites = ["Rules 2"]\n',
        (17, "turnout", "ranked ballots do not say how many voters are registered"),
    ),
    "against all lists": (
        LISTS + '[ballot]\nagainst_all = true\ncites = ["Rules 2"]\n',
        (19, "ballot.against_all", "only rounds of voting for one candidate"),
    ),
    "one candidate of a question": (
        QUESTION + '[single]\nvote = "no vote"\ncites = ["Rules 2"]\n',
        (17, "single", "there are no candidates"),
    ),
    "for or against, ranked": (
        RANKING + '[single]\nvote = "for or against"\ncites = ["Rules 2"]\n',
        (18, "single.vote", "ranked ballots cannot say"),
    ),
    "a repeat that is not there": (
        ROUND + '[turnout]\nmore_than = "1/2"\nnot_in_repeat = true\ncites = ["Rules 2"]\n',
        (19, "turnout.not_in_repeat", "there is no [repeat]"),
    ),
    "a region without weight": (
        QUESTION + REGIONS.replace("1/1", "0/1"),
        (20, "question.regions.weights.North", "a region without weight"),
    ),
    "seats in a law without lists": (ROUND + ties("seat", "lot"), (18, "ties.seat", "there is no such tie")),
    "the lot twice": (ROUND + ties("elect", "lot", "lot"), (18, "ties.elect.by[1]", "'lot' has to be the last")),
    "something after the lot": (
        ROUND + ties("elect", "lot", "older candidate"),
        (18, "ties.elect.by[1]", "'lot' has to be the last"),
    ),
    "a rule twice": (
        ROUND + ties("elect", "older candidate", "older candidate"),
        (18, "ties.elect.by[2]", "'older candidate' stands there already"),
    ),
    "a new vote about who goes on": (
        TWO + ties("advance", "new vote"),
        (23, "ties.advance.by[1]", "a new vote can only be between those tied for election"),
    ),
    "ages of lists": (
        LISTS + ties("seat", "older candidate"),
        (19, "ties.seat.by[1]", "'older candidate' is about candidates, not lists"),
    ),
    "withdrawal from a question": (
        QUESTION + '[withdrawal]\nafter_freezing = "votes count"\ncites = ["Rules 2"]\n',
        (17, "withdrawal", "there are no candidates"),
    ),
    "ranked ballots that become invalid": (
        RANKING + '[withdrawal]\nafter_freezing = "votes are invalid"\ncites = ["Rules 2"]\n',
        (18, "withdrawal.after_freezing", "a ranked ballot is not invalid"),
    ),
    "a death between the rounds of a ranking": (
        RANKING + '[withdrawal]\ndeath_between_rounds = "everything again"\ncites = ["Rules 2"]\n',
        (18, "withdrawal.death_between_rounds", "there are no two rounds"),
    ),
    "earlier counts of a round": (
        ROUND + ties("elect", "earlier counts"),
        (18, "ties.elect.by[1]", "only a count in stages has earlier ones"),
    ),
    "withdrawal between one round": (
        ROUND + '[withdrawal]\nbetween_rounds = "next moves up"\ncites = ["Rules 2"]\n',
        (18, "withdrawal.between_rounds", "there are no two rounds"),
    ),
    "moving up where all stand again": (
        TWO.replace("go_on = 2", 'go_on = "all"')
        + '[withdrawal]\nbetween_rounds = "next moves up"\ncites = ["Rules 2"]\n',
        (23, "withdrawal.between_rounds", "nobody can move up where all stand again"),
    ),
    "a condition twice": (
        ROUND + '[nomination]\nconditions = [{ id = "age", text = { en = "18" }, cites = ["Rules 2"] },\n'
        '  { id = "age", text = { en = "18" }, cites = ["Rules 2"] }]\n',
        (18, "nomination.conditions[2].id", "'age' is another condition's id already"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("part", "expected"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_refused_with_their_line(part: str, expected: tuple[int, str, str]) -> None:
    line, key, why = problems(part)[0]
    assert (line, key) == expected[:2]
    assert why.startswith(expected[2])


@given(st.data())
def test_any_change_of_a_file_is_read_or_refused_at_a_place_in_it(data: st.DataObject) -> None:
    """No other error, and no line that the file does not have."""
    content = bytearray(data.draw(st.sampled_from(SHIPPED)).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        end = at + data.draw(st.integers(0, 40))
        content[at:end] = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from([b"", b'"', b"[", b"1", b" = 1"])))
    problems: tuple[FileProblem, ...] = (FileProblem(0, "", "none"),)
    try:
        read_law(bytes(content), "changed.toml")
    except LawFileError as error:
        problems = error.problems
    assert problems
    assert all(0 <= problem.line <= content.count(b"\n") + 1 for problem in problems)


def test_a_source_twice() -> None:
    again = '[[sources]]\nid = "Rules"\ntitle = "x"\nwhere = "x"\nopened = 2026-01-31\nlanguage = "en"\n'
    assert problems(again, ROUND)[0][:2] == (15, "sources[2].id")


def test_every_contradiction_is_listed_in_the_order_of_the_file() -> None:
    found = problems(ROUND.replace("1/2", "2/1").replace("Rules", "Code"), "go_on = 2\n")
    assert [(line, key) for line, key, _ in found] == [
        (15, "rounds[1].elected.more_than"),
        (16, "rounds[1].cites[1]"),
        (17, "rounds[1].go_on"),
    ]
