# SPDX-License-Identifier: Apache-2.0
"""An election's own texts in the reader's language: from the terms once they are fixed, before from the draft."""

from isonomia.record import terms
from isonomia.server import drafts
from isonomia.server.models import Election


def texts_of(election: Election, language: str | None) -> terms.Texts:
    """Name, description and questions in ``language``, or in the main one of the election."""
    draft = drafts.read(election)
    if election.terms is not None:
        promised = terms.read_terms(bytes(election.terms), "the terms").texts
        return promised.get((language or "")[:2]) or promised[draft.language]
    found = draft.texts.get((language or "")[:2])
    return found if found and found.name else terms.Texts(draft.name, draft.description)


def schedule_of(election: Election) -> terms.Schedule | None:
    """When it opens and closes: as the terms promise, before them as the draft says."""
    if election.terms is not None:
        return terms.read_terms(bytes(election.terms), "the terms").schedule
    return drafts.read(election).schedule


def question_of(texts: terms.Texts, number: int) -> tuple[str, list[str]]:
    """A question and its answers, those of all lists one after the other."""
    question, *answers = texts.questions[number]
    return question, answers
