# SPDX-License-Identifier: Apache-2.0
"""What trustees hand in after the close, checked as a verifier will check it before it is appended. No secrets."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from isonomia.parties.errors import DoneAlready, PartyError, WrongPhase
from isonomia.parties.growing import GrowingRecord
from isonomia.protocol.messages import Owned, PartialDecryption, Shuffle, encode
from isonomia.protocol.public.decryptions import check_partial_decryption
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.shuffles import check_shuffle
from isonomia.protocol.public.trustees import Trustee
from isonomia.record import strict
from isonomia.verify import Examined
from isonomia.verify.setup import Setup

Kind = Literal["Shuffle", "PartialDecryption"]


class Contribution(NamedTuple):
    """A shuffle or a partial decryption, as bytes."""

    kind: Kind
    owner: int
    payload: bytes

    @property
    def name(self) -> str:
        return "shuffle" if self.kind == "Shuffle" else "partial decryption"


def check(examined: Examined, made: Contribution, where: str) -> None:
    """Check it against a record that was just examined. Raises PartyError, CheckFailed and RecordError."""
    if made.kind == "Shuffle":
        check_shuffled(examined, made.owner, strict.decode(made.payload, Shuffle, where), where)
        return
    assert examined.setup is not None  # it was examined, and is valid
    decryption = examined.setup.shapes.partial_decryption(made.payload, where)
    check_decrypted(examined, made.owner, decryption, where)


def append(record: GrowingRecord, examined: Examined, made: Contribution, where: str) -> str:
    """Check and append it; gives the event's hash. Raises as :func:`check` does, and AppendError."""
    check(examined, made, where)
    return append_owned(record, made.kind, made.owner, made.payload)


def append_owned(record: GrowingRecord, kind: str, owner: int, payload: bytes) -> str:
    """Append a trustee's shuffle or partial decryption, which the caller has checked."""
    owned = Owned(owner, sha256(payload).hexdigest())
    return record.append(kind, [payload, encode(owned)])


def check_shuffled(examined: Examined, owner: int, made: Shuffle, where: str) -> None:
    """Check a shuffle against the record before it is appended. Raises CheckFailed and PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "shuffling" or setup is None or tallying is None or tallying.shuffled is None:
        raise WrongPhase(f"the record is in state {examined.state!r}: no shuffle may come")
    require_turn(setup, owner, tallying.shufflers, "shuffled")
    findings = Findings()
    check_shuffle(setup.election, tallying.shuffled, made, findings, where)
    findings.raise_if_failed()


def check_decrypted(examined: Examined, owner: int, made: PartialDecryption[Any, Any], where: str) -> None:
    """Check a partial decryption against the record before it is appended. Raises CheckFailed and PartyError."""
    setup, tallying = examined.setup, examined.tallying
    if examined.state != "decrypting" or setup is None or tallying is None or tallying.encrypted is None:
        raise WrongPhase(f"the record is in state {examined.state!r}: no partial decryption may come")
    public = require_turn(setup, owner, tallying.decryptors, "decrypted").public_key
    findings = Findings()
    check_partial_decryption(setup.election, tallying.encrypted, public, made, findings, where)
    findings.raise_if_failed()


def require_turn(setup: Setup, owner: int, before: Sequence[int], done: str) -> Trustee:
    """The trustee of that number, who has not done this before. Raises PartyError."""
    if not 1 <= owner <= len(setup.trustees):
        raise PartyError(
            f"there is no trustee {owner} in the election {setup.election.uuid}", "is it for this election?"
        )
    if owner in before:
        raise DoneAlready(f"trustee {owner} has {done} already", "once is enough: nothing is left to do")
    return setup.trustees[owner - 1]
