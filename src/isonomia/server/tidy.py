# SPDX-License-Identifier: Apache-2.0
"""What is over is removed: sessions, codes, counts, jobs that failed for good and name a voter."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from isonomia.server import limits
from isonomia.server.jobs import MOST_ATTEMPTS
from isonomia.server.models import AccountEvent, Job, LoginCode

EVENTS_KEPT = timedelta(days=365)


def tidy() -> None:
    """Now and then, by the worker."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    LoginCode.objects.filter(expires__lt=now).delete()
    Job.objects.filter(kind__in=("code", "receipt"), attempts__gte=MOST_ATTEMPTS).delete()
    AccountEvent.objects.filter(time__lt=now - EVENTS_KEPT).delete()
    limits.forget()
    _empty_log()


def _empty_log() -> None:
    """SQLite's write-ahead log keeps what was overwritten, in the order of time; if it is in use, the next time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
