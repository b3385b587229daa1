# SPDX-License-Identifier: Apache-2.0
"""Role x endpoint: the table stands here, written by hand; every endpoint must be in it, and is called by everybody.

Whoever may not call is refused before anything is read: also with another election's link, a guessed uuid, no CSRF
token, and after logging out.
"""

import pytest

from isonomia.server import urls
from isonomia.server.api.endpoint import ENDPOINTS
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, Walk

E = "/api/elections/{uuid}"
ANYBODY = {"anybody", "account", "administrator", "authority", "trustee", "voter"}
ALLOWED: dict[str, set[str]] = {
    "GET /api/session": ANYBODY,
    "POST /api/session": ANYBODY,
    "DELETE /api/session": ANYBODY,
    "POST /api/accounts": ANYBODY,
    "POST /api/invitations": ANYBODY,
    "POST /api/administrators": {"account", "administrator"},
    "GET /api/laws": ANYBODY,
    "GET /api/elections": {"account", "administrator"},
    "POST /api/elections": {"account", "administrator"},
    f"GET {E}": ANYBODY,
    f"GET {E}/trackers": ANYBODY,
    f"GET {E}/spoiled": ANYBODY,
    f"GET {E}/tally": ANYBODY,
    f"POST {E}/codes": ANYBODY,
    f"POST {E}/voter": ANYBODY,
    f"GET {E}/management": {"administrator"},
    f"PUT {E}/draft": {"administrator"},
    f"PUT {E}/voters": {"administrator"},
    f"GET {E}/voters": {"administrator", "authority"},
    f"DELETE {E}/credentials": {"administrator"},
    f"PUT {E}/authority": {"administrator"},
    f"PUT {E}/trustees": {"administrator"},
    f"POST {E}/open": {"administrator"},
    f"POST {E}/close": {"administrator"},
    f"POST {E}/end-shuffles": {"administrator"},
    f"POST {E}/result": {"administrator"},
    f"GET {E}/log": {"administrator"},
    f"POST {E}/extension": {"administrator"},
    f"POST {E}/second-round": {"administrator"},
    f"POST {E}/reminders": {"administrator"},
    f"PUT {E}/archive": {"administrator"},
    f"GET {E}/administrators": {"administrator"},
    f"POST {E}/administrators": {"administrator"},
    f"DELETE {E}/administrators": {"administrator"},
    f"GET {E}/task": {"authority", "trustee"},
    f"POST {E}/credentials": {"authority"},
    f"POST {E}/key": {"trustee"},
    f"GET {E}/ceremony": {"trustee"},
    f"GET {E}/ceremony.zip": {"trustee"},
    f"POST {E}/certificate": {"trustee"},
    f"POST {E}/polynomial": {"trustee"},
    f"POST {E}/voutput": {"trustee"},
    f"POST {E}/decryption": {"trustee"},
    f"POST {E}/shuffle": {"trustee"},
    f"POST {E}/ballots": {"voter"},
    f"POST {E}/challenges": {"voter"},
}
KEYS = sorted(ALLOWED)


def refused(browser: Browser, key: str, uuid: str) -> bool:
    """Whether the answer is about who is asking, and not about what was asked."""
    method, path = key.split()
    return browser.call(method, path.replace("{uuid}", uuid), b"no JSON").code in ("login-required", "forbidden")


def test_every_endpoint_is_in_the_table() -> None:
    assert len(urls.urlpatterns) > 20  # importing it registers all endpoints
    assert sorted(f"{own.method} {own.path}" for own in ENDPOINTS) == KEYS


def everybody(walk: Walk) -> dict[str, Browser]:
    account = Browser()
    account.do("POST", "/api/accounts", {"email": "other-account@example.org", "name": "O", "password": PASSWORD})
    return {
        "anybody": Browser(),
        "account": account,
        "administrator": walk.admin,
        "authority": walk.authority,
        "trustee": walk.trustee,
        "voter": walk.log_in("ann"),
    }


def test_only_the_table_s_roles_get_in(site: Site) -> None:
    walk = Walk(site).open()
    browsers = everybody(walk)
    for key in sorted(KEYS, key=lambda key: key == "DELETE /api/session"):  # after it, nobody is anybody
        got_in = {role for role, browser in browsers.items() if not refused(browser, key, walk.uuid)}
        assert got_in == ALLOWED[key], key


def test_roles_of_one_election_are_nothing_in_another(site: Site) -> None:
    browsers = everybody(Walk(site).open())
    other = Walk(site, admin="rival@example.org").open()
    for key in (key for key in KEYS if "{uuid}" in key and ALLOWED[key] != ANYBODY):
        assert [role for role, browser in browsers.items() if not refused(browser, key, other.uuid)] == [], key


def test_without_the_csrf_token_nothing_is_done(site: Site) -> None:
    """A page of somebody else's makes the browser call, with its cookies and without the token."""
    walk = Walk(site).open()
    browsers = everybody(walk)
    for key in (key for key in KEYS if not key.startswith("GET")):
        method, path = key.split()
        for browser in browsers.values():
            assert browser.call(method, path.replace("{uuid}", walk.uuid), b"{}", csrf=False).code == "csrf", key


@pytest.mark.parametrize("uuid", ["11111111111111", "zzzzzzzzzzzzzz"])
def test_guessed_election_is_not_there(site: Site, uuid: str) -> None:
    browser = everybody(Walk(site).open())["administrator"]
    for key in (key for key in KEYS if "{uuid}" in key):
        method, path = key.split()
        answer = browser.call(method, path.replace("{uuid}", uuid), {})
        assert (answer.status, answer.code) == (404, "no-election")


def test_session_that_has_ended_is_worth_nothing(site: Site) -> None:
    walk = Walk(site).open()
    stale = Browser()
    stale.client.cookies.load({name: cookie.value for name, cookie in walk.admin.client.cookies.items()})
    stale.csrf = walk.admin.csrf
    assert stale.call("GET", walk.address + "/log").status == 200
    walk.admin.do("DELETE", "/api/session")
    assert stale.call("GET", walk.address + "/log").code == "login-required"


def test_link_that_was_replaced_is_worth_nothing(site: Site) -> None:
    walk = Walk(site)
    walk.invite()
    first = site.token(walk.person("tina"))
    trustees = [{"name": "Tina", "email": walk.person("tina")}]
    walk.admin.do("PUT", walk.address + "/trustees", {"trustees": trustees})
    assert site.token(walk.person("tina")) != first
    assert Browser().call("POST", "/api/invitations", {"token": first}).code == "not-found"


def test_draft_is_nobody_else_s_business(site: Site) -> None:
    walk = Walk(site)
    for path in ("", "/trackers", "/spoiled"):
        assert Browser().call("GET", walk.address + path).status in (404, 409)
    assert Browser().get(f"/elections/{walk.uuid}/record.bel").status == 404
    assert Browser().get(f"/elections/{walk.uuid}/terms.json").status == 404
