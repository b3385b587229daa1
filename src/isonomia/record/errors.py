# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a record. That the disk failed is OSError; misuse is TypeError or ValueError."""

from dataclasses import dataclass

from isonomia.record import checks


def printable(text: str, limit: int = 120) -> str:
    """Untrusted text made fit for a terminal and a report: printable ASCII, cut at ``limit`` characters."""
    cut = text[:limit]
    if not (cut.isascii() and cut.isprintable()):
        cut = "".join(c if " " <= c <= "~" else ascii(c)[1:-1] for c in cut)
    return cut if len(text) <= limit and len(cut) <= limit else cut[:limit] + "..."


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure found in a record: which check, the place, and why. The reader may go on after it."""

    check: str
    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why} [{self.check}]"


@dataclass(frozen=True, slots=True)
class TailProblem(Problem):
    """The record does not end with a whole entry; cut at ``whole_length`` bytes, it would."""

    whole_length: int


class RecordError(Exception):
    """The content of a record is wrong: ``check`` is the identifier of the check that failed."""

    check: str

    def __init__(self, where: str, why: str, check: str) -> None:
        super().__init__(where, why, check)
        self.where = where
        self.why = why
        self.check = check

    def __str__(self) -> str:
        return f"{self.where}: {self.why} [{self.check}]"

    @property
    def problem(self) -> Problem:
        """The same as an object of a list of failures."""
        return Problem(self.check, self.where, self.why)


class NotARecord(RecordError):
    """The file is not a tar that begins with a BELENIOS entry of JSON that tells a version."""

    def __init__(self, why: str) -> None:
        super().__init__("the beginning of the file", why, checks.ARCHIVE_HEADER)


class UnknownVersion(RecordError):
    """A record of another version than 1: it may well be valid, but this is not its verifier."""

    def __init__(self, version: int) -> None:
        self.version = version
        shown = str(version) if abs(version) < 10**9 else "a large number"
        why = f"the version is {shown}; only version 1 is known"
        super().__init__("BELENIOS", why, checks.ARCHIVE_HEADER)


class AppendError(Exception):
    """Nothing was appended; the record is as it was, unless ``repair_length`` says where to cut it."""

    def __init__(self, why: str, repair_length: int | None = None) -> None:
        super().__init__(why, repair_length)
        self.why = why
        self.repair_length = repair_length

    def __str__(self) -> str:
        if self.repair_length is None:
            return self.why
        return f"{self.why}; cut to {self.repair_length} bytes, the record is whole again"


class TornRecord(AppendError):
    """Append refused: the record already ends in the middle of an entry, or in zero blocks."""
