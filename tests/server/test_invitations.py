# SPDX-License-Identifier: Apache-2.0
"""Inviting trustees, again and others: what one of them has made is lost only where the administrator says so."""

import os
from io import BytesIO
from typing import Any

import pytest

from isonomia.parties import trustee
from isonomia.parties.trustee import NewKey
from isonomia.protocol.messages import encode
from isonomia.verify import examine
from support.server.site import Answer, Browser, Site
from support.server.threshold import ThresholdWalk
from support.server.walk import Walk


def put(walk: Walk, *names: str, losing: tuple[int, ...] = (), threshold: int | None = None) -> Answer:
    """Say who the trustees shall be."""
    people = [{"name": name.capitalize(), "email": walk.person(name)} for name in names]
    body = {"trustees": people, "threshold": threshold, "losing": losing}
    return walk.admin.call("PUT", walk.address + "/trustees", body)


def parties(walk: Walk) -> list[tuple[int, str, bool]]:
    now = walk.admin.do("GET", walk.address + "/management")["parties"]
    return [(own["number"], own["name"], own["done"]) for own in now if own["role"] == "trustee"]


def opened(walk: Walk, name: str) -> Browser:
    """Her link, opened in her own browser."""
    browser = Browser()
    browser.do("POST", "/api/invitations", {"token": walk.site.token(walk.person(name))})
    return browser


def make_key(walk: Walk, name: str) -> tuple[Browser, NewKey]:
    browser, key = opened(walk, name), trustee.new_key(walk.group, os.urandom)
    assert browser.call("POST", walk.address + "/key", encode(key.public)).status == 200
    return browser, key


def logged(walk: Walk, action: str) -> list[dict[str, Any]]:
    log = walk.admin.do("GET", walk.address + "/log")
    return [own["details"] for own in log if own["action"] == action]


def test_one_more_leaves_the_others_their_keys_and_links(site: Site) -> None:
    walk = Walk(site)
    assert put(walk, "tina", "theo").status == 200
    make_key(walk, "tina")
    link = site.token(walk.person("theo"))
    assert put(walk, "tina", "theo", "tess").status == 200
    assert parties(walk) == [(1, "Tina", True), (2, "Theo", False), (3, "Tess", False)]
    assert [len(site.mails(walk.person(name))) for name in ("tina", "theo", "tess")] == [1, 1, 1]
    assert Browser().call("POST", "/api/invitations", {"token": link}).status == 200
    assert logged(walk, "invite") == [{"role": "trustee", "number": number} for number in (1, 2, 3)]


def test_nobody_loses_a_key_unsaid(site: Site) -> None:
    walk = Walk(site)
    put(walk, "tina", "theo", "tess")
    make_key(walk, "tina")
    answer = put(walk, "theo", "tess")
    assert answer.code == "keys-lost"
    assert [(own["where"], own["why"]) for own in answer.json["error"]["failures"]] == [("trustee 1", "Tina")]
    make_key(walk, "tess")  # a moment ago: what was agreed to is Tina's
    assert put(walk, "theo", losing=(1,)).code == "keys-lost"
    assert parties(walk) == [(1, "Tina", True), (2, "Theo", False), (3, "Tess", True)]
    assert logged(walk, "remove-trustee") == []


def test_whoever_stays_has_another_number_and_her_key(site: Site) -> None:
    """The election is then held with these keys, each in its new place."""
    walk = Walk(site)
    walk.invite()
    walk.make_credentials()
    put(walk, "tina", "theo", "tess")
    gone, _ = make_key(walk, "tina")
    theo, tess = make_key(walk, "theo"), make_key(walk, "tess")
    assert put(walk, "tess", "theo", losing=(1,)).status == 200
    assert parties(walk) == [(1, "Tess", True), (2, "Theo", True)]
    assert logged(walk, "remove-trustee") == [{"number": 1, "key": True}]
    assert logged(walk, "renumber") == [{"role": "trustee", "before": 3, "number": 1}]
    assert gone.call("GET", walk.address + "/task").code == "forbidden"
    walk.admin.do("POST", walk.address + "/open")
    walk.vote("ann", [1, 0])
    walk.close()
    for browser, key in (theo, tess):
        _, made = trustee.decrypt(examine(BytesIO(walk.download())), key.private, os.urandom)
        browser.do("POST", walk.address + "/decryption", encode(made))
    site.work()
    assert walk.admin.do("GET", walk.address + "/management")["state"] == "tallied"


def test_name_is_mended_and_the_key_stays(site: Site) -> None:
    walk = Walk(site)
    put(walk, "tina")
    make_key(walk, "tina")
    person = {"name": "Tina B.", "email": walk.person("tina").upper(), "language": "be"}
    walk.admin.do("PUT", walk.address + "/trustees", {"trustees": [person]})
    assert parties(walk) == [(1, "Tina B.", True)]
    walk.admin.do("PUT", walk.address + "/trustees", {"trustees": [], "losing": [1]})
    assert parties(walk) == []


