# SPDX-License-Identifier: Apache-2.0
"""Clients of a server: each a browser of its own, speaking the HTTP API with CSRF checked."""

import json
import re
from pathlib import Path
from typing import Any

from django.core import mail
from django.test import Client

from isonomia.server import jobs


class Answer:
    """Status and JSON of an answer."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.content = b"".join(response) if response.streaming else response.content

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The code of the error."""
        return str(self.json["error"]["code"]) if self.status >= 400 else ""


class Browser:
    """One person's cookies."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, headers={"host": "127.0.0.1"})
        self.csrf = ""

    def call(
        self, method: str, path: str, body: Any = None, *, csrf: bool = True, headers: dict[str, str] | None = None
    ) -> Answer:
        """Call the API; bytes are sent as they are, everything else as JSON."""
        headers = dict(headers or {})
        if method != "GET" and csrf:
            if not self.csrf:
                self.csrf = self.call("GET", "/api/session").json["csrf"]
            headers["X-CSRFToken"] = (
                self.client.cookies["csrftoken"].value if "csrftoken" in self.client.cookies else ""
            )
        content = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        if method == "GET":
            return Answer(self.client.get(path, headers=headers))
        return Answer(self.client.generic(method, path, content, content_type="application/json", headers=headers))

    def get(self, path: str, **headers: str) -> Answer:
        """Anything that is fetched."""
        return Answer(self.client.get(path, headers=headers))

    def do(self, method: str, path: str, body: Any = None) -> Any:
        """A call that must succeed; gives its JSON."""
        answer = self.call(method, path, body)
        assert answer.status == 200, answer.content
        return answer.json


class Site:
    """The server."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def browser(self) -> Browser:
        """Somebody's, with no cookie yet."""
        return Browser()

    def work(self) -> None:
        """Let the worker do everything that is due."""
        while jobs.run_due():
            pass

    def record(self, uuid: str) -> Path:
        """The public file."""
        return self.data / "records" / f"{uuid}.bel"

    def mails(self, address: str) -> list[Any]:
        """What was sent to somebody, after the worker has done its work."""
        self.work()
        return [message for message in mail.outbox if message.to == [address]]

    def code(self, address: str) -> str:
        """The login code that was mailed last."""
        found = re.search(r"\b\d{8}\b", self.mails(address)[-1].body)
        assert found
        return found[0]

    def token(self, address: str) -> str:
        """The token of the invitation that was mailed last."""
        found = re.search(r"/join#(\w+)", self.mails(address)[-1].body)
        assert found
        return found[1]

    def token_of_administrator(self, address: str) -> str:
        """The token of the invitation to administer that was mailed last."""
        found = re.search(r"/join#(administrator-\w+)", self.mails(address)[-1].body)
        assert found
        return found[1]
