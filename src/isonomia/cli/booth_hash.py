# SPDX-License-Identifier: Apache-2.0
"""What a server sends to those who vote, compared with this copy: ``isonomia booth hash --server``.

Looked at: the page's own elements that load or run code, every script that this copy has, the style sheet, the
content security policy. The words of the page are not compared: they are in the election's and the reader's language.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from isonomia.cli.failure import CliError
from isonomia.server import scripts
from isonomia.server.local.upstream import Unreachable, Upstream

LARGEST: Final = 4 << 20
"""Bytes of a page or a file."""

_STRICT: Final = {"default-src": "'none'", "script-src": "'self'", "worker-src": "'self'", "connect-src": "'self'"}
_LOADING: Final = ("base", "iframe", "frame", "object", "embed", "portal", "applet", "style", "svg")


class Difference(NamedTuple):
    """One thing that is not as this copy has it."""

    where: str
    why: str


@dataclass
class Compared:
    """What was the same, and what not."""

    same: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def note(self, where: str, why: str) -> None:
        self.differences.append(Difference(where, why))


def as_json(own: dict[str, bytes]) -> dict[str, Any]:
    """Hashes of this copy."""
    files = [
        {"name": name, "sha256": scripts.digest(content), "integrity": scripts.integrity(content)}
        for name, content in own.items()
    ]
    return {"scripts": files, "fingerprint": scripts.fingerprint(own)}


def compare(upstream: Upstream, own: dict[str, bytes]) -> Compared:
    """Everything that a server sends to a voter's browser. Raises CliError if it does not answer."""
    found = Compared()
    address = f"/elections/{upstream.uuid}/vote"
    try:
        answer = upstream.ask("GET", address, most=LARGEST)
        if answer.status != 200:
            raise Unreachable(f"{address}: the server answers {answer.status}")
        page = _Page()
        page.feed(answer.content.decode("utf-8", "replace"))
        policy = {name.lower(): value for name, value in answer.headers.items()}.get("content-security-policy", "")
        _compare_policy(policy, found)
        _compare_page(page, upstream, own, found)
        for name, content in own.items():
            _compare_file(upstream, f"/static/booth/{name}", content, found)
        style = (scripts.STATIC / "style.css").read_bytes()
        for path in page.styles or ["/static/style.css"]:
            _compare_file(upstream, path, style, found)
    except Unreachable as error:
        raise CliError("unreachable", str(error), "look whether the address is right; try again in a while") from None
    return found


class _Page(HTMLParser):
    """The elements of a page that load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str]] = []
        self.styles: list[str] = []
        self.worker = ""
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.strange += [f"<{tag} {name}>" for name in own if name.startswith("on") or name in ("style", "srcdoc")]
        self.strange += [f"<{tag} {k}={v[:30]}>" for k, v in own.items() if v.strip().lower().startswith("javascript:")]
        if tag == "script":
            self.scripts.append(own)
        elif tag == "link" and "stylesheet" in own.get("rel", "").lower():
            self.styles.append(own.get("href", ""))
        elif tag == "main":
            self.worker = own.get("data-worker", "")
        elif tag in _LOADING or (tag == "meta" and "http-equiv" in own):
            self.strange.append(f"<{tag}>")

    handle_startendtag = handle_starttag


def _compare_page(page: _Page, upstream: Upstream, own: dict[str, bytes], found: Compared) -> None:
    for strange in page.strange:
        found.note("the page", f"has {strange}, which the pages of this copy never have")
    names = []
    for element in page.scripts:
        path = _path(element.get("src", ""), upstream)
        name = (path or "").removeprefix("/static/booth/")
        names.append(name)
        if path is None or name not in own:
            found.note(
                "the page", f"runs a script that this copy does not have: {element.get('src', 'inline')[:100]!a}"
            )
        elif element.get("integrity") != scripts.integrity(own[name]):
            found.note("the page", f"names another integrity for {name} than this copy has")
    if names != ["vote.js"]:
        found.note("the page", f"runs {len(names)} scripts, and not vote.js alone")
    if _path(page.worker, upstream) != "/static/booth/worker.js":
        found.note("the page", f"names another worker than /static/booth/worker.js: {page.worker[:100]!a}")
    else:
        _compare_file(upstream, page.worker, own["worker.js"], found)
    for element in page.scripts:
        path = _path(element.get("src", ""), upstream)
        if path is not None and path.removeprefix("/static/booth/") in own:
            _compare_file(upstream, element["src"], own[path.removeprefix("/static/booth/")], found)


def _path(address: str, upstream: Upstream) -> str | None:
    """The path of an address of this server; None if it is of another one, or empty."""
    whole = urlsplit(urljoin(upstream.page, address))
    if not address or f"{whole.scheme}://{whole.netloc}" != upstream.origin:
        return None
    return whole.path


def _compare_file(upstream: Upstream, address: str, expected: bytes, found: Compared) -> None:
    """``address`` with its query, as browsers ask for it."""
    path = _path(address, upstream)
    if path is None:
        return found.note(address[:100], "comes from another server")
    query = urlsplit(address).query
    answer = upstream.ask("GET", path + (f"?{query}" if re.fullmatch("[A-Za-z0-9]+", query) else ""), most=LARGEST)
    name = path.removeprefix("/static/")
    if answer.status != 200:
        found.note(name, f"the server answers {answer.status}")
    elif answer.content != expected:
        found.note(name, f"SHA-256 is {scripts.digest(answer.content)}, in this copy {scripts.digest(expected)}")
    elif name not in found.same:
        found.same.append(name)
    return None


def _compare_policy(policy: str, found: Compared) -> None:
    given = {}
    for part in policy.split(";"):
        name, _, values = part.strip().partition(" ")
        given[name] = values
    for name, value in _STRICT.items():
        if given.get(name) != value:
            found.note("content security policy", f"{name} is {given.get(name, 'absent')[:100]}, and not {value}")
