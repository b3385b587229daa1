# SPDX-License-Identifier: Apache-2.0
"""Bodies that are larger than anything honest, of a length that is not told, or of another kind: of every endpoint."""

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files import uploadhandler
from django.test import override_settings

from isonomia.server import limits, urls
from isonomia.server.api.endpoint import ENDPOINTS, Endpoint
from support.server.pages import server
from support.server.roles import ALLOWED, ANYBODY, KEYS, everybody
from support.server.running import Server
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, Walk

__all__ = ["server"]  # a fixture

READERS = [own for own in ENDPOINTS if own.body is not None]
SENT = 8 << 20
"""Bytes: limits up to it are met with a body that really is larger."""


def sent(browser: Browser, own: Endpoint, uuid: str, content: bytes, **meta: Any) -> tuple[int, str]:
    """Status and code of the answer to bytes with a header of one's own."""
    headers = {"X-CSRFToken": browser.client.cookies["csrftoken"].value}
    address = own.path.replace("{uuid}", uuid)
    answer = browser.client.generic(
        own.method, address, content, content_type="application/json", headers=headers, **meta
    )
    return answer.status_code, answer.json()["error"]["code"]


@pytest.fixture
def walk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """With everything switched on that an operator can switch on, and without limits on how often."""
    monkeypatch.setattr(limits, "within", lambda *_: True)
    with override_settings(CLAIMS_ALLOWED=True):
        yield Walk(site).open()


@pytest.fixture
def browsers(walk: Walk) -> dict[str, Browser]:
    made = everybody(walk)
    for browser in made.values():
        browser.call("GET", "/api/session")
    return made


def who_may(own: Endpoint) -> str:
    allowed = ALLOWED[f"{own.method} {own.path}"]
    return "administrator" if "administrator" in allowed else min(allowed)


def test_every_endpoint_that_reads_a_body_has_a_limit() -> None:
    assert urls.API  # importing it registers the endpoints
    assert len(READERS) > 20
    assert all(0 < own.most <= 64 << 20 for own in ENDPOINTS)


def test_body_that_says_it_is_too_large_is_not_read(walk: Walk, browsers: dict[str, Browser]) -> None:
    before = walk.download()
    for own in READERS:
        for length in (str(own.most + 1), "9" * 30):
            found = sent(browsers[who_may(own)], own, walk.uuid, b"{}", CONTENT_LENGTH=length)
            assert found == (413, "too-large"), own.path
    assert walk.download() == before


def test_body_that_is_too_large_is_refused(walk: Walk, browsers: dict[str, Browser]) -> None:
    before = walk.download()
    for own in (own for own in READERS if own.most <= SENT):
        found = sent(browsers[who_may(own)], own, walk.uuid, b" " * (own.most + 1))
        assert found == (413, "too-large"), own.path
    assert walk.download() == before


def test_no_more_credentials_are_read_than_the_list_of_voters_can_need(
    walk: Walk, browsers: dict[str, Browser]
) -> None:
    """A megabyte of small objects would be 25 in memory, and there are a few voters only."""
    [own] = [own for own in READERS if own.path.endswith("/credentials")]
    assert own.most == 64 << 20
    found = sent(browsers["authority"], own, walk.uuid, b'{"credentials":{' + b'"a":"",' * 150_000 + b'"a":""}}')
    assert found == (413, "too-large")


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "²", "0x10"])
def test_length_that_is_no_number_is_an_error_of_the_sender(
    walk: Walk, browsers: dict[str, Browser], length: str
) -> None:
    for own in READERS:
        found = sent(browsers[who_may(own)], own, walk.uuid, b"{}", CONTENT_LENGTH=length)
        assert found == (400, "malformed"), own.path


def test_nobody_s_body_is_read_before_her_role_is_known(walk: Walk) -> None:
    """A stream that fails when it is read."""

    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

    browser = Browser()
    browser.call("GET", "/api/session")
    for own in (own for own in READERS if ALLOWED[f"{own.method} {own.path}"] != ANYBODY):
        found = sent(browser, own, walk.uuid, b"{}", **{"wsgi.input": Unread()})
        assert found == (401, "login-required"), own.path


