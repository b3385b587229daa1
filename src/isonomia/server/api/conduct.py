# SPDX-License-Identifier: Apache-2.0
"""The administrator's endpoints beside the steps of the protocol: time, reminders, other administrators, archive."""

from django.db import transaction

from isonomia.protocol.messages import Message
from isonomia.server import administrators, drafts, elections, laws, limits, opening, reminders, schedule
from isonomia.server.addresses import is_address
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.caching import ASK_AGAIN

ADMIN = Role.ADMINISTRATOR
ELECTION = "/api/elections/{uuid}"


class Extension(Message, frozen=True):
    """Until when voting goes on (RFC 3339 with an offset), and why; both stand in the log."""

    closes: str
    reason: str


class Archived(Message, frozen=True):
    """Whether it is out of the way in the list of one's elections."""

    archived: bool


class Address(Message, frozen=True):
    """Somebody's e-mail address."""

    email: str


class AdministratorToken(Message, frozen=True):
    """What stands behind the ``#`` of a link."""

    token: str


class Joined(Message, frozen=True):
    """The election that one administers now."""

    election: str


class Administrators(Message, frozen=True):
    """Addresses of those who administer an election, and of those who are asked to."""

    administrators: list[str]
    asked: list[str]


@endpoint("GET", "/api/laws", Role.ANYBODY, answer=list[laws.ShippedLaw], kept=ASK_AGAIN)
def list_laws(call: Call[None]) -> list[laws.ShippedLaw]:
    """The laws that an election can be held under."""
    return list(laws.shipped())


@endpoint("POST", ELECTION + "/extension", ADMIN, body=Extension, errors=("refused", "wrong-phase"))
def extend(call: Call[Extension]) -> None:
    """Let the voting go on for longer; it can never be shortened."""
    schedule.extend(call.election, drafts.moment(call.body.closes), call.body.reason, call.actor)


@endpoint("POST", ELECTION + "/reminders", ADMIN, errors=("refused", "too-often"))
def remind(call: Call[None]) -> None:
    """Mail those who have not voted."""
    if elections.seen_state(call.election) == "open" and not limits.within(limits.REMINDERS, call.election.uuid):
        refuse("too-often", "two reminders a day are enough")
    reminders.remind(call.election, call.actor)


@endpoint("PUT", ELECTION + "/archive", ADMIN, body=Archived, errors=("refused",))
def archive(call: Call[Archived]) -> None:
    """Put a finished election, or a draft, out of the way, or back; nothing is deleted. No archived draft is opened."""
    with transaction.atomic():
        own = elections.locked(call.election)
        state = elections.state_of(own)
        if call.body.archived and state not in ("draft", "tallied"):
            refuse("refused", "it is under way", "archive it once its result is published")
        own.archived = call.body.archived
        own.save(update_fields=["archived"])
        elections.log(own, call.actor, "archive" if own.archived else "unarchive")
        if state == "draft":
            opening.plan(own)  # who puts a draft away does not expect that its voting opens


@endpoint("GET", ELECTION + "/administrators", ADMIN, answer=Administrators)
def list_administrators(call: Call[None]) -> Administrators:
    """Who administers it."""
    return Administrators(
        sorted(call.election.administrators.values_list("email", flat=True)),
        sorted(call.election.asked.values_list("email", flat=True)),
    )


@endpoint("POST", ELECTION + "/administrators", ADMIN, body=Address, errors=("refused", "too-often"))
def ask_administrator(call: Call[Address]) -> None:
    """Invite another administrator by mail."""
    if not is_address(call.body.email.strip()):
        refuse("malformed", "this is no e-mail address")
    if not limits.within(limits.ASKED, call.account.email):
        refuse("too-often")
    administrators.ask(call.election, call.body.email, call.actor)


@endpoint("DELETE", ELECTION + "/administrators", ADMIN, body=Address, errors=("refused",))
def remove_administrator(call: Call[Address]) -> None:
    """Remove an administrator, or take an invitation back; one must be left."""
    administrators.remove(call.election, call.body.email, call.actor)


@endpoint(
    "POST", "/api/administrators", Role.ACCOUNT, body=AdministratorToken, answer=Joined,
    errors=("not-found", "too-often"),
)  # fmt: skip
def accept(call: Call[AdministratorToken]) -> Joined:
    """Become administrator by one's link: only with the account of the address that it was sent to, and once."""
    if not limits.within(limits.INVITATIONS, call.sender):
        refuse("too-often")
    election = administrators.accept(call.account, call.body.token)
    if election is None:
        refuse("not-found", "this link is not for your account, or was used, or is too old")
    return Joined(election.uuid)
