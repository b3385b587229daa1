# SPDX-License-Identifier: Apache-2.0
"""A law file in words: what it asks for, rule by rule, and where each stands."""

from collections.abc import Iterable, Iterator

from isonomia.law.law import (
    AfterFreezing,
    Certainty,
    Departure,
    Law,
    ListMethod,
    Lists,
    Question,
    Ranking,
    RankingMethod,
    Round,
    SingleVote,
    Text,
)
from isonomia.law.steps import Purpose
from isonomia.present.catalogue import Words
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import duration, proportion, proportion_of, repeated, round_name, tie, tie_rule


def in_language(text: Text, words: Words) -> str:
    """A law file's own text in the reader's language, or in English where nobody has translated it."""
    return getattr(text, words.language) or text.en


def certainty(law: Law, words: Words) -> str:
    """How far the file can be relied on."""
    return {
        Certainty.OFFICIAL: words.gettext("Written from the official text."),
        Certainty.TRANSLATION: words.gettext("Written from an official translation."),
        Certainty.SECONDARY: words.gettext(
            "Written from a secondary source: check the law itself before you rely on it."
        ),
        Certainty.MODEL: words.gettext("Model rules to start from; no legislature has passed them."),
    }[law.certainty]


def sources(law: Law, words: Words, cites: Iterable[str] | None = None) -> Said:
    """What the citations stand for: all, or only these."""
    named = None if cites is None else list(cites)
    rows = tuple(
        Row(source.id, f"{source.title}; {source.where} ({source.language}, {source.opened})")
        for source in law.sources
        if named is None or any(cite.startswith(f"{source.id} ") for cite in named)
    )
    return Said(words.gettext("Sources:"), rows, heading=True)


def outline(law: Law, words: Words) -> list[Said]:
    """Every rule of the file, in the order in which it is applied; the sources last."""
    by = Speaker(words, law)
    parts = [
        Said(in_language(law.title, words), heading=True),
        Said(words.gettext("State of the law: {date}.", date=law.date) + " " + certainty(law, words)),
        *_nomination(by),
        Said(words.gettext("The vote"), heading=True),
        *_vote(by),
        *_after(by),
    ]
    left_out = tuple(Row("–", in_language(text, words)) for text in law.leaves_out)
    if left_out:
        parts.append(Said(words.gettext("What this file leaves out:"), left_out, heading=True))
    return [*parts, sources(law, words)]


def _nomination(by: Speaker) -> Iterator[Said]:
    nomination = by.law.nomination
    if nomination is not None:
        yield Said(by.words.gettext("Conditions for a candidate:"), heading=True)
        for condition in nomination.conditions:
            yield Said(f"– {in_language(condition.text, by.words)}", cites=condition.cites)


def _vote(by: Speaker) -> Iterator[Said]:
    law, words = by.law, by.words
    if law.ballot is not None and law.ballot.against_all:
        text = words.gettext("Voters may vote against all candidates; such votes are valid.")
        yield Said(text, cites=law.ballot.cites)
    elif law.ballot is not None:
        yield Said(words.gettext("Voters cannot vote against all candidates."), cites=law.ballot.cites)
    if law.turnout is not None:
        share = proportion_of(law.turnout.share, not law.turnout.above, "registered voters", words)
        text = words.gettext(
            "The vote is valid if this many took part: {proportion_of_base}.", proportion_of_base=share
        )
        if law.turnout.not_in_repeat:
            text += " " + words.gettext("A repeat vote is valid whatever the turnout.")
        yield Said(text, cites=law.turnout.cites)
    for number, rule in enumerate(law.rounds, 1):
        yield _round(number, rule, by)
    if law.ranking is not None:
        yield _ranking(law.ranking, by)
    if law.lists is not None:
        yield from _lists(law.lists, by)
    if law.question is not None:
        yield from _question(law.question, by)


