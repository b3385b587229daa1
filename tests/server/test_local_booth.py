# SPDX-License-Identifier: Apache-2.0
"""``isonomia booth serve`` between a browser and a server that may be hostile: what passes, and what does not."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest

from isonomia.cli.app import run
from isonomia.protocol.challenges import fingerprint
from isonomia.server import scripts
from support.server.local import local_booth

pytestmark = pytest.mark.skipif(not (scripts.STATIC / scripts.FOLDER).exists(), reason="the pages are not built")

UUID = "4fW7cbzUxTqCJB"
ELECTION = json.dumps(
    {
        "version": 1, "description": "x", "name": "An <i>election</i>", "group": "Ed25519", "public_key": "0",
        "questions": [], "uuid": UUID,
    }
).encode()  # fmt: skip
TERMS = b'{"texts":{"en":{"name":"An <i>election</i>"}},"uuid":"' + UUID.encode() + b'","version":1}'


class Got(NamedTuple):
    """A request that came to the server."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Hostile:
    """A server whose answers a test chooses; notes everything that comes."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {
            f"/elections/{UUID}/election.json": (200, {}, ELECTION),
            f"/elections/{UUID}/terms.json": (200, {}, TERMS),
            f"/api/elections/{UUID}": (200, {}, b'{"state":"open"}'),
            "/api/session": (200, {"Set-Cookie": "csrftoken=upstream; Secure; Path=/"}, b"{}"),
            f"/api/elections/{UUID}/voter": (200, {"Set-Cookie": "sessionid=theirs; HttpOnly; Secure; Path=/"}, b"{}"),
            f"/api/elections/{UUID}/ballots": (200, {}, b'{"tracker":"x"}'),
        }


@contextmanager
def hostile() -> Iterator[tuple[Hostile, str]]:
    own = Hostile()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            own.got.append(Got(self.command, self.path, dict(self.headers.items()), body))
            status, headers, content = own.answers.get(self.path, (404, {}, b"{}"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield own, f"http://127.0.0.1:{server.server_port}/elections/{UUID}/vote"
        finally:
            server.shutdown()
            thread.join()


class Reply(NamedTuple):
    """What the local booth answers."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())


class Local:
    """A browser at a local booth, by hand: cookies kept, the token sent."""

    def __init__(self, origin: str) -> None:
        self.host = origin.removeprefix("http://")
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        given = {"Host": self.host, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection = HTTPConnection(self.host, timeout=30)
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.getheaders(), answer.read())
        connection.close()
        for name, value in reply.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return reply

    def post(self, path: str, body: bytes, **headers: str) -> Reply:
        return self.ask("POST", path, body, X_CSRFToken=self.cookies.get("csrftoken", ""), **headers)


@contextmanager
def both(*options: str) -> Iterator[tuple[Hostile, Local]]:
    with hostile() as (server, address), local_booth(address, *options) as booth:
        yield server, Local(booth.origin)


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Hostile, Local]]:
    with both() as own:
        yield own


@pytest.fixture
def here(pair: tuple[Hostile, Local]) -> tuple[Hostile, Local]:
    server, local = pair
    server.got.clear()
    server.answers = Hostile().answers
    return server, Local("http://" + local.host)


Pair = tuple[Hostile, Local]
API = f"/api/elections/{UUID}"


def test_page_is_of_this_copy_and_texts_are_texts(here: Pair) -> None:
    server, local = here
    page = local.ask("GET", f"/elections/{UUID}/vote")
    text = page.content.decode()
    assert page.status == 200
    assert "An &lt;i&gt;election&lt;/i&gt;" in text
    assert "<i>" not in text
    assert scripts.integrity(scripts.scripts()["vote.js"]) in text
    assert fingerprint(ELECTION) in text
    assert "default-src 'none'" in page.header("Content-Security-Policy")
    script = re.search(r'src="(/static/booth/vote\.js\?\w+)"', text)
    assert script
    assert local.ask("GET", script[1]).content == scripts.scripts()["vote.js"]
    assert not any("static" in got.path for got in server.got)


