# SPDX-License-Identifier: Apache-2.0
"""What must still be done before the voting can be opened, and where in the draft it is wrong."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomia.parties import administrator
from isonomia.parties.errors import PartyError
from isonomia.present.letter_words import written_time
from isonomia.protocol.messages import QuestionH, QuestionNH
from isonomia.protocol.public.findings import CheckFailed
from isonomia.protocol.public.questions import Question
from isonomia.record import payloads, terms
from isonomia.record.errors import RecordError
from isonomia.server import drafts, laws, second_round
from isonomia.server.drafts import LANGUAGES, Draft, Missing
from isonomia.server.models import Election, Job, Party
from isonomia.server.question_checks import troubles

NAMES = dict(settings.LANGUAGES)


def missing(election: Election) -> list[Missing]:
    """What must still be done; empty if nothing."""
    draft = drafts.read(election)
    found = []
    if not draft.name.strip():
        found.append(Missing("name", _("The election has no name"), "name"))
    questions, wrong = _questions(election, draft)
    found += wrong
    if questions is not None:
        found += [*_texts(draft, questions), *_law(draft, questions)]
    if draft.schedule is not None and (trouble := _schedule_trouble(draft.schedule)):
        found.append(Missing("schedule", _("The schedule is not right: %(why)s") % {"why": trouble}, "schedule"))
    found += second_round.missing(election, draft)
    return found + _voters(election, questions or []) + _parties(election)


def opening_name(election: Election) -> str:
    """Of the one job that opens it on time."""
    return f"open:{election.uuid}"


def opening_job(election: Election) -> QuerySet[Job]:
    """The job that opens it on time, if one waits."""
    return Job.objects.filter(once=opening_name(election))


def missed_opening(election: Election) -> datetime | None:
    """When it should have opened, if it could not then and is tried again (:mod:`isonomia.server.opening`)."""
    waiting = opening_job(election).first()
    missed = waiting.arguments.get("missed") if waiting else None
    return datetime.fromisoformat(missed) if missed else None


def told(election: Election) -> list[Missing]:
    """What is missing, as the administrator's page says it: before all that the opening was missed, if it was."""
    found = missing(election)
    missed = missed_opening(election) if found else None
    if missed is None:
        return found
    why = _(
        "Voting should have opened at %(time)s and did not, for the following was missing. It opens by itself, within "
        "a minute, once nothing is missing; if it shall not, take the opening time out"
    )
    return [Missing("opening", why % {"time": written_time(missed)}, "schedule"), *found]


def _questions(election: Election, draft: Draft) -> tuple[list[Question] | None, list[Missing]]:
    """All of them, or None if one cannot be read; and what is wrong with each."""
    if not draft.questions:
        return [], [Missing("questions", _("There is no question yet"), "questions")]
    read, found, group = [], [], drafts.own_group(election)
    for number, raw in enumerate(draft.questions):
        try:
            question = payloads.read_question(raw, f"$.questions[{number}]")
        except RecordError as error:
            told = [str(error.why)]
        else:
            read.append(question)
            told = list(troubles(question, group))
        values = [{"number": number + 1, "why": why} for why in told]
        found += [
            Missing("questions", _("Question %(number)s: %(why)s") % each, f"questions.{number}") for each in values
        ]
    if not found:
        try:
            drafts.prepared(election)
        except (PartyError, CheckFailed, RecordError) as error:  # what nobody has put into words above
            found.append(Missing("questions", _("The questions are not right: %(why)s") % {"why": error}, "questions"))
    return read if len(read) == len(draft.questions) else None, found


def _texts(draft: Draft, questions: list[Question]) -> Iterator[Missing]:
    """Languages that are none, and translations that are not whole."""
    if draft.language not in LANGUAGES:
        why = _("%(language)s is no language of an election here") % {"language": draft.language}
        yield Missing("texts", why, "languages")
    shape = [len(administrator.question_texts(question)) for question in questions]
    for language, own in draft.texts.items():
        where = f"texts.{language}"
        if language not in LANGUAGES or language == draft.language:
            why = _("%(language)s is no language of a translation here") % {"language": language}
            yield Missing("texts", why, where)
        elif [len(texts) for texts in own.questions] != shape:
            why = _("The texts in %(language)s are not complete") % {"language": NAMES[language]}
            yield Missing("texts", why, where)
        else:
            yield from _gaps(NAMES[language], own, where)


