# SPDX-License-Identifier: Apache-2.0
"""Everything that must not come back from an identity provider as a voter: each attack, and what the log calls it."""

import hmac
import json
import logging
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc.jwk import RSAKey

from isonomia.server import oidc
from isonomia.server.models import Voter
from support.server.oidc import Change, back, claims, gone, log_in, provider, voter_in, walk
from support.server.provider import CLIENT, FakeProvider
from support.server.site import Browser
from support.server.walk import Walk

__all__ = ["provider", "walk"]  # fixtures


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


@pytest.mark.parametrize("letter", ["\u0131", "\u0130", "\u212a"])
def test_attack_an_address_that_only_looks_the_same(walk: Walk, provider: FakeProvider, letter: str) -> None:
    """Dotless and dotted i, and the sign of kelvin, are i and k to whoever folds cases (CVE-2019-19844)."""
    Voter.objects.filter(election=walk.uuid, login="ann").update(email="kim@example.org")
    plain = "k" if letter == "\u212a" else "i"
    provider.email = "kim@example.org".replace(plain, letter)
    assert log_in(Browser(), walk, provider).status == 403
    provider.email = "Kim@Example.org"
    assert log_in(Browser(), walk, provider).status == 302
