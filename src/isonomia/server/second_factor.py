# SPDX-License-Identifier: Apache-2.0
"""The second factor of accounts: time-based one-time passwords (RFC 6238: SHA-1, 30 seconds, 6 digits).

A code is good for its own step and one before or after it, for clocks that go wrong, and once: the last step that
was accepted is kept, and no step up to it is accepted again. Recovery codes stand in for it, once each.
"""

import os
from base64 import b32encode
from hmac import compare_digest
from time import time
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from pyotp import TOTP

from isonomia.protocol.tokens import base58_token
from isonomia.server.models import Account, AccountEvent, Authenticator, RecoveryCode
from isonomia.server.sealing import CannotOpen, seal, unseal
from isonomia.server.tokens import hash_of

STEP: Final = 30
"""Seconds."""
DRIFT: Final = 1
"""Steps by which a clock may be wrong."""
RECOVERY_CODES: Final = 10
_GROUPS: Final = (4, 4)
PURPOSE: Final = "authenticator"


def is_on(account: Account) -> bool:
    """Whether signing in takes a code."""
    return Authenticator.objects.filter(account=account).exists()


def new_secret() -> str:
    """160 random bits in Base32, as authenticators take them (RFC 4226, section 4)."""
    return b32encode(os.urandom(20)).decode()


def uri(account: Account, secret: str) -> str:
    """What the QR code says: ``otpauth://totp/…``."""
    host = urlsplit(settings.ORIGIN).hostname or ""
    return TOTP(secret).provisioning_uri(name=account.email, issuer_name=f"isonomia {host}".strip())


def step_of(secret: str, code: str, now: float) -> int | None:
    """The time step whose code it is, of those that are near enough; None if there is none."""
    totp, current = TOTP(secret), int(now // STEP)
    near = range(max(0, current - DRIFT), current + DRIFT + 1)
    found = [step for step in near if compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return found[0] if found else None


def turn_on(account: Account, secret: str, code: str) -> list[str] | None:
    """With a first code: from now on it is asked for. Gives the recovery codes, which are not told again.

    None if the code is wrong, or there is a second factor already. Other sessions of the account end.
    """
    step = step_of(secret, _plain(code), time())
    if step is None:
        return None
    try:
        with transaction.atomic():
            Authenticator.objects.create(account=account, secret=seal(PURPOSE, secret), last_step=step)
            _end_sessions(account)
            note(account, "second-factor-on")
            return _new_recovery_codes(account)
    except IntegrityError:
        return None


def turn_off(account: Account) -> None:
    """No code is asked for any more; recovery codes are gone, and other sessions end."""
    with transaction.atomic():
        Authenticator.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        _end_sessions(account)
        note(account, "second-factor-off")


def renew_recovery_codes(account: Account) -> list[str]:
    """New ones; those of before are worth nothing any more."""
    with transaction.atomic():
        note(account, "recovery-codes")
        return _new_recovery_codes(account)


def use(account: Account, code: str) -> bool:
    """Whether it is a code of the account that was not used before: it is used now."""
    code = _plain(code)
    used = _use_step(account, code) if code.isdigit() else _use_recovery_code(account, code)
    if not used:
        note(account, "code-refused")
    return used


def _use_step(account: Account, code: str) -> bool:
    own = Authenticator.objects.filter(account=account).first()
    if own is None:
        return False
    try:
        step = step_of(unseal(PURPOSE, own.secret), code, time())
    except CannotOpen:  # the session key is another one: recovery codes are left
        return False
    if step is None:
        return False
    # one statement, so that of two who come with one code at once only one gets in
    return Authenticator.objects.filter(account=account, last_step__lt=step).update(last_step=step) == 1


def _use_recovery_code(account: Account, code: str) -> bool:
    gone, _ = RecoveryCode.objects.filter(account=account, code_hash=hash_of(code)).delete()
    if gone == 1:
        note(account, "recovery-code")
    return gone == 1


def _new_recovery_codes(account: Account) -> list[str]:
    length, groups = _GROUPS
    codes = [base58_token(length * groups, os.urandom) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(account=account, code_hash=hash_of(code)) for code in codes])
    return ["-".join(code[i : i + length] for i in range(0, len(code), length)) for code in codes]


def _plain(code: str) -> str:
    return "".join(code.replace("-", " ").split())


def _end_sessions(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(generation=F("generation") + 1)
    account.refresh_from_db(fields=["generation"])


def note(account: Account, action: str) -> None:
    """Put down what was done with the account, for its owner."""
    AccountEvent.objects.create(account=account, action=action)
