# SPDX-License-Identifier: Apache-2.0
"""WCAG 2.2 AA on the pages of a walk: axe-core in light and dark, 360 pixels, and a voter with nothing but a keyboard.

``ISONOMIA_SCREENSHOTS=DIR`` keeps a picture of every page that is looked at.
"""

from pathlib import Path

import pytest

from support.server.looking import AXE, looked_at, require_axe
from support.server.pages import (
    PASSPHRASE,
    People,
    cast,
    chromium,
    log_in,
    make_credentials,
    saved,
    server,
    until_published,
)
from support.server.running import Server
from support.server.steps import draft, encrypt, invite, make_key, new_ballot, open_voting, press_known, tab_to

__all__ = ["chromium", "server"]
pytest.importorskip("playwright.sync_api")


def voter_page(people: People):  # type: ignore[no-untyped-def]
    """A page that has axe-core, which a script of ours would not be allowed to load."""
    page = people.page(viewport={"width": 360, "height": 740})
    page.context.add_init_script(path=str(AXE))
    return page


def by_keyboard(page, server: Server, address: str, login: str, credential: str) -> str:  # type: ignore[no-untyped-def]
    """Vote without a pointer; gives the tracker."""
    page.goto(address + "/vote")
    page.locator("#step-credential").wait_for()
    tab_to(page, "#credential")
    page.keyboard.type(credential)
    page.keyboard.press("Enter")
    page.locator("#step-question").wait_for()
    looked_at(page, "vote-question")
    tab_to(page, "#answers input")
    page.keyboard.press("Space")
    tab_to(page, "#question-form button")
    page.keyboard.press("Enter")
    page.locator("#step-review").wait_for()
    looked_at(page, "vote-review")
    tab_to(page, "#encrypt")
    page.keyboard.press("Enter")
    page.locator("#step-tracker").wait_for()
    looked_at(page, "vote-tracker")
    assert page.title().startswith("NOT YET CAST")
    tracker = str(page.inner_text("#step-tracker .tracker"))
    tab_to(page, "#login")
    page.keyboard.type(login)
    page.keyboard.press("Enter")
    code = server.mail(f"{login}@example.org", r"\b(\d{8})\b")
    page.locator("#step-code").wait_for()
    looked_at(page, "vote-code")
    tab_to(page, "#code")
    page.keyboard.type("00000000")
    page.keyboard.press("Enter")
    page.locator("#trouble-place .trouble").wait_for()
    assert page.get_attribute("#trouble-place", "role") == "alert"
    looked_at(page, "vote-trouble")
    page.fill("#code", "")
    page.focus("#code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.locator("#step-decide").wait_for()
    looked_at(page, "vote-decide")
    assert page.locator("#cast-state").is_visible()
    tab_to(page, "#cast")
    page.keyboard.press("Enter")
    page.locator("#step-done").wait_for()
    assert not page.locator("#cast-state").is_visible()
    assert "NOT YET" not in page.title()
    looked_at(page, "vote-done")
    return tracker


def translate(admin) -> None:  # type: ignore[no-untyped-def]
    """Give the election its texts in Belarusian, as the administrator, over the API."""
    admin.evaluate(
        """async ([texts]) => {
            const address = "/api/elections/" + document.getElementById("main").dataset.uuid;
            const { draft } = await (await fetch(address + "/management")).json();
            const token = /csrftoken=([^;]+)/.exec(document.cookie)[1];
            const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
            const body = JSON.stringify({ ...draft, texts });
            const answer = await fetch(address + "/draft", { method: "PUT", headers, body });
            if (!answer.ok) throw new Error(await answer.text());
        }""",
        [{"be": {"name": "Сход дома", "questions": [["Ці фарбаваць лесвіцу?", "Так", "Не", "Усё роўна"]]}}],
    )


def in_belarusian(page, server: Server, address: str, credential: str, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """The credential comes with the link and leaves the address; words, texts and receipt are the reader's."""
    page.goto(f"{address}/vote#{credential}")
    page.locator("#step-credential").wait_for()
    assert page.url == f"{address}/vote"
    assert page.input_value("#credential") == credential
    page.locator("#credential-form button").click()
    page.get_by_label("Усё роўна").check()
    looked_at(page, "vote-be")
    page.locator("#question-form button").first.click()
    assert "Ці фарбаваць лесвіцу?" in page.inner_text("#choices")
    page.locator("#encrypt").click()
    page.locator("#step-tracker").wait_for()
    assert page.title().startswith("ГОЛАС ЯШЧЭ НЕ АДДАДЗЕНЫ")
    tracker = page.inner_text("#step-tracker .tracker")
    page.fill("#login", "cleo")
    page.locator("#login-form button").click()
    page.fill("#code", server.mail("cleo@example.org", r"\b(\d{8})\b"))
    page.locator("#code-form button").first.click()
    page.locator("#cast").click()
    page.locator("#step-done").wait_for()
    receipt = saved(page, "Захаваць квітанцыю", folder).read_text()
    assert all(text in receipt for text in (tracker, "Сход дома", f"{address}?tracker=", "Адбітак выбараў:"))
    assert "Усё роўна" not in receipt
    assert credential not in receipt
    assert credential not in page.content()


def other_terms(page, address: str) -> None:  # type: ignore[no-untyped-def]
    """A server that swaps answers in one language: the booth takes no text that the election's hash does not cover."""

    def swapped(route) -> None:  # type: ignore[no-untyped-def]
        content = route.fetch().text()
        changed = content.replace('"Так"', '"?"').replace('"Не"', '"Так"').replace('"?"', '"Не"')
        assert changed != content
        route.fulfill(body=changed, content_type="application/json")

    page.route("**/terms.json", swapped)
    page.goto(f"{address}/vote")
    page.locator("#trouble-place .trouble").wait_for()
    assert "Не галасуйце тут" in page.inner_text("#trouble-place")
    assert not page.locator("#step-credential").is_visible()


def unasked(admin, button: str) -> None:  # type: ignore[no-untyped-def]
    """One key too many does nothing that cannot be taken back: it has to be said first that this is known."""
    sent: list[str] = []
    admin.on("request", lambda request: sent.append(request.method))
    admin.get_by_role("button", name=button).focus()
    admin.keyboard.press("Enter")
    assert admin.evaluate("document.activeElement.name") == "known"
    admin.reload()
    admin.get_by_role("button", name=button).wait_for()
    assert not {"POST", "PUT", "DELETE"} & set(sent)


def test_pages_are_accessible_and_a_keyboard_suffices(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    require_axe()
    people = People(chromium, server)
    admin, authority, trustee, ann = (voter_page(people) for _ in range(4))
    ann.goto("/")
    looked_at(ann, "home")
    address = draft(admin)
    translate(admin)
    looked_at(admin, "manage-draft")
    invite(admin, tmp_path)
    authority.goto(server.mail("cora@example.org", r"(/join#\w+)"))
    authority.locator("#step-begin").wait_for()
    looked_at(authority, "authority")
    private, _ = make_credentials(authority, server, tmp_path)
    looked_at(authority, "authority-done")
    trustee.goto(server.mail("tina@example.org", r"(/join#\w+)"))
    trustee.locator("#step-key").wait_for()
    looked_at(trustee, "trustee-key")
    key = make_key(trustee, server, tmp_path)
    looked_at(trustee, "trustee-wait")
    admin.reload()
    admin.get_by_role("link", name="Nothing: the voting can be opened.").click()
    assert admin.get_by_role("button", name="Open the voting").is_visible()
    looked_at(admin, "manage-ready")
    unasked(admin, "Open the voting")
    open_voting(admin)
    unasked(admin, "End the voting")
    looked_at(admin, "manage-open")

    ann.goto(address + "/vote")
    ann.locator("#step-credential").wait_for()
    looked_at(ann, "vote-credential")
    tracker = by_keyboard(ann, server, address, "ann", private["ann"])
    bob = voter_page(people)
    encrypt(bob, address, private["bob"], "Yes")
    log_in(bob, server, "bob")
    bob.get_by_role("button", name="Challenge this ballot").click()
    bob.locator("#step-opened").wait_for()
    looked_at(bob, "vote-opened")
    new_ballot(bob)
    bob.locator("#step-decide").wait_for()
    cast(bob)
    ann.locator("#find").click()
    ann.get_by_text("This ballot is in the record").wait_for()
    assert ann.input_value("#tracker") == tracker
    looked_at(ann, "status-open")
    assert "A house <b>meeting</b>" in ann.inner_text("main")  # as text

    cleo = voter_page(people)
    cleo.context.add_cookies([{"name": "django_language", "value": "be", "url": server.origin}])
    in_belarusian(cleo, server, address, private["cleo"], tmp_path)
    other_terms(cleo, address)

    press_known(admin, "End the voting")
    trustee.reload()
    trustee.locator("#step-decrypt").wait_for()
    looked_at(trustee, "trustee-decrypt")
    trustee.set_input_files("#file", key)
    trustee.fill("#open-phrase", PASSPHRASE)
    trustee.locator("#do-decrypt").click()
    until_published(ann, address)
    looked_at(ann, "status-result")
    for language in ("be", "fr"):
        ann.locator("#language").select_option(language)
        ann.locator("header button").click()
        ann.locator(f"html[lang={language}]").wait_for()
        looked_at(ann, f"status-{language}")
    ann.goto(address + "/vote")
    ann.locator("#step-closed").wait_for()
    looked_at(ann, "vote-closed")
    ann.goto(address + "/trustee")
    looked_at(ann, "no-link")
    assert [each for each in people.complaints if "401" not in each] == []  # the wrong code
    assert people.foreign == []
