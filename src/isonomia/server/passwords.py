# SPDX-License-Identifier: Apache-2.0
"""Passwords of accounts: changed by who knows the old one, or set anew by a link that is mailed.

The link works once and for an hour (``PASSWORD_RESET_TIMEOUT``): Django's token covers the password that is
replaced. It is no way around the second factor, which is asked for at the next sign-in all the same.
"""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.translation import gettext as _

from isonomia.server import jobs
from isonomia.server.mail import send
from isonomia.server.models import Account, Job
from isonomia.server.models.accounts import normalized
from isonomia.server.second_factor import note


def change(account: Account, password: str, action: str = "password") -> None:
    """A new password; all sessions with the old one end. Raises ValidationError if it is easy to guess."""
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    note(account, action)


def ask(email: str) -> None:
    """Have a link mailed, if the address has an account."""
    account = Account.objects.filter(email=normalized(email), is_active=True).first()
    if account is not None:
        jobs.enqueue("password-reset", None, {"account": account.pk}, once=f"password-reset:{account.pk}")


def reset(token: str, password: str) -> bool:
    """Set a password by the link's token; False if it is used, too old, or never was. Raises ValidationError."""
    key, _dot, own = token.partition(".")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return False
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(pk=int(key), is_active=True).first()
        if account is None or not default_token_generator.check_token(account, own):
            return False
        change(account, password, "password-reset")
        return True


@jobs.handler("password-reset", lane="codes")
def _send(job: Job) -> None:
    account = Account.objects.filter(pk=job.arguments["account"]).first()
    if account is None:
        return
    token = f"{account.pk}.{default_token_generator.make_token(account)}"
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    values = {"link": f"{settings.ORIGIN}/reset#{token}", "origin": settings.ORIGIN, "minutes": minutes}
    body = _(
        "Somebody, you perhaps, asked for a new password of your account at %(origin)s. Set it here, within"
        " %(minutes)d minutes:\n%(link)s\nIf it was not you, do nothing: your password stays as it is.\n"
    )
    send(account.email, _("A new password"), body % values)
