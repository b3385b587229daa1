# SPDX-License-Identifier: Apache-2.0
"""Elections that are not open yet: what an administrator writes, and what becomes of it."""

from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from isonomia.groups import Group, group
from isonomia.parties import administrator
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import Message, TrusteePublicKey, encode
from isonomia.protocol.public.order import order
from isonomia.protocol.public.trustees import Kind, Single
from isonomia.record import strict, terms
from isonomia.server import ceremony
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
    """Something that must be there before the voting can be opened; ``code`` and ``where`` are stable."""

    code: str
    message: str
    where: str = ""
    """The part of the draft that it is about: ``name``, ``questions.0``, ``texts.be``, …"""


def read(election: Election) -> Draft:
    """The draft of an election."""
    return strict.decode(election.draft.encode(), Draft, "the draft")


def written(draft: Draft) -> str:
    """As it is stored."""
    return msgspec.json.encode(draft).decode()


def version(election: Election) -> str:
    """Changes with the draft: whoever saves says which one she has changed."""
    return sha256(election.draft.encode()).hexdigest()[:32]


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
    if not 2000 <= found.year <= 9000:
        raise PartyError(f"{text[:40]!r} is in no year that anybody plans for", "a year from 2000 to 9000")
    if found.tzinfo is None:
        raise PartyError(f"{text[:40]!r} does not say its time zone", "write it as 2026-11-22T18:00:00+03:00")
    return found
