# SPDX-License-Identifier: Apache-2.0
"""The administrator's page, and those who are invited: what they have made is lost by nobody's mistake."""

import re
from pathlib import Path
from typing import Any

from test_browser_access import looked_at, unasked, voter_page

from support.server.pages import PASSPHRASE, People, chromium, make_credentials, saved, server
from support.server.running import Server
from support.server.steps import (
    begin_key,
    checked_back,
    draft,
    import_voters,
    invite,
    invite_authority,
    invite_trustees,
    make_key,
    press_known,
)

__all__ = ["chromium", "server"]  # fixtures


def log(page: Any) -> list[tuple[str, str, Any]]:
    """Who did what, as the page's own session is told."""
    uuid = page.url.split("/")[-2]
    entries = page.evaluate(f"fetch('/api/elections/{uuid}/log').then((answer) => answer.json())")
    return [(own["actor"], own["action"], own["details"]) for own in entries]


def test_credentials_are_removed_and_made_anew(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, authority = voter_page(people), people.page()
    draft(admin)
    invite(admin, tmp_path)
    assert not admin.locator("#remove-credentials").is_visible()
    make_credentials(authority, server, tmp_path)
    admin.reload()
    admin.get_by_role("button", name="Remove the credentials").wait_for()
    looked_at(admin, "manage-credentials-made")
    # what is refused says why, and what to do
    for button in ("#voters button", "#authority button"):
        admin.set_input_files("#roll", tmp_path / "roll.csv")
        admin.fill("#authority-name", "Cora")
        admin.fill("#authority-email", "cora@example.org")
        admin.locator(button).click()
        admin.locator("#trouble-place", has_text="“Remove the credentials”").wait_for()
        admin.evaluate("document.getElementById('trouble-place').replaceChildren()")
    unasked(admin, "Remove the credentials")
    press_known(admin, "Remove the credentials")
    admin.locator("#remove-credentials").wait_for(state="hidden")
    assert ("adam@example.org", "remove-credentials", {"count": 3}) in log(admin)
    import_voters(admin, tmp_path, ["dora,dora@example.org", "eva,eva@example.org"])
    authority.reload()
    authority.get_by_role("button", name="Make the credentials").wait_for()
    assert authority.inner_text("#count") == "2"
    private, _ = make_credentials(authority, server, tmp_path)
    assert sorted(private) == ["dora", "eva"]
    admin.reload()
    admin.get_by_role("button", name="Remove the credentials").wait_for()  # and once more
    press_known(admin, "Remove the credentials")
    admin.locator("#remove-credentials").wait_for(state="hidden")
    invite_authority(admin)
    assert [each for each in people.complaints if "409" not in each] == []


def far(admin: Any) -> list[str]:
    """The trustees as the page lists them, each with how far she is."""
    found = admin.locator("#parties li", has_text="Trustee")
    return [" ".join(found.nth(number).locator("p").first.inner_text().split()) for number in range(found.count())]


def test_one_more_trustee_and_one_less(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, tina = voter_page(people), people.page()
    draft(admin)
    invite_authority(admin)
    invite_trustees(admin, ["Tina"])
    make_key(tina, server, tmp_path)
    admin.reload()
    admin.locator("#parties", has_text="yes").wait_for()
    # an address alone is no trustee of half a name
    admin.fill("#trustee-list", "theo@example.org")
    admin.locator("#trustees button").click()
    admin.get_by_text("trustee 2: the name is missing").wait_for()
    admin.fill("#trustee-list", "Theo <theo@example.org>\nTess T.; tess@example.org\nTina B., Tina@example.org")
    admin.locator("#trustees button").click()
    admin.locator("#parties", has_text="Tess").wait_for()
    done = "Trustee 1: Tina B. tina@example.org Done: yes"
    theo = "Theo theo@example.org Done: not yet"
    assert far(admin) == [done, f"Trustee 2: {theo}", "Trustee 3: Tess T. tess@example.org Done: not yet"]
    assert admin.input_value("#trustee-list") == ""
    looked_at(admin, "manage-invited")
    # a link is sent again
    before = len([to for to, _ in server.mails() if to == "tina@example.org"])
    admin.get_by_role("button", name="Send the link again Trustee 1: Tina B.").click()
    admin.get_by_text("A new link is on its way to tina@example.org").wait_for()
    tina.goto(server.mail("tina@example.org", r"(/join#\w+)", before))
    tina.get_by_text("Your key is here").wait_for()
    # whoever is removed is asked for, with what she loses
    admin.get_by_role("button", name="Remove Trustee 1: Tina B.").click()
    asked = admin.get_by_role("dialog", name="Remove Trustee 1: Tina B.?")
    asked.wait_for()
    assert asked.locator("#ask-lost li").all_inner_texts() == ["Trustee 1: Tina B."]
    looked_at(admin, "manage-remove")
    admin.keyboard.press("Enter")  # what has the focus leaves it as it is
    asked.wait_for(state="hidden")
    assert far(admin)[0] == done
    admin.get_by_role("button", name="Remove Trustee 3: Tess T.").click()
    assert not admin.locator("#ask-lost").is_visible()
    admin.locator("dialog").get_by_role("button", name="Remove").click()
    admin.locator("#parties", has_text="Tess").wait_for(state="hidden")
    admin.get_by_role("button", name="Remove Trustee 1: Tina B.").click()
    admin.locator("dialog").get_by_role("button", name="Remove").click()
    admin.locator("#parties", has_text="Tina").wait_for(state="hidden")
    assert far(admin) == [f"Trustee 1: {theo}"]
    assert admin.evaluate("document.activeElement.id") == "invited"
    assert [own for own in log(admin) if own[1] == "remove-trustee"] == [
        ("adam@example.org", "remove-trustee", {"number": 3, "key": False}),
        ("adam@example.org", "remove-trustee", {"number": 1, "key": True}),
    ]
    assert [each for each in people.complaints if "400" not in each] == []


def test_stale_link_and_second_key_are_told_in_the_trustee_s_language(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, tina, twin = voter_page(people), people.page(), voter_page(people)
    draft(admin)
    invite_trustees(admin, ["Tina"])
    for page in (tina, twin):
        page.context.add_cookies([{"name": "django_language", "value": "be", "url": server.origin}])
    link = server.mail("tina@example.org", r"(/join#\w+)")
    tina.goto(link)
    tina.locator("#step-key").wait_for()
    twin.goto(link)  # the same link in another browser, where a key is handed in meanwhile
    twin.locator("#step-key").wait_for()
    (tmp_path / "hers").mkdir()
    for number, page in enumerate((tina, twin)):
        page.fill("#phrase", PASSPHRASE)
        page.fill("#again", PASSPHRASE)
        page.locator("#make button").click()
        page.locator("#step-back").wait_for()
        path = saved(page, "Захаваць файл ключа", tmp_path / "hers" if number else tmp_path)
        page.set_input_files("#back", path)
        page.locator("#check button").click()
        page.locator("#step-wait" if number == 0 else "#trouble-place .trouble").wait_for()
    told = twin.inner_text("#trouble-place")
    assert told.startswith("Ваш ключ ужо тут і застаецца.")
    assert not re.search("[A-Za-z]", told)
    looked_at(twin, "trustee-key-made-be")
    before = len([to for to, _ in server.mails() if to == "tina@example.org"])
    admin.get_by_role("button", name="Send the link again").click()
    server.mail("tina@example.org", r"(/join#\w+)", before)
    twin.goto("/")
    twin.goto(link)
    twin.locator("#trouble-place .trouble").wait_for()
    told = twin.inner_text("#trouble-place")
    assert told.startswith("Гэтая спасылка больш не дзейнічае")
    assert not re.search("[A-Za-z]", told)
    looked_at(twin, "join-stale-be")
    assert [each for each in people.complaints if "409" not in each and "404" not in each] == []


def test_ceremony_begins_anew_only_if_that_is_said(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, ada = voter_page(people), people.page()
    draft(admin)
    invite_trustees(admin, ["Ada", "Bea"], "2")
    begin_key(ada, server, "Ada")
    checked_back(ada, tmp_path)
    ada.locator("#step-awaited").wait_for()
    admin.reload()
    admin.locator("#parties", has_text="in the ceremony, round 1 of 3").wait_for()
    assert admin.input_value("#threshold") == "2"
    admin.fill("#trustee-list", "Cleo, cleo@example.org")
    admin.locator("#trustees button").click()
    asked = admin.get_by_role("dialog", name="All trustees begin anew")
    asked.wait_for()
    assert asked.locator("#ask-lost li").all_inner_texts() == ["Trustee 1: Ada"]
    looked_at(admin, "manage-anew")
    asked.get_by_role("button", name="Leave it as it is").click()
    assert admin.input_value("#trustee-list") == "Cleo, cleo@example.org"
    admin.locator("#trustees button").click()
    before = len([to for to, _ in server.mails() if to == "ada@example.org"])
    asked.get_by_role("button", name="Begin anew").click()
    admin.locator("#parties", has_text="Cleo").wait_for()
    assert [own.rpartition(" Done: ")[2] for own in far(admin)] == ["not yet"] * 3
    ada.goto(server.mail("ada@example.org", r"(/join#\w+)", before))
    ada.locator("#step-key").wait_for()
    assert people.complaints == []
