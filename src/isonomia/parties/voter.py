# SPDX-License-Identifier: Apache-2.0
"""A voter's step: from a private credential and choices to a ballot; and who accepts it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from isonomia.parties.errors import PartyError
from isonomia.parties.record_file import RecordFile
from isonomia.protocol.messages import encode
from isonomia.protocol.public.ballots import check_ballot, tracker
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.secret.ballots import make_ballot
from isonomia.protocol.secret.credentials import public_credential, secret_exponent
from isonomia.protocol.secret.randomness import Random
from isonomia.record.errors import RecordError
from isonomia.verify.limits import EntryLimits
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


def check(setup: Setup, content: bytes, where: str = "the ballot") -> Findings:
    """Everything that can be checked of a ballot outside of a record, its credential on the roll included."""
    findings = Findings()
    if len(content) > EntryLimits(setup.election).ballot:
        findings.fail("json.syntax", where, f"has {len(content)} bytes: no ballot of this election has as many")
        return findings
    try:
        ballot = setup.shapes.ballot(content, where)
    except RecordError as error:
        findings.fail(error.check, error.where, error.why)
        return findings
    canonical = encode(ballot) == content
    why = "is not written in the compact form and order of the specification"
    findings.require("ballot.canonical", canonical, where, why)
    on_roll = ballot.credential in setup.roll
    findings.require("ballot.credential", on_roll, where, "its credential is not on the roll")
    check_ballot(setup.election, ballot, findings, where)
    return findings


def accept(record: RecordFile, content: bytes) -> str:
    """Append a ballot to an open record, if it is right; gives its tracker.

    Raises CheckFailed, PartyError if voting has ended or the ballot is there already, and AppendError.
    """
    setup = record.require_setup()
    if record.events != ["Setup"]:
        raise PartyError(f"{record.path}: voting has ended, the ballot comes too late")
    check(setup, content).raise_if_failed()
    ballot_hash = sha256(content).hexdigest()
    if ballot_hash in record.ballots:
        raise PartyError(f"{record.path}: this very ballot has been accepted before", "to vote again, make a new one")
    record.append("Ballot", [content])
    return tracker(content)
