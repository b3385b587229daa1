# SPDX-License-Identifier: Apache-2.0
"""``isonomia booth hash``: each way in which a server can send other code than this copy has is named."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from isonomia.cli import booth_hash
from isonomia.cli.app import run
from isonomia.cli.failure import CliError
from isonomia.server import scripts
from isonomia.server.local.upstream import Answer, BadAddress, Unreachable, Upstream, upstream_of
from support.server.site import Browser, Site
from support.server.walk import Walk

pytestmark = pytest.mark.skipif(not (scripts.STATIC / scripts.FOLDER).exists(), reason="the pages are not built")

Change = Callable[[str, Answer], Answer]
INLINE = b"<script>alert(1)</script></main>"


class Changed(Upstream):
    """The server of a test, with answers changed on the way."""

    def __init__(self, uuid: str, change: Change) -> None:
        super().__init__("http://127.0.0.1", uuid)
        self.browser, self.change = Browser(), change

    def ask(self, method: str, path: str, *, most: int, headers: Any = None, body: Any = None) -> Answer:
        own = self.browser.get(path)
        answer = self.change(path, Answer(own.status, dict(own.headers.items()), [], own.content))
        if len(answer.content) > most:
            raise Unreachable("too long")
        return answer


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(site).open()


def differences(walk: Walk, change: Change) -> list[tuple[str, str]]:
    found = booth_hash.compare(Changed(walk.uuid, change), scripts.scripts())
    return [tuple(own) for own in found.differences]


def content(only: str, change: Callable[[bytes], bytes]) -> Change:
    """Change what is sent at addresses with this text in them."""
    return lambda path, answer: answer._replace(content=change(answer.content)) if only in path else answer


def test_honest_server_sends_what_this_copy_has(walk: Walk) -> None:
    found = booth_hash.compare(Changed(walk.uuid, lambda _, answer: answer), scripts.scripts())
    assert found.differences == []
    assert {"booth/vote.js", "booth/worker.js", "style.css"} <= set(found.same)


def test_status_page_shows_the_same_fingerprint(walk: Walk) -> None:
    page = Browser().get(f"/elections/{walk.uuid}").content.decode()
    assert scripts.fingerprint(scripts.scripts()) in page
    assert f"isonomia booth hash --server {settings.ORIGIN}/elections/{walk.uuid}/vote" in page


ATTACKS: dict[str, tuple[Change, str, str]] = {
    "the worker leaks": (content("worker.js", lambda own: own + b"//"), "booth/worker.js", "SHA-256 is"),
    "the page's script leaks": (content("vote.js", lambda own: own.replace(b"a", b"b", 1)), "booth/vote.js", "SHA-256"),
    "only browsers are lied to, who ask with a query": (
        content("vote.js?", lambda own: own + b"//"), "booth/vote.js", "SHA-256",
    ),
    "another page's script": (content("trustee.js", lambda own: own + b"//"), "booth/trustee.js", "SHA-256 is"),
    "a style sheet that hides a warning": (content("style.css", lambda own: own + b"p{}"), "style.css", "SHA-256 is"),
    "an inline script": (content("/vote", lambda own: own.replace(b"</main>", INLINE)), "the page", "does not have"),
    "a script from elsewhere": (
        content("/vote", lambda own: own.replace(b"/static/booth/vote.js", b"//evil.example/static/booth/vote.js")),
        "the page", "does not have",
    ),
    "a second script": (
        content("/vote", lambda own: own.replace(b"</head>", b'<script src="/static/booth/home.js"></script></head>')),
        "the page", "2 scripts",
    ),
    "another integrity": (content("/vote", lambda own: own.replace(b"sha384-", b"sha384-A")), "the page", "integrity"),
    "another worker": (
        content("/vote", lambda own: own.replace(b"/static/booth/worker.js", b"/static/booth/evil.js")),
        "the page", "another worker",
    ),
    "an event handler": (content("/vote", lambda own: own.replace(b"<h1>", b"<h1 onclick=x>")), "the page", "onclick"),
    "a frame": (content("/vote", lambda own: own.replace(b"<h1>", b"<iframe><h1>")), "the page", "iframe"),
    "a base": (content("/vote", lambda own: own.replace(b"<head>", b"<head><base href=//x>")), "the page", "base"),
    "a refresh": (
        content("/vote", lambda own: own.replace(b"<head>", b'<head><meta http-equiv="refresh" content="0;//x">')),
        "the page", "meta",
    ),
    "no policy": (
        lambda path, answer: answer._replace(headers={}) if path.endswith("/vote") else answer,
        "content security policy", "absent",
    ),
    "a policy that lets data out": (
        lambda _, answer: answer._replace(
            headers={k: v.replace("connect-src 'self'", "connect-src *") for k, v in answer.headers.items()}
        ),
        "content security policy", "connect-src",
    ),
    "a file less": (
        lambda path, answer: answer._replace(status=404) if "join.js" in path else answer, "booth/join.js", "404",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_other_code_is_named(walk: Walk, attack: str) -> None:
    change, where, why = ATTACKS[attack]
    found = differences(walk, change)
    assert any(own[0] == where and why in own[1] for own in found), found


def test_answer_without_end_is_given_up(walk: Walk) -> None:
    with pytest.raises(CliError, match="too long"):
        differences(walk, content("core.js", lambda own: own * 1000))


def test_fingerprint_is_what_the_shell_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Computed by coreutils, as the documents say."""
    folder = scripts.STATIC / scripts.FOLDER
    shell = shutil.which("sh")
    assert shell
    command = "sha256sum *.js | LC_ALL=C sort | sha256sum"
    told = subprocess.run([shell, "-c", command], cwd=folder, capture_output=True, text=True, check=True).stdout
    assert run(["booth", "hash", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["fingerprint"] == told.split()[0]
    assert {own["name"]: own["sha256"] for own in data["scripts"]} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")
    }


def test_without_the_scripts_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scripts.scripts, "__defaults__", (tmp_path,))
    assert run(["booth", "hash", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no-pages"


@pytest.mark.parametrize(
    "address",
    [
        "vote.example.org/elections/4fW7cbzUxTqCJB", "https://vote.example.org/", "ftp://h/elections/4fW7cbzUxTqCJB",
        "http://vote.example.org/elections/4fW7cbzUxTqCJB", "https://u:p@h.org/elections/4fW7cbzUxTqCJB",
        "https://h.org/elections/4fW7cbzUxTqCJ0", "https://h.org/elections/4fW7cbzUxTqCJB/manage", "https://[x/", "",
        "https://h.org:x/elections/4fW7cbzUxTqCJB",
    ],
)  # fmt: skip
def test_what_is_no_address_of_an_election_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        upstream_of(address)


def test_credential_in_an_address_goes_nowhere() -> None:
    own = upstream_of("https://vote.example.org:8443/elections/4fW7cbzUxTqCJB/vote#abcde-fghijk-lmnop-qrstuv")
    assert (own.origin, own.uuid) == ("https://vote.example.org:8443", "4fW7cbzUxTqCJB")
    assert "abcde" not in repr(vars(own))
