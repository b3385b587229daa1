# SPDX-License-Identifier: Apache-2.0
"""Examining tables of results: for anybody, on servers whose operator has switched it on."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from isonomia.protocol.messages import Message
from isonomia.server import claims, limits, proxies
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint, read_json
from isonomia.server.api.errors import refuse

MOST_TABLE = 36 << 20
"""Bytes of the call: a table of 35 MB, and what is asked of it."""
MOST_ASKED = 1 << 17
"""Bytes of the first line."""
MOST_MAPPING = 1 << 16


class Asked(Message, frozen=True, kw_only=True):
    """The first line of the body; the table stands behind it as it is, and is never parsed in this process."""

    name: str
    leader: str = ""
    """Part of the name of whose votes are looked at; empty: who has most."""
    turnout: Literal["", "issued", "cast"] = ""
    mapping: str = ""
    """TOML, where columns are not recognised (docs/claims/tables.md)."""


class ReportToken(Message, frozen=True):
    """What the address of the report ends in."""

    token: str


def _may(request: HttpRequest) -> None:
    """Whether anybody may, and this sender not too often: asked before a large body is taken in."""
    if not settings.CLAIMS_ALLOWED:
        refuse("not-found", "this server examines no tables")
    if not limits.within(limits.TABLES, proxies.sender(request.META, settings.TRUSTED_PROXIES)):
        refuse("too-often")


@endpoint(
    "POST", "/api/claims", Role.ANYBODY, body=bytes, most=MOST_TABLE, takes="application/octet-stream",
    answer=ReportToken, before=_may, errors=("not-found", "too-often", "tables-full"),
)  # fmt: skip
def upload(call: Call[bytes]) -> ReportToken:
    """Upload a table to be examined: a line of JSON (name, leader, turnout, mapping), then the file as it is.

    The report is at ``/claims/TOKEN`` for a week.
    """
    line, end, content = call.body.partition(b"\n")
    if not end or len(line) > MOST_ASKED:
        refuse("malformed", "the first line is JSON that says what is asked; the table begins behind it")
    own = read_json(line, Asked, "the first line")
    if not content or len(own.leader) > 200 or len(own.mapping) > MOST_MAPPING:
        refuse("malformed", "the table is empty, or the leader's name or the mapping is too long")
    if not own.leader.isprintable():
        refuse("malformed", "the leader's name has characters that no name has")
    options = [f"--language={(get_language() or 'en')[:2]}"]
    options += [f"--leader={own.leader}"] if own.leader else []
    options += [f"--turnout={own.turnout}"] if own.turnout else []
    try:
        return ReportToken(claims.receive(own.name, content, options, own.mapping))
    except claims.Full:
        refuse("tables-full", "many tables are here already", "try again in an hour, or run it on your own machine")
