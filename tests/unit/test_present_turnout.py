# SPDX-License-Identifier: Apache-2.0
"""Turnout over time: sums by hand, the picture read by somebody else's parser."""

import re
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from isonomia.present.catalogue import words
from isonomia.present.turnout import HEIGHT, MOST_SPANS, WIDTH, Hour, Span, Times, draw, spans

SVG = "{http://www.w3.org/2000/svg}"
DAY = datetime(2026, 11, 22, tzinfo=UTC)
MINSK = timezone(timedelta(hours=3))


def at(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


def test_hours_without_a_ballot_are_there_and_totals_add_up() -> None:
    """From 8:20 to 11:10: four hours begun, ballots in two of them; one vote was not the voter's first."""
    found = spans([Hour(at(8), 3, 3), Hour(at(10), 2, 1)], Times(at(8.33), at(11.17)), 4)
    assert [(own.start, own.ballots, own.voters, own.total) for own in found] == [
        (at(8), 3, 3, 3),
        (at(9), 0, 0, 3),
        (at(10), 2, 1, 4),
        (at(11), 0, 0, 4),
    ]


def test_who_voted_before_hours_were_counted_is_not_lost() -> None:
    assert [own.total for own in spans([Hour(at(1), 1, 1)], Times(at(0), at(1.5)), 6)] == [5, 6]


@pytest.mark.parametrize(
    ("hours", "size"), [(1, 1), (72, 1), (73, 2), (24 * 30, 12), (24 * 365, 168), (24 * 4000, 1334)]
)
def test_long_elections_have_no_more_spans_than_can_be_read(hours: int, size: int) -> None:
    """A month is told in half days, a year in weeks; 4000 days are 96,000 hours, and 96,000/72 rounded up is 1334."""
    found = spans([Hour(at(hours - 1), 5, 5)], Times(at(0), at(hours - 0.5)), 5)
    assert len(found) == -(-hours // size) <= MOST_SPANS
    assert found[0].end - found[0].start == timedelta(hours=size)
    assert (found[-1].total, sum(own.ballots for own in found)) == (5, 5)


def test_times_are_told_in_the_time_zone_of_the_election() -> None:
    """India's is no whole number of hours; an hour of UTC is told as it is there."""
    india = timezone(timedelta(hours=5, minutes=30))
    [only] = spans([Hour(at(8), 1, 1)], Times(at(8.2).astimezone(india), at(8.9).astimezone(india)), 1)
    assert only.written == ("2026-11-22 13:30", "2026-11-22 14:30")


def picture(shown: list[Span], times: Times, registered: int, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(draw(shown, times, registered, words(language)))  # noqa: S314  # our own


def curve(drawn: ElementTree.Element) -> list[tuple[float, float]]:
    [path] = [own for own in drawn.iter(f"{SVG}path") if own.get("class") == "curve"]
    numbers = [float(own) for own in re.findall(r"[\d.]+", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_the_picture_is_true_to_scale_and_can_be_read_aloud() -> None:
    """40 of 100 voters in the first of four hours: 40% is the top of the scale, a quarter of the way across."""
    times = Times(at(8).astimezone(MINSK), at(12).astimezone(MINSK))
    shown = spans([Hour(at(8), 40, 40)], Times(times.began, at(11.99)), 40)
    drawn = picture(shown, times, 100)
    points = curve(drawn)
    left, right = points[0][0], points[-1][0]
    assert points[1][0] - left == pytest.approx((right - left) / 4, abs=0.1)
    tops = sorted(float(own.get("y1", "")) for own in drawn.iter(f"{SVG}line"))
    assert points[1][1] == pytest.approx(tops[0], abs=0.1)
    assert points[0][1] == pytest.approx(tops[-1], abs=0.1)
    described = drawn.find(f"{SVG}desc")
    assert described is not None
    assert described.text == "From 2026-11-22 11:00 to 2026-11-22 15:00, 40 of 100 voters have voted: 40.0%."
    assert {own.get("id") for own in drawn.iter() if own.get("id")} == set(drawn.get("aria-labelledby", "").split())


@pytest.mark.parametrize("registered", [0, 1, 7])
def test_nothing_is_drawn_beyond_the_edge(registered: int) -> None:
    """No voters at all, all of them, ballots that come after the end that the page knows."""
    times = Times(at(0), at(0.1))
    found = spans([Hour(at(3), registered, registered)], times, registered)
    for x, y in curve(picture(found, times, registered)):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
