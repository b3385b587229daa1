# SPDX-License-Identifier: Apache-2.0
"""``{% script "vote" %}``, ``{% style "style.css" %}``, ``{% worker %}``."""

from django import template

from isonomia.server.pages import assets

register = template.Library()
register.simple_tag(assets.script)
register.simple_tag(assets.style)


@register.simple_tag
def worker() -> str:
    """The address of the worker that does the cryptography."""
    return assets.address("booth/worker.js")
