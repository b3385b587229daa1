# SPDX-License-Identifier: Apache-2.0
"""A voter who ranks knows what the numbers mean, and is asked before she casts a ranking that does not count."""

from typing import Any

import pytest

from support.server.booths import RANKING, opened, ranked, to_the_first_question
from support.server.looking import AXE, looked_at
from support.server.pages import People, chromium, server
from support.server.running import Server

__all__ = ["chromium", "server"]  # fixtures


@pytest.mark.parametrize(
    ("ranks", "why"),
    [((1, 1, 2), "Two answers have the same number"), ((1, 3, 0), "A number is left out"), ((3, 3, 3), "left out")],
)
def test_ranking_that_does_not_count_is_asked_about(
    chromium: Any, server: Server, ranks: tuple[int, ...], why: str
) -> None:
    walk, people = opened(server, RANKING, law="ie-president.toml"), People(chromium, server)
    voter = people.page(viewport={"width": 360, "height": 740})
    voter.context.add_init_script(path=str(AXE))
    to_the_first_question(voter, walk, "ann")
    rule = voter.inner_text("#question-form legend")
    assert "1 is your first choice" in rule
    assert "given twice or left out, the ballot does not count under the law of this election" in rule
    ranked(voter, *ranks)
    assert why in voter.inner_text("#doubt")
    assert "under the law of this election such a ballot does not count" in voter.inner_text("#doubt")
    looked_at(voter, "vote-doubt")
    voter.keyboard.press("Enter")  # the safe way has the focus
    assert not voter.locator("#doubt").is_visible()
    assert voter.evaluate("document.activeElement.type") == "number"
    ranked(voter, *ranks)
    voter.get_by_role("button", name="Keep it as it is").click()
    voter.locator("#step-review").wait_for()
    voter.get_by_role("button", name="Change your answer").click()
    assert not voter.locator("#doubt").is_visible()
    ranked(voter, 2, 1, 0)
    voter.locator("#step-review").wait_for()
    assert people.complaints == []


def test_what_is_kept_is_what_the_page_shows(chromium: Any, server: Server) -> None:
    """Not what it showed when the question was asked."""
    walk, people = opened(server, RANKING, law="ie-president.toml"), People(chromium, server)
    voter = people.page()
    to_the_first_question(voter, walk, "ann")
    ranked(voter, 3, 3, 3)
    for field, rank in zip(voter.locator("#answers input").all(), (2, 1, 3), strict=True):
        field.fill(str(rank))
    voter.get_by_role("button", name="Keep it as it is").click()
    voter.locator("#step-review").wait_for()
    assert [text[-1] for text in voter.locator("#choices li").all_inner_texts()] == ["2", "1", "3"]


def test_numbers_that_no_law_decides_are_not_asked_about(chromium: Any, server: Server) -> None:
    """They may be grades."""
    walk, people = opened(server, RANKING), People(chromium, server)
    voter = people.page()
    to_the_first_question(voter, walk, "ann")
    assert "In a ranking, 1 is the first choice" in voter.inner_text("#question-form legend")
    ranked(voter, 200, 200, 0)
    voter.locator("#step-review").wait_for()


def test_a_law_that_the_page_does_not_know_is_asked_about_in_general_words(chromium: Any, server: Server) -> None:
    """As on a booth of another version: the terms name a law that did not come with it."""
    walk, people = opened(server, RANKING, law="ie-president.toml"), People(chromium, server)
    voter = people.page()

    def unknown(route: Any) -> None:
        answer = route.fetch()
        text = answer.text()
        start = text.index('data-strict="') + len('data-strict="')
        route.fulfill(response=answer, body=text[:start] + text[text.index('"', start) :])

    voter.route("**/vote", unknown)
    to_the_first_question(voter, walk, "ann")
    assert "takes equal places" in voter.inner_text("#question-form legend")
    ranked(voter, 1, 1, 2)
    assert "only if the law of this election takes equal places" in voter.inner_text("#doubt")
