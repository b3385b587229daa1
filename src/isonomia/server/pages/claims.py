# SPDX-License-Identifier: Apache-2.0
"""The pages for tables of results: where one is uploaded, and where its report is."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from isonomia.server import claims
from isonomia.server.models import UploadedTable

ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A report is one file with its own styles and pictures. It runs nothing, loads nothing, and reaches nothing."""


def _page(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    response = render(request, f"server/{template}.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@ensure_csrf_cookie
def upload(request: HttpRequest) -> HttpResponse:
    """Where a table is chosen."""
    if not settings.CLAIMS_ALLOWED:
        raise Http404
    return _page(request, "claims")


def _found(token: str) -> UploadedTable:
    own = claims.find(token) if settings.CLAIMS_ALLOWED else None
    if own is None:
        raise Http404
    return own


@require_safe
def examined(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, and the report."""
    context = {"table": _found(token), "token": token, "days": claims.LIFE.days}
    return _page(request, "claim", context)


@require_safe
def state(_: HttpRequest, token: str) -> HttpResponse:
    """For the script of the page, which looks again."""
    return JsonResponse({"state": _found(token).state}, headers={"Cache-Control": "no-store"})


@require_safe
def report(_: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The report: what the command line has written, as it is."""
    own = _found(token)
    if own.state != UploadedTable.DONE:
        raise Http404
    content = (claims.folder(own) / name).read_bytes()
    headers = {"Content-Security-Policy": ALONE, "Cache-Control": "no-store"}
    if name.endswith(".pdf"):
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=claims.REPORTS[name], headers=headers)
