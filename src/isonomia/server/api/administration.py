# SPDX-License-Identifier: Apache-2.0
"""The administrator's endpoints: draft, roll, opening, closing, log."""

import os
from typing import Any

from django.db import transaction
from django.db.models import Count

from isonomia.groups import NAMES
from isonomia.parties.administrator import UUID_LENGTH
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import Message
from isonomia.protocol.tokens import base58_token
from isonomia.server import checklist, drafts, elections, jobs, opening, rolls
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import IF_MATCH, Call, endpoint
from isonomia.server.api.errors import ApiError, Failure, refuse
from isonomia.server.api.invitations import require_no_credentials
from isonomia.server.models import CeremonyMessage, Election, Party, PublicCredential, Voter
from isonomia.server.roll_counts import languages

ADMIN = Role.ADMINISTRATOR
ELECTION = "/api/elections/{uuid}"


class NewElection(Message, frozen=True):
    """A draft and its group."""

    draft: drafts.Draft
    group: str = NAMES[0]


class Created(Message, frozen=True):
    """The address of the new election."""

    uuid: str


class Summary(Message, frozen=True):
    """A line of the list of one's elections."""

    uuid: str
    name: str
    state: str
    archived: bool


class PartyStatus(Message, frozen=True):
    """How far somebody who was invited is."""

    role: str
    number: int
    name: str
    email: str
    language: str
    done: bool
    said: int
    """How many messages of the key ceremony are a trustee's; with the third she is done."""


class VoterLine(Message, frozen=True):
    """A voter on the roll."""

    login: str
    email: str
    weight: int
    language: str
    voted: bool


class LogLine(Message, frozen=True):
    """Who did what, when (RFC 3339)."""

    time: str
    actor: str
    action: str
    details: dict[str, Any]


class Management(Message, frozen=True, kw_only=True):
    """What an administrator sees of her election."""

    uuid: str
    group: str
    state: str
    draft: drafts.Draft
    version: str
    """Of the draft: sent back as ``If-Match``, so that nobody overwrites what somebody else has saved meanwhile."""
    voters: int
    languages: dict[str, int]
    """How many voters read each."""
    credentials: int
    roll: str | None
    """The fingerprint of the public credentials."""
    parties: list[PartyStatus]
    threshold: int | None
    """How many trustees suffice, where they make the key together."""
    missing: list[drafts.Missing]
    turnout: dict[str, int]
    closes: str | None
    """When the worker closes the voting, extensions included."""
    archived: bool
    undelivered: int
    """Mails that the mail server did not take, and that are tried again."""
    unfinished: list[str]
    """Other jobs of the server that failed and are tried again: tally, result."""


@endpoint("GET", "/api/elections", Role.ACCOUNT, answer=list[Summary])
def list_own(call: Call[None]) -> list[Summary]:
    """The elections that one administers."""
    found = call.account.elections.order_by("uuid")
    return [Summary(e.uuid, drafts.read(e).name, elections.state_of(e), e.archived) for e in found]


@endpoint("POST", "/api/elections", Role.ACCOUNT, body=NewElection, most=1 << 20, answer=Created)
def create(call: Call[NewElection]) -> Created:
    """Begin a draft."""
    if call.body.group not in NAMES:
        refuse("malformed", f"the group is not one of {', '.join(NAMES)}")
    with transaction.atomic():
        election = Election.objects.create(
            uuid=base58_token(UUID_LENGTH, os.urandom), group=call.body.group, draft=drafts.written(call.body.draft)
        )
        election.administrators.add(call.account)
        opening.plan(election)
        elections.log(election, call.actor, "create")
    return Created(election.uuid)


@endpoint("GET", ELECTION + "/management", ADMIN, answer=Management)
def manage(call: Call[None]) -> Management:
    """Draft, invitations, turnout, and what is missing."""
    own = call.election
    state = elections.state_of(own)
    complete = own.credentials.count()
    undelivered, unfinished = jobs.troubles(own)
    return Management(
        uuid=own.uuid,
        group=own.group,
        state=state,
        draft=drafts.read(own),
        version=drafts.version(own),
        voters=own.voters.count(),
        languages=languages(own),
        credentials=complete,
        roll=fingerprint(drafts.roll(own)) if complete else None,
        parties=_parties(own, made=complete > 0),
        threshold=own.threshold,
        missing=checklist.told(own) if state == "draft" else [],
        turnout=elections.turnout(own),
        closes=own.closes.isoformat() if own.closes else None,
        archived=own.archived,
        undelivered=undelivered,
        unfinished=unfinished,
    )


def _parties(own: Election, *, made: bool) -> list[PartyStatus]:
    """Who is invited; ``made`` tells whether the credentials are."""
    messages = CeremonyMessage.objects.filter(party__election=own).order_by()
    said = dict(messages.values_list("party").annotate(Count("pk")))
    found = []
    for party in own.parties.all():
        done = bool(party.public_key) if party.role == Party.TRUSTEE else made
        about = (party.role, party.number, party.name, party.email, party.language)
        found.append(PartyStatus(*about, done, said.get(party.pk, 0)))
    return found


