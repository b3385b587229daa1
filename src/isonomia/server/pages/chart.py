# SPDX-License-Identifier: Apache-2.0
"""Turnout over time within a page: a picture, and the same as a table."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.turnout import Span, draw, spans
from isonomia.server import elections, turnout
from isonomia.server.models import Election


class Chart(NamedTuple):
    """The picture as an element of the page, and its numbers."""

    picture: SafeString
    spans: list[Span]


def of(election: Election, language: str) -> Chart:
    """The chart of an election whose voting was opened."""
    counts, times = elections.turnout(election), turnout.times(election)
    shown = spans(turnout.hours(election), times, counts["voted"])
    spoken = words(language if language in LANGUAGES else "en")
    drawn = draw(shown, times, counts["registered"], spoken)
    return Chart(SafeString(drawn), shown)  # every text in it was escaped by the writer of SVG
