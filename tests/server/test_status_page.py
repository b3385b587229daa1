# SPDX-License-Identifier: Apache-2.0
"""The public page: where a ballot is, the result in the reader's language, and what the promised law makes of it."""

import json
import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from isonomia.board import ledger
from isonomia.cli import app
from isonomia.server import laws
from isonomia.server.laws import ShippedLaw
from isonomia.server.pages import status
from support.server.site import Browser, Site
from support.server.walk import Walk

LAW, RANKED = "association.toml", "ie-president.toml"
CANDIDATES = {"question": "Who shall chair?", "answers": ["Ada", "Ben"], "min": 0, "max": 1}
TEXTS = {"name": "Выбары старшыні", "questions": [["Хто будзе старшынёй?", "Ада", "Бэн"]]}


def lawful(site: Site) -> Walk:
    """A draft that promises a law, with its texts in two languages."""
    walk = Walk(site, questions=(CANDIDATES,), logins=("ann", "bob", "cleo"))
    draft = {
        "name": "The chair", "description": "For tests", "questions": [CANDIDATES],
        "texts": {"be": TEXTS}, "law": {"file": LAW, "sha256": shipped()},
    }  # fmt: skip
    walk.admin.do("PUT", walk.address + "/draft", draft)
    return walk.open()


def shipped(file: str = LAW) -> str:
    return sha256((files("isonomia.law") / "files" / file).read_bytes()).hexdigest()


def page(walk: Walk, query: str = "", language: str = "en") -> str:
    answer = Browser().get(f"/elections/{walk.uuid}{query}", **{"accept-language": language})
    assert answer.status == 200
    return answer.content.decode()


def asked(walk: Walk, tracker: str) -> str:
    return page(walk, "?" + urlencode({"tracker": tracker}))


def test_result_and_lawful_outcome_in_the_readers_language(site: Site) -> None:
    """Ada has 2 of 3 votes: elected by more than half, as the law of associations asks."""
    walk = lawful(site)
    assert "Outcome under the law" not in page(walk)
    for login, vote in (("ann", [1, 0]), ("bob", [1, 0]), ("cleo", [0, 1])):
        walk.vote(login, vote)
    walk.close()
    walk.decrypt()
    english, belarusian = page(walk), page(walk, language="be")
    assert "Elected: Ada" in english
    assert "<h1>The chair</h1>" in english
    assert "<h1>Выбары старшыні</h1>" in belarusian
    assert "Бэн" in belarusian
    assert "Elected: Ada" not in belarusian
    drawn = Browser().get(f"/elections/{walk.uuid}/outcome.svg")
    assert drawn.status == 200
    assert "<script" not in drawn.content.decode()
    assert "Elected: Ada" in drawn.content.decode()


RANKING: Any = {"type": "NonHomomorphic", "value": {"question": "Who?", "answers": ["Ada", "Ben", "Cid"]}}


def test_one_hostile_ranking_takes_no_outcome_away(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The attack: one of five voters ranks all first, which instant runoff does not take. The other four elect Ada."""
    walk = Walk(site, questions=(RANKING,), logins=("ann", "bob", "cleo", "dan", "eve"))
    draft = {"name": "x", "questions": [RANKING], "law": {"file": RANKED, "sha256": shipped(RANKED)}}
    walk.admin.do("PUT", walk.address + "/draft", draft)
    walk.open()
    for login, ranks in zip(walk.logins, ([1, 2, 3], [1, 2, 3], [1, 0, 0], [2, 1, 3], [1, 1, 1]), strict=True):
        walk.vote(login, ranks)
    walk.close()
    walk.shuffle()
    walk.decrypt()
    shown = " ".join(re.sub("<[^>]*>", " ", page(walk)).split())
    assert "Elected: Ada" in shown
    assert "Invalid ballots, which are not counted: A rank is given twice 1" in shown
    record, terms = tmp_path / f"{walk.uuid}.bel", tmp_path / f"{walk.uuid}.terms.json"
    record.write_bytes(walk.download())
    terms.write_bytes(Browser().get(f"/elections/{walk.uuid}/terms.json").content)
    assert app.run(["verify", str(record), "--terms", str(terms), "--json"]) == 0
    law = json.loads(capsys.readouterr().out)["law"]
    assert (law["elected"], law["invalid"]) == (["Ada"], 1)
    assert "Invalid ballots, which are not counted: 1." in law["finding"]


def test_a_law_that_is_not_the_promised_one_is_not_applied(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an upgrade: the name is the same, the hash is not. Nothing is said of the outcome."""
    walk = lawful(site)
    walk.vote("ann", [1, 0])
    walk.close()
    walk.decrypt()
    other = tuple(ShippedLaw(own.file, sha256(own.file.encode()).hexdigest(), own.title) for own in laws.shipped())
    monkeypatch.setattr(laws, "shipped", lambda: other)
    shown = page(walk)
    assert "does not have the law that was promised" in shown
    assert "Elected" not in shown
    assert Browser().get(f"/elections/{walk.uuid}/outcome.svg").status == 404


def test_where_a_ballot_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after the result; a challenged one, one that nobody cast, and what is no tracker."""
    monkeypatch.setattr(status, "PAGE", 2)
    walk = Walk(site).open()
    cast = [walk.vote(login, [1, 0]) for login in ("ann", "bob", "cleo")]
    challenged = walk.ballot("ann", [0, 1]).tracker
    walk.log_in("ann").do("POST", walk.address + "/challenges", {"tracker": challenged})
    unknown = walk.ballot("ann", [0, 1]).tracker
    for _ in range(2):
        assert "number 3 of 3" in asked(walk, cast[2])
        assert "was challenged. It is not counted" in asked(walk, challenged)
        assert "No ballot in the record" in asked(walk, unknown)
        wrong = asked(walk, "<script>alert(1)</script>")
        assert "This is no tracker" in wrong
        assert "<script>alert" not in wrong
        first, second = page(walk), page(walk, "?start=2")
        assert [t in first for t in cast] == [True, True, False]
        assert [t in second for t in cast] == [False, False, True]
        assert page(walk, "?start=999999").count(cast[2]) == 1
        if "result is published" not in first:
            walk.close()
            walk.decrypt()
    assert "The result is published" in first


def test_the_fingerprints_are_those_of_the_record(site: Site) -> None:
    walk = Walk(site).open()
    shown = page(walk)
    for value in walk.setup().fingerprints.values():
        assert value in shown
    assert ledger.reading(walk.uuid).last.hash in shown


def test_a_moved_end_is_shown_beside_the_promised_one(site: Site) -> None:
    """Both in the time zone of the terms."""
    walk = Walk(site)
    schedule = {"closes": "2099-05-01T18:00:00+03:00"}
    walk.admin.do("PUT", walk.address + "/draft", {"name": "Late", "questions": [CANDIDATES], "schedule": schedule})
    walk.open()
    assert "2099-05-01 18:00+03:00" in page(walk)
    assert "The end was moved" not in page(walk)
    extension = {"closes": "2099-05-01T17:30:00+00:00", "reason": "Snow"}
    walk.admin.do("POST", walk.address + "/extension", extension)
    shown = page(walk)
    assert "2099-05-01 20:30+03:00" in shown
    assert "The end was moved. The terms say:" in shown
    assert "2099-05-01 18:00+03:00" in shown
