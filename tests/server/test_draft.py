# SPDX-License-Identifier: Apache-2.0
"""What the checklist says of a draft, with the place; and two administrators who save the same draft."""

from typing import Any

import pytest

from isonomia.server.models import Election, LogEntry
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, QUESTION, Walk

LISTS = {
    "type": "Lists",
    "value": {"question": "Which list?", "answers": [["Reds", "Ada", "Ben"], ["Blues", "Cleo"]]},
}
RANKING = {"type": "NonHomomorphic", "value": {"question": "In which order?", "answers": ["A", "B", "C"]}}


def lists(*answers: list[str]) -> dict[str, Any]:
    return {"type": "Lists", "value": {"question": "Which list?", "answers": list(answers)}}


def choose(*answers: str, **more: Any) -> dict[str, Any]:
    return {"question": "Which?", "answers": list(answers), "min": 1, "max": 1, **more}


def told(walk: Walk, **draft: Any) -> list[tuple[str, str]]:
    """Code and place of everything that the checklist says of a draft, but for people who are not there yet."""
    body = {"name": "An election", **draft}
    saved = walk.admin.do("PUT", walk.address + "/draft", body)
    people = ("voters", "authority", "credentials", "trustees")
    return [(own["code"], own["where"]) for own in saved["missing"] if own["code"] not in people]


def messages(walk: Walk) -> str:
    return " | ".join(own["message"] for own in walk.admin.do("GET", walk.address + "/management")["missing"])


def test_three_kinds_of_questions_are_right(site: Site) -> None:
    assert told(Walk(site), questions=[QUESTION, LISTS, RANKING]) == []


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (lists(), "no list to choose"),
        (lists(["Reds", "Ada"], []), "list 2 has no title"),
        (lists(["Reds", "Ada"], ["Blues"]), "list 2 has no candidate"),
        (lists(["Reds", "Ada"], ["", "Ben"]), "list 2 has no title"),
        (lists(["Reds", "Ada", ""]), "without a text: candidate of list 1"),
        (lists(["Reds", "Ada", "Ben", "Ada "]), "the candidate of list 1 “Ada” stands there twice"),
        (lists(["Reds", "Ada"], ["Reds", "Ben"]), "the list “Reds” stands there twice"),
        (choose(), "it has no answers"),
        (choose("Yes", "No", "Yes"), "the answer “Yes” stands there twice"),
        (choose("Yes", " "), "without a text: answer"),
        (choose("Yes", "No", question=" "), "it has no text"),
        (choose("Yes", "No", min=2), "at least 2 and at most 1 cannot both be chosen"),
        (choose("Yes", "No", max=3), "3 may be chosen, and there are 2 answers"),
        (choose("Yes", "No", min=0, max=0), "nothing may be chosen"),
        ({"type": "Nothing", "value": {}}, "kind of question"),
        ({"question": "?"}, "required field"),
    ],
)
def test_question_that_is_not_right_is_named_with_its_place(site: Site, question: dict[str, Any], why: str) -> None:
    walk = Walk(site)
    assert set(told(walk, questions=[QUESTION, question])) == {("questions", "questions.1")}
    assert f"Question 2: {why}" in messages(walk) or (why in messages(walk) and "Question 2: " in messages(walk))
    assert walk.admin.call("POST", walk.address + "/open").code == "not-ready"


def test_same_name_on_two_lists_may_be_two_people(site: Site) -> None:
    assert told(Walk(site), questions=[lists(["Reds", "Ada"], ["Blues", "Ada"])]) == []


def test_groups_that_carry_no_ranking_carry_lists(site: Site) -> None:
    """DESIGN, "Which group carries what": BELENIOS-2048 has no embedding."""
    walk = Walk(site, "BELENIOS-2048")
    assert told(walk, questions=[QUESTION, LISTS]) == []
    assert told(walk, questions=[QUESTION, RANKING]) == [("questions", "questions.1")]
    assert "the group BELENIOS-2048 cannot carry rankings and grades" in messages(walk)
    other = Walk(site, "RFC-3526-2048", admin="other@example.org")
    assert told(other, questions=[QUESTION, RANKING, LISTS]) == []


