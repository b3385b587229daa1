# SPDX-License-Identifier: Apache-2.0
"""Bad ballots over the API: each gets its code, and the board is as it was."""

import json
import os
from collections.abc import Callable

import pytest
from django.db import connection

from isonomia.board import ledger
from isonomia.parties import voter
from isonomia.protocol.public.ballots import tracker
from isonomia.server.models import LoginCode, Voter
from isonomia.verify.limits import EntryLimits
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(site).open()


def swapped(content: bytes) -> bytes:
    """The first two ciphertexts exchanged: every proof is there, none fits."""
    ballot = json.loads(content)
    choices = ballot["answers"][0]["choices"]
    choices[0], choices[1] = choices[1], choices[0]
    return json.dumps(ballot, separators=(",", ":")).encode()


def signed_by_nobody(content: bytes) -> bytes:
    ballot = json.loads(content)
    ballot["signature"]["proof"]["response"] = "1"
    return json.dumps(ballot, separators=(",", ":")).encode()


BAD: dict[str, tuple[Callable[[bytes], bytes], int, str, str]] = {
    "nothing": (lambda _: b"", 400, "ballot-malformed", "json.syntax"),
    "not JSON": (lambda _: b"<ballot/>", 400, "ballot-malformed", "json.syntax"),
    "not UTF-8": (lambda content: content + b"\xff", 400, "ballot-malformed", "json.syntax"),
    "an array": (lambda _: b"[]", 400, "ballot-malformed", "json.syntax"),
    "deeply nested": (lambda _: b"[" * 100_000, 400, "ballot-malformed", "json.syntax"),
    "cut": (lambda content: content[:-10], 400, "ballot-malformed", "json.syntax"),
    "a key more": (lambda content: content[:-1] + b',"more":1}', 400, "ballot-malformed", "json.keys"),
    "a key doubled": (
        lambda content: content.replace(b'{"election_uuid"', b'{"credential":"1","election_uuid"', 1),
        400,
        "ballot-malformed",
        "json.keys",
    ),
    "with spaces": (lambda content: content.replace(b",", b", ", 1), 400, "ballot-malformed", "ballot.canonical"),
    "larger than any ballot": (lambda content: content + b" " * (1 << 20), 400, "ballot-malformed", "json.syntax"),
    "choices exchanged": (swapped, 400, "ballot-invalid", "ballot.individual-proof"),
    "signature forged": (signed_by_nobody, 400, "ballot-invalid", "ballot.signature"),
}


@pytest.mark.parametrize("bad", BAD)
def test_bad_ballot_is_refused_and_the_board_unchanged(walk: Walk, bad: str) -> None:
    change, status, code, check = BAD[bad]
    before = walk.download()
    answer = walk.cast("ann", change(walk.ballot("ann", [1, 0]).content))
    assert (answer.status, answer.code) == (status, code)
    assert check in {failure["check"] for failure in answer.json["error"]["failures"]}
    assert walk.download() == before
    assert not Voter.objects.get(login="ann").voted


def refused(walk: Walk, answer: Answer, status: int, code: str, before: bytes) -> None:
    assert (answer.status, answer.code) == (status, code)
    assert walk.download() == before


def test_oversized_body_is_not_even_read(walk: Walk) -> None:
    before = walk.download()
    refused(walk, walk.cast("ann", b"{" * (9 << 20)), 413, "too-large", before)


def test_largest_honest_ballot_is_within_the_limit_of_the_address(walk: Walk) -> None:
    from isonomia.server.api.voting import MOST_BALLOT

    assert EntryLimits(walk.setup().election).ballot < MOST_BALLOT


def test_replayed_ballot_is_refused(walk: Walk) -> None:
    made = walk.ballot("ann", [1, 0])
    assert walk.cast("ann", made.content).status == 200
    before = walk.download()
    refused(walk, walk.cast("ann", made.content), 409, "ballot-replayed", before)


def test_ballot_of_another_election_is_refused(walk: Walk) -> None:
    other = Walk(walk.site, admin="other@example.org").open()
    made = other.ballot("ann", [1, 0])
    before = walk.download()
    refused(walk, walk.cast("ann", made.content), 400, "ballot-other-election", before)


def test_ballot_after_the_close_is_refused(walk: Walk) -> None:
    made = walk.ballot("ann", [1, 0])
    browser = walk.log_in("ann")
    walk.close()
    before = walk.download()
    refused(walk, browser.call("POST", walk.address + "/ballots", made.content), 409, "wrong-phase", before)


