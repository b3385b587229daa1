# SPDX-License-Identifier: Apache-2.0
"""What an administrator does beside the steps of the protocol: time, reminders, others, archive; and who may not."""

from datetime import datetime
from hashlib import sha256
from importlib.resources import files

import pytest
from django.utils import timezone

from isonomia.server import jobs
from isonomia.server.models import Election, Job, LogEntry
from support.server.planned import HOUR, draft, pass_time, planned, prepared, told, with_end
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, Walk


def state(walk: Walk) -> str:
    return str(walk.admin.do("GET", walk.address + "/management")["state"])


def missing(walk: Walk) -> set[str]:
    return {own["code"] for own in walk.admin.do("GET", walk.address + "/management")["missing"]}


def actions(walk: Walk) -> list[str]:
    return [line["action"] for line in walk.admin.do("GET", walk.address + "/log")]


def due(kind: str) -> None:
    """The time of a job has come."""
    assert Job.objects.filter(kind=kind).update(due=timezone.now() - HOUR)


# Opening and closing by schedule


def test_voting_opens_and_closes_by_the_schedule(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = planned(site)
    site.work()
    assert state(walk) == "draft"
    with monkeypatch.context() as later:
        pass_time(later, 1.5)
        site.work()
        assert state(walk) == "open"
    with monkeypatch.context() as later:
        pass_time(later, 4)
        site.work()
        assert state(walk) == "decrypting"
    by_schedule = LogEntry.objects.filter(election=walk.uuid, actor="the schedule")
    assert [entry.action for entry in by_schedule] == ["open", "close"]


def test_schedule_that_was_taken_out_of_the_draft_opens_nothing(site: Site) -> None:
    walk = planned(site)
    job = Job.objects.get(kind="open")
    walk.admin.do("PUT", walk.address + "/draft", draft())
    assert not Job.objects.filter(kind="open").exists()
    job.pk = None  # as if the worker had taken it a moment before
    job.due = timezone.now()
    job.save(force_insert=True)
    site.work()
    assert state(walk) == "draft"


@pytest.mark.parametrize(
    "schedule",
    [
        {"closes": "2020-01-01T00:00:00+00:00"},
        {"closes": "2120-01-01T00:00:00"},
        {"closes": "tomorrow"},
        {"opens": "2120-01-02T00:00:00Z", "closes": "2120-01-01T00:00:00Z"},
    ],
    ids=["over", "no time zone", "no time", "closes first"],
)
def test_schedule_that_cannot_be_kept_is_on_the_checklist(site: Site, schedule: dict[str, str]) -> None:
    walk = prepared(site, schedule=schedule)
    assert missing(walk) == {"schedule"}
    assert walk.admin.call("POST", walk.address + "/open").code == "not-ready"


# Extending


def test_extension_is_logged_with_its_reason_and_the_worker_waits_for_it(site: Site) -> None:
    walk, closes = with_end(site)
    record = walk.download()
    later = closes + HOUR
    walk.admin.do("POST", walk.address + "/extension", {"closes": told(later), "reason": "The power failed."})
    [entry] = LogEntry.objects.filter(election=walk.uuid, action="extend")
    assert entry.details == {"before": closes.isoformat(), "closes": later.isoformat(), "reason": "The power failed."}
    assert datetime.fromisoformat(Browser().do("GET", walk.address)["closes"]) == later
    assert walk.download() == record  # what was promised stands
    due("close")  # a clock that runs ahead, or the job of before
    assert jobs.run_due() == 1
    assert state(walk) == "open"


def test_job_that_is_moved_while_it_is_in_work_is_not_lost(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has taken the closing; before it is done, the voting is extended."""
    walk, closes = with_end(site)
    due("close")
    close = jobs.HANDLERS["close"]

    def extended_meanwhile(job: Job) -> None:
        body = {"closes": told(closes + HOUR), "reason": "It was a near thing."}
        walk.admin.do("POST", walk.address + "/extension", body)
        close(job)

    monkeypatch.setitem(jobs.HANDLERS, "close", extended_meanwhile)
    jobs.run_due()
    assert state(walk) == "open"
    assert Job.objects.get(kind="close").due == closes + HOUR


def test_voting_is_never_shortened_nor_extended_without_a_reason(site: Site) -> None:
    walk, closes = with_end(site)
    later = told(closes + HOUR)
    for body in (
        {"closes": told(closes - HOUR / 2), "reason": "r"},
        {"closes": told(closes), "reason": "r"},
        {"closes": later, "reason": "  "},
        {"closes": later, "reason": "r" * 1001},
        {"closes": later[:19], "reason": "r"},
        {"closes": "", "reason": "r"},
    ):
        assert walk.admin.call("POST", walk.address + "/extension", body).code == "refused", body
    walk.close()
    body = {"closes": later, "reason": "r"}
    assert walk.admin.call("POST", walk.address + "/extension", body).code == "refused"
    assert Election.objects.get(pk=walk.uuid).closes == closes
    assert "extend" not in actions(walk)


def test_voting_without_an_end_is_not_extended(site: Site) -> None:
    walk = Walk(site).open()
    body = {"closes": told(timezone.now() + HOUR), "reason": "r"}
    assert walk.admin.call("POST", walk.address + "/extension", body).code == "refused"


# Reminders


def test_those_who_have_not_voted_are_reminded_and_no_others(site: Site) -> None:
    walk = Walk(site).open()
    walk.vote("ann", [1, 0])
    site.work()
    walk.admin.do("POST", walk.address + "/reminders")
    jobs.run_due(1)  # now there is a job for each voter, those who have voted too: the table does not tell
    assert Job.objects.filter(kind="reminder").count() == 3
    subjects = {name: [mail.subject for mail in site.mails(walk.person(name))] for name in ("ann", "bob", "cleo")}
    reminded = {name for name, all_ in subjects.items() if any("Reminder" in subject for subject in all_)}
    assert reminded == {"bob", "cleo"}
    body = site.mails(walk.person("cleo"))[-1].body
    assert f"/elections/{walk.uuid}/vote" in body
    assert walk.private["cleo"] not in body


def test_nobody_is_reminded_too_often_or_out_of_time(site: Site) -> None:
    walk = Walk(site)
    assert walk.admin.call("POST", walk.address + "/reminders").code == "refused"
    walk.open()
    answers = [walk.admin.call("POST", walk.address + "/reminders").status for _ in range(3)]
    assert answers == [200, 200, 429]
    walk.close()
    assert walk.admin.call("POST", walk.address + "/reminders").code == "refused"
    assert not [mail for mail in site.mails(walk.person("cleo")) if "Reminder" in mail.subject]


# Several administrators


def sign_up(email: str) -> Browser:
    browser = Browser()
    browser.do("POST", "/api/accounts", {"email": email, "name": "Somebody", "password": PASSWORD})
    return browser


def test_another_administrator_comes_by_a_link_that_works_once_and_for_her(site: Site) -> None:
    walk = Walk(site)
    walk.admin.do("POST", walk.address + "/administrators", {"email": " Second@Example.org"})
    second, thief = sign_up("second@example.org"), sign_up("thief@example.org")
    token = site.token_of_administrator("second@example.org")
    assert Browser().call("POST", "/api/administrators", {"token": token}).code == "login-required"
    assert thief.call("POST", "/api/administrators", {"token": token}).code == "not-found"
    assert second.call("POST", "/api/administrators", {"token": "administrator-" + "1" * 22}).code == "not-found"
    assert second.call("GET", walk.address + "/management").code == "forbidden"
    assert second.do("POST", "/api/administrators", {"token": token}) == {"election": walk.uuid}
    assert second.call("GET", walk.address + "/management").status == 200
    assert second.call("POST", "/api/administrators", {"token": token}).code == "not-found"
    listed = second.do("GET", walk.address + "/administrators")
    assert listed == {"administrators": ["admin@example.org", "second@example.org"], "asked": []}
    walk.admin.do("DELETE", walk.address + "/administrators", {"email": "second@example.org"})
    assert second.call("GET", walk.address + "/management").code == "forbidden"


def test_link_that_is_old_or_taken_back_is_worth_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(site)
    second = sign_up("second@example.org")
    asked = {"email": "second@example.org"}
    walk.admin.do("POST", walk.address + "/administrators", asked)
    token = site.token_of_administrator("second@example.org")
    with monkeypatch.context() as later:
        pass_time(later, 14 * 24 + 1)
        assert administer(token) is None
    walk.admin.do("DELETE", walk.address + "/administrators", asked)
    assert second.call("POST", "/api/administrators", {"token": token}).code == "not-found"


def administer(token: str) -> Election | None:
    from isonomia.server import administrators
    from isonomia.server.models import Account

    return administrators.accept(Account.objects.get(email="second@example.org"), token)


def test_an_election_keeps_an_administrator(site: Site) -> None:
    walk = Walk(site)
    answer = walk.admin.call("DELETE", walk.address + "/administrators", {"email": "admin@example.org"})
    assert answer.code == "refused"
    answer = walk.admin.call("DELETE", walk.address + "/administrators", {"email": "nobody@example.org"})
    assert answer.code == "refused"
    assert walk.admin.call("POST", walk.address + "/administrators", {"email": "no address"}).code == "malformed"
    assert walk.admin.call("POST", walk.address + "/administrators", {"email": "admin@example.org"}).code == "refused"


# Archive, laws, languages


def test_what_is_under_way_is_not_archived(site: Site) -> None:
    walk = Walk(site)
    walk.admin.do("PUT", walk.address + "/archive", {"archived": True})
    assert walk.admin.do("GET", "/api/elections")[0]["archived"] is True
    walk.admin.do("PUT", walk.address + "/archive", {"archived": False})
    walk.open()
    assert walk.admin.call("PUT", walk.address + "/archive", {"archived": True}).code == "refused"
    walk.vote("ann", [1, 0])
    walk.close()
    walk.decrypt()
    walk.admin.do("PUT", walk.address + "/archive", {"archived": True})
    assert actions(walk)[-1] == "archive"


def test_laws_are_the_files_that_come_with_isonomia(site: Site) -> None:
    """Their hashes as ``sha256sum`` says them: the terms promise them."""
    listed = {law["file"]: law["sha256"] for law in Browser().do("GET", "/api/laws")}
    folder = files("isonomia.law") / "files"
    assert listed == {e.name: sha256(e.read_bytes()).hexdigest() for e in folder.iterdir() if e.name.endswith(".toml")}
    assert "by-president.toml" in listed


def test_unknown_law_and_half_a_translation_are_on_the_checklist(site: Site) -> None:
    [law] = [law for law in Browser().do("GET", "/api/laws") if law["file"] == "by-president.toml"]
    right = {"file": law["file"], "sha256": law["sha256"]}
    texts = {"name": "Выбары", "questions": [["Так?", "Так", "Не"]]}
    walk = prepared(site, law=right, texts={"be": texts})
    assert missing(walk) == set()
    for wrong in ({**right, "sha256": "0" * 64}, {**right, "file": "../x.toml"}, {**right, "question": 1}):
        walk.admin.do("PUT", walk.address + "/draft", draft(law=wrong))
        assert missing(walk) == {"law"}
    for half in (
        {"be": {**texts, "questions": []}},
        {"be": {**texts, "questions": [["Так?", "Так"]]}},
        {"be": {**texts, "questions": [["Так?", "Так", ""]]}},
        {"be": {**texts, "name": ""}},
        {"xx": texts},
        {"en": texts},
    ):
        walk.admin.do("PUT", walk.address + "/draft", draft(texts=half))
        assert missing(walk) == {"texts"}, half


@pytest.mark.parametrize("closes", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"])
def test_voting_is_not_extended_beyond_calendars(site: Site, closes: str) -> None:
    """In another time zone it would be a year that there is not: the public page could not be shown any more."""
    walk, _ = with_end(site)
    answer = walk.admin.call("POST", walk.address + "/extension", {"closes": closes, "reason": "snow"})
    assert answer.code == "refused"
    assert Browser().get(f"/elections/{walk.uuid}").status == 200