def test_rankings_and_weights_do_not_go_together(site: Site) -> None:
    walk = Walk(site)
    walk.admin.do("PUT", walk.address + "/voters", b"ann,ann@example.org,2\nbob,bob@example.org,1\n")
    assert told(walk, questions=[QUESTION, LISTS]) == []
    assert told(walk, questions=[RANKING]) == [("weights", "voters")]
    assert "1 voters have another weight than 1" in messages(walk)


def test_law_that_does_not_fit_the_question_is_told_before_anybody_votes(site: Site) -> None:
    walk = Walk(site)
    laws = {own["file"]: own for own in walk.admin.do("GET", "/api/laws")}

    def law(file: str, **more: int) -> dict[str, Any]:
        return {"file": file, "sha256": laws[file]["sha256"], **more}

    three = choose("Ada", "Ben", "Against all")
    assert told(walk, questions=[three], law=law("by-president.toml", against_all=2)) == []
    assert told(walk, questions=[RANKING], law=law("ie-president.toml")) == []
    for wrong, question in (
        (law("by-president.toml"), RANKING),
        (law("ie-president.toml"), three),
        (law("by-president.toml"), choose("Ada", "Ben", max=2)),
        (law("by-president.toml", against_all=3), three),
        (law("ie-president.toml", against_all=0), RANKING),
    ):
        assert told(walk, questions=[question], law=wrong) == [("law", "law")], (wrong, question)


def test_translations_tell_what_they_lack(site: Site) -> None:
    walk = Walk(site)
    whole = {"name": "Выбары", "questions": [["Так?", "Так", "Не"], ["Які спіс?", "Чырвоныя", "А", "Б", "Сінія", "К"]]}
    assert told(walk, questions=[QUESTION, LISTS], texts={"be": whole}) == []
    gaps = {"name": " ", "questions": [whole["questions"][0], ["Які спіс?", "", "А", "Б", "Сінія", ""]]}
    found = told(walk, questions=[QUESTION, LISTS], texts={"be": whole, "fr": gaps})
    assert found == [("texts", "texts.fr")] * 2
    assert "Français: question 2 lacks 2 of 6 texts" in messages(walk)
    assert told(walk, questions=[QUESTION], language="de") == [("texts", "languages")]


def test_the_whole_of_a_lists_election(site: Site) -> None:
    """Reds with Ada twice, Blues with Cleo once: counted in the clear."""
    walk = Walk(site, questions=(LISTS,)).open()
    for login, vote in (("ann", [[1, 1, 0], [0, 0]]), ("bob", [[1, 1, 0], [0, 0]]), ("cleo", [[0, 0, 0], [1, 1]])):
        made = walk.ballot(login, vote)  # type: ignore[arg-type]
        assert walk.cast(login, made.content).status == 200
    walk.close()
    walk.decrypt()
    shown = Browser().get(f"/elections/{walk.uuid}").content.decode()
    assert "Reds" in shown
    assert walk.admin.do("GET", walk.address + "/management")["state"] == "tallied"


# Two administrators


def second_administrator(walk: Walk) -> Browser:
    other = Browser()
    other.do("POST", "/api/accounts", {"email": "other@example.org", "name": "Other", "password": PASSWORD})
    walk.admin.do("POST", walk.address + "/administrators", {"email": "other@example.org"})
    other.do("POST", "/api/administrators", {"token": walk.site.token_of_administrator("other@example.org")})
    return other


def save(browser: Browser, walk: Walk, name: str, version: str) -> Any:
    headers = {"If-Match": f'"{version}"'}
    return browser.call("PUT", walk.address + "/draft", {"name": name, "questions": [QUESTION]}, headers=headers)


