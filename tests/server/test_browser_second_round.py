# SPDX-License-Identifier: Apache-2.0
"""Two rounds through the pages: the authority makes the second roll, in her browser, from the list she has kept."""

import subprocess
from pathlib import Path
from typing import Any

from test_browser_access import looked_at, voter_page

from support.server.distant import fetched, vote
from support.server.pages import (
    PASSPHRASE,
    People,
    begin_draft,
    chromium,
    make_credentials,
    server,
    sign_up,
    until_published,
)
from support.server.running import COMMAND, Server
from support.server.steps import import_voters, invite_authority, invite_trustees, make_key, open_voting, press_known

__all__ = ["chromium", "server"]  # fixtures

LOGINS = ("ann", "bob", "cleo", "dora", "eva")


def draft(admin: Any, folder: Path) -> str:
    """A draft under the law of Belarus, with five voters; gives the uuid."""
    sign_up(admin, "Adam")
    begin_draft(admin, "President")
    question = admin.locator("fieldset.question")
    question.locator("[data-part=text]").fill("Who?")
    question.locator("[data-part=answers]").fill("Ada\nBlaise\nEmmy\nAgainst all")
    question.get_by_role("button", name="Add these answers").click()
    admin.select_option("#law", label="President of Belarus (by-president.toml)")
    admin.select_option("#against-all", label="4: Against all")
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.locator("#saved").wait_for()
    import_voters(admin, folder, [f"{login},{login}@example.org" for login in LOGINS])
    invite_authority(admin)
    invite_trustees(admin, ["Tina"])
    return str(admin.url.split("/")[-2])


def hold(people: People, admin: Any, trustee: Any, key: Path, codes: dict[str, str], choices: str) -> str:
    """Open, vote (the place of each voter's choice), close, decrypt; gives the uuid."""
    server, uuid = people.server, str(admin.url.split("/")[-2])
    admin.reload()
    open_voting(admin)
    answers = int(choices[-1])
    for login, choice in zip(LOGINS, choices[:-1], strict=True):
        vote(server, uuid, login, codes[login], [[int(place == int(choice)) for place in range(answers)]])
    press_known(admin, "End the voting")
    trustee.reload()
    trustee.locator("#step-decrypt").wait_for()
    trustee.set_input_files("#file", key)
    trustee.fill("#open-phrase", PASSPHRASE)
    trustee.locator("#do-decrypt").click()
    trustee.get_by_text("Your part is in the record").wait_for()
    until_published(people.page(), f"{server.origin}/elections/{uuid}")
    return uuid


def derive(authority: Any, server: Server, kept: Path, other: Path, first: int) -> None:
    """A list that is another election's is refused, each login named; the kept one makes the roll.

    A spreadsheet may have saved it again: with semicolons, but in no other letters.
    """
    authority.goto(server.mail("cora@example.org", r"(/join#\w+)", first))
    authority.locator("#keep").wait_for()
    looked_at(authority, "authority-second-round")
    none, latin = other.with_name("none.csv"), other.with_name("latin.csv")
    none.write_text("nothing\n")
    latin.write_text(kept.read_text().replace("ann", "ané"), "latin-1")
    refused = ((other, "are not those of the first round"), (none, "This is no list"), (latin, "not text in UTF-8"))
    for wrong, told in refused:
        authority.set_input_files("#kept", wrong)
        authority.get_by_role("button", name="Make the roll from this list").click()
        authority.get_by_text(told).wait_for()
    kept.write_text("\ufeff" + kept.read_text().replace(",", ";"), "utf-8")
    authority.set_input_files("#kept", kept)
    authority.get_by_role("button", name="Make the roll from this list").click()
    authority.get_by_text("The server has the public credentials").wait_for()


def test_two_rounds(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """2, 2 and 1 of 5: nobody has more than half; Ada and Blaise go on (articles 79 and 81). Then 3 of 5 is enough."""
    people = People(chromium, server)
    admin, authority, trustee = (voter_page(people) for _ in range(3))
    draft(admin, tmp_path)
    codes, _ = make_credentials(authority, server, tmp_path)
    [kept] = [path for path in tmp_path.glob("*.csv") if path.name != "roll.csv"]
    first_key, second_key = tmp_path / "one", tmp_path / "two"
    for folder in (first_key, second_key):
        folder.mkdir()
    key = make_key(trustee, server, first_key)
    first = hold(people, admin, trustee, key, codes, "001124")

    mails = len([to for to, _ in server.mails() if to == "cora@example.org"])
    admin.reload()
    admin.get_by_role("button", name="Prepare the second round").wait_for()
    assert "Ada, Blaise" in admin.locator("section", has=admin.locator("#second-round")).inner_text()
    looked_at(admin, "manage-tallied")
    admin.get_by_role("button", name="Prepare the second round").click()
    admin.wait_for_url(lambda url: url.endswith("/manage") and first not in url)
    assert admin.input_value("#name") == "President: second round"
    looked_at(admin, "manage-second-round")
    wrong = kept.read_text().replace(codes["bob"], codes["ann"][:-1] + ("1" if codes["ann"][-1] != "1" else "2"))
    (tmp_path / "other.csv").write_text(wrong)
    derive(authority, server, kept, tmp_path / "other.csv", mails)
    key = make_key(trustee, server, second_key)
    admin.reload()
    admin.get_by_role("button", name="Open the voting").wait_for()
    admin.fill("#contact", "Cora")  # what is not saved would not be opened
    press_known(admin, "Open the voting")
    admin.get_by_text("Save them first").wait_for()
    admin.fill("#contact", "")
    second = hold(people, admin, trustee, key, codes, "000113")

    anybody = people.page()
    anybody.goto(f"{server.origin}/elections/{second}")
    assert "Elected: Ada" in anybody.inner_text("main")
    anybody.get_by_role("link", name="President", exact=True).click()
    anybody.wait_for_url(f"**/{first}")
    anybody.get_by_role("link", name="President: second round").click()
    anybody.wait_for_url(f"**/{second}")
    for uuid in (first, second):
        for name, suffix in (("record.bel", "bel"), ("terms.json", "terms.json")):
            (tmp_path / f"{uuid}.{suffix}").write_bytes(fetched(f"{server.origin}/elections/{uuid}/{name}"))
    arguments = [f"{second}.bel", "--terms", f"{second}.terms.json", "--previous", f"{first}.bel"]
    ran = subprocess.run([*COMMAND, "verify", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert people.complaints == []
    assert people.foreign == []
