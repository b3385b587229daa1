# SPDX-License-Identifier: Apache-2.0
"""What stops a party from doing her step; each says what, where, and what to do."""

from typing import ClassVar


class PartyError(Exception):
    """A step cannot be done. ``hint`` says what to do about it; ``code`` is the same in every language."""

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class WrongPhase(PartyError):
    """The election is not in the phase for it."""

    code = "wrong-phase"


class DoneAlready(PartyError):
    """She has done it: nothing is left to do."""

    code = "done-already"
