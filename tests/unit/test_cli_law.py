# SPDX-License-Identifier: Apache-2.0
"""``isonomia law``: counts from everywhere say the same; bad ones are named with file and line, nothing is guessed."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isonomia.cli import app
from isonomia.cli.law_json import line_of

RECORDS = Path(__file__).parents[3] / "shared" / "records"
PRESIDENT = RECORDS / "president-ed25519"


class Failed(NamedTuple):
    code: str
    message: str
    hint: str


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def law(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run ``isonomia law … --json``; must succeed."""

    def call(*args: str) -> Any:
        code = app.run(["law", *args, "--json"])
        out, err = capsys.readouterr()
        assert code == 0, out + err
        return json.loads(out)

    return call


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def call(*args: str) -> str:
        assert app.run(["law", *args]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]) -> Callable[..., Failed]:
    """Run; must fail with 2 and one line."""

    def call(*args: str) -> Failed:
        assert app.run(["law", *args]) == 2
        assert capsys.readouterr().err.count("\n") == 1
        assert app.run(["law", *args, "--json"]) == 2
        failed = Failed(**json.loads(capsys.readouterr().out)["error"])
        assert failed.code != "internal", failed
        assert failed.hint
        return failed

    return call


TYPED = ["Ada=420", "Blaise=380", "Emmy=20", "--against-all", "30", "--invalid", "10", "--participants", "860",
         "--registered", "1000"]  # fmt: skip
CSV = """candidate,votes
Ada,420
Blaise,380
Emmy,20
Against all,30
invalid,10
participants,860
registered,1000
"""
JSON = {
    "votes": {"Ada": 420, "Blaise": 380, "Emmy": 20},
    "against_all": 30,
    "invalid": 10,
    "participants": 860,
    "registered": 1000,
}


def test_typed_csv_and_json_say_the_same(law: Callable[..., Any]) -> None:
    """860 took part, so 431 votes elect (Electoral Code, article 82); 420 do not, and 860 are more than 500 of 1000."""
    Path("first.csv").write_text(CSV)
    Path("first.json").write_text(json.dumps(JSON))
    Path("excel.csv").write_bytes(("\ufeff" + CSV.replace(",", ";").replace("\n", "\r\n")).encode())
    answers = [law("apply", "by-president", *votes) for votes in (TYPED, ["first.csv"], ["first.json"], ["excel.csv"])]
    assert answers[0]["verdict"] == "next round"
    assert answers[0]["next"] == {"what": "next round", "number": 2, "candidates": ["Ada", "Blaise"], "within": "P2W"}
    (needed,) = (step for step in answers[0]["steps"] if step["step"] == "Needed")
    assert (needed["number"], needed["votes"], needed["share"]) == (860, 431, "1/2")
    assert needed["cites"]
    assert all(answer == answers[0] for answer in answers)


def test_further_rounds_from_files_or_from_one(law: Callable[..., Any]) -> None:
    second = {"votes": {"Ada": 400, "Blaise": 440}, "participants": 840, "registered": 1000}
    Path("first.json").write_text(json.dumps(JSON))
    Path("second.json").write_text(json.dumps(second))
    Path("both.json").write_text(json.dumps({"rounds": [JSON, second]}))
    rows = [f"1,{line}" for line in CSV.splitlines()[1:]]
    rows += ["2,Ada,400", "2,Blaise,440", "2,participants,840", "2,registered,1000"]
    Path("both.csv").write_text("\n".join(["round,candidate,votes", *rows]))
    answers = [
        law("apply", "by-president", *votes) for votes in (["first.json", "second.json"], ["both.json"], ["both.csv"])
    ]
    assert answers[0]["verdict"] == "elected"
    assert answers[0]["elected"] == ["Blaise"]  # 440 is more than half of 840
    assert all(answer == answers[0] for answer in answers)


