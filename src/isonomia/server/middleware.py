# SPDX-License-Identifier: Apache-2.0
"""What happens to every request before anything reads it."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from isonomia.server import proxies

_ADDED: Final = (
    proxies.FORWARDED,
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)


class OnlyFromProxies:
    """Removes what only a trusted proxy may say from the requests of everybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Without them the request goes on."""
        if not proxies.is_trusted(request.META, settings.TRUSTED_PROXIES):
            for name in _ADDED:
                request.META.pop(name, None)
        return self._get_response(request)
