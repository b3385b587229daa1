# SPDX-License-Identifier: Apache-2.0
"""A page is shown once it listens: what is typed before would be lost. It tells of mails that did not leave."""

from typing import Any

from support.server.pages import Held, People, begin_draft, chromium, server, sign_up
from support.server.running import Server
from support.server.steps import invite_authority

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


def test_a_page_that_could_not_begin_can_be_loaded_again(chromium: Any, server: Server) -> None:
    admin = People(chromium, server).page()
    sign_up(admin, "Adam")
    admin.route("**/api/laws", lambda route: route.abort(), times=1)
    begin_draft(admin, "A house meeting")
    admin.get_by_text("The server did not answer.").wait_for()
    assert not admin.locator("#add-question").is_visible()
    admin.get_by_role("button", name="Load again").click()
    admin.locator("#add-question").wait_for()


def test_mails_that_do_not_leave_are_told(chromium: Any, server: Server) -> None:
    assert server.mailbox is not None
    server.mailbox.refused.add("cora@example.org")
    admin = People(chromium, server).page()
    sign_up(admin, "Adam")
    begin_draft(admin, "A house meeting")
    invite_authority(admin)
    for _ in range(60):
        admin.reload()
        admin.locator("#parties", has_text="Cora").wait_for()
        if admin.locator("#undelivered").is_visible():
            break
        admin.wait_for_timeout(300)
    assert "the mail server does not take: 1." in admin.inner_text("#undelivered")
