# SPDX-License-Identifier: Apache-2.0
"""A voter's step: from a private credential and choices to a ballot."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import encode
from isonomia.protocol.public.ballots import tracker
from isonomia.protocol.secret.ballots import make_ballot
from isonomia.protocol.secret.credentials import public_credential, secret_exponent
from isonomia.protocol.tokens import Random
from isonomia.verify.setup import Setup


class Cast(NamedTuple):
    """A ballot as bytes, and its tracker: what the voter notes to find it again."""

    content: bytes
    tracker: str


def vote(setup: Setup, credential: str, votes: Sequence[Any], random: Random, salts: list[str] | None = None) -> Cast:
    """A ballot for the election. Raises CredentialError, InvalidVote and PartyError."""
    election = setup.election
    exponent = secret_exponent(election.group, election.uuid, credential, salts)
    public = str(public_credential(election.group, exponent))
    if public not in setup.roll:
        raise PartyError(
            "the credential is not on this election's roll",
            f"check it letter by letter, and that it is for this election ({election.message.name}, {election.uuid})",
        )
    content = encode(make_ballot(election, exponent, votes, random))
    return Cast(content, tracker(content))
