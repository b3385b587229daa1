# SPDX-License-Identifier: Apache-2.0
"""The opening time comes while something is missing: administrators are told once, and it opens when it can."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from isonomia.parties import trustee
from isonomia.protocol.messages import encode
from isonomia.server import elections
from isonomia.server.models import Job, LogEntry
from support.server.planned import HOUR, draft, pass_time, planned, told
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, Walk


def keyless(site: Site, name: str = "Tina") -> Walk:
    """Planned, but the trustee is a new one, who has not made her key."""
    walk = planned(site)
    trustees = [{"name": name, "email": walk.person("tora")}]
    walk.admin.do("PUT", walk.address + "/trustees", {"trustees": trustees, "losing": [1]})
    return walk


def managed(walk: Walk) -> dict[str, Any]:
    found: dict[str, Any] = walk.admin.do("GET", walk.address + "/management")
    return found


def make_key(walk: Walk) -> None:
    browser = Browser()
    browser.do("POST", "/api/invitations", {"token": walk.site.token(walk.person("tora"))})
    key = trustee.new_key(walk.group, lambda count: b"\x01" * count)
    assert browser.call("POST", walk.address + "/key", encode(key.public)).status == 200


def mailed() -> list[Any]:
    return [own for own in mail.outbox if own.subject.startswith("Voting did not open")]


def by_schedule(walk: Walk) -> list[str]:
    found = LogEntry.objects.filter(election=walk.uuid, actor="the schedule").order_by("id")
    return list(found.values_list("action", flat=True))


def test_it_is_told_once_and_opens_when_the_key_is_there(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = keyless(site, "Tina Key")
    second = Browser()
    second.do("POST", "/api/accounts", {"email": "second@example.org", "name": "S", "password": PASSWORD})
    walk.admin.do("POST", walk.address + "/administrators", {"email": "second@example.org"})
    token = site.token_of_administrator("second@example.org")
    second.do("POST", "/api/administrators", {"token": token})
    for minutes in (0.5, 2, 4, 6):
        pass_time(monkeypatch, 1 + minutes / 60)
        site.work()
        assert managed(walk)["state"] == "draft"
    assert sorted(own.to[0] for own in mailed()) == ["admin@example.org", "second@example.org"]
    told_ = mailed()[0]
    assert "Trustee 1 (Tina Key) has not made a key yet" in told_.body
    assert f"/elections/{walk.uuid}/manage" in told_.body
    assert by_schedule(walk) == ["not-opened"]
    assert LogEntry.objects.get(action="not-opened").details == {"missing": ["trustee-key"]}
    assert [own["code"] for own in managed(walk)["missing"]] == ["opening", "trustee-key"]
    assert "Voting should have opened at" in managed(walk)["missing"][0]["message"]
    make_key(walk)
    assert managed(walk)["missing"] == []
    pass_time(monkeypatch, 1 + 8 / 60)
    site.work()
    assert managed(walk)["state"] == "open"
    assert by_schedule(walk) == ["not-opened", "open"]
    assert not Job.objects.filter(kind="open").exists()
    assert len(mailed()) == 2


def test_saving_the_draft_goes_on_trying(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was missing may be in the draft itself."""
    walk = planned(site)
    times = managed(walk)["draft"]["schedule"]
    walk.admin.do("PUT", walk.address + "/draft", draft(name="", schedule=times))
    pass_time(monkeypatch, 1.1)
    site.work()
    assert by_schedule(walk) == ["not-opened"]
    saved = walk.admin.do("PUT", walk.address + "/draft", draft(questions=[], schedule=times))
    assert [own["code"] for own in saved["missing"]] == ["opening", "questions"]
    walk.admin.do("PUT", walk.address + "/draft", draft(schedule=times))
    pass_time(monkeypatch, 1.2)
    site.work()
    assert managed(walk)["state"] == "open"


def test_after_the_end_it_is_not_tried_any_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = keyless(site)
    pass_time(monkeypatch, 1.1)
    site.work()
    pass_time(monkeypatch, 3.1)
    site.work()
    make_key(walk)
    pass_time(monkeypatch, 3.2)
    site.work()
    assert managed(walk)["state"] == "draft"
    assert by_schedule(walk) == ["not-opened", "opening-over"]
    assert not Job.objects.filter(kind="open").exists()
    assert [("not tried any more" in own.body) for own in mailed()] == [False, True]
    assert [own["code"] for own in managed(walk)["missing"]] == ["schedule"]


def test_other_times_are_another_opening(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later one is waited for, and missed on its own; without one, nothing opens by itself."""
    walk = keyless(site)
    pass_time(monkeypatch, 1.1)
    site.work()
    later = {"opens": told(timezone.now() + HOUR), "closes": told(timezone.now() + 5 * HOUR)}
    walk.admin.do("PUT", walk.address + "/draft", draft(schedule=later))
    assert [own["code"] for own in managed(walk)["missing"]] == ["trustee-key"]
    pass_time(monkeypatch, 2.2)
    site.work()
    assert by_schedule(walk) == ["not-opened", "not-opened"]
    assert len(mailed()) == 2
    walk.admin.do("PUT", walk.address + "/draft", draft(schedule={"closes": later["closes"]}))
    make_key(walk)
    pass_time(monkeypatch, 2.4)
    site.work()
    assert managed(walk)["state"] == "draft"


def test_a_time_that_is_over_when_it_is_written_opens_nothing(site: Site) -> None:
    walk = planned(site)
    times = {"opens": told(timezone.now() - HOUR), "closes": told(timezone.now() + HOUR)}
    walk.admin.do("PUT", walk.address + "/draft", draft(schedule=times))
    assert not Job.objects.filter(kind="open").exists()
    site.work()
    assert (managed(walk)["state"], mailed()) == ("draft", [])


def test_times_that_are_taken_out_at_that_moment_open_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has read the draft, and the administrator saves it before it is opened."""
    walk, honest = planned(site), elections.open_voting

    def slow(*arguments: Any) -> str:
        walk.admin.do("PUT", walk.address + "/draft", draft())
        return honest(*arguments)

    monkeypatch.setattr(elections, "open_voting", slow)
    pass_time(monkeypatch, 1.1)
    site.work()
    assert managed(walk)["state"] == "draft"
    assert not Job.objects.filter(kind="open").exists()


@pytest.mark.parametrize(("back", "state"), [(False, "draft"), (True, "open")])
def test_a_draft_that_was_put_away_is_not_opened(
    site: Site, monkeypatch: pytest.MonkeyPatch, back: bool, state: str
) -> None:
    walk = planned(site)
    for archived in (True, False) if back else (True,):
        walk.admin.do("PUT", walk.address + "/archive", {"archived": archived})
    pass_time(monkeypatch, 1.1)
    site.work()
    assert managed(walk)["state"] == state
    assert mailed() == []
