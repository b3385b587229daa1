# SPDX-License-Identifier: Apache-2.0
"""The thinnest walk in a real browser: every person in a browser context of her own, through the pages alone."""

from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from isonomia.verify import verify
from support.server.pages import (
    PASSPHRASE,
    People,
    begin_draft,
    cast,
    chromium,
    isonomia,
    log_in,
    make_credentials,
    saved,
    server,
    sign_up,
    until_published,
)
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures

PHONE = {"width": 360, "height": 740}


def draft(admin) -> str:  # type: ignore[no-untyped-def]
    """Sign up, begin a draft, one question; gives the address of the election."""
    sign_up(admin, "Adam")
    begin_draft(admin, "A house <b>meeting</b>")
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


def monitored(url: str, state: Path) -> int:
    """One round of ``isonomia monitor``."""
    return isonomia("monitor", url, "--state", state, "--once")
