# SPDX-License-Identifier: Apache-2.0
"""What the credential authority's page needs for letters: everything but the credentials, which are hers alone."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse

from isonomia.parties.errors import PartyError
from isonomia.present.catalogue import words
from isonomia.present.letter_words import letter_words, written_time
from isonomia.protocol.challenges import fingerprint
from isonomia.server import drafts
from isonomia.server.models import Election
from isonomia.server.texts import texts_of


class Letter(NamedTuple):
    """Words and title of the letters in one language."""

    language: str
    title: str
    words: dict[str, str]


def _moment(text: str | None) -> datetime | None:
    """None also for what is no time: the administrator's checklist says so."""
    try:
        return drafts.moment(text) if text else None
    except PartyError:
        return None


def context(election: Election) -> dict[str, Any]:
    """Letters in every language, times, whom voters ask; and the fingerprint of the roll once it is here."""
    draft = drafts.read(election)
    schedule = draft.schedule
    opens = _moment(schedule.opens if schedule else None)
    closes = _moment(schedule.closes if schedule else None)
    if election.closes is not None:  # it may have been extended
        closes = election.closes.astimezone(closes.tzinfo if closes else None)
    return {
        "letters": [
            Letter(own, texts_of(election, own).name, letter_words(words(own)))
            for own in sorted(drafts.LANGUAGES, key=lambda own: own != draft.language)
        ],
        "letter_address": f"{settings.ORIGIN}{reverse('vote', args=[election.uuid])}",
        "letter_opens": written_time(opens) if opens else "",
        "letter_closes": written_time(closes) if closes else "",
        "letter_contact": draft.contact,
        "roll": fingerprint(drafts.roll(election)) if election.credentials.exists() else "",
    }