class Saved(Message, frozen=True):
    """The version of the draft that was saved, and what is still missing."""

    version: str
    missing: list[drafts.Missing]


def _seen(call: Call[Any]) -> str | None:
    """The version of the draft that the sender has seen; None if she does not say."""
    given = call.request.headers.get("If-Match", "*")
    return None if given == "*" else given.strip().removeprefix("W/").strip('"')


@endpoint(
    "PUT", ELECTION + "/draft", ADMIN, body=drafts.Draft, most=1 << 20, answer=Saved, parameters=(IF_MATCH,),
    errors=("draft-moved", "wrong-phase"),
)  # fmt: skip
def write_draft(call: Call[drafts.Draft]) -> Saved:
    """Replace the draft; with ``If-Match``, only if it is of this version. Gives what is still missing."""
    with transaction.atomic():
        own = elections.locked(call.election)
        elections.require_draft(own)
        elections.require_version(own, _seen(call))
        own.draft = drafts.written(call.body)
        own.save(update_fields=["draft"])
        opening.plan(own)
        elections.log(own, call.actor, "draft")
    return Saved(drafts.version(own), checklist.told(own))


@endpoint(
    "PUT", ELECTION + "/voters", ADMIN, body=bytes, takes="text/csv", most=64 << 20, answer=dict[str, int],
    errors=("roll-wrong", "credentials-made", "wrong-phase"),
)  # fmt: skip
def write_voters(call: Call[bytes]) -> dict[str, int]:
    """Replace the list of voters by a CSV: login, e-mail, weight, language. All of it, or nothing."""
    lines, wrong = rolls.read_roll(call.body, drafts.read(call.election).language)
    if wrong:
        places = [(f"line {number}" if number else "the list", why) for number, why in wrong]
        raise ApiError("roll-wrong", failures=[Failure(check="roll", where=where, why=why) for where, why in places])
    with transaction.atomic():
        elections.require_draft(call.election)
        require_no_credentials(call.election)
        call.election.voters.all().delete()
        rows = [Voter(election=call.election, **line._asdict()) for line in lines]
        Voter.objects.bulk_create(rows, batch_size=2000)
        elections.log(call.election, call.actor, "voters", count=len(rows))
    return {"voters": len(rows)}


@endpoint("GET", ELECTION + "/voters", ADMIN, Role.AUTHORITY, answer=list[VoterLine])
def list_voters(call: Call[None]) -> list[VoterLine]:
    """All voters, by login. The authority sends them their credentials; who voted is the administrator's to see."""
    shown = call.role == ADMIN
    return [
        VoterLine(v.login, v.email, v.weight, v.language, v.voted and shown)
        for v in call.election.voters.order_by("login")
    ]


@endpoint("DELETE", ELECTION + "/credentials", ADMIN, errors=("wrong-phase",))
def remove_credentials(call: Call[None]) -> None:
    """Let the authority begin anew, with the same link: what she has made and sent is then worthless."""
    with transaction.atomic():
        elections.require_draft(call.election)
        count, _ = PublicCredential.objects.filter(election=call.election).delete()
        elections.log(call.election, call.actor, "remove-credentials", count=count)


@endpoint(
    "POST", ELECTION + "/open", ADMIN, answer=dict[str, str], parameters=(IF_MATCH,),
    errors=("not-ready", "refused", "wrong-phase", "check-failed", "draft-moved"),
)  # fmt: skip
def open_voting(call: Call[None]) -> dict[str, str]:
    """Open the voting: the record begins, and nothing of the election changes any more.

    With ``If-Match``, only if the draft is of this version.
    """
    return {"setup_event": elections.open_voting(call.election, call.actor, _seen(call))}


@endpoint("POST", ELECTION + "/close", ADMIN, errors=("wrong-phase", "refused"))
def close_voting(call: Call[None]) -> None:
    """End the voting. It cannot be taken back."""
    elections.close_voting(call.election, call.actor)


@endpoint("POST", ELECTION + "/end-shuffles", ADMIN, errors=("wrong-phase", "refused"))
def end_shuffles(call: Call[None]) -> None:
    """No more shuffles come; decryption may begin."""
    elections.end_shuffles(call.election, call.actor)


@endpoint("POST", ELECTION + "/result", ADMIN, errors=("wrong-phase", "refused"))
def publish(call: Call[None]) -> None:
    """Publish the result, if the worker has not done so yet."""
    if not elections.publish_result(call.election, call.actor):
        refuse("wrong-phase", "there is no result to publish yet, or it is published")


@endpoint("GET", ELECTION + "/log", ADMIN, answer=list[LogLine])
def show_log(call: Call[None]) -> list[LogLine]:
    """Everything that was done, in order."""
    return [LogLine(e.time.isoformat(), e.actor, e.action, e.details) for e in call.election.log.all()]
