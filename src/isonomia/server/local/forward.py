# SPDX-License-Identifier: Apache-2.0
"""What passes between the voter's page and the server: JSON only, at addresses that are known, both ways.

The server's cookies stay here, apart for each browser; the browser's go nowhere. Whatever the server answers is
handed on as JSON: nothing of it can become a script, a page or a cookie of this origin.
"""

import json
import secrets
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from isonomia.protocol.challenges import fingerprint
from isonomia.server.local.target import target, wanted
from isonomia.server.local.upstream import Answer, Unreachable, Upstream

LARGEST: Final = 128 << 20
"""Bytes of a public file: a roll of a million voters has about 50."""

SMALL: Final = 1 << 20
"""Bytes of every other answer."""

_COOKIE: Final = "isonomia-booth"
_MOST_BROWSERS: Final = 100
_MOST_COOKIES: Final = 10

Jar = dict[str, str]
_jars: OrderedDict[str, Jar] = OrderedDict()
_lock = Lock()


def upstream(uuid: str) -> Upstream:
    """The server, if this is its election. Raises Http404."""
    own = target()
    if uuid != own.uuid:
        raise Http404
    return own


def public_file(name: str) -> bytes:
    """A file of the election, which is the one that was asked for. Raises Unreachable."""
    own = target()
    content = own.get(f"/elections/{own.uuid}/{name}", LARGEST)
    if name == "election.json":
        _require_election(content)
    return content


_first: list[str] = []
"""The fingerprint of the election that was shown first: an election never changes, and a voter compares once."""


def _require_election(content: bytes) -> None:
    """Raises Unreachable if it is not the one that was asked for, or else not the one that was shown first."""
    found = fingerprint(content)
    with _lock:
        if not _first:
            _first.append(wanted() or found)
    if found != _first[0]:
        raise Unreachable(f"the server shows another election: its fingerprint is {found}")


@require_GET
def read(request: HttpRequest, uuid: str, name: str, api: str) -> HttpResponse:
    """A public file, or a part of the API that anybody may read."""
    own = upstream(uuid)
    start = request.GET.get("start", "")
    asked = f"?start={start}" if name == "/trackers" and start.isascii() and start.isdigit() else ""
    try:
        answer = own.ask("GET", f"{api}/elections/{uuid}{name}{asked}", most=LARGEST)
        if name == "/election.json" and answer.status == 200:
            _require_election(answer.content)
    except Unreachable as error:
        return _trouble(error)
    return _handed_on(answer)


@require_POST
def send(request: HttpRequest, uuid: str, name: str) -> HttpResponse:
    """What the voter's page sends: a login, a code, a tracker, a ballot."""
    own = upstream(uuid)
    key, jar = _jar(request)
    try:
        if "csrftoken" not in jar:
            _keep(jar, own.ask("GET", "/api/session", most=SMALL))
        headers = {
            "Content-Type": "application/json",
            "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items()),
            "X-CSRFToken": jar.get("csrftoken", ""),
            "Origin": own.origin,
            "Referer": f"{own.page}/vote",
        }
        path = f"/api/elections/{uuid}{name}"
        answer = own.ask("POST", path, most=SMALL, headers=headers, body=request.body)
    except Unreachable as error:
        return _trouble(error)
    _keep(jar, answer)
    response = _handed_on(answer)
    response.set_cookie(_COOKIE, key, httponly=True, samesite="Strict")
    return response


def _jar(request: HttpRequest) -> tuple[str, Jar]:
    """The server's cookies for this browser; the oldest browser is forgotten when there are too many."""
    key = request.COOKIES.get(_COOKIE, "")
    with _lock:
        if key not in _jars:
            key = secrets.token_urlsafe(32)
            _jars[key] = {}
            while len(_jars) > _MOST_BROWSERS:
                _jars.popitem(last=False)
        return key, _jars[key]


def _keep(jar: Jar, answer: Answer) -> None:
    for line in answer.cookies[:_MOST_COOKIES]:
        try:
            found = SimpleCookie(line[:4096])
        except CookieError:
            continue
        for name, morsel in found.items():
            if morsel["max-age"] == "0" or not morsel.value:
                jar.pop(name, None)
            elif len(jar) < _MOST_COOKIES or name in jar:
                jar[name] = morsel.coded_value


def _handed_on(answer: Answer) -> HttpResponse:
    if 300 <= answer.status < 400:
        return _trouble(Unreachable("the server leads elsewhere, and that is not followed"))
    return HttpResponse(
        answer.content,
        status=answer.status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", "Content-Disposition": "attachment"},
    )


def _trouble(error: Unreachable) -> HttpResponse:
    body = json.dumps({"error": {"code": "network", "message": str(error)}})
    return HttpResponse(body, status=502, content_type="application/json")