def test_attack_a_form_with_a_file_is_not_kept(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django would read it for the CSRF token, of whoever sends it, and put its files on the disk."""
    for handler in (uploadhandler.TemporaryFileUploadHandler, uploadhandler.MemoryFileUploadHandler):
        monkeypatch.setattr(handler, "new_file", lambda *_, **__: pytest.fail("a file was taken"))
    for key in (key for key in KEYS if key.startswith("POST")):
        address = key.split()[1].replace("{uuid}", walk.uuid)
        for where in (address, "/language", "/"):
            answer = Browser().client.post(where, {"file": io.BytesIO(b"x" * 100)})
            assert answer.status_code == 415, where
    content = b"a=" + b"x" * (1 << 13)
    kind = "application/x-www-form-urlencoded"
    assert Browser().client.generic("POST", "/language", content, content_type=kind).status_code == 415


def raw(server: Server, *head: str, body: bytes = b"") -> bytes:
    """What the server sends to a request as it stands here, until it closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        lines = (head[0], f"Host: 127.0.0.1:{server.port}", "Connection: close", *head[1:], "", "")
        connection.sendall("\r\n".join(lines).encode() + body)
        with connection.makefile("rb") as got:
            return got.read()


def test_body_in_chunks_is_asked_for_its_length(server: Server) -> None:
    """Over a real connection: it was taken for an empty one, and a ballot for one that cannot be read."""
    token = "a" * 32
    head = (
        "POST /api/accounts HTTP/1.1", "Transfer-Encoding: chunked", "Content-Type: application/json",
        f"Cookie: csrftoken={token}", f"X-CSRFToken: {token}",
    )  # fmt: skip
    answer = raw(server, *head, body=b"10000\r\n" + b" " * (1 << 16) + b"\r\n0\r\n\r\n")
    assert answer.split()[1] == b"411"
    assert b'"code":"length-required"' in answer


def test_head_has_no_body(server: Server) -> None:
    """Over a real connection, where the next answer would begin with it."""
    got, told = (raw(server, f"{method} /api/laws HTTP/1.1") for method in ("GET", "HEAD"))
    content = got.partition(b"\r\n\r\n")[2]
    assert (told.split()[1], told.partition(b"\r\n\r\n")[2]) == (b"200", b"")
    assert f"Content-Length: {len(content)}".lower() in told.decode().lower()


# What no table can hold


@pytest.mark.parametrize("text", [b"\\u0000", b"ann\\\\\\u0000x"])
def test_no_text_of_a_body_has_the_character_zero(walk: Walk, browsers: dict[str, Browser], text: bytes) -> None:
    """PostgreSQL stores none: wherever one came through, the answer was a mistake of the server."""
    readers = [own for own in READERS if own.body is not bytes]
    assert len(readers) > 20
    for own in readers:
        found = sent(browsers[who_may(own)], own, walk.uuid, b'{"login":"' + text + b'"}')
        assert found == (400, "malformed"), own.path
    asked = b'{"name":"' + text + b'"}\na,b\n'
    [own] = [own for own in READERS if own.path == "/api/claims"]
    assert sent(browsers["anybody"], own, walk.uuid, asked) == (400, "malformed")


def test_a_backslash_before_u0000_is_no_such_character(walk: Walk) -> None:
    answer = Browser().call("POST", walk.address + "/codes", b'{"login":"a\\\\u0000"}')
    assert answer.status == 200


@pytest.mark.parametrize("length", [255, 300])
def test_no_address_is_longer_than_its_column(site: Site, length: int) -> None:
    email = "e@" + ("d" * 60 + ".") * 4
    email += "d" * (length - len(email) - 4) + ".org"
    assert len(email) == length
    walk, person = Walk(site), {"name": "Eve", "email": email}
    made = walk.admin.call("PUT", walk.address + "/voters", f"eve,{email}\n".encode())
    assert (made.code, made.json["error"]["failures"][0]["where"]) == ("roll-wrong", "line 1")
    assert walk.admin.call("PUT", walk.address + "/authority", person).code == "malformed"
    assert walk.admin.call("PUT", walk.address + "/trustees", {"trustees": [person]}).code == "malformed"
    assert walk.admin.call("POST", walk.address + "/administrators", {"email": email}).code == "malformed"
    account = {**person, "password": PASSWORD}
    assert Browser().call("POST", "/api/accounts", account).code == "malformed"
    assert Browser().call("POST", "/api/session", {"email": email, "password": PASSWORD}).code == "login-failed"
    assert Browser().call("POST", "/api/password-resets", {"email": email}).status == 200
    assert walk.admin.call("DELETE", walk.address + "/administrators", {"email": email}).code == "refused"


@pytest.mark.parametrize("name", ["sessionid", "django_language", "csrftoken"])
def test_cookies_cannot_hold_it_either(walk: Walk, name: str) -> None:
    """Quoted, a cookie can name any byte."""
    for path in ("/", f"/elections/{walk.uuid}", "/api/session"):
        answer = Browser().client.get(path, headers={"Cookie": f'{name}="\\000{"a" * 31}"'})
        assert answer.status_code == 200, path


def test_language_is_still_chosen(site: Site) -> None:
    browser = Browser()
    browser.get("/")
    token = browser.client.cookies["csrftoken"].value
    content = f"language=fr&next=/&csrfmiddlewaretoken={token}".encode()
    kind = "application/x-www-form-urlencoded"
    answer = browser.client.generic("POST", "/language", content, content_type=kind)
    assert (answer.status_code, browser.client.cookies["django_language"].value) == (302, "fr")
