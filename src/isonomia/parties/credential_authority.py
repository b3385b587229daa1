# SPDX-License-Identifier: Apache-2.0
"""The credential authority's step: private credentials for the voters, public ones for the roll."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from isonomia.groups import Group
from isonomia.parties.errors import PartyError
from isonomia.protocol.challenges import base64_compact
from isonomia.protocol.messages import encode
from isonomia.protocol.public.order import order
from isonomia.protocol.secret import credentials
from isonomia.protocol.tokens import Random
from isonomia.verify.setup import Setup

MOST_WEIGHT = 10**12

_WEIGHT = re.compile("[1-9][0-9]{0,12}", re.ASCII)


class Voter(NamedTuple):
    """A line of the list of voters."""

    address: str
    login: str
    weight: int


class Issued(NamedTuple):
    """What the authority made."""

    public: bytes
    """public_credentials, as the record will hold it."""
    private: dict[str, str]
    """The private credential of each login: to be sent to the voter and to nobody else."""


def read_voters(text: str) -> tuple[list[Voter], bool]:
    """Voters from lines ``address[,login[,weight]]``, and whether any line has a weight.

    Raises PartyError, which names every wrong line.
    """
    voters, wrong, weighted, seen = [], [], False, dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        address, login, weight = ([part.strip() for part in line.split(",")] + ["", ""])[:3]
        login = login or address
        if line.count(",") > 2 or not address:
            wrong.append(f"line {number}: is not address,login,weight")
        elif weight and not _WEIGHT.fullmatch(weight):
            wrong.append(f"line {number}: the weight {weight[:20]!r} is not a whole number from 1 on")
        elif login in seen:
            wrong.append(f"line {number}: {login!r} stands in line {seen[login]} already")
        else:
            seen[login] = number
            weighted = weighted or bool(weight)
            voters.append(Voter(address, login, int(weight or 1)))
    total = sum(voter.weight for voter in voters)
    if total > MOST_WEIGHT:
        wrong.append(f"the weights add up to {total}; results are computed up to {MOST_WEIGHT}")
    if not voters and not wrong:
        wrong.append("there is no voter")
    if wrong:
        raise PartyError("the list of voters is not right: " + "; ".join(wrong), "mend it; nothing was written")
    return voters, weighted


def issue(
    group: Group,
    uuid: str,
    voters: Sequence[Voter],
    random: Random,
    *,
    weighted: bool = False,
    short: bool = False,
) -> Issued:
    """Fresh credentials for all voters. ``short``: 15 characters, as releases 2.0 to 2.2 write them.

    Public credentials come in the group's own order, which tells nothing about the voters.
    """
    codes = {voter.login: (credentials.generate(random, short=short), voter.weight) for voter in voters}
    return rolled(group, uuid, codes, weighted=weighted)


def rolled(group: Group, uuid: str, codes: Mapping[str, tuple[str, int]], *, weighted: bool) -> Issued:
    """The roll of an election whose voters have these private credentials and weights, by login."""
    private, entries = {}, []
    for login, (credential, weight) in codes.items():
        exponent = credentials.secret_exponent(group, uuid, credential)
        private[login] = credential
        public = str(credentials.public_credential(group, exponent))
        entries.append((order(group.name, public), f"{public},{weight}" if weighted else public))
    return Issued(encode([entry for _, entry in sorted(entries)]), private)


def derive(group: Group, before: Setup, uuid: str, private: Mapping[str, str]) -> Issued:
    """The roll of a second round: new public credentials for the codes that the voters of ``before`` have.

    Their weights stay.

    Raises PartyError, which names every login whose code is not on the roll of the first round, and tells if the
    roll has voters without a code.
    """
    found, wrong = {}, []
    for login, code in private.items():
        election, weight = before.election, None
        with suppress(credentials.CredentialError):
            exponent = credentials.secret_exponent(election.group, election.uuid, code)
            weight = before.roll.get(str(credentials.public_credential(election.group, exponent)))
        if weight is None:
            wrong.append(login)
        else:
            found[login] = code, weight
    if wrong:
        raise PartyError(f"these codes are not of the first round: {', '.join(map(repr, wrong[:20]))}")
    if len(found) != len(before.roll):
        raise PartyError(
            f"there are codes of {len(found)} voters, the roll of the first round has {len(before.roll)}",
            "give the file with all codes, or issue new ones",
        )
    weighted = any(weight != 1 for weight in before.roll.values())
    return rolled(group, uuid, found, weighted=weighted)


def roll_fingerprint(public: bytes) -> str:
    """What is shown of the roll, for the authority to compare: SHA-256 in compact Base64."""
    return base64_compact(sha256(public).digest())