def test_what_a_voter_sends_arrives_with_the_servers_own_cookies(here: Pair) -> None:
    server, local = here
    local.cookies["foreign"] = "of-another-program-on-this-host"
    local.ask("GET", f"/elections/{UUID}/vote")
    assert local.post(f"{API}/voter", b'{"login":"ann"}').status == 200
    assert local.post(f"{API}/ballots", b'{"b":1}').content == b'{"tracker":"x"}'
    session, login, ballot = server.got[-3:]
    assert (session.path, login.path, ballot.path) == ("/api/session", f"{API}/voter", f"{API}/ballots")
    assert ballot.body == b'{"b":1}'
    origin = "http://" + ballot.headers["Host"]
    assert ballot.headers["Origin"] == origin
    assert ballot.headers["Referer"] == f"{origin}/elections/{UUID}/vote"
    assert ballot.headers["X-Csrftoken"] == "upstream"
    assert ballot.headers["Cookie"] == "csrftoken=upstream; sessionid=theirs"
    assert "sessionid" not in local.cookies  # the browser never has it
    assert not any(local.cookies["csrftoken"] in str(got) for got in server.got)
    assert not any("of-another-program" in str(got) for got in server.got)


def test_another_browser_is_not_logged_in(here: Pair) -> None:
    server, local = here
    local.ask("GET", f"/elections/{UUID}/vote")
    local.post(f"{API}/voter", b"{}")
    other = Local("http://" + local.host)
    other.ask("GET", f"/elections/{UUID}/vote")
    other.post(f"{API}/ballots", b"{}")
    assert "theirs" not in server.got[-1].headers["Cookie"]


