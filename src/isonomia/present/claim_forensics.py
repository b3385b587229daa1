# SPDX-License-Identifier: Apache-2.0
"""Forensics in words: beside each verdict the same test on clean elections, and what it cannot see."""

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

from isonomia.present.text import safe

if TYPE_CHECKING:
    from isonomia.claims.forensics.assess import Assessment, Simulated

_REGIONS = 10
_DIGITS = {
    "second_mean": "mean second digit of the leader's votes",
    "last_mean": "mean last digit of them",
    "fives": "share of them that end in 0 or 5",
    "percent_fives": "share of turnouts, in whole percents, that end in 0 or 5",
    "skew": "skewness of the turnout",
    "kurtosis": "kurtosis of the turnout",
}


def lines(own: "Assessment", leader: str) -> Iterator[str]:
    """A paragraph for each test."""
    from isonomia.claims.forensics.assess import WORDS

    yield safe(f"{own.stations:,} stations; leader: {leader}. {WORDS.capitalize()}.")
    if own.not_possible:
        yield f"{own.not_possible:,} stations without ballots, or with more than voters, are in the red list alone."
    yield ""
    yield from _integers(own)
    yield ""
    yield from _curve(own)
    yield ""
    yield from _others(own)


def _integers(own: "Assessment") -> Iterator[str]:
    from isonomia.claims.forensics.assess import CONTROL, UNSEEN, WORDS
    from isonomia.claims.forensics.integers import ALARM, MOST_PERCENT

    test = own.integers
    yield f"Whole percentages, {test.stations:,} stations (100 voters or more, at most {MOST_PERCENT} %):"
    yield f"  {test.observed:,} found, {test.expected:,.1f} expected: excess {test.excess:,.2f}, z {test.z:.2f}"
    verdict = f"an anomaly (z over {ALARM:g}); {WORDS}" if own.is_anomalous else "no anomaly; fraud may still be there"
    yield f"  Verdict: {verdict}."
    if own.z.clean:
        low, high, count = min(own.z.clean), max(own.z.clean), len(own.z.clean)
        yield f"  {count} simulated clean elections: z {low:.2f} to {high:.2f}, {own.alarms} false alarms (1 in 741)."
    yield f"  A clean election: {CONTROL['election']}: z {CONTROL['integer_z']}."
    if test.unseen is None:
        yield "  Too few stations, or too small: were all made up to whole percentages, there would hardly be an alarm."
    else:
        yield f"  With about {test.unseen:,} stations made up to whole percentages every second such election raises an"
        yield "  alarm; with half as many, one in 15."
    yield f"  It sees no other fraud: {UNSEEN['election']}, and z is {UNSEEN['integer_z']}."
    for name, region in list(own.regions.items())[:_REGIONS]:
        if region.z > ALARM:
            yield safe(
                f"  {name or '(no region)'}: excess {region.excess:.1f} of {region.stations:,}, z {region.z:.2f}"
            )
    yield f"  Of {len(own.regions)} regions {len(own.regions) / 741:.2f} are above {ALARM:g} by chance."


def _curve(own: "Assessment") -> Iterator[str]:
    from isonomia.claims.forensics.assess import WORDS

    yield "Anomalous votes (Shpilkin), by the turnout below which stations are taken as clean:"
    for one in own.curve:
        yield f"  {one.percent:>3} %  {one.votes:>14,.0f}  ({one.stations:,} stations)"
    yield "  The window decides: there is no single number. Places that vote more and otherwise look the same;"
    yield f"  {WORDS}."
    if len(own.large.row):
        votes = int(own.large.leader.sum())
        yield f"  Left out: {len(own.large.row)} very large units (electronic voting?), {votes:,} votes for the leader."


def _others(own: "Assessment") -> Iterator[str]:
    from isonomia.claims.forensics.assess import CONTROL, WORDS
    from isonomia.claims.forensics.suspects import REASONS

    yield "The same two numbers (took part, leader) twice in one region, 100 ballots or more:"
    yield f"  {own.repeated.observed:,.0f} stations; {_clean(own.repeated)}"
    yield f"  A clean election: {CONTROL['repeated']:,}, simulated {CONTROL['repeated_if_clean']:,}: a hint, no test."
    yield "Last digit of the leader's votes (100 and more), chi-square against equal digits:"
    yield f"  {own.last_digit.observed:.1f}; {_clean(own.last_digit)}"
    yield f"  A clean election: {CONTROL['last_digit_chi2']}: by the book (16.9) a false alarm."
    yield "Digits, and the turnout's shape; in brackets the same of simulated clean elections:"
    for name, words in _DIGITS.items():
        told = own.digit(name)
        null = f" ({_mean(min(told.clean))} to {_mean(max(told.clean))})" if told.clean else ""
        yield f"  {words}: {_mean(told.observed)}{null}"
    yield "Stations to look at (rows are with --json):"
    for red in own.red:
        if len(red.rows):
            size = f"{red.large:,} of 100 voters or more; {red.leader:,} votes for the leader"
            yield f"  {len(red.rows):,}: {REASONS[red.reason]} ({size})"
    yield f"{WORDS.capitalize()}."


def _clean(own: "Simulated") -> str:
    if not own.clean:
        return "nothing was simulated"
    least, most = min(own.clean), max(own.clean)
    return f"{len(own.clean)} simulated clean elections: {least:,.1f} to {most:,.1f}, as much in {own.at_least}."


def _mean(value: float) -> str:
    return "-" if isnan(value) else f"{value:.3f}"
