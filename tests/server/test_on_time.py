# SPDX-License-Identifier: Apache-2.0
"""Voting begins and ends when it was announced, whether or not the worker has come to it, and whatever the mails do."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from isonomia.board import ledger
from isonomia.present.letter_words import written_time
from isonomia.server import casting, claims, jobs, mail, reminders, worker
from isonomia.server.models import Election, Job, LogEntry
from support.server.planned import HOUR, pass_time, planned, told, with_end
from support.server.site import Browser, Site
from support.server.walk import Walk


def page(walk: Walk) -> str:
    return Browser().get(f"/elections/{walk.uuid}").content.decode()


def seen(walk: Walk) -> str:
    return str(Browser().do("GET", walk.address)["state"])


def lasting(walk: Walk, login: str) -> Browser:
    """A voter's browser whose session outlives the clock that runs ahead."""
    browser = walk.log_in(login)
    Session.objects.update(expire_date=timezone.now() + 24 * HOUR)
    return browser


# The end


def test_attack_a_ballot_after_the_announced_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is late: what counts is the clock."""
    walk, _ = with_end(site)
    walk.vote("bob", [1, 0])
    made, other = walk.ballot("ann", [1, 0]), walk.ballot("ann", [0, 1])
    before, first = walk.download(), lasting(walk, "ann")
    with monkeypatch.context() as later:
        pass_time(later, 1.001)
        answer = first.call("POST", walk.address + "/ballots", made.content)
        assert (answer.status, answer.code) == (409, "wrong-phase")
        answer = first.call("POST", walk.address + "/challenges", {"tracker": other.tracker})
        assert (answer.status, answer.code) == (409, "wrong-phase")
        assert walk.download() == before
        assert seen(walk) == "closed"
        assert "Voting has ended" in page(walk)
        assert f'href="/elections/{walk.uuid}/vote"' not in page(walk)
        assert ledger.reading(walk.uuid).events == ["Setup"]  # nothing of it stands in the record yet
        jobs.run_due(lane="clock")
    assert ledger.reading(walk.uuid).events == ["Setup", "EndBallots"]
    assert ledger.reading(walk.uuid).ballots == 1


def test_end_that_comes_while_a_ballot_is_checked_is_noticed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the clock while the record is held."""
    walk, _ = with_end(site)
    made, browser, honest = walk.ballot("ann", [1, 0]), lasting(walk, "ann"), casting.check_alone

    def slow(*arguments: object) -> object:
        pass_time(monkeypatch, 1.001)
        return honest(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(casting, "check_alone", slow)
    assert browser.call("POST", walk.address + "/ballots", made.content).code == "wrong-phase"
    assert ledger.reading(walk.uuid).ballots == 0


def test_extension_moves_the_end_and_none_comes_after_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk, closes = with_end(site)
    made, browser = walk.ballot("ann", [1, 0]), lasting(walk, "ann")
    walk.admin.do("POST", walk.address + "/extension", {"closes": told(closes + HOUR / 2), "reason": "Snow"})
    with monkeypatch.context() as later:
        pass_time(later, 1.25)
        assert seen(walk) == "open"
        assert browser.call("POST", walk.address + "/ballots", made.content).status == 200
        pass_time(later, 1.75)  # the worker has not closed it: all the same, everybody was told that it is over
        body = {"closes": told(closes + 2 * HOUR), "reason": "More snow"}
        assert walk.admin.call("POST", walk.address + "/extension", body).code == "refused"
        assert seen(walk) == "closed"


def test_the_page_says_the_announced_end_when_the_worker_was_late(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk, closes = with_end(site)
    with monkeypatch.context() as later:
        pass_time(later, 3)
        assert f"<dt>Voting ended</dt><dd>{written_time(closes)}</dd>" in page(walk)
        site.work()
        LogEntry.objects.filter(election=walk.uuid, action="close").update(time=timezone.now())
        assert f"<dt>Voting ended</dt><dd>{written_time(closes)}</dd>" in page(walk)


def test_clock_that_is_set_back_loses_no_closing(site: Site) -> None:
    """It was taken, and a moment later it was not time yet."""
    _, closes = with_end(site)
    Job.objects.filter(kind="close").update(due=timezone.now() - HOUR)
    assert jobs.run_due(lane="clock") == 1
    assert Job.objects.get(kind="close").due == closes


# The beginning


def test_no_ballot_before_the_promised_opening(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator opens by hand, so that all can look at the record; voting begins when it was promised."""
    walk = planned(site)
    walk.admin.do("POST", walk.address + "/open")
    made, browser = walk.ballot("ann", [1, 0]), lasting(walk, "ann")
    assert browser.call("POST", walk.address + "/ballots", made.content).code == "wrong-phase"
    assert seen(walk) == "waiting"
    shown = page(walk)
    assert "Voting has not begun yet. It begins at: " in shown
    assert f'href="/elections/{walk.uuid}/vote"' not in shown
    assert walk.admin.call("POST", walk.address + "/reminders").code == "refused"
    assert b"Opened, voting has not begun" in walk.admin.get(f"/elections/{walk.uuid}/manage").content
    pass_time(monkeypatch, 1.5)
    assert seen(walk) == "open"
    assert browser.call("POST", walk.address + "/ballots", made.content).status == 200


# What is done beside what


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_slow_mails_hold_up_neither_the_closing_nor_a_code(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server takes a reminder, and does not answer."""
    walk, _ = with_end(site)
    stuck, go_on, stop, done = threading.Event(), threading.Event(), threading.Event(), list[str]()
    honest = mail.send

    def slow(to: str, subject: str, body: str) -> None:
        stuck.set()
        go_on.wait(30)
        done.append(to)

    monkeypatch.setattr(reminders, "send", slow)
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    monkeypatch.setattr(claims, "stop", lambda: None)  # it is for good, and this process goes on
    walk.admin.do("POST", walk.address + "/reminders")
    own = threading.Thread(target=worker.run, args=(stop,))
    own.start()
    try:
        wait_for(stuck.is_set)
        Browser().do("POST", walk.address + "/codes", {"login": "cleo"})
        wait_for(lambda: not Job.objects.filter(kind="code").exists())
        Election.objects.filter(pk=walk.uuid).update(closes=timezone.now())
        Job.objects.filter(kind="close").update(due=timezone.now())
        wait_for(lambda: LogEntry.objects.filter(election=walk.uuid, action="tally").exists())
        assert done == []
    finally:
        stop.set()
        go_on.set()
        own.join(30)
    assert mail.send is honest
    assert not own.is_alive()
    assert len(done) == 1  # what was begun was ended, and nobody else is reminded of a voting that is over


def test_every_kind_of_job_has_one_lane() -> None:
    assert sorted(kind for kinds in jobs.LANES.values() for kind in kinds) == sorted(jobs.HANDLERS)
    assert jobs.LANES["clock"] == {"open", "close"}
    assert {"reminder", "invitation", "receipt"} <= jobs.LANES["mails"]
