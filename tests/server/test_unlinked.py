# SPDX-License-Identifier: Apache-2.0
"""Beyond the one table that says who has which public credential, nothing leads from a voter to her ballot.

The whole database is looked at, as somebody does who has got a copy of it: every row of every table, in its order.
Whoever votes in the tests votes in an order that is not the order of the roll.
"""

import datetime
import logging
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from isonomia.server import tidy
from isonomia.server.api import access
from isonomia.server.models import Job, LoginCode, Voter
from support.server.site import Browser, Site
from support.server.walk import Walk

L = "server_publiccredential"
ORDER = ("cleo", "ann", "bob", "ann")
"""Who votes, and who votes again."""

Rows = dict[str, list[tuple[Any, ...]]]


def dump() -> Rows:
    """Every table, in the order in which the database gives its rows."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows[table] = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor]
    return rows


def names_of(voter: Voter) -> tuple[str, ...]:
    """What would tell that a row is about her."""
    return (voter.pk.hex, str(voter.pk), voter.email)


def tables_with(rows: Rows, *texts: str) -> set[str]:
    return {table for table, own in rows.items() for row in own if any(text in repr(row) for text in texts)}


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(site).open()


def test_nothing_but_the_one_table_leads_from_a_voter_to_a_ballot(walk: Walk) -> None:
    before = dump()
    trackers = [walk.vote(login, [1, 0]) for login in ORDER]
    walk.site.work()
    rows = dump()
    voters = list(Voter.objects.filter(election=walk.uuid))
    assert len(rows["board_payload"]) > len(ORDER)  # the ballots are there
    for voter in voters:
        assert tables_with(rows, *names_of(voter)) == {"server_voter", L}
    assert tables_with(rows, *trackers) == set()  # hashes of ballots, in another writing, are the board's alone
    for private in walk.private.values():
        assert tables_with(rows, walk.public(private)) == {"board_payload", L}
    columns = {field.name for field in Voter._meta.concrete_fields}
    assert columns == {
        "id",
        "election",
        "login",
        "login_folded",
        "email",
        "weight",
        "language",
        "voted",
    }  # one more has to be thought of
    assert rows[L] == before[L]


@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="docs/threat-model.md says so")
def test_the_order_of_rows_is_not_the_order_of_votes(walk: Walk) -> None:
    """In SQLite a row that is changed stays where it is; PostgreSQL writes it anew, behind the others."""

    def order() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT login FROM server_voter ORDER BY rowid")
            return [login for (login,) in cursor]

    before = order()
    for login in ORDER:
        walk.vote(login, [1, 0])
    assert order() == before


def test_no_row_that_names_a_voter_has_a_time(walk: Walk) -> None:
    for login in ORDER:
        walk.vote(login, [1, 0])
    walk.site.work()
    names = [name for voter in Voter.objects.filter(election=walk.uuid) for name in names_of(voter)]
    named = [row for own in dump().values() for row in own if any(name in repr(row) for name in names)]
    assert len(named) >= 2 * len(walk.logins)
    for row in named:
        assert not any(isinstance(value, datetime.datetime | datetime.date) for value in row)
        assert not any(isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-" for value in row)


def test_while_a_receipt_waits_its_row_does_not_tell_whose_ballot_it_is(walk: Walk) -> None:
    """The mail server is down for a day: the row has neither the voter nor the tracker, and is gone afterwards."""
    made = walk.ballot("ann", [1, 0])
    assert walk.cast("ann", made.content).status == 200
    assert Job.objects.filter(kind="receipt").count() == 1
    ann = Voter.objects.get(election=walk.uuid, login="ann")
    assert tables_with(dump(), made.tracker) == set()
    assert tables_with(dump(), *names_of(ann)) == {"server_voter", L}
    assert made.tracker in walk.site.mails(walk.person("ann"))[-1].body
    assert Job.objects.filter(kind="receipt").count() == 0


def test_session_of_a_voter_who_has_an_account_does_not_either(walk: Walk) -> None:
    walk.admin.do("POST", walk.address + "/codes", {"login": "ann"})
    walk.admin.do("POST", walk.address + "/voter", {"login": "ann", "code": walk.site.code(walk.person("ann"))})
    session = Session.objects.get(session_key=walk.admin.client.cookies["sessionid"].value)
    assert access.VOTERS in session.get_decoded()
    assert (session.expire_date.minute, session.expire_date.second, session.expire_date.microsecond) == (0, 0, 0)


def test_session_of_a_voter_does_not_tell_when_she_came(walk: Walk) -> None:
    browser = walk.log_in("ann")
    session = Session.objects.get(session_key=browser.client.cookies["sessionid"].value)
    assert access.VOTERS in session.get_decoded()
    assert (session.expire_date.minute, session.expire_date.second, session.expire_date.microsecond) == (0, 0, 0)
    left = session.expire_date - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(minutes=59) < left < datetime.timedelta(hours=2, minutes=1)
    keys = set(Session.objects.values_list("session_key", flat=True))
    browser.do("GET", "/api/session")
    assert set(Session.objects.values_list("session_key", flat=True)) == keys
    assert browser.call("POST", walk.address + "/ballots", walk.ballot("ann", [1, 0]).content).status == 200
    assert not Session.objects.filter(session_key=session.session_key).exists()


@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="it has no such file")
def test_what_was_removed_is_not_in_the_files_any_more(walk: Walk) -> None:
    """Free pages and the write-ahead log of SQLite keep deleted rows, unless told otherwise."""
    Browser().do("POST", walk.address + "/codes", {"login": "ann"})
    walk.site.work()
    code = LoginCode.objects.get(voter__login="ann", voter__election=walk.uuid).code_hash
    browser = walk.log_in("ann")
    key = browser.client.cookies["sessionid"].value
    files = [walk.site.data / f"isonomia.sqlite3{end}" for end in ("", "-wal")]
    assert key.encode() in b"".join(path.read_bytes() for path in files)
    assert browser.call("POST", walk.address + "/ballots", walk.ballot("ann", [1, 0]).content).status == 200
    walk.site.work()
    tidy.tidy()
    left = b"".join(path.read_bytes() for path in files if path.exists())
    assert walk.person("ann").encode() in left  # the roll, or nothing was looked at
    assert key.encode() not in left
    assert code.encode() not in left


def test_logs_and_exports_tell_nothing_of_a_vote(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        trackers = [walk.vote(login, [1, 0]) for login in ORDER]
        walk.cast("ann", b"{}")
        walk.site.work()
    told = caplog.text + repr(walk.admin.do("GET", walk.address + "/log"))
    secret = [*walk.private.values(), *trackers, *(walk.person(login) for login in ORDER)]
    keys = [name for voter in Voter.objects.filter(election=walk.uuid) for name in names_of(voter)]
    assert [text for text in (*secret, *keys) if text in told] == []
    lines = walk.admin.do("GET", walk.address + "/voters")
    assert {tuple(sorted(line)) for line in lines} == {("email", "language", "login", "voted", "weight")}
