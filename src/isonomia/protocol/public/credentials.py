# SPDX-License-Identifier: Apache-2.0
"""Public credentials and weights: the roll (section "Credentials")."""

import re
from collections.abc import Sequence
from contextlib import suppress

from isonomia.groups import Group
from isonomia.protocol.public.decoding import Decoder, Undecodable
from isonomia.protocol.public.findings import Findings

CHUNK = 4096
"""Elements read together: a long roll takes no more memory than it must."""

_WEIGHT = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


def split(entry: str) -> tuple[str, str | None]:
    """The public credential and the weight's text, if there is one."""
    credential, comma, weight = entry.partition(",")
    return credential, weight if comma else None


def read_roll(group: Group, entries: Sequence[str], findings: Findings, where: str) -> dict[str, int]:
    """The weight of each public credential; checks that each is an element, all are distinct.

    An entry that fails is noted and still on the roll (with weight 1 if its weight cannot be read).
    """
    roll: dict[str, int] = {}
    for number, entry in enumerate(entries):
        credential, text = split(entry)
        place = f"{where}, entry {number}"
        why = "the public credential stands here a second time"
        findings.require("roll.distinct", credential not in roll, place, why)
        readable = text is None or bool(_WEIGHT.fullmatch(text))
        findings.require("roll.weights", readable, place, "the weight is not a decimal number of up to 18 digits")
        roll[credential] = int(text) if text is not None and readable else 1
    identity = str(group.identity)
    for at in range(0, len(entries), CHUNK):
        credentials = [split(entry)[0] for entry in entries[at : at + CHUNK]]
        places = [f"{where}, entry {at + number}" for number in range(len(credentials))]
        with suppress(Undecodable):  # each wrong one is noted
            Decoder(group, findings, "roll").elements(credentials, places)
        for credential, place in zip(credentials, places, strict=True):
            if credential == identity:
                findings.fail("roll.elements", place, "the identity: anybody could vote with it")
    return roll
