# SPDX-License-Identifier: Apache-2.0
"""Voters who log in with an identity provider: the way there and back, and everything that must not get in."""

import hmac
import json
import logging
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import override_settings
from joserfc import jwt
from joserfc.jwk import RSAKey

from isonomia.server import environment, oidc
from isonomia.server.boot import SettingError
from support.server.provider import CLIENT, FakeProvider, fake_provider
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    oidc._documents.clear()
    with fake_provider() as own, override_settings(OIDC=own.setting()):
        yield own


@pytest.fixture
def walk(site: Site, provider: FakeProvider) -> Walk:
    walk = Walk(site).open()
    provider.email = walk.person("ann")
    return walk


def gone(browser: Browser, walk: Walk) -> dict[str, str]:
    """To the provider; gives what is asked of it."""
    answer = browser.get(f"/elections/{walk.uuid}/login")
    assert answer.status == 302, answer.content
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def back(browser: Browser, address: str) -> Answer:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def log_in(browser: Browser, walk: Walk, provider: FakeProvider) -> Answer:
    return back(browser, provider.authorize(gone(browser, walk)))


def voter_in(browser: Browser) -> list[str]:
    return list(browser.do("GET", "/api/session")["voter_in"])


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


def encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def _none(claims: dict[str, Any]) -> str:
    return ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)) + "."


def _hs256(provider: FakeProvider) -> Callable[[dict[str, Any]], str]:
    """The public key as the key of a MAC, which anybody can make."""
    public = provider.key.as_pem(private=False)

    def sign(claims: dict[str, Any]) -> str:
        head = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "one"}, claims))
        return f"{head}.{encoded(hmac.digest(public, head.encode(), 'sha256'))}"

    return sign


Change = Callable[[FakeProvider], None]


def claims(**changed: Any) -> Change:
    def change(provider: FakeProvider) -> None:
        provider.claims = lambda honest: {k: v for k, v in {**honest, **changed}.items() if v is not None}

    return change


def signing(sign: Callable[[FakeProvider], Callable[[dict[str, Any]], str]]) -> Change:
    def change(provider: FakeProvider) -> None:
        provider.sign = sign(provider)

    return change


ATTACKS: dict[str, tuple[Change, str]] = {
    "token for another client": (claims(aud="another"), "InvalidClaimError aud"),
    "token for another client too, without saying whom it is for": (
        claims(aud=[CLIENT, "another"], azp="another"),
        "InvalidClaimError azp",
    ),
    "token of another issuer": (claims(iss="https://evil.example.org"), "InvalidClaimError iss"),
    "no issuer": (claims(iss=None), "MissingClaimError iss"),
    "expired": (claims(exp=int(time.time()) - 3600), "ExpiredTokenError exp"),
    "no end": (claims(exp=None), "MissingClaimError exp"),
    "made tomorrow": (claims(iat=int(time.time()) + 86400), "InvalidClaimError iat"),
    "not valid yet": (claims(nbf=int(time.time()) + 86400), "InvalidClaimError nbf"),
    "nonce of another login": (claims(nonce="A" * 43), "InvalidClaimError nonce"),
    "no nonce": (claims(nonce=None), "MissingClaimError nonce"),
    "access token exchanged": (claims(at_hash="A" * 22), "InvalidClaimError at_hash"),
    "address not verified": (claims(email_verified=False), "not verified"),
    "address verified in words": (claims(email_verified="true"), "not verified"),
    "nothing said about verified": (claims(email_verified=None), "not verified"),
    "no address": (claims(email=None), "the userinfo is somebody else's"),
    "an empty address": (claims(email=" "), "no claim email"),
    "several addresses": (claims(email=["ann@example.org"]), "no claim email"),
    "signed by nobody": (signing(lambda _: _none), "UnsupportedAlgorithmError"),
    "MAC with the public key": (signing(_hs256), "UnsupportedAlgorithmError"),
    "signed by another key": (
        signing(
            lambda provider: lambda own: provider.signed(own, RSAKey.generate_key(2048, {"kid": "one"}, private=True))
        ),
        "BadSignatureError",
    ),
    "signature cut": (signing(lambda provider: lambda own: provider.signed(own)[:-6]), "BadSignatureError"),
    "no token at all": (signing(lambda _: lambda _: ""), "DecodeError"),
}
"""What a token has that it must not, and what the log says of it."""


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_a_token_that_does_not_hold_logs_nobody_in(
    walk: Walk, provider: FakeProvider, attack: str, caplog: pytest.LogCaptureFixture
) -> None:
    change, why = ATTACKS[attack]
    change(provider)
    browser = Browser()
    with caplog.at_level(logging.DEBUG):
        answer = log_in(browser, walk, provider)
    assert (answer.status, voter_in(browser)) == (403, [])
    assert b"You are not logged in" in answer.content
    assert walk.person("ann") not in caplog.text
    assert [r.getMessage() for r in caplog.records if why in r.getMessage()], caplog.text


