# SPDX-License-Identifier: Apache-2.0
"""Scripts and the style sheet, each with the hash that browsers check it by (subresource integrity)."""

from base64 import b64encode
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString


@cache
def integrity(name: str) -> str:
    """``sha384-…`` of a static file. Raises FileNotFoundError if the booth was not built (``make booth``)."""
    content = Path(f"{settings.STATIC_ROOT}/{name}").read_bytes()
    return "sha384-" + b64encode(sha384(content).digest()).decode()


@cache
def sha256_of(name: str) -> str:
    """The SHA-256 of a static file in hexadecimal, as ``sha256sum`` says it."""
    return sha256(Path(f"{settings.STATIC_ROOT}/{name}").read_bytes()).hexdigest()


def address(name: str) -> str:
    """Changes with the content, so that no cache has an old one."""
    tag = "".join(c for c in integrity(name)[7:] if c.isalnum())[:12]
    return f"/{settings.STATIC_URL.strip('/')}/{name}?{tag}"


def script(name: str) -> SafeString:
    """The element of a module of booth/ui."""
    path = f"booth/{name}.js"
    return format_html('<script type="module" src="{}" integrity="{}"></script>', address(path), integrity(path))


def style(name: str) -> SafeString:
    """The element of a style sheet."""
    return format_html('<link rel="stylesheet" href="{}" integrity="{}">', address(name), integrity(name))
