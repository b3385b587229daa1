# SPDX-License-Identifier: Apache-2.0
"""An identity provider of OpenID Connect on loopback, honest unless a test says otherwise."""

import json
import os
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from isonomia.server.environment import Provider

CLIENT, SECRET = "isonomia", "a secret: of/the+client"


class Grant:
    """What the provider remembers behind a code."""

    def __init__(self, query: dict[str, str], email: str) -> None:
        self.query = query
        self.email = email


class FakeProvider:
    """One who logs in is ``email``; what a dishonest one would change is changed by ``claims`` and ``sign``."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, private=True)
        self.email = "ann@example.org"
        self.claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.userinfo: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.asked: list[str] = []
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}
        handler = type("Handler", (_Handler,), {"provider": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def setting(self, claim: str = "email") -> Provider:
        return Provider(self.issuer, CLIENT, SECRET, claim)

    def environment(self) -> dict[str, str]:
        return {
            "ISONOMIA_OIDC_ISSUER": self.issuer,
            "ISONOMIA_OIDC_CLIENT_ID": CLIENT,
            "ISONOMIA_OIDC_CLIENT_SECRET": SECRET,
        }

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key or self.key)

    def authorize(self, query: dict[str, str]) -> str:
        """Somebody has logged in: where her browser is sent."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        code = _random()
        self._codes[code] = Grant(query, self.email)
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Tokens for a code; None if it is not this client's, was used, or was asked for by somebody else."""
        user, _, password = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        grant = self._codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if (
            grant is None
            or (unquote(user), unquote(password)) != (CLIENT, SECRET)
            or challenge != grant.query["code_challenge"]
            or form["redirect_uri"] != grant.query["redirect_uri"]
        ):
            return None
        access = _random()
        self._tokens[access] = grant
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": grant.query["nonce"], "email": grant.email, "email_verified": True,
        }  # fmt: skip
        own = self.sign(self.claims(claims))
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": own}


def _random() -> str:
    return os.urandom(16).hex()


class _Handler(BaseHTTPRequestHandler):
    provider: FakeProvider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        own = self.provider
        own.asked.append(address.path)
        if address.path == "/.well-known/openid-configuration":
            self._json({
                "issuer": own.issuer, "authorization_endpoint": own.issuer + "/authorize",
                "token_endpoint": own.issuer + "/token", "jwks_uri": own.issuer + "/keys",
                "userinfo_endpoint": own.issuer + "/userinfo",
            })  # fmt: skip
        elif address.path == "/keys":
            self._json({"keys": [own.key.as_dict(private=False)]})
        elif address.path == "/userinfo":
            assert self.headers["Authorization"].removeprefix("Bearer ") in own._tokens
            self._json(own.userinfo)
        elif address.path == "/authorize":
            page = f'<!doctype html><title>Provider</title><a href="{own.authorize(query)}">Yes, it is me</a>'
            self._send(200, page.replace("&", "&amp;").encode(), "text/html")
        else:  # the icon
            self._send(200, b"", "image/png")

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(content).items()}
        self.provider.asked.append("/token")
        found = self.provider.token(form, self.headers.get("Authorization", ""))
        self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _json(self, value: Any, status: int = 200) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, content: bytes, type_: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing is told."""


@contextmanager
def fake_provider() -> Iterator[FakeProvider]:
    """Until the end of the block."""
    provider = FakeProvider()
    try:
        yield provider
    finally:
        provider.stop()
