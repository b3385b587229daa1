# SPDX-License-Identifier: Apache-2.0
"""People at the pages, each in a browser context of her own: Debian's Chromium by Playwright.

Without it, or without the built pages (``make pages``), tests that use it are skipped, or fail where
ISONOMIA_REQUIRE_PEERS=1 (CI).
"""

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.server.running import COMMAND, Server
from support.server.smtp import Mailbox

playwright = pytest.importorskip("playwright.sync_api")

STATIC = Path(__file__).parents[3] / "src" / "isonomia" / "server" / "static" / "booth"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
PASSPHRASE = "seven grey geese go home"  # noqa: S105


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    path = shutil.which("chromium")
    missing = "chromium is not installed" if path is None else "" if STATIC.exists() else "the pages are not built"
    if missing:
        (pytest.fail if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1" else pytest.skip)(missing)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Without any configuration, but for the mail server."""
    mailbox = Mailbox()
    started = Server(tmp_path / "data", mailbox)
    yield started
    assert started.stop() == 0
    mailbox.stop()


class People:
    """Browser contexts; whatever the console or the content security policy complains of fails the test."""

    def __init__(self, chromium, server: Server) -> None:  # type: ignore[no-untyped-def]
        self._chromium = chromium
        self.server = server
        self.complaints: list[str] = []
        self.foreign: list[str] = []

    def page(self, **how):  # type: ignore[no-untyped-def]
        context = self._chromium.new_context(base_url=self.server.origin, locale="en-GB", **how)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)
        return page

    def _request(self, request) -> None:  # type: ignore[no-untyped-def]
        if not request.url.startswith((self.server.origin, "blob:", "data:")):
            self.foreign.append(request.url)


def saved(page, button: str | re.Pattern[str], folder: Path) -> Path:  # type: ignore[no-untyped-def]
    """Press a button that saves a file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def make_credentials(authority, server: Server, folder: Path) -> tuple[dict[str, str], str]:  # type: ignore[no-untyped-def]
    authority.goto(server.mail("cora@example.org", r"(/join#\w+)"))
    authority.get_by_role("button", name="Make the credentials").click()
    path = saved(authority, "Save the private credentials", folder)
    authority.get_by_role("button", name="Send the public credentials").click()
    authority.get_by_text("The server has the public credentials").wait_for()
    with path.open(newline="") as file:
        return {row["login"]: row["credential"] for row in csv.DictReader(file)}, authority.inner_text("#fingerprint")


def log_in(voter, server: Server, login: str) -> None:  # type: ignore[no-untyped-def]
    address = f"{login}@example.org"
    before = len([to for to, _ in server.mails() if to == address])
    voter.fill("#login", login)
    voter.get_by_role("button", name="Send me a code").click()
    voter.fill("#code", server.mail(address, r"\b(\d{8})\b", before))
    voter.get_by_role("button", name="Log in").click()
    voter.locator("#step-decide").wait_for()


def cast(voter) -> None:  # type: ignore[no-untyped-def]
    voter.get_by_role("button", name="Cast my vote").click()
    voter.get_by_text("Your vote is cast.", exact=False).first.wait_for()


def isonomia(*arguments: object) -> int:
    """Run a command; gives its exit code."""
    return subprocess.run([*COMMAND, *map(str, arguments)], timeout=60, check=False).returncode


def until_published(page, address: str) -> None:  # type: ignore[no-untyped-def]
    for _ in range(50):
        page.goto(address)
        if page.get_by_text("The result is published").count():
            return
        page.wait_for_timeout(300)
    raise AssertionError("no result")


class Held:
    """The first request to an address: it waits in the middle until it is let go."""

    def __init__(self, page: Any, address: str) -> None:
        self._page, self._routes = page, list[Any]()
        page.route(address, self._hold, times=1)

    def _hold(self, route: Any) -> None:
        self._routes.append(route)

    def wait(self) -> None:
        """Until it was sent."""
        for _ in range(1000):
            if self._routes:
                return
            self._page.wait_for_timeout(20)
        raise AssertionError("the page has not sent it")

    def release(self) -> None:
        self._routes[0].continue_()


def sign_up(person: Any, name: str) -> None:
    """A new account, on the first page."""
    person.goto("/")
    person.fill("#up-name", name)
    person.fill("#up-email", f"{name.lower()}@example.org")
    person.fill("#up-password", "correct horse battery staple")
    person.get_by_role("button", name="Make an account").click()
    person.locator("#new-name").wait_for()


def begin_draft(person: Any, name: str, group: str = "Ed25519") -> None:
    """A draft, on its page."""
    person.fill("#new-name", name)
    person.select_option("#new-group", group)
    person.get_by_role("button", name="Begin a draft").click()
    person.wait_for_url("**/manage")
