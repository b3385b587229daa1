# SPDX-License-Identifier: Apache-2.0
"""Voters, and the one table that says who has which public credential (the specification's L).

Keys are random, so that no order of rows tells an order of voters, and nothing here carries a time of voting.
"""

import uuid
from typing import ClassVar

from django.db import models

from isonomia.server.models.elections import Election
from isonomia.server.models.folding import LONGEST_LOGIN, FoldedLogin


class Voter(models.Model):
    """Somebody on the roll."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, models.CASCADE, related_name="voters")
    login = models.CharField(max_length=LONGEST_LOGIN)
    """As it was imported."""
    login_folded = FoldedLogin(max_length=3 * LONGEST_LOGIN, editable=False)
    """As it is compared with what somebody types."""
    email = models.EmailField()
    weight = models.BigIntegerField(default=1)
    language = models.CharField(max_length=8, default="en")
    voted = models.BooleanField(default=False)
    """At least once: for reminders and turnout."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["election", "login"], name="a_login_once")]
        indexes: ClassVar = [models.Index(fields=["election", "login_folded"], name="a_login_folded")]

    def __str__(self) -> str:
        return self.login


class PublicCredential(models.Model):
    """L: shown on no page, export or log."""

    voter = models.OneToOneField(Voter, models.CASCADE, primary_key=True, related_name="credential")
    election = models.ForeignKey(Election, models.CASCADE, related_name="credentials")
    public = models.CharField(max_length=700)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["election", "public"], name="a_credential_once")]

    def __str__(self) -> str:
        return "a public credential"


class LoginCode(models.Model):
    """The code that was mailed to a voter last; gone once it is used, tried too often, or too old."""

    voter = models.OneToOneField(Voter, models.CASCADE, primary_key=True, related_name="code")
    code_hash = models.CharField(max_length=64)
    expires = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return "a login code"
