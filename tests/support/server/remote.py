# SPDX-License-Identifier: Apache-2.0
"""The same walk against a server in processes of its own: over HTTP, with its mails from a mail server."""

import json
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from support.server.running import Server
from support.server.site import Answer, Browser, Site


class _From(HTTPAdapter):
    """Requests from one address of this machine: a server counts tries by where they come from."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **how: Any) -> None:
        super().init_poolmanager(*arguments, **how, source_address=(self._address, 0))


class RemoteAnswer(Answer):
    """Status and JSON of an answer that came over the network."""

    def __init__(self, response: requests.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.content = response.content


class RemoteBrowser(Browser):
    """One person's cookies. Calls raise requests.RequestException if the server is gone."""

    def __init__(self, origin: str, address: str = "127.0.0.1") -> None:
        self._origin = origin
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", _From(address))

    def call(self, method: str, path: str, body: Any = None, *, csrf: bool = True) -> Answer:
        headers = {"Content-Type": "application/json"}
        if method != "GET" and csrf:
            if "csrftoken" not in self._session.cookies:
                self.call("GET", "/api/session")
            headers["X-CSRFToken"] = self._session.cookies["csrftoken"]
        content = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        data = None if method == "GET" else content
        return RemoteAnswer(self._session.request(method, self._origin + path, data=data, headers=headers, timeout=60))

    def get(self, path: str, **headers: str) -> Answer:
        return RemoteAnswer(self._session.get(self._origin + path, headers=headers, timeout=60))

    def end(self) -> None:
        """Close the connections that it keeps."""
        self._session.close()


class RemoteSite(Site):
    """A server in processes of its own; its worker works by itself."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.data)
        self.server = server
        self._browsers: list[RemoteBrowser] = []

    def browser(self, address: str = "127.0.0.1") -> RemoteBrowser:
        made = RemoteBrowser(self.server.origin, address)
        self._browsers.append(made)
        return made

    def work(self) -> None:
        """Nothing: the worker does."""

    def code(self, address: str) -> str:
        return self.server.mail(address, r"\b(\d{8})\b")

    def token(self, address: str) -> str:
        return self.server.mail(address, r"/join#(\w+)")

    def end(self) -> None:
        """Close all connections."""
        for browser in self._browsers:
            browser.end()
