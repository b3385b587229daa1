# SPDX-License-Identifier: Apache-2.0
"""The administrator's endpoint that begins a second round from the result of the first."""

import os

from django.db import transaction

from isonomia.law.errors import LawError
from isonomia.parties.administrator import UUID_LENGTH
from isonomia.protocol.messages import Message
from isonomia.protocol.tokens import base58_token
from isonomia.server import drafts, elections, second_round
from isonomia.server.api.access import Role
from isonomia.server.api.administration import Created
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.models import Election, Party
from isonomia.server.tokens import new_token

ELECTION = "/api/elections/{uuid}"


class SecondRound(Message, frozen=True):
    """What no record can tell: who has withdrawn since, and the texts of the lot if there was one.

    With ``invite``, the authority and the trustees of the first round are invited to the second.
    """

    withdrawn: tuple[str, ...] = ()
    lot: tuple[str, ...] = ()
    invite: bool = True


@endpoint(
    "POST", ELECTION + "/second-round", Role.ADMINISTRATOR, body=SecondRound, answer=Created,
    errors=("wrong-phase", "refused"),
)  # fmt: skip
def begin(call: Call[SecondRound]) -> Created:
    """A draft with those whom the law sends on, and the voters of the first round. Its record names the first one."""
    if elections.state_of(call.election) != "tallied":
        refuse("wrong-phase", "there is no result yet from which a second round could follow")
    examined = elections.examined_record(call.election.uuid)
    try:
        draft = second_round.drafted(call.election, examined, list(call.body.withdrawn), list(call.body.lot))
    except LawError as error:
        refuse("refused", str(error))
    with transaction.atomic():
        first = elections.locked(call.election)
        if (begun := second_round.live(first)) is not None:
            refuse("refused", f"the second round is begun already: {begun}", "archive its draft to begin anew")
        uuid = base58_token(UUID_LENGTH, os.urandom)
        made = Election.objects.create(
            uuid=uuid, group=first.group, draft=drafts.written(draft), previous=first, threshold=first.threshold
        )
        made.administrators.set(first.administrators.all())
        voters = second_round.copy_voters(first, made)
        elections.log(made, call.actor, "second-round", previous=first.uuid, voters=voters)
        elections.log(first, call.actor, "second-round", following=uuid)
        if call.body.invite:
            _invite_again(call, first, made)
    return Created(uuid)


def _invite_again(call: Call[SecondRound], first: Election, made: Election) -> None:
    """The same people, each with a new link. Trustees make new keys, or hand in the old ones by the command line."""
    for own in first.parties.order_by("number"):
        party = Party.objects.create(
            election=made,
            role=own.role,
            number=own.number,
            name=own.name,
            email=own.email,
            language=own.language,
            token_hash=new_token()[1],
        )
        elections.invite(party)
        elections.log(made, call.actor, "invite", role=own.role, number=own.number)
