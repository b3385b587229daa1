# SPDX-License-Identifier: Apache-2.0
"""A second round from the record of the first: those whom the law sends on, the same voters, the same law.

The administrator drafts it; the credential authority makes new public credentials from the codes that the voters
have. ``isonomia.verify.previous`` checks the outcome of both.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from isonomia.groups import Group
from isonomia.law.judgement import Follows, Judgement
from isonomia.parties import administrator
from isonomia.parties.administrator import Draft, Template
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import UNSET, QuestionH, encode
from isonomia.protocol.tokens import Random
from isonomia.record.terms import VERSION, Law, Previous, Schedule, Terms, Texts
from isonomia.verify import Examined
from isonomia.verify.previous import File, what_follows


class Round(NamedTuple):
    """What a second round is about; ``terms`` have no uuid yet."""

    template: Template
    terms: Terms
    judgement: Judgement


def follow(
    first: Examined,
    before: Terms,
    law: File,
    *,
    names: Mapping[str, str],
    withdrawn: list[str],
    lot: list[str],
    schedule: Schedule | None = None,
) -> Round:
    """The second round that follows from an election, and what the law says to the first.

    ``names`` is what the election is called in each language of the first terms; one that is not there keeps the
    name of the first. Raises LawError where the law cannot be applied, PartyError if no second round follows.
    """
    previous = Previous(before.uuid, first.report.fingerprints["last_event"], withdrawn, lot)
    judgement = what_follows(first, before, law, previous)
    following = judgement.next
    if following is None or following.what is Follows.REPEAT:
        raise PartyError(f"the law orders no further round: {judgement.verdict}")
    assert first.setup is not None  # or the law could not be applied
    assert before.law is not None
    question = first.setup.election.questions[before.law.question]
    if not isinstance(question, QuestionH):
        raise PartyError("a further round is drafted of a question with one vote for one candidate only")
    kept = [place for place, name in enumerate(question.answers) if name in following.candidates]
    against = before.law.against_all
    answers = [question.answers[place] for place in kept]
    decided = Law(before.law.file, before.law.sha256, 0, len(answers) if against is not None else None)
    if against is not None:
        kept.append(against)
        answers.append(question.answers[against])
    texts = {
        language: _texts(own, names.get(language, own.name), before.law.question, kept)
        for language, own in before.texts.items()
    }
    message = first.setup.election.message
    template = Template(
        name=next((names[code] for code in names if before.texts[code].name == message.name), message.name),
        questions=[msgspec.Raw(encode(_replaced(question, answers)))],
        administrator=_or_none(message.administrator),
        credential_authority=_or_none(message.credential_authority),
    )
    terms = Terms(version=VERSION, uuid="", texts=texts, law=decided, schedule=schedule, previous=previous)
    return Round(template, terms, judgement)


def draft(
    first: Examined,
    before: Terms,
    law: File,
    group: Group,
    random: Random,
    *,
    names: Mapping[str, str],
    withdrawn: list[str],
    lot: list[str],
    schedule: Schedule | None = None,
) -> tuple[Draft, bytes, Judgement]:
    """A draft of the second round, its canonical terms, and what the law says to the first. See :func:`follow`."""
    own = follow(first, before, law, names=names, withdrawn=withdrawn, lot=lot, schedule=schedule)
    made, content = administrator.draft(own.template, group, random, own.terms)
    return made, content, own.judgement


def _replaced(question: QuestionH, answers: list[str]) -> QuestionH:
    return msgspec.structs.replace(question, answers=answers)


def _or_none(text: str | msgspec.UnsetType) -> str | None:
    return None if text is UNSET else str(text)


def _texts(own: Texts, name: str, question: int, kept: list[int]) -> Texts:
    """The question's texts without those answers that no longer stand."""
    if question >= len(own.questions):
        return Texts(name, own.description)
    asked, *answers = own.questions[question]
    return Texts(name, own.description, [[asked, *(answers[place] for place in kept if place < len(answers))]])
