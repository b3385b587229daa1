# SPDX-License-Identifier: Apache-2.0
"""Letters that the credential authority prints: what is on paper, and that nothing of a credential leaves her browser.

What is printed is read by a scanner of QR codes (zbar) and by poppler, not by us.
"""

import csv
from pathlib import Path
from typing import Any

import pytest
from test_browser_access import looked_at, voter_page

from support import paper
from support.server.pages import People, chromium, make_credentials, server
from support.server.running import Server
from support.server.steps import draft, encrypt, make_key, open_voting

__all__ = ["chromium", "server"]  # fixtures

ROLL = "ann,ann@example.org,1,en\nbob,bob@example.org,1,be\n=cleo,cleo@example.org,1,fr\n"
LIST = "input[type=file]#letters-file"


class Heard:
    """Everything that browsers sent: addresses, headers and bodies."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def listen(self, page: Any) -> None:
        page.on("request", lambda r: self.sent.append(f"{r.url}\n{r.all_headers()}\n{r.post_data_buffer or b''!r}"))

    def require_nothing_of(self, secrets: list[str]) -> None:
        """Neither whole, nor a half, nor without dashes."""
        assert len(self.sent) > 10  # or nobody listened
        for secret in secrets:
            halves = [secret[:11], secret[12:], secret.replace("-", "")]
            for part in [secret, *halves]:
                assert not [sent[:80] for sent in self.sent if part in sent]


def invited(people: People, folder: Path) -> tuple[Any, str]:
    """A draft with three voters, an authority and a trustee; gives the administrator's page and the address."""
    admin = people.page()
    address = draft(admin)
    roll = folder / "roll.csv"
    roll.write_text(ROLL)
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
    return admin, address


def printed(page: Any, path: Path) -> list[str]:
    """What the browser prints; gives the text of each page."""
    page.pdf(path=path, prefer_css_page_size=True)
    return paper.texts(path)


def test_letters_are_printed_and_nothing_of_them_is_sent(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people, heard = People(chromium, server), Heard()
    admin, address = invited(people, tmp_path)
    authority = voter_page(people)
    heard.listen(authority)
    private, roll = make_credentials(authority, server, tmp_path)
    private["=cleo"] = private.pop("'=cleo")  # guarded in the file, so that no spreadsheet computes it
    authority.get_by_role("button", name="Make the letters", exact=True).click()
    authority.get_by_text("Letters that are ready: 3.").wait_for()

    looked_at(authority, "authority-letters")
    pages = printed(authority, tmp_path / "letters.pdf")
    assert len(pages) == 3
    for login, page in zip(sorted(private), sorted(pages, key=lambda page: login_of(page, private)), strict=True):
        assert private[login] in page
        assert [own for own in private.values() if own in page] == [private[login]]
        assert "A house <b>meeting</b>" in page
        assert f"{address}/vote" in "".join(page.split())
    assert not [page for page in pages if "Private" in page or "Fingerprint" in page]  # nothing else is printed
    scanned = paper.codes(tmp_path / "letters.pdf", tmp_path / "scanned")
    assert sorted(scanned) == sorted(f"{address}/vote#{credential}" for credential in private.values())

    trustee = people.page()
    make_key(trustee, server, tmp_path)
    admin.reload()
    open_voting(admin)
    authority.goto(f"{address}/authority")
    assert roll in authority.inner_text("#step-made")
    authority.set_input_files(LIST, tmp_path / f"{address.split('/')[-1]}.credentials.csv")
    authority.get_by_role("button", name="Make the letters from my list").click()
    authority.get_by_text("All their credentials are on the list of the election, and no others.").wait_for()
    again = printed(authority, tmp_path / "again.pdf")
    assert sorted("".join(page.split()) for page in again) == sorted("".join(page.split()) for page in pages)
    check_other_lists(authority, tmp_path / f"{address.split('/')[-1]}.credentials.csv", private["ann"])
    authority.get_by_role("button", name="Take them off this page").click()
    assert not [own for own in private.values() if own in authority.content()]

    ann = people.page()
    heard.listen(ann)
    ann.goto(next(code for code in scanned if private["ann"] in code))
    ann.locator("#step-credential").wait_for()
    assert ann.input_value("#credential") == private["ann"]
    assert ann.url == f"{address}/vote"
    encrypt(ann, address, private["ann"], "Yes")

    heard.require_nothing_of(list(private.values()))
    for page in (authority, ann):
        kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])")
        assert not [own for own in private.values() if own[:11] in kept or own[12:] in kept]
        assert page.evaluate("indexedDB.databases().then(own => own.length)") == 0
        assert page.evaluate("caches.keys().then(own => own.length)") == 0
    assert people.foreign == []
    assert people.complaints == []


