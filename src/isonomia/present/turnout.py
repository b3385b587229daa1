# SPDX-License-Identifier: Apache-2.0
"""Turnout over time as a table of spans and as a picture: which share of the voters had voted by when."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from isonomia.present.catalogue import Words
from isonomia.present.numbers import percent, short_percent
from isonomia.present.svg import CHOSEN, DIM, RULE, Drawing

WIDTH, HEIGHT = 400, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 12, 14, 34
_SCALES = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5))
_SPANS = (1, 2, 3, 6, 12, 24, 48, 168)
MOST_SPANS = 72
_INK: dict[str, Any] = {"class": "ink"}


class Hour(NamedTuple):
    """What one hour had; ``start`` in UTC."""

    start: datetime
    ballots: int
    voters: int
    """Who had not voted before."""


class Times(NamedTuple):
    """From when to when turnout is shown, in the time zone that readers are told."""

    began: datetime
    ended: datetime


class Span(NamedTuple):
    """Some hours together. ``total``: who had voted by its end."""

    start: datetime
    end: datetime
    ballots: int
    voters: int
    total: int

    @property
    def written(self) -> tuple[str, str]:
        """Beginning and end, to the minute."""
        return _written(self.start), _written(self.end)


def spans(hours: Sequence[Hour], times: Times, voted: int) -> list[Span]:
    """All hours from the beginning to the end, also empty ones; together, so that there are at most MOST_SPANS.

    ``voted`` is how many have voted at all: those who are in no hour are counted from the beginning on.
    """
    first = min([_full(times.began.astimezone(UTC)), *(hour.start for hour in hours)])
    last = max([_full(times.ended.astimezone(UTC)), *(hour.start for hour in hours)])
    number = int((last - first) / timedelta(hours=1)) + 1
    size = next((own for own in _SPANS if number <= own * MOST_SPANS), -(-number // MOST_SPANS))
    total = voted - sum(hour.voters for hour in hours)
    found = []
    for at in range(0, number, size):
        start, end = first + timedelta(hours=at), first + timedelta(hours=at + size)
        within = [hour for hour in hours if start <= hour.start < end]
        total += (new := sum(hour.voters for hour in within))
        zone = times.began.tzinfo
        found.append(Span(start.astimezone(zone), end.astimezone(zone), sum(own.ballots for own in within), new, total))
    return found


def _full(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def draw(shown: Sequence[Span], times: Times, registered: int, words: Words) -> str:
    """The share that had voted by the end of each span, as SVG; the last span ends when the voting did, or now.

    Its classes (``paper``, ``ink``, ``rule``, ``area``, ``curve``) let a page paint it otherwise.
    """
    voted = shown[-1].total
    share = Fraction(voted, registered) if registered else Fraction(0)
    scale = next((own for own in _SCALES if share <= own), Fraction(1))
    ends = [_written(times.began), _written(times.ended)]
    description = words.gettext(
        "From {start} to {end}, {voted} of {registered} voters have voted: {share}.",
        start=ends[0], end=ends[1], voted=str(voted), registered=str(registered), share=percent(share, words, 1),
    )  # fmt: skip
    drawing = Drawing(WIDTH, words.gettext("Turnout over time"), description, words.language, name="turnout-")
    drawing.height = HEIGHT
    wide, high = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    for part in (Fraction(0), Fraction(1, 2), Fraction(1)):
        y = _TOP + high * float(1 - part)
        drawing.line(_LEFT, y, WIDTH - _RIGHT, y, stroke=RULE, **{"class": "rule"})
        label = short_percent(scale * part, words)
        drawing.text(_LEFT - 6, y + 5, label, fill=DIM, anchor="end", **_INK)
    length = max((times.ended - times.began).total_seconds(), 1)

    def across(moment: datetime) -> float:
        return _LEFT + wide * min(max((moment - times.began).total_seconds() / length, 0), 1)

    def up(total: int) -> float:
        return _TOP + high * (1 - (total / registered / float(scale) if registered else 0))

    before = shown[0].total - shown[0].voters
    points = [(float(_LEFT), up(before)), *((across(span.end), up(span.total)) for span in shown)]
    curve = " L ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    base = _TOP + high
    area = f"M {_LEFT} {base} L {curve} L {points[-1][0]:.1f} {base} Z"
    drawing.path(area, fill=CHOSEN, fill_opacity="0.2", **{"class": "area"})
    drawing.path(f"M {curve}", fill="none", stroke=CHOSEN, stroke_width=2.5, **{"class": "curve"})
    for x, anchor, label in ((_LEFT, "start", ends[0]), (WIDTH - _RIGHT, "end", ends[1])):
        drawing.text(x, HEIGHT - 10, label, fill=DIM, anchor=anchor, **_INK)
    return drawing.svg()


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
