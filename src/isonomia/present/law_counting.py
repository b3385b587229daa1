# SPDX-License-Identifier: Apache-2.0
"""The words of a count's steps: votes, majorities, ties, transfers."""

from collections.abc import Mapping

from isonomia.law.law import TieRule
from isonomia.law.steps import (
    Absent,
    Advanced,
    EarlierStage,
    Elected,
    Excluded,
    Iteration,
    Needed,
    NoBallots,
    Quota,
    Reached,
    Reason,
    Tied,
    ToldApart,
    Transfer,
    Unfilled,
    Votes,
)
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import proportion_of, reason, tie, tie_rule


def votes(step: Votes, by: Speaker) -> Said:
    words = by.words
    if by.ranked:
        text = words.gettext("Stage {stage}:", stage=str(step.stage))
    elif by.base is not None and by.base[1]:
        text = words.gettext("Votes; {whole}:", whole=by.whole())
    else:
        text = words.gettext("Votes:")
    rows = by.rows(step.votes)
    if step.exhausted:
        rows = (*rows, Row(words.gettext("with nobody any more"), by.number(step.exhausted)))
    return Said(text, rows)


def needed(step: Needed, by: Speaker) -> Said:
    text = by.words.ngettext(
        "What is needed: {proportion_of_base}. Of {number} that is {needed} vote or more.",
        "What is needed: {proportion_of_base}. Of {number} that is {needed} votes or more.",
        step.votes,
        proportion_of_base=proportion_of(step.share, step.at_least, step.base, by.words),
        number=by.number(step.number),
        needed=by.number(step.votes),
    )
    return Said(text)


def reached(step: Reached, by: Speaker) -> Said:
    name, own, missing = by.name(step.candidate), by.number(step.votes), step.needed - step.votes
    if step.met:
        return Said(by.words.gettext("{name} has {votes}, which is enough.", name=name, votes=own))
    if by.law.question is not None:
        text = by.words.ngettext(
            "{name} has {votes}. That is {missing} vote short.",
            "{name} has {votes}. That is {missing} votes short.",
            missing,
            name=name,
            votes=own,
            missing=by.number(missing),
        )
    else:
        text = by.words.ngettext(
            "The most votes: {name}, {votes}. That is {missing} vote short.",
            "The most votes: {name}, {votes}. That is {missing} votes short.",
            missing,
            name=name,
            votes=own,
            missing=by.number(missing),
        )
    return Said(text)


def quota(step: Quota, by: Speaker) -> Said:
    text = by.words.gettext(
        "Quota: {quota}, from {ballots} votes and {seats} seats.",
        quota=by.number(step.quota),
        ballots=by.number(step.ballots),
        seats=by.number(step.seats),
    )
    return Said(text)


_NUMBERS_ARE_PLACES = (Reason.BEST_RANKED, Reason.RUNOFF)
"""Reasons for which the number beside a name is no number of votes."""


def elected(step: Elected, by: Speaker) -> Said:
    plain = step.reason in _NUMBERS_ARE_PLACES
    names = by.names(name for name, _ in step.votes) if plain else by.numbered(step.votes)
    return Said(reason(step.reason, names, by.words))


def excluded(step: Excluded, by: Speaker) -> Said:
    return Said(by.words.gettext("Excluded: {names}.", names=by.numbered(((step.candidate, step.votes),))))


def absent(step: Absent, by: Speaker) -> Said:
    text = by.words.gettext("On no ballot, and so out of the count: {names}.", names=by.names(step.candidates))
    return Said(text)


def advanced(step: Advanced, by: Speaker) -> Said:
    return Said(by.words.gettext("With the most votes, these go on: {names}.", names=by.numbered(step.votes)))


def no_ballots(step: NoBallots, by: Speaker) -> Said:
    return Said(by.words.gettext("Nobody has a vote, so nobody can be elected."))


def unfilled(step: Unfilled, by: Speaker) -> Said:
    text = by.words.ngettext("{n} seat stays empty.", "{n} seats stay empty.", step.seats, n=by.number(step.seats))
    return Said(text)


