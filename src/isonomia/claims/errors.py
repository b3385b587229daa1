# SPDX-License-Identifier: Apache-2.0
"""What cannot be used: which file, where in it, why, and what to do."""


class ClaimsError(ValueError):
    """``where`` is a file and what in it: ``protocols.csv, row 7, column "Ada"``."""

    def __init__(self, where: str, why: str, hint: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why
        self.hint = hint