FORBIDDEN = (
    ("GET", "/api/session"), ("GET", "/api/elections/4fW7cbzUxTqCJC"), ("GET", f"{API}/management"),
    ("GET", f"{API}/voters"), ("GET", f"/elections/{UUID}/manage"), ("GET", f"/elections/{UUID}/../../api/session"),
    ("GET", f"/elections/{UUID}/record.bel"), ("GET", "/elections/4fW7cbzUxTqCJC/election.json"),
    ("GET", f"{API}/spoiled/../voters"), ("GET", f"{API}%2f..%2f..%2fsession"), ("GET", "//evil.example/x"),
    ("GET", "http://evil.example/x"), ("POST", f"{API}/close"), ("POST", "/api/accounts"),
    ("POST", "/api/elections/4fW7cbzUxTqCJC/ballots"), ("DELETE", f"{API}/ballots"), ("PUT", f"{API}/ballots"),
    ("GET", f"{API}/ballots"), ("POST", f"{API}/spoiled"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path"), FORBIDDEN)
def test_nothing_else_is_forwarded(here: Pair, method: str, path: str) -> None:
    server, local = here
    local.ask("GET", "/check")
    token = local.cookies["csrftoken"]
    assert local.ask(method, path, b"{}" if method != "GET" else None, X_CSRFToken=token).status in (404, 405)
    assert server.got == []


def test_part_of_the_list_of_trackers_is_asked_for_by_its_place_alone(here: Pair) -> None:
    server, local = here
    for asked in ("?start=2000&evil=1", "?start=2%26evil=1", "?evil=1"):
        local.ask("GET", f"{API}/trackers{asked}")
    assert [got.path for got in server.got] == [f"{API}/trackers{asked}" for asked in ("?start=2000", "", "")]


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1.evil.example", "evil.example:80"])
def test_name_that_is_made_to_lead_here_is_refused(here: Pair, host: str) -> None:
    """DNS rebinding: a page of evil.example whose name now means 127.0.0.1."""
    server, local = here
    for path in (f"/elections/{UUID}/vote", f"{API}/spoiled", f"/elections/{UUID}/election.json"):
        assert local.ask("GET", path, Host=host).status == 400
    assert server.got == []


def test_page_of_another_origin_cannot_send(here: Pair) -> None:
    server, local = here
    local.ask("GET", "/check")
    evil = "http://evil.example"
    assert local.post(f"{API}/ballots", b"{}", Origin=evil).status == 403
    local.cookies.pop("csrftoken")
    assert local.post(f"{API}/ballots", b"{}").status == 403
    assert server.got == []


def test_redirect_is_not_followed(here: Pair) -> None:
    server, local = here
    server.answers[f"{API}/spoiled"] = (302, {"Location": "/elsewhere"}, b"")
    server.answers["/elsewhere"] = (200, {}, b'["x"]')
    answer = local.ask("GET", f"{API}/spoiled")
    assert (answer.status, json.loads(answer.content)["error"]["code"]) == (502, "network")
    assert [got.path for got in server.got] == [f"{API}/spoiled"]


def test_answer_cannot_become_a_page_or_a_cookie(here: Pair) -> None:
    server, local = here
    headers = {"Content-Type": "text/html", "Set-Cookie": "csrftoken=evil", "Content-Security-Policy": "default-src *"}
    server.answers[f"{API}/spoiled"] = (200, headers, b"<script>alert(1)</script>")
    answer = local.ask("GET", f"{API}/spoiled")
    assert answer.header("Content-Type") == "application/json"
    assert answer.header("X-Content-Type-Options") == "nosniff"
    assert "default-src 'none'" in answer.header("Content-Security-Policy")
    assert "*" not in answer.header("Content-Security-Policy")
    assert local.cookies.get("csrftoken") != "evil"


BROKEN: dict[str, Callable[[Hostile], object]] = {
    "not JSON": lambda own: own.answers.update({f"/elections/{UUID}/election.json": (200, {}, b"<html>")}),
    "no terms": lambda own: own.answers.pop(f"/elections/{UUID}/terms.json"),
    "a list": lambda own: own.answers.update({f"/api/elections/{UUID}": (200, {}, b"[]")}),
    "another election": lambda own: own.answers.update(
        {f"/elections/{UUID}/election.json": (200, {}, ELECTION.replace(UUID.encode(), b"4fW7cbzUxTqCJC"))}
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_cannot_be_read_is_a_page_that_says_so(here: Pair, broken: str) -> None:
    server, local = here
    BROKEN[broken](server)
    page = local.ask("GET", f"/elections/{UUID}/vote")
    assert page.status == 502
    assert b"The election cannot be shown" in page.content


def test_election_that_is_not_the_wanted_one_is_refused() -> None:
    with both("--election", fingerprint(ELECTION)) as (server, local):
        assert local.ask("GET", f"/elections/{UUID}/vote").status == 200
        server.answers[f"/elections/{UUID}/election.json"] = (200, {}, ELECTION.replace(b'"x"', b'"y"'))
        page = local.ask("GET", f"/elections/{UUID}/vote")
        assert page.status == 502
        assert b"another election" in page.content
        assert local.ask("GET", f"/elections/{UUID}/election.json").status == 502


def test_public_page_is_the_servers(here: Pair) -> None:
    _, local = here
    answer = local.ask("GET", f"/elections/{UUID}?tracker=a%2Bb&evil=1")
    assert answer.status == 302
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/elections/{UUID}\?tracker=a%2Bb", answer.header("Location"))


def test_language_is_the_readers(here: Pair) -> None:
    _, local = here
    assert (
        "Ваш код для галасавання" in local.ask("GET", f"/elections/{UUID}/vote", Accept_Language="be").content.decode()
    )


def test_server_that_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/elections/{UUID}"
    with local_booth(address) as booth:
        local = Local(booth.origin)
        assert local.ask("GET", f"/elections/{UUID}/vote").status == 502
        assert local.ask("GET", "/check").status == 200
    assert run(["booth", "hash", "--server", address, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unreachable"


def test_port_that_is_taken_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    import subprocess

    from support.server.running import COMMAND

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        arguments = ["booth", "serve", f"https://h.example/elections/{UUID}", "--json"]
        command = [*COMMAND, *arguments, "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "cannot-serve")
    assert "Traceback" not in done.stderr


def test_election_that_was_shown_first_is_the_only_one() -> None:
    """The attack: the page shows the fingerprint of the honest election, which the voter compares; then its script is
    given another one, with the operator's own key."""
    with both() as (server, local):
        page = local.ask("GET", f"/elections/{UUID}/vote")
        assert fingerprint(ELECTION).encode() in page.content
        forged = ELECTION.replace(b'"public_key": "0"', b'"public_key": "1"')
        server.answers[f"/elections/{UUID}/election.json"] = (200, {}, forged)
        answer = local.ask("GET", f"/elections/{UUID}/election.json")
        assert answer.status == 502
        assert forged not in answer.content
        assert b"another election" in local.ask("GET", f"/elections/{UUID}/vote").content
