# SPDX-License-Identifier: Apache-2.0
"""When voting opens and closes: as the draft's schedule says, done by the worker, and extended with a reason.

The schedule that voters were promised stands in the terms and never changes; until when voting goes on now stands
beside the election, and every extension in its log.
"""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from isonomia.board.ledger import writing
from isonomia.parties.errors import PartyError
from isonomia.protocol.public.findings import CheckFailed
from isonomia.record.errors import RecordError
from isonomia.server import drafts, elections, jobs
from isonomia.server.models import Election, Job

MOST_REASON = 1000


def plan_opening(election: Election) -> None:
    """Have the worker open the voting when the draft says so. Within the transaction that changes the draft."""
    schedule = drafts.read(election).schedule
    once = f"open:{election.uuid}"
    opens = drafts.moment(schedule.opens) if schedule is not None and schedule.opens else None
    if opens is None or opens <= timezone.now():
        Job.objects.filter(once=once).delete()
    else:
        jobs.enqueue("open", election, due=opens, once=once)


def extend(election: Election, closes: datetime, reason: str, actor: str) -> None:
    """Let the voting go on until ``closes``, later than it would. Raises PartyError and NoRecord."""
    reason = reason.strip()
    if not 0 < len(reason) <= MOST_REASON:
        raise PartyError(f"an extension needs a reason of at most {MOST_REASON} characters", "everybody may ask for it")
    with writing(election.uuid):
        if elections.state_of(election) != "open":
            raise PartyError("voting is not open")
        before = Election.objects.get(pk=election.pk).closes
        if before is None:
            raise PartyError("voting has no time at which it closes", "close it when it is time")
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


@jobs.handler("open")
def _open_on_time(job: Job) -> None:
    election = job.election
    if election is None or elections.state_of(election) != "draft":
        return
    schedule = drafts.read(election).schedule
    opens = drafts.moment(schedule.opens) if schedule is not None and schedule.opens else None
    if opens is None or opens > timezone.now():  # the draft was changed meanwhile
        return
    try:
        elections.open_voting(election, "the schedule")
    except elections.NotReady as error:
        elections.log(election, "the schedule", "not-opened", missing=[own.code for own in error.missing])
    except (PartyError, CheckFailed, RecordError) as error:
        elections.log(election, "the schedule", "not-opened", missing=[type(error).__name__])


@jobs.handler("close")
def _close_on_time(job: Job) -> None:
    if job.election is not None and elections.state_of(job.election) == "open":
        elections.close_voting(job.election, "the schedule", on_time=True)
