# SPDX-License-Identifier: Apache-2.0
"""The verdicts of forensics, none without its controls: simulated elections, a real clean one, and what is not seen."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from isonomia.present.catalogue import Words
from isonomia.present.hypertext import Html, table, tag
from isonomia.present.numbers import number, percent, rounded

if TYPE_CHECKING:
    from isonomia.claims.forensics.assess import Assessment, Simulated


def verdicts(tests: "Assessment", words: Words) -> Iterator[Html]:
    """Each number beside the same of clean elections; how often there are false alarms; what is not seen."""
    from isonomia.claims.forensics.assess import CONTROL, UNSEEN

    z = tests.z
    alarm = words.gettext("an anomaly (z over 3); an anomaly is not a proof")
    none = words.gettext("no anomaly; fraud may still be there")
    hint, look = words.gettext("no test: a hint"), words.gettext("no test: it moves with the bound")
    curve = [one.votes for one in tests.curve]
    last = words.gettext("Last digits of counts of 100 and more, chi-square")
    rows = [
        (words.gettext("Whole percentages, z"), rounded(z.observed, words), _clean(z, words, 2),
         rounded(float(CONTROL["integer_z"]), words), alarm if tests.is_anomalous else none),
        (words.gettext("Anomalous votes"), _span(curve, words, 0) if curve else "–",
         words.gettext("the same: each station keeps its turnout and share"),
         words.gettext("{span} % of the leader's votes", span=_span(_control(), words, 1)), look),
        (words.gettext("Stations with repeated numbers"), rounded(tests.repeated.observed, words, 0),
         _clean(tests.repeated, words, 0), words.gettext("{n}; simulated {clean}",
         n=number(int(CONTROL["repeated"]), words), clean=number(int(CONTROL["repeated_if_clean"]), words)), hint),
        (last, rounded(tests.last_digit.observed, words, 1),
         _clean(tests.last_digit, words, 1), rounded(float(CONTROL["last_digit_chi2"]), words, 1), hint),
        *_digits(tests, hint, words),
    ]  # fmt: skip
    head = (
        *(words.gettext("Test"), words.gettext("This election"), words.gettext("Simulated without fraud")),
        *(words.gettext("A clean election: Mexico 2012"), words.gettext("Verdict")),
    )
    yield table(words.gettext("Each number beside the same number of clean elections"), head, rows)
    yield tag(
        "p",
        words.gettext(
            "Mexico 2012 (president, {n} stations) is the clean control: its official quick count agrees with the "
            "result.",
            n=number(143_132, words),
        ),
    )
    yield tag("h3", words.gettext("False alarms"))
    yield tag("p", _alarms(tests, words), id="false-alarms")
    yield tag("h3", words.gettext("What this cannot see"))
    other = words.gettext(
        "The integer test sees no other fraud: {election}, and z is {z}: it passes.",
        election=_uganda(words),
        z=rounded(float(UNSEEN["integer_z"]), words),
    )
    yield tag("p", _power(tests.integers.unseen, words), " ", other, id="unseen")


def _power(unseen: int | None, words: Words) -> str:
    if unseen is None:
        return words.gettext(
            "Even if the numbers of all stations were made up to whole percentages, the integer test would hardly "
            "raise an alarm: they are too few, or too small."
        )
    return words.gettext(
        "With about {n} stations whose turnout and share were made up to whole percentages every second such election "
        "raises an alarm of the integer test; with half as many, one in 15.",
        n=number(unseen, words),
    )


def _digits(tests: "Assessment", hint: str, words: Words) -> Iterator[tuple[str, ...]]:
    """The digit table of the leader's votes: each number beside its matched null, and nothing by the book. Too small
    is as odd as too large, so both are counted."""
    for name, text in (
        ("second_mean", words.gettext("Mean second digit")),
        ("last_mean", words.gettext("Mean last digit")),
        ("fives", words.gettext("Votes that end in 0 or 5, share")),
        ("percent_fives", words.gettext("Turnouts that end in 0 or 5 %, share")),
    ):
        told = tests.digit(name)
        if told.observed == told.observed:  # not NaN: there is something to tell
            yield text, rounded(told.observed, words, 3), _both_ways(told, words), "–", hint


def _control() -> list[float]:
    from isonomia.claims.forensics.anomalous import CONTROL

    return [share for _, share in CONTROL]


def _uganda(words: Words) -> str:
    return words.gettext(
        "in Uganda 2021, 409 stations with a turnout of 100 % hold {n} of the winner's votes",
        n=number(161_864, words),
    )


def _alarms(tests: "Assessment", words: Words) -> str:
    count = len(tests.z.clean)
    regions = words.gettext(
        "Of {n} regions {expected} are over 3 by chance.",
        n=number(len(tests.regions), words),
        expected=rounded(len(tests.regions) / 741, words),
    )
    if not count:
        return words.gettext("Nothing was simulated; 1 clean election in 741 is over 3.") + " " + regions
    rate = percent(Fraction(tests.alarms, count), words)
    text = words.ngettext(
        "Of {n} simulated clean election {alarms} raise a false alarm ({rate}); 1 in 741 is expected.",
        "Of {n} simulated clean elections {alarms} raise a false alarm ({rate}); 1 in 741 is expected.",
        count,
        n=number(count, words),
        alarms=number(tests.alarms, words),
        rate=rate,
    )
    last = words.gettext("The last digit alarms on clean Mexico 2012: by the book 16.9 is “significant”.")
    return f"{text} {regions} {last}"


def _span(values: Sequence[float], words: Words, digits: int) -> str:
    return words.gettext(
        "{low} to {high}", low=rounded(min(values), words, digits), high=rounded(max(values), words, digits)
    )


def _both_ways(own: "Simulated", words: Words) -> str:
    if not own.clean:
        return words.gettext("nothing was simulated")
    return words.gettext(
        "{span}; as far out in {n} of {m}",
        span=_span(own.clean, words, 3),
        n=number(own.as_far, words),
        m=number(len(own.clean), words),
    )


def _clean(own: "Simulated", words: Words, digits: int) -> str:
    if not own.clean:
        return words.gettext("nothing was simulated")
    return words.gettext(
        "{span}; as much in {least} of {n}",
        span=_span(own.clean, words, digits),
        least=number(own.at_least, words),
        n=number(len(own.clean), words),
    )
