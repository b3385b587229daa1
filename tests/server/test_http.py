# SPDX-License-Identifier: Apache-2.0
"""What every program that speaks HTTP expects: methods, addresses that are none, errors that it can read."""

import io

import pytest

from isonomia.server.api.endpoint import ENDPOINTS
from support.server.roles import ALLOWED, ANYBODY, KEYS
from support.server.site import Answer, Browser, Site
from support.server.walk import Walk

FILES = ("record.bel", "election.json", "trustees.json", "public_credentials.json", "terms.json")


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(site).open()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/x", "/api/elections/", "/api/elections/short", "/api/elections/11111111111111/x"]
)
def test_an_address_of_the_api_that_is_none_is_told_in_json(site: Site, method: str, path: str) -> None:
    answer = Answer(Browser().client.generic(method, path))
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/json")
    assert method == "HEAD" or answer.code == "not-found"


def test_a_page_that_is_none_is_a_page(site: Site) -> None:
    answer = Browser().get("/apix")
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (404, "text/html")


def test_forms_are_refused_in_json(walk: Walk) -> None:
    for own in (own for own in ENDPOINTS if own.method == "POST"):
        address = own.path.replace("{uuid}", walk.uuid)
        answer = Answer(Browser().client.post(address, {"file": io.BytesIO(b"x" * 100)}))
        assert (answer.status, answer.code) == (415, "form"), address


def test_head_is_answered_wherever_get_is(walk: Walk) -> None:
    for key in (key for key in KEYS if key.startswith("GET") and ALLOWED[key] == ANYBODY):
        address, browser = key.split()[1].replace("{uuid}", walk.uuid), Browser()
        got, told = browser.get(address), Answer(browser.client.head(address))
        assert (told.status, told.content) == (got.status, b""), key
        assert int(told.headers["Content-Length"]) == len(got.content), key
        assert told.headers.get("ETag") == got.headers.get("ETag"), key
    assert Answer(walk.admin.client.head(walk.address + "/management")).status == 200
    assert Answer(Browser().client.head(walk.address + "/management")).status == 401
    assert Answer(Browser().client.head(walk.address + "/codes")).status == 405


def test_methods_that_are_not_there_name_those_that_are(walk: Walk) -> None:
    for path, allowed in (("", "GET, HEAD"), ("/codes", "POST"), ("/credentials", "DELETE, POST")):
        answer = walk.admin.call("PUT", walk.address + path, {})
        assert (answer.status, answer.code, answer.headers["Allow"]) == (405, "method", allowed)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_public_files_are_read_only(walk: Walk, name: str, method: str) -> None:
    """Also to who has no token: there is nothing that it would protect."""
    before = walk.download()
    for uuid in (walk.uuid, "z" * 14):
        answer = Browser().call(method, f"/elections/{uuid}/{name}", b"x", csrf=False)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert Browser().call(method, "/api/openapi.json", b"x", csrf=False).status == 405
    assert walk.download() == before
