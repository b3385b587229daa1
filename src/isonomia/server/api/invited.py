# SPDX-License-Identifier: Apache-2.0
"""The endpoints of those who were invited: the credential authority and the trustees."""

from typing import Any

from django.db import transaction

from isonomia.board.ledger import reading
from isonomia.groups import ElementError
from isonomia.parties.contributions import Contribution
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import Message, TrusteePublicKey, encode
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.trustee_checks import check_trustees
from isonomia.protocol.public.trustees import Single
from isonomia.record import strict
from isonomia.server import drafts, elections
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.models import CeremonyMessage, Election, PublicCredential

ELECTION = "/api/elections/{uuid}"
HANDED_IN = ("wrong-phase", "done-already", "record-wrong", "check-failed", "malformed", "record-moved")


class Credentials(Message, frozen=True):
    """The public credential of every login. Private ones stay where they were made."""

    credentials: dict[str, str]


class Roll(Message, frozen=True):
    """What the record's list of public credentials will be: to be compared with one's own."""

    fingerprint: str
    """SHA-256 in compact Base64, as everybody compares it."""
    voters: int


class Task(Message, frozen=True, kw_only=True):
    """What somebody who was invited needs to know."""

    uuid: str
    group: str
    name: str
    state: str
    number: int
    threshold: int | None
    """How many trustees are needed, where they make the key in a ceremony."""
    said: int
    """How many messages of the ceremony are there: whether it is worth asking for them again."""
    public_key: Any
    """A trustee's own, once she has posted it."""
    shuffled: bool
    decrypted: bool
    """Whether a trustee has done it, as the record says."""
    previous: str | None = None
    """The first round, if this is a second one: its voters may keep their credentials."""


@endpoint("GET", ELECTION + "/task", Role.TRUSTEE, Role.AUTHORITY, answer=Task)
def show(call: Call[None]) -> Task:
    """The election, and how far one's own part is."""
    own, party = call.election, call.party
    key = strict.decode(party.public_key.encode(), TrusteePublicKey, "the key") if party.public_key else None
    state = elections.state_of(own)
    ledger = None if state == "draft" else reading(own.uuid)
    return Task(
        uuid=own.uuid,
        group=own.group,
        name=drafts.read(own).name,
        state=state,
        number=party.number,
        threshold=own.threshold,
        said=CeremonyMessage.objects.filter(party__election=own).count(),
        public_key=key,
        shuffled=ledger is not None and party.number in ledger.owners("Shuffle"),
        decrypted=ledger is not None and party.number in ledger.owners("PartialDecryption"),
        previous=own.previous_id,
    )


def _bytes_of_credentials(election: Election) -> int:
    """JSON becomes twenty times as large in memory, so no more of it is read than the list of voters can need."""
    return 4096 * (election.voters.count() + 1)  # a login has 200 characters at the most, a credential 617 digits


@endpoint(
    "POST", ELECTION + "/credentials", Role.AUTHORITY, body=Credentials, most=64 << 20, needed=_bytes_of_credentials,
    answer=Roll, errors=("credentials-made", "logins-differ", "wrong-phase", "check-failed", "malformed"),
)  # fmt: skip
def post_credentials(call: Call[Credentials]) -> Roll:
    """All public credentials, once."""
    given = call.body.credentials
    group = drafts.own_group(call.election)
    try:
        elements = group.elements(list(given.values()))
    except ElementError as error:
        refuse("check-failed", f"a public credential is not an element of {group.name}: {error}")
    if group.identity in elements or len(set(given.values())) != len(given):
        refuse("check-failed", "a public credential is the identity, or stands twice")
    with transaction.atomic():
        elections.require_draft(call.election)
        if call.election.credentials.exists():
            refuse("credentials-made", "the credentials were made already", "the administrator can remove them")
        voters = {voter.login: voter for voter in call.election.voters.all()}
        if voters.keys() != given.keys():
            refuse("logins-differ", hint="get the list again")
        PublicCredential.objects.bulk_create(
            [
                PublicCredential(voter=voters[login], election=call.election, public=public)
                for login, public in sorted(given.items(), key=lambda item: item[1])
            ],
            batch_size=2000,
        )
        digest = fingerprint(drafts.roll(call.election))
        elections.log(call.election, call.actor, "credentials", count=len(given), fingerprint=digest)
    return Roll(digest, len(given))


@endpoint(
    "POST", ELECTION + "/key", Role.TRUSTEE, body=TrusteePublicKey,
    errors=("key-made", "trustees-changed", "wrong-phase", "check-failed", "malformed"),
)  # fmt: skip
def post_key(call: Call[TrusteePublicKey]) -> None:
    """A single trustee's public key with its proof, once."""
    party, key = call.party, call.body
    if call.election.threshold is not None:
        refuse("trustees-changed", "the trustees of this election make their keys together, in a ceremony")
    findings = Findings()
    check_trustees(drafts.own_group(call.election), [Single(key)], findings, f"trustee {party.number}")
    findings.raise_if_failed()
    with transaction.atomic():
        elections.require_draft(call.election)
        party.refresh_from_db()
        if party.public_key:
            refuse("key-made")
        party.public_key = encode(key).decode()
        party.save(update_fields=["public_key"])
        elections.log(call.election, call.actor, "key", public_key=key.public_key)


@endpoint(
    "POST", ELECTION + "/decryption", Role.TRUSTEE, body=bytes, most=64 << 20, answer=dict[str, str],
    errors=HANDED_IN,
)  # fmt: skip
def post_decryption(call: Call[bytes]) -> dict[str, str]:
    """One's partial decryption of the encrypted tally."""
    made = Contribution("PartialDecryption", call.party.number, call.body)
    return {"event": elections.receive(call.election, made, call.actor)}


@endpoint(
    "POST", ELECTION + "/shuffle", Role.TRUSTEE, body=bytes, most=64 << 20, answer=dict[str, str],
    errors=HANDED_IN,
)  # fmt: skip
def post_shuffle(call: Call[bytes]) -> dict[str, str]:
    """One's shuffle of what the last one gave."""
    made = Contribution("Shuffle", call.party.number, call.body)
    return {"event": elections.receive(call.election, made, call.actor)}
