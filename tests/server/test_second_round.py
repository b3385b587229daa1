# SPDX-License-Identifier: Apache-2.0
"""A second round over the API: who is sent on, the same voters with their codes, and ``verify --previous``.

The votes are chosen so that article 81 of the Electoral Code of Belarus sends the first two of three on: 3, 2 and 1
and one against all, of 8 voters; nobody has more than half of the 7 who took part (article 79).
"""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from isonomia.parties import credential_authority
from isonomia.server.models import Election, Party
from isonomia.server.pages import status
from support.server.running import COMMAND
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, Walk

NAMES = ("Ada", "Blaise", "Emmy")
AGAINST = "Against all"
QUESTION: dict[str, Any] = {"question": "Who?", "answers": [*NAMES, AGAINST], "min": 1, "max": 1}
BELARUSIAN = {"name": "Прэзідэнт", "questions": [["Хто?", "Ада", "Блез", "Эмі", "Супраць усіх"]]}
LOGINS = tuple(f"v{number}" for number in range(8))
CHOICES = (0, 0, 0, 1, 1, 2, 3)


def promised(walk: Walk, file: str, **more: int) -> dict[str, Any]:
    [law] = [own for own in walk.admin.do("GET", "/api/laws") if own["file"] == file]
    return {"file": file, "sha256": law["sha256"], **more}


def prepared(site: Site, **more: Any) -> Walk:
    """A draft under the law, with two heavier voters."""
    walk = Walk(site, questions=(QUESTION,), logins=LOGINS)
    draft = {"name": "President", "questions": [QUESTION], "texts": {"be": BELARUSIAN}, "law": {}}
    draft["law"] = promised(walk, "by-president.toml", against_all=3)
    walk.admin.do("PUT", walk.address + "/draft", draft | more)
    return walk


def hold(walk: Walk, choices: tuple[int, ...], answers: int) -> None:
    """Vote, close and decrypt."""
    for login, choice in zip(walk.logins, choices, strict=False):
        walk.vote(login, [int(place == choice) for place in range(answers)])
    walk.close()
    walk.decrypt()


def first_round(site: Site, choices: tuple[int, ...] = CHOICES) -> Walk:
    walk = prepared(site).open()
    hold(walk, choices, 4)
    return walk


def follow(first: Walk, **body: Any) -> Walk:
    """Begin the second round; a walk of its own, with the same people."""
    made = first.admin.do("POST", first.address + "/second-round", body)
    second = object.__new__(Walk)
    second.site, second.group, second.logins, second.admin = first.site, first.group, first.logins, first.admin
    second.authority, second.trustee, second.private = Browser(), Browser(), {}
    second.uuid, second.address = made["uuid"], f"/api/elections/{made['uuid']}"
    second.person = first.person  # type: ignore[method-assign]  # their addresses did not change
    return second


def derive(first: Walk, second: Walk) -> None:
    """The authority opens her new link, and makes the roll from the codes that she has kept."""
    second.authority.do("POST", "/api/invitations", {"token": second.site.token(second.person("authority"))})
    assert second.authority.do("GET", second.address + "/task")["previous"] == first.uuid
    issued = credential_authority.derive(second.group, first.setup(), second.uuid, first.private)
    second.private = issued.private
    public = {login: second.public(code) for login, code in issued.private.items()}
    made = second.authority.do("POST", second.address + "/credentials", {"credentials": public})
    assert made["fingerprint"] == credential_authority.roll_fingerprint(issued.public)


def missing(walk: Walk) -> list[str]:
    return [own["message"] for own in walk.admin.do("GET", walk.address + "/management")["missing"]]


