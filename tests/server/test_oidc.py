# SPDX-License-Identifier: Apache-2.0
"""Voters who log in with an identity provider: the way there and back, and whom it leads to."""

from urllib.parse import urlencode

import pytest
from django.test import override_settings
from joserfc import jwt
from joserfc.jwk import RSAKey

from isonomia.server import environment, oidc
from isonomia.server.boot import SettingError
from isonomia.server.models import Voter
from support.server.oidc import back, claims, gone, log_in, provider, voter_in, walk
from support.server.provider import FakeProvider
from support.server.site import Browser, Site
from support.server.walk import Walk

__all__ = ["provider", "walk"]  # fixtures


def test_voter_logs_in_and_votes(walk: Walk, provider: FakeProvider) -> None:
    ann = Browser()
    query = gone(ann, walk)
    assert query["redirect_uri"].endswith("/oidc/callback")
    assert len(query["state"]) == len(query["nonce"]) == len(query["code_challenge"]) == 43
    answer = back(ann, provider.authorize(query))
    assert (answer.status, answer.headers["Location"]) == (302, "/oidc/done")  # the code leaves the address
    assert voter_in(ann) == [walk.uuid]
    assert b"You are logged in" in ann.get("/oidc/done").content
    made = walk.ballot("ann", [1, 0])
    assert ann.call("POST", walk.address + "/ballots", made.content).json["tracker"] == made.tracker
    assert voter_in(ann) == []


def test_discovery_and_keys_are_fetched_once(walk: Walk, provider: FakeProvider) -> None:
    for _ in range(3):
        assert log_in(Browser(), walk, provider).status == 302
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert provider.asked.count("/keys") == 1


def test_provider_s_new_key_is_found(walk: Walk, provider: FakeProvider) -> None:
    log_in(Browser(), walk, provider)
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}, private=True)
    provider.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "two"}, claims, provider.key)
    assert log_in(Browser(), walk, provider).status == 302


def test_codes_are_not_sent_where_the_provider_is(walk: Walk) -> None:
    for path, body in (("/codes", {"login": "ann"}), ("/voter", {"login": "ann", "code": "00000000"})):
        assert Browser().call("POST", walk.address + path, body).code == "other-login"


def test_without_the_setting_there_is_no_such_page(site: Site) -> None:
    walk = Walk(site).open()
    for path in (f"/elections/{walk.uuid}/login", "/oidc/callback", "/oidc/done"):
        assert Browser().get(path).status == 404
    assert b'id="login-form"' in Browser().get(f"/elections/{walk.uuid}/vote").content


def test_login_begins_in_an_open_election_only(site: Site, provider: FakeProvider) -> None:
    draft = Walk(site)
    assert Browser().get(f"/elections/{draft.uuid}/login").status == 404
    assert Browser().get("/elections/11111111111111/login").status == 404


@pytest.mark.parametrize("answer", [{"error": "access_denied"}, {}, {"code": ""}])
def test_who_is_refused_by_the_provider_is_not_logged_in(
    walk: Walk, provider: FakeProvider, answer: dict[str, str]
) -> None:
    ann = Browser()
    assert ann.get("/oidc/callback?" + urlencode({"state": gone(ann, walk)["state"], **answer})).status == 403
    assert voter_in(ann) == []


def test_who_is_not_on_the_roll_is_not_logged_in(walk: Walk, provider: FakeProvider) -> None:
    provider.email = "nobody@example.org"
    browser = Browser()
    answer = log_in(browser, walk, provider)
    assert (answer.status, voter_in(browser)) == (403, [])
    assert b"not on the roll" in answer.content


def test_voter_of_another_election_is_logged_in_to_hers_alone(site: Site, walk: Walk, provider: FakeProvider) -> None:
    other = Walk(site, admin="rival@example.org").open()
    provider.email = other.person("ann")
    browser = Browser()
    assert log_in(browser, walk, provider).status == 403
    assert log_in(browser, other, provider).status == 302
    assert voter_in(browser) == [other.uuid]
    assert browser.call("POST", walk.address + "/ballots", b"x").code == "login-required"


def test_address_of_two_voters_names_nobody(walk: Walk, provider: FakeProvider) -> None:
    Voter.objects.filter(election=walk.uuid, login="bob").update(email=walk.person("ann").upper())
    assert b"more than one" in log_in(Browser(), walk, provider).content


def test_claim_that_is_the_login(walk: Walk, provider: FakeProvider) -> None:
    claims(email=None, preferred_username="bob")(provider)
    with override_settings(OIDC=provider.setting("preferred_username")):
        browser = Browser()
        assert log_in(browser, walk, provider).status == 302
        made = walk.ballot("ann", [1, 0])
        assert browser.call("POST", walk.address + "/ballots", made.content).code == "credential-mismatch"
        claims(preferred_username="BOB")(provider)
        assert log_in(Browser(), walk, provider).status == 403


@pytest.mark.parametrize(("sub", "status"), [("1", 302), ("2", 403), (None, 403)])
def test_userinfo_is_read_where_the_token_has_no_claim(
    walk: Walk, provider: FakeProvider, sub: str | None, status: int
) -> None:
    """OpenID Connect Core, section 5.3.2: its sub must be the token's."""
    claims(email=None, email_verified=None)(provider)
    provider.userinfo = {"sub": sub, "email": walk.person("ann"), "email_verified": True}
    assert log_in(Browser(), walk, provider).status == status


def test_provider_that_names_itself_otherwise_is_not_used(walk: Walk, provider: FakeProvider) -> None:
    with override_settings(OIDC=provider.setting()._replace(issuer=provider.issuer + "/")):
        answer = Browser().get(f"/elections/{walk.uuid}/login")
    assert answer.status == 502
    provider.stop()
    oidc._documents.clear()
    assert Browser().get(f"/elections/{walk.uuid}/login").status == 502


@pytest.mark.parametrize(
    "settings",
    [
        {"ISSUER": "https://id.example.org"},
        {"CLIENT_ID": "x"},
        {"ISSUER": "http://id.example.org", "CLIENT_ID": "x"},
        {"ISSUER": "id.example.org", "CLIENT_ID": "x"},
        {"ISSUER": "https://id.example.org?x", "CLIENT_ID": "x"},
        {"ISSUER": "https://a", "CLIENT_ID": "x", "CLIENT_SECRET": "a", "CLIENT_SECRET_FILE": "b"},
        {"ISSUER": "https://a", "CLIENT_ID": "x", "CLIENT_SECRET_FILE": "/nowhere/at/all"},
    ],
)
def test_settings_that_do_not_fit_are_told(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"ISONOMIA_OIDC_{name}", value)
    with pytest.raises(SettingError, match="ISONOMIA_OIDC_"):
        environment.oidc()
