# SPDX-License-Identifier: Apache-2.0
"""The second factor of accounts, and what was done with an account."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from isonomia.server.models.accounts import Account


class Authenticator(models.Model):
    """An account's app for one-time passwords; the row is there once a first code was right."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="authenticator")
    secret = models.CharField(max_length=300)
    """Sealed (:mod:`isonomia.server.sealing`): whoever reads the table cannot make codes."""
    last_step = models.BigIntegerField()
    """The time step of the last code that was accepted: none up to it is accepted again."""

    def __str__(self) -> str:
        return "an authenticator"


class RecoveryCode(models.Model):
    """A code for who has lost the app; gone once it is used."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "code_hash"], name="a_recovery_code_once")]

    def __str__(self) -> str:
        return "a recovery code"


class AccountEvent(models.Model):
    """Who has signed in, changed the password or the second factor, or failed to: shown to the account alone."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="events")
    time = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=20)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.time:%F %T} {self.action}"
