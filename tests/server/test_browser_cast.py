# SPDX-License-Identifier: Apache-2.0
"""Whether a vote is cast is what the record says, whatever became of an answer on its way."""

from io import BytesIO
from typing import Any

import pytest

from isonomia.verify import examine
from support.server.booths import answered, encrypted, logged_in, opened, trouble, until_state
from support.server.looking import AXE, looked_at
from support.server.pages import Held, People, cast, chromium, server
from support.server.running import Server
from support.server.walk import Walk

__all__ = ["chromium", "server"]  # fixtures


def lose_the_answer(page: Any, address: str) -> None:
    """What is sent arrives, and the answer does not, once."""

    def lost(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route(address, lost, times=1)


def whose_answer_is_lost(chromium: Any, server: Server) -> tuple[Walk, Any, str]:
    """Ann, logged in, about to cast the ballot of this tracker."""
    walk = opened(server)
    voter = People(chromium, server).page()
    tracker = encrypted(voter, walk, "ann")
    logged_in(voter, walk, "ann")
    lose_the_answer(voter, "**/ballots")
    return walk, voter, tracker


def is_done(voter: Any, tracker: str) -> None:
    voter.locator("#step-done").wait_for()
    assert voter.inner_text("#step-done .tracker") == tracker
    assert not voter.locator("#cast-state").is_visible()
    assert voter.title().startswith("Cast:")
    assert voter.inner_text("#trouble-place") == ""


def test_vote_whose_answer_is_lost_is_cast(chromium: Any, server: Server) -> None:
    _, voter, tracker = whose_answer_is_lost(chromium, server)
    voter.locator("#cast").click()
    is_done(voter, tracker)


def test_vote_whose_answer_is_lost_is_cast_after_another_login(chromium: Any, server: Server) -> None:
    """The list cannot be read at first, either; then the session has ended, and the ballot is there already."""
    walk, voter, tracker = whose_answer_is_lost(chromium, server)
    voter.route("**/trackers?*", lambda route: route.abort())
    voter.locator("#cast").click()
    assert "try again" in trouble(voter)
    assert voter.locator("#cast-state").is_visible()
    voter.locator("#cast").click()
    voter.locator("#step-tracker").wait_for()
    assert "log in again" in trouble(voter).lower()
    logged_in(voter, walk, "ann")
    voter.unroute("**/trackers?*")
    voter.locator("#challenge").click()  # which is refused, since it is cast
    is_done(voter, tracker)


def test_session_that_has_ended_and_a_vote_that_is_cast(chromium: Any, server: Server) -> None:
    _, voter, tracker = whose_answer_is_lost(chromium, server)
    voter.route("**/trackers?*", lambda route: route.abort(), times=2)
    voter.locator("#cast").click()
    assert "try again" in trouble(voter)
    voter.locator("#cast").click()
    is_done(voter, tracker)


def test_server_that_only_says_that_it_has_the_ballot_is_not_believed(chromium: Any, server: Server) -> None:
    """The attack: it keeps the ballot back, and the voter goes away."""
    walk, people = opened(server), People(chromium, server)
    voter = people.page()
    encrypted(voter, walk, "ann")
    logged_in(voter, walk, "ann")
    refused = {"error": {"code": "ballot-replayed", "message": ""}}
    voter.route("**/ballots", lambda route: route.fulfill(status=409, json=refused), times=1)
    voter.locator("#cast").click()
    assert "its public list does not have the tracker" in trouble(voter)
    assert voter.title().startswith("NOT YET CAST")
    cast(voter)


def test_who_tested_with_other_choices_changes_them_before_the_next_ballot(chromium: Any, server: Server) -> None:
    walk, people = opened(server), People(chromium, server)
    voter = people.page()
    encrypted(voter, walk, "ann", "No")
    assert not voter.locator("#challenged").is_visible()
    logged_in(voter, walk, "ann")
    voter.locator("#challenge").click()
    voter.locator("#encrypt-again").click()
    voter.locator("#step-review").wait_for()
    assert voter.inner_text("#choices li") == "No"
    assert "change what you chose only to test" in voter.inner_text("#challenged")
    voter.get_by_role("button", name="Change your answer to: Shall it be so?").click()
    answered(voter, "Yes")
    assert voter.inner_text("#choices li") == "Yes"
    voter.locator("#encrypt").click()
    voter.locator("#step-decide").wait_for()
    cast(voter)
    walk.close()
    until_state(walk, "decrypting")
    walk.decrypt()
    until_state(walk, "tallied")
    result = examine(BytesIO(walk.download())).report.result
    assert result == [[1, 0]]


@pytest.mark.parametrize(
    ("first", "second", "address"), [("challenge", "cast", "ballots"), ("cast", "challenge", "challenges")]
)
def test_cast_and_challenge_are_never_both_on_their_way(
    chromium: Any, server: Server, first: str, second: str, address: str
) -> None:
    walk, people = opened(server), People(chromium, server)
    voter = people.page()
    encrypted(voter, walk, "ann")
    logged_in(voter, walk, "ann")
    sent: list[str] = []
    voter.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    held = Held(voter, "**/challenges" if first == "challenge" else "**/ballots")
    voter.locator(f"#{first}").click()
    held.wait()
    assert voter.get_attribute(f"#{second}", "aria-disabled") == "true"
    voter.locator(f"#{second}").dispatch_event("click")
    voter.wait_for_timeout(300)
    held.release()
    voter.locator("#step-opened" if first == "challenge" else "#step-done").wait_for()
    assert not any(own.endswith(f"/{address}") for own in sent)
    assert voter.locator("#cast-state").is_visible() == (first == "challenge")
    assert voter.get_attribute(f"#{second}", "aria-disabled") is None


def test_mistyped_login_is_typed_again_with_the_same_ballot(chromium: Any, server: Server) -> None:
    walk, people = opened(server), People(chromium, server)
    voter = people.page(viewport={"width": 360, "height": 740})
    voter.context.add_init_script(path=str(AXE))
    tracker = encrypted(voter, walk, "ann")
    voter.fill("#login", "amn")
    voter.locator("#login-form button").click()
    voter.locator("#step-code").wait_for()
    assert "Your login: amn. A code is mailed only if this login is on the list" in voter.inner_text("#step-code")
    looked_at(voter, "vote-code")
    voter.get_by_role("button", name="Another login").click()
    assert voter.inner_text("#step-tracker .tracker") == tracker
    assert voter.evaluate("document.activeElement.id") == "login"
    logged_in(voter, walk, "ann", typed="ANN")
    assert voter.inner_text("#step-decide .tracker") == tracker
    cast(voter)


def opens(voter: Any, link: str) -> None:
    """As one who pastes a link into the tab that is open: only what is behind # changes."""
    voter.evaluate("link => { location.hash = link }", link)
    for _ in range(100):
        if voter.evaluate("location.hash") == "":
            return
        voter.wait_for_timeout(20)
    raise AssertionError("the credential stays in the address")


def test_link_that_is_opened_in_an_open_booth(chromium: Any, server: Server) -> None:
    walk, people = opened(server), People(chromium, server)
    voter = people.page()
    page = f"/elections/{walk.uuid}/vote"
    voter.goto(f"{page}#{walk.private['ann']}")
    voter.locator("#step-credential").wait_for()
    assert voter.input_value("#credential") == walk.private["ann"]
    opens(voter, walk.private["bob"])
    assert voter.input_value("#credential") == walk.private["bob"]
    assert voter.url == server.origin + page
    voter.locator("#credential-form button").click()
    answered(voter, "Yes")
    opens(voter, walk.private["cleo"])  # a neighbour's, on the same device
    voter.locator("#step-credential").wait_for()
    assert voter.input_value("#credential") == walk.private["cleo"]
    voter.locator("#credential-form button").click()
    voter.locator("#step-question").wait_for()
    assert not voter.get_by_label("Yes", exact=True).is_checked()
    answered(voter, "No")
    voter.locator("#encrypt").click()
    voter.locator("#step-tracker").wait_for()
    tracker = voter.inner_text("#step-tracker .tracker")
    opens(voter, walk.private["ann"])
    assert "nothing is lost" in trouble(voter)
    logged_in(voter, walk, "cleo")
    assert voter.inner_text("#step-decide .tracker") == tracker
    cast(voter)
    assert not any(walk.private[login] in voter.content() for login in walk.private)


def test_link_that_holds_no_credential(chromium: Any, server: Server) -> None:
    walk, people = opened(server), People(chromium, server)
    voter = people.page()
    for broken in ("%E0%A4%A", "%"):
        voter.goto(f"/elections/{walk.uuid}")
        voter.goto(f"/elections/{walk.uuid}/vote#{broken}")
        assert "This is no credential" in trouble(voter)
        assert "#" not in voter.url
    voter.get_by_role("link", name="To the content").focus()
    voter.keyboard.press("Enter")  # which goes to #main
    assert voter.input_value("#credential") == ""
    assert people.complaints == []
    walk.close()
    until_state(walk, "decrypting")
    voter.goto(f"/elections/{walk.uuid}")
    voter.goto(f"/elections/{walk.uuid}/vote#{walk.private['ann']}")
    voter.locator("#step-closed").wait_for()
    assert "#" not in voter.url
