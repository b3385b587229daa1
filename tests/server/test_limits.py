# SPDX-License-Identifier: Apache-2.0
"""Who is counted: behind a proxy, all requests come from one address, and the header of it can be half a lie."""

import pytest
from django.test import override_settings

from isonomia.server import limits
from support.server.site import Browser, Site
from support.server.walk import Walk

MOST = 3


@pytest.fixture
def walk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Walk:
    own = Walk(site).open()
    monkeypatch.setattr(limits, "CODES_ASKED_FROM", limits.Limit("codes-asked-from", MOST, 900))
    return own


def asked(walk: Walk, forwarded: list[str]) -> list[int]:
    """Codes asked for through the proxy of this machine, for one login after another."""
    statuses = []
    for number, text in enumerate(forwarded):
        browser = Browser("127.0.0.1")
        browser.client.defaults["HTTP_X_FORWARDED_FOR"] = text
        statuses.append(browser.call("POST", walk.address + "/codes", {"login": f"nobody{number}"}).status)
    return statuses


@override_settings(BEHIND_PROXY=True)
def test_voters_behind_a_proxy_are_counted_each_for_herself(walk: Walk) -> None:
    assert asked(walk, [f"192.0.2.{number}" for number in range(MOST + 1)]) == [200] * (MOST + 1)


@override_settings(BEHIND_PROXY=True)
def test_what_a_client_writes_into_the_header_changes_nothing(walk: Walk) -> None:
    """The proxy appends the address that it sees; what stands before it came with the request."""
    assert asked(walk, [f"198.51.100.{number}, 192.0.2.1" for number in range(MOST + 1)])[-1] == 429


def test_without_a_proxy_the_header_is_not_believed(walk: Walk) -> None:
    assert asked(walk, [f"192.0.2.{number}" for number in range(MOST + 1)])[-1] == 429