def _round(number: int, rule: Round, by: Speaker) -> Said:
    words = by.words
    name = round_name(number, words)
    if rule.elected == "most votes":
        text = words.gettext("{round}: whoever has the most votes is elected.", round=name)
    else:
        share = proportion_of(rule.elected.share, not rule.elected.above, rule.elected.of, words)
        text = words.gettext("{round}: to be elected takes {proportion_of_base}.", round=name, proportion_of_base=share)
    if rule.go_on == "all":
        text += " " + words.gettext("Otherwise all candidates stand in another round.")
    elif rule.go_on is not None:
        text += " " + words.ngettext(
            "Otherwise the {n} candidate with the most votes goes on to another round.",
            "Otherwise the {n} candidates with the most votes go on to another round.",
            rule.go_on,
            n=by.number(rule.go_on),
        )
    if rule.next_within is not None:
        text += " " + words.gettext("It is held {deadline}.", deadline=duration(rule.next_within, words))
    if rule.only_if_more_stand:
        text += " " + words.gettext("There is none if no more candidates stood than go on.")
    return Said(text, cites=rule.cites)


def method(name: RankingMethod | ListMethod, words: Words) -> str:
    """What a counting method is called."""
    return {
        RankingMethod.CONTINGENT: words.gettext("contingent vote (one runoff from the same ballots)"),
        RankingMethod.INSTANT_RUNOFF: words.gettext("instant runoff (alternative vote)"),
        RankingMethod.STV_SCOTTISH: words.gettext("single transferable vote, Scottish rules"),
        RankingMethod.STV_MEEK: words.gettext("single transferable vote, Meek's method"),
        RankingMethod.STV_BELENIOS: words.gettext("single transferable vote as counted by Belenios"),
        RankingMethod.SCHULZE: words.gettext("Schulze's method"),
        RankingMethod.RANKED_PAIRS: words.gettext("ranked pairs"),
        RankingMethod.BORDA: words.gettext("Borda count"),
        ListMethod.DHONDT: words.gettext("D'Hondt"),
        ListMethod.SAINTE_LAGUE: words.gettext("Sainte-Laguë"),
        ListMethod.HARE: words.gettext("largest remainders with the Hare quota"),
        ListMethod.DROOP: words.gettext("largest remainders with the Droop quota"),
    }[name]


def _ranking(rule: Ranking, by: Speaker) -> Said:
    text = by.words.ngettext(
        "Voters rank the candidates; {n} seat, counted by: {method}.",
        "Voters rank the candidates; {n} seats, counted by: {method}.",
        rule.seats,
        n=by.number(rule.seats),
        method=method(rule.method, by.words),
    )
    return Said(text, cites=rule.cites)


def _lists(rule: Lists, by: Speaker) -> Iterator[Said]:
    words = by.words
    named = method(rule.method, words)
    if rule.seats is None:
        text = words.gettext(
            "Seats go to lists; how many there are is told with the counts. Counted by: {method}.", method=named
        )
    else:
        text = words.ngettext(
            "{n} seat goes to a list. Counted by: {method}.",
            "{n} seats go to lists. Counted by: {method}.",
            rule.seats,
            n=by.number(rule.seats),
            method=named,
        )
    yield Said(text, cites=rule.cites)
    if rule.threshold is not None:
        share = proportion_of(rule.threshold.share, not rule.threshold.above, rule.threshold.of, words)
        text = words.gettext("To take part in the seats, a list needs {proportion_of_base}.", proportion_of_base=share)
        if rule.threshold.exempt is not None:
            text += " " + words.gettext("Exempt: {lists}.", lists=in_language(rule.threshold.exempt, words).rstrip("."))
        yield Said(text, cites=rule.threshold.cites)


