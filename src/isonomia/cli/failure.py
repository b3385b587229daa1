# SPDX-License-Identifier: Apache-2.0
"""What people and programs read of an error: a code, one line, what to do."""

from pathlib import Path
from typing import Any

from isonomia.present.text import safe

MOST = 2000
"""Characters of an error."""


class CliError(Exception):
    """An error in the words of the command line."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def line(self) -> str:
        """What, where: what to do."""
        text = f"{self.message}: {self.hint}" if self.hint else self.message
        return "Error: " + safe(text, MOST)

    def as_json(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "message": safe(self.message, MOST), "hint": safe(self.hint, MOST)}}

    def at(self, path: Path | str) -> "CliError":
        """The same, with the file that it is about."""
        if str(path) in self.message:
            return self
        return CliError(self.code, f"{path}: {self.message}", self.hint)
