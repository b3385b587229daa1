# SPDX-License-Identifier: Apache-2.0
"""Turnout over time: how many ballots and first-time voters each hour had. Nothing is kept of a single ballot."""

from datetime import UTC, datetime, tzinfo

from django.db.models import F
from django.utils import timezone

from isonomia.board.ledger import reading
from isonomia.present.turnout import Hour, Times
from isonomia.server.drafts import moment
from isonomia.server.models import Election, LogEntry, TurnoutHour
from isonomia.server.texts import schedule_of


def count(election: Election, *, first_time: bool) -> None:
    """One ballot more in this hour. Within the transaction that appends it: nobody else counts meanwhile."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    more, hour = int(first_time), TurnoutHour.objects.filter(election=election, start=start)
    if not hour.update(ballots=F("ballots") + 1, voters=F("voters") + more):
        TurnoutHour.objects.create(election=election, start=start, ballots=1, voters=more)


def hours(election: Election) -> list[Hour]:
    """The hours in which ballots were accepted, in their order, in UTC."""
    found = TurnoutHour.objects.filter(election=election).order_by("start")
    return [Hour(own.start.astimezone(UTC), own.ballots, own.voters) for own in found]


def zone_of(election: Election) -> tzinfo:
    """The time zone that the schedule is in; UTC if there is none."""
    schedule = schedule_of(election)
    said = (schedule.closes or schedule.opens) if schedule else None
    return (moment(said).tzinfo if said else None) or UTC


def times(election: Election) -> Times:
    """When the voting began, and how far it has come or when it ended; in the time zone of the schedule."""
    zone = zone_of(election)
    began = datetime.fromtimestamp(reading(election.uuid).timestamp, zone)
    closed = LogEntry.objects.filter(election=election, action="close").order_by("id").first()
    ended = timezone.now() if closed is None else closed.time
    if election.closes is not None:  # from then on no ballot is accepted, whenever the worker comes to write it down
        ended = min(ended, election.closes)
    return Times(began, ended.astimezone(zone))
