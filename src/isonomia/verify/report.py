# SPDX-License-Identifier: Apache-2.0
"""What a verification found, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from isonomia.protocol.public.findings import Failure, Findings
from isonomia.verify.checks import TITLES

Stage = Literal["open", "closed", "tallied"]


@dataclass(frozen=True)
class CheckReport:
    """One check: how many objects it looked at, and what failed."""

    id: str
    title: str
    checked: int
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


@dataclass(frozen=True)
class Report:
    """The outcome for a record; ``valid`` speaks up to the event ``fingerprints["last_event"]``."""

    stage: Stage
    uuid: str | None
    name: str | None
    group: str | None
    backend: str | None
    fingerprints: dict[str, str]
    counts: dict[str, int]
    result: list[Any] | None
    notes: tuple[str, ...]
    checks: tuple[CheckReport, ...]
    seconds: float = field(default=0.0, compare=False)

    @property
    def valid(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def failures(self) -> list[Failure]:
        """All failures, in the order of the checks."""
        return [failure for check in self.checks for failure in check.failures]

    def as_json(self) -> dict[str, Any]:
        """The object that ``isonomia verify --json`` prints."""
        return {
            "valid": self.valid,
            "stage": self.stage,
            "uuid": self.uuid,
            "name": self.name,
            "group": self.group,
            "backend": self.backend,
            "fingerprints": self.fingerprints,
            "counts": self.counts,
            "result": self.result,
            "notes": list(self.notes),
            "checks": [
                {
                    "id": check.id,
                    "title": check.title,
                    "passed": check.passed,
                    "checked": check.checked,
                    "failures": [{"where": f.where, "why": f.why} for f in check.failures],
                }
                for check in self.checks
            ],
            "seconds": round(self.seconds, 3),
        }


def check_reports(findings: Findings, titles: Mapping[str, str] = TITLES) -> tuple[CheckReport, ...]:
    """A report of every check that there is. An unknown identifier is a mistake of ours: KeyError."""
    by_check: dict[str, list[Failure]] = {check: [] for check in titles}
    for failure in findings.failures:
        by_check[failure.check].append(failure)
    return tuple(
        CheckReport(check, title, findings.checked[check], tuple(by_check[check])) for check, title in titles.items()
    )
