# SPDX-License-Identifier: Apache-2.0
"""A voter who trusts neither her device nor the server: a booth of her own, a challenge, and two judges of the opening.

``ISONOMIA_SCREENSHOTS=DIR`` keeps a picture of every page that is looked at.
"""

import json
from pathlib import Path
from urllib.request import urlopen

import pytest
from test_browser_access import AXE, looked_at

from support.server.local import local_booth
from support.server.pages import People, cast, chromium, isonomia, log_in, make_credentials, saved, server
from support.server.running import Server
from support.server.steps import draft, encrypt, invite, make_key, new_ballot, open_voting

__all__ = ["chromium", "server"]  # fixtures
pytest.importorskip("playwright.sync_api")


def opened_election(people: People, server: Server, folder: Path) -> tuple[str, dict[str, str]]:
    """Its address, and the private credentials."""
    admin, authority, trustee = people.page(), people.page(), people.page()
    address = draft(admin)
    invite(admin, folder)
    private, _ = make_credentials(authority, server, folder)
    make_key(trustee, server, folder)
    admin.reload()
    open_voting(admin)
    return address, private


def challenge(voter, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    """Gives the file of the opened ballot."""
    voter.get_by_role("button", name="Challenge this ballot").click()
    voter.locator("#step-opened").wait_for()
    return saved(voter, "Save it, to check it on another device", folder)


def checked(page, path: Path) -> str:  # type: ignore[no-untyped-def]
    """What the page says of a file: right, or the trouble."""
    page.goto("/check")
    page.set_input_files("#opening-file", path)
    page.get_by_role("button", name="Check it").click()
    page.locator("#step-told:not([hidden]), #trouble-place .trouble").wait_for()
    return str(page.inner_text("main"))


def downloaded(address: str, path: Path) -> Path:
    with urlopen(address, timeout=10) as answer:  # noqa: S310
        path.write_bytes(answer.read())
    return path


def test_local_booth_challenge_and_two_judges(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = People(chromium, server)
    address, private = opened_election(people, server, tmp_path)
    uuid = address.rsplit("/", 1)[1]
    with local_booth(f"{address}/vote") as booth:
        asked: list[str] = []
        context = chromium.new_context(base_url=booth.origin, locale="en-GB", viewport={"width": 360, "height": 740})
        context.add_init_script(path=str(AXE))
        context.set_default_timeout(20_000)
        voter = context.new_page()
        voter.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
        voter.on("console", lambda m: people.complaints.append(m.text) if m.type in ("error", "warning") else None)
        voter.goto("/")  # leads to the one election there is
        voter.locator("#step-credential").wait_for()
        assert "This page comes from your own computer." in voter.inner_text("main")
        assert booth.told["code"] in voter.inner_text("main")
        looked_at(voter, "local-vote")
        spoiled = encrypt(voter, f"{booth.origin}/elections/{uuid}", private["ann"], "Yes")
        log_in(voter, server, "ann")
        path = challenge(voter, tmp_path)
        assert path.name == f"{uuid}.opening.json"
        assert "Yes" in voter.inner_text("#opened")
        looked_at(voter, "vote-opened")
        new_ballot(voter)
        voter.locator("#step-decide").wait_for()
        cast_tracker = voter.inner_text("#step-decide .tracker")
        assert cast_tracker != spoiled
        cast(voter)
        receipt = saved(voter, "Save the receipt", tmp_path).read_text()
        assert f"{address}?tracker=" in receipt
        assert "This ballot is in the record" in page_of(people, voter.get_attribute("#find", "href"))
        first = json.loads(json.loads(path.read_text())["ballot"])
        second = next(json.loads(own.split(" ", 1)[1]) for own in asked if "/ballots" in own)
        alphas = [c["alpha"] for ballot in (first, second) for a in ballot["answers"] for c in a["choices"]]
        assert len(set(alphas)) == len(alphas) == 6  # fresh randomness

        assert "exactly this:\nShall we paint the stairs?\nYes\n" in checked(voter, path).replace("\n\n", "\n")
        assert spoiled in voter.inner_text("#step-told")
        assert "list of challenged ballots has it" in voter.inner_text("#step-told")
        looked_at(voter, "check-right")
        assert all(own.startswith((booth.origin, "blob:", "data:")) for own in asked)
        assert not any(private["ann"] in own for own in asked)

    record = downloaded(f"{address}/record.bel", tmp_path / "record.bel")
    spoiled_list = downloaded(f"{server.origin}/api/elections/{uuid}/spoiled", tmp_path / "spoiled.json")
    assert isonomia("ballot", "verify", record, path, "--spoiled", spoiled_list) == 0
    anybody = people.page(viewport={"width": 360, "height": 740})
    anybody.context.add_init_script(path=str(AXE))
    assert "Yes" in checked(anybody, path)  # the server's page says the same
    anybody.goto(address)
    assert spoiled in anybody.inner_text("main")
    assert booth.told["code"] in anybody.inner_text("main")
    anybody.get_by_text("SHA-256 of each file").click()
    looked_at(anybody, "status-files")

    files = {name: downloaded(f"{address}/{name}.json", tmp_path / f"{name}.json") for name in ("election", "terms")}
    alone = chromium.new_context(base_url=server.origin, locale="en-GB").new_page()
    alone.route("**/elections/**", lambda route: route.abort())  # the server says nothing of the election
    alone.goto("/check")
    alone.locator("details summary").click()
    for name, own in {"opening": path, **files}.items():
        alone.set_input_files(f"#{name}-file", own)
    alone.get_by_role("button", name="Check it").click()
    alone.locator("#step-told").wait_for()
    assert "Yes" in alone.inner_text("#told")
    assert "could not be asked for" in alone.inner_text("#step-told")

    lie = json.loads(path.read_text())
    lie["opening"] = lie["opening"].replace("[[1,0,0]]", "[[0,1,0]]")
    lied = tmp_path / "lie.json"
    lied.write_text(json.dumps(lie))
    assert lied.read_text() != path.read_text()
    told = checked(anybody, lied)
    assert "The opening is NOT right" in told
    assert "question 0: ciphertext 0" in told
    assert not anybody.locator("#step-told").is_visible()
    assert isonomia("ballot", "verify", record, lied) == 1
    (tmp_path / "other.json").write_text('{"format":"isonomia-opening"}')
    assert "This is not a file of an opened ballot" in checked(anybody, tmp_path / "other.json")
    assert people.complaints == []
    assert people.foreign == []


def page_of(people: People, address: str) -> str:
    page = people.page()
    page.goto(address)
    return str(page.inner_text("main"))


def test_server_that_only_says_spoiled_gets_no_opening(chromium, server: Server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """It answers "spoiled", keeps the tracker off its public list, and would count the ballot once it is opened."""
    people = People(chromium, server)
    address, private = opened_election(people, server, tmp_path)
    voter = people.page()
    tracker = encrypt(voter, address, private["bob"], "No & never")
    log_in(voter, server, "bob")
    voter.route("**/challenges", lambda route: route.fulfill(json={"tracker": tracker}))
    voter.get_by_role("button", name="Challenge this ballot").click()
    voter.locator("#trouble-place .trouble").wait_for()
    assert "its public list does not have it" in voter.inner_text("#trouble-place")
    assert not voter.locator("#step-opened").is_visible()
    assert "No & never" not in voter.inner_text("main")
    assert voter.locator("#opened").text_content() == ""
    assert voter.locator("#save-opening").is_hidden()


def test_page_of_the_check_without_a_file(chromium, server: Server) -> None:  # type: ignore[no-untyped-def]
    page = People(chromium, server).page(viewport={"width": 360, "height": 740})
    page.context.add_init_script(path=str(AXE))
    page.goto("/check")
    page.locator("#step-file").wait_for()
    looked_at(page, "check")
    page.locator("details summary").click()
    looked_at(page, "check-files")
