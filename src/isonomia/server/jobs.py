# SPDX-License-Identifier: Apache-2.0
"""The table of jobs: put down in the transaction that asks for them, done by the worker, at least once each.

A job that was interrupted is done again: every handler looks first whether there is anything left to do. Mails
may come twice, records never change twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from isonomia.server.models import Election, Job

MOST_ATTEMPTS = 12
MAILS = ("code", "receipt", "invitation", "reminder", "administrator", "not-opened")
"""Kinds of jobs that send a mail."""
_LEASE = timedelta(hours=1)
_LOG = logging.getLogger(__name__)

Handler = Callable[[Job], None]
Lane = Literal["clock", "codes", "steps", "mails", "claims"]
HANDLERS: dict[str, Handler] = {}
LANES: dict[Lane, set[str]] = {"clock": set(), "codes": set(), "steps": set(), "mails": set(), "claims": set()}
"""Which kinds are done one after the other; each lane is beside all others (:mod:`isonomia.server.worker`).

``clock``: opening and closing. ``codes``: mails that somebody waits for. ``steps``: tallies and results, which may
take minutes. ``mails``: all others, as slowly as the mail server takes them. ``claims``: uploaded tables.
"""


def handler(kind: str, *, lane: Lane = "steps") -> Callable[[Handler], Handler]:
    """Register who does jobs of a kind."""

    def add(function: Handler) -> Handler:
        HANDLERS[kind] = function
        LANES[lane].add(kind)
        return function

    return add


def enqueue(
    kind: str,
    election: Election | None = None,
    arguments: dict[str, Any] | None = None,
    *,
    due: datetime | None = None,
    once: str | None = None,
) -> None:
    """Put a job down. With ``once``, a job of this name is moved instead of a second one made, even one in work."""
    row = {"kind": kind, "election": election, "arguments": arguments or {}, "due": due or timezone.now()}
    if once is None:
        Job.objects.create(**row)
    else:
        Job.objects.update_or_create(once=once, defaults={**row, "attempts": 0, "trouble": ""})


def run_due(most: int = 100, *, lane: Lane | None = None) -> int:
    """Do what is due, in one lane or in all of them; gives how many jobs were tried."""
    tried = 0
    while tried < most and (job := _take(lane)) is not None:
        tried += 1
        _run(job)
    return tried


def _due(lane: Lane | None) -> QuerySet[Job]:
    waiting = Job.objects.filter(due__lte=timezone.now(), attempts__lt=MOST_ATTEMPTS)
    return waiting if lane is None else waiting.filter(kind__in=LANES[lane])


def _take(lane: Lane | None) -> Job | None:
    """A job that is due, out of sight of others for a while."""
    if not _due(lane).exists():  # looked at first: on SQLite, every transaction keeps all other writers waiting
        return None
    with transaction.atomic():
        waiting = _due(lane)
        job = (waiting.select_for_update(skip_locked=True) if _can_skip() else waiting).first()
        if job is not None:
            job.attempts += 1
            job.due = timezone.now() + _LEASE
            job.save(update_fields=["attempts", "due"])
        return job


def _can_skip() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _run(job: Job) -> None:
    same = Job.objects.filter(pk=job.pk, attempts=job.attempts)  # not the one that enqueue() has moved meanwhile
    try:
        HANDLERS[job.kind](job)
    except Exception as error:
        _LOG.warning("job %s of %s failed: %s", job.kind, job.election_id, type(error).__name__)
        wait = timedelta(seconds=min(3600, 5 * 2**job.attempts))
        same.update(due=timezone.now() + wait, trouble=type(error).__name__[:200])
    else:
        same.delete()


def resume() -> None:
    """After a restart: what was being done is due at once. For the one worker that runs, before its first round."""
    Job.objects.filter(due__gt=timezone.now(), attempts__gt=0, trouble="").update(due=timezone.now())


def troubles(election: Election) -> tuple[int, list[str]]:
    """How many mails did not leave at their last attempt, and which other jobs failed; whose they are is not told."""
    failed = election.jobs.exclude(trouble="")
    others = failed.exclude(kind__in=MAILS).order_by("kind").values_list("kind", flat=True).distinct()
    return failed.filter(kind__in=MAILS).count(), list(others)
