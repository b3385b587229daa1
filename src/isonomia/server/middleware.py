# SPDX-License-Identifier: Apache-2.0
"""What happens to every request before anything reads it."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from isonomia.server import proxies
from isonomia.server.api.endpoint import is_call, refused

Next = Callable[[HttpRequest], HttpResponseBase]

_ADDED: Final = (
    proxies.FORWARDED,
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)
_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")
_MOST: Final = 1 << 12
"""Bytes of the one form that a browser sends without a script: the choice of a language."""


class OnlyFromProxies:
    """Removes what only a trusted proxy may say from the requests of everybody else."""

    def __init__(self, get_response: Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Without them the request goes on."""
        if not proxies.is_trusted(request.META, settings.TRUSTED_PROXIES):
            for name in _ADDED:
                request.META.pop(name, None)
        return self._get_response(request)


class NoZeroInCookies:
    """Drops cookies with U+0000, which a quoted one can name: none of ours has it, and PostgreSQL looks for none."""

    def __init__(self, get_response: Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """As if the browser had not sent them."""
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self._get_response(request)


class NoForms:
    """Refuses forms but for a small one: Django reads them, and keeps their files, before it is asked who sends them.

    Bodies of the API are JSON or bytes as they are, read by the endpoint and up to its limit.
    """

    def __init__(self, get_response: Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A body that is no form is left unread."""
        if request.content_type == _FORMS[0] or (request.content_type == _FORMS[1] and _length(request) > _MOST):
            if is_call(request):
                return refused("form")
            return HttpResponse("Forms are not read here.\n", status=415, content_type="text/plain")
        return self._get_response(request)


def _length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() else _MOST + 1
