# SPDX-License-Identifier: Apache-2.0
"""The administrator's page: schedule in her own time zone, law, another administrator by a link, the log as a file."""

import json
from pathlib import Path

from support.server.pages import People, begin_draft, chromium, saved, server, sign_up
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures


def test_schedule_law_and_another_administrator(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, second = people.page(timezone_id="Asia/Kolkata"), people.page(timezone_id="Europe/Minsk")
    sign_up(admin, "adam")
    begin_draft(admin, "A presidential election")
    admin.locator("[data-part=text]").fill("Who?")
    admin.locator("[data-part=answers]").fill("Ada\nBen\nAgainst all")
    admin.fill("#opens", "2120-01-10T08:00")
    admin.fill("#closes", "2120-01-10T20:30")
    admin.select_option("#law", label="President of Belarus (by-president.toml)")
    admin.get_by_role("button", name="Add these answers").click()
    admin.select_option("#law-question", label="1: Who?")
    admin.select_option("#against-all", label="3: Against all")
    admin.get_by_role("button", name="Save").click()
    admin.locator("#log", has_text="draft").wait_for()
    uuid = admin.url.split("/")[-2]
    draft = admin.evaluate(f"fetch('/api/elections/{uuid}/management').then((answer) => answer.json())")["draft"]
    # Kolkata is 5:30 before Greenwich all year (tz database)
    assert draft["schedule"] == {"opens": "2120-01-10T08:00:00+05:30", "closes": "2120-01-10T20:30:00+05:30"}
    assert (draft["law"]["file"], draft["law"]["against_all"]) == ("by-president.toml", 2)
    assert "schedule" not in admin.inner_text("#missing")
    assert "law" not in admin.inner_text("#missing")

    admin.fill("#administrator-email", "bela@example.org")
    admin.get_by_role("button", name="Invite another administrator").click()
    admin.locator("#administrators", has_text="bela@example.org").wait_for()
    sign_up(second, "bela")
    second.goto(server.mail("bela@example.org", r"(/join#\S+)"))
    second.wait_for_url("**/manage")
    second.locator("#administrators", has_text="bela@example.org").wait_for()
    assert second.input_value("#opens") == "2120-01-10T05:30"  # Minsk is 3:00 before Greenwich
    assert second.locator("#against-all option:checked").inner_text() == "3: Against all"
    log = json.loads(saved(second, "Download the log", tmp_path).read_text())
    assert [line["action"] for line in log] == ["create", "draft", "ask-administrator", "administrator"]
    second.get_by_role("button", name="Archive").click()
    second.wait_for_url(server.origin + "/")
    assert not second.get_by_role("link", name="A presidential election").is_visible()
    second.get_by_text("Archived elections").click()
    second.get_by_role("link", name="A presidential election").click()
    second.get_by_role("button", name="Put it back into my list").click()
    second.get_by_role("button", name="Archive").wait_for()
    second.goto("/")
    assert second.get_by_role("link", name="A presidential election").is_visible()
