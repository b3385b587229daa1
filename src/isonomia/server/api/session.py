# SPDX-License-Identifier: Apache-2.0
"""Signing up and in; opening an invitation."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token

from isonomia.protocol.messages import Message
from isonomia.server import limits, second_factor, tokens
from isonomia.server.addresses import is_address
from isonomia.server.api import access
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.models import Account, Party, Voter

BACKEND = "django.contrib.auth.backends.ModelBackend"


class PartyInfo(Message, frozen=True):
    """A role that an invitation gave to this session."""

    election: str
    role: str
    number: int


class SessionInfo(Message, frozen=True, kw_only=True):
    """Who this session is."""

    csrf: str
    account: str | None
    awaits: str
    """What must come before there is an account: ``code``, ``second-factor`` (to be set up), or nothing."""
    parties: list[PartyInfo]
    voter_in: list[str]


class SignUp(Message, frozen=True):
    """A new account."""

    email: str
    name: str
    password: str


class SignIn(Message, frozen=True):
    """An account's address and password."""

    email: str
    password: str


class SecondStep(Message, frozen=True):
    """The code of the authenticator, or a recovery code."""

    code: str


class Invitation(Message, frozen=True):
    """The token of a link: what stands behind its ``#``."""

    token: str


@endpoint("GET", "/api/session", Role.ANYBODY, answer=SessionInfo)
def show(call: Call[None]) -> SessionInfo:
    """Who this session is, and the token that every other method needs."""
    request = call.request
    account = access.account_of(request)
    parties = Party.objects.filter(pk__in=request.session.get(access.PARTIES, []))
    voters = Voter.objects.filter(pk__in=request.session.get(access.VOTERS, {}).values())
    return SessionInfo(
        csrf=get_token(request),
        account=account.email if account else None,
        awaits=_awaits(request),
        parties=[PartyInfo(own.election_id, own.role, own.number) for own in parties],
        voter_in=sorted(voters.values_list("election_id", flat=True)),
    )


def _awaits(request: HttpRequest) -> str:
    if access.awaited(request) is not None:
        return "code"
    return "second-factor" if access.signed_in(request) and not access.account_of(request) else ""


def _limited(limit: limits.Limit, *subject: str) -> None:
    if not limits.within(limit, *subject):
        refuse("too-often")


@endpoint(
    "POST", "/api/accounts", Role.ANYBODY, body=SignUp, answer=SessionInfo,
    errors=("account-exists", "password-weak", "malformed", "too-often"),
)  # fmt: skip
def sign_up(call: Call[SignUp]) -> SessionInfo:
    """Make an account, and log in with it."""
    _limited(limits.ACCOUNTS, call.sender)
    body = call.body
    if not is_address(body.email.strip()):
        refuse("malformed", "this is no e-mail address")
    try:
        validate_password(body.password, Account(email=body.email, name=body.name))
    except ValidationError as error:
        refuse("password-weak", " ".join(error.messages))
    try:
        with transaction.atomic():
            account = Account.objects.create_account(body.email, body.name[:200], body.password)
    except IntegrityError:
        refuse("account-exists")
    login(call.request, account, backend=BACKEND)
    return show(_again(call))


@endpoint("POST", "/api/session", Role.ANYBODY, body=SignIn, answer=SessionInfo, errors=("login-failed", "too-often"))
def sign_in(call: Call[SignIn]) -> SessionInfo:
    """Log in with an account; where it has a second factor, the session is nobody's until the code comes."""
    _limited(limits.LOGINS, call.sender)
    _limited(limits.LOGINS, call.body.email.strip().lower())
    account = authenticate(call.request, username=call.body.email, password=call.body.password)
    if not isinstance(account, Account):
        refuse("login-failed")
    if second_factor.is_on(account):
        access.await_code(call.request, account)
    else:
        login(call.request, account)
        second_factor.note(account, "sign-in")
    return show(_again(call))


@endpoint(
    "POST", "/api/session/code", Role.ANYBODY, body=SecondStep, answer=SessionInfo,
    errors=("login-failed", "login-required", "too-often"),
)  # fmt: skip
def second_step(call: Call[SecondStep]) -> SessionInfo:
    """The code, after the password: only then somebody is logged in. Each code works once."""
    account = access.awaited(call.request)
    if account is None:
        refuse("login-required", "the password comes first; after it, there are five minutes for the code")
    _limited(limits.SECOND_FACTOR, str(account.pk))
    if not second_factor.use(account, call.body.code):
        refuse("login-failed")
    call.request.session.pop(access.AWAITED, None)
    login(call.request, account, backend=BACKEND)
    second_factor.note(account, "sign-in")
    return show(_again(call))


@endpoint("DELETE", "/api/session", Role.ANYBODY, answer=SessionInfo)
def sign_out(call: Call[None]) -> SessionInfo:
    """Forget every role."""
    logout(call.request)
    return show(call)


@endpoint(
    "POST", "/api/invitations", Role.ANYBODY, body=Invitation, answer=PartyInfo, errors=("link-unknown", "too-often")
)
def accept(call: Call[Invitation]) -> PartyInfo:
    """Open an invitation: this session is then the authority or trustee whom it was sent to."""
    _limited(limits.INVITATIONS, call.sender)
    party = tokens.party_of(call.body.token)
    if party is None:
        refuse("link-unknown")
    access.remember_party(call.request, party)
    return PartyInfo(party.election_id, party.role, party.number)


def _again(call: Call[Any]) -> Call[None]:
    return Call(call.request, call.role, None)
