# SPDX-License-Identifier: Apache-2.0
"""Where an election is, so that a step out of turn is refused before any work, and says whose turn it is."""

from pathlib import Path

from isonomia.cli.failure import CliError
from isonomia.parties.record_file import RecordFile
from isonomia.verify.phases import Phase, phase
from isonomia.verify.setup import Setup

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


def require(record: RecordFile, *wanted: Phase) -> Setup:
    """The set-up, if the election is in one of these phases. Raises CliError."""
    setup = record.require_setup()
    refuse_unless(record.path, phase(record.events, setup), *wanted)
    return setup


def refuse_unless(path: Path, now: Phase, *wanted: Phase) -> None:
    """Raises CliError."""
    if now not in wanted:
        raise CliError("wrong-phase", f"{path}: {NOW[now]}", NEXT[now])
