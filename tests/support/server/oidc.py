# SPDX-License-Identifier: Apache-2.0
"""Voters on their way to an identity provider and back."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import override_settings

from isonomia.server import oidc
from support.server.provider import FakeProvider, fake_provider
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    oidc._documents.clear()
    with fake_provider() as own, override_settings(OIDC=own.setting()):
        yield own


@pytest.fixture
def walk(site: Site, provider: FakeProvider) -> Walk:
    walk = Walk(site).open()
    provider.email = walk.person("ann")
    return walk


def gone(browser: Browser, walk: Walk) -> dict[str, str]:
    """To the provider; gives what is asked of it."""
    answer = browser.get(f"/elections/{walk.uuid}/login")
    assert answer.status == 302, answer.content
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def back(browser: Browser, address: str) -> Answer:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def log_in(browser: Browser, walk: Walk, provider: FakeProvider) -> Answer:
    return back(browser, provider.authorize(gone(browser, walk)))


def voter_in(browser: Browser) -> list[str]:
    return list(browser.do("GET", "/api/session")["voter_in"])


Change = Callable[[FakeProvider], None]


def claims(**changed: Any) -> Change:
    """Have other claims in the token; None leaves one out."""

    def change(provider: FakeProvider) -> None:
        provider.claims = lambda honest: {k: v for k, v in {**honest, **changed}.items() if v is not None}

    return change
