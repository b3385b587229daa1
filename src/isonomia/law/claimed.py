# SPDX-License-Identifier: Apache-2.0
"""What the law would make of an announced result of which only percentages are known.

A rounded percentage is an interval: half of its last digit to either side, both ends included, since nobody says how
they were rounded. The law's finding is told if it is the same for all whole counts that fit; otherwise two counts that
fit, and that the law judges differently, show that it cannot be told.

Not all counts need be tried. Whether a finding stands hangs on comparisons of one candidate's votes with another's, or
with a share of the total; so for each of them the counts are judged that press it hardest (``fitting``). First with
fractions of votes allowed, by counting in units so small that all ends of intervals are whole: what is the same there
is the same everywhere. Only if it is not, total by total in whole votes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from isonomia.law.apply import Facts, apply
from isonomia.law.ballots import Profile
from isonomia.law.counts import Base, Counts
from isonomia.law.errors import ClaimError
from isonomia.law.fitting import Rounded, Size, fitting
from isonomia.law.judgement import Judgement, Verdict
from isonomia.law.law import Law, ListMethod, RankingMethod
from isonomia.law.margins import Finding

MOST_TOTALS = 20_000
"""Totals that are looked at in whole votes; where there are more, what was not told by then is not told."""


class Fit(NamedTuple):
    """Counts that fit, and what the law says to them."""

    counts: Counts
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Told:
    """What can be said of a claim."""

    base: Base
    """Of which the percentages were taken."""
    judgement: Judgement | None
    """What the law says to all counts that fit; None: it cannot be told."""
    fits: tuple[Fit, ...]
    """One example if it is told; if not, two that are judged differently (none for rankings: it hangs on further
    preferences)."""


def judge_claim(
    law: Law,
    percentages: Mapping[str, Rounded],
    size: Size,
    *,
    against_all: Rounded | None = None,
    facts: Facts | None = None,
) -> Told:
    """Judge percentages of the base that the law's (first) majority or threshold has.

    Raises ClaimError if no whole counts fit, or if nothing can be said of this kind of law; CountsError if a number
    that the law needs is not given.
    """
    facts, base = facts or Facts(), base_of(law)
    claims, against = dict(percentages), law.knows_votes_against(len(percentages))

    def judged(sizes: Iterable[Size]) -> Iterator[Fit]:
        for each in sizes:
            for counts in fitting(claims, against_all, base, each, against=against):
                yield Fit(counts, apply(law, [_held(law, counts)], facts))

    example = next(judged(size.totals(base)), None)
    if example is None:
        raise ClaimError("no whole counts fit these percentages: they add up to too much or too little")
    if law.ranking is not None:
        sure = all(_majority_at_once(fit) for fit in judged(size.fine(base, claims, against_all)))
        return Told(base, example.judgement, (example,)) if sure else Told(base, None, ())
    if _other(example, judged(size.fine(base, claims, against_all))) is None:
        return Told(base, example.judgement, (example,))
    other = _other(example, judged(islice(size.totals(base), MOST_TOTALS)))
    if other is not None:
        return Told(base, None, (example, other))
    return Told(base, None if size.has_more_totals(base, MOST_TOTALS) else example.judgement, (example,))


def base_of(law: Law) -> Base:
    """Of what the law's first majority or threshold is a share: that is taken to be what percentages are of."""
    if law.rounds:
        elected = law.rounds[0].elected
        return Base.VALID if isinstance(elected, str) else elected.of
    if law.question is not None:
        if law.question.regions is not None:
            raise ClaimError("the law needs the results of each region; percentages of the whole are not enough")
        return law.question.adopted.of
    if law.lists is not None:
        if law.lists.method not in (ListMethod.DHONDT, ListMethod.SAINTE_LAGUE):
            raise ClaimError("seats by largest remainders hang on single votes; percentages are not enough")
        return law.lists.threshold.of if law.lists.threshold else Base.VALID
    if law.ranking is None or law.ranking.method not in (RankingMethod.INSTANT_RUNOFF, RankingMethod.CONTINGENT):
        raise ClaimError("the counting method needs the ballots; percentages are not enough")
    return Base.CANDIDATES


def _held(law: Law, counts: Counts) -> Counts | Profile:
    """For rankings: ballots with a first preference only."""
    if law.ranking is None:
        return counts
    return Profile.of(counts.candidates, [(votes, [name]) for name, votes in counts.votes])


def _majority_at_once(fit: Fit) -> bool:
    """Whether somebody has more than half of the first preferences: then no other preference matters."""
    votes = [own for _, own in fit.counts.votes]
    return fit.judgement.verdict is Verdict.ELECTED and 2 * max(votes) > sum(votes)


def _other(example: Fit, fits: Iterable[Fit]) -> Fit | None:
    """A fit of which the law says something else."""
    finding = Finding.of(example.judgement)
    return next((fit for fit in fits if Finding.of(fit.judgement) != finding), None)
