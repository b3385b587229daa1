# SPDX-License-Identifier: Apache-2.0
"""Steps of the people of an election at their pages, as they are the same in every test."""

import re
from pathlib import Path
from typing import Any

from support.server.pages import PASSPHRASE, begin_draft, saved, sign_up
from support.server.running import Server


def draft(admin: Any) -> str:
    """Sign up, begin a draft, one question; gives the address of the election."""
    sign_up(admin, "Adam")
    begin_draft(admin, "A house <b>meeting</b>")
    write_question(admin, 0, "Shall we paint the stairs?", "Yes\nNo & never\n<script>alert(1)</script>")
    return save_draft(admin)


def write_question(admin: Any, number: int, text: str, answers: str, kind: str = "choose") -> None:
    """Fill in a question of the draft, counted from 0; the form is made longer if it has to be."""
    questions = admin.locator("fieldset.question")
    questions.first.wait_for()
    while questions.count() <= number:
        admin.get_by_role("button", name="Another question").click()
    question = questions.nth(number)
    question.locator("[data-part=text]").fill(text)
    question.locator("[data-part=answers]").fill(answers)
    question.locator("[data-part=kind]").select_option(kind)


def save_draft(admin: Any) -> str:
    """Gives the address of the election."""
    with admin.expect_response(lambda answer: answer.request.method == "PUT" and answer.url.endswith("/draft")):
        admin.get_by_role("button", name="Save").click()
    admin.get_by_text("There is no list of voters").wait_for()
    return str(admin.url).removesuffix("/manage")


def invite(admin: Any, folder: Path) -> None:
    """Three voters, the authority, one trustee."""
    import_voters(admin, folder, [f"{login},{login}@example.org" for login in ("ann", "bob", "cleo")])
    invite_authority(admin)
    invite_trustees(admin, ["Tina"])


def import_voters(admin: Any, folder: Path, lines: list[str]) -> None:
    roll = folder / "roll.csv"
    roll.write_text("\n".join([*lines, ""]))
    admin.set_input_files("#roll", roll)
    admin.get_by_role("button", name="Import").click()
    admin.locator("#voter-count", has_text=f"{len(lines)} voters").wait_for()


def invite_authority(admin: Any) -> None:
    admin.fill("#authority-name", "Cora")
    admin.fill("#authority-email", "cora@example.org")
    admin.locator("#authority button").click()
    admin.locator("#parties", has_text="Cora").wait_for()


def invite_trustees(admin: Any, names: list[str], threshold: str = "") -> None:
    admin.fill("#trustee-list", "".join(f"{name}, {name.lower()}@example.org\n" for name in names))
    admin.fill("#threshold", threshold)
    admin.locator("#trustees button").click()
    admin.locator("#parties", has_text=names[-1]).wait_for()


def press_known(admin: Any, button: str) -> None:
    """Press what cannot be taken back, after saying that one knows it."""
    form = admin.locator("form").filter(has=admin.get_by_role("button", name=button))
    form.get_by_label("I know that this cannot be taken back.").check()
    form.get_by_role("button", name=button).click()


def open_voting(admin: Any) -> None:
    press_known(admin, "Open the voting")
    admin.get_by_role("button", name="End the voting").wait_for()


def make_key(trustee: Any, server: Server, folder: Path) -> Path:
    """A key of her own; gives its file."""
    begin_key(trustee, server, "Tina")
    path = checked_back(trustee, folder)
    trustee.get_by_text("Your key is here").wait_for()
    return path


def begin_key(trustee: Any, server: Server, name: str) -> None:
    """From the mail with the link to the passphrase."""
    trustee.goto(server.mail(f"{name.lower()}@example.org", r"(/join#\w+)"))
    trustee.fill("#phrase", PASSPHRASE)
    trustee.fill("#again", PASSPHRASE)
    trustee.get_by_role("button", name="Make my key").click()


def checked_back(trustee: Any, folder: Path) -> Path:
    """Save the file of a secret, and show it to the page again; gives the file."""
    folder.mkdir(exist_ok=True)
    trustee.locator("#step-back").wait_for()
    path = saved(trustee, re.compile("Save the (key file|file of the first round)"), folder)
    trustee.set_input_files("#back", path)
    trustee.get_by_role("button", name="Check it").click()
    return path


def unlock(trustee: Any, seed: Path) -> None:
    """The seed is not on the page any more: the file of the first round gives it back."""
    trustee.locator("#step-go-on").wait_for()
    trustee.set_input_files("#seed-file", seed)
    trustee.fill("#seed-phrase", PASSPHRASE)


def decrypt(trustee: Any, key: Path, *, shuffled: bool = True) -> None:
    """Decrypt with the key file; who has not ``shuffled`` in her browser is asked whether she trusts who has."""
    trustee.locator("#step-decrypt").wait_for()
    assert trustee.locator("#elsewhere").is_visible() != shuffled
    if not shuffled:
        trustee.check("#elsewhere-known")
    trustee.set_input_files("#file", key)
    trustee.fill("#open-phrase", PASSPHRASE)
    trustee.locator("#do-decrypt").click()


def encrypt(voter: Any, address: str, credential: str, answer: str) -> str:
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


def new_ballot(voter: Any) -> None:
    """After a challenge: the same choices, which are shown once more."""
    voter.get_by_role("button", name="Make a new ballot").click()
    voter.locator("#step-review").wait_for()
    assert "choices of the ballot that you challenged" in voter.inner_text("#challenged")
    voter.locator("#encrypt").click()


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus, and see that it is marked."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            marked = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert marked == "solid", f"the focus on {selector} is not seen"
            return
    raise AssertionError(f"Tab does not come to {selector}")
