# SPDX-License-Identifier: Apache-2.0
"""What stops a party from doing her step; each says what, where, and what to do."""


class PartyError(Exception):
    """A step cannot be done. ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
