# SPDX-License-Identifier: Apache-2.0
"""The words of seats: thresholds, quotients, remainders. Seats given one after another are told as one table."""

from collections.abc import Sequence

from isonomia.law.steps import BelowThreshold, FullQuotas, Quotient, RemainderSeat
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import proportion


def below_threshold(step: BelowThreshold, by: Speaker) -> Said:
    words = by.words
    text = words.gettext(
        "Threshold: {proportion} of {number}, which is {votes}.",
        proportion=proportion(step.share, _at_least(by), words),
        number=by.number(step.number),
        votes=by.number(step.share * step.number),
    )
    if not step.votes:
        return Said(text + " " + words.gettext("Every list reaches it."))
    return Said(text + " " + words.gettext("Below it, and without seats:"), by.rows(step.votes))


def quotients(steps: Sequence[Quotient], by: Speaker) -> Said:
    text = by.words.gettext("One seat after another goes to the highest quotient of votes and divisor:")
    rows = tuple(
        Row(
            by.words.gettext("Seat {seat}: {party}", seat=by.number(step.seat), party=step.party),
            by.number(step.quotient),
            f"{by.number(step.votes)} / {by.number(step.divisor)}",
        )
        for step in steps
    )
    return Said(text, rows)


def full_quotas(steps: Sequence[FullQuotas], by: Speaker) -> Said:
    rows = tuple(
        Row(
            step.party,
            by.number(step.seats),
            by.words.gettext("remainder {remainder}", remainder=by.number(step.remainder)),
        )
        for step in steps
    )
    return Said(by.words.gettext("A seat for each whole quota:"), rows)


def remainder_seats(steps: Sequence[RemainderSeat], by: Speaker) -> Said:
    rows = tuple(
        Row(step.party, "+1", by.words.gettext("remainder {remainder}", remainder=by.number(step.remainder)))
        for step in steps
    )
    return Said(by.words.gettext("The seats that are left go to the largest remainders:"), rows)


def _at_least(by: Speaker) -> bool:
    """Whether exactly the threshold is enough."""
    lists = by.law.lists
    return lists is None or lists.threshold is None or not lists.threshold.above
