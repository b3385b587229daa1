# SPDX-License-Identifier: Apache-2.0
"""When voting closes: as the schedule says, done by the worker, and extended with a reason.

The schedule that voters were promised stands in the terms and never changes; until when voting goes on now stands
beside the election, and every extension in its log.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from isonomia.board.ledger import writing
from isonomia.parties.errors import PartyError
from isonomia.server import elections, jobs
from isonomia.server.models import Election, Job
from isonomia.server.opening import SCHEDULE

MOST_REASON = 1000


def extend(election: Election, closes: datetime, reason: str, actor: str) -> None:
    """Let the voting go on until ``closes``, later than it would. Raises PartyError and NoRecord."""
    reason = reason.strip()
    if not 0 < len(reason) <= MOST_REASON:
        raise PartyError(f"an extension needs a reason of at most {MOST_REASON} characters", "everybody may ask for it")
    with writing(election.uuid):
        if elections.state_of(election) != "open":
            raise PartyError("voting is not open")
        now = Election.objects.get(pk=election.pk)
        before = now.closes
        if before is None:
            raise PartyError("voting has no time at which it closes", "close it when it is time")
        if elections.by_the_clock(now, "open") == "closed":
            raise PartyError("voting has ended: nobody can be told any more that it would not")
        if closes <= max(before, timezone.now()):
            raise PartyError("an extension ends later than the voting would, and later than now")
        Election.objects.filter(pk=election.pk).update(closes=closes)
        jobs.enqueue("close", election, due=closes, once=f"close:{election.uuid}")
        elections.log(election, actor, "extend", before=before.isoformat(), closes=closes.isoformat(), reason=reason)


class Extended(NamedTuple):
    """An extension, as everybody may read it. RFC 3339."""

    decided: str
    before: str
    closes: str
    reason: str


def extensions(election: Election) -> list[Extended]:
    """Every extension of the voting, in their order."""
    found = election.log.filter(action="extend").order_by("id")
    return [
        Extended(
            own.time.isoformat(timespec="seconds"), *(own.details[name] for name in ("before", "closes", "reason"))
        )
        for own in found
    ]


@jobs.handler("close", lane="clock")
def _close_on_time(job: Job) -> None:
    if job.election is None or elections.state_of(job.election) != "open":
        return
    if not elections.close_voting(job.election, SCHEDULE, on_time=True):  # extended, or the clock was set back
        with transaction.atomic():
            closes = elections.locked(job.election).closes
            jobs.enqueue("close", job.election, due=closes, once=f"close:{job.election_id}")