def test_exactly_half_is_not_more_than_half(law: Callable[..., Any]) -> None:
    half = law("apply", "by-president", "A=430", "B=1", "C=0", "participants=860", "registered=1719")
    more = law("apply", "by-president", "A=431", "B=1", "C=0", "participants=860", "registered=1719")
    low = law("apply", "by-president", "A=431", "B=1", "C=0", "participants=860", "registered=1720")
    assert [answer["verdict"] for answer in (half, more, low)] == ["next round", "elected", "not valid"]


def test_regions(law: Callable[..., Any]) -> None:
    weights = law("show", "referendum-double-majority")["rules"]["question"]["regions"]["weights"]
    lines = ["region,candidate,votes"]
    for place, name in enumerate(weights):
        lines += [f"{name},yes,{100 if place else 10_000}", f"{name},no,101"]
    Path("regions.csv").write_text("\n".join(lines))
    answer = law("apply", "referendum-double-majority", "regions.csv")
    assert answer["verdict"] == "rejected"  # the people say yes, 10,000 + 25 × 100 to 26 × 101; one canton does
    assert sum(step["carried"] for step in answer["steps"] if step["step"] == "Region") == 1


def test_ranked_ballots(law: Callable[..., Any]) -> None:
    """2 A B, 2 B, 1 C A: C goes out, A has 3 of 5."""
    Path("ranked.csv").write_text("ballots,A,B,C\n2,1,2,\n2,,1,\n1,2,,1\n")
    ballots = [[2, ["A", "B"]], [2, ["B"]], [1, ["C", "A"]]]
    Path("ranked.json").write_text(json.dumps({"candidates": ["A", "B", "C"], "ballots": ballots}))
    answers = [law("apply", "ie-president", name) for name in ("ranked.csv", "ranked.json")]
    assert answers[0]["elected"] == ["A"]
    assert answers[0] == answers[1]


def record(name: Path) -> str:
    if not name.exists():
        pytest.skip(f"no {name}")
    return str(name)


def test_a_record_is_verified_and_judged(law: Callable[..., Any]) -> None:
    """records/president-ed25519: A 12, B 7, C 6, D 10, E 10, against all 6, of 51 with a roll of 60: nobody has 26, and
    D and E are equal for the second place, about which the file of the law is silent."""
    answer = law("apply", "by-president", record(PRESIDENT), "--against", "Against all")
    assert answer["verdict"] == "open tie"
    assert answer["tie"] == {"rule": None, "purpose": "who goes on", "candidates": ["Candidate D", "Candidate E"],
                             "places": 1, "pairs": []}  # fmt: skip
    (turnout,) = (step for step in answer["steps"] if step["step"] == "TurnoutCondition")
    assert (turnout["participants"], turnout["registered"], turnout["needed"]) == (51, 60, 31)


def test_a_broken_record_is_not_judged(fails: Callable[..., Failed]) -> None:
    (path,) = Path(record(PRESIDENT)).glob("*.bel")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    Path("broken.bel").write_bytes(content)
    assert "broken.bel" in fails("apply", "by-president", "broken.bel").message
    open_one = RECORDS / "president-open-ed25519"
    assert fails("apply", "by-president", record(open_one)).code == "no-result"


def test_an_answer_that_is_not_there(fails: Callable[..., Failed]) -> None:
    failed = fails("apply", "by-president", record(PRESIDENT), "--against", "Nobody")
    assert "'Nobody'" in failed.message


LAWS = {"by-president", "fr-president", "at-president", "fi-president", "pl-president", "ie-president", "lk-president",
        "de-bundestag", "nl-tweede-kamer", "works-council", "association", "referendum-double-majority"}  # fmt: skip


def test_the_laws_that_come_along(law: Callable[..., Any], says: Callable[..., str]) -> None:
    listed = {each["id"]: each for each in law("list")["laws"]}
    assert set(listed) >= LAWS
    for name, each in listed.items():
        shown = law("show", name, "--language", "be")
        assert shown["sha256"] == each["sha256"] == law("check", name)["sha256"]
        assert shown["title"] != each["title"]
        assert f"{each['date']}" in says("list")
    assert "Президент Республики Беларусь" in says("show", "by-president", "--language", "ru")


