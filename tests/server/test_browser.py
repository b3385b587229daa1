# SPDX-License-Identifier: Apache-2.0
"""The thinnest walk in a real browser: every person in a browser context of her own, through the pages alone.

Debian's Chromium by Playwright. Without it, or without the built pages (``make pages``), these tests are skipped,
or fail where ISONOMIA_REQUIRE_PEERS=1 (CI).
"""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest

from isonomia.verify import verify
from support.server.running import COMMAND, Server

playwright = pytest.importorskip("playwright.sync_api")

STATIC = Path(__file__).parents[2] / "src" / "isonomia" / "server" / "static" / "booth"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
PASSPHRASE = "seven grey geese go home"  # noqa: S105
PHONE = {"width": 360, "height": 740}


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
    started = Server(tmp_path / "data")
    yield started
    assert started.stop() == 0


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


def saved(page, button: str, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    """Press a button that saves a file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def draft(admin) -> str:  # type: ignore[no-untyped-def]
    """Sign up, begin a draft, one question; gives the address of the election."""
    admin.goto("/")
    admin.fill("#up-name", "Adam")
    admin.fill("#up-email", "adam@example.org")
    admin.fill("#up-password", "correct horse battery staple")
    admin.get_by_role("button", name="Make an account").click()
    admin.fill("#new-name", "A house <b>meeting</b>")
    admin.get_by_role("button", name="Begin a draft").click()
    admin.wait_for_url("**/manage")
    question = admin.locator("fieldset.question")
    question.locator("[data-part=text]").fill("Shall we paint the stairs?")
    question.locator("[data-part=answers]").fill("Yes\nNo & never\n<script>alert(1)</script>")
    admin.get_by_role("button", name="Save").click()
    admin.get_by_text("There is no list of voters").wait_for()
    return str(admin.url).removesuffix("/manage")


def invite(admin, folder: Path) -> None:  # type: ignore[no-untyped-def]
    roll = folder / "roll.csv"
    roll.write_text("ann,ann@example.org\nbob,bob@example.org\ncleo,cleo@example.org\n")
    admin.set_input_files("#roll", roll)
    admin.get_by_role("button", name="Import").click()
    admin.locator("#voter-count", has_text="3 voters").wait_for()
    admin.fill("#authority-name", "Cora")
    admin.fill("#authority-email", "cora@example.org")
    admin.locator("#authority button").click()
    admin.locator("#parties", has_text="Cora").wait_for()
    admin.fill("#trustee-list", "Tina, tina@example.org")
    admin.locator("#trustees button").click()
    admin.locator("#parties", has_text="Tina").wait_for()


def make_credentials(authority, server: Server, folder: Path) -> tuple[dict[str, str], str]:  # type: ignore[no-untyped-def]
    authority.goto(server.mail("cora@example.org", r"(/join#\w+)"))
    authority.get_by_role("button", name="Make the credentials").click()
    path = saved(authority, "Save the private credentials", folder)
    authority.get_by_role("button", name="Send the public credentials").click()
    authority.get_by_text("The server has the public credentials").wait_for()
    with path.open(newline="") as file:
        return {row["login"]: row["credential"] for row in csv.DictReader(file)}, authority.inner_text("#fingerprint")


def make_key(trustee, server: Server, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    trustee.goto(server.mail("tina@example.org", r"(/join#\w+)"))
    trustee.fill("#phrase", PASSPHRASE)
    trustee.fill("#again", PASSPHRASE)
    trustee.get_by_role("button", name="Make my key").click()
    path = saved(trustee, "Save the key file", folder)
    trustee.set_input_files("#back", path)
    trustee.get_by_role("button", name="Check it").click()
    trustee.get_by_text("Your key is here").wait_for()
    return path


def encrypt(voter, address: str, credential: str, answer: str) -> str:  # type: ignore[no-untyped-def]
    """From the link to the tracker, which is shown before anything is sent; gives it."""
    voter.goto(address + "/vote")
    voter.fill("#credential", credential)
    voter.get_by_role("button", name="Go on").click()
    voter.get_by_label(answer).check()
    voter.locator("#question-form button").first.click()
    assert answer in voter.inner_text("#choices")
    voter.get_by_role("button", name="Encrypt my vote").click()
    voter.locator("#step-tracker").wait_for()
    assert "NOT YET CAST" in voter.inner_text("#step-tracker")
    return str(voter.inner_text("#step-tracker .tracker"))


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


def test_thinnest_walk(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    admin, authority, trustee = people.page(), people.page(), people.page()
    address = draft(admin)
    invite(admin, tmp_path)
    private, roll = make_credentials(authority, server, tmp_path)
    key = make_key(trustee, server, tmp_path)
    admin.reload()
    admin.get_by_role("button", name="Open the voting").click()
    admin.get_by_role("button", name="End the voting").wait_for()

    watched = (f"{address}/record.bel", tmp_path / "watch.json")
    assert monitored(*watched) == 0  # with no ballot yet

    ann, bob, cleo, anybody = people.page(viewport=PHONE), people.page(), people.page(), people.page()
    anns = encrypt(ann, address, private["ann"], "Yes")
    log_in(ann, server, "ann")
    cast(ann)
    spoiled = encrypt(bob, address, private["bob"], "No & never")
    log_in(bob, server, "bob")
    bob.get_by_role("button", name="Challenge this ballot").click()
    bob.locator("#step-opened").wait_for()
    assert "No & never" in bob.inner_text("#opened")
    bob.get_by_role("button", name="Make a new ballot").click()
    bob.locator("#step-decide").wait_for()
    bobs = bob.inner_text("#step-decide .tracker")
    assert bobs != spoiled
    cast(bob)
    encrypt(cleo, address, private["cleo"], "Yes")
    log_in(cleo, server, "cleo")
    cast(cleo)

    anybody.goto(address)
    shown = anybody.inner_text("main")
    assert all(tracker in shown for tracker in (anns, bobs, spoiled, roll))
    assert "A house <b>meeting</b>" in shown  # as text
    trustee.reload()
    trustee.get_by_text("Your key is in the election").wait_for()

    admin.get_by_role("button", name="End the voting").click()
    trustee.locator("#step-decrypt").wait_for()  # the page goes on by itself
    trustee.set_input_files("#file", key)
    trustee.fill("#open-phrase", PASSPHRASE)
    trustee.locator("#do-decrypt").click()
    trustee.get_by_text("Your part is in the record").wait_for()
    until_published(anybody, address)
    row = anybody.locator("tr", has_text="Yes")
    assert row.locator("td.number").inner_text() == "2"

    with urlopen(f"{address}/record.bel", timeout=10) as answer:  # noqa: S310
        report = verify(BytesIO(answer.read()))
    assert (list(report.failures), report.stage, report.result) == ([], "tallied", [[2, 1, 0]])
    assert monitored(*watched) == 0  # what was added is the tail of what was seen: fetched as a range
    with urlopen(f"{address}/terms.json", timeout=10) as answer:  # noqa: S310
        (tmp_path / "terms.json").write_bytes(answer.read())
    with urlopen(f"{address}/record.bel", timeout=10) as answer:  # noqa: S310
        (tmp_path / "record.bel").write_bytes(answer.read())
    assert isonomia("verify", tmp_path / "record.bel", "--terms", tmp_path / "terms.json") == 0
    assert people.complaints == []
    assert people.foreign == []


def isonomia(*arguments: object) -> int:
    """Run a command; gives its exit code."""
    return subprocess.run([*COMMAND, *map(str, arguments)], timeout=60, check=False).returncode


def monitored(url: str, state: Path) -> int:
    """One round of ``isonomia monitor``."""
    return isonomia("monitor", url, "--state", state, "--once")


def until_published(page, address: str) -> None:  # type: ignore[no-untyped-def]
    for _ in range(50):
        page.goto(address)
        if page.get_by_text("The result is published").count():
            return
        page.wait_for_timeout(300)
    raise AssertionError("no result")
