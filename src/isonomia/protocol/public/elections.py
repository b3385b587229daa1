# SPDX-License-Identifier: Apache-2.0
"""An election as everybody sees it (section "Elections")."""

import re
from dataclasses import dataclass
from typing import Self

from isonomia.groups import Element, Group
from isonomia.protocol import challenges, messages
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.questions import Question, check_question

_UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{14,}", re.ASCII)
LONGEST_UUID = 256


@dataclass(frozen=True)
class Election:
    """The election object with its questions and public key read."""

    message: messages.Election
    questions: tuple[Question, ...]
    group: Group
    y: Element
    """The public key, prepared for many powers."""
    fingerprint: str
    """φ: compact Base64 of the SHA-256 of the serialized election."""

    @property
    def uuid(self) -> str:
        return self.message.uuid

    @classmethod
    def read(cls, message: messages.Election, questions: tuple[Question, ...], content: bytes, group: Group) -> Self:
        """From a parsed message and the bytes that it came from. Raises ElementError for the key."""
        y = group.prepare(group.element(message.public_key))
        return cls(message, questions, group, y, challenges.fingerprint(content))


def is_uuid(text: str) -> bool:
    """At least 14 characters of Base58 (section "Basic types")."""
    return len(text) <= LONGEST_UUID and bool(_UUID.fullmatch(text))


def check_election(election: Election, findings: Findings, where: str) -> None:
    """The election object makes sense in itself."""
    message = election.message
    findings.require("setup.uuid", is_uuid(message.uuid), where, "uuid is not 14 or more characters of Base58")
    findings.require("setup.questions", bool(election.questions), where, "there are no questions")
    for number, question in enumerate(election.questions):
        check_question(question, election.group, findings, f"{where}, question {number}")
    findings.require(
        "setup.public-key",
        election.y != election.group.identity,
        where,
        "the public key is the identity: nothing would be secret",
    )
