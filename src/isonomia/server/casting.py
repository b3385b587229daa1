# SPDX-License-Identifier: Apache-2.0
"""Accepting ballots, and refusing for good those that were challenged.

A ballot is checked before anything is locked, by the verifier's own check; what depends on the record is looked at
again in the transaction that appends it. That the voter has voted is put down in the same transaction.
"""

from base64 import b64decode
from hashlib import sha256

import msgspec

from isonomia.board.ledger import Ledger, reading, writing
from isonomia.protocol.challenges import base64_compact
from isonomia.protocol.public.ballots import tracker
from isonomia.protocol.public.findings import Findings
from isonomia.server import elections, jobs, turnout
from isonomia.server.mail import sealed_receipt
from isonomia.server.models import Election, PublicCredential, Voter
from isonomia.verify.acceptance import check_alone
from isonomia.verify.phases import phase

_UNREADABLE = ("json.", "ballot.canonical", "ballot.elements", "ballot.scalars", "ballot.shape")


class Refused(Exception):
    """A ballot or a challenge is not accepted; ``code`` is one of the API's."""

    def __init__(self, code: str, findings: Findings | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.failures = findings.failures if findings else []


class _Whose(msgspec.Struct):
    election_uuid: str
    credential: str


def cast(voter: Voter, content: bytes) -> str:
    """Append a voter's ballot to the record; gives its tracker once it is on the disk.

    Raises Refused and NoRecord; the record is then as it was.
    """
    ledger = reading(voter.election_id)
    _require_open(ledger, voter)
    _check(ledger, voter, content)
    own, ballot_hash = tracker(content), sha256(content).hexdigest()
    with writing(voter.election_id) as held:
        _require_open(held, voter)
        if held.is_spoiled(own):
            raise Refused("ballot-spoiled")
        if held.holds_ballot(ballot_hash):
            raise Refused("ballot-replayed")
        held.append("Ballot", [content])
        # who votes again leaves no new trace in her row
        first = Voter.objects.filter(pk=voter.pk, voted=False).update(voted=True)
        turnout.count(voter.election, first_time=first == 1)
        jobs.enqueue("receipt", voter.election, sealed_receipt(voter, own))
    return own


def challenge(voter: Voter, own: str) -> None:
    """Put a tracker on the public list of spoiled ballots, before the device opens that ballot.

    Raises Refused if it is no tracker, or the ballot was accepted already; a second time is no error.
    """
    ballot_hash = ballot_hash_of(own)
    with writing(voter.election_id) as held:
        _require_open(held, voter)
        if held.holds_ballot(ballot_hash):
            raise Refused("already-cast")
        if not held.is_spoiled(own):
            held.spoil(own)


def _require_open(ledger: Ledger, voter: Voter) -> None:
    """By the record and by the clock. While the record is held, nobody closes or extends the voting meanwhile."""
    election = Election.objects.get(pk=voter.election_id)  # it may have been extended a moment ago
    if elections.by_the_clock(election, phase(ledger.events, ledger.require_setup())) != "open":
        raise Refused("wrong-phase")


def _check(ledger: Ledger, voter: Voter, content: bytes) -> None:
    """Everything that can be said of the ballot alone, and that it is this voter's. Raises Refused."""
    findings = check_alone(ledger.require_setup(), content)
    whose = _whose(content)
    if findings.failures:
        failed = {failure.check for failure in findings.failures}
        if "ballot.election" in failed or (whose is not None and whose.election_uuid != voter.election_id):
            raise Refused("ballot-other-election", findings)
        if whose is None or any(check.startswith(_UNREADABLE) for check in failed):
            raise Refused("ballot-malformed", findings)
        raise Refused("credential-unknown" if "ballot.credential" in failed else "ballot-invalid", findings)
    if whose is None or not PublicCredential.objects.filter(voter=voter, public=whose.credential).exists():
        raise Refused("credential-mismatch")


def _whose(content: bytes) -> _Whose | None:
    try:
        return msgspec.json.decode(content, type=_Whose)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def ballot_hash_of(own: str) -> str:
    """The SHA-256 of the ballot that a tracker names. Raises Refused if it is none."""
    try:
        digest = b64decode(own + "=", validate=True)
    except ValueError:
        raise Refused("tracker-malformed") from None
    if len(digest) != 32 or base64_compact(digest) != own:
        raise Refused("tracker-malformed")
    return digest.hex()
