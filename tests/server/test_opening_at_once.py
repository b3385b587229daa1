# SPDX-License-Identifier: Apache-2.0
"""What changes a draft while it is opened: it waits, and finds the voting open. Otherwise an election would be opened
without the credentials, trustees or voters that its record says."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from test_second_round import derive, first_round, follow

from isonomia.board.models import Board
from isonomia.server import elections
from isonomia.server.models import Party, PublicCredential
from support.server.site import Answer, Browser, Site
from support.server.walk import PASSWORD, Walk


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, call: Callable[[], Answer]) -> Iterator[list[Answer]]:
    """The call comes from somebody else when the opening has checked everything and written nothing yet."""
    honest, answers = elections.administrator.open_election, list[Answer]()

    def other() -> None:
        try:
            answers.append(call())
        finally:
            connection.close()

    thread = threading.Thread(target=other)

    def slow(*arguments: Any) -> Any:
        monkeypatch.setattr(elections.administrator, "open_election", honest)
        thread.start()
        time.sleep(0.5)
        return honest(*arguments)

    monkeypatch.setattr(elections.administrator, "open_election", slow)
    yield answers
    thread.join(60)


def again() -> Browser:
    """The administrator in another browser."""
    browser = Browser()
    browser.do("POST", "/api/session", {"email": "admin@example.org", "password": PASSWORD})
    return browser


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/credentials", None),
        ("PUT", "/trustees", {"trustees": [{"name": "Mallory", "email": "mallory@example.org"}]}),
        ("PUT", "/voters", b"mallory@example.org\n"),
        ("PUT", "/authority", {"name": "Mallory", "email": "mallory@example.org"}),
    ],
)
def test_draft_does_not_change_under_the_opening(
    site: Site, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: Any
) -> None:
    walk = Walk(site)
    walk.invite()
    walk.make_credentials()
    walk.make_key()
    other = again()
    with meanwhile(monkeypatch, lambda: other.call(method, walk.address + path, body)) as answers:
        walk.admin.do("POST", walk.address + "/open")
    assert [answer.code for answer in answers] == ["wrong-phase"]
    assert PublicCredential.objects.filter(election=walk.uuid).count() == len(walk.logins)
    assert not Party.objects.filter(election=walk.uuid, name="Mallory").exists()
    walk.vote("ann", [1, 0])


def test_of_two_second_rounds_one_opens(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = first_round(site)

    def prepared() -> Walk:
        second = follow(first)
        derive(first, second)
        second.make_key()
        return second

    one = prepared()
    first.admin.do("PUT", one.address + "/archive", {"archived": True})
    two = prepared()
    other = again()
    with meanwhile(monkeypatch, lambda: other.call("POST", two.address + "/open")) as answers:
        first.admin.do("POST", one.address + "/open")
    assert [answer.code for answer in answers] == ["not-ready"]
    assert Board.objects.count() == 2  # the first round, and one second
