# SPDX-License-Identifier: Apache-2.0
"""Role x address: every address must be in the table (:mod:`support.server.roles`), and is called by everybody.

Whoever may not call is refused before anything is read: also with another election's link, a guessed uuid, no CSRF
token, and after logging out.
"""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from isonomia.server import urls
from isonomia.server.api.endpoint import ENDPOINTS
from isonomia.server.models import Account, Election
from support.server.roles import ALLOWED, ANYBODY, BARRED, BARRED_PAGES, KEYS, PAGES, copied, everybody, refused, shown
from support.server.site import Browser, Site
from support.server.walk import Walk


def test_every_address_is_in_the_table() -> None:
    """A new one fails here until somebody has written down who may use it."""
    served = {str(own.pattern) for own in urls.urlpatterns}
    api = {own.path.lstrip("/").replace("{uuid}", "<election:uuid>") for own in ENDPOINTS}
    assert sorted(f"{own.method} {own.path}" for own in ENDPOINTS) == KEYS
    assert served - api == set(PAGES)
    assert api - served == set()


def test_only_the_table_s_roles_get_in(site: Site) -> None:
    walk = Walk(site).open()
    browsers = everybody(walk)
    for key in sorted(KEYS, key=lambda key: key == "DELETE /api/session"):  # after it, nobody is anybody
        got_in = {role for role, browser in browsers.items() if not refused(browser, key, walk.uuid)}
        assert got_in == ALLOWED[key], key


def test_roles_of_one_election_are_nothing_in_another(site: Site) -> None:
    browsers = everybody(Walk(site).open())
    other = Walk(site, admin="rival@example.org").open()
    for key in BARRED:
        assert [role for role, browser in browsers.items() if not refused(browser, key, other.uuid)] == [], key


def test_without_the_csrf_token_nothing_is_done(site: Site) -> None:
    """A page of somebody else's makes the browser call, with its cookies and without the token."""
    walk = Walk(site).open()
    browsers = everybody(walk)
    for key in (key for key in KEYS if not key.startswith("GET")):
        method, path = key.split()
        for browser in browsers.values():
            assert browser.call(method, path.replace("{uuid}", walk.uuid), b"{}", csrf=False).code == "csrf", key
    assert walk.admin.client.post("/language", "language=fr", "application/x-www-form-urlencoded").status_code == 403


@pytest.mark.parametrize("uuid", ["11111111111111", "zzzzzzzzzzzzzz"])
def test_guessed_election_is_not_there(site: Site, uuid: str) -> None:
    browser = everybody(Walk(site).open())["administrator"]
    for key in (key for key in KEYS if "{uuid}" in key):
        method, path = key.split()
        answer = browser.call(method, path.replace("{uuid}", uuid), {})
        assert (answer.status, answer.code) == (404, "no-election")
    for route in (route for route in PAGES if "<election:uuid>" in route):
        assert browser.get("/" + route.replace("<election:uuid>", uuid)).status == 404, route


def test_only_the_table_s_roles_see_a_page(site: Site) -> None:
    walk = Walk(site).open()
    browsers = everybody(walk)
    for route, allowed in PAGES.items():
        if allowed == ANYBODY:  # everybody alike
            address = "/" + route.replace("<election:uuid>", walk.uuid).replace("<token:token>", "z" * 22)
            assert len({browser.get(address).status for browser in browsers.values()}) == 1, route
        elif "<election:uuid>" in route:
            assert {role for role, browser in browsers.items() if shown(browser, route, walk.uuid)} == allowed, route
        else:
            got_in = {role for role, browser in browsers.items() if browser.get("/" + route).status == 200}
            assert got_in == allowed, route


def out(browser: Browser, walk: Walk) -> None:
    """Nothing of the election that is not for anybody."""
    assert [key for key in BARRED if not refused(browser, key, walk.uuid)] == []
    assert [route for route in BARRED_PAGES if shown(browser, route, walk.uuid)] == []


def test_roles_of_another_election_see_no_page(site: Site) -> None:
    browsers = everybody(Walk(site).open())
    other = Walk(site, admin="rival@example.org").open()
    for browser in browsers.values():
        assert [route for route in BARRED_PAGES if shown(browser, route, other.uuid)] == []


