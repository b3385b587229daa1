# SPDX-License-Identifier: Apache-2.0
"""Turnout over time in a browser: live for the administrator; and the public page as it is printed."""

from pathlib import Path
from typing import Any

from support import paper
from support.server.pages import People, cast, chromium, log_in, make_credentials, server
from support.server.running import Server
from support.server.steps import draft, encrypt, invite, make_key, open_voting

__all__ = ["chromium", "server"]  # fixtures


def opened(people: People, server: Server, folder: Path) -> tuple[Any, str, dict[str, str]]:
    """An open election; gives the administrator's page, the address, and the credentials."""
    admin = people.page()
    address = draft(admin)
    invite(admin, folder)
    private, _ = make_credentials(people.page(), server, folder)
    make_key(people.page(), server, folder)
    admin.reload()
    open_voting(admin)
    return admin, address, private


def vote(people: People, server: Server, address: str, login: str, credential: str) -> str:
    voter = people.page()
    tracker = encrypt(voter, address, credential, "Yes")
    log_in(voter, server, login)
    cast(voter)
    return tracker


def test_the_administrators_chart_goes_on_while_she_looks(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """No reload, nothing moves, and what she has opened stays open."""
    people = People(chromium, server)
    admin, address, private = opened(people, server, tmp_path)
    admin.clock.install()  # its clock is ours from here on
    admin.reload()
    admin.locator("#parties", has_text="Tina").wait_for()
    admin.evaluate("window.same = true")
    admin.locator("#turnout-chart summary").click()
    assert "0 of 3 voters have voted" in admin.locator("#turnout-chart desc").text_content()
    before = admin.locator(".turnout").bounding_box()
    vote(people, server, address, "ann", private["ann"])
    admin.clock.run_for(16_000)
    admin.locator("#turnout-chart desc", has_text="1 of 3 voters have voted").wait_for(state="attached")
    assert admin.locator("#turnout-chart tbody td").last.inner_text() == "1"
    assert admin.locator("#turnout-chart details").get_attribute("open") is not None
    assert admin.locator(".turnout").bounding_box() == before
    assert admin.evaluate("window.same") is True
    assert people.complaints == []
    assert people.foreign == []


def test_the_printed_public_page_is_a_protocol(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Counts, times, every fingerprint in full, what is folded on the screen; nothing that only a screen can do."""
    people = People(chromium, server)
    _, address, private = opened(people, server, tmp_path)
    tracker = vote(people, server, address, "ann", private["ann"])
    anybody = people.page()
    anybody.goto(address)
    fingerprints = anybody.locator("dl.facts code").all_inner_texts()
    assert len(fingerprints) >= 5
    assert "Those present" not in anybody.inner_text("main")
    assert "Turnout over time as a table" in anybody.inner_text("main")
    anybody.pdf(path=tmp_path / "protocol.pdf", prefer_css_page_size=True)
    pages = paper.texts(tmp_path / "protocol.pdf")
    text = " ".join(" ".join(pages).split())
    letters = "".join(text.split())
    assert all(own in letters for own in [*fingerprints, tracker, address])
    for shown in (
        "Voting was opened",
        "Have voted so far",
        "Those present",
        "This page was made at",
        "Place, date, signature",
    ):
        assert shown in text
    for hidden in ("Look for it", "Where is my ballot", "Turnout over time as a table", "Change", "To the content"):
        assert hidden not in text
    assert f"1/{len(pages)}" in "".join(pages[0].split())