@pytest.mark.parametrize(
    ("rows", "line", "why"),
    [
        ("candidate,votes\nAda,-5\n", 2, "Ada: '-5' is not a whole number"),
        ("candidate,votes\nAda,5\nBlaise,1.5\n", 3, "Blaise: '1.5' is not a whole number"),
        ("candidate,votes\nAda,1 000\n", 2, "'1 000'"),
        ("candidate,votes\nAda,\n", 2, "'' is not a whole number"),
        ("candidate,votes\nAda,5\nAda,6\n", 3, "Ada stands there twice"),
        ("candidate,votes\nAda,5\n,6\n", 3, "a number without a name"),
        ("candidate,votes\nAda,5,6\n", 2, "3 cells, not 2"),
        ("candidate,votes\nAda,5\nparticipants,4\nregistered,9\n", 3, "participants: more than there can be"),
        ("candidate,votes\nAda,5\nparticipants,5\nregistered,4\n", 4, "registered: more than there can be"),
        ("candidate,votes\n", None, "no vote in it"),
        ("name,number\nAda,5\n", 1, "columns are not known: name, number"),
        ('candidate,votes\n"Ada,5\n', 2, "unexpected end of data"),
        ("round,candidate,votes\n2,Ada,5\n", 2, "round '2' does not follow"),
        ("region,candidate,votes\n,yes,5\n", 2, "the region has no name"),
        ("ballots,A,B,C\n3,1,3,\n", 2, "a rank is left out"),
        ("ballots,A,B\n3,1,2\n3,1,x\n", 3, "B: 'x' is not a rank"),
        ("ballots,A,B\n3,1\n", 2, "2 cells, not 3"),
        ("ballots,A,B\n-3,1,2\n", 2, "'-3' is not a whole number"),
        ("ballots,A,A\n3,1,2\n", 1, "candidate named twice"),
        ("", None, "there is nothing in it"),
    ],
)
def test_bad_csv_is_named_with_its_line(fails: Callable[..., Failed], rows: str, line: int | None, why: str) -> None:
    Path("bad.csv").write_text(rows)
    failed = fails("apply", "by-president", "bad.csv")
    where = f"bad.csv:{line}: " if line else "bad.csv"
    assert failed.message.startswith(where)
    assert why in failed.message


@pytest.mark.parametrize(
    ("votes", "line", "why"),
    [
        ('{"votes": {\n"Ada": -1}}', 2, "Ada: -1 is not a whole number"),
        ('{"votes": {\n"Ada": true}}', 2, "Ada: True is not a whole number"),
        ('{"votes": {"Ada": 1},\n\n"blank": "2"}', 3, "blank: '2' is not a whole number"),
        ('{"votes": {"Ada": 1},\n"votse": 2}', 2, "unknown key 'votse'"),
        ('{"vote": {"Ada": 1}}', 1, "votes is not an object"),
        ('{"rounds": [{"votes": {"Ada": 1}},\n{"votes": [1]}]}', 2, "votes is not an object"),
        ('{"rounds": 1}', 1, "rounds is not an array"),
        ('{"regions": {"a": {"votes": {"yes": 1, "no": 1}},\n"b": {"votes": {"yes": 1}}}}', 2, "first region"),
        ('{"candidates": ["A", "B"], "ballots": [\n[1, ["A"]],\n[1, ["Z"]]]}', 3, "unknown candidate: 'Z'"),
        ('{"candidates": ["A", "B"], "ballots": [\n[1, ["A"]],\n[1, ["B", "B"]]]}', 3, "named twice"),
        ('{"candidates": ["A", "B"], "ballots": [\n[1, "A"]]}', 2, "a ballot is [count"),
        ('{"candidates": ["A", "B"], "ballots": [\n["1", ["A"]]]}', 2, "not a whole number"),
        ('{"candidates": ["A"]}', 1, "need the arrays candidates and ballots"),
    ],
)
def test_bad_json_is_named_with_its_line(fails: Callable[..., Failed], votes: str, line: int, why: str) -> None:
    Path("bad.json").write_text(votes)
    failed = fails("apply", "by-president", "bad.json")
    assert failed.message.startswith(f"bad.json:{line}: ")
    assert why in failed.message


