# SPDX-License-Identifier: Apache-2.0
"""The administrator's page, and those who are invited: what they have made is lost by nobody's mistake."""

from pathlib import Path
from typing import Any

from test_browser_access import looked_at, unasked, voter_page

from support.server.pages import People, chromium, make_credentials, server
from support.server.running import Server
from support.server.steps import draft, import_voters, invite, invite_authority, press_known

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
