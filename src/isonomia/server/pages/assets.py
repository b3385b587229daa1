# SPDX-License-Identifier: Apache-2.0
"""Scripts and the style sheet, each with the hash that browsers check it by (subresource integrity)."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from isonomia.server import caching, scripts

_HERE = Path(__file__).parents[1]


@cache
def integrity(name: str) -> str:
    """``sha384-…`` of a static file. Raises FileNotFoundError if the booth was not built (``make booth``)."""
    return scripts.integrity(Path(f"{settings.STATIC_ROOT}/{name}").read_bytes())


@cache
def booth() -> dict[str, Any]:
    """For the public page: the SHA-256 of every script, and the fingerprint of all. Raises NotBuilt."""
    found = scripts.scripts(Path(settings.STATIC_ROOT))
    hashes = [(name, scripts.digest(content)) for name, content in found.items()]
    return {"origin": settings.ORIGIN, "booth": hashes, "booth_fingerprint": scripts.fingerprint(found)}


@cache
def words() -> str:
    """Changes with the templates, the catalogues and the style sheet that pages are made of."""
    files = [path for end in ("html", "po") for path in sorted(_HERE.rglob(f"*.{end}"))]
    return caching.tag_of(address("style.css"), *(path.read_bytes() for path in files))


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
