# SPDX-License-Identifier: Apache-2.0
"""Elections with a schedule, and a clock that runs ahead."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from support.server.site import Site
from support.server.walk import QUESTION, Walk

HOUR = timedelta(hours=1)


def told(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def draft(**more: Any) -> dict[str, Any]:
    return {"name": "A small election", "description": "For tests", "questions": [QUESTION], **more}


def prepared(site: Site, **more: Any) -> Walk:
    """Everything is there but the opening."""
    walk = Walk(site)
    walk.admin.do("PUT", walk.address + "/draft", draft(**more))
    walk.invite()
    walk.make_credentials()
    walk.make_key()
    return walk


def planned(site: Site) -> Walk:
    """Voting opens an hour from now, in Minsk's time, and closes two hours later."""
    opens = (datetime.now(UTC) + HOUR).astimezone(timezone.get_fixed_timezone(180))
    return prepared(site, schedule={"opens": told(opens), "closes": told(opens + 2 * HOUR)})


def with_end(site: Site) -> tuple[Walk, datetime]:
    """Voting is open, and closes an hour from now."""
    closes = (timezone.now() + HOUR).replace(microsecond=0)
    walk = prepared(site, schedule={"closes": told(closes)})
    walk.admin.do("POST", walk.address + "/open")
    return walk, closes


def pass_time(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    """It is so many hours later than it really is."""
    then = datetime.now(UTC) + hours * HOUR
    monkeypatch.setattr(timezone, "now", lambda: then)
