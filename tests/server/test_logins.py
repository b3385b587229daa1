# SPDX-License-Identifier: Apache-2.0
"""A login is found as people type it: capital and small letters are the same. A list with two such is refused."""

from importlib import import_module

import pytest
from django.apps import apps

from isonomia.server import limits
from isonomia.server.logins import voter_of
from isonomia.server.models import Election, Voter
from isonomia.server.rolls import read_roll
from support.server.site import Site
from support.server.walk import Walk

SAME = [("ann", "ANN"), ("Жанна", "жАННА"), ("strasse@example.org", "STRAßE@example.org"), ("Zoe\u0308", "zo\u00eb")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_logins_that_differ_in_case_are_refused(one: str, other: str) -> None:
    address = "shared@example.org"  # which a household may do
    lines, wrong = read_roll(f"bob,{address}\n{one},{address}\n{other},{address}\n".encode())
    assert [line.login for line in lines] == ["bob", one]
    why = f"the login {other!r} stands in line 2 already, as {one!r}: capital and small letters are the same"
    assert wrong == [(3, why)]


def test_logins_are_kept_as_they_are_written(site: Site) -> None:
    walk = Walk(site, logins=("Ann", "bob")).open()
    assert [line["login"] for line in walk.admin.do("GET", walk.address + "/voters")] == ["Ann", "bob"]
    assert set(walk.private) == {"Ann", "bob"}


@pytest.mark.parametrize(("one", "other"), [("ann", "ANN"), ("жанна", "ЖАННА")])
def test_who_types_capital_letters_gets_the_code_and_logs_in(site: Site, one: str, other: str) -> None:
    walk = Walk(site, logins=("bob",))
    roll = f"bob,bob@example.org\n{one},person@example.org\n"
    walk.invite()
    walk.admin.do("PUT", walk.address + "/voters", roll.encode())
    walk.make_credentials()
    walk.make_key()
    walk.admin.do("POST", walk.address + "/open")
    browser = site.browser()
    browser.do("POST", walk.address + "/codes", {"login": f" {other} "})
    browser.do("POST", walk.address + "/voter", {"login": other, "code": site.code("person@example.org")})


def test_the_limit_of_a_login_is_one_for_all_its_ways_to_be_written(site: Site) -> None:
    """The attack: ann, Ann, aNn, … fill her mailbox."""
    walk = Walk(site).open()
    ways = ["ann", "Ann", "aNn", "anN", "ANn", "ANN"]
    asked = [site.browser().call("POST", walk.address + "/codes", {"login": own}).status for own in ways]
    assert asked == [200] * limits.CODES_ASKED.most + [429]


def test_lists_of_before(site: Site) -> None:
    """They are filled in by the migration; two logins that differ in case only are told apart as before."""
    walk = Walk(site)
    own = Election.objects.get(uuid=walk.uuid)
    Voter.objects.bulk_create(
        Voter(election=own, login=login, email="x@example.org") for login in ("Ann", "ann", "Bob")
    )
    Voter.objects.update(login_folded="")
    import_module("isonomia.server.migrations.0008_login_folded").fold(apps, None)
    found = {typed: voter_of(own, typed) for typed in ("Ann", "ann", "ANN", "bob", "cleo")}
    assert {typed: voter and voter.login for typed, voter in found.items()} == {
        "Ann": "Ann", "ann": "ann", "ANN": None, "bob": "Bob", "cleo": None,
    }  # fmt: skip
