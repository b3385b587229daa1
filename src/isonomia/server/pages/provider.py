# SPDX-License-Identifier: Apache-2.0
"""A voter's way to the identity provider and back, in a window of its own: the ballot waits in the other one.

The booth keeps credential and ballot in the memory of its page, so that page is not left. Nothing goes from window
to window: the pages forbid it (``Cross-Origin-Opener-Policy``). Both have one session, and the booth asks who it is.
"""

import logging
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from isonomia.server import elections, limits, proxies
from isonomia.server.api import access
from isonomia.server.environment import Provider
from isonomia.server.models import Election
from isonomia.server.oidc import LoginRefused, NotOnRoll, Pending, begin, finish

_PENDING: Final = "oidc"
_LOG = logging.getLogger(__name__)


def _provider() -> Provider:
    provider: Provider | None = settings.OIDC
    if provider is None:
        raise Http404
    return provider


@require_safe
def log_in(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """To the provider."""
    provider = _provider()
    election = get_object_or_404(Election, uuid=uuid)
    if elections.seen_state(election) != "open":
        raise Http404
    if not _within(request):
        return _told(request, "often", 429)
    try:
        address, pending = begin(provider, election)
    except LoginRefused as error:
        _LOG.warning("no login by the provider: %s", error)
        return _told(request, "provider", 502)
    access.expire_soon(request)
    request.session[_PENDING] = msgspec.to_builtins(pending)
    answer = redirect(address)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
def come_back(request: HttpRequest) -> HttpResponseBase:
    """From the provider, whose answer stands in the query: it is used once, and leaves the address."""
    provider = _provider()
    if not _within(request):
        return _told(request, "often", 429)
    pending = _taken(request)
    try:
        voter = finish(provider, pending, request.GET.dict())
    except NotOnRoll:
        return _told(request, "roll", 403)
    except LoginRefused as error:
        _LOG.warning("no login by the provider: %s", error)
        return _told(request, "refused", 403)
    access.remember_voter(request, voter)
    return redirect("logged_in")


@require_safe
def logged_in(request: HttpRequest) -> HttpResponse:
    """That the voter may go back to her ballot."""
    _provider()
    return _told(request, "done" if request.session.get(access.VOTERS) else "refused", 200)


def _taken(request: HttpRequest) -> Pending | None:
    found: Any = request.session.pop(_PENDING, None)
    if found is None:
        return None
    request.session.save()  # whatever comes of it, it does not come again
    return msgspec.convert(found, Pending)


def _within(request: HttpRequest) -> bool:
    return limits.within(limits.CODES_TRIED_FROM, proxies.sender(request.META, settings.TRUSTED_PROXIES))


def _told(request: HttpRequest, outcome: str, status: int) -> HttpResponse:
    answer = render(request, "server/provider.html", {"outcome": outcome}, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