def test_close_between_check_and_append_is_noticed(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The voting ends while her proofs are being checked: what counts is what the record says when it is held."""
    from isonomia.server import casting, elections
    from isonomia.server.models import Election

    honest = casting.check_alone

    def slow(*arguments: object) -> object:
        elections.close_voting(Election.objects.get(uuid=walk.uuid), "in a test")
        return honest(*arguments)  # type: ignore[arg-type]

    made, browser = walk.ballot("ann", [1, 0]), walk.log_in("ann")
    monkeypatch.setattr(casting, "check_alone", slow)
    answer = browser.call("POST", walk.address + "/ballots", made.content)
    assert (answer.status, answer.code) == (409, "wrong-phase")
    assert ledger.reading(walk.uuid).events == ["Setup", "EndBallots"]
    assert ledger.reading(walk.uuid).ballots == 0


def test_ballot_with_another_voters_credential_is_refused(walk: Walk) -> None:
    """Bob logs in as himself and hands in a perfect ballot with Ann's credential."""
    made = walk.ballot("ann", [1, 0])
    before = walk.download()
    refused(walk, walk.cast("bob", made.content), 403, "credential-mismatch", before)
    assert not Voter.objects.filter(voted=True).exists()


def test_credential_that_is_not_on_the_roll_is_refused(walk: Walk) -> None:
    """Somebody makes herself a credential."""
    from isonomia.protocol.secret.credentials import generate

    private = generate(os.urandom)
    setup = walk.setup()
    setup.roll[walk.public(private)] = 1  # her own client is easily convinced
    made = voter.vote(setup, private, [[1, 0]], os.urandom)
    before = walk.download()
    refused(walk, walk.cast("ann", made.content), 403, "credential-unknown", before)


def test_who_is_not_on_the_roll_gets_no_code_and_the_same_answer(walk: Walk) -> None:
    browser = Browser()
    known = browser.call("POST", walk.address + "/codes", {"login": "ann"})
    unknown = browser.call("POST", walk.address + "/codes", {"login": "zoe"})
    assert (known.status, known.content) == (unknown.status, unknown.content)
    walk.site.work()
    assert LoginCode.objects.count() == 1


def test_who_is_not_logged_in_cannot_cast(walk: Walk) -> None:
    made = walk.ballot("ann", [1, 0])
    before = walk.download()
    refused(walk, Browser().call("POST", walk.address + "/ballots", made.content), 401, "login-required", before)


def test_session_ends_with_the_ballot(walk: Walk) -> None:
    browser = walk.log_in("ann")
    assert browser.call("POST", walk.address + "/ballots", walk.ballot("ann", [1, 0]).content).status == 200
    before = walk.download()
    again = browser.call("POST", walk.address + "/ballots", walk.ballot("ann", [0, 1]).content)
    refused(walk, again, 401, "login-required", before)


def test_session_of_another_election_is_worth_nothing(walk: Walk) -> None:
    other = Walk(walk.site, admin="other@example.org").open()
    browser = other.log_in("ann")
    before = walk.download()
    answer = browser.call("POST", walk.address + "/ballots", walk.ballot("ann", [1, 0]).content)
    refused(walk, answer, 401, "login-required", before)


# --- codes ---------------------------------------------------------------------------------------


def wrong(code: str) -> str:
    return str((int(code) + 1) % 10**8).zfill(8)


def test_wrong_code_is_refused_and_five_of_them_spoil_the_right_one(walk: Walk) -> None:
    browser = Browser()
    browser.do("POST", walk.address + "/codes", {"login": "ann"})
    code = walk.site.code(walk.person("ann"))
    for _ in range(5):
        answer = browser.call("POST", walk.address + "/voter", {"login": "ann", "code": wrong(code)})
        assert (answer.status, answer.code) == (401, "login-failed")
    assert browser.call("POST", walk.address + "/voter", {"login": "ann", "code": code}).code == "login-failed"


def test_code_works_once_and_for_its_voter_only(walk: Walk) -> None:
    browser = Browser()
    browser.do("POST", walk.address + "/codes", {"login": "ann"})
    code = walk.site.code(walk.person("ann"))
    assert browser.call("POST", walk.address + "/voter", {"login": "bob", "code": code}).code == "login-failed"
    assert browser.call("POST", walk.address + "/voter", {"login": "ann", "code": code}).status == 200
    assert Browser().call("POST", walk.address + "/voter", {"login": "ann", "code": code}).code == "login-failed"


def test_codes_cannot_be_tried_for_long(walk: Walk) -> None:
    """New codes give new tries, but not without end: ten in a quarter of an hour for one login."""
    statuses = []
    for number in range(12):
        browser = Browser(f"192.0.2.{number}")  # from everywhere
        statuses.append(browser.call("POST", walk.address + "/voter", {"login": "ann", "code": "00000000"}).status)
    assert statuses[-2:] == [429, 429]
    assert set(statuses[:10]) == {401}


def test_code_stands_in_no_table(walk: Walk) -> None:
    Browser().do("POST", walk.address + "/codes", {"login": "ann"})
    code = walk.site.code(walk.person("ann"))
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows += cursor.fetchall()
    assert len(rows) > 20
    assert code not in repr(rows)


# --- challenges ----------------------------------------------------------------------------------


def test_challenged_ballot_is_public_and_refused_for_good(walk: Walk) -> None:
    """The tracker is on the list before the device opens the ballot; casting it afterwards is the attack."""
    made = walk.ballot("ann", [1, 0])
    walk.log_in("ann").do("POST", walk.address + "/challenges", {"tracker": made.tracker})
    assert json.loads(Browser().get(walk.address + "/spoiled").content) == [made.tracker]
    before = walk.download()
    refused(walk, walk.cast("ann", made.content), 409, "ballot-spoiled", before)
    assert walk.cast("ann", walk.ballot("ann", [1, 0]).content).status == 200  # fresh randomness: another ballot


def test_ballot_that_was_cast_cannot_be_challenged(walk: Walk) -> None:
    """Opening it would tell how she voted."""
    cast = walk.vote("ann", [1, 0])
    answer = walk.log_in("ann").call("POST", walk.address + "/challenges", {"tracker": cast})
    assert (answer.status, answer.code) == (409, "already-cast")
    assert json.loads(Browser().get(walk.address + "/spoiled").content) == []


@pytest.mark.parametrize("text", ["", "x", "A" * 42 + "B", "A" * 43 + "=", "é" * 43, "<script>" + "A" * 35])
def test_what_is_no_tracker_is_not_listed(walk: Walk, text: str) -> None:
    answer = walk.log_in("ann").call("POST", walk.address + "/challenges", {"tracker": text})
    assert (answer.status, answer.code) == (400, "tracker-malformed")


def test_nobody_else_can_challenge(walk: Walk) -> None:
    answer = Browser().call("POST", walk.address + "/challenges", {"tracker": tracker(b"anything")})
    assert (answer.status, answer.code) == (401, "login-required")
