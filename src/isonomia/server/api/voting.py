# SPDX-License-Identifier: Apache-2.0
"""The voter's endpoints: code, login, cast or challenge."""

from django.conf import settings
from django.db import transaction

from isonomia.protocol.messages import Message
from isonomia.server import casting, jobs, limits, tokens
from isonomia.server.api import access
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.logins import voter_of
from isonomia.server.models.folding import folded

ELECTION = "/api/elections/{uuid}"
MOST_BALLOT = 8 << 20
"""Bytes; what a ballot of this election can have at most is checked by the verifier's own limits."""


class Login(Message, frozen=True):
    """Who wants a code."""

    login: str


class LoginWithCode(Message, frozen=True):
    """The code that was mailed."""

    login: str
    code: str


class Tracker(Message, frozen=True):
    """The SHA-256 of a ballot in compact Base64."""

    tracker: str


def _require_codes() -> None:
    if settings.OIDC is not None:
        refuse("other-login")


def _limited(limit: limits.Limit, *subject: str) -> None:
    if not limits.within(limit, *subject):
        refuse("too-often")


@endpoint("POST", ELECTION + "/codes", Role.ANYBODY, body=Login, errors=("too-often", "other-login"))
def ask_code(call: Call[Login]) -> None:
    """Have a code mailed. The answer is the same whether or not the login is on the roll."""
    _require_codes()
    login = call.body.login.strip()
    _limited(limits.CODES_ASKED_FROM, call.sender)
    _limited(limits.CODES_ASKED, call.election.uuid, folded(login))
    voter = voter_of(call.election, login)
    if voter is not None:
        jobs.enqueue("code", call.election, {"voter": str(voter.pk)}, once=f"code:{voter.pk}")


@endpoint(
    "POST", ELECTION + "/voter", Role.ANYBODY, body=LoginWithCode, errors=("login-failed", "too-often", "other-login")
)
def log_in(call: Call[LoginWithCode]) -> None:
    """Log in with the code; it works once."""
    _require_codes()
    login = call.body.login.strip()
    _limited(limits.CODES_TRIED_FROM, call.sender)
    _limited(limits.CODES_TRIED, call.election.uuid, folded(login))
    with transaction.atomic():
        voter = voter_of(call.election, login)
        right = voter is not None and tokens.use_code(voter, "".join(call.body.code.split()))
    if voter is None or not right:
        refuse("login-failed", "this login and code do not belong together, or the code is too old")
    access.remember_voter(call.request, voter)


@endpoint(
    "POST", ELECTION + "/ballots", Role.VOTER, body=bytes, most=MOST_BALLOT, answer=Tracker,
    errors=(
        "wrong-phase", "ballot-malformed", "ballot-other-election", "ballot-invalid", "credential-unknown",
        "credential-mismatch", "ballot-replayed", "ballot-spoiled", "too-large", "too-often",
    ),
)  # fmt: skip
def cast(call: Call[bytes]) -> Tracker:
    """Cast the ballot: the body is exactly the bytes whose hash is the tracker. The session ends with it."""
    _limited(limits.BALLOTS, str(call.voter.pk))
    tracker = casting.cast(call.voter, call.body)
    access.forget_voter(call.request, call.election)
    return Tracker(tracker)


@endpoint(
    "POST", ELECTION + "/challenges", Role.VOTER, body=Tracker, answer=Tracker,
    errors=("wrong-phase", "tracker-malformed", "already-cast", "too-often"),
)  # fmt: skip
def challenge(call: Call[Tracker]) -> Tracker:
    """Have a ballot put on the public list of spoiled ones; only then the device may open it."""
    _limited(limits.CHALLENGES, str(call.voter.pk))
    casting.challenge(call.voter, call.body.tracker)
    return call.body
