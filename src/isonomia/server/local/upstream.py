# SPDX-License-Identifier: Apache-2.0
"""The one server that a booth of one's own talks to: bounded answers, no redirects; knows nothing of Django."""

import re
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Final, NamedTuple
from urllib.error import URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from isonomia import __version__

SILENCE: Final = 60.0
"""Seconds without a byte after which a connection is given up."""

LONGEST: Final = 600.0
"""Seconds that one answer may take."""

_CHUNK: Final = 1 << 16
_PAGE: Final = re.compile(r"/elections/([1-9A-HJ-NP-Za-km-z]{14})(?:/vote)?/?", re.ASCII)
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class BadAddress(ValueError):
    """Not the address of an election."""


class Unreachable(Exception):
    """The server gives no answer that can be used; nothing is known of what it did."""


class Answer(NamedTuple):
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    """Set-Cookie, one each."""
    content: bytes


class Upstream:
    """An election on a server. TLS certificates are verified; plain HTTP is for this machine alone."""

    def __init__(self, origin: str, uuid: str) -> None:
        self.origin = origin
        self.uuid = uuid
        self._opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):  # none that follows a redirect
            self._opener.add_handler(handler)

    @property
    def page(self) -> str:
        """The address of the election's public page."""
        return f"{self.origin}/elections/{self.uuid}"

    def ask(
        self, method: str, path: str, *, most: int, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """One request to a path (with a leading slash) of the server. Raises Unreachable."""
        own = {"User-Agent": f"isonomia/{__version__}", "Accept-Encoding": "identity", **(headers or {})}
        request = Request(self.origin + path, data=body, headers=own, method=method)  # noqa: S310 (http(s) only)
        try:
            answer = self._opener.open(request, timeout=SILENCE)
            if answer is None:
                raise Unreachable("neither http nor https")
            with answer:
                content = _received(answer, most)
        except URLError as error:
            raise Unreachable(str(error.reason)) from None
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from None
        cookies = answer.headers.get_all("Set-Cookie", [])
        return Answer(answer.status, dict(answer.headers.items()), cookies, content)

    def get(self, path: str, most: int) -> bytes:
        """The content of an answer with status 200. Raises Unreachable."""
        answer = self.ask("GET", path, most=most)
        if 300 <= answer.status < 400:
            raise Unreachable(f"{path}: the server leads elsewhere, and that is not followed")
        if answer.status != 200:
            raise Unreachable(f"{path}: the server answers {answer.status}")
        return answer.content


def _received(answer: HTTPResponse, most: int) -> bytes:
    """The content. Raises Unreachable if it is too long, in bytes or in time."""
    until, parts, length = monotonic() + LONGEST, list[bytes](), 0
    while part := answer.read1(_CHUNK):
        parts.append(part)
        length += len(part)
        if length > most:
            raise Unreachable(f"the server sends more than {most} bytes")
        if monotonic() > until:
            raise Unreachable(f"the server sends for more than {LONGEST:.0f} seconds")
    if answer.length:
        raise Unreachable(f"the connection was closed with {answer.length} bytes to come")
    return b"".join(parts)


def upstream_of(address: str) -> Upstream:
    """From the address of an election's page, or of the page where one votes. What stands behind ``#`` is dropped.

    Raises BadAddress.
    """
    try:
        parts = urlsplit(address.partition("#")[0])
        origin = _origin(parts)
    except ValueError as error:
        raise BadAddress(str(error)) from None
    match = _PAGE.fullmatch(parts.path)
    if match is None:
        raise BadAddress("its path is not /elections/… with the 14 characters of an election")
    return Upstream(origin, match[1])


def _origin(parts: SplitResult) -> str:
    if parts.username is not None or parts.password is not None:
        raise ValueError("a user name or a password is in it")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is not https://host/…")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("it is not encrypted: only https is safe, but for a server on this machine")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port is not None else "")
