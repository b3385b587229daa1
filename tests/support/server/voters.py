# SPDX-License-Identifier: Apache-2.0
"""Voters of an election of three questions, the last one a ranking: each votes in a way of her own."""

from typing import Any

from support.server.pages import cast, log_in
from support.server.pictures import picture
from support.server.running import Server
from support.server.steps import new_ballot, tab_to

VOTES = {
    "ann": ("No", "Green", (1, 2, 3)),
    "bob": ("Yes", "Blue", (2, 1, 3)),
    "cleo": ("No", "Green", (3, 2, 1)),
    "dan": ("Yes", "Green", (1, 3, 2)),
    "fay": ("Yes", "Blue", (2, 1, 3)),
    "gil": ("Yes", "Green", (0, 0, 255)),
}
BEFORE = ("Yes", "Blue", (9, 9, 9))
"""What ann chooses first, before she votes again."""


def encrypt(voter: Any, address: str, credential: str, votes: tuple[str, str, tuple[int, ...]]) -> str:
    """From the address to the tracker, in any language; gives it."""
    voter.goto(address + "/vote")
    voter.fill("#credential", credential)
    voter.locator("#credential-form button").click()
    *answers, order = votes
    for answer in answers:
        voter.get_by_label(answer, exact=True).check()
        if answer == votes[0]:
            picture(voter, "voter-question")
        voter.locator("#question-form button").first.click()
    for i, place in enumerate(order):
        voter.locator("#answers input").nth(i).fill(str(place))
    picture(voter, "voter-ranking")
    voter.locator("#question-form button").first.click()
    voter.locator("#step-review").wait_for()
    picture(voter, "voter-review")
    voter.locator("#encrypt").click()
    voter.locator("#step-tracker").wait_for()
    picture(voter, "voter-tracker")
    return str(voter.inner_text("#step-tracker .tracker"))


def vote(voter: Any, server: Server, address: str, login: str, credential: str, votes: Any = None) -> str:
    tracker = encrypt(voter, address, credential, votes or VOTES[login])
    log_in(voter, server, login)
    picture(voter, "voter-decide")
    cast(voter)
    picture(voter, "voter-receipt")
    return tracker


def vote_with_challenge(voter: Any, server: Server, address: str, login: str, credential: str) -> tuple[str, str]:
    """Gives the trackers of the ballot that was challenged, and of the one that was cast."""
    spoiled = encrypt(voter, address, credential, VOTES[login])
    log_in(voter, server, login)
    voter.get_by_role("button", name="Challenge this ballot").click()
    voter.locator("#step-opened").wait_for()
    assert all(answer in voter.inner_text("#opened") for answer in VOTES[login][:2])
    picture(voter, "voter-challenge")
    new_ballot(voter)
    voter.locator("#step-decide").wait_for()
    own = str(voter.inner_text("#step-decide .tracker"))
    cast(voter)
    return spoiled, own


def vote_in_belarusian(voter: Any, server: Server, address: str, login: str, credential: str) -> str:
    """The language is chosen on the page; the mail comes in the language of the list of voters."""
    voter.goto(address)
    voter.locator("#language").select_option("be")
    voter.locator("header button").click()
    voter.locator("html[lang=be]").wait_for()
    tracker = encrypt(voter, address, credential, VOTES[login])
    assert voter.title().startswith("ГОЛАС ЯШЧЭ НЕ АДДАДЗЕНЫ")
    voter.fill("#login", login)
    voter.locator("#login-form button").click()
    voter.fill("#code", server.mail(f"{login}@example.org", r"Ваш код: (\d{8})\b"))
    voter.locator("#code-form button").first.click()
    voter.locator("#cast").click()
    voter.locator("#step-done").wait_for()
    picture(voter, "voter-receipt")
    return tracker


def vote_by_keyboard(voter: Any, server: Server, address: str, login: str, credential: str) -> str:
    """Without a pointer: Tab, Space, Enter, arrows; the focus is seen everywhere."""
    voter.goto(address + "/vote")
    voter.locator("#step-credential").wait_for()
    tab_to(voter, "#credential")
    voter.keyboard.type(credential)
    voter.keyboard.press("Enter")
    for _ in range(2):  # the first answer of each
        voter.locator("#step-question").wait_for()
        tab_to(voter, "#answers input")
        voter.keyboard.press("Space")
        tab_to(voter, "#question-form button")
        voter.keyboard.press("Enter")
    voter.locator("#answers input").nth(2).wait_for()
    for place in VOTES[login][2]:
        tab_to(voter, "#answers input")
        voter.keyboard.type(str(place))
    voter.keyboard.press("Enter")
    voter.locator("#step-review").wait_for()
    tab_to(voter, "#encrypt")
    voter.keyboard.press("Enter")
    voter.locator("#step-tracker").wait_for()
    tracker = str(voter.inner_text("#step-tracker .tracker"))
    tab_to(voter, "#login")
    voter.keyboard.type(login)
    voter.keyboard.press("Enter")
    voter.locator("#step-code").wait_for()
    tab_to(voter, "#code")
    voter.keyboard.type(server.mail(f"{login}@example.org", r"\b(\d{8})\b"))
    voter.keyboard.press("Enter")
    voter.locator("#step-decide").wait_for()
    tab_to(voter, "#cast")
    voter.keyboard.press("Enter")
    voter.locator("#step-done").wait_for()
    return tracker


def refused(voter: Any, server: Server, address: str, login: str, credential: str) -> str:
    """A code that is not the one of her mail; gives the tracker of what was not cast."""
    tracker = encrypt(voter, address, credential, BEFORE)
    voter.fill("#login", login)
    voter.locator("#login-form button").click()
    code = server.mail(f"{login}@example.org", r"\b(\d{8})\b")
    voter.fill("#code", "0000000" + ("1" if code.endswith("0") else "0"))
    voter.locator("#code-form button").first.click()
    voter.get_by_text("This does not fit together").wait_for()
    assert not voter.locator("#step-decide").is_visible()
    return tracker
