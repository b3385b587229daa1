# SPDX-License-Identifier: Apache-2.0
"""One's own account: the second factor, the password, and a new password by mail."""

import io
from time import time

import segno
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from isonomia.protocol.messages import Message
from isonomia.server import limits, passwords, second_factor
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse
from isonomia.server.models import RecoveryCode
from isonomia.server.sealing import CannotOpen, seal, unseal

OWN = "/api/account"
NEW = "new-authenticator"
BEGUN_SECONDS = 600
"""In which a second factor that was begun must be confirmed: who finds the session later cannot make it his own."""
"""Where a session keeps the secret, sealed, until a first code confirms it."""
_SHOWN = 50


class Event(Message, frozen=True):
    """What was done with the account, when (RFC 3339)."""

    time: str
    action: str


class AccountInfo(Message, frozen=True, kw_only=True):
    """One's account."""

    email: str
    name: str
    second_factor: bool
    recovery_codes: int
    """How many are left."""
    events: list[Event]
    """The newest first."""


class Password(Message, frozen=True):
    """The account's password, again."""

    password: str


class Code(Message, frozen=True):
    """What the authenticator shows."""

    code: str


class Both(Message, frozen=True):
    """The account's password, and a code."""

    password: str
    code: str


class NewPassword(Message, frozen=True):
    """The password, and the one that takes its place."""

    old: str
    new: str


class Secret(Message, frozen=True):
    """What an authenticator needs: Base32, and the address that says all of it."""

    secret: str
    uri: str


class RecoveryCodes(Message, frozen=True):
    """Told once."""

    codes: list[str]


class Forgotten(Message, frozen=True):
    """Whose password is to be set anew."""

    email: str


class Reset(Message, frozen=True):
    """What stands behind the ``#`` of the mailed link, and the new password."""

    token: str
    password: str


@endpoint("GET", OWN, Role.SIGNED_IN, answer=AccountInfo)
def show(call: Call[None]) -> AccountInfo:
    """The account, and what was done with it."""
    own = call.account
    return AccountInfo(
        email=own.email,
        name=own.name,
        second_factor=second_factor.is_on(own),
        recovery_codes=RecoveryCode.objects.filter(account=own).count(),
        events=[Event(each.time.isoformat(), each.action) for each in own.events.all()[:_SHOWN]],
    )


@endpoint(
    "POST", OWN + "/authenticator", Role.SIGNED_IN, body=Password, answer=Secret,
    errors=("login-failed", "refused", "too-often"),
)  # fmt: skip
def begin(call: Call[Password]) -> Secret:
    """A new secret for an authenticator; nothing changes before a first code confirms it."""
    _require_password(call, call.body.password)
    if second_factor.is_on(call.account):
        refuse("refused", "there is a second factor", "turn it off first")
    secret = second_factor.new_secret()
    call.request.session[NEW] = [seal(NEW, secret), int(time()) + BEGUN_SECONDS]
    return Secret(secret, second_factor.uri(call.account, secret))


@endpoint("GET", OWN + "/authenticator.svg", Role.SIGNED_IN, answer=bytes, gives="image/svg+xml", errors=("not-found",))
def picture(call: Call[None]) -> HttpResponse:
    """The secret as a QR code, to the session that has begun with it, until it is confirmed."""
    content = io.BytesIO()
    uri = second_factor.uri(call.account, _begun(call))
    segno.make(uri, error="m").save(content, kind="svg", scale=5, border=4, dark="#000", light="#fff")
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(content.getvalue(), content_type="image/svg+xml", headers=headers)


@endpoint(
    "PUT", OWN + "/authenticator", Role.SIGNED_IN, body=Code, answer=RecoveryCodes,
    errors=("login-failed", "not-found", "too-often"),
)  # fmt: skip
def confirm(call: Call[Code]) -> RecoveryCodes:
    """With a first code: the second factor is on, and other sessions end."""
    _limit_codes(call)
    codes = second_factor.turn_on(call.account, _begun(call), call.body.code)
    if codes is None:
        refuse("login-failed", "this is not the code of this secret, now")
    del call.request.session[NEW]
    update_session_auth_hash(call.request, call.account)
    return RecoveryCodes(codes)


@endpoint("DELETE", OWN + "/authenticator", Role.SIGNED_IN, body=Both, errors=("login-failed", "too-often"))
def turn_off(call: Call[Both]) -> None:
    """Turn the second factor off: with the password and a code."""
    _require_both(call)
    second_factor.turn_off(call.account)
    call.request.session.pop(NEW, None)
    update_session_auth_hash(call.request, call.account)


@endpoint(
    "POST", OWN + "/recovery-codes", Role.SIGNED_IN, body=Both, answer=RecoveryCodes,
    errors=("login-failed", "too-often"),
)  # fmt: skip
def renew(call: Call[Both]) -> RecoveryCodes:
    """New recovery codes, with the password and a code; the old ones are worth nothing any more."""
    _require_both(call)
    return RecoveryCodes(second_factor.renew_recovery_codes(call.account))


@endpoint(
    "PUT", OWN + "/password", Role.SIGNED_IN, body=NewPassword, errors=("login-failed", "password-weak", "too-often")
)
def change_password(call: Call[NewPassword]) -> None:
    """A new password; all other sessions of the account end."""
    _require_password(call, call.body.old)
    try:
        passwords.change(call.account, call.body.new)
    except ValidationError as error:
        refuse("password-weak", " ".join(error.messages))
    update_session_auth_hash(call.request, call.account)


@endpoint("POST", "/api/password-resets", Role.ANYBODY, body=Forgotten, errors=("too-often",))
def forgotten(call: Call[Forgotten]) -> None:
    """Have a link mailed. The answer is the same whether or not the address has an account."""
    if not limits.within(limits.RESETS_FROM, call.sender):
        refuse("too-often")
    if limits.within(limits.RESETS, call.body.email.strip().lower()):
        passwords.ask(call.body.email)


@endpoint("PUT", "/api/password-resets", Role.ANYBODY, body=Reset, errors=("not-found", "password-weak", "too-often"))
def reset(call: Call[Reset]) -> None:
    """Set a new password by the mailed link: once, within an hour. It logs nobody in."""
    if not limits.within(limits.RESETS_FROM, call.sender):
        refuse("too-often")
    try:
        done = passwords.reset(call.body.token, call.body.password)
    except ValidationError as error:
        refuse("password-weak", " ".join(error.messages))
    if not done:
        refuse("not-found", "this link was used, or is too old")


def _begun(call: Call[Code] | Call[None]) -> str:
    sealed, until = call.request.session.get(NEW, ("", 0))
    try:
        if time() < until:
            return unseal(NEW, sealed)
    except CannotOpen:
        pass
    refuse("not-found", "nothing is being set up in this session, or not any more")


def _require_both(call: Call[Both]) -> None:
    _require_password(call, call.body.password)
    _limit_codes(call)
    if not second_factor.use(call.account, call.body.code):
        refuse("login-failed")


def _require_password(call: Call[Both] | Call[Password] | Call[NewPassword], password: str) -> None:
    if not limits.within(limits.PASSWORDS, str(call.account.pk)):
        refuse("too-often")
    if not call.account.check_password(password):
        refuse("login-failed", "this is not the password of the account")


def _limit_codes(call: Call[Both] | Call[Code]) -> None:
    if not limits.within(limits.SECOND_FACTOR, str(call.account.pk)):
        refuse("too-often")
