# SPDX-License-Identifier: Apache-2.0
"""Eight clients vote at once, and every process of the server is killed meanwhile: nothing acknowledged is lost."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import pytest
import requests

from isonomia.verify import verify
from support.server.remote import RemoteBrowser, RemoteSite
from support.server.running import Server
from support.server.smtp import Mailbox
from support.server.walk import Walk

CLIENTS, VOTERS = 8, 200
KILLED_AFTER = 60  # ballots


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[RemoteSite]:
    mailbox = Mailbox()
    started = RemoteSite(Server(tmp_path / "data", mailbox, database_url))
    yield started
    started.end()
    assert started.server.stop() == 0
    mailbox.stop()


class Voting:
    """What the clients were told."""

    def __init__(self, walk: Walk, site: RemoteSite) -> None:
        self.walk, self.site = walk, site
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.cut = 0
        """Requests whose answer never came."""
        self.back = threading.Event()

    def log_in(self, client: int, login: str) -> RemoteBrowser:
        """Each client has an address of its own, as codes from one address are limited."""
        browser = self.site.browser(f"127.0.0.{client + 2}")
        browser.do("POST", self.walk.address + "/codes", {"login": login})
        code = self.site.code(self.walk.person(login))
        browser.do("POST", self.walk.address + "/voter", {"login": login, "code": code})
        return browser

    def cast(self, browser: RemoteBrowser, content: bytes, own: str) -> None:
        """As a booth does: if no answer comes, it tries again once the server is there."""
        try:
            answer = browser.call("POST", self.walk.address + "/ballots", content)
        except requests.RequestException:
            self.cut += 1
            assert self.back.wait(60)
            answer = browser.call("POST", self.walk.address + "/ballots", content)
            self.statuses[answer.status] += 1
            # accepted before the answer was cut off: then the session may have ended with it, or not yet
            assert answer.code in ("", "ballot-replayed", "login-required")
            return
        self.statuses[answer.status] += 1
        if answer.status == 200:
            assert answer.json["tracker"] == own
            self.acknowledged.append(own)


def until(site: RemoteSite, walk: Walk, state: str) -> None:
    browser, end = site.browser(), monotonic() + 60
    while browser.do("GET", walk.address)["state"] != state:
        assert monotonic() < end
        sleep(0.2)


def test_every_acknowledged_ballot_is_in_the_record_once(site: RemoteSite) -> None:
    logins = tuple(f"voter{number}" for number in range(VOTERS))
    walk = Walk(site, logins=logins)
    walk.open()
    voting = Voting(walk, site)
    choices = {login: [1, 0] if number % 3 else [0, 1] for number, login in enumerate(logins)}
    made = {login: walk.ballot(login, choices[login]) for login in logins}
    with ThreadPoolExecutor(CLIENTS) as clients:
        numbers = [number % CLIENTS for number in range(VOTERS)]
        browsers = dict(zip(logins, clients.map(voting.log_in, numbers, logins), strict=True))
        casts = [clients.submit(voting.cast, browsers[own], made[own].content, made[own].tracker) for own in logins]
        while len(voting.acknowledged) < KILLED_AFTER:
            sleep(0.005)
        site.server.kill()
        acknowledged = list(voting.acknowledged)
        site.server.process = site.server.start()
        voting.back.set()
        for done in casts:
            done.result()
    assert voting.cut > 0, "it was not killed while ballots were on their way"
    assert all(status < 500 for status in voting.statuses)

    found = Counter(site.browser().do("GET", walk.address + "/trackers")["trackers"])
    assert len(acknowledged) < VOTERS
    assert set(acknowledged) <= set(voting.acknowledged) <= set(found)
    assert set(found.values()) == {1}
    assert set(found) == {own.tracker for own in made.values()}
    assert site.server.fsck() == 0

    walk.close()
    until(site, walk, "decrypting")
    walk.decrypt()
    until(site, walk, "tallied")
    report = verify(BytesIO(walk.download()))
    assert (list(report.failures), report.stage) == ([], "tallied")
    assert report.result == [[sum(own[0] for own in choices.values()), sum(own[1] for own in choices.values())]]
