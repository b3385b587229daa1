# SPDX-License-Identifier: Apache-2.0
"""The picture of a judgement: bars with what the law needs, seats, or the stages of a transferable vote."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from isonomia.law import steps as counting
from isonomia.law.judgement import Cited, Judgement, Region, RegionsFor, RoundHeld, Totals, TurnoutCondition
from isonomia.law.law import Law
from isonomia.law.steps import Table
from isonomia.present import bars, matrix, stages
from isonomia.present.bars import Bar, Chart
from isonomia.present.catalogue import Words
from isonomia.present.law_outline import in_language
from isonomia.present.law_speech import Speaker
from isonomia.present.law_stages import stages_of
from isonomia.present.law_terms import proportion, round_name
from isonomia.present.law_text import base_of, finding, headline, rounds_of
from isonomia.present.numbers import short_percent


def figure(judgement: Judgement, law: Law, words: Words) -> str:
    """An SVG document. What it says stands in its title and description too, for those who do not see it."""
    title = in_language(law.title, words)
    subtitle = headline(judgement, law, words)
    description = " ".join(
        " ".join([said.text, *(f"{row.name}: {row.value}." for row in said.rows)])
        for said in finding(judgement, law, words)
    )
    by = Speaker(words, law)
    if found := stages_of(judgement, by):
        return stages.draw(found, title, subtitle, description, words.language)
    pairs = next((each.step for each in judgement.steps if isinstance(each.step, counting.Pairwise)), None)
    if pairs is not None:
        return _matrix(pairs, title, subtitle, description, by)
    charts = [chart for part in rounds_of(judgement.steps) for chart in _round(part, judgement, by)]
    if judgement.seats:
        charts.append(_seats(judgement, by))
    return bars.draw(charts, title, subtitle, description, words.language)


def _round(part: Sequence[Cited], judgement: Judgement, by: Speaker) -> Iterator[Chart]:
    """The charts of one vote: turnout, votes, points, regions."""
    steps = [each.step for each in part]
    speaker = Speaker(by.words, by.law, base_of(part, by.law))
    number = next((step.number for step in steps if isinstance(step, RoundHeld)), None)
    heading = by.words.gettext("Votes") if number is None else round_name(number, by.words)
    for step in steps:
        if isinstance(step, TurnoutCondition):
            yield _turnout(step, heading, speaker)
        elif isinstance(step, counting.Votes):
            yield _votes(step.votes, steps, heading, judgement, speaker)
        elif isinstance(step, counting.Points):
            yield _points(step.points, judgement, speaker)
        elif isinstance(step, RegionsFor):
            yield _regions(step, steps, speaker)


def _turnout(step: TurnoutCondition, heading: str, by: Speaker) -> Chart:
    words = by.words
    share = by.percent(step.participants, step.registered)
    label = f"{by.number(step.participants)} · {share}" if share else by.number(step.participants)
    return Chart(
        words.gettext("{vote}: turnout", vote=heading),
        Speaker(words, by.law, ("registered voters", step.registered)).whole(),
        (Bar(words.gettext("Voters who took part"), step.participants, label, empty=True),),
        step.registered,
        (step.needed, _needed(step.needed, by)),
        _ticks(by),
        in_full=True,
    )


def _needed(number: int | Fraction, by: Speaker) -> str:
    return by.words.gettext("needed: {number}", number=by.number(number))


def _ticks(by: Speaker) -> tuple[tuple[Fraction, str], ...]:
    shares = [Fraction(tenths, 10) for tenths in range(0, 11)]
    return tuple((share, short_percent(share, by.words)) for share in shares)


def _votes(votes: Table, steps: Sequence[object], heading: str, judgement: Judgement, by: Speaker) -> Chart:
    whole = by.base[1] if by.base is not None else sum(own for _, own in votes)
    marks = _marks(steps, judgement, by)
    drawn = [Bar(by.name(name), own, _label(own, whole, by), marks.get(name, "")) for name, own in votes]
    for step in steps:
        if isinstance(step, Totals):
            drawn += _others(step, whole, by)
    needed: tuple[int | Fraction, str] | None = None
    for step in steps:
        if isinstance(step, counting.Needed):
            phrase = proportion(step.share, step.at_least, by.words)
            needed = (
                step.votes,
                by.words.gettext("{majority}: {number}", majority=phrase, number=by.number(step.votes)),
            )
        elif isinstance(step, counting.BelowThreshold):
            level = step.share * step.number
            needed = (level, by.words.gettext("threshold: {number}", number=by.number(level)))
    return Chart(heading, by.whole(), tuple(drawn), whole, needed, _ticks(by))


def _label(own: int | Fraction, whole: int | Fraction, by: Speaker) -> str:
    share = by.percent(own, whole)
    return f"{by.number(own)} · {share}" if share else by.number(own)


def _others(step: Totals, whole: int | Fraction, by: Speaker) -> list[Bar]:
    """Votes for nobody; shown if there are any."""
    words = by.words
    named = (
        (words.gettext("Votes against all"), step.against_all),
        (words.gettext("Blank ballots"), step.blank),
        (words.gettext("Invalid ballots"), step.invalid),
    )
    return [Bar(name, number, _label(number, whole, by), empty=True) for name, number in named if number]


def _marks(steps: Sequence[object], judgement: Judgement, by: Speaker) -> dict[str, str]:
    """What each candidate of a round comes to."""
    words = by.words
    marks: dict[str, str] = {}
    for step in steps:
        if isinstance(step, counting.Advanced):
            marks |= dict.fromkeys((name for name, _ in step.votes), words.gettext("goes on"))
        elif isinstance(step, counting.Elected):
            marks |= dict.fromkeys((name for name, _ in step.votes), words.gettext("elected"))
        elif isinstance(step, counting.Tied) and step.chosen is None and judgement.tie is not None:
            marks |= dict.fromkeys(step.tie.candidates, words.gettext("equal"))
        elif isinstance(step, counting.Reached) and by.law.question is not None and step.met:
            marks[step.candidate] = words.gettext("enough")
    return marks


def _points(points: Table, judgement: Judgement, by: Speaker) -> Chart:
    elected = by.words.gettext("elected")
    drawn = tuple(
        Bar(by.name(name), own, by.number(own), elected if name in judgement.elected else "") for name, own in points
    )
    return Chart(by.words.gettext("Points"), "", drawn, max((own for _, own in points), default=0))


def _regions(step: RegionsFor, steps: Sequence[object], by: Speaker) -> Chart:
    words = by.words
    level = step.share * step.total
    share = by.number(level)
    phrase = (
        words.gettext("at least {share}", share=share)
        if step.at_least
        else words.gettext("more than {share}", share=share)
    )
    bar = Bar(
        words.gettext("Regions for yes"),
        step.weight,
        by.number(step.weight),
        words.gettext("enough") if step.met else "",
    )
    note = words.ngettext(
        "{n} region; the weight of all is {total}",
        "{n} regions; the weight of all is {total}",
        number := sum(isinstance(each, Region) for each in steps),
        n=by.number(number),
        total=by.number(step.total),
    )
    return Chart(words.gettext("Regions"), note, (bar,), step.total, (level, phrase), ())


def _seats(judgement: Judgement, by: Speaker) -> Chart:
    whole = sum(seats for _, seats in judgement.seats)
    drawn = tuple(Bar(name, seats, _label(seats, whole, by)) for name, seats in judgement.seats)
    note = by.words.ngettext("{n} seat in all", "{n} seats in all", whole, n=by.number(whole))
    return Chart(by.words.gettext("Seats"), note, drawn, whole, None, _ticks(by))


def _matrix(step: counting.Pairwise, title: str, subtitle: str, description: str, by: Speaker) -> str:
    places = range(len(step.candidates))
    note = by.words.gettext("On how many ballots the candidate of the row stands above the one of the column")
    return matrix.draw(
        step.candidates,
        [[by.number(own) for own in row] for row in step.preferred],
        {(i, j) for i in places for j in places if step.preferred[i][j] > step.preferred[j][i]},
        title=title,
        subtitle=subtitle,
        note=note,
        description=description,
        language=by.words.language,
    )
