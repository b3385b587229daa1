# SPDX-License-Identifier: Apache-2.0
"""Elections that are not open yet: what an administrator writes, and what becomes of it."""

from datetime import datetime
from typing import Final

import msgspec
from django.utils import timezone
from django.utils.translation import gettext

from isonomia.groups import Group, group
from isonomia.parties import administrator
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import Message, TrusteePublicKey, encode
from isonomia.protocol.public.findings import CheckFailed
from isonomia.protocol.public.order import order
from isonomia.protocol.public.trustees import Kind, Single
from isonomia.record import strict, terms
from isonomia.record.errors import RecordError
from isonomia.server import ceremony, laws
from isonomia.server.models import Election, Party, PublicCredential, Voter

LANGUAGES: Final = ("en", "be", "ru", "fr")


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """An election as its administrator writes it; texts beside ``language`` are translations."""

    name: str = ""
    description: str = ""
    questions: list[msgspec.Raw] = []
    language: str = "en"
    texts: dict[str, terms.Texts] = {}
    schedule: terms.Schedule | None = None
    law: terms.Law | None = None
    previous: terms.Previous | None = None
    contact: str = ""
    administrator: str = ""
    """As the record will say it, and so the credential authority."""
    credential_authority: str = ""


class Missing(Message, frozen=True):
    """Something that must be there before the voting can be opened; ``code`` is stable."""

    code: str
    message: str


def read(election: Election) -> Draft:
    """The draft of an election."""
    return strict.decode(election.draft.encode(), Draft, "the draft")


def written(draft: Draft) -> str:
    """As it is stored."""
    return msgspec.json.encode(draft).decode()


def own_group(election: Election) -> Group:
    """The group of an election."""
    return group(election.group)


def prepared(election: Election) -> tuple[administrator.Draft, bytes]:
    """What the record will say, and the canonical terms. Raises PartyError, CheckFailed and RecordError."""
    draft = read(election)
    questions = administrator.read_questions(draft.questions)
    main = terms.Texts(draft.name, draft.description, [administrator.question_texts(q) for q in questions])
    own = terms.Terms(
        version=terms.VERSION,
        uuid=election.uuid,
        texts={**draft.texts, draft.language: main},
        law=draft.law,
        schedule=draft.schedule,
        previous=draft.previous,
    )
    template = administrator.Template(
        name=draft.name,
        description=draft.description,
        questions=draft.questions,
        administrator=draft.administrator or None,
        credential_authority=draft.credential_authority or None,
    )
    return administrator.draft(template, own_group(election), _no_randomness, own, election.uuid)


def _no_randomness(_: int) -> bytes:
    raise AssertionError("the uuid was drawn when the election was made")


def roll(election: Election) -> bytes:
    """The public credentials as the record will hold them: in the group's own order, which tells nothing."""
    entries = []
    weighted = Voter.objects.filter(election=election).exclude(weight=1).exists()
    for public, weight in PublicCredential.objects.filter(election=election).values_list("public", "voter__weight"):
        entries.append((order(election.group, public), f"{public},{weight}" if weighted else public))
    return encode([entry for _, entry in sorted(entries)])


def trustees(election: Election) -> list[Kind]:
    """The trustees, in the order of their numbers. Raises PartyError while a key is awaited, and CheckFailed."""
    if election.threshold is not None:
        return [ceremony.parameters(election)]
    parties = election.parties.filter(role=Party.TRUSTEE).order_by("number")
    return [Single(strict.decode(own.public_key.encode(), TrusteePublicKey, str(own))) for own in parties]


def moment(text: str) -> datetime:
    """A time of the schedule: RFC 3339 with an offset. Raises PartyError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise PartyError(f"{text[:40]!r} is not a time", "write it as 2026-11-22T18:00:00+03:00") from None
    if found.tzinfo is None:
        raise PartyError(f"{text[:40]!r} does not say its time zone", "write it as 2026-11-22T18:00:00+03:00")
    return found


def _schedule_trouble(schedule: terms.Schedule) -> str | None:
    try:
        opens = moment(schedule.opens) if schedule.opens else None
        closes = moment(schedule.closes) if schedule.closes else None
    except PartyError as error:
        return str(error)
    if closes is not None and closes <= max(filter(None, (opens, timezone.now()))):
        return gettext("it closes before it opens, or before now")
    return None


def _law_trouble(law: terms.Law, questions: int) -> str | None:
    if not any((own.file, own.sha256) == (law.file, law.sha256) for own in laws.shipped()):
        return gettext("%(file)s of this SHA-256 is not a law that comes with this server") % {"file": law.file}
    if not 0 <= law.question < questions:
        return gettext("there is no question %(number)s") % {"number": law.question + 1}
    return None


def _terms_missing(draft: Draft) -> list[Missing]:
    """What is wrong with the promises: texts, law, schedule."""
    found = []
    shape = [len(administrator.question_texts(own)) for own in administrator.read_questions(draft.questions)]
    for language, own in draft.texts.items():
        if language not in LANGUAGES or language == draft.language:
            found.append(
                Missing("texts", gettext("%(language)s is no language of a translation here") % {"language": language})
            )
        elif [len(texts) for texts in own.questions] != shape or not all(map(all, own.questions)) or not own.name:
            found.append(
                Missing("texts", gettext("The texts in %(language)s are not complete") % {"language": language})
            )
    if draft.law is not None and (trouble := _law_trouble(draft.law, len(draft.questions))):
        found.append(Missing("law", gettext("The law is not right: %(why)s") % {"why": trouble}))
    if draft.schedule is not None and (trouble := _schedule_trouble(draft.schedule)):
        found.append(Missing("schedule", gettext("The schedule is not right: %(why)s") % {"why": trouble}))
    return found


def missing(election: Election) -> list[Missing]:
    """What must still be done before the voting can be opened; empty if nothing."""
    found = []
    try:
        draft, _ = prepared(election)
        if not draft.name.strip():
            found.append(Missing("name", gettext("The election has no name")))
        found += _terms_missing(read(election))
    except (PartyError, CheckFailed, RecordError) as error:
        found.append(Missing("questions", gettext("The questions are not right: %(why)s") % {"why": error}))
    voters = election.voters.count()
    if not voters:
        found.append(Missing("voters", gettext("There is no list of voters")))
    if not election.parties.filter(role=Party.AUTHORITY).exists():
        found.append(Missing("authority", gettext("No credential authority is invited")))
    if voters and election.credentials.count() != voters:
        found.append(Missing("credentials", gettext("The credential authority has not made the credentials yet")))
    parties = election.parties.filter(role=Party.TRUSTEE)
    if not parties.exists():
        found.append(Missing("trustees", gettext("No trustee is invited")))
    without = gettext("Trustee %(number)s (%(name)s) has not made a key yet")
    found += [
        Missing("trustee-key", without % {"number": own.number, "name": own.name})
        for own in parties.filter(public_key="")
    ]
    return found
