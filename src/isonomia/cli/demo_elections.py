# SPDX-License-Identifier: Apache-2.0
"""What ``make demo`` puts on a server: a finished election to look at, and an open one to vote in.

Import it once Django is set up. It holds secrets of all parties, which a server never does.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from django.db import transaction

from isonomia.board.imports import take_in
from isonomia.groups import NAMES, group
from isonomia.parties import credential_authority, trustee
from isonomia.parties.administrator import UUID_LENGTH
from isonomia.parties.trustee import NewKey
from isonomia.protocol.messages import QuestionH, encode
from isonomia.protocol.secret.credentials import public_credential, secret_exponent
from isonomia.protocol.tokens import base58_token
from isonomia.server import drafts, elections
from isonomia.server.models import Account, Election, Party, PublicCredential, Voter
from isonomia.server.tokens import link, new_token

GROUP: Final = NAMES[0]
"""Of the open election."""
ADMINISTRATOR: Final = "administrator@example.org"
NEWCOMER: Final = "newcomer"
OTHERS: Final = ("alena", "ihar", "nadzeya", "maksim")
QUESTIONS: Final = (
    QuestionH(answers=["The river", "The forest", "The old town"], min=1, max=1, question="Where shall we meet?"),
    QuestionH(answers=["Music", "A walk", "A long table", "Chess"], min=0, max=2, question="What shall there be?"),
)


class Finished(NamedTuple):
    """An election that was held elsewhere."""

    uuid: str
    group: str
    record: Path
    terms: bytes
    draft: drafts.Draft
    voted: Mapping[str, bool]
    """Everybody on the roll, by login, and whether she voted."""
    trustees: Sequence[str]
    threshold: int


class Opened(NamedTuple):
    """An election in which the newcomer votes; she may also play the trustee."""

    uuid: str
    credential: str
    trustee_link: str
    key: NewKey


def account(password: str) -> Account:
    """The demo's administrator."""
    return Account.objects.create_account(ADMINISTRATOR, "Administrator of the demo", password)


def show_finished(own: Finished, administrator: Account) -> None:
    """Put a finished election on the server. Raises RecordError and NotTheSame."""
    with own.record.open("rb") as file:
        take_in(own.uuid, file)
    with transaction.atomic():
        election = Election.objects.create(
            uuid=own.uuid,
            group=own.group,
            draft=drafts.written(own.draft),
            threshold=own.threshold,
            terms=own.terms,
        )
        election.administrators.add(administrator)
        Voter.objects.bulk_create(_voter(election, login, voted) for login, voted in own.voted.items())
        for number, name in enumerate(own.trustees, start=1):
            _party(election, Party.TRUSTEE, number, name)


def open_one(administrator: Account) -> Opened:
    """Open an election whose first voter is the newcomer. Raises what opening raises."""
    own = group(GROUP)
    draft = drafts.Draft(
        name="Our summer meeting",
        description="An open election of the demo: vote in it, as often as you like; the last ballot counts.",
        questions=[msgspec.Raw(encode(question)) for question in QUESTIONS],
    )
    election = Election.objects.create(
        uuid=base58_token(UUID_LENGTH, os.urandom), group=own.name, draft=drafts.written(draft)
    )
    election.administrators.add(administrator)
    voters = [_voter(election, login, voted=False) for login in (NEWCOMER, *OTHERS)]
    Voter.objects.bulk_create(voters)
    people = [credential_authority.Voter(own.email, own.login, own.weight) for own in voters]
    private = credential_authority.issue(own, election.uuid, people, os.urandom).private
    for voter in voters:
        public = public_credential(own, secret_exponent(own, election.uuid, private[voter.login]))
        PublicCredential.objects.create(voter=voter, election=election, public=str(public))
    _party(election, Party.AUTHORITY, 0, "Authority of the demo")
    key = trustee.new_key(own, os.urandom)
    link_to_party = _party(election, Party.TRUSTEE, 1, "Trustee of the demo", encode(key.public).decode())
    elections.open_voting(election, administrator.email)
    return Opened(election.uuid, private[NEWCOMER], link_to_party, key)


def _voter(election: Election, login: str, voted: bool) -> Voter:
    return Voter(election=election, login=login, email=f"{login}@example.org", voted=voted)


def _party(election: Election, role: str, number: int, name: str, public_key: str = "") -> str:
    """Somebody invited; gives her link."""
    token, token_hash = new_token()
    Party.objects.create(
        election=election, role=role, number=number, name=name, email=f"{role}{number}@example.org",
        token_hash=token_hash, public_key=public_key,
    )  # fmt: skip
    return link(token)
