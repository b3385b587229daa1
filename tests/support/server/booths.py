# SPDX-License-Identifier: Apache-2.0
"""Voters at the booth's page, of an election that was set up without a browser."""

import time
from typing import Any

from support.server.remote import RemoteSite
from support.server.running import Server
from support.server.walk import QUESTION, Walk

CHOICE: Any = QUESTION
RANKING: Any = {"type": "NonHomomorphic", "value": {"question": "In which order?", "answers": ["Ada", "Bob", "Cid"]}}


def opened(
    server: Server, *questions: Any, logins: tuple[str, ...] = ("ann", "bob", "cleo"), law: str | None = None
) -> Walk:
    """An election in which anybody may vote now; ``law`` is a file that decides the first question."""
    walk = Walk(RemoteSite(server), questions=questions or (CHOICE,), logins=logins)
    if law is not None:
        [promised] = [own for own in walk.admin.do("GET", "/api/laws") if own["file"] == law]
        draft = {"name": "x", "questions": list(questions), "law": {"file": law, "sha256": promised["sha256"]}}
        walk.admin.do("PUT", walk.address + "/draft", draft)
    return walk.open()


def to_the_first_question(voter: Any, walk: Walk, login: str) -> None:
    voter.goto(f"/elections/{walk.uuid}/vote")
    voter.fill("#credential", walk.private[login])
    voter.locator("#credential-form button").click()
    voter.locator("#step-question").wait_for()


def answered(voter: Any, *labels: str) -> None:
    """Choose these, and go on."""
    for label in labels:
        voter.get_by_label(label, exact=True).check()
    voter.locator("#question-form button").first.click()


def ranked(voter: Any, *numbers: int) -> None:
    """Give these numbers, and go on."""
    for place, number in enumerate(numbers):
        voter.locator("#answers input").nth(place).fill(str(number))
    voter.locator("#question-form button").first.click()


def encrypted(voter: Any, walk: Walk, login: str, answer: str = "Yes") -> str:
    """From the link to the tracker; gives it."""
    to_the_first_question(voter, walk, login)
    answered(voter, answer)
    voter.locator("#encrypt").click()
    voter.locator("#step-tracker").wait_for()
    return str(voter.inner_text("#step-tracker .tracker"))


def logged_in(voter: Any, walk: Walk, login: str, typed: str = "") -> None:
    """With the code that is mailed."""
    server, address = walk.site.server, walk.person(login)  # type: ignore[attr-defined]
    before = len([to for to, _ in server.mails() if to == address])
    voter.fill("#login", typed or login)
    voter.locator("#login-form button").click()
    voter.fill("#code", server.mail(address, r"\b(\d{8})\b", before))
    voter.locator("#code-form button").first.click()
    voter.locator("#step-decide").wait_for()


def trouble(voter: Any) -> str:
    """What the page tells, once it tells something."""
    voter.locator("#trouble-place .trouble").wait_for()
    return str(voter.inner_text("#trouble-place"))


def until_state(walk: Walk, state: str) -> None:
    """The server's worker works by itself."""
    until = time.monotonic() + 60
    while walk.admin.do("GET", walk.address)["state"] != state:
        assert time.monotonic() < until, f"it is not {state}"
        time.sleep(0.1)
