# SPDX-License-Identifier: Apache-2.0
"""What checks find: how many objects each looked at, and every failure with its place."""

from collections import Counter
from typing import NamedTuple


class Failure(NamedTuple):
    """One thing that is wrong."""

    check: str
    """The check's identifier, as in ``docs/checks.md``."""
    where: str
    why: str


class CheckFailed(ValueError):
    """Raised where a party goes on only if everything was right; carries all failures."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        first = failures[0]
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        super().__init__(f"{first.where}: {first.why} [{first.check}]{more}")


class Findings:
    """Collects results of checks; one per object that is checked, merged in order."""

    def __init__(self) -> None:
        self.checked: Counter[str] = Counter()
        self.failures: list[Failure] = []

    def require(self, check: str, passed: bool, where: str, why: str) -> bool:
        """Count one object of a check and note a failure; says whether it passed."""
        self.checked[check] += 1
        if not passed:
            self.failures.append(Failure(check, where, why))
        return passed

    def fail(self, check: str, where: str, why: str) -> None:
        """Note a failure."""
        self.require(check, False, where, why)

    def merge(self, other: "Findings") -> None:
        """Add what another one found."""
        self.checked.update(other.checked)
        self.failures.extend(other.failures)

    def raise_if_failed(self) -> None:
        """Raises CheckFailed if anything failed."""
        if self.failures:
            raise CheckFailed(self.failures)
