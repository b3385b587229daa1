# SPDX-License-Identifier: Apache-2.0
"""Answers that may be kept: tagged by their content, and asked for again by that tag (RFC 9110, section 13).

Only what is the same for everybody is ``public``. Lists in which somebody looks for her own tracker a moment after
she has voted are always asked for again (``no-cache``): an old one would look as if the server had dropped it.
"""

from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

ASK_AGAIN: Final = "public, no-cache"
"""Kept by anybody, and never used without asking whether it is still so."""
PRIVATE: Final = "private, no-cache"
"""The same, by the browser alone."""


def tag_of(*parts: bytes | str) -> str:
    """An entity tag for what is made of these parts."""
    digest = sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return f'"{digest.hexdigest()[:32]}"'


def knows(request: HttpRequest, tag: str) -> bool:
    """Whether the sender has what the tag stands for already: ``*``, or one of a list, compared weakly."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag.removeprefix("W/") in {own.removeprefix("W/") for own in known}


def kept(request: HttpRequest, response: HttpResponse, policy: str) -> HttpResponse:
    """A good answer with its tag, or that nothing has changed."""
    if response.status_code != 200:
        return response
    tag = tag_of(response.content)
    headers = {"ETag": tag, "Cache-Control": policy}
    if knows(request, tag):
        return HttpResponseNotModified(headers=headers)
    for name, value in headers.items():
        response.headers[name] = value
    return response
