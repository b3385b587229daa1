# SPDX-License-Identifier: Apache-2.0
"""The public record over HTTP: ranges and caching as RFC 9110 says, followed by ``isonomia monitor``'s own client."""

import pytest

from isonomia.board.published import path_of
from support.server.site import Browser, Site
from support.server.walk import Walk


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(site).open()


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=512-1023", 512, 1024), ("bytes=100-", 100, None), ("bytes=-600", -600, None),
     ("bytes=0-99999999", 0, None), ("bytes=-99999999", 0, None)],
)  # fmt: skip
def test_range(walk: Walk, asked: str, start: int, end: int | None) -> None:
    whole = walk.download()
    answer = Browser().get(f"/elections/{walk.uuid}/record.bel", Range=asked)
    expected = whole[start:end]
    first = len(whole) + start if start < 0 else start
    assert (answer.status, answer.content) == (206, expected)
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(whole)}"
    assert answer.headers["Content-Length"] == str(len(expected))


def test_range_behind_the_end(walk: Walk) -> None:
    length = len(walk.download())
    answer = Browser().get(f"/elections/{walk.uuid}/record.bel", Range=f"bytes={length}-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{length}")


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b"])
def test_what_is_no_single_range_is_passed_over(walk: Walk, asked: str) -> None:
    answer = Browser().get(f"/elections/{walk.uuid}/record.bel", Range=asked)
    assert (answer.status, answer.content) == (200, walk.download())


def test_tag_changes_with_the_record_and_saves_a_download(walk: Walk) -> None:
    address = f"/elections/{walk.uuid}/record.bel"
    first = Browser().get(address)
    tag = first.headers["ETag"]
    assert Browser().get(address, **{"If-None-Match": tag}).status == 304
    walk.vote("ann", [1, 0])
    again = Browser().get(address, **{"If-None-Match": tag})
    assert again.status == 200
    assert again.content.startswith(first.content)
    part = {"Range": "bytes=512-", "If-Range": tag}  # the part of what is not there any more: the whole
    assert Browser().get(address, **part).status == 200


def test_public_files_may_be_cached_and_nothing_else(walk: Walk) -> None:
    assert "public" in Browser().get(f"/elections/{walk.uuid}/record.bel").headers["Cache-Control"]
    assert "immutable" in Browser().get(f"/elections/{walk.uuid}/election.json").headers["Cache-Control"]
    assert walk.admin.call("GET", walk.address + "/management").headers["Cache-Control"] == "no-store"


def test_record_is_the_file_on_the_disk(walk: Walk) -> None:
    assert walk.download() == path_of(walk.uuid).read_bytes()
