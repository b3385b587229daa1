# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of laws: what shares, bases, reasons and deadlines are called in each language.

Every phrase is translated whole, so that each language has its own cases and articles.
"""

from fractions import Fraction

from isonomia.law.law import TieRule
from isonomia.law.steps import Purpose, Reason
from isonomia.present.catalogue import Words
from isonomia.present.numbers import number, short_percent


def proportion(share: Fraction, at_least: bool, words: Words) -> str:
    """``more than half``, ``at least 5%``."""
    phrases = {
        (Fraction(1, 2), False): words.gettext("more than half"),
        (Fraction(1, 3), False): words.gettext("more than one third"),
        (Fraction(2, 3), False): words.gettext("more than two thirds"),
        (Fraction(1, 4), False): words.gettext("more than one quarter"),
        (Fraction(3, 4), False): words.gettext("more than three quarters"),
        (Fraction(1, 2), True): words.gettext("at least half"),
        (Fraction(1, 3), True): words.gettext("at least one third"),
        (Fraction(2, 3), True): words.gettext("at least two thirds"),
        (Fraction(1, 4), True): words.gettext("at least one quarter"),
        (Fraction(3, 4), True): words.gettext("at least three quarters"),
    }
    if (share, at_least) in phrases:
        return phrases[share, at_least]
    if at_least:
        return words.gettext("at least {share}", share=short_percent(share, words))
    return words.gettext("more than {share}", share=short_percent(share, words))


def proportion_of(share: Fraction, at_least: bool, base: str, words: Words) -> str:
    """``more than half of the valid votes``."""
    phrase = proportion(share, at_least, words)
    return words.gettext("{proportion} of {base}", proportion=phrase, base=base_of(base, words))


def base_of(base: str, words: Words) -> str:
    """What a share is a share of, as it stands behind "of"."""
    return {
        "votes for candidates": words.pgettext("of", "the votes for candidates"),
        "valid votes": words.pgettext("of", "the valid votes"),
        "valid and blank votes": words.pgettext("of", "the valid and blank votes"),
        "votes cast": words.pgettext("of", "the votes cast"),
        "voters who took part": words.pgettext("of", "the voters who took part"),
        "registered voters": words.pgettext("of", "the registered voters"),
        "valid ballots": words.pgettext("of", "the valid ballots"),
        "continuing ballots": words.pgettext("of", "the ballots that still count"),
    }[base]


def base_number(base: str, count: int, words: Words) -> str:
    """``5,818,955 voters who took part``."""
    shown = number(count, words)
    return {
        "votes for candidates": words.ngettext("{n} vote for candidates", "{n} votes for candidates", count, n=shown),
        "valid votes": words.ngettext("{n} valid vote", "{n} valid votes", count, n=shown),
        "valid and blank votes": words.ngettext("{n} valid or blank vote", "{n} valid and blank votes", count, n=shown),
        "votes cast": words.ngettext("{n} vote cast", "{n} votes cast", count, n=shown),
        "voters who took part": words.ngettext("{n} voter who took part", "{n} voters who took part", count, n=shown),
        "registered voters": words.ngettext("{n} registered voter", "{n} registered voters", count, n=shown),
        "valid ballots": words.ngettext("{n} valid ballot", "{n} valid ballots", count, n=shown),
        "continuing ballots": words.ngettext(
            "{n} ballot that still counts", "{n} ballots that still count", count, n=shown
        ),
    }[base]


def round_name(number_: int, words: Words) -> str:
    """``Second round``."""
    names = (words.gettext("First round"), words.gettext("Second round"), words.gettext("Third round"))
    return names[number_ - 1] if number_ <= len(names) else words.gettext("Round {number}", number=str(number_))


def duration(iso: str, words: Words) -> str:
    """An ISO 8601 duration of one unit as a deadline: ``within 14 days``."""
    count, unit = int(iso[1:-1]), iso[-1]
    return {
        "D": words.ngettext("within {n} day", "within {n} days", count, n=str(count)),
        "W": words.ngettext("within {n} week", "within {n} weeks", count, n=str(count)),
        "M": words.ngettext("within {n} month", "within {n} months", count, n=str(count)),
        "Y": words.ngettext("within {n} year", "within {n} years", count, n=str(count)),
    }[unit]


def reason(why: Reason, names: str, words: Words) -> str:
    """Who is elected, and why."""
    return {
        Reason.MOST_VOTES: words.gettext("Elected with the most votes: {names}.", names=names),
        Reason.MAJORITY: words.gettext("Elected with a majority: {names}.", names=names),
        Reason.QUOTA: words.gettext("Elected, having reached the quota: {names}.", names=names),
        Reason.LAST_VACANCIES: words.gettext(
            "Elected, as no more candidates are left than seats: {names}.", names=names
        ),
        Reason.BEST_RANKED: words.gettext("Elected, first in the ranking: {names}.", names=names),
        Reason.RUNOFF: words.gettext("Elected in the runoff: {names}.", names=names),
        Reason.PREFERENCE_VOTES: words.gettext("Elected by preference votes: {names}.", names=names),
        Reason.LIST_ORDER: words.gettext("Elected by the order of the list: {names}.", names=names),
    }[why]


def tie(purpose: Purpose, names: str, words: Words) -> str:
    """Who is equal, and what hangs on it."""
    return {
        Purpose.ELECT: words.gettext("Equal votes for who is elected: {names}.", names=names),
        Purpose.ADVANCE: words.gettext("Equal votes for who goes on: {names}.", names=names),
        Purpose.EXCLUDE: words.gettext("Equal votes for who is excluded: {names}.", names=names),
        Purpose.TRANSFER: words.gettext("Equal surpluses: {names}.", names=names),
        Purpose.SEAT: words.gettext("Equal claims to a seat: {names}.", names=names),
        Purpose.LOCK: words.gettext("Equally strong victories: {names}.", names=names),
    }[purpose]


def tie_rule(rule: TieRule, words: Words) -> str:
    """What the law has decide between equals."""
    return {
        TieRule.LOT: words.gettext("lots are drawn"),
        TieRule.OLDER: words.gettext("the older candidate is preferred"),
        TieRule.MORE_VOTES: words.gettext("who had more votes in the first count is preferred"),
        TieRule.EARLIER: words.gettext("who had more votes in the first count at which they differed is preferred"),
        TieRule.DISTRICTS: words.gettext("who won more districts is preferred"),
        TieRule.NEW_VOTE: words.gettext("a new vote is held between them"),
    }[rule]


def repeated(event: str, within: str | None, words: Words) -> str:
    """A sentence of a repeat, and by when if the law says it."""
    if within is None:
        return f"{event}."
    return words.gettext("{repeat}, {deadline}.", repeat=event, deadline=duration(within, words))
