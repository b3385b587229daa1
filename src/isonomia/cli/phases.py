# SPDX-License-Identifier: Apache-2.0
"""Where an election is, so that a step out of turn is refused before any work, and says whose turn it is."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

from isonomia.cli.failure import CliError
from isonomia.parties.record_file import RecordFile
from isonomia.protocol.messages import QuestionNH
from isonomia.protocol.public.trustees import Single
from isonomia.verify.setup import Setup

Phase = Literal["open", "closed", "shuffling", "decrypting", "tallied"]

NOW: dict[Phase, str] = {
    "open": "voting is still open",
    "closed": "voting has ended and the encrypted tally is not published yet",
    "shuffling": "trustees are shuffling",
    "decrypting": "trustees are decrypting",
    "tallied": "the result is published already",
}
NEXT: dict[Phase, str] = {
    "open": "vote with `isonomia vote`, or end the voting with `isonomia election close`",
    "closed": "publish the encrypted tally with `isonomia election tally`",
    "shuffling": "let trustees do `isonomia trustee shuffle`, then `isonomia election end-shuffles`",
    "decrypting": "let trustees do `isonomia trustee decrypt`, then `isonomia election result`",
    "tallied": "see it with `isonomia show`, check it with `isonomia verify`",
}


def phase(events: Sequence[str], setup: Setup) -> Phase:
    """After the events but ballots that a record has."""
    if "Result" in events:
        return "tallied"
    if "EncryptedTally" in events:
        shuffles = any(isinstance(question, QuestionNH) for question in setup.election.questions)
        return "shuffling" if shuffles and "EndShuffles" not in events else "decrypting"
    return "closed" if "EndBallots" in events else "open"


def still_needed(setup: Setup, done: Collection[int]) -> list[str]:
    """Whose decryptions the result still needs, in words."""
    words = []
    for item, kind in enumerate(setup.kinds):
        members = [trustee.owner for trustee in setup.trustees if trustee.item == item]
        left = [owner for owner in members if owner not in done]
        threshold = 1 if isinstance(kind, Single) else kind.parameters.threshold
        needed = threshold - (len(members) - len(left))
        if needed > 0:
            listed = ", ".join(map(str, left))
            words.append(f"trustee {listed}" if len(left) == 1 else f"{needed} of trustees {listed}")
    return words


def require(record: RecordFile, *wanted: Phase) -> Setup:
    """The set-up, if the election is in one of these phases. Raises CliError."""
    setup = record.require_setup()
    refuse_unless(record.path, phase(record.events, setup), *wanted)
    return setup


def refuse_unless(path: Path, now: Phase, *wanted: Phase) -> None:
    """Raises CliError."""
    if now not in wanted:
        raise CliError("wrong-phase", f"{path}: {NOW[now]}", NEXT[now])
