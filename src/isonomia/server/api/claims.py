# SPDX-License-Identifier: Apache-2.0
"""Examining tables of results: for anybody, on servers whose operator has switched it on."""

from typing import Literal

from django.conf import settings
from django.utils.translation import get_language

from isonomia.protocol.messages import Message
from isonomia.server import claims, limits
from isonomia.server.api.access import Role
from isonomia.server.api.endpoint import Call, endpoint
from isonomia.server.api.errors import refuse

MOST_TABLE = 48 << 20
"""Bytes of the call: a table of 35 MB in Base64."""
MOST_MAPPING = 1 << 16


class Table(Message, frozen=True, kw_only=True):
    """A table of stations, as ``isonomia claim forensics`` reads it."""

    name: str
    content: bytes
    """In Base64."""
    leader: str = ""
    """Part of the name of whose votes are looked at; empty: who has most."""
    turnout: Literal["", "issued", "cast"] = ""
    mapping: str = ""
    """TOML, where columns are not recognised (docs/claims/tables.md)."""


class Token(Message, frozen=True):
    """What the address of the report ends in."""

    token: str


@endpoint(
    "POST", "/api/claims", Role.ANYBODY, body=Table, most=MOST_TABLE, answer=Token,
    errors=("not-found", "too-often", "refused"),
)  # fmt: skip
def upload(call: Call[Table]) -> Token:
    """Upload a table to be examined; the report is at ``/claims/TOKEN`` for a week."""
    if not settings.CLAIMS_ALLOWED:
        refuse("not-found", "this server examines no tables")
    own = call.body
    if not own.content or len(own.leader) > 200 or len(own.mapping) > MOST_MAPPING:
        refuse("malformed", "the table is empty, or the leader's name or the mapping is too long")
    if not limits.within(limits.TABLES, call.sender):
        refuse("too-often")
    options = [f"--language={(get_language() or 'en')[:2]}"]
    options += [f"--leader={own.leader}"] if own.leader else []
    options += [f"--turnout={own.turnout}"] if own.turnout else []
    try:
        return Token(claims.receive(own.name, own.content, options, own.mapping))
    except claims.Full:
        refuse("refused", "many tables are waiting already", "try again in an hour, or run it on your own machine")