def test_honest_token_with_two_audiences_names_us(walk: Walk, provider: FakeProvider) -> None:
    """So that the attack above is refused for its azp."""
    claims(aud=[CLIENT, "another"], azp=CLIENT)(provider)
    assert log_in(Browser(), walk, provider).status == 302


def test_attack_a_code_in_somebody_else_s_browser(walk: Walk, provider: FakeProvider) -> None:
    """Login CSRF: Eve logs in, stops before the last step, and makes Ann's browser take it."""
    provider.email = walk.person("bob")
    eve, ann = Browser(), Browser()
    address = provider.authorize(gone(eve, walk))
    assert back(ann, address).status == 403
    gone(ann, walk)  # also while Ann is on her own way
    assert back(ann, address).status == 403
    assert voter_in(ann) == []


@pytest.mark.parametrize("state", [None, "", "A" * 43, "é"])
def test_attack_another_state(walk: Walk, provider: FakeProvider, state: str | None) -> None:
    ann = Browser()
    query = dict(parse_qsl(urlsplit(provider.authorize(gone(ann, walk))).query))
    query.pop("state")
    answer = ann.get("/oidc/callback?" + urlencode(query | ({} if state is None else {"state": state})))
    assert (answer.status, voter_in(ann)) == (403, [])


def test_attack_an_answer_twice(walk: Walk, provider: FakeProvider) -> None:
    ann = Browser()
    address = provider.authorize(gone(ann, walk))
    assert back(ann, address).status == 302
    ann.do("DELETE", "/api/session")
    assert back(ann, address).status == 403
    tokens = provider.asked.count("/token")
    assert back(ann, address).status == 403
    assert provider.asked.count("/token") == tokens  # the code was not even shown to the provider again
    assert voter_in(ann) == []


def test_attack_a_code_that_was_injected(walk: Walk, provider: FakeProvider) -> None:
    """Eve has got Ann's code, and puts it behind a state of her own: it was asked for with another verifier."""
    ann, eve = Browser(), Browser()
    stolen = dict(parse_qsl(urlsplit(provider.authorize(gone(ann, walk))).query))["code"]
    own = gone(eve, walk)["state"]
    assert eve.get("/oidc/callback?" + urlencode({"code": stolen, "state": own})).status == 403
    assert voter_in(eve) == []


def test_attack_an_answer_of_another_issuer(walk: Walk, provider: FakeProvider) -> None:
    """RFC 9207: a mix-up of providers."""
    ann = Browser()
    address = provider.authorize(gone(ann, walk))
    assert back(ann, address + "&iss=https%3A%2F%2Fevil.example.org").status == 403
    assert back(ann, provider.authorize(gone(ann, walk)) + "&" + urlencode({"iss": provider.issuer})).status == 302


def test_attack_a_session_that_was_planted(walk: Walk, provider: FakeProvider) -> None:
    """Fixation: Eve gives Ann her own session's cookie, and waits."""
    eve = Browser()
    query = gone(eve, walk)
    ann = Browser()
    ann.client.cookies.load({name: cookie.value for name, cookie in eve.client.cookies.items()})
    assert back(ann, provider.authorize(query)).status == 302
    assert (voter_in(ann), voter_in(eve)) == ([walk.uuid], [])


def test_login_that_took_too_long_is_over(walk: Walk, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = Browser()
    address = provider.authorize(gone(ann, walk))
    monkeypatch.setattr(oidc, "time", lambda: time.time() + oidc.LIFE + 1)
    assert back(ann, address).status == 403


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
    from isonomia.server.models import Voter

    Voter.objects.filter(election=walk.uuid, login="bob").update(email=walk.person("ann").upper())
    assert b"more than one" in log_in(Browser(), walk, provider).content


@pytest.mark.parametrize("letter", ["\u0131", "\u0130", "\u212a"])
def test_attack_an_address_that_only_looks_the_same(walk: Walk, provider: FakeProvider, letter: str) -> None:
    """Dotless and dotted i, and the sign of kelvin, are i and k to whoever folds cases (CVE-2019-19844)."""
    from isonomia.server.models import Voter

    Voter.objects.filter(election=walk.uuid, login="ann").update(email="kim@example.org")
    plain = "k" if letter == "\u212a" else "i"
    provider.email = "kim@example.org".replace(plain, letter)
    assert log_in(Browser(), walk, provider).status == 403
    provider.email = "Kim@Example.org"
    assert log_in(Browser(), walk, provider).status == 302


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
