# SPDX-License-Identifier: Apache-2.0
"""A voter who logs in with an identity provider, in a browser: her ballot waits in the window that she leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_browser_access import AXE, looked_at, voter_page

from support.server.pages import People, cast, chromium, make_credentials
from support.server.provider import FakeProvider, fake_provider
from support.server.running import Server
from support.server.steps import draft, encrypt, invite, make_key, open_voting

__all__ = ["chromium"]  # a fixture


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as own:
        yield own


@pytest.fixture
def server(tmp_path: Path, provider: FakeProvider) -> Iterator[Server]:
    started = Server(tmp_path / "data", settings=provider.environment())
    yield started
    assert started.stop() == 0


def test_ballot_is_still_there_after_the_login(  # type: ignore[no-untyped-def]
    chromium, server: Server, provider: FakeProvider, tmp_path: Path
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    people = People(chromium, server)
    admin, authority, trustee, ann = people.page(), people.page(), people.page(), voter_page(people)
    address = draft(admin)
    invite(admin, tmp_path)
    private, _ = make_credentials(authority, server, tmp_path)
    make_key(trustee, server, tmp_path)
    admin.reload()
    open_voting(admin)

    tracker = encrypt(ann, address, private["ann"], "Yes")
    assert not ann.locator("#login-form").count()
    looked_at(ann, "vote-provider")
    complained: list[str] = []
    with ann.context.expect_page() as opened:
        ann.get_by_role("link", name="Log in with 127.0.0.1").click()
    window = opened.value
    window.on("console", lambda m: complained.append(m.text) if m.type in ("error", "warning") else None)
    ann.get_by_text("Waiting until you have logged in").wait_for()
    looked_at(ann, "vote-waiting")
    window.get_by_role("link", name="Yes, it is me").click()
    window.get_by_role("heading", name="You are logged in").wait_for()
    assert window.url == f"{server.origin}/oidc/done"
    assert window.evaluate("window.opener") is None
    looked_at(window, "provider-done")
    ann.locator("#step-decide").wait_for()
    assert ann.inner_text("#step-decide .tracker") == tracker
    cast(ann)

    provider.email = "nobody@example.org"
    eve = voter_page(people)
    eve.goto(f"{address}/login")
    eve.get_by_role("link", name="Yes, it is me").click()
    eve.get_by_role("heading", name="You are not on the roll").wait_for()
    looked_at(eve, "provider-roll")
    assert [each for each in people.complaints + complained if "403" not in each] == []
    assert [each for each in people.foreign if not each.startswith(provider.issuer)] == []
