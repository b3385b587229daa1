# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document: valid by the specification, complete, and what the server really answers."""

import importlib.util
import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from isonomia.server import urls
from isonomia.server.api.errors import ERRORS
from isonomia.server.api.openapi import document
from support.server.described import DescribedSite, hold
from support.server.roles import ALLOWED, KEYS, PAGES, everybody
from support.server.site import Browser, Site
from support.server.walk import Walk


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    assert urls.API  # importing it registers the endpoints
    for path, methods in document()["paths"].items():
        for method, own in methods.items():
            yield path, method, own


def inner(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inner(one)


# Valid


def test_the_document_is_valid_by_the_specification() -> None:
    if importlib.util.find_spec("openapi_spec_validator") is None:
        (pytest.fail if os.environ.get("ISONOMIA_REQUIRE_PEERS") == "1" else pytest.skip)("no openapi-spec-validator")
    from openapi_spec_validator import OpenAPIV31SpecValidator

    def wrong(own: dict[str, Any]) -> list[str]:
        return [f"{error.json_path}: {error.message[:200]}" for error in OpenAPIV31SpecValidator(own).iter_errors()]

    own = json.loads(json.dumps(document()))
    assert wrong(own) == []
    assert wrong({name: value for name, value in own.items() if name != "info"})  # it does look


def test_schemas_are_schemas() -> None:
    found = [own["schema"] for own in inner(document()["paths"]) if isinstance(own.get("schema"), dict)]
    assert len(found) > 100
    for own in [*document()["components"]["schemas"].values(), *found]:
        Draft202012Validator.check_schema(own)


def test_every_name_is_there_once() -> None:
    names = [own["operationId"] for _, _, own in operations()]
    assert len(names) > 60
    assert sorted(set(names)) == sorted(names)
    assert all(re.fullmatch("[a-z_]+", name) for name in names)


def test_parameters_are_those_of_the_path() -> None:
    for path, method, own in operations():
        parameters = own.get("parameters", [])
        declared = [one["name"] for one in parameters if one["in"] == "path" and one["required"]]
        assert declared == re.findall(r"\{(\w+)\}", path), (method, path)
        assert len({(one["name"], one["in"]) for one in parameters}) == len(parameters)


def test_everything_that_is_referred_to_is_there() -> None:
    schemes = document()["components"]["securitySchemes"]
    found = [own["$ref"] for own in inner(document()) if "$ref" in own]
    assert len(found) > 100
    for reference in found:
        at: Any = document()
        for part in reference.removeprefix("#/").split("/"):
            at = at[part]
    assert all(set(one) <= set(schemes) for _, _, own in operations() for one in own["security"])


def test_every_answer_is_described() -> None:
    for path, method, own in operations():
        for status, told in own["responses"].items():
            assert told["description"], (method, path, status)
            if int(status) >= 400 and path.startswith("/api/"):
                [(kind, content)] = told["content"].items()
                assert (kind, content["schema"]) == ("application/json", {"$ref": "#/components/schemas/ErrorAnswer"})
                assert {ERRORS[code][0] for code in told["x-codes"]} == {int(status)}


# Complete


def test_endpoints_and_public_files_are_in_it() -> None:
    described = {f"{method.upper()} {path}" for path, method, _ in operations()}
    files = [route for route in PAGES if route.endswith((".bel", ".json")) and route.startswith("elections/")]
    assert len(files) == 5
    expected = {f"GET /{route}".replace("<election:uuid>", "{uuid}") for route in files}
    assert described == {*KEYS, *expected, "HEAD /elections/{uuid}/record.bel"}
    roles = {f"{method.upper()} {path}": set(own["x-roles"]) for path, method, own in operations()}
    for key in KEYS:
        assert ("anybody" in roles[key]) == ("anybody" in ALLOWED[key]), key


@pytest.mark.parametrize(
    ("path", "method", "names"),
    [
        ("/api/elections/{uuid}/trackers", "get", {"start"}),
        ("/api/elections/{uuid}/draft", "put", {"If-Match", "X-CSRFToken"}),
        ("/api/elections/{uuid}/open", "post", {"If-Match", "X-CSRFToken"}),
        ("/elections/{uuid}/record.bel", "get", {"Range", "If-Range", "If-None-Match"}),
    ],
)
def test_what_a_call_may_say_beside_its_body(path: str, method: str, names: set[str]) -> None:
    found = {one["name"] for one in document()["paths"][path][method]["parameters"]}
    assert names <= found


def test_bytes_have_their_content_types() -> None:
    paths = document()["paths"]
    given = {path: [*own["get"]["responses"]["200"]["content"]] for path, own in paths.items() if "get" in own}
    assert given["/elections/{uuid}/record.bel"] == ["application/x-tar"]
    assert given["/api/elections/{uuid}/ceremony.zip"] == ["application/zip"]
    assert given["/api/account/authenticator.svg"] == ["image/svg+xml"]
    assert [*paths["/api/elections/{uuid}/voters"]["put"]["requestBody"]["content"]] == ["text/csv"]


# True


def test_answers_are_those_that_are_described(site: Site) -> None:
    """From the draft to the result."""
    own = DescribedSite(site)
    walk = Walk(own).open()
    made = [walk.vote("ann", [1, 0]), walk.ballot("bob", [0, 1]).tracker]
    voter = walk.log_in("bob")
    voter.do("POST", walk.address + "/challenges", {"tracker": made[1]})
    assert voter.call("POST", walk.address + "/ballots", b"{}").code == "ballot-malformed"
    for path in ("", "/trackers?start=0", "/spoiled", "/turnout"):
        own.browser().do("GET", walk.address + path)
    assert own.browser().call("GET", walk.address + "/tally").code == "wrong-phase"
    for path in ("/management", "/log", "/voters", "/administrators"):
        walk.admin.do("GET", walk.address + path)
    for browser in (walk.authority, walk.trustee):
        browser.do("GET", walk.address + "/task")
    walk.close()
    own.browser().do("GET", walk.address + "/tally")
    walk.decrypt()
    for path in ("/api/elections", "/api/account", "/api/session", "/api/laws"):
        walk.admin.do("GET", path)
    assert len(own.seen) > 25


def test_refusals_are_those_that_are_described(site: Site) -> None:
    """Bodies that are nothing, from everybody."""
    walk = Walk(site).open()
    browsers = everybody(walk)
    for key in KEYS:
        method, path = key.split()
        for browser in browsers.values():
            address = path.replace("{uuid}", walk.uuid)
            for body in (b"", b"{}", b"[]", b'{"email":1}'):
                if key != "DELETE /api/session":
                    hold(method, address, browser.call(method, address, body))


def test_public_files_are_as_described(site: Site) -> None:
    walk = Walk(site).open()
    for name in ("record.bel", "election.json", "trustees.json", "public_credentials.json", "terms.json"):
        for uuid in (walk.uuid, "z" * 14):
            address = f"/elections/{uuid}/{name}"
            hold("GET", address, Browser().get(address))
    address = f"/elections/{walk.uuid}/record.bel"
    for wanted, status in (("bytes=0-9", 206), ("bytes=99999999-", 416)):
        answer = Browser().get(address, Range=wanted)
        assert answer.status == status
        hold("GET", address, answer)