def test_link_is_sent_again_and_the_key_stays(site: Site) -> None:
    walk = Walk(site)
    walk.invite()
    make_key(walk, "tina")
    first = site.token(walk.person("tina"))
    for number, name in ((1, "tina"), (0, "authority")):
        before = len(site.mails(walk.person(name)))
        walk.admin.do("POST", walk.address + "/invitations", {"number": number})
        assert len(site.mails(walk.person(name))) == before + 1
    assert Browser().call("POST", "/api/invitations", {"token": first}).status == 404
    assert opened(walk, "tina").do("GET", walk.address + "/task")["public_key"] is not None
    assert walk.admin.call("POST", walk.address + "/invitations", {"number": 2}).code == "not-found"
    assert logged(walk, "invite-again") == [{"role": "trustee", "number": 1}, {"role": "authority", "number": 0}]


def test_link_that_was_lost_while_people_vote_is_sent_again(site: Site) -> None:
    walk = Walk(site).open()
    walk.admin.do("POST", walk.address + "/invitations", {"number": 1})
    walk.trustee = opened(walk, "tina")
    walk.vote("ann", [1, 0])
    walk.close()
    walk.decrypt()
    assert walk.admin.do("GET", walk.address + "/management")["state"] == "tallied"


def test_ceremony_that_has_not_begun_takes_one_more(site: Site) -> None:
    walk = Walk(site)
    put(walk, "tina", "theo", threshold=1)
    tina = opened(walk, "tina")
    assert put(walk, "tina", "theo", "tess", threshold=2).status == 200
    assert len(site.mails(walk.person("tina"))) == 1
    shown = tina.do("GET", walk.address + "/ceremony")
    assert (shown["size"], shown["threshold"], shown["names"]) == (3, 2, ["Tina", "Theo", "Tess"])
    assert logged(walk, "threshold") == [{"threshold": 1}, {"threshold": 2}]


def test_ceremony_begins_anew_with_every_change_of_its_members(site: Site) -> None:
    walk = ThresholdWalk(site).until("certificate")
    for member in walk.members[:2]:
        assert member.post("certificate", member.certificate()).status == 200
    now = walk.admin.do("GET", walk.address + "/management")
    assert (now["threshold"], [own["said"] for own in now["parties"] if own["number"]]) == (2, [1, 1, 0])
    names = [f"trustee{number}" for number in (1, 2, 3, 4)]
    answer = put(walk, *names, losing=(1,), threshold=2)
    assert [own["where"] for own in answer.json["error"]["failures"]] == ["trustee 2"]
    assert put(walk, *names, losing=(1, 2), threshold=2).status == 200
    assert walk.members[2].browser.call("GET", walk.address + "/task").code == "forbidden"
    assert opened(walk, "trustee3").do("GET", walk.address + "/ceremony")["certificates"] == [None] * 4


@pytest.mark.parametrize("threshold", [None, 1])
def test_keys_of_one_kind_are_none_of_the_other(site: Site, threshold: int | None) -> None:
    walk = Walk(site)
    put(walk, "tina", "theo")
    make_key(walk, "tina")
    answer = put(walk, "tina", "theo", threshold=threshold)
    assert answer.code == ("keys-lost" if threshold else "")
    assert put(walk, "tina", "theo", threshold=threshold, losing=(1,)).status == 200
    assert parties(walk) == [(1, "Tina", threshold is None), (2, "Theo", False)]


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"name": "", "email": "tina@example.org"}, "trustee 2: the name is missing"),
        ({"name": "Tina", "email": ""}, "trustee 2: '' is not an e-mail address"),
    ],
)
def test_line_that_is_half_is_told(site: Site, person: dict[str, str], why: str) -> None:
    walk = Walk(site)
    people = [{"name": "Theo", "email": walk.person("theo")}, person]
    answer = walk.admin.call("PUT", walk.address + "/trustees", {"trustees": people})
    assert (answer.code, why in answer.json["error"]["message"]) == ("malformed", True)
    assert parties(walk) == []


def test_authority_is_told_what_stands_in_her_way(site: Site) -> None:
    walk = Walk(site)
    walk.invite()
    walk.make_credentials()
    public = {login: walk.public(credential) for login, credential in walk.private.items()}

    def code() -> str:
        return walk.authority.call("POST", walk.address + "/credentials", {"credentials": public}).code

    assert code() == "credentials-made"
    assert walk.admin.call("PUT", walk.address + "/voters", b"dora@example.org\n").code == "credentials-made"
    walk.admin.do("DELETE", walk.address + "/credentials")
    assert logged(walk, "remove-credentials") == [{"count": 3}]
    walk.admin.do("PUT", walk.address + "/voters", b"dora@example.org\n")
    assert code() == "logins-differ"
