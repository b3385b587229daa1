# SPDX-License-Identifier: Apache-2.0
"""How often somebody may try: one more than a limit allows is too-often, until its span is over."""

from collections.abc import Callable

import pytest
from django.test import override_settings

from isonomia.server import limits
from isonomia.server.environment import Provider
from isonomia.server.limits import Limit
from support.server.accounts import ADDRESS, OWN, signed_up
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk

Try = Callable[[int], Answer]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No span ends while a test tries."""
    monkeypatch.setattr(limits, "time", lambda: 1_800_000_000)


def tried(limit: Limit, one: Try) -> list[int]:
    """The statuses of one try more than the limit allows."""
    return [one(i).status for i in range(limit.most + 1)]


def from_anywhere(number: int) -> Browser:
    return Browser(f"198.51.{number}.1")


def test_passwords_of_one_account_from_everywhere(site: Site) -> None:
    signed_up()
    wrong = {"email": ADDRESS, "password": "guessed"}
    assert tried(limits.LOGINS, lambda i: from_anywhere(i).call("POST", "/api/session", wrong)) == [401] * 10 + [429]


def test_passwords_of_many_accounts_from_one_place(site: Site) -> None:
    def one(number: int) -> Answer:
        return Browser().call("POST", "/api/session", {"email": f"{number}@example.org", "password": "guessed"})

    assert tried(limits.LOGINS, one) == [401] * 10 + [429]


def test_passwords_in_an_open_session(site: Site) -> None:
    """Whoever sits at it does not try them all; the owner's own sign-in has another limit."""
    browser = signed_up()
    path = f"{OWN}/authenticator"
    assert tried(limits.PASSWORDS, lambda _: browser.call("POST", path, {"password": "x"})) == [401] * 10 + [429]
    assert Browser().call("POST", "/api/session", {"email": ADDRESS, "password": "x"}).status == 401


def test_accounts_from_one_place(site: Site) -> None:
    def one(number: int) -> Answer:
        body = {"email": f"{number}@example.org", "name": "N", "password": "correct horse battery staple"}
        return Browser().call("POST", "/api/accounts", body)

    assert tried(limits.ACCOUNTS, one) == [200] * 10 + [429]


def test_links_from_one_place(site: Site) -> None:
    link = {"token": "guessed"}
    assert tried(limits.INVITATIONS, lambda _: Browser().call("POST", "/api/invitations", link))[-2:] == [404, 429]


@pytest.mark.parametrize(
    ("path", "limit", "body"),
    [
        ("/codes", limits.CODES_ASKED, {"login": "ann"}),
        ("/voter", limits.CODES_TRIED, {"login": "ann", "code": "00000000"}),
    ],
)
def test_codes_of_one_voter_from_everywhere(site: Site, path: str, limit: Limit, body: dict[str, str]) -> None:
    walk = Walk(site).open()
    statuses = tried(limit, lambda i: from_anywhere(i).call("POST", walk.address + path, body))
    assert (set(statuses[:-1]) <= {200, 401}, statuses[-1]) == (True, 429)
    assert Browser().call("POST", walk.address + path, {**body, "login": "bob"}).status in (200, 401)


@pytest.mark.parametrize(("path", "limit"), [("/codes", limits.CODES_ASKED_FROM), ("/voter", limits.CODES_TRIED_FROM)])
def test_codes_of_many_voters_from_one_place(site: Site, path: str, limit: Limit) -> None:
    walk = Walk(site).open()
    browser = Browser()
    code = {"code": "00000000"} if path == "/voter" else {}
    statuses = tried(limit, lambda i: browser.call("POST", walk.address + path, {"login": f"v{i}", **code}))
    assert (set(statuses[:-1]) <= {200, 401}, statuses[-1]) == (True, 429)


@pytest.mark.parametrize("path", ["/oidc/callback", "/elections/{}/login"])
def test_logins_with_the_provider_from_one_place(site: Site, path: str) -> None:
    walk = Walk(site).open()
    nowhere = Provider("http://127.0.0.1:9", "isonomia", "", "email")  # nothing listens there
    with override_settings(OIDC=nowhere):
        statuses = [Browser().get(path.format(walk.uuid)).status for _ in range(limits.CODES_TRIED_FROM.most + 1)]
    assert (429 in statuses[:-1], statuses[-1]) == (False, 429)


@pytest.mark.parametrize(("path", "limit"), [("/ballots", limits.BALLOTS), ("/challenges", limits.CHALLENGES)])
def test_ballots_and_challenges_of_one_voter(site: Site, path: str, limit: Limit) -> None:
    walk = Walk(site).open()
    before = walk.download()
    browser = walk.log_in("ann")
    assert tried(limit, lambda _: browser.call("POST", walk.address + path, {"tracker": "x"})) == [400] * limit.most + [
        429
    ]
    assert walk.download() == before
    assert walk.log_in("bob").call("POST", walk.address + path, {"tracker": "x"}).status == 400


def test_counts_end_with_their_span(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_800_000_000
    monkeypatch.setattr(limits, "time", lambda: now)
    one = Limit("one", 1, 60)
    assert [limits.within(one, "ann"), limits.within(one, "ann"), limits.within(one, "bob")] == [True, False, True]
    now += 60
    assert limits.within(one, "ann")