def check_other_lists(authority: Any, own: Path, credential: str) -> None:
    """One with a credential that is not on the roll, as of another election: no letters. One that lacks a voter."""
    other = own.with_name("other.csv")
    other.write_text(own.read_text().replace(credential, "12345-123456-12345-123456"))
    authority.set_input_files(LIST, other)
    authority.get_by_role("button", name="Make the letters from my list").click()
    authority.locator("#letters-wrong", has_text="this credential is not on the list of this election").wait_for()
    assert authority.locator(".letter").count() == 0
    other.write_text("".join(line for line in own.read_text().splitlines(keepends=True) if credential not in line))
    authority.set_input_files(LIST, other)
    authority.get_by_role("button", name="Make the letters from my list").click()
    authority.get_by_text("The list of the election has 1 more credentials than this file").wait_for()
    assert authority.locator(".letter").count() == 2


def login_of(page: str, private: dict[str, str]) -> str:
    return next(login for login, credential in private.items() if credential in page)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("login,email\nann,ann@example.org\n", "no columns of the names login and credential"),
        ("login,credential\n", "There is no voter in it."),
        ("login,credential\nann,12345\n", "Line 2: this is no credential."),
        ("login,credential\nzoe,12345-123456-12345-123456\n", "Line 2: no voter of this election has this login."),
        (
            'login;credential\n"ann";12345-123456-12345-123456\nann;22345-123456-12345-123456\n',
            "Line 3: the login or the credential stands in line 2 already.",
        ),
    ],
)
def test_a_list_that_is_not_right_gives_no_letters(one_authority: Any, tmp_path: Path, table: str, told: str) -> None:
    """What is wrong, and where; nothing is printed."""
    (tmp_path / "list.csv").write_text(table)
    one_authority.set_input_files(LIST, tmp_path / "list.csv")
    one_authority.get_by_role("button", name="Make the letters from my list").click()
    one_authority.locator("#letters-wrong", has_text=told).wait_for()
    assert one_authority.locator(".letter").count() == 0


@pytest.fixture(scope="module")
def one_authority(chromium, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """The page of an authority who has made no credentials yet."""
    folder = tmp_path_factory.mktemp("authority")
    started = Server(folder / "data")
    try:
        people = People(chromium, started)
        invited(people, folder)
        authority = people.page()
        authority.goto(started.mail("cora@example.org", r"(/join#\w+)"))
        authority.get_by_role("button", name="Make the credentials").wait_for()
        yield authority
        assert people.complaints == []
    finally:
        assert started.stop() == 0


def test_the_page_answers_while_a_thousand_letters_are_made(one_authority: Any, tmp_path: Path) -> None:
    """What runs on the page beside them gets its turns: how many depends on no clock of ours."""
    with (tmp_path / "list.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["login", "credential"])
        credentials = [f"{n:05}-123456-12345-123456".replace("0", "z") for n in range(1000)]
        table.writerows([f"voter{n}", credential] for n, credential in enumerate(credentials))
    voters = [{"login": f"voter{n}", "email": "", "weight": 1, "language": "en"} for n in range(1000)]
    one_authority.route("**/voters", lambda route: route.fulfill(json=voters))
    one_authority.evaluate(
        "() => { window.beats = 0; window.beat = setInterval(() => window.beats++, 0); }",
    )
    one_authority.set_input_files(LIST, tmp_path / "list.csv")
    one_authority.get_by_role("button", name="Make the letters from my list").click()
    one_authority.get_by_text("Letters that are ready: 1000.").wait_for()
    assert one_authority.evaluate("() => { clearInterval(window.beat); return window.beats; }") >= 20
    assert one_authority.locator(".letter").count() == 1000
    one_authority.unroute("**/voters")
    pages = printed(one_authority, tmp_path / "letters.pdf")
    assert len(pages) == 1000
    assert all(credential in page for credential, page in zip(credentials, pages, strict=True))
