# SPDX-License-Identifier: Apache-2.0
"""The administrator's endpoints that invite the authority and the trustees; what these have made stays theirs."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from isonomia.parties.ceremony_public import Terms, check_terms
from isonomia.protocol.messages import Message
from isonomia.server import drafts, elections, limits
from isonomia.server.addresses import is_address
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import ApiError, Failure, refuse
from isonomia.server.models import CeremonyMessage, Election, Party
from isonomia.server.tokens import new_token

ADMIN = Role.ADMINISTRATOR
ELECTION = "/api/elections/{uuid}"
MOST = 100
"""Trustees."""


class Person(Message, frozen=True):
    """Somebody to invite."""

    name: str
    email: str
    language: str = "en"


class Trustees(Message, frozen=True):
    """All trustees, in the order of their numbers; without ``threshold`` each has a key of her own.

    With it, so many of them suffice: they make the key together, in a ceremony.
    ``losing`` has the numbers of those of before whose keys, or messages of a ceremony, may be lost.
    """

    trustees: list[Person]
    threshold: int | None = None
    losing: tuple[int, ...] = ()


class Place(Message, frozen=True):
    """The number of somebody who is invited: a trustee's own, 0 for the authority."""

    number: int


def require_no_credentials(election: Election) -> None:
    """They are those of the list and of the authority that are there. Raises ApiError."""
    if election.credentials.exists():
        refuse("credentials-made", hint="remove them first; the authority must then make new ones")


@endpoint("PUT", ELECTION + "/authority", ADMIN, body=Person, errors=("credentials-made", "wrong-phase"))
def invite_authority(call: Call[Person]) -> None:
    """Invite the credential authority by mail; the link of one who was invited before is worth nothing any more."""
    with transaction.atomic():
        elections.require_draft(call.election)
        require_no_credentials(call.election)
        call.election.parties.filter(role=Party.AUTHORITY).delete()
        _invite(call, Party.AUTHORITY, 0, call.body)


@endpoint("POST", ELECTION + "/invitations", ADMIN, body=Place, errors=("not-found", "too-often"))
def invite_again(call: Call[Place]) -> None:
    """Mail somebody who is invited a new link: the one before is worth nothing, and what she has made stays."""
    party = call.election.parties.filter(number=call.body.number).first()
    if party is None:
        refuse("not-found", "nobody of this number is invited")
    if not limits.within(limits.INVITATIONS, call.account.email):
        refuse("too-often")
    with transaction.atomic():
        elections.invite(party)
        elections.log(call.election, call.actor, "invite-again", role=party.role, number=party.number)


@endpoint(
    "PUT", ELECTION + "/trustees", ADMIN, body=Trustees, errors=("refused", "wrong-phase", "malformed", "keys-lost")
)
def invite_trustees(call: Call[Trustees]) -> None:
    """The trustees as they shall be. Who stands there already, by her address, keeps link and key; others are invited.

    A ceremony that has begun, or keys of another kind than are needed now, begin anew: then all are invited anew.
    """
    body = call.body
    if len(body.trustees) > MOST:
        refuse("malformed", f"{MOST} trustees are the most")
    if body.threshold is not None:
        check_terms(Terms(drafts.own_group(call.election), len(body.trustees), body.threshold))
    for number, person in enumerate(body.trustees, start=1):
        _require_person(Party.TRUSTEE, number, person)
    with transaction.atomic():
        own = elections.locked(call.election)
        elections.require_draft(own)
        before = list(own.parties.filter(role=Party.TRUSTEE))
        kept = {} if _begins_anew(own, body.threshold) else _matched(before, body.trustees)
        _remove(call, [party for party in before if party not in kept.values()])
        if own.threshold != body.threshold:
            own.threshold = body.threshold
            own.save(update_fields=["threshold"])
            elections.log(own, call.actor, "threshold", threshold=body.threshold)
        own.parties.filter(role=Party.TRUSTEE).update(number=F("number") + 2 * MOST)  # numbers are given once
        for number, person in enumerate(body.trustees, start=1):
            if number in kept:
                _renumber(call, kept[number], number, person)
            else:
                _invite(call, Party.TRUSTEE, number, person)


def _begins_anew(own: Election, threshold: int | None) -> bool:
    """Whether nothing of before can stay: messages of a ceremony are for its members, and keys for their kind."""
    if CeremonyMessage.objects.filter(party__election=own).exists():
        return True
    return own.threshold != threshold and own.parties.filter(role=Party.TRUSTEE).exclude(public_key="").exists()


def _matched(before: Sequence[Party], people: Sequence[Person]) -> dict[int, Party]:
    """Who has a place already, by her new number."""
    left: dict[str, list[Party]] = {}
    for party in before:
        left.setdefault(party.email.casefold(), []).append(party)
    found = [(number, left.get(person.email.casefold())) for number, person in enumerate(people, start=1)]
    return {number: same.pop(0) for number, same in found if same}


def _remove(call: Call[Trustees], gone: Sequence[Party]) -> None:
    """Those who have made something only if that is agreed to, by number: somebody may have made it a moment ago."""
    made = [party for party in gone if party.public_key or party.ceremony.exists()]
    if unagreed := [party for party in made if party.number not in call.body.losing]:
        raise ApiError(
            "keys-lost",
            failures=[Failure(check="trustees", where=f"trustee {own.number}", why=own.name) for own in unagreed],
        )
    for party in gone:
        elections.log(call.election, call.actor, "remove-trustee", number=party.number, key=party in made)
        party.delete()


def _renumber(call: Call[Any], party: Party, number: int, person: Person) -> None:
    """Her name may have been mended, and her number be another one."""
    if party.number != number:
        elections.log(call.election, call.actor, "renumber", role=party.role, before=party.number, number=number)
    party.number, party.name, party.language = number, person.name.strip()[:200], person.language
    party.save(update_fields=["number", "name", "language"])


def _require_person(role: str, number: int, person: Person) -> None:
    who = f"{role} {number}" if number else role
    if not person.name.strip():
        refuse("malformed", f"{who}: the name is missing; a line is: name, e-mail")
    if person.language not in drafts.LANGUAGES:
        refuse("malformed", f"{who}: the language is not one of {', '.join(drafts.LANGUAGES)}")
    if not is_address(person.email):
        refuse("malformed", f"{who}: {person.email[:60]!r} is not an e-mail address; a line is: name, e-mail")


def _invite(call: Call[Any], role: str, number: int, person: Person) -> None:
    _require_person(role, number, person)
    party = Party.objects.create(
        election=call.election,
        role=role,
        number=number,
        name=person.name.strip()[:200],
        email=person.email,
        language=person.language,
        token_hash=new_token()[1],
    )
    elections.invite(party)
    elections.log(call.election, call.actor, "invite", role=role, number=number)
