# SPDX-License-Identifier: Apache-2.0
"""How often somebody may do something: fixed spans of time, counted in the database for all processes together."""

from time import time
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from isonomia.server.models import Throttle


class Limit(NamedTuple):
    """``most`` times in ``seconds``."""

    action: str
    most: int
    seconds: int


ACCOUNTS = Limit("accounts", 10, 3600)
LOGINS = Limit("logins", 10, 600)
PASSWORDS = Limit("passwords", 10, 600)
SECOND_FACTOR = Limit("second-factor", 10, 3600)
RESETS = Limit("resets", 3, 3600)
RESETS_FROM = Limit("resets-from", 20, 3600)
INVITATIONS = Limit("invitations", 30, 600)
ASKED = Limit("asked", 30, 86400)
REMINDERS = Limit("reminders", 2, 86400)
CODES_ASKED = Limit("codes-asked", 5, 900)
CODES_ASKED_FROM = Limit("codes-asked-from", 60, 900)
CODES_TRIED = Limit("codes-tried", 10, 900)
CODES_TRIED_FROM = Limit("codes-tried-from", 100, 900)
BALLOTS = Limit("ballots", 20, 600)
CHALLENGES = Limit("challenges", 10, 600)


def within(limit: Limit, *subject: str) -> bool:
    """Count one more for this subject; False if it is one too many. Not inside of a transaction that may fail."""
    key = salted_hmac("isonomia throttle", "\n".join([limit.action, *subject]), algorithm="sha256").hexdigest()
    span = int(time() // limit.seconds)
    with transaction.atomic():
        Throttle.objects.get_or_create(key=key, span=span, defaults={"expires": (span + 1) * limit.seconds})
        Throttle.objects.filter(key=key, span=span).update(count=F("count") + 1)
        return Throttle.objects.get(key=key, span=span).count <= limit.most


def forget() -> None:
    """Remove counts of spans that are over."""
    Throttle.objects.filter(expires__lt=int(time())).delete()
