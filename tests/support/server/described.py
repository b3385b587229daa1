# SPDX-License-Identifier: Apache-2.0
"""A browser that holds every answer against the OpenAPI document: its status, its code, its content."""

import re
from typing import Any

from jsonschema import Draft202012Validator

from isonomia.server.api.openapi import document
from support.server.site import Answer, Browser, Site


def operation(method: str, path: str) -> tuple[str, dict[str, Any]]:
    """The path of the document that an address is at, and what it says of the method."""
    for own, methods in document()["paths"].items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(own)), path.partition("?")[0]):
            return own, methods[method.lower()]
    raise AssertionError(f"{path} is not in the document")


def hold(method: str, path: str, answer: Answer) -> None:
    """Fails where the document says something else."""
    _, own = operation(method, path)
    assert str(answer.status) in own["responses"], (method, path, answer.status, answer.content[:300])
    told = own["responses"][str(answer.status)]
    if answer.status >= 400 and "x-codes" in told:
        assert answer.code in told["x-codes"], (method, path, answer.code)
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if "content" in told:
        assert kind in told["content"], (method, path, kind)
    if kind == "application/json":
        schema = {**told["content"][kind]["schema"], "components": document()["components"]}
        Draft202012Validator(schema).validate(answer.json)


class DescribedBrowser(Browser):
    """One person's cookies."""

    seen: set[str]

    def call(self, method: str, path: str, *arguments: Any, **more: Any) -> Answer:
        answer = super().call(method, path, *arguments, **more)
        hold(method, path, answer)
        self.seen.add(operation(method, path)[1]["operationId"])
        return answer


class DescribedSite(Site):
    """Every browser of it holds the answers against the document; ``seen`` are the operations that were called."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.data)
        self.seen: set[str] = set()

    def browser(self) -> Browser:
        made = DescribedBrowser()
        made.seen = self.seen
        return made
