# SPDX-License-Identifier: Apache-2.0
"""What is the same for everybody may be kept, and is asked for by its tag; what depends on who asks never is."""

import pytest

from isonomia.server.api.endpoint import ENDPOINTS
from support.server.planned import HOUR, pass_time, told, with_end
from support.server.roles import ALLOWED, ANYBODY, everybody
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk

PUBLIC = ("", "/trackers", "/spoiled", "/turnout")


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(site).open()


def again(address: str, answer: Answer, browser: Browser | None = None) -> Answer:
    return (browser or Browser()).get(address, **{"If-None-Match": answer.headers["ETag"]})


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_are_asked_for_by_their_tags(walk: Walk, path: str) -> None:
    first = Browser().get(walk.address + path)
    assert first.headers["Cache-Control"] == ("public, max-age=15" if path == "/turnout" else "public, no-cache")
    unchanged = again(walk.address + path, first)
    assert (unchanged.status, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == first.headers["ETag"]
    walk.log_in("bob").do("POST", walk.address + "/challenges", {"tracker": walk.ballot("bob", [0, 1]).tracker})
    walk.vote("ann", [1, 0])
    changed = again(walk.address + path, first)
    assert changed.status == 200
    assert changed.content != first.content


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_are_the_same_for_everybody(walk: Walk, path: str) -> None:
    """No cookie is set, none is looked at: the browser of an administrator gets what a stranger gets."""
    found = [browser.get(walk.address + path) for browser in everybody(walk).values()]
    assert len({answer.content for answer in found}) == len({answer.headers["ETag"] for answer in found}) == 1
    for answer in found:
        assert "Cookie" not in answer.headers.get("Vary", "")
    stranger = Browser()
    stranger.get(walk.address + path)
    assert not stranger.client.cookies


def test_only_what_is_for_anybody_is_kept(walk: Walk) -> None:
    """And of that, nothing that tells who asks."""
    kept = {f"{own.method} {own.path}" for own in ENDPOINTS if own.kept}
    assert all(key.startswith("GET ") and ALLOWED[key] == ANYBODY for key in kept)
    assert "GET /api/session" not in kept
    for browser in everybody(walk).values():
        for own in (own for own in ENDPOINTS if own.method == "GET" and not own.kept):
            answer = browser.get(own.path.replace("{uuid}", walk.uuid))
            assert answer.headers["Cache-Control"] == "no-store", own.path
    for own in (own for own in ENDPOINTS if own.kept and "{uuid}" in own.path):
        answer = Browser().get(own.path.replace("{uuid}", "z" * 14))
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_closing_by_the_clock_changes_the_tag(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was written meanwhile."""
    walk, closes = with_end(site)
    first, page = Browser().get(walk.address), f"/elections/{walk.uuid}"
    reader = Browser()
    reader.get(page)
    shown = reader.get(page)
    walk.admin.do("POST", walk.address + "/extension", {"closes": told(closes + HOUR), "reason": "Snow"})
    extended = again(walk.address, first)
    assert extended.status == again(page, shown, reader).status == 200
    shown = reader.get(page)
    pass_time(monkeypatch, 2.1)
    assert again(walk.address, extended).status == again(page, shown, reader).status == 200


# Lists of tags


@pytest.mark.parametrize("name", ["record.bel", "election.json", "terms.json"])
def test_lists_of_tags_and_the_star(walk: Walk, name: str) -> None:
    address = f"/elections/{walk.uuid}/{name}"
    tag = Browser().get(address).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', f'W/"other",W/{tag} , "third"', "*"):
        assert Browser().get(address, **{"If-None-Match": known}).status == 304, known
    for unknown in ('"other"', tag[1:-1], f'"{tag}"', "", "W/*"):
        assert Browser().get(address, **{"If-None-Match": unknown}).status == 200, unknown


# The public page


def test_the_page_is_kept_by_the_browser_alone_and_asked_for_again(walk: Walk) -> None:
    """It holds the token of its form, which stands in a cookie: no cache that others share may give it away."""
    page, reader = f"/elections/{walk.uuid}", Browser()
    reader.get(page)
    first = reader.get(page)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first.headers["Vary"]
    assert "Accept-Language" in first.headers["Vary"]
    assert again(page, first, reader).status == 304
    assert again(page, first).status == 200  # somebody else's, with a token of her own
    walk.vote("ann", [1, 0])
    assert again(page, first, reader).status == 200


def test_the_page_s_tag_is_of_what_was_asked(walk: Walk) -> None:
    """Another language, another tracker, another part of the list: another page."""
    page, reader = f"/elections/{walk.uuid}", Browser()
    reader.get(page)
    tags = [reader.get(page + query).headers["ETag"] for query in ("", "?tracker=a", "?tracker=b", "?start=1000")]
    tags.append(reader.get(page, **{"Accept-Language": "fr"}).headers["ETag"])
    reader.client.cookies["django_language"] = "be"
    tags.append(reader.get(page).headers["ETag"])
    assert len(set(tags)) == 6
    walk.log_in("bob").do("POST", walk.address + "/challenges", {"tracker": walk.ballot("bob", [0, 1]).tracker})
    assert reader.get(page).headers["ETag"] not in tags


def test_the_page_s_tag_changes_with_every_step(walk: Walk) -> None:
    page, reader = f"/elections/{walk.uuid}", Browser()
    reader.get(page)
    tags = [reader.get(page).headers["ETag"]]
    for step in (lambda: walk.vote("ann", [1, 0]), walk.close, walk.decrypt):
        step()
        tags.append(reader.get(page).headers["ETag"])
    assert len(set(tags)) == 4
    assert "no-store" in walk.admin.get(page + "/manage").headers["Cache-Control"]