@pytest.mark.parametrize(
    "votes", ['{"votes": {"Ada": 1, "Ada": 2}}', '{"votes": {"Ada": 1.0}}', "{", '{"votes"', "[1]"]
)
def test_json_that_two_readers_read_differently(fails: Callable[..., Failed], votes: str) -> None:
    Path("bad.json").write_text(votes)
    assert "bad.json" in fails("apply", "by-president", "bad.json").message


def test_errors_of_the_law_have_their_line(fails: Callable[..., Failed]) -> None:
    Path("second.csv").write_text("candidate,votes\nAda,400\nEmmy,440\nparticipants,840\nregistered,1000\n")
    Path("first.csv").write_text(CSV)
    failed = fails("apply", "by-president", "first.csv", "second.csv")
    assert failed.message.startswith("second.csv:3: Emmy: does not stand in this round")
    Path("no-roll.csv").write_text("candidate,votes\nAda,400\n")
    assert (
        "participants: number that the rule needs is not given" in fails("apply", "by-president", "no-roll.csv").message
    )
    assert "against_all: the law knows no such vote" in fails("apply", "fr-president", *TYPED).message


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["nowhere"], "there is no law 'nowhere'"),
        (["nowhere.toml"], "nowhere.toml"),
        (["by-president", "votes.xlsx"], "neither .csv nor .json nor .bel"),
        (["by-president", "missing.csv"], "missing.csv"),
        (["by-president", "Ada=1", "missing.csv"], "Ada=1"),
        (["by-president", "Ada=1", "Ada=2"], "Ada stands there twice"),
        (["by-president", "=2"], "a number without a name"),
        (["by-president", "Ada=1", "blank=2", "--blank", "2"], "blank is given twice"),
        (["by-president", "Ada=1e3"], "'1e3' is not a whole number"),
        (["by-president", "Ada=1", "--lot", "short"], "at least 32 characters"),
        (["by-president", "Ada=1", "--died", "Ada"], "--died 'Ada' is not NAME=ROUND"),
        (["by-president", "Ada=1", "--withdrew", "Ada=1:late"], "is not NAME=ROUND"),
        (["by-president"], "there are no votes"),
        (["by-president", "--standing", "Ada"], "no vote has been held"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(fails: Callable[..., Failed], args: list[str], why: str) -> None:
    Path("votes.xlsx").write_bytes(b"PK")
    assert why in fails("apply", *args).message


def test_totals_belong_into_the_file(fails: Callable[..., Failed]) -> None:
    Path("first.csv").write_text(CSV)
    assert (
        "--registered goes with typed votes" in fails("apply", "by-president", "first.csv", "--registered", "9").message
    )


def test_a_law_that_contradicts_itself_has_its_line(fails: Callable[..., Failed], law: Callable[..., Any]) -> None:
    text = (Path(app.__file__).parents[1] / "law" / "files" / "by-president.toml").read_text()
    Path("own.toml").write_text(text)
    assert law("check", "own.toml")["valid"]
    wrong = text.replace("go_on = 2\n", "go_on = 1\n")
    line = wrong[: wrong.index("go_on = 1")].count("\n") + 1
    Path("own.toml").write_text(wrong)
    for command in (["check"], ["show"]):
        assert f"own.toml:{line}: " in fails(*command, "own.toml").message
    Path("own.toml").write_text(text.replace("[turnout]", "[turnuot]"))
    assert "turnuot" in fails("apply", "own.toml", *TYPED).message


def test_an_answer_against_all_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """The record has no terms that name it, and Belarus knows votes against all: whose they are is not guessed."""
    for more, asked in (([], True), (["--against", "Against all"], False)):
        assert app.run(["law", "apply", "by-president", record(PRESIDENT), *more]) == 0
        assert ("--against names it" in capsys.readouterr().err) is asked


def test_every_problem_of_a_law_file_is_told(fails: Callable[..., Failed]) -> None:
    text = (Path(app.__file__).parents[1] / "law" / "files" / "by-president.toml").read_text()
    Path("own.toml").write_text(text.replace('["EC 72", "EC 79"]', '["XY 72", "EC 79"]'))  # of [ballot] and of [single]
    message = fails("check", "own.toml").message
    assert message.count("own.toml:") == 2
    assert message.count("XY 72") == 2
    assert "\\n" not in message


TEXTS = ["a" * 32, "b" * 31 + "1"]


def test_the_lot_is_recomputed(law: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    """Equal first votes in Sri Lanka go by lot (article 94); the tickets are computed here as docs/law.md says."""
    from hashlib import sha256

    Path("equal.csv").write_text("ballots,A,B,C\n2,1,,\n2,,1,\n1,,,1\n")
    waiting = law("apply", "lk-president", "equal.csv")
    assert (waiting["verdict"], waiting["tie"]["rule"]) == ("open tie", "lot")
    seed = "\n".join(TEXTS)
    first = min("AB", key=lambda name: sha256(f"{seed},{name}".encode()).hexdigest())
    hashes = [sha256(text.encode()).hexdigest() for text in TEXTS]
    options = [word for text, own in zip(TEXTS, hashes, strict=True) for word in ("--lot", text, "--commitment", own)]
    assert law("apply", "lk-president", "equal.csv", *options)["elected"] == [first]
    assert app.run(["law", "apply", "lk-president", "equal.csv", "--lot", TEXTS[0], "--lot", TEXTS[1]]) == 0
    told = capsys.readouterr().err
    assert all(own in told for own in hashes)  # to be compared with what was published


def test_a_text_that_nobody_committed_to(fails: Callable[..., Failed]) -> None:
    failed = fails("apply", "by-president", *TYPED, "--lot", TEXTS[0], "--commitment", "0" * 64)
    assert "not the one that was committed to" in failed.message


def test_pictures_are_written_and_never_over_a_file(law: Callable[..., Any], fails: Callable[..., Failed]) -> None:
    law("apply", "by-president", *TYPED, "--svg", "a.svg", "--png", "a.png")
    assert Path("a.svg").read_text().startswith("<svg")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")
    assert fails("apply", "by-president", *TYPED, "--svg", "a.svg").code == "exists"
    assert fails("apply", "by-president", *TYPED, "--png", "a.png").code == "exists"


def test_without_the_extra_png_says_what_to_install(
    fails: Callable[..., Failed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    failed = fails("apply", "by-president", *TYPED, "--png", "a.png", "--svg", "a.svg")
    assert "isonomia[figures]" in failed.hint
    assert list(Path().glob("a.*")) == []  # half of what was asked for is not written either


def test_the_explanation_has_every_article(says: Callable[..., str], law: Callable[..., Any]) -> None:
    answer = law("apply", "by-president", *TYPED)
    text = says("apply", "by-president", *TYPED)
    for step in answer["steps"]:
        for cite in step["cites"]:
            assert cite in text
    assert "Of 860 that is 431 votes or more" in text
    assert "Second round between Ada and Blaise, within 2 weeks." in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("be", "Другі тур праводзіцца па кандыдатурах: Ada і Blaise, на працягу 2 тыдняў."),
        ("ru", "Второй тур проводится по кандидатурам: Ada и Blaise, в течение 2 недель."),
        ("fr", "Second tour entre Ada et Blaise, dans un délai de 2 semaines."),
    ],
)
def test_it_is_said_in_each_language(says: Callable[..., str], language: str, text: str) -> None:
    assert text in says("apply", "by-president", *TYPED, "--language", language)


def test_names_move_no_cursor(says: Callable[..., str]) -> None:
    text = says("apply", "fr-president", "A\x1b[2J=3", "B\u202e=2")
    assert not set(text) & set("\x1b\u202e")


def test_a_line_in_json_is_found_past_what_looks_like_it() -> None:
    text = '{"a": {"b": "\\"b\\": ["},\n "b": [1,\n {"b": [2,\n 3]}]}'
    assert [line_of(text, path) for path in ([], ["b"], ["b", 1], ["b", 1, "b", 1], ["a", "b"])] == [1, 2, 3, 4, 1]
