# SPDX-License-Identifier: Apache-2.0
"""Every page there is: nothing inline, nothing from elsewhere, each script and style sheet with its integrity."""

import hashlib
from base64 import b64encode
from html.parser import HTMLParser
from typing import Final

import pytest
from django.urls import URLPattern

from isonomia.server import scripts
from isonomia.server.pages import views
from isonomia.server.urls import urlpatterns
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk

pytestmark = pytest.mark.skipif(not (scripts.STATIC / scripts.FOLDER).exists(), reason="the pages are not built")

POLICY: Final = {
    "default-src": "'none'", "script-src": "'self'", "worker-src": "'self'", "style-src": "'self'",
    "img-src": "'self'", "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'", "require-trusted-types-for": "'script'",
    "trusted-types": "isonomia",
}  # fmt: skip
"""Directives of CSP Level 3 and Trusted Types: no 'unsafe-…', no host, no blob:, no data:."""


class Page(HTMLParser):
    """What loads, runs or is inline in a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.loaded: list[tuple[str, str]] = []
        """Address and integrity."""
        self.inline: list[str] = []
        self.foreign: list[str] = []
        self.worker = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.inline += [f"<{tag} {name}>" for name in own if name.startswith("on") or name == "style"]
        if tag in ("style", "base", "iframe", "object", "embed") or (tag == "script" and "src" not in own):
            self.inline.append(f"<{tag}>")
        if tag == "script" or (tag == "link" and own.get("rel") == "stylesheet"):
            self.loaded.append((own.get("src") or own.get("href", ""), own.get("integrity", "")))
        addresses = [own[name] for name in ("src", "action", "srcset", "data") if name in own]
        addresses += [own["href"]] if tag == "link" else []
        self.foreign += [address for address in addresses if not address.startswith("/") or address.startswith("//")]
        if tag == "main":
            self.worker = own.get("data-worker", "")


def pages(walk: Walk) -> dict[str, Answer]:
    """Each view of a page, as somebody sees it who may."""
    address = f"/elections/{walk.uuid}"
    stranger, draft = Browser(), Walk(walk.site, admin="draft@example.org")
    return {
        "home": walk.admin.get("/"),
        "join": stranger.get("/join"),
        "reset": stranger.get("/reset"),
        "account": walk.admin.get("/account"),
        "check": stranger.get("/check"),
        "status": stranger.get(address),
        "vote": stranger.get(f"{address}/vote"),
        "manage": walk.admin.get(f"{address}/manage"),
        "preview": draft.admin.get(f"/elections/{draft.uuid}/preview"),
        "authority": walk.authority.get(f"{address}/authority"),
        "trustee": walk.trustee.get(f"{address}/trustee"),
        "no-link": stranger.get(f"{address}/trustee"),
        "csrf": Answer(stranger.client.post("/language", "language=fr", "application/x-www-form-urlencoded")),
    }


@pytest.fixture
def seen(site: Site) -> dict[str, Answer]:
    return pages(Walk(site).open())


def test_every_page_has_the_strict_policy_and_integrity(seen: dict[str, Answer]) -> None:
    for name, answer in seen.items():
        assert answer.status == (403 if name == "csrf" else 200), name
        parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
        assert {directive: value for directive, _, value in parts} == POLICY, name
        page = Page(answer.content.decode())
        assert page.inline == [], name
        assert page.foreign == [], name
        assert page.loaded, name
        for address, integrity in page.loaded:
            assert integrity == sha384(address), f"{name}: {address}"
        assert page.worker == "" or sha384(page.worker) == sha384("/static/booth/worker.js")


def sha384(address: str) -> str:
    """Of what is sent at an address, as the recommendation of subresource integrity writes it."""
    answer = Browser().get(address)
    assert answer.status == 200, address
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]  # a worker has the policy it comes with
    return "sha384-" + b64encode(hashlib.sha384(answer.content).digest()).decode()


def test_no_page_was_forgotten(seen: dict[str, Answer]) -> None:
    """Every view of pages/views.py has an address; the pages above are those addresses."""
    own = {p.name for p in urlpatterns if isinstance(p, URLPattern) and p.callback.__module__ == views.__name__}
    assert own - {"figure", "turnout"} <= set(seen)  # a picture and a part of a page
    assert len(own) >= 7
