# SPDX-License-Identifier: Apache-2.0
"""The pages of a booth of one's own: the server's templates, of this copy, with data of the public API."""

import json
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from isonomia.protocol.challenges import fingerprint
from isonomia.record.errors import RecordError
from isonomia.record.payloads import read_election
from isonomia.record.terms import Texts, read_terms
from isonomia.server import scripts
from isonomia.server.local.forward import SMALL, public_file, upstream
from isonomia.server.local.target import target, wanted
from isonomia.server.local.upstream import Unreachable


class Shown(NamedTuple):
    """What the templates read of an election."""

    uuid: str
    group: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """There is one election."""
    return redirect("vote", uuid=target().uuid)


@require_safe
@ensure_csrf_cookie
def vote(request: HttpRequest, uuid: str) -> HttpResponse:
    """The booth."""
    own = upstream(uuid)
    try:
        content = public_file("election.json")
        election, _ = read_election(content, "election.json")
        texts = _texts(public_file("terms.json"), election.name)
        state = json.loads(own.get(f"/api/elections/{uuid}", SMALL)).get("state", "")
        if election.uuid != uuid:
            raise Unreachable("the server shows another election")
    except Unreachable as error:
        return _trouble(request, str(error))
    except (RecordError, ValueError, AttributeError) as error:
        return _trouble(request, f"what the server sends cannot be read: {error}"[:500])
    context = {
        "election": Shown(uuid, election.group),
        "texts": texts,
        "state": state if isinstance(state, str) else "",
        "local": local(fingerprint(content)),
    }
    return _page(request, "vote", context)


def _texts(terms: bytes, name: str) -> Texts:
    """In the reader's language. The page itself looks whether these are the terms that the election names."""
    found = read_terms(terms, "terms.json").texts
    return found.get((get_language() or "")[:2]) or next(iter(found.values()), Texts(name))


@require_safe
@ensure_csrf_cookie
def check(request: HttpRequest) -> HttpResponse:
    """Whether the opening of a challenged ballot is right."""
    return _page(request, "check", {"local": local()})


@require_safe
def status(request: HttpRequest, uuid: str) -> HttpResponse:
    """The public page is the server's."""
    query = {"tracker": request.GET["tracker"]} if "tracker" in request.GET else {}
    return HttpResponseRedirect(upstream(uuid).page + ("?" + urlencode(query) if query else ""))


def local(election: str = "") -> dict[str, Any]:
    """What pages say of themselves: whose they are, and what to compare."""
    own = target()
    return {
        "server": own.origin,
        "status": own.page,
        "code": scripts.fingerprint(scripts.scripts(Path(settings.STATIC_ROOT))),
        "fingerprint": election,
        "pinned": bool(wanted()),
    }


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, f"server/{template}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _trouble(request: HttpRequest, why: str) -> HttpResponse:
    return _page(request, "local-trouble", {"why": why, "local": local()}, 502)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form or a call without the token: from another page than ours, or from an old one."""
    body = {"error": {"code": "csrf", "message": reason}}
    return HttpResponse(json.dumps(body), status=403, content_type="application/json")
