# SPDX-License-Identifier: Apache-2.0
"""The words of the steps that a law adds to a count: turnout, majorities, who left, what is held next."""

from collections.abc import Sequence

from isonomia.law.judgement import (
    EitherWay,
    Follows,
    InvalidRankings,
    Left,
    MovedUp,
    Next,
    NobodyStands,
    NoFurtherRound,
    OneCandidate,
    Ordered,
    Region,
    RegionsFor,
    RoundHeld,
    Totals,
    TurnoutCondition,
    TurnoutNotAsked,
    VotesInvalid,
)
from isonomia.law.law import SingleVote
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import duration, proportion, repeated, round_name, tie


def round_held(step: RoundHeld, by: Speaker) -> Said:
    return Said(round_name(step.number, by.words), heading=True)


def totals(step: Totals, by: Speaker) -> Said:
    words, law = by.words, by.law
    if law.lists is not None:
        candidates = words.gettext("Votes for lists")
    elif law.question is not None:
        candidates = words.gettext("Votes for yes and for no")
    else:
        candidates = words.gettext("Votes for candidates")
    shown: list[tuple[str, int | None]] = [(candidates, step.candidates)]
    if step.against_all or (by.law.ballot is not None and by.law.ballot.against_all):
        shown.append((words.gettext("Votes against all"), step.against_all))
    if step.blank:
        shown.append((words.gettext("Blank ballots"), step.blank))
    shown += [
        (words.gettext("Invalid ballots"), step.invalid),
        (words.gettext("Voters who took part"), step.participants),
        (words.gettext("Registered voters"), step.registered),
    ]
    rows = tuple(Row(label, by.number(count)) for label, count in shown if count is not None)
    return Said(words.gettext("The numbers of the protocol:"), rows)


def turnout(step: TurnoutCondition, by: Speaker) -> Said:
    words = by.words
    text = words.gettext(
        "Turnout: {participants} of {registered} registered voters, {percent}. The law asks for {proportion} of them, "
        "which is {needed} or more.",
        participants=by.number(step.participants),
        registered=by.number(step.registered),
        percent=by.percent(step.participants, step.registered) or "–",
        proportion=proportion(step.share, step.at_least, words),
        needed=by.number(step.needed),
    )
    return Said(f"{text} {_met(step.met, by)}")


def _met(met: bool, by: Speaker) -> str:
    if met:
        return by.words.gettext("The condition is met.")
    return by.words.gettext("The condition is not met.")


def turnout_not_asked(step: TurnoutNotAsked, by: Speaker) -> Said:
    return Said(by.words.gettext("This is a repeat vote, which is valid whatever the turnout."))


def one_candidate(step: OneCandidate, by: Speaker) -> Said:
    words, name = by.words, by.name(step.candidate)
    text = {
        SingleVote.NONE: words.gettext("Only one candidate stands, and is elected without a vote: {name}.", name=name),
        SingleVote.FOR_OR_AGAINST: words.gettext(
            "Only one candidate stands, and the ballot asks for or against: {name}.", name=name
        ),
        SingleVote.NEW_ELECTION: words.gettext("Only one candidate stands, and no vote is held: {name}.", name=name),
    }
    return Said(text[step.vote])


def nobody_stands(step: NobodyStands, by: Speaker) -> Said:
    return Said(by.words.gettext("There is no candidate."))


def left(step: Left, by: Speaker) -> Said:
    words, name, held = by.words, by.name(step.candidate), str(step.round)
    if step.died:
        text = words.gettext(
            "No longer there for round {round} (died, or may no longer stand): {name}.", name=name, round=held
        )
    else:
        text = words.gettext("Withdrew before the vote of round {round}: {name}.", name=name, round=held)
    if step.frozen:
        return Said(text + " " + words.gettext("The ballot papers had already been settled."))
    return Said(text + " " + words.gettext("The ballot papers had not been settled yet."))


def moved_up(step: MovedUp, by: Speaker) -> Said:
    who = by.numbered(((step.candidate, step.votes),))
    return Said(by.words.gettext("In that place stands whoever had the next most votes: {names}.", names=who))


def votes_invalid(step: VotesInvalid, by: Speaker) -> Said:
    who = by.numbered(((step.candidate, step.votes),))
    return Said(by.words.gettext("Votes for a candidate who has left are not valid: {names}.", names=who))


def invalid_rankings(step: InvalidRankings, by: Speaker) -> Said:
    words = by.words
    shown = ((words.gettext("A rank is left out"), step.gaps), (words.gettext("A rank is given twice"), step.ties))
    rows = tuple(Row(label, by.number(count)) for label, count in shown if count)
    return Said(words.gettext("Invalid ballots, which are not counted:"), rows)


def no_further_round(step: NoFurtherRound, by: Speaker) -> Said:
    return Said(
        by.words.gettext(
            "There is no further round: it is held only if more than {go_on} candidates stood, and here {stood} did.",
            go_on=by.number(step.go_on),
            stood=by.number(step.stood),
        )
    )


def regions(steps: Sequence[Region], by: Speaker) -> Said:
    """All regions as one table."""
    rows = tuple(Row(step.region, by.number(step.yes), _region(step, by)) for step in steps)
    return Said(by.words.gettext("The regions, with their votes for yes:"), rows)


def _region(step: Region, by: Speaker) -> str:
    no, needed = by.number(step.no), by.number(step.needed)
    if not step.carried:
        return by.words.gettext("no {no}, needed {needed}: does not count for yes", no=no, needed=needed)
    return by.words.gettext(
        "no {no}, needed {needed}: counts for yes, with weight {weight}",
        no=no,
        needed=needed,
        weight=by.number(step.weight),
    )


def regions_for(step: RegionsFor, by: Speaker) -> Said:
    text = by.words.gettext(
        "Regions for yes: weight {weight} of {total}. The law asks for {proportion}.",
        weight=by.number(step.weight),
        total=by.number(step.total),
        proportion=proportion(step.share, step.at_least, by.words),
    )
    return Said(f"{text} {_met(step.met, by)}")


def either_way(step: EitherWay, by: Speaker) -> Said:
    text = tie(step.tie.purpose, by.names(step.tie.candidates), by.words)
    more = by.words.gettext(
        "The result is the same whichever way that is decided; the steps go on with the choice: {names}.",
        names=by.names(step.chosen),
    )
    return Said(text + " " + more)


def ordered(step: Ordered, by: Speaker) -> Said:
    return Said(what_follows(step.next, by))


def what_follows(held: Next, by: Speaker) -> str:
    """The vote that is held next, who stands in it, and by when."""
    words = by.words
    names = by.names(held.candidates)
    if held.what is Follows.REPEAT and not names:
        text = repeated(words.gettext("The election is held again"), held.within, words)
        return text + " " + words.gettext("Candidates are then nominated anew.")
    if held.what is Follows.REPEAT:
        text = words.gettext("The election is held again between {names}", names=names)
    elif held.what is Follows.ROUND:
        text = words.gettext("{round} between {names}", round=round_name(held.number or 2, words), names=names)
    else:
        text = words.gettext("Equal votes; a new vote between {names}", names=names)
    if held.within is None:
        return f"{text}."
    return words.gettext("{vote}, {deadline}.", vote=text, deadline=duration(held.within, words))
