# SPDX-License-Identifier: Apache-2.0
"""Trustees who hand in at the same time: the record has grown under the one who was checked first."""

from io import BytesIO

import pytest

from isonomia.server import elections
from isonomia.verify import Examined, verify
from support.server.site import Site
from support.server.threshold import ThresholdWalk
from support.server.walk import QUESTION

RANKING = {"type": "NonHomomorphic", "value": {"question": "In which order?", "answers": ["A", "B"]}}


def closed(site: Site) -> ThresholdWalk:
    walk = ThresholdWalk(site, questions=(QUESTION, RANKING))
    walk.open()
    walk.vote("ann", [1, 0], [2, 1])
    walk.close()
    return walk


def while_checked(monkeypatch: pytest.MonkeyPatch, kind: str, walk: ThresholdWalk, index: int) -> None:
    """Between the next check and its append, this trustee hands in what is hers."""
    honest = elections.examined_record

    def interrupted(uuid: str) -> Examined:
        found = honest(uuid)
        monkeypatch.setattr(elections, "examined_record", honest)
        assert getattr(walk.members[index], kind)().status == 200
        return found

    monkeypatch.setattr(elections, "examined_record", interrupted)


def test_decryptions_at_once_are_both_taken(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = closed(site)
    assert walk.members[0].shuffle().status == 200
    walk.admin.do("POST", walk.address + "/end-shuffles")
    while_checked(monkeypatch, "decrypt", walk, 1)
    assert walk.members[0].decrypt().status == 200
    site.work()
    report = verify(BytesIO(walk.download()))
    assert (list(report.failures), report.stage, report.result) == ([], "tallied", [[1, 0], [[2, 1]]])


def test_a_shuffle_of_what_was_there_before_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take the other one's back: the page then shuffles what the other one has made."""
    walk = closed(site)
    while_checked(monkeypatch, "shuffle", walk, 1)
    assert walk.members[0].shuffle().code == "check-failed"
    assert walk.members[0].shuffle().status == 200
    assert list(verify(BytesIO(walk.download())).failures) == []


def test_a_record_that_never_stands_still_is_an_error(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = closed(site)
    tries = []

    def moved(*_: object) -> None:
        tries.append(1)
        raise elections.RecordMoved

    monkeypatch.setattr(elections, "_require_unmoved", moved)
    before = walk.download()
    assert walk.members[0].shuffle().code == "record-moved"
    assert len(tries) > 1
    assert walk.download() == before
