# SPDX-License-Identifier: Apache-2.0
"""A second round as a draft of its own: whom the law sends on, the same voters, whoever was invited to the first."""

from collections import Counter
from itertools import islice
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from isonomia.board.ledger import NoRecord, reading
from isonomia.board.models import Board
from isonomia.law.errors import LawError
from isonomia.law.judgement import Follows, Next, Verdict
from isonomia.parties import second_round
from isonomia.parties.administrator import read_questions
from isonomia.parties.errors import PartyError
from isonomia.present.second_round import names
from isonomia.record.errors import RecordError
from isonomia.record.terms import VERSION, Terms
from isonomia.server import lawful
from isonomia.server.drafts import Draft, Missing, read
from isonomia.server.models import Election, Voter
from isonomia.server.roll_counts import weights
from isonomia.verify import Examined
from isonomia.verify.previous import follows_from, standing

CODE: Final = "previous"
"""Of what the checklist says of a second round."""
BATCH: Final = 2000
"""Rows that are written at once."""


class Asked(NamedTuple):
    """What a first round asks for: between whom, if no tie is open, who stood, and whether a lot was committed to."""

    next: Next | None
    stood: tuple[str, ...]
    lot: bool


def asked(election: Election) -> Asked | None:
    """Whether a result asks for another round, or may once a tie is broken; None if not."""
    try:
        promised = lawful.terms_of(election)
        held, found = lawful.held_in(election, promised), lawful.judged(election)
    except LawError:
        return None
    if held is None or found is None or promised.law is None or election.previous_id is not None:
        return None
    judgement = found.judgement
    further = judgement.next is not None and judgement.next.what is not Follows.REPEAT
    if not further and judgement.verdict is not Verdict.OPEN_TIE:
        return None
    return Asked(judgement.next if further else None, held.candidates, bool(promised.law.commitments))


def drafted(first: Election, examined: Examined, withdrawn: list[str], lot: list[str]) -> Draft:
    """The draft that follows from a first round. Raises PartyError and LawError."""
    before, own = lawful.terms_of(first), read(first)
    if before.law is None:
        raise PartyError("the terms name no law: nobody can tell what follows from the result")
    made = second_round.follow(
        examined, before, lawful.law_of(before), names=names(before), withdrawn=withdrawn, lot=lot
    )
    texts = dict(made.terms.texts)
    main = texts.pop(own.language)
    return Draft(
        name=main.name,
        description=main.description,
        questions=made.template.questions,
        language=own.language,
        texts=texts,
        law=made.terms.law,
        previous=made.terms.previous,
        contact=own.contact,
        administrator=own.administrator,
        credential_authority=own.credential_authority,
    )


def copy_voters(first: Election, second: Election) -> int:
    """The same people with the same weights; gives how many. Within a transaction."""
    same = first.voters.values("login", "email", "weight", "language").iterator(chunk_size=BATCH)
    count = 0
    while rows := [Voter(election=second, **voter) for voter in islice(same, BATCH)]:
        Voter.objects.bulk_create(rows)
        count += len(rows)
    return count


def opened(first: Election, but: Election | None = None) -> str | None:
    """The uuid of a second round of ``first`` that was opened, ``but`` aside."""
    uuids = first.following.exclude(pk=but.pk if but else "").values_list("uuid", flat=True)
    return Board.objects.filter(uuid__in=list(uuids)).values_list("uuid", flat=True).first()


def live(first: Election) -> str | None:
    """The uuid of a second round that was begun already; a draft that was archived is none."""
    return opened(first) or first.following.filter(archived=False).values_list("uuid", flat=True).first()


def missing(election: Election, draft: Draft) -> list[Missing]:
    """What keeps a draft from being the second round that it says it is."""
    first, named = election.previous, draft.previous
    if first is None and named is None:
        return []
    if first is None or named is None or named.uuid != first.uuid:
        why = _("A second round is begun from the page of the first, on the same server, and stays one")
        return [Missing(CODE, why, CODE)]
    try:
        troubles = _troubles(election, first, draft)
    except (LawError, PartyError, RecordError, NoRecord) as error:
        troubles = [str(error)]
    return [Missing(CODE, _("The second round is not right: %(why)s") % {"why": why}, CODE) for why in troubles]


def _troubles(election: Election, first: Election, draft: Draft) -> list[str]:
    assert draft.previous is not None  # the caller has looked
    before = lawful.terms_of(first)
    held = lawful.held_in(first, before)
    if held is None or before.law is None:
        return [_("the first round has no result")]
    troubles = []
    if (other := opened(first, election)) is not None:
        troubles.append(_("another second round was opened already: %(uuid)s") % {"uuid": other})
    if draft.previous.last_event != reading(first.uuid).last.hash:
        troubles.append(_("it does not name the last event of the first round"))
    if draft.law is None or draft.law.sha256 != before.law.sha256:
        return [*troubles, _("it is not held under the law of the first round")]
    following = follows_from(held, before, lawful.law_of(before), draft.previous).next
    if following is None or following.what is Follows.REPEAT:
        return [*troubles, _("the law orders no further round")]
    own = Terms(version=VERSION, uuid=election.uuid, texts={}, law=draft.law)
    who, against = standing(read_questions(draft.questions), own)
    if sorted(who) != sorted(following.candidates):
        told = {"sent": ", ".join(following.candidates), "stand": ", ".join(who)}
        troubles.append(_("the law sends on %(sent)s; here stand %(stand)s") % told)
    questions = reading(first.uuid).require_setup().election.questions
    if against != standing(questions, before)[1]:
        troubles.append(_("the answer “against all” is not that of the first round"))
    if Counter(reading(first.uuid).require_setup().roll.values()) != Counter(weights(election)):
        troubles.append(_("there are not as many voters, with the same weights, as in the first round"))
    return troubles