def test_two_rounds_from_the_first_draft_to_the_check(site: Site, tmp_path: Path) -> None:
    first = first_round(site)
    assert "Prepare the second round" in first.admin.get(f"/elections/{first.uuid}/manage").content.decode()
    second = follow(first)
    draft = second.admin.do("GET", second.address + "/management")["draft"]
    assert [question["answers"] for question in draft["questions"]] == [["Ada", "Blaise", AGAINST]]
    assert draft["texts"]["be"]["questions"] == [["Хто?", "Ада", "Блез", "Супраць усіх"]]
    assert draft["law"]["against_all"] == 2
    assert draft["name"] == "President: second round"
    derive(first, second)
    second.make_key()
    second.admin.do("POST", second.address + "/open")
    assert second.private == first.private  # nobody needs a new code
    hold(second, (0, 0, 0, 0, 1, 1, 2), 3)

    page = Browser().get(f"/elections/{second.uuid}").content.decode()
    assert f"/elections/{first.uuid}" in page
    assert "Elected: Ada" in page  # 4 of 7 is more than half
    assert f"/elections/{second.uuid}" in Browser().get(f"/elections/{first.uuid}").content.decode()
    for walk in (first, second):
        (tmp_path / f"{walk.uuid}.bel").write_bytes(walk.download())
        terms = Browser().get(f"/elections/{walk.uuid}/terms.json").content
        (tmp_path / f"{walk.uuid}.terms.json").write_bytes(terms)
    command = [*COMMAND, "verify", f"{second.uuid}.bel", "--terms", f"{second.uuid}.terms.json"]
    ran = subprocess.run(
        [*command, "--previous", f"{first.uuid}.bel"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_who_was_invited_and_who_votes_is_the_same(site: Site) -> None:
    first = prepared(site)
    first.invite()
    roll = "".join(f"{login},{first.person(login)},{1 + number // 6},be\n" for number, login in enumerate(LOGINS))
    first.admin.do("PUT", first.address + "/voters", roll.encode())
    first.make_credentials()
    first.make_key()
    first.admin.do("POST", first.address + "/open")
    hold(first, CHOICES, 4)
    second = follow(first)
    lines = [walk.admin.do("GET", walk.address + "/voters") for walk in (first, second)]
    assert [[line[key] for key in ("login", "email", "weight", "language")] for line in lines[0]] == [
        [line[key] for key in ("login", "email", "weight", "language")] for line in lines[1]
    ]
    assert not any(line["voted"] for line in lines[1])
    people = [
        list(Party.objects.filter(election=walk.uuid).values_list("role", "number", "name", "email"))
        for walk in (first, second)
    ]
    assert people[0] == people[1]
    assert site.token(first.person("tina"))


def test_whom_the_law_lets_move_up_stands_for_who_has_withdrawn(site: Site) -> None:
    """Poland: KW 292(3). Where the law file is silent, as that of Belarus, nothing is guessed."""
    first = first_round(site)
    answer = first.admin.call("POST", first.address + "/second-round", {"withdrawn": ["Blaise"]})
    assert (answer.code, "does not say what follows" in answer.json["error"]["message"]) == ("refused", True)
    question = {**QUESTION, "answers": [*NAMES]}
    polish = Walk(site, questions=(question,), logins=LOGINS, admin="polish@example.org")
    law = promised(polish, "pl-president.toml")
    polish.admin.do("PUT", polish.address + "/draft", {"name": "President", "questions": [question], "law": law})
    polish.open()
    hold(polish, CHOICES[:6], 3)
    assert polish.admin.call("POST", polish.address + "/second-round", {"withdrawn": ["Nobody"]}).code == "refused"
    second = follow(polish, withdrawn=["Blaise"], invite=False)
    draft = second.admin.do("GET", second.address + "/management")["draft"]
    assert draft["questions"][0]["answers"] == ["Ada", "Emmy"]
    assert draft["previous"]["withdrawn"] == ["Blaise"]
    assert not Party.objects.filter(election=second.uuid).exists()


@pytest.mark.parametrize(
    ("choices", "why"),
    [((0, 0, 0, 0, 1, 2, 3), "elected"), ((0, 1, 2, 3), "not valid")],
    ids=["four of seven", "half of the roll"],
)
def test_law_that_asks_for_no_second_round_gets_none(site: Site, choices: tuple[int, ...], why: str) -> None:
    first = first_round(site, choices)
    answer = first.admin.call("POST", first.address + "/second-round", {})
    assert answer.code == "refused"
    assert why in answer.json["error"]["message"]
    assert Election.objects.count() == 1
    assert "Prepare the second round" not in first.admin.get(f"/elections/{first.uuid}/manage").content.decode()


def test_before_the_result_and_without_a_law_there_is_no_second_round(site: Site) -> None:
    first = prepared(site)
    assert first.admin.call("POST", first.address + "/second-round", {}).code == "wrong-phase"
    first.open()
    assert first.admin.call("POST", first.address + "/second-round", {}).code == "wrong-phase"
    lawless = Walk(site, admin="other@example.org").open()
    hold(lawless, (0,), 2)
    answer = lawless.admin.call("POST", lawless.address + "/second-round", {})
    assert (answer.code, "name no law" in answer.json["error"]["message"]) == ("refused", True)


def test_only_its_administrator_begins_a_second_round_and_once(site: Site) -> None:
    first = first_round(site)
    stranger = Browser()
    stranger.do("POST", "/api/accounts", {"email": "stranger@example.org", "name": "S", "password": PASSWORD})
    assert stranger.call("POST", first.address + "/second-round", {}).code == "forbidden"
    assert Browser().call("POST", first.address + "/second-round", {}).code == "login-required"
    second = follow(first)
    again = first.admin.call("POST", first.address + "/second-round", {})
    assert (again.code, second.uuid in again.json["error"]["message"]) == ("refused", True)
    first.admin.do("PUT", second.address + "/archive", {"archived": True})
    follow(first)


def ready(site: Site) -> tuple[Walk, Walk]:
    """A second round that lacks nothing."""
    first = first_round(site)
    second = follow(first)
    derive(first, second)
    second.make_key()
    assert missing(second) == []
    return first, second


def test_second_round_that_does_not_follow_is_not_opened(site: Site) -> None:
    """Each of them would fail ``verify --previous``: the checklist says it before anybody votes."""
    _, second = ready(site)
    right = second.admin.do("GET", second.address + "/management")["draft"]
    other_law = next(own for own in second.admin.do("GET", "/api/laws") if own["file"] == "fr-president.toml")
    for change, why in (
        ({"questions": [{**QUESTION, "answers": ["Ada", "Emmy", AGAINST]}]}, "here stand Ada, Emmy"),
        ({"questions": [QUESTION], "law": {**right["law"], "against_all": 3}}, "here stand Ada, Blaise, Emmy"),
        ({"law": {"file": other_law["file"], "sha256": other_law["sha256"]}}, "not held under the law"),
        ({"previous": {**right["previous"], "last_event": "0" * 64}}, "does not name the last event"),
        ({"previous": {**right["previous"], "withdrawn": ["Blaise"]}}, "does not say what follows"),
        ({"previous": None}, "begun from the page of the first"),
        ({"law": None}, "not held under the law"),
    ):
        second.admin.do("PUT", second.address + "/draft", {**right, "texts": {}, **change})
        assert any(why in message for message in missing(second)), (change, missing(second))
        assert second.admin.call("POST", second.address + "/open").code == "not-ready"
    second.admin.do("PUT", second.address + "/draft", right)
    assert missing(second) == []


def test_other_voters_than_those_of_the_first_round_are_told(site: Site) -> None:
    _, second = ready(site)
    second.admin.do("DELETE", second.address + "/credentials")
    second.admin.do("PUT", second.address + "/voters", b"v0,v0@example.org\n")
    assert any("not as many voters" in message for message in missing(second))


def test_previous_election_that_is_not_of_this_server_or_not_the_own_one(site: Site) -> None:
    """Nobody makes her election the second round of somebody else's by naming it: no page would link to it either."""
    first = first_round(site)
    last = status.reading(first.uuid).last.hash
    rival = Walk(site, questions=(QUESTION,), admin="rival@example.org")
    for uuid in ("1" * 14, first.uuid):
        draft = {"name": "Mine", "questions": [QUESTION], "previous": {"uuid": uuid, "last_event": last}}
        rival.admin.do("PUT", rival.address + "/draft", draft)
        assert any("begun from the page of the first" in message for message in missing(rival)), uuid
    assert rival.uuid not in Browser().get(f"/elections/{first.uuid}").content.decode()


def test_no_two_second_rounds_are_opened(site: Site) -> None:
    """One is put away as a draft, another is held; the first one is found again."""
    first, put_away = ready(site)
    put_away.admin.do("PUT", put_away.address + "/archive", {"archived": True})
    second = follow(first)
    derive(first, second)
    second.make_key()
    second.admin.do("POST", second.address + "/open")
    assert any(f"opened already: {second.uuid}" in message for message in missing(put_away))
    assert put_away.admin.call("POST", put_away.address + "/open").code == "not-ready"
    hold(second, (0, 0, 0, 0, 1, 1, 2), 3)
    second.admin.do("PUT", second.address + "/archive", {"archived": True})
    assert first.admin.call("POST", first.address + "/second-round", {}).code == "refused"
    assert second.uuid in Browser().get(f"/elections/{first.uuid}").content.decode()  # archived is not hidden


def test_draft_of_a_second_round_is_not_public(site: Site) -> None:
    first = first_round(site)
    second = follow(first)
    assert second.uuid not in Browser().get(f"/elections/{first.uuid}").content.decode()
    assert Browser().get(f"/elections/{second.uuid}").status == 404
