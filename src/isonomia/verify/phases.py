# SPDX-License-Identifier: Apache-2.0
"""Where an election is, after the events of its record; no proof is checked here."""

from collections.abc import Collection, Sequence
from typing import Literal

from isonomia.protocol.messages import QuestionNH
from isonomia.protocol.public.trustees import Single
from isonomia.verify.setup import Setup

Phase = Literal["open", "closed", "shuffling", "decrypting", "tallied"]


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
