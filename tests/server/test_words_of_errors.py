# SPDX-License-Identifier: Apache-2.0
"""Every error that voters, trustees and authorities can meet is told in their language, by its code.

The codes are read from the server's own source: what an endpoint refuses, with all that it calls.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from isonomia.parties.errors import PartyError
from isonomia.server import casting, drafts, urls
from isonomia.server.api import endpoint
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import ENDPOINTS, Endpoint
from isonomia.server.api.errors import ERRORS
from support.server.site import Browser, Site
from support.server.walk import Walk

ROLES = {Role.ANYBODY, Role.VOTER, Role.TRUSTEE, Role.AUTHORITY}
OF_ACCOUNTS = ("/api/accounts", "/api/password-resets")
"""For administrators, whose pages are in English."""
GENERAL = {"refused", "not-found"}
"""They have words for every case, which help in none: their reasons are in English."""
TEMPLATE = Path(urls.__file__).parent / "templates" / "server" / "base.html"


def met() -> list[Endpoint]:
    assert len(urls.API) > 5  # all endpoints are there
    return [own for own in ENDPOINTS if ROLES & {*own.roles} and own.path not in OF_ACCOUNTS]


def called(node: ast.expr, names: dict[str, Any]) -> Any:
    """What a name, or a name in a module, stands for."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = names.get(node.value.id)
        return getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
    return None


def texts(node: ast.expr) -> Iterator[str]:
    """All constant texts of an argument."""
    return (own.value for own in ast.walk(node) if isinstance(own, ast.Constant) and isinstance(own.value, str))


def codes(function: Callable[..., Any], seen: set[Any]) -> Iterator[str]:
    """The codes that it may refuse with, with all that it calls."""
    if function in seen:
        return
    seen.add(function)
    for node in ast.walk(ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))):
        if not isinstance(node, ast.Call):
            continue
        found = called(node.func, function.__globals__)
        if found in (endpoint.refuse, casting.Refused, endpoint.ApiError):
            yield from (code for code in texts(node.args[0]) if code in ERRORS)
        elif inspect.isclass(found) and issubclass(found, PartyError):
            yield found.code
        elif found is drafts.moment:
            continue  # of a time that an administrator has written
        elif inspect.isfunction(found) and found.__module__.startswith("isonomia.server"):
            yield from codes(found, seen)


def words() -> dict[str, str]:
    return dict(re.findall(r'data-code="([\w.-]+)"[^>]*>{% translate "([^"]+)" %}', TEMPLATE.read_text()))


def test_the_source_is_read() -> None:
    """Codes that are some calls away are found."""
    found = {own.path.rpartition("/")[2]: set(codes(own.function, set())) for own in met() if own.method == "POST"}
    assert {"key-made", "trustees-changed", "wrong-phase"} <= found["key"]
    assert {"not-your-turn", "done-already", "trustees-changed"} <= found["voutput"]
    assert {"record-wrong"} <= found["decryption"]
    assert {"credential-mismatch", "ballot-replayed", "too-often"} <= found["ballots"]
    assert {"link-unknown", "too-often"} <= found["invitations"]


@pytest.mark.parametrize("own", met(), ids=lambda own: f"{own.method} {own.path}")
def test_what_is_refused_has_words(own: Endpoint) -> None:
    found = set(codes(own.function, set()))
    assert found & GENERAL == set(), "a reason that is told in English: give it a code of its own"
    assert found | {*own.errors} <= words().keys()


def test_what_every_call_may_meet_has_words() -> None:
    module = ast.parse(inspect.getsource(endpoint))
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = [
        code for node in calls if node.func.id in ("refuse", "refused", "ApiError") for code in texts(node.args[0])
    ]
    assert {"internal", "csrf", "too-large", "forbidden"} <= {*found}
    assert {code for code in found if code in ERRORS} <= words().keys()


def subclasses(of: type) -> Iterator[type]:
    for own in of.__subclasses__():
        yield own
        yield from subclasses(own)


def test_what_parties_are_told_has_a_status_and_words() -> None:
    for own in subclasses(PartyError):
        assert own.code in ERRORS
        assert own.code in words()


@pytest.mark.parametrize("language", ["be", "ru", "fr"])
def test_page_has_them_in_the_reader_s_language(site: Site, language: str) -> None:
    walk = Walk(site)
    walk.invite()
    browser = Browser()
    browser.do("POST", "/api/invitations", {"token": site.token(walk.person("tina"))})
    page = browser.get(f"/elections/{walk.uuid}/trustee", **{"accept-language": language}).content.decode()
    told = dict(re.findall(r'data-code="([\w.-]+)"[^>]*>([^<]+)<', page))
    assert told.keys() == words().keys()
    assert [code for code, english in words().items() if told[code] == english] == []
