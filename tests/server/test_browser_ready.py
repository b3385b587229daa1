# SPDX-License-Identifier: Apache-2.0
"""A page is shown once it listens: what is typed or pressed before would be lost."""

from typing import Any

from support.server.pages import Held, People, begin_draft, chromium, server, sign_up
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures


def test_a_draft_is_shown_once_its_page_listens(chromium: Any, server: Server) -> None:
    people = People(chromium, server)
    admin = people.page()
    sign_up(admin, "Adam")
    laws = Held(admin, "**/api/laws")
    begin_draft(admin, "A house meeting")
    laws.wait()  # the draft itself is there already
    assert not admin.locator("#add-question").is_visible()
    laws.release()
    admin.get_by_role("button", name="Another question").click()
    assert admin.locator("fieldset.question").count() == 2


def test_the_first_page_is_shown_once_it_listens(chromium: Any, server: Server) -> None:
    people = People(chromium, server)
    person = people.page()
    script = Held(person, "**/static/booth/home*")
    person.goto("/", wait_until="commit")
    script.wait()
    assert not person.locator("#sign-up").is_visible()
    script.release()
    person.locator("#sign-up").wait_for()