def _gaps(language: str, own: terms.Texts, where: str) -> Iterator[Missing]:
    if not own.name.strip():
        yield Missing("texts", _("%(language)s: the name of the election is missing") % {"language": language}, where)
    for number, texts in enumerate(own.questions, start=1):
        gaps = sum(1 for text in texts if not text.strip())
        if gaps:
            values = {"language": language, "number": number, "count": gaps, "total": len(texts)}
            why = _("%(language)s: question %(number)s lacks %(count)s of %(total)s texts") % values
            yield Missing("texts", why, where)


def _schedule_trouble(schedule: terms.Schedule) -> str | None:
    try:
        opens = drafts.moment(schedule.opens) if schedule.opens else None
        closes = drafts.moment(schedule.closes) if schedule.closes else None
    except PartyError as error:
        return str(error)
    if closes is not None and closes <= max(filter(None, (opens, timezone.now()))):
        return _("it closes before it opens, or before now")
    return None


def _law(draft: Draft, questions: list[Question]) -> Iterator[Missing]:
    if draft.law is not None and (trouble := _law_trouble(draft.law, questions)):
        yield Missing("law", _("The law is not right: %(why)s") % {"why": trouble}, "law")


def _law_trouble(law: terms.Law, questions: list[Question]) -> str | None:
    if not any((own.file, own.sha256) == (law.file, law.sha256) for own in laws.shipped()):
        return _("%(file)s of this SHA-256 is not a law that comes with this server") % {"file": law.file}
    if not 0 <= law.question < len(questions):
        return _("there is no question %(number)s") % {"number": law.question + 1}
    question, ranks = questions[law.question], laws.content(law.file).ranking is not None
    if ranks != isinstance(question, QuestionNH):
        return _("it counts rankings; the question asks for none") if ranks else _("it counts no rankings")
    if isinstance(question, QuestionH) and question.max != 1:
        return _("it is for one vote each; voters may choose several answers")
    if law.against_all is None:
        return None
    if isinstance(question, QuestionNH):
        return _("rankings have no answer “against all”")
    if not 0 <= law.against_all < len(question.answers):
        return _("there is no answer %(number)s to be the one against all") % {"number": law.against_all + 1}
    return None


def _voters(election: Election, questions: list[Question]) -> list[Missing]:
    """The roll, and the credentials of everybody on it."""
    found = []
    voters = election.voters.count()
    if not voters:
        found.append(Missing("voters", _("There is no list of voters"), "voters"))
    ranked = any(isinstance(question, QuestionNH) for question in questions)
    if ranked and (heavy := election.voters.exclude(weight=1).count()):
        why = _(
            "Rankings and grades cannot be weighted, and %(count)s voters have another weight than 1: give everybody "
            "weight 1, or put such questions into an election of their own"
        )
        found.append(Missing("weights", why % {"count": heavy}, "voters"))
    if not election.parties.filter(role=Party.AUTHORITY).exists():
        found.append(Missing("authority", _("No credential authority is invited"), "authority"))
    if voters and election.credentials.count() != voters:
        why = _("The credential authority has not made the credentials yet")
        found.append(Missing("credentials", why, "authority"))
    return found


def _parties(election: Election) -> list[Missing]:
    """The trustees and their keys."""
    parties = election.parties.filter(role=Party.TRUSTEE)
    if not parties.exists():
        return [Missing("trustees", _("No trustee is invited"), "trustees")]
    without = _("Trustee %(number)s (%(name)s) has not made a key yet")
    return [
        Missing("trustee-key", without % {"number": own.number, "name": own.name}, "trustees")
        for own in parties.filter(public_key="")
    ]
