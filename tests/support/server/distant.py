# SPDX-License-Identifier: Apache-2.0
"""Voters of a running server who need no browser: they speak its API, and make ballots from the public record."""

import json
import os
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from isonomia.parties import voter
from isonomia.verify import examine
from support.server.running import Server


def fetched(address: str) -> bytes:
    """A public file."""
    with urlopen(address, timeout=30) as answer:  # noqa: S310
        return bytes(answer.read())


def vote(server: Server, uuid: str, login: str, credential: str, choices: list[list[int]]) -> None:
    """Make a ballot, log in by the code that is mailed, and cast."""
    setup = examine(BytesIO(fetched(f"{server.origin}/elections/{uuid}/record.bel"))).setup
    assert setup is not None
    ballot = voter.vote(setup, credential, choices, os.urandom).content
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))

    def call(method: str, path: str, body: Any = None) -> Any:
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        token = next((cookie.value for cookie in jar if cookie.name == "csrftoken"), "")
        headers = {"X-CSRFToken": token or "", "Content-Type": "application/json"}
        with opener.open(Request(server.origin + path, content, headers, method=method), timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())

    election, address = f"/api/elections/{uuid}", f"{login}@example.org"
    call("GET", "/api/session")
    before = len([to for to, _ in server.mails() if to == address])
    call("POST", f"{election}/codes", {"login": login})
    code = server.mail(address, r"\b(\d{8})\b", before)
    call("POST", f"{election}/voter", {"login": login, "code": code})
    call("POST", f"{election}/ballots", ballot)
