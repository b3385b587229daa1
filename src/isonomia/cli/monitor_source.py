# SPDX-License-Identifier: Apache-2.0
"""Where a record is looked at again and again: a file, or an http(s) address.

What a server says about its answer (ETag, Last-Modified, that a range is the one that was asked for) is not
trusted: bytes are compared with those that are kept. What it says about length is used in one direction only:
an answer shorter than announced was broken off, and shows nothing about the record.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final, NamedTuple, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from isonomia import __version__
from isonomia.cli.failure import CliError
from isonomia.cli.files import locate

SILENCE: Final = 30.0
"""Seconds without a byte after which a connection is given up."""
LONGEST: Final = 1800.0
"""Seconds that one answer may take; what has come until then is used."""
LARGEST: Final = 1 << 36
"""Bytes of one answer."""

UNSURE: Final = "it is less than was seen before, and the server does not say how long the record is"

_CHUNK: Final = 1 << 16
_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", re.ASCII)
_PASSING: Final = (408, 425, 429, 500, 502, 503, 504)


class Unseen(Exception):
    """The source could not be looked at: nothing is known of the record."""

    def __init__(self, why: str, *, passing: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.passing = passing
        """Whether it may be over in a moment."""


class NoRanges(Exception):
    """The server does not give the part that was asked for: look at the whole."""


class Look(NamedTuple):
    """What was seen: the bytes of the source from ``offset`` on, in a file that can seek."""

    file: BinaryIO
    offset: int
    length: int
    broken: str | None
    """Why there is more to see."""
    unsure: str | None
    """Why there might be more to see, and nobody can tell. Neither: this was all of it."""
    about: dict[str, str]
    """What the server said with it, for the evidence."""


class Source(Protocol):
    """Something that holds a record."""

    name: str
    whole: bool
    """Whether looking at the whole costs so little that a part is never asked for."""

    def look(self, start: int) -> AbstractContextManager[Look]:
        """What is there from a byte on, or the whole. Raises Unseen and NoRanges."""
        ...


class PathSource:
    """A file on this machine."""

    whole = True

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    @contextmanager
    def look(self, start: int) -> Iterator[Look]:
        """The whole file. Raises Unseen if it cannot be opened, and OSError if reading fails later."""
        try:
            file = locate(self._path).open("rb")
        except OSError as error:
            raise Unseen(error.strerror or str(error), passing=False) from None
        except CliError as error:
            raise Unseen(error.message, passing=False) from None
        with file:
            if not file.seekable():
                raise Unseen("not a file that can be read twice", passing=False)
            yield Look(file, 0, file.seek(0, 2), None, None, {})


class UrlSource:
    """A record behind an address."""

    whole = False

    def __init__(self, url: str, silence: float = SILENCE, longest: float = LONGEST) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise CliError("usage", f"not an address: {error}", "give http(s)://host/path") from None
        if parts.username is not None or parts.password is not None:
            raise CliError("usage", "the address has a user name or a password in it", "a public record needs none")
        if not parts.hostname:
            raise CliError("usage", f"{url}: the address names no host", "give http(s)://host/path")
        self.name = url
        self._silence = silence
        self._longest = longest
        self._opener = OpenerDirector()
        for handler in (
            *(ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPRedirectHandler()),
            *(HTTPDefaultErrorHandler(), HTTPErrorProcessor()),
        ):
            self._opener.add_handler(handler)

    @contextmanager
    def look(self, start: int) -> Iterator[Look]:
        """From a byte on, or the whole if the server gives that. Raises Unseen and NoRanges."""
        until = monotonic() + self._longest
        with tempfile.TemporaryFile() as spool:
            with self._answer(start) as answer:
                offset, expected, more, unsure = _measure(answer, start)
                length, broken = _receive(answer, spool, until)
                about = {"status": str(answer.status), **{k.lower(): v for k, v in answer.headers.items()}}
            if broken is None and expected is not None and length < expected:
                broken = f"the connection was closed after {length} of {expected} bytes"
            yield Look(spool, offset, length, broken or more, unsure, about)

    @contextmanager
    def _answer(self, start: int) -> Iterator[HTTPResponse]:
        headers = {
            "User-Agent": f"isonomia/{__version__}",
            "Accept-Encoding": "identity",
            "Cache-Control": "no-cache",
        }
        if start:
            headers["Range"] = f"bytes={start}-"
        try:
            answer = self._opener.open(Request(self.name, headers=headers), timeout=self._silence)  # noqa: S310 (http(s) only)
        except HTTPError as error:
            error.close()
            if error.code == 416 and start:
                raise NoRanges from None
            raise Unseen(f"the server answers {error.code}", passing=error.code in _PASSING) from None
        except URLError as error:
            raise Unseen(str(error.reason)) from None
        except (OSError, HTTPException, ValueError) as error:
            raise Unseen(f"{type(error).__name__}: {error}") from None
        if answer is None:
            raise Unseen("the address leads to what is neither http nor https", passing=False)
        with answer:
            yield answer


def _measure(answer: HTTPResponse, start: int) -> tuple[int, int | None, str | None, str | None]:
    """From which byte the answer is, how long it says to be, why there is more, why there might be."""
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Unseen("the server compresses what it sends, though asked not to", passing=False)
    announced = answer.headers.get("Content-Length", "")
    length = int(announced) if re.fullmatch("[0-9]{1,18}", announced, re.ASCII) else None
    if answer.status == 200:
        chunked = answer.headers.get("Transfer-Encoding", "").lower() == "chunked"
        return 0, length, None, None if chunked or length is not None else UNSURE
    if answer.status != 206 or not start:
        raise Unseen(f"the server answers {answer.status}", passing=False)
    found = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != start or int(found[2]) < start:
        raise NoRanges
    end = int(found[2]) + 1
    if found[3] == "*":
        return start, end - start, None, UNSURE
    if end > int(found[3]):
        raise NoRanges
    return start, end - start, None if end == int(found[3]) else "the server sends the record in pieces", None


def _receive(answer: HTTPResponse, spool: BinaryIO, until: float) -> tuple[int, str | None]:
    """The number of bytes, and why they broke off."""
    length = 0
    while True:
        try:
            part = answer.read1(_CHUNK)
        except (OSError, HTTPException, ValueError) as error:
            return length, f"the connection broke after {length} bytes ({type(error).__name__})"
        if not part:
            return length, None
        if length + len(part) > LARGEST:
            raise Unseen(f"the server sends more than {LARGEST} bytes", passing=False)
        spool.write(part)
        length += len(part)
        if monotonic() > until:
            return length, f"the answer was too slow: {length} bytes came in time"


def source(given: str) -> Source:
    """The source that a user names. Raises CliError."""
    if re.match("https?://", given, re.IGNORECASE):
        return UrlSource(given)
    if re.match("[a-z]+://", given, re.IGNORECASE):
        raise CliError("usage", f"{given}: neither a path nor an http(s) address", "give one of the two")
    if given == "-":
        raise CliError("usage", "standard input cannot be looked at again", "give a path or an http(s) address")
    return PathSource(Path(given))
