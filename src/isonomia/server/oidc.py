# SPDX-License-Identifier: Apache-2.0
"""OpenID Connect for voters: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0).

What leads to a login is fixed before the voter leaves for the provider, in her session: the election, the state
(who comes back is who left), the nonce (the token was made for this login) and the PKCE verifier (the code was
asked for here). The claim that names a voter comes from a token whose signature, issuer, audience and times hold.
"""

import os
from base64 import urlsafe_b64encode
from hmac import compare_digest
from time import time
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from isonomia.server.environment import Provider
from isonomia.server.models import Election, Voter

LIFE: Final = 900
"""Seconds that a voter may spend at the provider."""
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with the provider's key. Never ``none``, and never a MAC, whose key would be public."""
_LEEWAY: Final = 60
_TIMEOUT: Final = 10
_KEPT: Final = 3600
_MOST: Final = 1 << 20


class LoginRefused(Exception):
    """No login comes of it. The text is for the operator's log: it has no value of a token in it."""


class NotOnRoll(LoginRefused):
    """The provider knows the person, the election does not."""


class Pending(msgspec.Struct, frozen=True):
    """What the session keeps while the voter is at the provider."""

    election: str
    state: str
    nonce: str
    verifier: str
    until: int


class _Discovery(msgspec.Struct, frozen=True):
    """OpenID Connect Discovery 1.0, section 3: what is used of it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


_documents: dict[str, tuple[float, bytes]] = {}


def begin(provider: Provider, election: Election) -> tuple[str, Pending]:
    """The provider's address that the voter is sent to, and what her session keeps. Raises LoginRefused."""
    found = _discovery(provider)
    state, nonce, verifier = (urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") for _ in range(3))
    with _client(provider, found) as client:
        url, _ = client.create_authorization_url(
            found.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier
        )
    return url, Pending(election.uuid, state, nonce, verifier, int(time()) + LIFE)


def finish(provider: Provider, pending: Pending | None, answer: dict[str, str]) -> Voter:
    """The voter who has come back with ``answer``, the query of the provider's redirect.

    Raises NotOnRoll and LoginRefused. ``pending`` must have been taken out of the session: it is good once.
    """
    if pending is None or time() > pending.until:
        raise LoginRefused("no login was begun in this session, or it took too long")
    if not compare_digest(pending.state.encode(), answer.get("state", "").encode()):
        raise LoginRefused("the state is another one")
    found = _discovery(provider)
    issuer = answer.get("iss", "" if found.authorization_response_iss_parameter_supported else provider.issuer)
    if issuer != provider.issuer:  # RFC 9207
        raise LoginRefused("the answer is another issuer's")
    if "error" in answer or not answer.get("code"):
        raise LoginRefused("the provider has refused")
    claims = _claims(provider, found, pending, answer["code"])
    return _voter(provider, pending.election, claims)


def _claims(provider: Provider, found: _Discovery, pending: Pending, code: str) -> dict[str, Any]:
    """What the ID token says, with the userinfo if the claim is not in the token."""
    try:
        with _client(provider, found) as client:
            token = client.fetch_token(
                found.token_endpoint, code=code, code_verifier=pending.verifier, allow_redirects=False
            )
            claims = dict(_id_token(provider, found, pending, token))
            if provider.claim not in claims and found.userinfo_endpoint:
                answer = client.get(found.userinfo_endpoint, allow_redirects=False)
                more = _object(answer)
                if more.get("sub") != claims["sub"]:  # OpenID Connect Core, section 5.3.2
                    raise LoginRefused("the userinfo is somebody else's")
                claims = {**more, **claims}
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError) as error:
        claim = getattr(error, "claim", "")  # which one, not what it says
        raise LoginRefused(f"{type(error).__name__} {claim}".strip() + " at the token") from None
    return claims


def _id_token(provider: Provider, found: _Discovery, pending: Pending, token: dict[str, Any]) -> CodeIDToken:
    """Raises JoseError, ValueError, KeyError."""
    own = token["id_token"]
    try:
        read = jwt.decode(own, _keys(found), algorithms=list(_ALGORITHMS))
    except (JoseError, ValueError):
        _documents.pop(found.jwks_uri, None)  # its keys may have changed
        read = jwt.decode(own, _keys(found), algorithms=list(_ALGORITHMS))
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": pending.nonce},
    }
    params = {"nonce": pending.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(read.claims, read.header, options, params)
    claims.validate(now=int(time()), leeway=_LEEWAY)
    return claims


def _voter(provider: Provider, uuid: str, claims: dict[str, Any]) -> Voter:
    """Whom the claim names on the roll of the election that the login was begun for."""
    value = claims.get(provider.claim)
    if not isinstance(value, str) or not value.strip():
        raise LoginRefused(f"there is no claim {provider.claim}")
    if provider.claim == "email" and claims.get("email_verified") is not True:
        raise LoginRefused("the provider has not verified the address")
    value = value.strip()
    if provider.claim == "email":
        near = Voter.objects.filter(election=uuid, email__iexact=value)
        named = [voter for voter in near if _folded(voter.email) == _folded(value)]
    else:
        named = list(Voter.objects.filter(election=uuid, login=value))
    if len(named) != 1:
        raise NotOnRoll("nobody on the roll, or more than one, is named so")
    return named[0]


def _folded(address: str) -> str:
    """Small letters of ASCII alone: to a database the letters of ``ADMIN`` and ``admın`` may be the same."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in address)


def _client(provider: Provider, found: _Discovery) -> OAuth2Session:
    methods = found.token_endpoint_auth_methods_supported
    method = "client_secret_post" if "client_secret_basic" not in methods else "client_secret_basic"
    return OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        token_endpoint_auth_method=method if provider.client_secret else "none",
        scope="openid email" if provider.claim in ("email", "sub") else "openid email profile",
        redirect_uri=f"{settings.ORIGIN}/oidc/callback",
        code_challenge_method="S256",
        default_timeout=_TIMEOUT,
    )


def _discovery(provider: Provider) -> _Discovery:
    try:
        content = _document(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        found = msgspec.json.decode(content, type=_Discovery)
    except (requests.RequestException, msgspec.MsgspecError, ValueError) as error:
        raise LoginRefused(f"{type(error).__name__} at the provider's configuration") from None
    if found.issuer != provider.issuer:
        raise LoginRefused("the provider's configuration is another issuer's")
    scheme = urlsplit(provider.issuer).scheme
    used = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri, found.userinfo_endpoint)
    if any(address and urlsplit(address).scheme not in ("https", scheme) for address in used):
        raise LoginRefused("an address in the provider's configuration is not https")
    return found


def _keys(found: _Discovery) -> KeySet:
    return KeySet.import_key_set(msgspec.json.decode(_document(found.jwks_uri)))


def _document(address: str) -> bytes:
    """A public document of the provider's, kept for an hour. Raises RequestException and ValueError."""
    known = _documents.get(address)
    if known is not None and known[0] > time():
        return known[1]
    with requests.get(address, timeout=_TIMEOUT, allow_redirects=False, stream=True) as answer:
        content = _content(answer)
    _documents[address] = (time() + _KEPT, content)
    return content


def _content(answer: requests.Response) -> bytes:
    if answer.status_code != 200:
        raise ValueError("not 200")
    content = bytes(answer.raw.read(_MOST + 1, decode_content=True))
    if len(content) > _MOST:
        raise ValueError("too long")
    return content


def _object(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code != 200:
        raise ValueError("not 200")
    return msgspec.json.decode(answer.content, type=dict[str, Any])
