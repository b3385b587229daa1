# SPDX-License-Identifier: Apache-2.0
"""``{% script "vote" %}``, ``{% style "style.css" %}``, ``{% worker %}``, ``{% strict_laws %}``."""

from django import template

from isonomia.server import laws
from isonomia.server.pages import assets

register = template.Library()
register.simple_tag(assets.script)
register.simple_tag(assets.style)


@register.simple_tag
def worker() -> str:
    """The address of the worker that does the cryptography."""
    return assets.address("booth/worker.js")


@register.simple_tag
def strict_laws() -> str:
    """The SHA-256 of each law under which a ballot with equal ranks does not count."""
    return " ".join(laws.strict())