def _question(rule: Question, by: Speaker) -> Iterator[Said]:
    words = by.words
    share = proportion_of(rule.adopted.share, not rule.adopted.above, rule.adopted.of, words)
    text = words.gettext("For the proposal to be adopted, yes needs {proportion_of_base}.", proportion_of_base=share)
    yield Said(text, cites=rule.cites)
    if rule.regions is not None:
        text = words.gettext(
            "It also needs {proportion} of the regions by weight ({total}); a region counts for yes with "
            "{proportion_of_base} there.",
            proportion=proportion(rule.regions.share, not rule.regions.above, words),
            total=by.number(rule.regions.total),
            proportion_of_base=proportion_of(
                rule.regions.region.share, not rule.regions.region.above, rule.regions.region.of, words
            ),
        )
        yield Said(text, cites=rule.regions.cites)


def _after(by: Speaker) -> Iterator[Said]:
    law, words = by.law, by.words
    if law.single is not None:
        alone = {
            SingleVote.NONE: words.gettext("A candidate who stands alone is elected without a vote."),
            SingleVote.FOR_OR_AGAINST: words.gettext("If a candidate stands alone, the ballot asks for or against."),
            SingleVote.NEW_ELECTION: words.gettext(
                "If a candidate stands alone, no vote is held and nobody is elected."
            ),
        }
        yield Said(alone[law.single.vote], cites=law.single.cites)
    yield from _ties(by)
    yield from _withdrawal(by)
    if law.repeat is not None:
        text = words.gettext("If the vote is not valid, or nobody is elected, the election is held again")
        text = repeated(text, law.repeat.within, words)
        if law.repeat.new_nomination:
            text += " " + words.gettext("Candidates are then nominated anew.")
        yield Said(text, cites=law.repeat.cites)


def _ties(by: Speaker) -> Iterator[Said]:
    words, ties = by.words, by.law.ties
    named = [
        (Purpose.ELECT, ties.elect),
        (Purpose.ADVANCE, ties.advance),
        (Purpose.EXCLUDE, ties.exclude),
        (Purpose.TRANSFER, ties.transfer),
        (Purpose.SEAT, ties.seat),
    ]
    for purpose, rule in named:
        if rule is not None:
            rules = words.gettext("; then ").join(tie_rule(each, words) for each in rule.by)
            yield Said(tie(purpose, rules, words), cites=rule.cites)
    if all(rule is None for _, rule in named):
        yield Said(words.gettext("The file says nothing of equal votes: a tie that matters stays open."))


def _withdrawal(by: Speaker) -> Iterator[Said]:
    rule, words = by.law.withdrawal, by.words
    if rule is None:
        return
    departures = {
        Departure.NEXT_MOVES_UP: words.gettext("whoever had the next most votes moves up"),
        Departure.OTHERS_STAND: words.gettext("the others stand"),
        Departure.ALL_AGAIN: words.gettext("the election begins anew"),
    }
    votes = {
        AfterFreezing.INVALID: words.gettext("votes for this candidate are not valid"),
        AfterFreezing.COUNT: words.gettext("votes for this candidate still count"),
        AfterFreezing.ALL_AGAIN: words.gettext("the election begins anew"),
    }
    if rule.between_rounds is not None:
        what = departures[rule.between_rounds]
        yield Said(words.gettext("If somebody withdraws between the rounds: {what}.", what=what), cites=rule.cites)
    if rule.death_between_rounds is not None:
        what = departures[rule.death_between_rounds]
        text = words.gettext("If somebody dies between the rounds or may no longer stand: {what}.", what=what)
        yield Said(text, cites=rule.cites)
    if rule.after_freezing is not None:
        what = votes[rule.after_freezing]
        text = words.gettext("If somebody withdraws once the ballot papers are settled: {what}.", what=what)
        yield Said(text, cites=rule.cites)
    if rule.death_after_freezing is not None:
        what = votes[rule.death_after_freezing]
        text = words.gettext(
            "If somebody dies once the ballot papers are settled or may no longer stand: {what}.", what=what
        )
        yield Said(text, cites=rule.cites)
