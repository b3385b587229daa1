# SPDX-License-Identifier: Apache-2.0
"""What is over is removed: sessions, codes, counts, jobs that failed for good and name a voter."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from isonomia.server import claims, limits
from isonomia.server.jobs import MOST_ATTEMPTS
from isonomia.server.models import Job, LoginCode


def tidy() -> None:
    """Now and then, by the worker."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    LoginCode.objects.filter(expires__lt=now).delete()
    Job.objects.filter(kind__in=("code", "receipt"), attempts__gte=MOST_ATTEMPTS).delete()
    limits.forget()
    claims.forget()
