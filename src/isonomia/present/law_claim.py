# SPDX-License-Identifier: Apache-2.0
"""In words: what an announced result would mean, and how far an outcome is from another one."""

from isonomia.law.altering import AGAINST, BLANK, INVALID
from isonomia.law.claimed import Fit, Told
from isonomia.law.law import Law
from isonomia.law.margins import Change, Margin
from isonomia.present.catalogue import Words
from isonomia.present.law_speech import Row, Said, Speaker
from isonomia.present.law_terms import base_of
from isonomia.present.law_text import finding, headline


def claim(told: Told, law: Law, words: Words) -> list[Said]:
    """Of what the percentages were taken, and whether it can be told what they mean."""
    said = [Said(words.gettext("The percentages were taken as shares of {base}.", base=base_of(told.base, words)))]
    if told.judgement is not None:
        text = words.gettext("What follows holds for all whole counts that fit; the numbers are those of one example.")
        return [*said, Said(text)]
    if not told.fits:
        text = words.gettext("It cannot be told: nobody has more than half of the first preferences in all counts.")
        return [*said, Said(text)]
    text = words.gettext("It cannot be told: the law says different things to counts that fit.")
    return [*said, Said(text), *(_example(fit, law, words) for fit in told.fits)]


def _example(fit: Fit, law: Law, words: Words) -> Said:
    by, counts = Speaker(words, law), fit.counts
    rows = [Row(by.name(name), by.number(votes)) for name, votes in counts.votes]
    if counts.against_all:
        rows.append(Row(words.gettext("against all"), by.number(counts.against_all)))
    if others := counts.blank + counts.invalid:
        rows.append(Row(words.gettext("all other ballots"), by.number(others)))
    if counts.participants is not None:
        rows.append(Row(words.gettext("took part"), by.number(counts.participants)))
    return Said(words.gettext("If it was so: {finding}", finding=headline(fit.judgement, law, words)), tuple(rows))


def margin(own: Margin, law: Law, words: Words) -> list[Said]:
    """The fewest altered, and the fewest removed ballots that change the outcome."""
    said = [Said(words.gettext("Margin"), heading=True)]
    if not own.exact:
        said.append(Said(words.gettext("These are ways that were found; fewer ballots may be enough.")))
    said += [_altered(own.altered, law, words), _removed(own.removed, law, words)]
    if own.at_least is not None:
        number = Speaker(words, law).number(own.at_least)
        text = words.gettext("Fewer altered ballots than {n} surely change nothing.", n=number)
        said.append(Said(text))
    return said


def _altered(change: Change | None, law: Law, words: Words) -> Said:
    if change is None:
        return Said(words.gettext("No altered ballots change the outcome."))
    by, outcome = Speaker(words, law), finding(change.judgement, law, words)[0]
    text = words.ngettext(
        "{n} altered ballot ({source} → {target}) changes the outcome: {finding}",
        "{n} altered ballots ({source} → {target}) change the outcome: {finding}",
        change.ballots,
        n=by.number(change.ballots),
        source=_source(change, by),
        target=by.name(_kind(change.target or "", words)),
        finding=outcome.text,
    )
    return Said(text, outcome.rows)


def _removed(change: Change | None, law: Law, words: Words) -> Said:
    if change is None:
        return Said(words.gettext("No removed ballots change the outcome."))
    by, outcome = Speaker(words, law), finding(change.judgement, law, words)[0]
    text = words.ngettext(
        "{n} removed ballot ({source}) changes the outcome: {finding}",
        "{n} removed ballots ({source}) change the outcome: {finding}",
        change.ballots,
        n=by.number(change.ballots),
        source=_source(change, by),
        finding=outcome.text,
    )
    return Said(text, outcome.rows)


def _source(change: Change, by: Speaker) -> str:
    source = by.name(_kind(change.source, by.words))
    return source if change.region is None else f"{source}, {change.region}"


def _kind(name: str, words: Words) -> str:
    """What a ballot says: a candidate, or one of the three that are none."""
    return {
        AGAINST: words.gettext("against all"),
        BLANK: words.gettext("blank"),
        INVALID: words.gettext("invalid"),
    }.get(name, name)
