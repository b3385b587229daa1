# SPDX-License-Identifier: Apache-2.0
"""From a first round to the second and its check, as a commission does it on the command line."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from e2e.commands import Desk
from support.rounds import LAW, NAMES

QUESTION: dict[str, Any] = {"question": "Who?", "answers": [*NAMES, "Against all"], "min": 1, "max": 1}
TEXTS = {
    "en": {"name": "President", "questions": [["Who?", "Ada", "Blaise", "Emmy", "Against all"]]},
    "be": {"name": "Прэзідэнт", "questions": [["Хто?", "Ада", "Блез", "Эмі", "Супраць усіх"]]},
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def hold(desk: Desk, folder: str, choices: list[int]) -> None:
    desk("election", "open", folder, "--trustee", "ada.key.public.json")
    for number, choice in enumerate(choices):
        desk("vote", folder, "--credential-file", "codes.json", "--login", f"v{number}", "--choose", f"0={choice}")
    desk("election", "close", folder)
    desk("election", "tally", folder)
    desk.sealed("trustee", "decrypt", folder, "--key", "ada.key")
    desk("election", "result", folder)


def begin(desk: Desk) -> None:
    law = {"file": "by-president.toml", "sha256": sha256(LAW.content).hexdigest(), "against_all": 3}
    desk.write_json("questions.json", {"name": "President", "questions": [QUESTION]})
    desk.write_json("terms.json", {"texts": TEXTS, "law": law})
    desk("election", "draft", "--template", "questions.json", "--dir", "first", "--terms-file", "terms.json")
    desk.sealed("trustee", "new", "--out", "ada.key")
    desk.write("voters.txt", "".join(f"v{i}@example.org,v{i}\n" for i in range(8)))
    desk("credentials", "generate", "first", "--voters", "voters.txt", "--private", "codes.json")


def test_two_rounds(desk: Desk) -> None:
    """3, 2 and 1 votes and one against all, of 8: nobody has more than half of the 7 who took part (article 79), the
    two with most go on (article 81). Then 4 to 2, one against all: 4 of 7 is more than half."""
    begin(desk)
    hold(desk, "first", [0, 0, 0, 1, 1, 2, 3])
    drafted = desk("election", "second-round", "first", "--dir", "second")
    assert drafted["candidates"] == ["Ada", "Blaise"]
    derived = desk("credentials", "derive", "second", "--private", "codes.json", "--previous", "first")
    assert derived["voters"] == 8
    hold(desk, "second", [0, 0, 0, 0, 1, 1, 2])
    report = desk("verify", "second", "--previous", "first")
    assert (report["valid"], report["result"], report["name"]) == (True, [[4, 2, 1]], "President: second round")
    assert "the trustees' keys are those of the previous round" in report["notes"]
    checked = {check["id"]: check["checked"] for check in report["checks"]}
    for check in ("record", "terms", "link", "law", "candidates", "roll"):
        assert checked[f"previous.{check}"] or check == "record", check
    assert checked["terms.hash"] == 1
    texts = (desk.path / "second" / f"{drafted['uuid']}.terms.json").read_text(encoding="utf-8")
    assert '["Хто?","Ада","Блез","Супраць усіх"]' in texts
    desk.write("broken.json", "{}")
    broken = desk.run("verify", "second", "--terms", "broken.json", "--previous", "first", "--json")
    assert broken.code == 1
    assert {"terms.hash", "previous.link"} <= {check["id"] for check in broken.json["checks"] if not check["passed"]}
    wrong = desk.run("verify", "first", "--previous", "second", "--json")
    assert wrong.code == 1
    assert {check["id"] for check in wrong.json["checks"] if not check["passed"]} >= {"previous.link"}


def test_without_a_majority_of_the_roll_there_is_no_second_round(desk: Desk) -> None:
    begin(desk)
    hold(desk, "first", [0, 1, 2, 3])
    ran = desk.run("election", "second-round", "first", "--dir", "second", "--json")
    assert (ran.code, "no further round: not valid" in ran.out) == (2, True)
    assert not (desk.path / "second").exists()


def test_another_law_than_the_one_promised_is_refused(desk: Desk) -> None:
    begin(desk)
    hold(desk, "first", [0, 0, 0, 1, 1, 2, 3])
    desk.write("mine.toml", LAW.content.decode().replace('"1/2"', '"1/3"'))
    ran = desk.run("election", "second-round", "first", "--dir", "second", "--law", "mine.toml", "--json")
    assert (ran.code, "the terms promise" in ran.out) == (2, True)
