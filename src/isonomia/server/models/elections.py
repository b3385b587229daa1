# SPDX-License-Identifier: Apache-2.0
"""Elections from the draft on, who is invited to them, and what was done."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from isonomia.server.models.accounts import Account


class Election(models.Model):
    """An election. Whether it is open, closed or tallied is told by its record, and stands nowhere else."""

    uuid = models.CharField(max_length=14, primary_key=True)
    group = models.CharField(max_length=30)
    """Credentials and keys are made in it: it does not change."""
    draft = models.TextField()
    """:class:`isonomia.server.drafts.Draft` as JSON; does not change any more once the voting is open."""
    threshold = models.PositiveSmallIntegerField(null=True)
    """How many trustees are needed; None: all, each with a key of her own."""
    terms = models.BinaryField(null=True)
    """The canonical terms, from the opening on."""
    closes = models.DateTimeField(null=True)
    """When the worker closes the voting, extensions included; None before the opening, or if nobody said when."""
    administrators = models.ManyToManyField(Account, related_name="elections")
    archived = models.BooleanField(default=False)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="following")
    """The first round, of a second one; its administrator began this draft."""

    def __str__(self) -> str:
        return self.uuid


class Party(models.Model):
    """Somebody who is invited to an election: the credential authority, or a trustee. She has a link, no account."""

    AUTHORITY = "authority"
    TRUSTEE = "trustee"

    election = models.ForeignKey(Election, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=[(AUTHORITY, AUTHORITY), (TRUSTEE, TRUSTEE)])
    number = models.PositiveSmallIntegerField()
    """Trustees count from 1, as owners in the record do; the authority is 0."""
    name = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=8, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the link."""
    public_key = models.TextField(default="")
    """A trustee's ``trustee_public_key`` as JSON."""

    class Meta:
        ordering: ClassVar = ["election", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["election", "number"], name="a_party_a_number")]

    def __str__(self) -> str:
        return f"{self.role} {self.number} of {self.election_id}"


class AdministratorInvitation(models.Model):
    """Somebody asked to administer an election as well; gone once she does, or no longer shall."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="asked")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["election", "email"], name="an_address_asked_once")]

    def __str__(self) -> str:
        return f"{self.email} for {self.election_id}"


class LogEntry(models.Model):
    """What an administrator, the authority, a trustee or the schedule did. Never what a voter did."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="log")
    time = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["election", "id"]

    def __str__(self) -> str:
        return f"{self.time:%F %T} {self.actor} {self.action}"