def transfer(step: Transfer, by: Speaker) -> Said:
    words = by.words
    if step.surplus is None:
        text = words.gettext(
            "Ballots pass on to the next choice, at the value that they have. From: {name}.", name=step.source
        )
    else:
        text = words.gettext(
            "A surplus passes on: {name} has {votes}, which is {surplus} over the quota; each ballot moves at a "
            "reduced value.",
            name=step.source,
            votes=by.number(step.votes),
            surplus=by.number(step.surplus),
        )
    nobody = words.gettext("to nobody")
    rows = tuple(
        Row(
            nobody if parcel.to is None else f"→ {parcel.to}",
            by.number(parcel.votes),
            "" if parcel.new_value == 1 else f"{by.number(parcel.papers)} × {by.number(parcel.new_value)}",
        )
        for parcel in step.parcels
    )
    return Said(text, rows)


def iteration(step: Iteration, by: Speaker) -> Said:
    text = by.words.gettext(
        "Stage {stage}, distribution {number}: quota {quota}, surplus in all {surplus}.",
        stage=str(step.stage),
        number=str(step.number),
        quota=by.number(step.quota),
        surplus=by.number(step.surplus),
    )
    keep = dict(step.keep)
    rows = tuple(
        Row(
            by.name(name),
            by.number(own),
            "" if keep[name] == 1 else by.words.gettext("keeps {part} of each ballot", part=by.number(keep[name])),
        )
        for name, own in step.votes
    )
    return Said(text, rows)


def tied(step: Tied, by: Speaker) -> Said:
    words = by.words
    if step.tie.pairs:
        equal = [_over(*pair, by) for pair in step.tie.pairs]
        chosen = [_over(step.chosen[0], step.chosen[1], by)] if step.chosen else []
    else:
        equal, chosen = list(step.tie.candidates), list(step.chosen or ())
    text = tie(step.tie.purpose, by.names(equal), words)
    if step.chosen is None:
        return Said(text + " " + words.gettext("Nobody has decided between them yet."))
    return Said(text + " " + words.gettext("The choice: {names}.", names=by.names(chosen)))


def _over(winner: str, loser: str, by: Speaker) -> str:
    return f"{by.name(winner)} > {by.name(loser)}"


def told_apart(step: ToldApart, by: Speaker) -> Said:
    """A rule of the law between equals: what it compares stands in the table."""
    words = by.words
    text = tie(step.tie.purpose, by.names(step.tie.candidates), words)
    text += " " + words.gettext("By law: {rule}.", rule=tie_rule(TieRule(step.rule), words))
    if step.chosen:
        text += " " + words.gettext("The choice: {names}.", names=by.names(step.chosen))
    if step.left:
        text += " " + words.gettext("Still equal: {names}.", names=by.names(step.left))
    label = _compared(TieRule(step.rule), by)
    rows = tuple(
        Row(by.name(name), value if isinstance(value, str) else by.number(value), label) for name, value in step.values
    )
    return Said(text, rows)


def _compared(rule: TieRule, by: Speaker) -> str:
    words = by.words
    notes: Mapping[TieRule, str] = {
        TieRule.LOT: words.gettext("place in the draw"),
        TieRule.OLDER: words.gettext("date of birth"),
        TieRule.MORE_VOTES: words.gettext("votes in the first count"),
        TieRule.EARLIER: words.gettext("votes at that count"),
        TieRule.DISTRICTS: words.gettext("districts won"),
    }
    return notes.get(rule, "")


def earlier_stage(step: EarlierStage, by: Speaker) -> Said:
    text = tie(step.purpose, by.names(name for name, _ in step.votes), by.words)
    text += " " + by.words.gettext(
        "They had different votes at stage {stage}, which leaves: {names}.",
        stage=str(step.stage),
        names=by.names(step.left),
    )
    return Said(text, tuple(Row(by.name(name), by.number(own)) for name, own in step.votes))
