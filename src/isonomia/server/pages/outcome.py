# SPDX-License-Identifier: Apache-2.0
"""The published result for readers: counts in tables, and what the law that was promised makes of them."""

from collections import Counter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from isonomia.board.ledger import reading
from isonomia.law.errors import LawError
from isonomia.present.catalogue import LANGUAGES, words
from isonomia.present.law_figure import figure
from isonomia.present.law_outline import in_language
from isonomia.present.law_speech import Said
from isonomia.present.law_text import finding, told
from isonomia.protocol.messages import QuestionH, QuestionL
from isonomia.protocol.public.questions import Question
from isonomia.record.terms import Texts
from isonomia.server import lawful as rules
from isonomia.server.models import Election
from isonomia.server.texts import question_of, texts_of

MOST_VOTES = 500
"""Different rankings that the page shows; the record has all."""


class Line(NamedTuple):
    """An answer's count, and its length in a chart: 100 is the largest count of the question."""

    answer: str
    votes: int
    length: int


class Part(NamedTuple):
    """One question. Where voters give numbers: its ``answers``, and how often each row of numbers was given."""

    question: str
    counts: list[Line]
    answers: list[str]
    votes: list[tuple[int, list[int]]]
    more: int = 0
    """How many different rows are not shown."""


class Outcome(NamedTuple):
    """What follows under the law, in words; ``steps`` are empty where it cannot be said, and ``finding`` says why."""

    law: str
    finding: list[Said]
    steps: list[Said]


def parts(election: Election, language: str) -> list[Part]:
    """The result, question by question; empty before it is published."""
    result = rules.numbers_of(election)
    if result is None:
        return []
    texts, questions = texts_of(election, language), reading(election.uuid).require_setup().election.questions
    return [_part(question, texts, number, result[number]) for number, question in enumerate(questions)]


def _part(question: Question, texts: Texts, number: int, own: Any) -> Part:
    text, answers = question_of(texts, number)
    if not isinstance(question, QuestionH | QuestionL):
        rows = Counter(tuple(vote) for vote in own)
        ordered = sorted(((votes, list(row)) for row, votes in rows.items()), key=lambda each: (-each[0], each[1]))
        return Part(text, [], answers, ordered[:MOST_VOTES], max(0, len(ordered) - MOST_VOTES))
    counts = own if isinstance(question, QuestionH) else [votes for row in own for votes in row]
    if len(counts) > len(answers):
        answers = [_("Blank vote"), *answers]
    most = max([*counts, 1])
    lines = [Line(name, votes, round(100 * votes / most)) for name, votes in zip(answers, counts, strict=True)]
    return Part(text, lines, [], [])


def lawful(election: Election, language: str) -> Outcome | None:
    """The outcome under the law; None if the terms name none, or before the result."""
    try:
        judged = rules.judged(election)
    except LawError as error:
        return Outcome("", [Said(str(error))], [])
    if judged is None:
        return None
    spoken = words(language if language in LANGUAGES else "en")
    said = finding(judged.judgement, judged.law, spoken), told(judged.judgement, judged.law, spoken)
    return Outcome(in_language(judged.law.title, spoken), *said)


def drawing(election: Election, language: str) -> str | None:
    """The outcome as an SVG document; None where there is none."""
    try:
        judged = rules.judged(election)
    except LawError:
        return None
    return judged and figure(judged.judgement, judged.law, words(language if language in LANGUAGES else "en"))
