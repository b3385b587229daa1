# SPDX-License-Identifier: Apache-2.0
"""The public page: where a ballot is, the result in the reader's language, and what the promised law makes of it."""

from hashlib import sha256
from importlib.resources import files
from urllib.parse import urlencode

import pytest

from isonomia.board import ledger
from isonomia.server import laws
from isonomia.server.pages import status
from support.server.site import Browser, Site
from support.server.walk import Walk

LAW = "association.toml"
CANDIDATES = {"question": "Who shall chair?", "answers": ["Ada", "Ben"], "min": 0, "max": 1}
TEXTS = {"name": "Выбары старшыні", "questions": [["Хто будзе старшынёй?", "Ада", "Бэн"]]}


def lawful(site: Site, digest: str, voters: int = 3) -> Walk:
    """A draft that promises a law, with its texts in two languages."""
    walk = Walk(site, questions=(CANDIDATES,), logins=("ann", "bob", "cleo")[:voters])
    draft = {
        "name": "The chair", "description": "For tests", "questions": [CANDIDATES],
        "texts": {"be": TEXTS}, "law": {"file": LAW, "sha256": digest},
    }  # fmt: skip
    walk.admin.do("PUT", walk.address + "/draft", draft)
    return walk.open()


def shipped() -> str:
    return sha256((files("isonomia.law") / "files" / LAW).read_bytes()).hexdigest()


def page(walk: Walk, query: str = "", language: str = "en") -> str:
    answer = Browser().get(f"/elections/{walk.uuid}{query}", **{"accept-language": language})
    assert answer.status == 200
    return answer.content.decode()


def asked(walk: Walk, tracker: str) -> str:
    return page(walk, "?" + urlencode({"tracker": tracker}))


def test_result_and_lawful_outcome_in_the_readers_language(site: Site) -> None:
    """Ada has 2 of 3 votes: elected by more than half, as the law of associations asks."""
    walk = lawful(site, shipped())
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


def test_a_law_that_is_not_the_promised_one_is_not_applied(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is the same, the hash is not, as after an update of the server: nothing is said of the outcome."""
    before = laws.ShippedLaw("association.toml", "0" * 64, "As it was")
    monkeypatch.setattr(laws, "shipped", lambda: (before,))
    walk = lawful(site, before.sha256)
    walk.vote("ann", [1, 0])
    walk.close()
    walk.decrypt()
    shown = page(walk)
    assert "does not have the law that was promised" in shown
    assert "Elected" not in shown


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