@pytest.mark.parametrize("role", ["administrator", "authority", "trustee", "voter"])
def test_session_that_was_ended_is_worth_nothing(site: Site, role: str) -> None:
    """Also to whoever has copied its cookies."""
    walk = Walk(site).open()
    browser = everybody(walk)[role]
    stale = copied(browser)
    assert [key for key in BARRED if not refused(stale, key, walk.uuid)]
    browser.do("DELETE", "/api/session")
    out(stale, walk)


@pytest.mark.parametrize("role", ["administrator", "authority", "trustee", "voter"])
def test_session_that_is_too_old_is_worth_nothing(site: Site, role: str) -> None:
    walk = Walk(site).open()
    browser = everybody(walk)[role]
    Session.objects.update(expire_date=timezone.now())
    out(browser, walk)


def test_administrator_who_was_removed_is_out(site: Site) -> None:
    walk = Walk(site).open()
    other = everybody(walk)["account"]
    Election.objects.get(uuid=walk.uuid).administrators.add(Account.objects.get(email="other-account@example.org"))
    assert shown(other, BARRED_PAGES[0], walk.uuid)
    walk.admin.do("DELETE", walk.address + "/administrators", {"email": "other-account@example.org"})
    out(other, walk)


def test_parties_whose_place_was_given_to_others_are_out(site: Site) -> None:
    walk = Walk(site)
    walk.invite()
    authority, trustee = Browser(), Browser()
    for browser, name in ((authority, "authority"), (trustee, "tina")):
        browser.do("POST", "/api/invitations", {"token": site.token(walk.person(name))})
        assert browser.call("GET", walk.address + "/task").status == 200
    walk.admin.do("PUT", walk.address + "/authority", {"name": "A", "email": walk.person("another")})
    walk.admin.do("PUT", walk.address + "/trustees", {"trustees": [{"name": "T", "email": walk.person("third")}]})
    out(authority, walk)
    out(trustee, walk)


def test_voter_who_has_cast_is_out(site: Site) -> None:
    walk = Walk(site).open()
    browser = walk.log_in("ann")
    stale = copied(browser)
    browser.do("POST", walk.address + "/ballots", walk.ballot("ann", [1, 0]).content)
    out(browser, walk)
    out(stale, walk)


def test_call_from_another_site_s_page_does_nothing(site: Site) -> None:
    """Even if it had the token: the browser says where it comes from."""
    walk = Walk(site).open()
    browser = walk.admin
    headers = {"X-CSRFToken": browser.client.cookies["csrftoken"].value, "Origin": "https://evil.example.org"}
    for key in (key for key in KEYS if not key.startswith("GET")):
        method, path = key.split()
        address = path.replace("{uuid}", walk.uuid)
        answer = browser.client.generic(method, address, b"{}", content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf"), key


def test_addresses_have_no_methods_but_theirs(site: Site) -> None:
    walk = Walk(site).open()
    walk.admin.call("GET", "/api/session")
    paths = {path for _, path in (key.split() for key in KEYS)}
    for path in paths:
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - {k.split()[0] for k in KEYS if k.split()[1] == path}:
            answer = walk.admin.call(method, path.replace("{uuid}", walk.uuid), {})
            assert (answer.status, answer.code) == (405, "method"), (method, path)
    for route in set(PAGES) - {"language"}:
        for method in ("POST", "PUT", "DELETE"):
            address = "/" + route.replace("<election:uuid>", walk.uuid).replace("<token:token>", "z" * 22)
            assert walk.admin.call(method, address, {}).status == 405, (method, route)


def test_link_that_was_replaced_is_worth_nothing(site: Site) -> None:
    walk = Walk(site)
    walk.invite()
    first = site.token(walk.person("tina"))
    walk.admin.do("POST", walk.address + "/invitations", {"number": 1})
    assert site.token(walk.person("tina")) != first
    assert Browser().call("POST", "/api/invitations", {"token": first}).code == "link-unknown"


def test_draft_is_nobody_else_s_business(site: Site) -> None:
    walk = Walk(site)
    for path in ("", "/trackers", "/spoiled", "/turnout", "/tally"):
        answer = Browser().call("GET", walk.address + path)
        assert (answer.status, answer.code) == (404, "no-election"), path
    assert Browser().get(f"/elections/{walk.uuid}/record.bel").status == 404
    assert Browser().get(f"/elections/{walk.uuid}/terms.json").status == 404
