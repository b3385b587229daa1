# SPDX-License-Identifier: Apache-2.0
"""The terms of an election: what voters were promised and a version 1 record cannot hold.

One canonical JSON file beside the record, ``<uuid>.terms.json``: keys sorted, compact, UTF-8. The last
line of the election's description is its SHA-256, so the election's hash covers it.
"""

import json
import re
from hashlib import sha256

import msgspec

from isonomia.record import checks, strict
from isonomia.record.errors import RecordError

VERSION = 1

CANONICAL = "terms.canonical"
HASH = "terms.hash"
UUID = "terms.uuid"


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The law that is applied to the counts, by its file's name and SHA-256."""

    file: str
    sha256: str
    question: int = 0
    """Which question of the election it decides."""
    against_all: int | None = None
    """Which answer of that question is "against all", and no candidate."""
    commitments: list[str] = []
    """To the secret texts of the lot that breaks a tie, if there is one (``law.lot``)."""


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When voting opens and closes: RFC 3339 with an offset."""

    opens: str | None = None
    closes: str | None = None


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What voters read, in one language; ``questions`` are [question, answer, …] in the record's order."""

    name: str
    description: str = ""
    questions: list[list[str]] = []


class Previous(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The record of the previous round, by the hash of its last event; and what the record cannot tell."""

    uuid: str
    last_event: str
    withdrawn: list[str] = []
    """Candidates of the previous round who have withdrawn since."""
    lot: list[str] = []
    """If a tie had to be broken: the texts to which the previous terms are committed, in that order."""


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The whole file."""

    version: int
    uuid: str
    texts: dict[str, Texts]
    law: Law | None = None
    schedule: Schedule | None = None
    previous: Previous | None = None


def canonical(terms: Terms) -> bytes:
    """The one serialization of terms."""
    plain = msgspec.to_builtins(terms)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def terms_hash(content: bytes) -> str:
    """What stands in the description's last line."""
    return sha256(content).hexdigest()


def with_terms(description: str, content: bytes) -> str:
    """A description whose last line is the hash of the terms."""
    return "\n".join([*([description] if description else []), terms_hash(content)])


def named_terms(description: str) -> str | None:
    """The hash in the description's last line, if there is one."""
    last = description.rsplit("\n", 1)[-1]
    return last if re.fullmatch("[0-9a-f]{64}", last, re.ASCII) else None


def read_terms(content: bytes, where: str) -> Terms:
    """Terms from a file. Raises RecordError, also if they are not canonical or of another version."""
    terms = strict.decode(content, Terms, where)
    if terms.version != VERSION:
        raise RecordError(where, f"terms of version {terms.version}; only version 1 is known", checks.JSON_SYNTAX)
    if canonical(terms) != content:
        raise RecordError(where, "not written canonically (sorted keys, compact)", CANONICAL)
    return terms