def test_who_saves_an_older_draft_overwrites_nothing(site: Site) -> None:
    walk = Walk(site)
    other = second_administrator(walk)
    seen = walk.admin.do("GET", walk.address + "/management")["version"]
    assert other.do("GET", walk.address + "/management")["version"] == seen
    first = save(other, walk, "Hers", seen)
    assert first.status == 200
    refused = save(walk.admin, walk, "Mine", seen)
    assert (refused.status, refused.code) == (412, "draft-moved")
    assert refused.json["error"]["failures"][0]["where"] == "other@example.org"
    now = walk.admin.do("GET", walk.address + "/management")
    assert (now["draft"]["name"], now["version"]) == ("Hers", first.json["version"])
    assert save(walk.admin, walk, "Both", now["version"]).status == 200


def test_only_the_draft_that_was_seen_is_opened(site: Site) -> None:
    walk = Walk(site)
    other = second_administrator(walk)
    walk.invite()
    walk.make_credentials()
    walk.make_key()
    seen = walk.admin.do("GET", walk.address + "/management")["version"]
    other.do("PUT", walk.address + "/draft", {"name": "Another", "questions": [QUESTION]})
    answer = walk.admin.call("POST", walk.address + "/open", headers={"If-Match": f'"{seen}"'})
    assert answer.code == "draft-moved"
    assert walk.admin.do("GET", walk.address + "/management")["state"] == "draft"
    now = walk.admin.do("GET", walk.address + "/management")["version"]
    assert walk.admin.call("POST", walk.address + "/open", headers={"If-Match": f'"{now}"'}).status == 200


def test_nothing_of_the_draft_changes_after_the_opening(site: Site) -> None:
    walk = Walk(site).open()
    before = Election.objects.get(pk=walk.uuid).draft
    answer = walk.admin.call("PUT", walk.address + "/draft", {"name": "Another", "questions": [LISTS]})
    assert answer.code == "wrong-phase"
    assert Election.objects.get(pk=walk.uuid).draft == before
    assert LogEntry.objects.filter(election=walk.uuid, action="draft").count() == 0


def test_what_was_imported_is_told(site: Site) -> None:
    walk = Walk(site)
    roll = "ann,ann@example.org,3,be\nbob,bob@example.org,1,be\ncleo,cleo@example.org,2,fr\n"
    walk.admin.do("PUT", walk.address + "/voters", roll.encode())
    now = walk.admin.do("GET", walk.address + "/management")
    assert (now["voters"], now["turnout"]["registered_weight"], now["languages"]) == (3, 6, {"be": 2, "fr": 1})


# The preview


def test_preview_is_the_administrator_s_and_of_drafts_alone(site: Site) -> None:
    walk = Walk(site)
    address = f"/elections/{walk.uuid}/preview"
    assert Browser().get(address).status == 404
    stranger = Browser()
    stranger.do("POST", "/api/accounts", {"email": "stranger@example.org", "name": "S", "password": PASSWORD})
    assert stranger.get(address).status == 404
    texts = {"be": {"name": "Выбары", "questions": [["Так?", "Так", "Не"]]}}
    walk.admin.do("PUT", walk.address + "/draft", {"name": "Choice", "questions": [QUESTION], "texts": texts})
    assert '<html lang="en">' in walk.admin.get(address).content.decode()
    belarusian = walk.admin.get(address + "?language=be").content.decode()
    assert '<html lang="be">' in belarusian
    assert "<h1>Выбары</h1>" in belarusian
    assert '<html lang="en">' in walk.admin.get(address + "?language=fr").content.decode()  # it has no such texts
    walk.open()
    assert walk.admin.get(address).status == 404


def test_times_that_cannot_be_read_break_no_page(site: Site) -> None:
    """A draft may hold them: the checklist says so, and the authority still sees her page."""
    walk = Walk(site)
    walk.invite()
    walk.authority.do("POST", "/api/invitations", {"token": site.token(walk.person("authority"))})
    for closes in ("rubbish", "9999-12-31T23:59:59-12:00"):
        walk.admin.do(
            "PUT", walk.address + "/draft", {"name": "N", "questions": [QUESTION], "schedule": {"closes": closes}}
        )
        assert walk.authority.get(f"/elections/{walk.uuid}/authority").status == 200
        missing = walk.admin.do("GET", walk.address + "/management")["missing"]
        assert "schedule" in {one["code"] for one in missing}
