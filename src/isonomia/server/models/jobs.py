# SPDX-License-Identifier: Apache-2.0
"""What is to be done later, and what was done too often."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from isonomia.server.models.elections import Election


class Job(models.Model):
    """Something for the worker (:mod:`isonomia.server.jobs`); the row is gone once it is done."""

    kind = models.CharField(max_length=20)
    election = models.ForeignKey(Election, models.CASCADE, null=True, related_name="jobs")
    arguments = models.JSONField(default=dict)
    due = models.DateTimeField(default=timezone.now)
    once = models.CharField(max_length=80, null=True, unique=True)
    """A name that only one waiting job can have."""
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, default="")
    """Why the last attempt failed: the kind of error, no values."""

    class Meta:
        ordering: ClassVar = ["due", "id"]
        indexes: ClassVar = [models.Index(fields=["due"], name="jobs_by_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.election_id}"


class Throttle(models.Model):
    """How often somebody did something in a span of time; who it was is hashed with the server's key."""

    key = models.CharField(max_length=64)
    span = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    expires = models.BigIntegerField()
    """Seconds since 1970."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "span"], name="a_count_a_span")]

    def __str__(self) -> str:
        return f"{self.count} in span {self.span}"
