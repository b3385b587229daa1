# SPDX-License-Identifier: Apache-2.0
"""How many voted in which hour: sums alone, no ballot and no voter has a time."""

from typing import ClassVar

from django.db import models

from isonomia.server.models.elections import Election


class TurnoutHour(models.Model):
    """An hour of an election in which ballots were accepted; the record of the election is held while it changes."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="hours")
    start = models.DateTimeField()
    """A full hour in UTC."""
    ballots = models.PositiveIntegerField(default=0)
    """Accepted, also from those who voted again."""
    voters = models.PositiveIntegerField(default=0)
    """Who had not voted before."""

    class Meta:
        ordering: ClassVar = ["election", "start"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["election", "start"], name="an_hour_once")]

    def __str__(self) -> str:
        return f"{self.election_id} {self.start:%F %H}"
