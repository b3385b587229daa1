# SPDX-License-Identifier: Apache-2.0
"""Turnout by the hour: what is counted, that it agrees with the record, and that no ballot or voter has a time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from isonomia.board.ledger import reading
from isonomia.server import casting, elections, jobs
from isonomia.server.models import Election, TurnoutHour, Voter
from support.server.site import Browser, Site
from support.server.walk import Walk

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)


def counted(walk: Walk) -> list[tuple[datetime, int, int]]:
    answer = Browser().call("GET", walk.address + "/turnout")
    assert answer.status == 200
    return [(datetime.fromisoformat(own["start"]), own["ballots"], own["voters"]) for own in answer.json["hours"]]


def cast(walk: Walk, login: str, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the voter's behalf, at some time."""
    content = walk.ballot(login, [1, 0]).content
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: moment)
        casting.cast(Voter.objects.get(election=walk.uuid, login=login), content)


def test_ballots_and_first_time_voters_of_each_hour(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ann at 12:10 and again at 14:59:59, Bob at 12:50, Cleo at 15:00."""
    walk = Walk(site).open()
    minutes = {"ann": 10, "bob": 50}
    for login, late in minutes.items():
        cast(walk, login, NOON + timedelta(minutes=late), monkeypatch)
    cast(walk, "ann", NOON + timedelta(hours=3, seconds=-1), monkeypatch)
    cast(walk, "cleo", NOON + timedelta(hours=3), monkeypatch)
    hour = timedelta(hours=1)
    assert counted(walk) == [(NOON, 2, 2), (NOON + 2 * hour, 1, 0), (NOON + 3 * hour, 1, 1)]
    answer = Browser().call("GET", walk.address + "/turnout")
    assert (answer.json["registered"], answer.json["voted"]) == (3, 3)
    assert "max-age" in answer.headers["Cache-Control"]
    assert "no-store" not in answer.headers["Cache-Control"]


def test_a_refused_ballot_is_not_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one whose transaction fails at its very end: the sums always are those of the record."""
    walk = Walk(site).open()
    content = walk.ballot("ann", [1, 0]).content
    ann = Voter.objects.get(election=walk.uuid, login="ann")
    casting.cast(ann, content)
    with pytest.raises(casting.Refused, match="ballot-replayed"):
        casting.cast(ann, content)
    again = walk.ballot("ann", [0, 1]).content
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "enqueue", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            casting.cast(ann, again)
    assert [own[1:] for own in counted(walk)] == [(1, 1)]


def test_sums_agree_when_many_vote_at_once(site: Site) -> None:
    logins = tuple(f"voter{n}" for n in range(8))
    walk = Walk(site, logins=logins).open()
    ballots = [walk.ballot(login, [1, 0]).content for login in (*logins, *logins[:3])]
    voters = list(Voter.objects.filter(election=walk.uuid).in_bulk(field_name="id").values())
    by_login = {voter.login: voter for voter in voters}
    troubles: list[BaseException] = []

    def vote(login: str, content: bytes) -> None:
        try:
            casting.cast(by_login[login], content)
        except BaseException as error:
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=own) for own in zip((*logins, *logins[:3]), ballots, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    hours = counted(walk)
    assert sum(own[1] for own in hours) == reading(walk.uuid).ballots == 11
    assert sum(own[2] for own in hours) == elections.turnout(Election.objects.get(uuid=walk.uuid))["voted"] == 8


def test_no_row_of_a_ballot_or_a_voter_has_a_time() -> None:
    """Times of the tables that a vote writes to: hours, and jobs, whose rows go with the work."""
    written = {"board", "event", "payload", "voter", "publiccredential", "job", "turnouthour"}
    found = {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_models()
        if model._meta.model_name in written
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField | models.TimeField)
    }
    assert found == {"turnouthour.start", "job.due"}


def test_an_hour_is_a_full_hour(site: Site) -> None:
    walk = Walk(site).open()
    walk.vote("ann", [1, 0])
    [only] = TurnoutHour.objects.filter(election=walk.uuid)
    assert (only.start.minute, only.start.second, only.start.microsecond) == (0, 0, 0)


def test_a_draft_has_no_turnout(site: Site) -> None:
    walk = Walk(site)
    assert Browser().call("GET", walk.address + "/turnout").code == "no-election"
    assert Browser().get(f"/elections/{walk.uuid}/turnout").status == 404


def test_the_public_page_shows_the_chart_and_its_table(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(site).open()
    now = timezone.now()
    cast(walk, "ann", now, monkeypatch)
    for address in ("", "/turnout"):
        shown = Browser().get(f"/elections/{walk.uuid}{address}").content.decode()
        assert '<svg xmlns="http://www.w3.org/2000/svg"' in shown
        assert "1 of 3 voters have voted: 33.3%." in shown
        assert f"{now:%Y-%m-%d %H}:00" in shown


def test_extensions_and_their_reasons_are_public(site: Site) -> None:
    """On the page, as text, and in the API; who decided it is not."""
    walk = Walk(site)
    question = {"question": "Who?", "answers": ["Ada", "Ben"], "min": 1, "max": 1}
    schedule = {"closes": "2099-05-01T18:00:00+03:00"}
    walk.admin.do("PUT", walk.address + "/draft", {"name": "Late", "questions": [question], "schedule": schedule})
    walk.open()
    assert Browser().do("GET", walk.address)["extensions"] == []
    reason = "Snow <b>everywhere</b>"
    walk.admin.do("POST", walk.address + "/extension", {"closes": "2099-05-01T17:30:00+00:00", "reason": reason})
    [told] = Browser().do("GET", walk.address)["extensions"]
    assert (told["before"], told["closes"], told["reason"]) == (
        "2099-05-01T15:00:00+00:00",
        "2099-05-01T17:30:00+00:00",
        reason,
    )
    shown = Browser().get(f"/elections/{walk.uuid}").content.decode()
    assert "The end was moved from 2099-05-01 18:00 (UTC+03:00) to 2099-05-01 20:30 (UTC+03:00)" in shown
    assert "Snow &lt;b&gt;everywhere&lt;/b&gt;" in shown
    assert "admin@example.org" not in shown
