# SPDX-License-Identifier: Apache-2.0
"""Passwords that are changed, or set anew by a mailed link."""

import re

import pytest
from django.conf import settings
from django.test import override_settings

from isonomia.server import limits, second_factor
from isonomia.server.models import Account
from support.server.accounts import ADDRESS, OWN, Clock, protected, signed_up, with_code, with_password
from support.server.site import Answer, Browser, Site
from support.server.walk import PASSWORD

ANOTHER = "another horse, another staple"


def token(site: Site) -> str:
    """Of the link that was mailed last: behind the #, so that no server's log has it."""
    found = re.search(r"/reset#(\S+)", site.mails(ADDRESS)[-1].body)
    assert found
    return found[1]


def asked(address: str = ADDRESS) -> Answer:
    return Browser().call("POST", "/api/password-resets", {"email": address})


def reset(link: str, password: str = ANOTHER) -> Answer:
    return Browser().call("PUT", "/api/password-resets", {"token": link, "password": password})


def sign_in(password: str) -> Answer:
    return Browser().call("POST", "/api/session", {"email": ADDRESS, "password": password})


def test_changing_it_takes_the_old_one_and_ends_other_sessions(site: Site) -> None:
    owner, other = signed_up(), with_password()
    assert owner.call("PUT", f"{OWN}/password", {"old": "wrong", "new": ANOTHER}).code == "login-failed"
    assert owner.call("PUT", f"{OWN}/password", {"old": PASSWORD, "new": "password"}).code == "password-weak"
    assert other.call("GET", "/api/elections").status == 200
    owner.do("PUT", f"{OWN}/password", {"old": PASSWORD, "new": ANOTHER})
    assert other.call("GET", "/api/elections").code == "login-required"
    assert owner.call("GET", "/api/elections").status == 200
    assert (sign_in(PASSWORD).code, sign_in(ANOTHER).status) == ("login-failed", 200)


def test_mailed_link_sets_a_password_once(site: Site) -> None:
    session = signed_up()
    assert asked(" Adam@Example.org ").status == 200
    link = token(site)
    assert reset(link, "password").code == "password-weak"
    assert reset(link).status == 200
    assert session.call("GET", "/api/elections").code == "login-required"  # whoever knew the old one is out
    assert (sign_in(PASSWORD).code, sign_in(ANOTHER).status) == ("login-failed", 200)
    assert reset(link, PASSWORD).code == "not-found"


def test_nobody_learns_who_has_an_account(site: Site) -> None:
    signed_up()
    known, unknown = asked(), asked("nobody@example.org")
    assert (known.status, known.content) == (unknown.status, unknown.content)
    assert site.mails("nobody@example.org") == []


def test_link_is_old_after_an_hour(site: Site) -> None:
    signed_up()
    asked()
    link = token(site)
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert reset(link).code == "not-found"
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    assert reset(link).status == 200


def test_link_of_somebody_else_is_nothing(site: Site) -> None:
    """The key of another account before a token that is one's own."""
    signed_up("eve@example.org")
    signed_up()
    asked()
    own = token(site)
    eve = Account.objects.get(email="eve@example.org")
    assert reset(f"{eve.pk}.{own.partition('.')[2]}").code == "not-found"
    for made_up in ("", ".", "1", f"{eve.pk}.", f"{eve.pk}.x-y", "²." + own, "9" * 40 + ".a-b"):
        assert reset(made_up).code == "not-found", made_up


def test_reset_is_no_way_around_the_second_factor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    _, secret, _ = protected(clock)
    asked()
    assert reset(token(site)).json == {}
    half = with_password(password=ANOTHER)
    assert half.do("GET", "/api/session")["account"] is None
    assert half.call("GET", "/api/elections").code == "login-required"
    assert with_code(half, clock.code(secret)).status == 200
    assert second_factor.is_on(Account.objects.get())


def test_nobody_is_flooded_with_mails(site: Site) -> None:
    signed_up()
    for i in range(limits.RESETS.most + 3):
        browser = Browser(f"203.0.113.{i}")
        assert browser.call("POST", "/api/password-resets", {"email": ADDRESS}).status == 200
        site.work()
    assert len(site.mails(ADDRESS)) == limits.RESETS.most
